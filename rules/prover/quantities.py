"""Lengths of time and counts of sessions as people write them, in digits and in words, in the languages we know."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

HOURS_A_DAY: Final = 24

_ENGLISH_NUMBERS: Final = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
_SPANISH_NUMBERS: Final = "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
_FRENCH_NUMBERS: Final = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes numbers and units; a unit is so many days, months, hours or sessions."""

    numbers: Mapping[str, float]
    units: Mapping[str, tuple[float, str]]
    to: str
    fillers: str = ""
    not_after: str = ""


def _numbers(words: str, *others: tuple[str, float]) -> dict[str, float]:
    return {**{word: float(number) for number, word in enumerate(words.split(), start=1)}, **dict(others)}


LANGUAGES: Final[Mapping[str, Language]] = {
    "en": Language(
        numbers=_numbers(
            _ENGLISH_NUMBERS, ("a", 1), ("an", 1), ("half a", 0.5), ("half an", 0.5), ("half", 0.5), ("a couple of", 2),
            ("a dozen", 12), ("twenty", 20), ("thirty", 30), ("sixty", 60), ("ninety", 90),
        ),
        units={
            "hours?": (1, "hour"), "days?": (1, "day"), "weeks?": (7, "day"), "fortnights?": (14, "day"),
            "months?": (1, "month"), "quarters? of a year": (3, "month"), "years?": (12, "month"), "sessions?": (1, "session"),
        },
        to="to|or|and|till|until",
        fillers="full|whole|more|calendar|entire|complete|clear|or more|further|other",
        not_after="once|twice|times",
    ),
    "es": Language(
        numbers=_numbers(_SPANISH_NUMBERS, ("un", 1), ("una", 1), ("medio", 0.5), ("media", 0.5)),
        units={
            "horas?": (1, "hour"), "días?": (1, "day"), "semanas?": (7, "day"), "quincenas?": (15, "day"),
            "mes(?:es)?": (1, "month"), "semestres?": (6, "month"), "años?": (12, "month"), "sesi(?:ón|ones)": (1, "session"),
        },
        to="a|o|u|y|hasta",
        fillers="o más|más",
        not_after="vez|veces",
    ),
    "fr": Language(
        numbers=_numbers(_FRENCH_NUMBERS, ("une", 1), ("demi", 0.5), ("une demi", 0.5)),
        units={
            "heures?": (1, "hour"), "jours?": (1, "day"), "semaines?": (7, "day"), "quinzaines?": (15, "day"),
            "mois": (1, "month"), "semestres?": (6, "month"), "ans?": (12, "month"), "années?": (12, "month"),
            "séances?": (1, "session"),
        },
        to="à|ou|et",
        fillers="ou plus",
        not_after="fois",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or from one to another, of days, months or sessions, and the words it is written in."""

    low: float
    high: float
    unit: str
    words: str


def quantities(text: str, language: str) -> Iterator[Quantity]:
    """Find the lengths of time of a day or more, and the counts of sessions, in a text."""
    known = LANGUAGES.get(language)
    if known is None:
        return
    for found in _pattern(language).finditer(text):
        size, unit = next(
            value for unit, value in known.units.items() if re.fullmatch(unit, found["unit"], re.IGNORECASE)
        )
        low = _value(found["low"], known) * size
        high = low if found["high"] is None else _value(found["high"], known) * size
        if unit == "hour":
            if low % HOURS_A_DAY or high % HOURS_A_DAY:
                continue
            low, high, unit = low / HOURS_A_DAY, high / HOURS_A_DAY, "day"
        yield Quantity(low, high, unit, found[0])


_ORDINAL: Final = re.compile(r"(\d+)\s?(?:st|nd|rd|th|\.?[ªº]|e|ème)\s+(?:session|sesión|séance)\b", re.IGNORECASE)


def ordinals(text: str) -> Iterator[tuple[int, str]]:
    """Find which session is spoken of ("the 7th session"), in digits, and the words it is written in."""
    for found in _ORDINAL.finditer(text):
        yield int(found[1]), found[0]


def bare_numbers(text: str, language: str) -> Iterator[int]:
    """Find the numbers in digits that belong to no quantity and are no year."""
    rest = _pattern(language).sub(" ", text) if language in LANGUAGES else text
    for found in re.finditer(r"(?<![\w.,-])\d{1,3}(?![\w-]|[.,]\d)", rest):
        yield int(found[0])


def of_period(words: str) -> tuple[float, str]:
    """Return a period written "3 days", "4 weeks" or "6 months" as days or months."""
    number, unit = words.split(" ")
    size, name = next(value for each, value in LANGUAGES["en"].units.items() if re.fullmatch(each, unit))
    return int(number) * size, name


def _value(written: str, language: Language) -> float:
    plain = " ".join(written.lower().replace("-", " ").split())
    return language.numbers[plain] if plain in language.numbers else float(plain.replace(",", "."))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    known = LANGUAGES[language]
    words = sorted(known.numbers, key=len, reverse=True)
    number = r"\d+(?:[.,]\d+)?|" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in words)
    units = "|".join(sorted(known.units, key=len, reverse=True))
    not_after = "".join(rf"(?<!\b{word}\s)" for word in known.not_after.split("|") if word)
    fillers = rf"(?:(?:{known.fillers})\s+){{0,2}}" if known.fillers else ""
    return re.compile(
        rf"{not_after}(?<![\w.,])(?P<low>{number})"
        rf"(?:\s*(?:-|–|\b(?:{known.to})\b)\s*(?P<high>{number}))?"
        rf"[\s-]+{fillers}(?P<unit>{units})(?!\w)",
        re.IGNORECASE,
    )
