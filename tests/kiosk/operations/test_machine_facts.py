"""How the doctor finds out about a machine: what its programs print, what its terminal answers, what is installed."""

import os
import pty
import select
import threading
from importlib import metadata

import pytest

from kiosk.operations.machine_facts import PACKAGE, UnitSeen, synchronised, units, versions
from kiosk.operations.terminal_question import reports_touches, touches_in


@pytest.mark.parametrize(("said", "is_so"), [("yes\n", True), ("no\n", False), (None, None), ("", None)])
def test_whether_a_time_server_keeps_the_clock_is_what_systemd_says(said: str | None, is_so: bool | None) -> None:
    assert synchronised(lambda *_: said) is is_so


def test_the_units_are_those_that_systemd_lists() -> None:
    listed = "kiosk-desk.service loaded active running The desk\nkiosk-backup.timer loaded failed failed The backup\n"
    assert units(lambda *_: listed) == (
        UnitSeen("kiosk-desk.service", "active"),
        UnitSeen("kiosk-backup.timer", "failed"),
    )
    assert units(lambda *_: "") == ()
    assert units(lambda *_: None) is None


def test_what_is_installed_is_held_to_what_the_package_asks_for() -> None:
    here = {PACKAGE: "0.2.0", **{name: metadata.version(name) for name in ("textual", "pydantic", "tinydb")}}
    seen = versions({**here, "textual": "8.0.0", "pydantic": "2.1"}.get)
    assert seen is not None
    assert "textual is 8.0.0 and should be 8.2.8" in seen.wrong
    assert any(each.startswith("pydantic is 2.1 and should be at least ") for each in seen.wrong)
    assert "segno is missing" in seen.wrong
    assert not any(each.startswith(("tinydb", "psycopg", "pytest")) for each in seen.wrong)
    assert versions({}.get) is None


@pytest.mark.parametrize(
    ("answer", "reports"),
    [
        (b"\x1b[?1006;2$y\x1b[?62;4c", True),
        (b"\x1b[?1006;0$y\x1b[?62;4c", False),
        (b"\x1b[?1;2c", None),
        (b"", None),
    ],
)
def test_a_terminal_answers_or_says_nothing_of_touches(answer: bytes, reports: bool | None) -> None:
    assert touches_in(answer) is reports


def test_a_terminal_is_asked_and_left_as_it_was() -> None:
    ours, theirs = pty.openpty()

    def answer() -> None:
        asked = b""
        while b"\x1b[c" not in asked and select.select([ours], [], [], 10)[0]:
            asked += os.read(ours, 100)
        os.write(ours, b"\x1b[?1006;2$y\x1b[?62c")

    terminal = threading.Thread(target=answer)
    terminal.start()
    try:
        assert reports_touches(theirs, theirs) is True
    finally:
        terminal.join()
        os.close(ours)
        os.close(theirs)
