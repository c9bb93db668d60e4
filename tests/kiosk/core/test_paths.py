"""Paths that are named, where an account has no folder of its own."""

import os
from pathlib import Path

import pytest

from kiosk.core.errors import BadInput
from kiosk.core.paths import home, path_of
from kiosk.handouts import fonts
from kiosk.schedule.schedule_files import usual_folders


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave this account without a folder, as a container with a number for an account does."""

    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.setattr(Path, "expanduser", lambda self: nobody() if str(self).startswith("~") else self)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


def test_a_path_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/anna")
    assert [path_of("a"), path_of("~/b"), path_of("/c")] == [tmp_path / "a", Path("/home/anna/b"), Path("/c")]


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for named in (tmp_path / "round", tmp_path / "round" / "below"):
        with pytest.raises(BadInput, match="leads to itself"):
            path_of(named)


@pytest.mark.usefixtures("homeless")
def test_without_a_folder_of_its_own_an_account_is_told() -> None:
    with pytest.raises(BadInput, match="set HOME"):
        home()
    with pytest.raises(BadInput, match="write the whole path"):
        path_of("~/b")


@pytest.mark.usefixtures("homeless")
def test_what_only_looks_there_goes_on(tmp_path: Path) -> None:
    assert usual_folders() == (Path.cwd(),)
    assert all(folder.is_absolute() for folder in fonts._folders())
    gone = tmp_path / "gone"
    gone.mkdir()
    here = Path.cwd()
    os.chdir(gone)
    gone.rmdir()
    try:
        assert usual_folders() == ()
    finally:
        os.chdir(here)
