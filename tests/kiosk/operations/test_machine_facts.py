"""How the doctor finds out about a machine: what its programs print, what its terminal answers, what is installed."""

import fcntl
import locale
import os
import pty
import select
import struct
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest

from kiosk.operations import machine_facts
from kiosk.operations.machine_facts import (
    PACKAGE,
    LocaleSeen,
    TerminalSeen,
    UnitSeen,
    ask_system,
    synchronised,
    this_machine,
    units,
    versions,
)
from kiosk.operations.terminal_question import reports_touches, touches_in


@pytest.mark.parametrize(("said", "is_so"), [("yes\n", True), ("no\n", False), (None, None), ("", None)])
def test_whether_a_time_server_keeps_the_clock_is_what_systemd_says(said: str | None, is_so: bool | None) -> None:
    assert synchronised(lambda *_: said) is is_so


def test_the_units_are_those_that_systemd_lists() -> None:
    listed = (
        "kiosk-desk.service loaded active running The desk\nkiosk-backup.timer loaded failed failed The backup\n"
        "kiosk-schedule.service loaded activating auto-restart Take the schedules\nkiosk-doctor.service loaded activating start Look\n"
    )
    assert units(lambda *_: listed) == (
        UnitSeen("kiosk-desk.service", "active"),
        UnitSeen("kiosk-backup.timer", "failed"),
        UnitSeen("kiosk-schedule.service", "auto-restart"),
        UnitSeen("kiosk-doctor.service", "activating"),
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


@contextmanager
def answering_terminal() -> Iterator[int]:
    """Yield a terminal of 100 x 30 that answers once, as if somebody sat at it, that it reports touches."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def answer() -> None:
        asked = b""
        while b"\x1b[c" not in asked and select.select([ours], [], [], 10)[0]:
            asked += os.read(ours, 100)
        os.write(ours, b"\x1b[?1006;2$y\x1b[?62c")

    terminal = threading.Thread(target=answer)
    terminal.start()
    try:
        yield theirs
    finally:
        terminal.join()
        os.close(ours)
        os.close(theirs)


def test_a_terminal_is_asked_and_left_as_it_was() -> None:
    with answering_terminal() as terminal:
        before = termios.tcgetattr(terminal)
        assert reports_touches(terminal, terminal) is True
        assert termios.tcgetattr(terminal) == before


def test_this_machine_is_seen_by_its_terminal_and_its_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_facts, "ask_system", lambda *_: None)
    for name, value in {"TERM": "foot", "COLORTERM": "truecolor", "NO_COLOR": "1", "LC_ALL": "C"}.items():
        monkeypatch.setenv(name, value)
    with (
        answering_terminal() as terminal,
        open(terminal, encoding="utf-8", closefd=False) as stdin,
        open(terminal, "w", encoding="utf-8", closefd=False) as stdout,
    ):
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "stdout", stdout)
        seen = this_machine()
    assert seen.terminal == TerminalSeen(
        "foot", "truecolor", no_colour=True, columns=100, rows=30, reports_touches=True
    )
    assert seen.locale == LocaleSeen("C", is_installed=True)
    assert (seen.is_synchronised, seen.units) == (None, None)


def test_where_nobody_sits_there_is_no_terminal_and_an_unknown_language_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine_facts, "ask_system", lambda *_: None)
    monkeypatch.setattr(sys, "stdin", None)  # as a service has it
    monkeypatch.setenv("LC_ALL", "xx_NOWHERE.UTF-8")
    before = locale.setlocale(locale.LC_CTYPE)
    seen = this_machine()
    assert seen.terminal is None
    assert seen.locale == LocaleSeen("xx_NOWHERE.UTF-8", is_installed=False)
    assert locale.setlocale(locale.LC_CTYPE) == before


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('#!/bin/sh\necho $LC_ALL "$1"\n', "C kiosk*\n"),
        ("#!/bin/sh\necho much\nexit 3\n", None),
        ("#!/no/such/shell\n", None),
        (None, None),
    ],
)
def test_a_program_of_the_system_answers_in_plain_english_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, said: str | None
) -> None:
    if script is not None:
        program = tmp_path / "systemctl"
        program.write_text(script, "utf-8")
        program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask_system("systemctl", "kiosk*") == said


def test_a_program_of_the_system_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "timedatectl"
    program.write_text("#!/bin/sh\nexec /bin/sleep 600\n", "utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(machine_facts, "_PATIENCE", 0.01)
    assert synchronised(ask_system) is None
