"""Bytes that nobody types on purpose: every form a terminal knows, cut, joined, or no text at all.

The same seed gives the same bytes. What would be meant by a hand is taken out: a touch within the screen, and Ctrl+Q, by
which the demo is left. Digits and Enter stay in: they come faster than a hand types.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

NUMBERS = (
    "",
    "0",
    "1",
    "2",
    "3",
    "5",
    "7",
    "13",
    "24",
    "27",
    "32",
    "48",
    "49",
    "57",
    "80",
    "97",
    "127",
    "129",
    "200",
    "201",
    "255",
    "256",
)
LARGE = (
    "600",
    "1000",
    "1006",
    "1016",
    "2004",
    "2026",
    "2048",
    "9999",
    "55296",
    "57400",
    "57441",
    "65535",
    "1114111",
    "1114112",
    "99999999999",
)
PREFIXES = ("", "", "", "?", "<", "<", ">", "=")
BETWEEN = ("", "", "", "", " ", "$", '"', "'", "!", "#", "*")
TEXTS = (
    b"",
    b"0;c",
    b"52;c;QUJDNDE3",
    b"52;c;?",
    b"11;?",
    b"8;;file:///",
    b"1337;x=1",
    b"rgb:ffff/0000/ffff",
    b"+q544e",
    b"1$r0m",
    b"417\r",
)
CODES = (b"AB417\r", b"LU102\r", b"31071985\r", b"4006381333931\r\n", b"12\r", b"\t417\t", b"99999")
BROKEN = (
    b"\xe9a", b"\xff", b"\xfe\xff", b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80",
    b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\x80", b"\xbf\xbf", b"\xc2\x9b31m", b"\x9b31m", b"\x9d0;x\x9c", b"\xe2\x80\xae", b"\xef\xbb\xbf",
)  # fmt: skip
REPORTS = (
    b"\x1b[48;30;100;600;1000t", b"\x1b[48;12;40;1;1t", b"\x1b[8;1;1t", b"\x1b[?2048;1$y", b"\x1b[?2048;2$y", b"\x1b[?2026;1$y",
    b"\x1b[1;1R", b"\x1b[?62;c", b"\x1b[>0;276;0c", b"\x1b[0n", b"\x1b[I", b"\x1b[O", b"\x1b[?1u", b"\x1b]11;rgb:0/0/0\x1b\\",
)  # fmt: skip

_TOUCH = re.compile(rb"\x1b\[<(\d+);(\d+);(\d+)([Mm])")
_ESCAPES = re.compile(rb"\x1b(?=\x1b)|\x1b\[0*27[;u][^u]*u?")
_TURNS = re.compile(rb"\x1b\[[\d;]*P|\x1b\[0*1[1-4](?:;\d+)?~|\x1bO[P-S]|\x1b\[\[[A-E]")
"""Escape and F1 to F4: behind the first of them every screen waits a moment, and takes nothing."""
_BUTTONS = 3
_ELSEWHERE = b"\x1b[<%b;9999;9999%b"


def hostile(rand: random.Random, number: int, *, calm: bool) -> bytes:
    """Return so many hostile sequences, one after the other; a calm lot has hardly a key that leads to another screen."""
    data = b"".join(_sequence(rand) for _ in range(number)).replace(b"\x11", b"")
    if calm:
        data = _TURNS.sub(b"", _ESCAPES.sub(b"", data))
    return _TOUCH.sub(_away, data)


def _away(touch: re.Match[bytes]) -> bytes:
    return touch[0] if int(touch[1]) & 0xE3 >= _BUTTONS else _ELSEWHERE % (touch[1], touch[4])


def _sequence(rand: random.Random) -> bytes:
    data = rand.choice(_FORMS)(rand)
    match rand.randrange(8):
        case 0:
            return data[: rand.randrange(len(data) + 1)]
        case 1:
            cut, other = rand.randrange(len(data) + 1), rand.choice(_FORMS)(rand)
            return data[:cut] + other + data[cut:]
        case _:
            return data


def _number(rand: random.Random) -> str:
    return rand.choice(LARGE if rand.random() < 0.2 else NUMBERS)


def _csi(rand: random.Random) -> bytes:
    numbers = rand.choice((";", ";", ";", ":")).join(_number(rand) for _ in range(rand.randrange(6)))
    return f"\x1b[{rand.choice(PREFIXES)}{numbers}{rand.choice(BETWEEN)}{chr(rand.randrange(0x40, 0x7F))}".encode()


def _string(rand: random.Random) -> bytes:
    text = rand.choice(TEXTS) if rand.random() < 0.8 else rand.randbytes(rand.randrange(30))
    return (
        b"\x1b"
        + rand.choice((b"]", b"P", b"X", b"^", b"_"))
        + text
        + rand.choice((b"\x07", b"\x1b\\", b"\x18", b"", b"\x9c"))
    )


def _single(rand: random.Random) -> bytes:
    return rand.choice((b"\x1bO", b"\x1b", b"\x1b\x1b", b"\x1b(", b"\x1b[[", b"\x1b[M!", b"")) + bytes(
        [rand.randrange(256)]
    )


def _key(rand: random.Random) -> bytes:
    text = f";{rand.randrange(1, 9)};{_number(rand)}" if rand.random() < 0.5 else ""
    return f"\x1b[{_number(rand)}{text}{rand.choice('u~ABCDEFHPQRSZ')}".encode()


def _mouse(rand: random.Random) -> bytes:
    match rand.randrange(4):
        case 0:
            return b"\x1b[M" + rand.randbytes(3)
        case 1:
            return f"\x1b[{rand.randrange(100)};{rand.randrange(90)};{rand.randrange(30)}M".encode()
        case _:
            place = (rand.randrange(-2, 300), rand.randrange(-2, 80))
            return f"\x1b[<{rand.randrange(160)};{place[0]};{place[1]}{rand.choice('Mm')}".encode()


def _paste(rand: random.Random) -> bytes:
    return rand.choice((b"\x1b[200~", b"\x1b[201~", b"\x1b[200~" + rand.choice(CODES) + b"\x1b[201~"))


def _of(*those: bytes) -> Callable[[random.Random], bytes]:
    return lambda rand: rand.choice(those)


def _noise(rand: random.Random) -> bytes:
    return rand.randbytes(rand.randrange(1, 8))


_FORMS = (
    _csi,
    _csi,
    _csi,
    _string,
    _single,
    _single,
    _key,
    _mouse,
    _paste,
    _of(*REPORTS),
    _of(*BROKEN),
    _of(*CODES),
    _noise,
)
