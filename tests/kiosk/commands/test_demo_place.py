"""Where a demo lies while it runs, and that it is found and swept up there."""

from pathlib import Path

import pytest

from kiosk.commands import demo_folder as place_of_demos
from kiosk.commands.demo_folder import demo_folder, running_demos


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place in memory of the test's own, and no other place named."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(place_of_demos, "_MEMORY", place)
    return place


def test_a_demo_lies_in_memory_and_is_found_and_swept_up_there(memory: Path) -> None:
    with demo_folder() as clinic:
        assert clinic.parent.parent == memory
        assert clinic in running_demos()
    assert list(memory.iterdir()) == []


def test_it_lies_where_temporary_files_are_told_to(
    memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = tmp_path / "named"
    named.mkdir()
    monkeypatch.setenv("TMPDIR", str(named))
    monkeypatch.setattr("tempfile.tempdir", None)
    with demo_folder() as clinic:
        assert clinic.parent.parent == named
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize("missing", [True, False], ids=["no memory", "no room"])
def test_without_room_in_memory_it_lies_on_the_disk(
    memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: bool
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    if missing:
        memory.rmdir()
    else:
        monkeypatch.setattr(place_of_demos, "_ROOM", 1 << 62)
    with demo_folder() as clinic:
        assert clinic.parent.parent == tmp_path
