"""PINs: which are too easy, and how one is kept."""

import hmac
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kiosk.errors import BadInput
from kiosk.staff.weak import weakness

LEAST_DIGITS: Final = 6
MOST_DIGITS: Final = 12
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


def refuse_weak(pin: str) -> None:
    """Raise `BadInput` with a sentence if the PIN is no PIN, or one that somebody would try first."""
    if not (pin.isascii() and pin.isdigit()):
        raise BadInput("A PIN holds digits only: choose another.")
    if not LEAST_DIGITS <= len(pin) <= MOST_DIGITS:
        raise BadInput(f"A PIN has {LEAST_DIGITS} to {MOST_DIGITS} digits: choose another.")
    why = weakness(pin)
    if why is not None:
        raise BadInput(f"This PIN {why}: choose another.")


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
