"""(l) Every language has every text that clients read, whole, and the names of medicines that its own readers know.

A list of names ("Accutane, Roaccutane or Absorica") is the same thing in no two countries: one with no name of its own is
only copied.
"""

import re
from collections.abc import Iterator, Mapping
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
_NAME: Final = r"[A-ZÀ-ÖØ-Þ][\w-]+"
_LIST: Final = re.compile(rf"\b{_NAME}(?:, {_NAME})*,? (?:or|and|o|u|y|e|ou|et) {_NAME}\b")
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


def names_listed(text: str) -> frozenset[str]:
    """Return the names that a text lists, two of them or more."""
    return frozenset(name.casefold() for found in _LIST.finditer(text) for name in re.findall(_NAME, found[0]))


def _copied(words: Translations, tally: Tally) -> Iterator[Counterexample]:
    """Find lists of names that only repeat another language's, and names that were listed and are lost."""
    for (one, ones), (other, others) in combinations(words.items(), 2):
        for place, text in ones.items():
            here, there = names_listed(text), names_listed(others.get(place, ""))
            tally.cases += bool(here)
            if here and there and (there <= here if one == ENGLISH else there == here):
                yield Counterexample(
                    f"{place} in {other} lists the names that {one} has, and none of its own; "
                    f'list those of its countries: "{others[place]}"'
                )
            elif here and not there and one == ENGLISH and place in others:
                yield Counterexample(f'{place} in {other} lists no names, and {one} does: "{others[place]}"')
