"""How hard a Spanish or a French line is to read, as a school grade; the English measure is in `reading_grade`.

Spanish: Fernández Huerta (1959), ease = 206.84 - 60 x syllables a word - 1.02 x words a sentence. His table gives the grade:
90 and more the fourth, 80 the fifth, 70 the sixth, 60 the seventh and eighth, less than that beyond school
(legible.es/blog/lecturabilidad-fernandez-huerta).

French: Kandel and Moles (1958), ease = 207 - 73.6 x syllables a word - 1.015 x words a sentence. They kept the scale of Flesch,
so his table (1949) gives the grade: 90 and more the fifth, 80 the sixth, 70 the seventh, 60 the eighth and ninth.

Between two lines of a table the grade is drawn straight, so that it ends with the line: Spanish grade 6 is an ease of 70, grade
8 one of 60; French grade 6 is 80, grade 7 is 70, and grade 9 is 60.

Syllables are those that are spoken: in Spanish each vowel, but a weak one without an accent beside another makes one with it;
in French each group of vowels, and no e at the end of a longer word.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

_SPANISH_STRONG: Final = "aeoáéó"
_SPANISH_VOWEL: Final = re.compile(r"[aeiouáéíóúü]+")
_SPANISH_MUTE: Final = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])")
_SPANISH_Y: Final = re.compile(r"y(?![aeiouáéíóú])")
_FRENCH_VOWEL: Final = re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+")
_FRENCH_APART: Final = re.compile(r"(?<=é)(?=[aeéèoôu])|(?=[ïë])(?<=[aeiouo])")
_FRENCH_MUTE: Final = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûü])es?$|(?<=[iuéy])es?$|(?<=[gq])u(?=[eéèêiî])")


@dataclass(frozen=True, slots=True)
class Ease:
    """A language's formula, and its table: ease and the grade that ends there, the easiest first."""

    start: float
    a_syllable: float
    a_word: float
    table: tuple[tuple[float, float], ...]

    def grade(self, sentences: int, words: int, syllables: int) -> float:
        """Return the grade of a text; beyond the ends of the table, drawn on as between its last lines."""
        ease = self.start - self.a_syllable * syllables / words - self.a_word * words / sentences
        steps = list(pairwise(self.table))
        (upper, low), (lower, high) = next((step for step in steps if ease >= step[1][0]), steps[-1])
        return low + (upper - ease) * (high - low) / (upper - lower)


EASE: Final[Mapping[str, Ease]] = {
    "es": Ease(206.84, 60, 1.02, ((90, 4), (80, 5), (70, 6), (60, 8))),
    "fr": Ease(207, 73.6, 1.015, ((90, 5), (80, 6), (70, 7), (60, 9))),
}
"""The languages that are graded here."""


@cache
def spoken_in(word: str, language: str) -> int:
    """Count the syllables of a word, at least one; of a number, one for each digit."""
    if word.isdigit():
        return len(word)
    plain = word.lower()
    return max(1, _spanish(plain) if language == "es" else _french(plain))


def _spanish(word: str) -> int:
    groups = _SPANISH_VOWEL.findall(_SPANISH_MUTE.sub("", _SPANISH_Y.sub("i", word)))
    return len(groups) + sum(_apart(*pair) for group in groups for pair in pairwise(group))


def _apart(one: str, other: str) -> bool:
    """Tell whether two vowels side by side are two syllables: two strong ones, or a weak one that has the accent."""
    return (one in _SPANISH_STRONG and other in _SPANISH_STRONG) or one in "íú" or other in "íú"


def _french(word: str) -> int:
    parts = re.split(r"[’'-]", word)
    return sum(
        len(_FRENCH_VOWEL.findall(_FRENCH_APART.sub("-", _FRENCH_MUTE.sub("", part)))) or _counts(part)
        for part in parts
    )


def _counts(part: str) -> int:
    """Count a short word such as "le", whose only vowel is spoken; "l’" has none."""
    return int(_FRENCH_VOWEL.search(part) is not None)
