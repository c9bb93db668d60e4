"""After a whole visit, and after every kind of end, nothing outside the encrypted records tells of anybody."""

from __future__ import annotations

import re
import signal
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.end_to_end.break_when_told import SECRET
from tests.end_to_end.conftest import PINS, SCHEDULE, House
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.test_whole_visit import _COUNT, ANSWERS, HARMLESS, agree, identify, sign_in, treat

pytestmark = pytest.mark.process

NOTE = "pomegranate"
"""What the client writes to the practitioner."""
FOR_NEXT_TIME = "marigold"
"""What the practitioner writes after the session."""
OF_CLIENTS = (
    "Fontaine",
    "Amélie",
    "Amelie",
    "Łuczak",
    "O'Neil",
    "1985-07-31",
    "31 July 1985",
    "7946 0128",
    "LU102",
    NOTE,
    FOR_NEXT_TIME,
)
OF_STAFF = ("Nadia Petrov", "Dr Moss", "Ines Duarte", *PINS.values())
TRACEBACK = "Traceback"

_COMMANDS_TO_TERMINAL = re.compile(rb"\x1b[\]P_^X](.*?)(?:\x07|\x1b\\)", re.DOTALL)
"""What a terminal is told beside what it shows: titles, notices, the clipboard, links."""
_OTHER_SCREEN, _BACK = b"\x1b[?1049h", b"\x1b[?1049l"
_ESCAPES = re.compile(rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b[\]P_^X].*?(?:\x07|\x1b\\)|\x1b.", re.DOTALL)


class WatchedHouse(House):
    """A clinic whose temporary files, too, lie where a test finds them, and which can be given a program with a fault."""

    breaks_with: Path | None = None

    @property
    def temporary(self) -> Path:
        return self.home.parent / "temporary"

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "TMPDIR": str(self.temporary)}

    def command(self, *arguments: str) -> Sequence[str]:
        if self.breaks_with is None:
            return super().command(*arguments)
        program = [sys.executable, "-m", "tests.end_to_end.break_when_told", str(self.seconds), str(self.breaks_with)]
        return [*program, "--data", str(self.folder), *arguments]

    def places(self) -> Iterator[Path]:
        for folder in (self.folder, self.home, self.temporary):
            yield from folder.rglob("*")


@pytest.fixture
def watched(house: House) -> WatchedHouse:
    clinic = WatchedHouse(house.folder, house.home, house.seconds, house.terminals)
    clinic.temporary.mkdir(mode=0o700)
    return clinic


def told(data: bytes, words: Sequence[str]) -> list[str]:
    """Return which of the words can be read in the data, in any of the ways a program writes them."""
    return [word for word in words if any(form in data for form in _written(word))]


def _written(word: str) -> set[bytes]:
    forms = {unicodedata.normalize(f, case) for f in ("NFC", "NFD") for case in (word, word.lower(), word.upper())}
    escaped = {form.encode("unicode_escape").decode() for form in forms} | {form.encode().hex() for form in forms}
    written = {form.encode(encoding) for form in forms for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    return written | {form.encode() for form in escaped}


def nothing_told_by_files(house: WatchedHouse) -> None:
    found = list(house.places())
    assert house.folder / "records.db" in found
    for path in found:
        assert told(str(path).encode(), OF_CLIENTS + OF_STAFF) == [], path
        if path.is_file():
            assert told(path.read_bytes(), OF_CLIENTS + OF_STAFF) == [], path
        assert not path.name.startswith(("core", "vgcore")), path


def nothing_told_by_processes(terminals: Sequence[Terminal]) -> None:
    for terminal in terminals:
        for name in ("cmdline", "environ", "comm"):
            assert told(Path(f"/proc/{terminal.pid}/{name}").read_bytes(), OF_CLIENTS + OF_STAFF) == [], name
        limits = Path(f"/proc/{terminal.pid}/limits").read_text()
        assert re.search(r"Max core file size\s+0\s+0\s", limits)


def nothing_told_to_the_terminal(terminal: Terminal) -> None:
    """Look at what stays: titles and the like, and what was written before the screens opened or after they closed."""
    raw = bytes(terminal.raw)
    for told_aside in _COMMANDS_TO_TERMINAL.findall(raw):
        assert told(told_aside, OF_CLIENTS + OF_STAFF) == []
    assert _OTHER_SCREEN in raw
    before, after = raw.partition(_OTHER_SCREEN)[0], raw.rpartition(_BACK)[2] if _BACK in raw else b""
    for part in (before, after):
        assert told(_ESCAPES.sub(b"", part), (*OF_CLIENTS, *OF_STAFF, TRACEBACK)) == []


def answer_and_write(kiosk: Terminal) -> None:
    """Answer every question, and write a note where there is room for one."""
    while (count := _COUNT.search(asked := kiosk.settle())) is not None:
        if "practitioner should know" in asked:
            kiosk.write(NOTE)
        else:
            kiosk.insist(next((key for words, key in ANSWERS.items() if words in asked), HARMLESS), "✓")
        if int(count[1]) == int(count[2]):
            kiosk.insist("\r", "Is everything right?")
            return
        kiosk.wait_for_question(int(count[1]) + 1)


def test_a_whole_visit_tells_nothing_outside_the_records(watched: WatchedHouse) -> None:
    screens = kiosk, desk, room = (
        watched.open("client", name="Kiosk 1"),
        watched.open("reception", name="Desk 1"),
        watched.open("practitioner", columns=120, rows=40, name="Room 1"),
    )
    sign_in(desk, "2", "Nadia Petrov")
    sign_in(room, "3", "Dr Moss")
    identify(kiosk, "lu102", "A. F.")
    answer_and_write(kiosk)
    agree(kiosk, "Amelie Fontaine")
    desk.see("Waiting for you")
    desk.insist("\r", "Check who it is", "31 July 1985")
    desk.insist("\r", "Passed to Dr Moss")
    room.see("1 is ready")
    room.insist("\r", "LOOK FIRST", "Consent")
    room.wait(lambda text: NOTE in text, what="the client's note")
    treat(room, "Dr Moss", FOR_NEXT_TIME)
    nothing_told_by_processes(screens)
    nothing_told_by_files(watched)
    for screen in screens:
        screen.kill(signal.SIGTERM)
        screen.wait_for_end()
        nothing_told_to_the_terminal(screen)
    nothing_told_by_files(watched)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_kiosk_that_ends_in_the_middle_tells_nothing(watched: WatchedHouse, number: signal.Signals) -> None:
    kiosk = watched.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    nothing_told_by_processes([kiosk])
    kiosk.kill(number)
    kiosk.wait_for_end()
    nothing_told_to_the_terminal(kiosk)
    nothing_told_by_files(watched)


def test_an_error_that_nobody_foresaw_tells_its_place_and_nobodys_data(watched: WatchedHouse, tmp_path: Path) -> None:
    watched.breaks_with = tmp_path / "now"
    kiosk = watched.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    watched.breaks_with.touch()
    kiosk.settle(0.5)
    kiosk.press("1")
    kiosk.settle(0.5)
    kiosk.press("\r")
    assert kiosk.wait_for_end() == 1
    assert b"The kiosk stopped: LookupError" in kiosk.raw.rpartition(_BACK)[2]
    nothing_told_to_the_terminal(kiosk)
    command = watched.process("visits", "list")
    assert command.returncode != 0
    assert "LookupError" in command.stderr
    assert told((command.stdout + command.stderr).encode(), (*OF_CLIENTS, SECRET, TRACEBACK)) == []
    nothing_told_by_files(watched)


def test_what_a_command_complains_of_names_nobody(watched: WatchedHouse, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        f"{SCHEDULE}2026-11-23 25:00;Amélie Fontaine;Fontaine;Amélie;1985-07-31;Parisian Peel;Dr Moss;;LU199\n"
    )
    complaints = [
        watched.run("schedule", "import", str(bad)),
        watched.run("visits", "show", "V-NOBODY"),
        watched.run("client", "find", text="Fontaine\n31 July 1985\n"),
        watched.run("doctor"),
        watched.run("audit", "verify"),
    ]
    for done in complaints:
        assert told(done.stderr.encode(), (*OF_CLIENTS, *PINS.values(), TRACEBACK)) == [], done.args
    trail = watched.run("audit", "show")
    assert trail.returncode == 0
    assert told(trail.stdout.encode(), OF_CLIENTS) == []


def test_a_backup_can_be_read_by_nobody_without_the_key(watched: WatchedHouse, tmp_path: Path) -> None:
    assert watched.run("backup", str(tmp_path / "clinic.backup")).returncode == 0
    assert told((tmp_path / "clinic.backup").read_bytes(), OF_CLIENTS + OF_STAFF) == []


def test_what_is_looked_for_would_be_found() -> None:
    for way in ("utf-8", "utf-16-le"):
        assert told(b"\x00" + "AMÉLIE".encode(way), OF_CLIENTS) == ["Amélie"]
    assert told(unicodedata.normalize("NFD", "Amélie").encode(), OF_CLIENTS) == ["Amélie"]
    assert told(rb"Am\xe9lie", OF_CLIENTS) == ["Amélie"]
    assert _COMMANDS_TO_TERMINAL.findall(b"\x1b]0;Amelie\x07 \x1bP+q\x1b\\") == [b"0;Amelie", b"+q"]
