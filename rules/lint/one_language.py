"""What is wrong with one translation, whatever its English is like: for who translates, and who signs it."""

from collections.abc import Iterator, Mapping

from rules.checks.results import Counterexample, Tally
from rules.checks.written_protocol import WrittenProtocol
from rules.lint import bans, languages, reading_grade, stated_numbers
from rules.lint.protocol_texts import Translations
from rules.model.protocol import Protocol


def faults(protocol: Protocol, language: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Judge the texts of one language of a protocol, by place; return a sentence for each fault that its English has not."""
    english = {each.sentence for each in _judged(protocol, {})}
    found = (each.sentence for each in _judged(protocol, {language: words}))
    return tuple(dict.fromkeys(sentence for sentence in found if sentence not in english))


def _judged(protocol: Protocol, translations: Translations) -> Iterator[Counterexample]:
    yield from languages.judge(protocol, translations, Tally())
    yield from stated_numbers.judge(protocol, WrittenProtocol(protocol), translations, Tally())
    yield from reading_grade.judge(protocol, (), Tally(), translations)
    yield from bans.judge(protocol, translations, Tally())
