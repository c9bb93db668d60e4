"""What nothing outside the encrypted records may tell, and where it is looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tests.end_to_end.conftest import PINS, House
from tests.end_to_end.terminal import Terminal

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

COMMANDS_TO_TERMINAL = re.compile(rb"\x1b[\]P_^X](.*?)(?:\x07|\x1b\\)", re.DOTALL)
"""What a terminal is told beside what it shows: titles, notices, the clipboard, links."""
_OTHER_SCREEN, BACK = b"\x1b[?1049h", b"\x1b[?1049l"
_ESCAPES = re.compile(rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b[\]P_^X].*?(?:\x07|\x1b\\)|\x1b.", re.DOTALL)


def told(data: bytes, words: Sequence[str]) -> list[str]:
    """Return which of the words can be read in the data, in any of the ways a program writes them."""
    return [word for word in words if any(form in data for form in _written(word))]


def _written(word: str) -> set[bytes]:
    forms = {unicodedata.normalize(f, case) for f in ("NFC", "NFD") for case in (word, word.lower(), word.upper())}
    escaped = {form.encode("unicode_escape").decode() for form in forms} | {form.encode().hex() for form in forms}
    written = {form.encode(encoding) for form in forms for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    return written | {form.encode() for form in escaped}


def nothing_told_by_files(house: House) -> None:
    found = [path for folder in (house.folder, house.home, house.temporary) for path in folder.rglob("*")]
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
    for told_aside in COMMANDS_TO_TERMINAL.findall(raw):
        assert told(told_aside, OF_CLIENTS + OF_STAFF) == []
    assert _OTHER_SCREEN in raw
    before, after = raw.partition(_OTHER_SCREEN)[0], raw.rpartition(BACK)[2] if BACK in raw else b""
    for part in (before, after):
        assert told(_ESCAPES.sub(b"", part), (*OF_CLIENTS, *OF_STAFF, TRACEBACK)) == []
