"""What is not a booking code: row numbers, and what a spreadsheet or a booking program writes for nothing."""

import re
from collections.abc import Iterable
from typing import Final

from kiosk.core.clean import clean
from kiosk.schedule.unclear import UnclearError
from kiosk.visits.visit_book import code_key

_LONGEST: Final = 64
_NOTHING: Final = frozenset({"NA", "NONE", "NULL", "NIL", "NAN", "TBC", "TBA", "NOCODE", "UNKNOWN", "FALSE", "TRUE"})
_ROUNDED: Final = re.compile(r"\d[\d.,]*E[+-]?\d+", re.IGNORECASE)
_FIRST_ROWS: Final = (0, 1, 2)
"""Where counting rows begins: at nought, at one, or at the line below the header."""


def read_code(text: str) -> str:
    """Read a booking code; `kiosk.visits.visit_book` compares it."""
    code = clean(text)
    if len(code) > _LONGEST:
        raise UnclearError(f'the "booking code" is longer than {_LONGEST} letters and digits')
    return code


def why_none(code: str) -> str:
    """Say why this is not a code, for the middle of a sentence; empty if it may be one."""
    if not code:
        return ""
    if not code_key(code) or code_key(code) in _NOTHING:
        return 'the "booking code" column says that there is no code'
    if _ROUNDED.fullmatch(code) and ("." in code or "," in code or "+" in code):
        return 'a spreadsheet has rounded the "booking code", so it is no longer one'
    return ""


def are_row_numbers(codes: Iterable[str]) -> bool:
    """Tell whether a column counts the rows of its file, in any order, instead of naming appointments."""
    keys = [code_key(code) for code in codes if code]
    if not keys or not all(key.isascii() and key.isdigit() and len(key) <= len("20000") for key in keys):
        return False
    numbers = sorted(map(int, keys))
    return any(numbers == list(range(first, first + len(numbers))) for first in _FIRST_ROWS)
