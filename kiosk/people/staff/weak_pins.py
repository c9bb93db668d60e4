"""PINs that are tried first: what a finger draws on the pad, what counts, repeats or mirrors itself, and birthdays.

Of random PINs of six digits about one in twenty is refused, so nobody runs out of PINs.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Final

_PAD: Final = ("123", "456", "789", " 0 ")
_LINES: Final = ("147", "258", "369", "159", "357")
_ROWS: Final = (*_PAD[:3], *_LINES[:3])
_BIRTHS: Final = range(1969, 2004)
"""Years whose last two digits count as a birthday's: when most members of staff were born."""
_YEARS: Final = range(1930, 2031)
_FEW_DIGITS: Final = 2
_COUNTED_BY: Final = (1, 2, 3, 4, 5, 10, 11)


def weakness(pin: str) -> str | None:
    """Return why a PIN of digits is tried first, as the end of a sentence on it, or ``None``."""
    return next((why for why, is_so in _WHY.items() if is_so(pin)), None)


def _repeats(pin: str) -> bool:
    if len(set(pin)) <= _FEW_DIGITS or _parts(pin, 2, lambda pair: pair[0] == pair[1]):
        return True
    return any(len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1))


def _is_mirrored(pin: str) -> bool:
    return pin == pin[::-1]


def _counts(pin: str) -> bool:
    """Tell whether it counts by ones or twos with one slip at most, by any step with none, or in numbers of two digits."""
    steps = _steps(pin)
    return (
        len(set(steps)) == 1
        or any(sum(step != usual for step in steps) <= 1 for usual in (1, 2, 8, 9))
        or pin in _countings(len(pin))
    )


@cache
def _countings(length: int) -> frozenset[str]:
    """Return what counting aloud writes: 2 4 6 8 10, or 20 19 18."""
    countings = set()
    for first in range(100):
        for by in _COUNTED_BY:
            countings.add("".join(str(first + by * number) for number in range(length)))
            countings.add("".join(str(number) for number in range(first, -1, -by)))
    return frozenset(counting[:length] for counting in countings if len(counting) >= length)


def _is_rows_of_keys(pin: str) -> bool:
    """Tell whether it is rows or columns of the pad, each from one end to the other, in an order that does not count."""
    if set(_steps(pin)) in ({1}, {9}):
        return False
    return _parts(pin, 3, lambda part: part in _ROWS or part[::-1] in _ROWS)


def _is_drawn(pin: str) -> bool:
    """Tell whether it is a walk from key to key on the pad, or made of short lines and runs."""
    if all(_are_neighbours(before, after) for before, after in pairwise(pin)):
        return True
    return _parts(pin, 3, lambda part: part in _LINES or part[::-1] in _LINES or set(_steps(part)) <= {1}
                  or set(_steps(part)) <= {9} or set(_steps(part)) <= {0})  # fmt: skip


def _are_neighbours(one: str, other: str) -> bool:
    (row, column), (row2, column2) = _place(one), _place(other)
    return abs(row - row2) + abs(column - column2) == 1


def _place(digit: str) -> tuple[int, int]:
    return next((row, keys.index(digit)) for row, keys in enumerate(_PAD) if digit in keys)


def _parts(pin: str, size: int, holds: Callable[[str], bool]) -> bool:
    return len(pin) % size == 0 and all(holds(pin[at : at + size]) for at in range(0, len(pin), size))


def _steps(pin: str) -> list[int]:
    return [(int(after) - int(before)) % 10 for before, after in pairwise(pin)]


def _is_date(pin: str) -> bool:
    if len(pin) == 6:  # noqa: PLR2004  (two digits each for day, month and year; or a year and a month)
        a, b, c = pin[:2], pin[2:4], pin[4:]
        two_digits = ((a, b, c), (b, a, c), (c, b, a))
        return any(_real(century + y, m, d, _BIRTHS) for d, m, y in two_digits for century in ("19", "20")) or (
            _real(pin[:4], pin[4:], "01") or _real(pin[2:], pin[:2], "01")
        )
    if len(pin) == 8:  # noqa: PLR2004  (the year in full)
        return (
            _real(pin[4:], pin[2:4], pin[:2]) or _real(pin[4:], pin[:2], pin[2:4]) or _real(pin[:4], pin[4:6], pin[6:])
        )
    return False


def _real(year: str, month: str, day: str, years: range = _YEARS) -> bool:
    try:
        return date(int(year), int(month), int(day)).year in years
    except ValueError:
        return False


_WHY: Final[dict[str, Callable[[str], bool]]] = {
    "repeats the same digits, which is tried first": _repeats,
    "reads the same backwards, which is tried first": _is_mirrored,
    "is a pattern on the keys, which is tried first": _is_rows_of_keys,
    "counts up or down, which is tried first": _counts,
    "draws a line on the keys, which is tried first": _is_drawn,
    "reads as a date, and birthdays are tried first": _is_date,
}
