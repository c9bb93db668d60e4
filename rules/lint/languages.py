"""(l) Every language has every text, and no text that no longer exists."""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.lint.protocol_texts import Translations, texts
from rules.model.protocol import Protocol

PROPERTY: Final = Property("l", "Every language there is has every text, and none besides.")


def judge(protocol: Protocol, translations: Translations, tally: Tally) -> Iterator[Counterexample]:
    """Compare each translation with the protocol's own texts."""
    own = {text.place: text.words for text in texts(protocol)}
    for place, words in own.items():
        tally.cases += 1
        if not words.strip():
            yield Counterexample(f"{place} is empty in English.")
    for language, translated in translations.items():
        for place in own:
            tally.cases += 1
            if not translated.get(place, "").strip():
                yield Counterexample(f"{place} is missing in {language}.")
        for place in translated:
            tally.cases += 1
            if place not in own:
                yield Counterexample(f"{place} is translated into {language}, and the protocol has no such text.")
