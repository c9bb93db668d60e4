"""PINs: which are too easy, and how one is kept."""

import hmac
from datetime import date
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kiosk.errors import BadInput

LEAST_DIGITS: Final = 6
MOST_DIGITS: Final = 12
_COMMON: Final = frozenset({"112233", "121212", "123123", "159753", "147258", "258369", "123654", "131313", "101010"})
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def refuse_weak(pin: str) -> None:
    """Raise `BadInput` with a sentence if the PIN is no PIN, or one that somebody would try first."""
    if not (pin.isascii() and pin.isdigit()):
        raise BadInput("A PIN holds digits only: choose another.")
    if not LEAST_DIGITS <= len(pin) <= MOST_DIGITS:
        raise BadInput(f"A PIN has {LEAST_DIGITS} to {MOST_DIGITS} digits: choose another.")
    if _repeats(pin):
        raise BadInput("This PIN repeats the same digits, which is tried first: choose another.")
    if _is_run(pin):
        raise BadInput("This PIN counts up or down, which is tried first: choose another.")
    if pin in _COMMON:
        raise BadInput("This PIN is one of those tried first: choose another.")
    if _is_date(pin):
        raise BadInput("This PIN reads as a date, and birthdays are tried first: choose another.")


def hash_pin(pin: str, pepper: bytes) -> str:
    """Return what is kept instead of a PIN. Takes about 50 ms on purpose."""
    return _HASHER.hash(_peppered(pin, pepper))


def fits(pin: str, kept: str, pepper: bytes) -> bool:
    """Tell whether this is the PIN that was kept. Takes about 50 ms on purpose."""
    try:
        return _HASHER.verify(kept, _peppered(pin, pepper))
    except VerifyMismatchError:
        return False


def _peppered(pin: str, pepper: bytes) -> bytes:
    # With the pepper, which lies elsewhere, a million PINs cannot be tried on a stolen hash.
    return hmac.digest(pepper, pin.encode(), "sha256")


def _repeats(pin: str) -> bool:
    return any(len(pin) % size == 0 and pin == pin[:size] * (len(pin) // size) for size in range(1, len(pin) // 2 + 1))


def _is_run(pin: str) -> bool:
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {1, 2, 8, 9}


def _is_date(pin: str) -> bool:
    if len(pin) not in {6, 8}:
        return False
    if len(pin) == 6:  # noqa: PLR2004  (two digits each for day, month and year; or a year and a month)
        a, b, c = pin[:2], pin[2:4], pin[4:]
        day_month_year = [(a, b, c), (c, b, a), (b, a, c)]
        return any(_real(century + y, m, d) for d, m, y in day_month_year for century in ("19", "20")) or (
            _real(pin[:4], pin[4:], "01") or _real(pin[2:], pin[:2], "01")
        )
    return _real(pin[4:], pin[2:4], pin[:2]) or _real(pin[4:], pin[:2], pin[2:4]) or _real(pin[:4], pin[4:6], pin[6:])


def _real(year: str, month: str, day: str) -> bool:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return False
    return found.year in range(1930, 2031)
