"""The telephone number in a cell: the number itself, without an extension, a second number or what a spreadsheet made of it.

Its last four digits are a proof at the kiosk, so a number that may not be the client's counts as none.
"""

import re
from typing import Final

from kiosk.core.clean import clean
from kiosk.people.names import digits
from kiosk.schedule.unclear import UnclearError

LEAST_DIGITS: Final = 4
"""The last four are the second proof."""
_MOST_DIGITS: Final = 15
"""As many as an international number can have; two more where it begins with 00."""
_MOST_AT_HOME: Final = 13
"""As many as one without a plus can have: more are two numbers, or one with an extension."""
_WHOLE: Final = 7
"""The fewest digits of a whole number."""
_SURELY_WHOLE: Final = 10
"""The fewest after which four more digits can't be a continuation."""
_LONGEST: Final = 40

_EXTENSION: Final = re.compile(
    r"[\s,;/-]*(?:\bext(?:ension|n)?|(?<=\d)ext(?:ension|n)?|\bx|(?<=\d)x|#|\bposte|\banexo)[\s.:=]*\d{1,6}\s*$",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\s*$")
_BETWEEN: Final = re.compile(r"\s*([,;|/&\n]|\s(?:or|and|o|y|ou|et)\s|\s-\s)\s*", re.IGNORECASE)
_FLOAT: Final = re.compile(r"(\d{7,15})[.,]0{1,2}")
_SCIENTIFIC: Final = re.compile(r"\d[\d.,]*e[+-]?\d+", re.IGNORECASE)


def read_phone(text: str) -> tuple[str, str]:
    """Return the number as it is written, and a remark if the cell says more; raises UnclearError if it can't be told."""
    cell = clean(text, limit=10 * _LONGEST).removeprefix("'")
    if not cell:
        return "", ""
    if _SCIENTIFIC.fullmatch(cell):
        raise UnclearError('a spreadsheet has rounded the "phone", so that its last digits are lost')
    if whole := _FLOAT.fullmatch(cell):
        return whole[1], ""
    number, remark = _first(_ASIDE.sub(_without_aside, cell))
    if shorter := _EXTENSION.sub("", number):
        remark = remark if shorter == number else 'the "phone" has an extension; the number was taken without it'
        number = shorter
    if (
        not LEAST_DIGITS <= _count(number) <= _most(number)
        or any(c.isalpha() for c in number)
        or len(number) > _LONGEST
    ):
        raise UnclearError('the "phone" is not a telephone number')
    return number, remark


def _without_aside(aside: re.Match[str]) -> str:
    return aside[0] if _count(aside[0]) >= LEAST_DIGITS else ""


def _first(cell: str) -> tuple[str, str]:
    """Return the first of several numbers, with a remark; what follows an area code, or is short, is part of one."""
    first, mark, second = _parted(cell)
    if not mark or _count(first) < _WHOLE:
        return cell, ""
    further = _count(second)
    if further < _WHOLE and mark == "-":
        return cell, ""
    if LEAST_DIGITS <= further < _WHOLE and _count(first) < _SURELY_WHOLE:
        raise UnclearError('the "phone" may be one number or two')
    return first, 'the "phone" holds more than one number; the first was taken'


def _parted(cell: str) -> tuple[str, str, str]:
    parts = _BETWEEN.split(cell, maxsplit=2)
    return (parts[0], parts[1].strip() or " ", parts[2]) if len(parts) > 1 else (cell, "", "")


def _most(number: str) -> int:
    if number.startswith("+"):
        return _MOST_DIGITS
    return _MOST_DIGITS + 2 if number.startswith("00") else _MOST_AT_HOME


def _count(text: str) -> int:
    return len(digits(text))
