"""(k) What clients read is plain: Flesch-Kincaid grade 6 at most for a file, and no line above 8 but for names it can't avoid.

Grade = 0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid and others, 1975). Syllables are counted twice, by
the word list of the package syllapy and by the hyphenation patterns of pyphen, and the larger number counts: a word that
both know little of reads harder here, not easier. Both packages are read when this is first judged, not before.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from rules.protocol import Protocol
from rules.prover.results import Counterexample, Property, Tally
from rules.prover.texts import texts

PROPERTY: Final = Property(
    "k", "English texts for clients read at grade 6 at most, and none of them above 8 but for one of the listed names."
)
FILE_GRADE: Final = 6.0
LINE_GRADE: Final = 8.0
_SENTENCE: Final = re.compile(r"[.!?:;]+(?=\s|$)")
_SILENT: Final = re.compile(r"([^aeioutd])ed$|((?<![sc]h)[^aeiousxzcg]e)s$")
"""Endings that are not spoken as a syllable: "clogged", "pores", but not "treated" or "washes"."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")


def judge(protocol: Protocol, told: Iterable[str], tally: Tally) -> Iterator[Counterexample]:
    """Grade every line that clients read, those that the engine tells them (`told`) too, and all of them together."""
    lines = [(text.place, text.words) for text in texts(protocol) if text.for_client]
    own = {words for _, words in lines}
    lines += [("what the engine tells the client", words) for words in sorted(set(told) - own)]
    for place, words in lines:
        tally.cases += 1
        reached = grade([words])
        if reached <= LINE_GRADE:
            continue
        name = _name_in(words, protocol.names)
        if name is None:
            yield Counterexample(f'{place} reads at grade {reached:.1f}, above {LINE_GRADE:.0f}: "{words}"')
        else:
            tally.excuse(f"{place}: {name}")
    reached = grade(words for _, words in lines)
    if reached > FILE_GRADE:
        yield Counterexample(f"The texts for clients together read at grade {reached:.1f}, above {FILE_GRADE:.0f}.")


def grade(lines: Iterable[str]) -> float:
    """Return the Flesch-Kincaid grade of lines, each of one sentence or more."""
    sentences = words = syllables = 0
    for line in lines:
        for sentence in _SENTENCE.split(line):
            found = _WORD.findall(sentence)
            sentences += bool(found)
            words += len(found)
            syllables += sum(map(syllables_of, found))
    if not words:
        return 0.0
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


def _name_in(words: str, names: Iterable[str]) -> str | None:
    return next((name for name in names if re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE)), None)
