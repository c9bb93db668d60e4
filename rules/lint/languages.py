"""(l) Every language has every text that clients read, whole, and the names of medicines that its own readers know.

A list of names ("Accutane, Roaccutane or Absorica") is the same thing in no two countries: one with no name of its own is
only copied.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.lint.protocol_texts import ENGLISH, Translations, texts
from rules.model.protocol import Protocol
from rules.reading.translations import NAMES

PROPERTY: Final = Property(
    "l",
    "Every language there is has every text that clients read, whole, and none besides; its lists of medicines name some of its own.",
)
_LETTERS: Final = [chr(number) for number in range(ord("A"), 0x530)]
"""Those of the Latin, the Greek and the Cyrillic alphabets, with what else is there."""
_CAPITAL: Final = f"[{''.join(filter(str.isupper, _LETTERS))}]"
_SMALL: Final = f"[{''.join(filter(str.islower, _LETTERS))}]"
_NAME: Final = rf"{_CAPITAL}[\w-]+"
_JOINTS: Final[Mapping[str, str]] = {ENGLISH: "or|and", "es": "o|u|y|e", "fr": "ou|et"}
_SHORT_WORD: Final = f"{_SMALL}{{1,5}}"
"""What comes before the last name of a list in a language whose "or" is not known here."""
_BRACE: Final = re.compile(r"[{}]")


def judge(protocol: Protocol, translations: Translations, tally: Tally) -> Iterator[Counterexample]:
    """Compare each translation with the protocol's own texts, and the lists of names with those of every other language."""
    own = {text.place: text for text in texts(protocol)}
    english = {place: text.words for place, text in own.items()}
    yield from _whole(ENGLISH, english, tally)
    for language, translated in translations.items():
        for place, text in own.items():
            tally.cases += 1
            if text.is_translated and not translated.get(place, "").strip():
                yield Counterexample(f"{place} is missing in {language}.")
        for place in translated:
            tally.cases += 1
            if place not in own and not place.startswith(NAMES):
                yield Counterexample(f"{place} is translated into {language}, and the protocol has no such text.")
        yield from _whole(language, translated, tally)
    yield from _copied({ENGLISH: english, **translations}, tally)


def _whole(language: str, words: Mapping[str, str], tally: Tally) -> Iterator[Counterexample]:
    """Find texts with nothing in them, and texts with a placeholder that nothing was put into."""
    for place, text in words.items():
        tally.cases += 1
        if language == ENGLISH and not text.strip():
            yield Counterexample(f"{place} is empty in English.")
        if _BRACE.search(text):
            yield Counterexample(
                f"{place} in {language} has a placeholder that nothing is put into; write {{period}} in the texts of a rule "
                f'that measures one, and elsewhere such a rule\'s name in braces: "{text}"'
            )


def names_listed(text: str, language: str = ENGLISH) -> frozenset[str]:
    """Return the names that a text lists, two of them or more."""
    return frozenset(
        name.casefold() for found in _lists(language).finditer(text) for name in re.findall(_NAME, found[0])
    )


@cache
def _lists(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_NAME}(?:, {_NAME})*,? (?:{_JOINTS.get(language, _SHORT_WORD)}) {_NAME}\b")


def _copied(words: Translations, tally: Tally) -> Iterator[Counterexample]:
    """Find lists of names that only repeat another language's, and names that were listed and are lost."""
    for (one, ones), (other, others) in combinations(words.items(), 2):
        for place, text in ones.items():
            here, there = names_listed(text, one), names_listed(others.get(place, ""), other)
            tally.cases += bool(here)
            if here and there and (there <= here if one == ENGLISH else there == here):
                yield Counterexample(
                    f"{place} in {other} lists the names that {one} has, and none of its own; "
                    f'list those of its countries: "{others[place]}"'
                )
            elif here and not there and one == ENGLISH and place in others:
                yield Counterexample(_lost(place, one, text, other, others[place]))


def _lost(place: str, one: str, text: str, other: str, instead: str) -> str:
    """Say which list a translation has lost, and how it is written for the check to see it."""
    listed = next(found[0] for found in _lists(one).finditer(text))
    joint = f'"{_JOINTS[other].partition("|")[0]}"' if other in _JOINTS else 'its word for "or"'
    return (
        f'{place} in {other} has no list of medicines, where {one} has "{listed}"; write the names that readers of {other} know, '
        f'each with a capital, commas between them and {joint} before the last: "{instead}"'
    )
