"""Whose name a line has: from columns of given and family names, from a column of whole names, or from both.

Beside a column of family names a column "name" holds whole names in one clinic's file and given names in another's. The
column decides, not the line; and no word of it is lost.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core.clean import clean
from kiosk.people.names import in_one, plain_words
from kiosk.schedule.cells import MOST_LETTERS
from kiosk.schedule.name_order import in_capitals
from kiosk.schedule.unclear import UnclearError

Names = tuple[str, str, str]
"""What a line says under "client", "given name" and "family name"."""


@dataclass(frozen=True, slots=True)
class ClientColumn:
    """What the column "client" holds where one half of the name has a column of its own: the other half, or all of it."""

    given_beside_family: bool = False
    family_beside_given: bool = False
    family_first: bool = False
    """Whether whole names begin with the family name, where neither a comma nor capitals tell."""

    @classmethod
    def of(cls, lines: Iterable[Names], *, family_first: bool = False) -> "ClientColumn":
        """Look at every line of a file."""
        apart, within = Counter[str](), Counter[str]()
        for client, given, family in lines:
            if client and bool(given) != bool(family):
                half, other = (family, "given") if family else (given, "family")
                rest = _without(client, half)
                apart[other] += rest is None
                within[other] += bool(rest)
        # As many of either: a name that is said twice is mended at the desk, two people who became one are not.
        given_apart, family_apart = (0 < apart[other] >= within[other] for other in ("given", "family"))
        return cls(given_apart, family_apart, family_first)

    def read(self, client: str, given: str, family: str) -> tuple[str, str]:
        """Return given and family name.

        "Family, Given" in one column is read as it says, and what alone is in capitals is the family name; else the first word is
        the given name (the last, if the clinic says that the family name comes first) and the rest the family name, since a family
        name matches by any of its words. Names in Chinese characters or Hangul begin with the family name.
        """
        client, given, family = (clean(name, limit=10 * MOST_LETTERS) for name in (client, given, family))
        if not given and not family:
            given, family = _parted(client, family_first=self.family_first) if client else ("", "")
        elif client and not given:
            given = _other_half(client, family, holds_half=self.given_beside_family)
        elif not family:
            family = _other_half(client, given, holds_half=self.family_beside_given) if client else ""
            given, family = (given, family) if family else ("", given)
        if not family:
            raise UnclearError('the "client" has no name')
        if len(given) > MOST_LETTERS or len(family) > MOST_LETTERS:
            raise UnclearError(f'the name of the "client" is longer than {MOST_LETTERS} letters')
        return given, family


def says_more(client: str, given: str, family: str) -> bool:
    """Tell whether a whole name has words that are in neither of the two columns of halves."""
    if not (client and given and family):
        return False
    rest = _without(client, family)
    rest = client if rest is None else rest
    return bool(_without(rest, given) if rest and _without(rest, given) is not None else rest)


def _other_half(client: str, half: str, *, holds_half: bool) -> str:
    rest = _without(client, half)
    return client if holds_half or rest is None else rest


def _parted(name: str, *, family_first: bool) -> tuple[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        return given, family
    if halves := in_capitals(name.split()):
        return " ".join(halves[0]), " ".join(halves[1])
    first, _, rest = name.partition(" ")
    if _begins_with_family(name):
        return rest, first
    if family_first and rest:
        rest, _, first = name.rpartition(" ")
    return (first, rest) if rest else ("", first)


def _begins_with_family(name: str) -> bool:
    return unicodedata.name(name[0], "").startswith(("CJK", "HANGUL"))


def _without(name: str, half: str) -> str | None:
    """Return a name without one half of it, however that is written; None if no word of it is in the name."""
    words = name.replace(",", " ").split()
    wanted = in_one(half) or half.casefold()
    for end in range(len(words), 0, -1):
        for start in range(end):
            run = "".join(words[start:end])
            if (in_one(run) or run.casefold()) == wanted:
                return " ".join(words[:start] + words[end:])
    if len(words) == 1 and _begins_with_family(name):
        return (
            name.removeprefix(half)
            if name.startswith(half)
            else name.removesuffix(half)
            if name.endswith(half)
            else None
        )
    known = set(plain_words(half))
    kept = [word for word in words if not plain_words(word) or not set(plain_words(word)) <= known]
    return " ".join(kept) if len(kept) < len(words) else None
