"""PINs: which are too easy, and how one is kept."""

import hmac
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from kiosk.core.errors import BadInput
from kiosk.people.staff.weak_pins import weakness

LEAST_DIGITS: Final = 6
MOST_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What argon2id spends on one PIN: passes over memory, and how much memory, in KiB."""

    passes: int
    kib: int

    def hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.passes, memory_cost=self.kib, parallelism=1)


SECRET: Final = Cost(passes=3, kib=32 * 1024)
"""About 50 ms: somebody who steals a hash can try few PINs."""
PUBLISHED: Final = Cost(passes=1, kib=8)
"""Next to nothing, for the demo's PINs, which are printed."""
PRINTED: Final = ("847316", "520863", "913740", "638259")
"""The PINs of the demo's lead, practitioners and receptionist: everybody who has tried it knows them."""


def refuse_weak(pin: str, cost: Cost | None = None) -> None:
    """Raise `BadInput` with a sentence if this is not a PIN, or one that somebody would try first.

    `cost` is what a hash costs in this clinic; only where it is `PUBLISHED`, the demo's own PINs will do.
    """
    if not (pin.isascii() and pin.isdigit()):
        raise BadInput("A PIN holds digits only: choose another.")
    if not LEAST_DIGITS <= len(pin) <= MOST_DIGITS:
        raise BadInput(f"A PIN has {LEAST_DIGITS} to {MOST_DIGITS} digits: choose another.")
    why = weakness(pin)
    if why is not None:
        raise BadInput(f"This PIN {why}: choose another.")
    if pin in PRINTED and cost != PUBLISHED:
        raise BadInput("This PIN is one of the demo's, which everybody knows: choose another.")


def hash_pin(pin: str, pepper: bytes, cost: Cost) -> str:
    """Return what is kept instead of a PIN."""
    return cost.hasher().hash(_peppered(pin, pepper))


def is_pin(pin: str, pin_hash: str, pepper: bytes, cost: Cost) -> bool:
    """Tell whether this is the PIN that was kept, at no less than this cost."""
    try:
        return _is_worth(pin_hash, cost) and cost.hasher().verify(pin_hash, _peppered(pin, pepper))
    except VerifyMismatchError:
        return False


def _is_worth(pin_hash: str, cost: Cost) -> bool:
    try:
        spent = extract_parameters(pin_hash)
    except InvalidHashError:
        return False
    return spent.time_cost >= cost.passes and spent.memory_cost >= cost.kib


def _peppered(pin: str, pepper: bytes) -> bytes:
    # Because of the pepper, which is kept elsewhere, a million PINs cannot be tried on a stolen hash.
    return hmac.digest(pepper, pin.encode(), "sha256")
