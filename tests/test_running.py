"""What runs commands for the tests leaves nothing of one behind for the next, and makes what is shared once."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.once import once
from tests.running import Shell


def test_a_command_leaves_nothing_of_itself_behind(tmp_path: Path) -> None:
    def around() -> tuple[object, ...]:
        return dict(os.environ), sys.stdin, sys.stdout, sys.stderr, sys.excepthook, tempfile.gettempdir()

    before = around()
    assert Shell(tmp_path)("rules", "list", env={"KIOSK_DATA": str(tmp_path / "nowhere")}).status == 0
    assert around() == before


def test_a_command_has_its_own_home_and_input_and_no_terminal(tmp_path: Path) -> None:
    kiosk = Shell(tmp_path)
    assert "There is no terminal to ask" in kiosk("setup", data=tmp_path / "clinic").complaint
    assert kiosk("setup", "--lead", "Lena Lead", data=tmp_path / "clinic", pin="736492").status == 0
    assert len(list(kiosk.config.glob("*.key"))) == 1
    assert "JSON" in kiosk("rules", "evaluate", "parisian-peel", "-", "--on", "2026-09-15", stdin="?").complaint


def test_what_is_shared_is_made_once_and_again_only_after_a_failure(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(place: Path) -> None:
        place.mkdir()
        made.append(place)
        if len(made) == 1:
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        once(tmp_path / "stage", make)
    assert once(tmp_path / "stage", make) == once(tmp_path / "stage", make) == tmp_path / "stage"
    assert len(made) == 2
