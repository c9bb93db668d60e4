"""(k) What clients read is plain: grade 6 at most for a file, and no line above 8 but for names it can't avoid.

The same is asked of every language that has a measure: English by Flesch-Kincaid, Spanish and French by `reading_ease`.

A line with a listed name is graded once more without it, and has to pass then: a name excuses itself and nothing beside it. A
name is one long word that the word list does not know, or one that a source lists as its own (`vocabulary`). What is too short
for the formula (the name of a question, the label of an option, a title) is graded as the end of a short sentence.

English grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975). Syllables are counted twice, by
the word list of the package syllapy and by the hyphenation patterns of pyphen, and the larger number counts: a word that
both know little of reads harder here, not easier. Both packages are read when this is first judged, not before.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.lint import reading_ease
from rules.lint.protocol_texts import ENGLISH, Translations, in_languages, known_names
from rules.model.protocol import Protocol
from rules.reading.translations import NAMES

PROPERTY: Final = Property(
    "k",
    "Texts for clients read at grade 6 at most in each language, and none of them, without the listed names, above 8.",
)
FILE_GRADE: Final = 6.0
LINE_GRADE: Final = 8.0
FRAME: Final[Mapping[str, str]] = {ENGLISH: "It is", "es": "Esto es", "fr": "Cela est"}
"""How the sentence begins that a short text is graded in."""
_NAME_SYLLABLES: Final = 3
_SENTENCE: Final = re.compile(r"[.!?:;]+(?=\s|$)")
_SILENT: Final = re.compile(r"([^aeioutd])ed$|((?<![sc]h)[^aeiousxzcg]e)s$")
"""Endings that are not spoken as a syllable: "clogged", "pores", but not "treated" or "washes"."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")

Line = tuple[str, str, str]
"""The place of a text, its words, and the sentence that is graded."""


def judge(
    protocol: Protocol, engine_texts: Iterable[str], tally: Tally, translations: Translations | None = None
) -> Iterator[Counterexample]:
    """Grade every line that clients read, those that the engine tells them (`engine_texts`) too, and all of them together."""
    yield from _no_names(protocol, tally)
    known = dict.fromkeys((*protocol.names, *_vocabulary(protocol)))
    lines = list(_lines(protocol, ENGLISH, {}))
    own = {words for _, words, _ in lines}
    lines += [("what the engine tells the client", words, words) for words in sorted(set(engine_texts) - own)]
    yield from _too_hard(lines, ENGLISH, known, tally)
    for language, words in (translations or {}).items():
        if language not in reading_ease.EASE:
            tally.excuse(f"{language}: how hard it is to read has no measure here")
            continue
        yield from _no_names_of(language, words, tally)
        yield from _too_hard(list(_lines(protocol, language, words)), language, known_names(words), tally)


def _lines(protocol: Protocol, language: str, words: Mapping[str, str]) -> Iterator[Line]:
    """Return what clients read in a language, the short texts in a sentence."""
    for where, text in in_languages(protocol, {language: words} if words else {}):
        if where == language and text.for_client:
            yield text.place, text.words, text.words
        elif where == language and text.is_short:
            yield text.place, text.words, f"{FRAME[language]} {text.words}"


def _too_hard(lines: Iterable[Line], language: str, known: Iterable[str], tally: Tally) -> Iterator[Counterexample]:
    where = "" if language == ENGLISH else f" in {language}"
    for place, words, sentence in lines:
        tally.cases += 1
        reached = grade([sentence], language)
        if reached <= LINE_GRADE:
            continue
        names = [name for name in known if _named(name).search(sentence)]
        rest = grade([_without(names, sentence)], language)
        if rest <= LINE_GRADE:
            tally.excuse(f"{place}{where}: {', '.join(names)}")
            continue
        but = f" ({rest:.1f} without {', '.join(names)})" if names else ""
        yield Counterexample(f'{place}{where} reads at grade {reached:.1f}{but}, above {LINE_GRADE:.0f}: "{words}"')
    reached = grade((sentence for _, words, sentence in lines if sentence == words), language)
    if reached > FILE_GRADE:
        yield Counterexample(
            f"The texts for clients{where} together read at grade {reached:.1f}, above {FILE_GRADE:.0f}."
        )


def grade(lines: Iterable[str], language: str = ENGLISH) -> float:
    """Return the grade of lines, each of one sentence or more: in English by Flesch-Kincaid, else by `reading_ease`."""
    sentences = words = syllables = 0
    count = syllables_of if language == ENGLISH else partial(reading_ease.spoken_in, language=language)
    for line in lines:
        for sentence in _SENTENCE.split(line):
            found = _WORD.findall(sentence)
            sentences += bool(found)
            words += len(found)
            syllables += sum(map(count, found))
    if not words:
        return 0.0
    if language != ENGLISH:
        return reading_ease.EASE[language].grade(sentences, words, syllables)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@cache
def syllables_of(word: str) -> int:
    """Count the syllables of a word, at least one; of a number, one for each digit."""
    if word.isdigit():
        return len(word)
    plain = word.lower().replace("’", "'")
    return max(1, *(count(plain) for count in _counters()))


@cache
def _counters() -> tuple[Callable[[str], int], ...]:
    import pyphen  # noqa: PLC0415 - only who judges texts pays for the lists
    import syllapy  # type: ignore[import-untyped]  # noqa: PLC0415

    hyphens = pyphen.Pyphen(lang="en_US")

    def listed(word: str) -> int:
        return int(syllapy.count(word if word in syllapy.WORD_DICT else _SILENT.sub(r"\1\2", word)))

    return (listed, lambda word: len(hyphens.positions(word)) + 1)


def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)


def _without(names: Iterable[str], words: str) -> str:
    """Put a word of one syllable in the place of each name."""
    for name in names:
        words = _named(name).sub("it", words)
    return words


def _no_names(protocol: Protocol, tally: Tally) -> Iterator[Counterexample]:
    """Find listed names that are not names: words that anybody knows, short ones, and more words than one."""
    vocabulary = {word.casefold() for word in _vocabulary(protocol)}
    for word in _vocabulary(protocol):
        if not _is_word(word):
            yield Counterexample(f'"{word}" is listed under "vocabulary", and it is not one word; list the word alone.')
    for name in protocol.names:
        tally.cases += 1
        why = None
        if not _is_word(name):
            why = "it is not one word"
        elif name.casefold() in vocabulary:
            continue
        elif syllables_of(name) < _NAME_SYLLABLES:
            why = f"it has fewer than {_NAME_SYLLABLES} syllables and counts for little anyway"
        elif _is_common(name):
            why = "it is a word of everyday English"
        if why is not None:
            yield Counterexample(
                f'"{name}" is listed under "names", and {why}; leave it out, or list it under "vocabulary" of the source '
                "that has it."
            )


def _no_names_of(language: str, words: Mapping[str, str], tally: Tally) -> Iterator[Counterexample]:
    """Find what a translation lists under "names" and is none: short words, more words than one, and what it does not say."""
    said = " ".join(text for place, text in words.items() if not place.startswith(NAMES))
    for name in known_names(words):
        tally.cases += 1
        why = None
        if not _is_word(name):
            why = "it is not one word"
        elif reading_ease.spoken_in(name, language) < _NAME_SYLLABLES:
            why = f"it has fewer than {_NAME_SYLLABLES} syllables and counts for little anyway"
        elif not _named(name).search(said):
            why = "no text has it"
        if why is not None:
            yield Counterexample(f'"{name}" is listed under "names" in {language}, and {why}; leave it out.')


def _vocabulary(protocol: Protocol) -> tuple[str, ...]:
    return tuple(word for document in protocol.sources for word in document.vocabulary)


def _is_word(name: str) -> bool:
    return _WORD.fullmatch(name.replace("-", "")) is not None


def _is_common(name: str) -> bool:
    import syllapy  # noqa: PLC0415 - only who judges texts pays for the list

    return name.lower() in syllapy.WORD_DICT
