"""The real program in a real terminal, and bytes that nobody types on purpose."""

from __future__ import annotations

import re

import pytest

from tests.end_to_end.terminal import Terminal

HOSTILE = {
    "an accent of another encoding": b"\xe9a",
    "a report of another size": b"\x1b[48;30;100;600;1000t",
    "a report of the same size": b"\x1b[48;24;80;480;800t",
    "reports of all kinds": b"\x1b[8;30;100t\x1b[5;5R\x1b[?1;2c\x1b[?2048;1$y\x1b]11;rgb:0/0/0\x07\x1bP1$r0m\x1b\\",
    "the window that lost its focus": b"\x1b[O",
    "a paste without an end": b"\x1b[200~",
    "a code that is no character": b"\x1b[99999999u\x1b[55296;;55296u\x1b[97:65;1:3u",
}
_OPENING = "Touch to start"


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_after_any_bytes_the_kiosk_is_up_at_its_size_and_touch_and_keys_work(terminal: Terminal, data: bytes) -> None:
    before = _without_time(terminal.text)
    terminal.send(data)
    terminal.insist_tap("Help", "Call staff")
    terminal.insist("\x1b", _OPENING)
    assert _without_time(terminal.settle()) == before
    terminal.insist("\r", "How would you like to check in?")
    terminal.insist("2", "What is your booking code?")
    terminal.send(data)
    terminal.press("\x7f" * 4)
    terminal.write("LU101")
    assert terminal.alive()


@pytest.mark.parametrize(
    "scan", [b"AB417\r", b"\x1b[49;;49u\x1b[51;;51u\x1b[13u", b"4131\r"], ids=["code", "coded keys", "digits"]
)
def test_a_scan_chooses_nothing_where_nothing_is_written(terminal: Terminal, scan: bytes) -> None:
    terminal.insist("\r", "How would you like to check in?")
    for data in (scan, *(bytes([byte]) for byte in scan)):
        terminal.send(data)
    terminal.insist("2", "What is your booking code?")  # leads there from this screen alone


def _without_time(text: str) -> str:
    """The opening screen without its band of colours and its clock."""
    return re.sub(r"\d+:\d\d|[▀▄█░▒▓ ]+", " ", text)
