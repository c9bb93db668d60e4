"""GS1 element strings, as a scanner types them from a product's label: product number, lot, expiry, serial.

Read by the GS1 General Specifications: application identifiers of a fixed length follow each other, all others end with the
separator (FNC1, which a scanner sends as GS) or with the label. Pure: the day is handed in, for the century of a year of two
digits. What can't be read for sure is refused: a wrong lot is worse than none.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.core.errors import BadInput

SEPARATOR: Final = "\N{SYMBOL FOR GROUP SEPARATOR}"
"""GS as a field shows it: no control character gets into a field."""
_SEPARATORS: Final = re.compile(rf"[\x1d{SEPARATOR}|~^]")
"""GS, and what scanners are set to send in its place: none of these may be in a value."""
_PREFIXES: Final = ("]d2", "]C1", "]Q3", "]e0")
"""What kind of code it was, where the scanner says so: DataMatrix, GS1-128, QR, DataBar."""
_TOTAL_LENGTHS: Final = {
    "00": 20,
    "01": 16,
    "02": 16,
    "03": 16,
    "04": 18,
    "20": 4,
    "41": 16,
    **{str(number): 8 for number in range(11, 20)},
    **{str(number): 10 for number in range(31, 37)},
}
"""By the first two digits: of identifier and value together, where no separator is needed after it."""
_GTIN, _LOT, _EXPIRY, _SERIAL = "01", "10", "17", "21"
_VALUE: Final = re.compile(r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}""")
_IN_BRACKETS: Final = re.compile(r"\((\d{2,4})\)([^()]+)")
_RUN_ON: Final = re.compile(r".+17(\d{6})$")
_SHOP_CODE_LENGTHS: Final = (12, 13, 14)
_CENTURY: Final = 100


@dataclass(frozen=True)
class Label:
    """What a label says; empty where it says nothing of it."""

    gtin: str = ""
    lot: str = ""
    expires: date | None = None
    serial: str = ""


def read_label(text: str, today: date) -> Label:
    """Return what a scanned label says. Raises `BadInput` with a sentence where it can't be read for sure."""
    found = _elements(_plain(text))
    lot, serial = found.get(_LOT, ""), found.get(_SERIAL, "")
    if _EXPIRY not in found and any((run_on := _RUN_ON.match(value)) and _is_day(run_on[1]) for value in (lot, serial)):
        raise BadInput(
            "The scanner leaves out what parts lot and date. Set it to send the separator (GS), or type the label in."
        )
    if not found:
        raise BadInput("This label names no product, lot or date. Scan another code on it, or type it in.")
    return Label(
        gtin=_gtin(found[_GTIN]) if _GTIN in found else "",
        lot=lot,
        expires=_day(found[_EXPIRY], today) if _EXPIRY in found else None,
        serial=serial,
    )


def _plain(text: str) -> str:
    """Return the element string with one kind of separator, and without what says which kind of code it was."""
    scanned = text.strip()
    for prefix in _PREFIXES:
        scanned = scanned.removeprefix(prefix)
    if scanned.isascii() and scanned.isdigit() and len(scanned) in _SHOP_CODE_LENGTHS and _adds_up(scanned):
        raise BadInput(
            "This is the shop's code: it says neither lot nor date. Scan the other code, or type the label in."
        )
    if scanned.startswith("("):
        pairs = _IN_BRACKETS.findall(scanned)
        if "".join(f"({identifier}){value}" for identifier, value in pairs) != scanned:
            raise _unreadable()
        scanned = SEPARATOR.join(identifier + value.strip() for identifier, value in pairs)
    return _SEPARATORS.sub(SEPARATOR, scanned).strip(SEPARATOR)


def _elements(scanned: str) -> dict[str, str]:
    """Return the values that count, by their identifiers; the others are passed over."""
    found: dict[str, str] = {}
    while scanned:
        identifier = scanned[:2]
        if not (identifier.isascii() and identifier.isdigit()):
            raise _unreadable()
        element, _, rest = scanned.partition(SEPARATOR)
        total = _TOTAL_LENGTHS.get(identifier)
        if total is not None:
            element, rest = scanned[:total], scanned[total:].removeprefix(SEPARATOR)
            if len(element) < total or not (element.isascii() and element.isdigit()):
                raise _unreadable()
        value = element[2:]
        if not value:
            raise _unreadable()
        if identifier in (_GTIN, _LOT, _EXPIRY, _SERIAL):
            if found.get(identifier, value) != value or (total is None and not _VALUE.fullmatch(value)):
                raise _unreadable()
            found[identifier] = value
        scanned = rest
    return found


def _gtin(digits: str) -> str:
    if not _adds_up(digits):
        raise BadInput("The product number does not add up, so the scanner misread it. Scan the label again.")
    return digits


def _adds_up(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it."""
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(digits))) % 10 == 0


def _is_day(digits: str) -> bool:
    month, day = int(digits[2:4]), int(digits[4:])
    return 1 <= month <= 12 and day <= 31  # noqa: PLR2004 - months of a year, days of a month


def _day(digits: str, today: date) -> date:
    """Return a day of YYMMDD: day 00 is the month's last; the century is the one in which it is nearest."""
    year, month, day = today.year // _CENTURY * _CENTURY + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if year - today.year > 50:  # noqa: PLR2004 - the rule of GS1
        year -= _CENTURY
    elif today.year - year >= 50:  # noqa: PLR2004
        year += _CENTURY
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise BadInput("The label's date is none. Scan it again, or type it in.") from None


def _unreadable() -> BadInput:
    return BadInput("This is no product label that can be read for sure. Scan it again, or type it in.")
