"""Lengths of time and counts of sessions as people write them, in digits and in words, in the languages we know."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from rules.lint.number_words import NUMBERS, PLACES

_NAMING: Final = (
    "category|type|grade|stage|class|level|phase|factor|spf|number|no|group|vitamin|categoría|tipo|grado|fase|clase|nivel|"
    "número|grupo|vitamina|catégorie|stade|classe|niveau|facteur|indice|numéro|groupe|vitamine"
)
"""After these words a number is a name and no length, in whichever language."""
MINUTES_AN_HOUR: Final = 60
MINUTES_A_DAY: Final = 24 * MINUTES_AN_HOUR


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers and units; a unit is so many minutes, days, months or sessions."""

    numbers: Mapping[str, float]
    places: Mapping[str, int]
    units: Mapping[str, tuple[float, str]]
    session: str
    to: str
    fillers: str = ""
    not_after: str = ""
    and_a_half: str = ""


LANGUAGES: Final[Mapping[str, Language]] = {
    "en": Language(
        numbers=NUMBERS["en"],
        places=PLACES["en"],
        units={
            "minutes?|mins?": (1, "minute"), "hours?|hrs?|h": (60, "minute"), "days?|nights?": (1, "day"),
            "weeks?|wks?": (7, "day"), "fortnights?": (14, "day"), "months?|mos": (1, "month"),
            "quarters? of a year": (3, "month"), "years?|yrs?": (12, "month"), "sessions?": (1, "session"),
        },
        session="session",
        to="to|or|and|till|until",
        fillers="full|whole|more|calendar|entire|complete|clear|or more|further|other",
        not_after="once|twice|times",
        and_a_half="and a half",
    ),
    "es": Language(
        numbers=NUMBERS["es"],
        places=PLACES["es"],
        units={
            "minutos?": (1, "minute"), "horas?": (60, "minute"), "días?|noches?": (1, "day"), "semanas?": (7, "day"),
            "quincenas?": (15, "day"), "mes(?:es)?": (1, "month"), "semestres?": (6, "month"), "años?": (12, "month"),
            "sesi(?:ón|ones)": (1, "session"),
        },
        session="sesión",
        to="a|o|u|y|hasta",
        fillers="o más|más|últim[oa]s",
        not_after="vez|veces",
    ),
    "fr": Language(
        numbers=NUMBERS["fr"],
        places=PLACES["fr"],
        units={
            "minutes?": (1, "minute"), "heures?|h": (60, "minute"), "jours?|nuits?": (1, "day"), "semaines?": (7, "day"),
            "quinzaines?": (15, "day"), "mois": (1, "month"), "semestres?": (6, "month"), "ans?|années?": (12, "month"),
            "séances?": (1, "session"),
        },
        session="séance",
        to="à|ou|et",
        fillers="ou plus|derniers|dernières",
        not_after="fois",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or from one to another, of minutes, days, months or sessions, and the words it is written in."""

    low: float
    high: float
    unit: str
    words: str

    @property
    def measure(self) -> tuple[float, float, str]:
        """What it comes to, in whichever words."""
        return (self.low, self.high, self.unit)


def quantities(text: str, language: str) -> Iterator[Quantity]:
    """Find the lengths of time and the counts of sessions in a text. Hours that make whole days are days."""
    known = LANGUAGES.get(language)
    if known is None:
        return
    for found in _pattern(language).finditer(text):
        size, unit = next(
            value for unit, value in known.units.items() if re.fullmatch(unit, found["unit"], re.IGNORECASE)
        )
        half = 0.5 if found["half"] else 0
        low = (_value(found["low"], known) + half * (found["high"] is None)) * size
        high = low if found["high"] is None else (_value(found["high"], known) + half) * size
        if unit == "minute" and not low % MINUTES_A_DAY and not high % MINUTES_A_DAY:
            low, high, unit = low / MINUTES_A_DAY, high / MINUTES_A_DAY, "day"
        yield Quantity(low, high, unit, found[0].strip())


def ordinals(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Find which session is spoken of ("the 7th session", "the ninth session", "session 9"), and in which words."""
    rest = _pattern(language).sub(" ", text) if language in LANGUAGES else text
    for found in _ordinal(language).finditer(rest):
        written = found["digits"] or found["after"]
        words = " ".join((found["word"] or "").lower().replace("-", " ").split())
        yield int(written) if written else LANGUAGES[language].places[words], found[0]


def bare_numbers(text: str, language: str) -> Iterator[int]:
    """Find the numbers in digits that belong to no quantity, are no year, and no name of a kind ("category 2")."""
    rest = _pattern(language).sub(" ", text) if language in LANGUAGES else text
    for found in re.finditer(rf"(?<!\w)(?:{_NAMING})\W{{1,3}}\d{{1,3}}\b", rest, re.IGNORECASE):
        rest = rest.replace(found[0], " ")
    for found in re.finditer(r"(?<![\w.,-])\d{1,3}(?![\w-]|[.,]\d)", rest):
        yield int(found[0])


def _value(written: str, language: Language) -> float:
    plain = " ".join(written.lower().replace("-", " ").split())
    return language.numbers[plain] if plain in language.numbers else float(plain.replace(",", "."))


def _words(words: Mapping[str, float]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest_first)


@cache
def _ordinal(language: str) -> re.Pattern[str]:
    known = LANGUAGES.get(language)
    session = known.session if known else "|".join(each.session for each in LANGUAGES.values())
    word = _words(known.places) if known else r"(?!)"
    return re.compile(
        rf"\b(?:(?:(?P<digits>\d+)\s?(?:st|nd|rd|th|\.?[ªºao]|e|ème|ième)|(?P<word>{word}))\s+(?:{session})\b"
        rf"|(?:{session})\s+(?:no\.?\s*|number\s+)?(?P<after>\d+)(?!\w))",
        re.IGNORECASE,
    )


@cache
def _pattern(language: str) -> re.Pattern[str]:
    known = LANGUAGES[language]
    number = r"\d+(?:[.,]\d+)?|" + _words(known.numbers)
    units = "|".join(sorted(known.units, key=len, reverse=True))
    not_after = "".join(rf"(?<!\b{word}\s)" for word in known.not_after.split("|") if word)
    fillers = rf"(?:(?:{known.fillers})\s+){{0,2}}" if known.fillers else ""
    half = rf"(?P<half>\s+{known.and_a_half})?" if known.and_a_half else "(?P<half>(?!))?"
    return re.compile(
        rf"{not_after}(?<![\w.,])(?P<low>{number})"
        rf"(?:\s*(?:-|–|\b(?:{known.to})\b)\s*(?P<high>{number}))?{half}"
        rf"(?:[\s-]+|(?<=\d)){fillers}(?P<unit>{units})(?!\w)",
        re.IGNORECASE,
    )
