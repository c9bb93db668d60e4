"""The real program in a real terminal, and bytes that nobody types on purpose; they come while its clock stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.any_bytes import PLACES, Place, SharedClock, Watch

pytestmark = pytest.mark.process

HOSTILE = {
    "an accent of another encoding": b"\xe9a",
    "a report of another size": b"\x1b[48;30;100;600;1000t",
    "a report of the same size": b"\x1b[48;24;80;480;800t",
    "reports of all kinds": b"\x1b[8;30;100t\x1b[5;5R\x1b[?1;2c\x1b[?2048;1$y\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\",
    "the window that lost its focus": b"\x1b[O",
    "a paste without an end": b"\x1b[200~",
    "a code that is no character": b"\x1b[99999999u\x1b[55296;;55296u\x1b[97:65;1:3u",
}
SCANS = {"code": b"AB417\r", "coded keys": b"\x1b[49;;49u\x1b[51;;51u\x1b[13u", "digits": b"4131\r"}
_CLIENT = PLACES[0]
_HOW = replace(_CLIENT, way=_CLIENT.way[:2], home=_CLIENT.way[2][0])
_CODE = replace(_CLIENT, way=_CLIENT.way[:3], home=_CLIENT.way[3][0])
_RUBBED_OUT = b"\x7f" * 4

Open = Callable[[Place], Watch]


@pytest.fixture
def open_watch(demo_folder: Path, tmp_path: Path) -> Iterator[Open]:
    """Return what opens a client's kiosk and goes to a place."""
    opened: list[Watch] = []

    def opening(place: Place) -> Watch:
        watch = Watch(place, demo_folder, SharedClock.make(tmp_path / "clock"))
        watch.begin()
        opened.append(watch)
        return watch

    yield opening
    for watch in opened:
        watch.terminal.close()


def amiss(watch: Watch) -> list[str]:
    return [*watch.ended, *watch.answered, *watch.astray, *watch.other]


@pytest.mark.thorough
def test_after_any_bytes_the_kiosk_is_up_at_its_size_and_touch_and_keys_work(open_watch: Open) -> None:
    watch = open_watch(_CODE)
    for name, data in HOSTILE.items():
        watch.rain(data)
        watch.rain(_RUBBED_OUT)
        assert watch.terminal.alive(), name
        watch.look(name)
        assert amiss(watch) == []


@pytest.mark.thorough
def test_a_scan_chooses_nothing_where_nothing_is_written(open_watch: Open) -> None:
    watch = open_watch(_HOW)
    for name, scan in SCANS.items():
        for singly in (False, True):
            watch.rain(scan, singly=singly)
            assert watch._seen() == watch.as_it_was, name
    watch.look("scans")
    assert amiss(watch) == []
