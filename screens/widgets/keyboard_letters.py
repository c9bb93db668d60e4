"""Which letters the keyboard has besides A to Z: a language's own come first, and its signs are among the digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from kiosk.checkin.texts.part_texts import OWN_LETTERS
from kiosk.core.language import tr

LETTERS: Final = ("QWERTYUIOP", "ASDFGHJKL'", "ZXCVBNM-.,")
ACCENTS: Final[tuple[str, ...]] = ("ÁÀÂÄÃÅĄÆÇĆ", "ÉÈÊËĘÍÎÏŁÑ", "ÓÒÔÖØŚÚÜŻß")
DIGITS: Final[tuple[str, ...]] = ("1234567890", "@+/&()!?:;", "-.,'\"#%=*_")
GROUPS: Final[tuple[str, ...]] = (
    "ABCDE",
    "FGHIJ",
    "KLMNO",
    "PQRST",
    "UVWXYZ",
    "ÁÀÂÄÇ",
    "ÉÈÍŁÑ",
    "ÓÖØÜß",
    "12345",
    "67890",
    "-'.,?",
)
"""The groups of the two steps, small enough that a group's letters and the way back fit in two rows of five."""

_ROW: Final = 10
_PLAIN, _ACCENTED = slice(0, 5), slice(5, 8)
_GROUP: Final = 6
_ON_ITS_KEY: Final = 3


@dataclass(frozen=True)
class KeyboardLetters:
    """The keys beside A to Z, for those who have `own` letters or none that are not everybody's."""

    own: str
    accents: tuple[str, ...]
    digits: tuple[str, ...]
    groups: tuple[str, ...]
    """All groups of the two steps, those of A to Z first."""
    lead: str
    """What the key says that leads to the accents."""
    sample: str
    """One of them, which is on the smaller key beside the first groups."""


def letters_now() -> KeyboardLetters:
    """Return the letters of the language that is spoken now."""
    own = tr(OWN_LETTERS)
    return keyboard_letters("" if own == OWN_LETTERS else own)


@cache
def keyboard_letters(own: str) -> KeyboardLetters:
    """Return what there is for a language with these letters, and signs of its own such as ¿, besides A to Z."""
    if not own:
        return KeyboardLetters("", ACCENTS, DIGITS, GROUPS, "À É Ñ", "É")
    letters = "".join(sign for sign in own if sign.isalpha())
    signs = "".join(sign for sign in own if not sign.isalpha())
    *above, last = DIGITS
    return KeyboardLetters(
        own,
        accents=_cut(letters + _without(ACCENTS, letters), _ROW, len(ACCENTS)),
        digits=(*above, last[: _ROW - len(signs)] + signs),
        groups=(
            *GROUPS[_PLAIN],
            *_cut(own + _without(GROUPS[_ACCENTED], own), _GROUP, len(GROUPS[_ACCENTED])),
            *GROUPS[_ACCENTED.stop :],
        ),
        lead=" ".join(letters[:_ON_ITS_KEY]),
        sample=letters[:1],
    )


def _without(rows: tuple[str, ...], taken: str) -> str:
    return "".join(letter for row in rows for letter in row if letter not in taken)


def _cut(letters: str, width: int, rows: int) -> tuple[str, ...]:
    """Return rows of letters, as far as there is room for them."""
    return tuple(letters[place : place + width] for place in range(0, width * rows, width))
