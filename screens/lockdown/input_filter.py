"""What of a terminal's bytes reaches the application: keys, touches, pastes, and answers to what was asked.

A keyboard in a waiting room is anybody's, and a scanner is a keyboard that types any byte. So nothing passes because it is
not known to do harm; it passes because a keyboard, a mouse, a bracketed paste or a terminal that was asked makes it. What
passes is written in one form: whole characters and a few whole sequences, each of which Textual's parser knows.

Pure: the same bytes give the same, in whatever portions they are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from kiosk.core.clean import is_kept

SYNCHRONIZED_OUTPUT: Final = 2026
"""The one mode that is asked for: whether the terminal can hold back a frame until it is whole."""
ESCAPE: Final = b"\x1b[27u"
"""The key; a bare ESC may also begin a sequence, and a parser would wait to know."""

_ESCAPE_PATIENCE: Final = 0.1
_PASTE_PATIENCE: Final = 0.5
_LONGEST: Final = 64
"""No sequence of so many bytes means anything."""
_LONGEST_PASTE: Final = 8192
_PASTE_BEGINS, _PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"

_PIECE: Final = re.compile(
    rb"""
      (?P<text>      [ -~]+ )
    | (?P<control>   [\x01-\x1a\x1d\x7f] )
    | (?P<character> [\xc2-\xdf][\x80-\xbf]
                   | \xe0[\xa0-\xbf][\x80-\xbf] | [\xe1-\xec\xee\xef][\x80-\xbf]{2} | \xed[\x80-\x9f][\x80-\xbf]
                   | \xf0[\x90-\xbf][\x80-\xbf]{2} | [\xf1-\xf3][\x80-\xbf]{3} | \xf4[\x80-\x8f][\x80-\xbf]{2} )
    | (?P<console>   \x1b\[\[[A-E] )
    | (?P<report>    \x1b\[M[^\x1b]{3} )
    | (?P<sequence>  \x1b\[ (?: [\ -?]+[@-~] | [@-LN-Z\\-~] ) | \x1bO[\ -~] )
    | (?P<string>    \x1b[\]PX^_] )
    | (?P<alone>     \x1b(?=\x1b) )
    | (?P<other>     \x1b (?: [\ -/]+[0-~] | [\x00-\x1a\x1c-\x1f0-NQ-WYZ\\`-\x7f] ) )
    """,
    re.VERBOSE,
)
"""One piece of input, whole. A `report` is a mouse's in the old form, whose three bytes may be any."""
_BEGUN: Final = re.compile(
    rb"""
      \x1b (?: \[ (?: \[ | M[^\x1b]{0,2} | [\ -?]* ) | O | [\ -/]* ) \Z
    | (?: [\xc2-\xdf] | \xe0[\xa0-\xbf]? | [\xe1-\xec\xee\xef][\x80-\xbf]? | \xed[\x80-\x9f]?
        | \xf0 (?: [\x90-\xbf][\x80-\xbf]? )? | [\xf1-\xf3][\x80-\xbf]{0,2} | \xf4 (?: [\x80-\x8f][\x80-\xbf]? )? ) \Z
    """,
    re.VERBOSE,
)
"""A piece whose rest may come with the next read."""
_BROKEN: Final = re.compile(
    rb"\x1b (?: \[ (?: \[ | M[^\x1b]{0,2} | [\ -?]* ) | O | [\ -/]* ) | [\x00-\xff]", re.VERBOSE
)
"""What is left out where nothing whole stands: a sequence as far as it went well, or one byte."""
_STRING_ENDS: Final = re.compile(rb"[\x07\x18\x1a]|\x1b\\?")

_MOUSE: Final = re.compile(rb"\x1b\[<(\d{1,3});(\d{1,4});(\d{1,4})([Mm])")
_KEY: Final = re.compile(rb"\x1b\[(?:(\d{1,5})(?:;(\d{1,3}))?)?([A-DFHPQSZ~])")
_TYPED: Final = re.compile(rb"\x1b\[(\d{1,7})(?:;(\d{1,3})?(?:;(\d{1,7}(?::\d{1,7}){0,3}))?)?u")
_ANSWER: Final = re.compile(rb"\x1b\[\?(\d{1,5});([0-4])\$y")

_BACK_TAB: Final = b"\x1b[Z"
_BY_LETTER: Final = {letter: b"\x1b[" + letter for letter in (b"A", b"B", b"C", b"D", b"F", b"H", b"Z")} | {
    letter: b"\x1b[%d~" % number for letter, number in ((b"P", 11), (b"Q", 12), (b"S", 14))
}
_BY_NUMBER: Final = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24))
_BY_NAME: Final = (
    {b"\x1bO" + letter: key for letter, key in _BY_LETTER.items() if letter != b"Z"}
    | {b"\x1bOR": b"\x1b[13~", b"\x1b[R": b"\x1b[13~"}
    | {b"\x1b[[%c" % letter: b"\x1b[%d~" % number for number, letter in enumerate(b"ABCDE", start=11)}
)
"""Keys without numbers: of a terminal in its application mode, F3 of foot 1.13, and F1 to F5 of the Linux console.

A report of where the cursor is ends as that F3 does, but always has two numbers.
"""
_BY_CODE: Final = {
    9: b"\t", 13: b"\r", 27: ESCAPE, 127: b"\x7f",
    57414: b"\r", 57417: b"\x1b[D", 57418: b"\x1b[C", 57419: b"\x1b[A", 57420: b"\x1b[B", 57421: b"\x1b[5~", 57422: b"\x1b[6~",
    57423: b"\x1b[H", 57424: b"\x1b[F", 57425: b"\x1b[2~", 57426: b"\x1b[3~",
}  # fmt: skip
"""The keys that a terminal names by a code once it was asked to tell all keys apart."""
_SHIFT, _CONTROL, _LOCKS = 1, 4, 64 | 128
_MODIFIED_BUTTONS: Final = 4 | 8 | 16
_BUTTONS: Final = frozenset((0, 1, 2))
_MOVES: Final = frozenset((32, 33, 34, 35, 64, 65, 66, 67))
"""Moved with a button or none, and the wheel: never a release."""
_FIRST_SURROGATE, _LAST_SURROGATE, _LAST_CHARACTER = 0xD800, 0xDFFF, 0x10FFFF
_FIRST_PRINTABLE: Final = 32


@dataclass(frozen=True, slots=True)
class Size:
    """Columns and rows of the terminal, as it says itself."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Held:
    """What was read and is not whole yet."""

    rest: bytes = b""
    in_string: bool = False
    """Within a command to a terminal: all of it is left out."""
    pasted: bytes | None = None
    asked: frozenset[int] = frozenset({SYNCHRONIZED_OUTPUT})
    """Modes that the terminal has yet to tell about."""

    @property
    def patience(self) -> float | None:
        """Seconds without a byte after which no more comes; None if nothing is held."""
        if self.pasted is not None:
            return _PASTE_PATIENCE
        return _ESCAPE_PATIENCE if self.rest or self.in_string else None


def filter_input(held: Held, data: bytes, size: Size) -> tuple[Held, bytes]:
    """Return what waits for more, and what passes of the bytes read."""
    data, passed, place = held.rest + data, bytearray(), 0
    held = replace(held, rest=b"")
    while place < len(data):
        if held.in_string:
            end = _STRING_ENDS.search(data, place)
            if end is None:
                break
            if end[0] == b"\x1b" and end.end() == len(data):
                held = replace(held, rest=b"\x1b")
                break
            place = end.start() if end[0] == b"\x1b" else end.end()
            held = replace(held, in_string=False)
        elif piece := _PIECE.match(data, place):
            place = piece.end()
            held, more = _take(held, piece.lastgroup or "", piece[0], size)
            passed += more
        elif _BEGUN.match(data, place):
            rest = data[place:]
            # The last byte tells how a sequence that is too long may go on.
            held = replace(held, rest=rest if len(rest) <= _LONGEST else rest[:_LONGEST] + rest[-1:])
            break
        else:
            broken = _BROKEN.match(data, place)
            place = broken.end() if broken else place + 1
    return held, bytes(passed)


def give_up(held: Held) -> tuple[Held, bytes]:
    """Return what passes of what was held, since no more comes: an Escape that was a key, nothing of all else."""
    alone = held.rest == b"\x1b" and not held.in_string and held.pasted is None
    return Held(asked=held.asked), ESCAPE if alone else b""


def _take(held: Held, kind: str, piece: bytes, size: Size) -> tuple[Held, bytes]:
    if kind == "string":
        return replace(held, in_string=True), b""
    if piece == _PASTE_BEGINS:
        return replace(held, pasted=b""), b""
    if held.pasted is not None and piece == _PASTE_ENDS:
        return replace(held, pasted=None), _PASTE_BEGINS + held.pasted + _PASTE_ENDS if held.pasted else b""
    if kind in ("text", "control", "character"):
        return _typed(held, kind, piece)
    if (answer := _ANSWER.fullmatch(piece)) and (mode := int(answer[1])) in held.asked:
        return replace(held, asked=held.asked - {mode}), b"\x1b[?%d;%b$y" % (mode, answer[2])
    key = ESCAPE if kind == "alone" else _BY_NAME.get(piece) or _touch(piece, size) or _key(piece) or _coded(piece)
    # A paste in which a key is pressed or the screen touched has broken off.
    return (replace(held, pasted=None), key) if key and held.pasted is not None else (held, key)


def _typed(held: Held, kind: str, piece: bytes) -> tuple[Held, bytes]:
    kept = piece if kind != "character" or is_kept(piece.decode()) else b""
    if held.pasted is None:
        return held, kept
    if kind == "control" and piece not in b"\t\r\n":
        return held, b""
    room = _LONGEST_PASTE - len(held.pasted)
    kept = kept[:room] if kind == "text" or len(kept) <= room else b""
    return replace(held, pasted=held.pasted + kept), b""


def _touch(piece: bytes, size: Size) -> bytes:
    """Return a touch, a move or a turn of the wheel within the screen."""
    touch = _MOUSE.fullmatch(piece)
    if touch is None:
        return b""
    button, column, row = (int(number) for number in touch.groups()[:3])
    plain = button & ~_MODIFIED_BUTTONS
    possible = plain in _BUTTONS or (plain in _MOVES and touch[4] == b"M")
    if not possible or not 1 <= column <= size.columns or not 1 <= row <= size.rows:
        return b""
    return b"\x1b[<%d;%d;%d%b" % (button, column, row, touch[4])


def _key(piece: bytes) -> bytes:
    """Return a key that writes nothing, without Shift; with Control and the like it is no key of ours."""
    key = _KEY.fullmatch(piece)
    if key is None or not _is_plain(key[2]):
        return b""
    if key[3] == b"~":
        return b"\x1b[%d~" % int(key[1]) if key[1] and int(key[1]) in _BY_NUMBER else b""
    return _BY_LETTER[key[3]] if key[1] in (None, b"1") else b""


def _coded(piece: bytes) -> bytes:
    """Return what a key that was told by its code would have written."""
    key = _TYPED.fullmatch(piece)
    if key is None:
        return b""
    code, held_down = int(key[1]), int(key[2] or b"1") - 1
    if key[3]:
        return b"".join(_character(int(part)) for part in key[3].split(b":"))
    if code == 9 and held_down & _SHIFT and _is_plain(key[2]):  # noqa: PLR2004
        return _BACK_TAB
    if code in _BY_CODE:
        return _BY_CODE[code] if _is_plain(key[2]) else b""
    if held_down & ~_LOCKS == _CONTROL and ord("a") <= code <= ord("z"):
        return bytes([code & 0x1F])
    return _character(code) if held_down & ~_LOCKS == 0 else b""


def _is_plain(modifiers: bytes | None) -> bool:
    return modifiers is None or (int(modifiers) > 0 and (int(modifiers) - 1) & ~(_SHIFT | _LOCKS) == 0)


def _character(code: int) -> bytes:
    if not _FIRST_PRINTABLE <= code <= _LAST_CHARACTER or _FIRST_SURROGATE <= code <= _LAST_SURROGATE:
        return b""
    return chr(code).encode() if is_kept(chr(code)) else b""
