"""The bytes of a text file as text: spreadsheets write three encodings, old programs put marks behind the end."""

import codecs
from typing import Final, NamedTuple

from kiosk.core.errors import BadInput

MOST_BYTES: Final = 5 * 1024 * 1024

_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT: Final = 400
_SAMPLE: Final = 200_000
_BEHIND_THE_END: Final = b"\x00\x1a"
_AMBIGUOUS: Final = range(0x91, 0x95)
"""Quotation marks on Windows, letters on a Mac."""

_UNICODE_TEXT: Final = 'The file is "Unicode text" (UTF-16) as a spreadsheet saves it, and was read as that.'
_ONE_BYTE: Final = (
    "The file is not written in UTF-8 (line {line}), and was read as a spreadsheet on {system} writes it: look whether names with "
    "accents are right."
)
_TAIL: Final = "Characters behind the end of the file that are no text were passed over."


class FileText(NamedTuple):
    """What a file says, and what had to be assumed to read it."""

    text: str
    remarks: tuple[str, ...] = ()


def check_size(data: bytes) -> None:
    """Refuse a file that is too large, before it is read."""
    if len(data) > MOST_BYTES:
        raise BadInput(
            f"The schedule file is larger than {MOST_BYTES // 1024 // 1024} MB; import it in smaller parts, "
            "for example a month at a time."
        )


def decoded_text(data: bytes) -> FileText:
    """Read UTF-8, UTF-16, or what Windows and Macs wrote before; raises BadInput if the file is too large."""
    check_size(data)
    if wide := _wide(data):
        text = data.decode(wide, errors="replace")
        return FileText(text.removeprefix("\ufeff").rstrip("\x00\x1a\ufffd"), (_UNICODE_TEXT,))
    body = data.rstrip(b"\r\n\t " + _BEHIND_THE_END)
    tail = (_TAIL,) if any(byte in _BEHIND_THE_END for byte in data[len(body) :]) else ()
    try:
        return FileText(body.decode("utf-8-sig"), tail)
    except UnicodeDecodeError as error:
        text, system = _one_byte(body)
        line = body.count(b"\n", 0, error.start) + 1
        return FileText(text, (_ONE_BYTE.format(line=line, system=system), *tail))


def _wide(data: bytes) -> str:
    marked = next((name for mark, name in _WIDE if data.startswith(mark)), "")
    head = data[:_LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    most = len(head) // 2 * 3 // 4
    if marked or most < 2:  # noqa: PLR2004 - a letter is no pattern
        return marked
    if odd > most and not even:
        return "utf-16-le"
    return "utf-16-be" if even > most and not odd else ""


def _one_byte(body: bytes) -> tuple[str, str]:
    """Read line by line, for a file may be put together from two; UTF-8 where that is possible."""
    sample = body[:_SAMPLE]
    mac = _letters_that_fit(sample, "mac_roman") > _letters_that_fit(sample, "cp1252")
    encoding, system = ("mac_roman", "a Mac") if mac else ("cp1252", "Windows")
    lines = body.removeprefix(codecs.BOM_UTF8).split(b"\n")
    return "\n".join(_decoded(line, encoding) for line in lines), system


def _decoded(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(encoding, errors="replace")


def _letters_that_fit(body: bytes, encoding: str) -> int:
    """Count what this encoding takes for letters in their place: small ones within a word, capitals where one begins or among capitals."""
    text = body.decode(encoding, errors="replace")
    fitting = 0
    for at, (byte, letter) in enumerate(zip(body, text, strict=True)):
        if byte < 0x80 or byte in _AMBIGUOUS or not letter.isalpha():  # noqa: PLR2004 - what ASCII is not
            continue
        before = text[at - 1] if at else " "
        fitting += before.isalpha() if letter.islower() else before.isupper() or not before.isalpha()
    return fitting
