"""Which treatments a cell of services books here. A clinic has more services than those its kiosk is for."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiosk.core.errors import BadInput
from kiosk.schedule.unclear import UnclearError

_BETWEEN: Final = re.compile(r"\s*(?:[,;+/&|\n]|\s(?:and|with|y|et)\s)\s*", re.IGNORECASE)
_MOST_LETTERS: Final = 300
_LENGTH: Final = r"\d+\s*(?:h|hrs?|hours?|horas?|heures?|m|mins?|minutes?|minutos?|'|’)\.?"
_PRICE: Final = r"[£€$]\s?\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?\s?[£€$]"
_BEHIND: Final = re.compile(rf"[\s,:(\[–—-]*(?<![^\s(\[,:–—-])(?:{_LENGTH}|{_PRICE})[\s)\]]*$", re.IGNORECASE)
_BEFORE: Final = re.compile(r"^\s*1\s?[x×]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BookedServices:
    """What a cell of services books: treatments of this clinic, and whether there is a service among them that is none."""

    treatments: tuple[str, ...]
    others: bool = False
    unknown: bool = False
    """Whether one of the others is not known to be a service of another kind: it may be a treatment in other words."""


@dataclass(frozen=True, slots=True)
class Services:
    """The names under which a clinic books its treatments."""

    ids: tuple[str, ...]
    known: Mapping[str, str]
    elsewhere: frozenset[str] = frozenset()
    _read: dict[str, BookedServices] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        titles: Mapping[str, str],
        named: Mapping[str, Sequence[str]] | None = None,
        elsewhere: Iterable[str] = (),
    ) -> "Services":
        """Return the treatments by id and title, by what `named` calls each besides, and the other services."""
        for treatment in named or {}:
            if treatment not in titles:
                raise BadInput(
                    f"clinic.toml: schedule.treatments names {treatment}, which is no treatment of this clinic; those there are: "
                    f"{', '.join(sorted(titles))}."
                )
        known = {_letters(name): treatment for treatment, title in titles.items() for name in (title, treatment)}
        known |= {_letters(name): treatment for treatment, names in (named or {}).items() for name in names}
        return cls(tuple(sorted(titles)), known, frozenset(_letters(name) for name in elsewhere))

    def read(self, text: str) -> BookedServices:
        """Read one service or several; raises UnclearError if the cell is empty."""
        if not text:
            raise UnclearError(f'the "treatment" is empty; it may be {" or ".join(self.ids)}')
        if text not in self._read:
            self._read[text] = self._booked(text[:_MOST_LETTERS])
        return self._read[text]

    def _booked(self, text: str) -> BookedServices:
        if (whole := self._one(text)) in self.known:
            return BookedServices((self.known[whole],))
        if whole in self.elsewhere:
            return BookedServices((), others=True)
        parts = [self._one(part) for part in _BETWEEN.split(text) if _letters(part)]
        ours = tuple(dict.fromkeys(self.known[part] for part in parts if part in self.known))
        rest = [part for part in parts if part not in self.known]
        return BookedServices(
            ours, others=bool(rest) or not ours, unknown=not ours and not (rest and set(rest) <= self.elsewhere)
        )

    def _one(self, text: str) -> str:
        """Return a service as it is compared, without its length or price if it is not known with them."""
        before = None
        while before != text and _letters(text) not in self.known and _letters(text) not in self.elsewhere:
            before, text = text, _BEFORE.sub("", _BEHIND.sub("", text))
        return _letters(text)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
