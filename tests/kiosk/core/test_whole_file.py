"""A file that is replaced is whole at any moment, whoever writes it, and however the writing ends."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
from pathlib import Path

import pytest

from kiosk.core import whole_file
from kiosk.core.errors import BadInput
from kiosk.core.new_file import write_output
from kiosk.core.whole_file import write_whole


def test_of_two_who_write_one_file_at_once_the_second_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, moved_on = tmp_path / "clinic.toml", threading.Event()
    real_sync, real_lock = os.fsync, fcntl.flock
    others: list[threading.Thread] = []
    failed: list[BaseException] = []

    def second() -> None:
        try:
            write_whole(file, "second")
        except BaseException as error:  # noqa: BLE001 - told by the test
            failed.append(error)
        moved_on.set()

    def sync(descriptor: int) -> None:
        """Let another begin when the first has written and not yet renamed."""
        real_sync(descriptor)
        if not others:
            others.append(threading.Thread(target=second))
            others[0].start()
            assert moved_on.wait(30)
            assert not file.exists(), "the second is not done before the first"

    def lock(descriptor: int, operation: int) -> None:
        if threading.current_thread() in others:
            moved_on.set()
        real_lock(descriptor, operation)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(fcntl, "flock", lock)
    write_whole(file, "first")
    others[0].join(30)
    assert failed == []
    assert file.read_text() == "second"
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_what_was_left_behind_and_what_another_put_there_is_replaced(tmp_path: Path) -> None:
    file, part, secret = tmp_path / "a", tmp_path / "a.part", tmp_path / "secret"
    secret.write_text("kept")
    for put in (lambda: part.write_text("half"), lambda: part.symlink_to(secret), lambda: os.mkfifo(part)):
        put()
        write_whole(file, "whole")
        assert file.read_text() == "whole"
        assert stat.S_IMODE(file.lstat().st_mode) == 0o600
        assert stat.S_ISREG(file.lstat().st_mode)
    assert secret.read_text() == "kept"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "secret"]


def test_where_there_are_no_locks_it_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(whole_file.fcntl, "flock", none)
    write_whole(tmp_path / "a", b"bytes")
    assert (tmp_path / "a").read_bytes() == b"bytes"


def test_a_full_disk_leaves_the_old_one_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "a"
    write_whole(file, "old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "new")
    with pytest.raises(BadInput, match="b cannot be written: no space left on device"):
        write_output(tmp_path / "b", b"new")
    assert file.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_it_is_written_into_the_folder_that_was_opened_whatever_is_in_its_place_now(tmp_path: Path) -> None:
    (folder := tmp_path / "done").mkdir()
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        folder.rename(tmp_path / "moved")
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
        write_whole(Path("report.txt"), "whole", within=opened)
    finally:
        os.close(opened)
    assert (tmp_path / "moved" / "report.txt").read_text() == "whole"
    assert list((tmp_path / "elsewhere").iterdir()) == []
