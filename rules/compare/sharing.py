"""Which questions of two treatments are one, asked once and answered for both; and which only share an id.

Two questions are one only if a client who answers the one has been asked the other, word for word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rules.model.protocol import Protocol, Question

OWN: Final = frozenset({"area", "goal", "had_before", "session_last"})
"""Questions about one treatment: never shared with another's, though the id is the same."""
_READ: Final = ("ask", "why", "help")
_ORDER: Final = "order of the options"
_ASIDE: Final = frozenset({"why", "period", _ORDER})
"""What may differ without changing what an answer means: the reason, how long ago is asked for (a day stays a day), the order."""
_NOTHING: Final = "nothing"

Translations = Mapping[str, Mapping[str, str]]
"""For each language other than English the texts of a protocol, by place."""
_ENGLISH_ONLY: Final[Translations] = {}


@dataclass(frozen=True, slots=True)
class QuestionDifference:
    """What two questions of one id do not have in common, in the words of either."""

    part: str
    here: str
    there: str

    def __str__(self) -> str:
        return f'{self.part}: "{self.here}" here, "{self.there}" there'


@dataclass(frozen=True, slots=True)
class Clash:
    """A question of one protocol that another asks under the same id in other words."""

    question: str
    other: str
    differences: tuple[QuestionDifference, ...]

    @property
    def sentence(self) -> str:
        """Say it to whoever checks or signs."""
        words = "; ".join(map(str, self.differences))
        return (
            f'"{self.question}" is another question in {self.other}, so a client who has both is asked both. {words}. '
            "If both ask for the same, give them the same words; if not, give one of them another id."
        )


def differences(
    here: Question, there: Question, words: Translations = _ENGLISH_ONLY, others: Translations = _ENGLISH_ONLY
) -> Iterator[QuestionDifference]:
    """Yield what two questions of one id differ in: kind, options, period, and all that a client reads, in every language."""
    if here.type is not there.type:
        yield QuestionDifference("kind", here.type.value, there.type.value)
    for what, one, other in (*_options(here, there), *_texts(here, there)):
        if one != other:
            yield QuestionDifference(what, one or _NOTHING, other or _NOTHING)
    if here.period != there.period:
        yield QuestionDifference("period", str(here.period or _NOTHING), str(there.period or _NOTHING))
    yield from _translated(here.id, words, others)


def _options(here: Question, there: Question) -> Iterator[tuple[str, str, str]]:
    one, other = ({option.id: option.label for option in each.options} for each in (here, there))
    for option in dict.fromkeys((*one, *other)):
        yield f"option {option}", one.get(option, ""), other.get(option, "")
    if one == other:
        yield _ORDER, ", ".join(one), ", ".join(other)


def _texts(here: Question, there: Question) -> Iterator[tuple[str, str, str]]:
    for what in _READ:
        yield what, getattr(here, what) or "", getattr(there, what) or ""


def _translated(question: str, words: Translations, others: Translations) -> Iterator[QuestionDifference]:
    """Compare the translations that both have; a language that one of them lacks says nothing."""
    for language in words.keys() & others.keys():
        one, other = words[language], others[language]
        at = f"questions.{question}."
        read = {
            place for place in (*one, *other) if place.startswith(at) and place.split(".")[2] in (*_READ, "options")
        }
        for place in sorted(read):
            if one.get(place) != other.get(place):
                what = f"{place.removeprefix(at)} in {language}"
                yield QuestionDifference(what, one.get(place, _NOTHING), other.get(place, _NOTHING))


def is_one(
    here: Question, there: Question, words: Translations = _ENGLISH_ONLY, others: Translations = _ENGLISH_ONLY
) -> bool:
    """Tell whether an answer to one question of a treatment is an answer to another treatment's question as well."""
    if here.id != there.id or here.id in OWN:
        return False
    return next(differences(here, there, words, others), None) is None


def answers_alike(then: Question, now: Question) -> bool:
    """Tell whether an answer to a question as it was once asked answers it as it is asked now."""
    return all(each.part in _ASIDE for each in differences(then, now))


def worded_apart(
    protocol: Protocol,
    other: Protocol,
    words: Translations = _ENGLISH_ONLY,
    others: Translations = _ENGLISH_ONLY,
) -> Iterator[Clash]:
    """Find the questions that two treatments ask under one id and not in the same words."""
    if protocol.id == other.id:
        return
    for question in protocol.questions:
        if question.id in OWN or not other.has_question(question.id):
            continue
        found = tuple(differences(question, other.question(question.id), words, others))
        if found:
            yield Clash(question.id, other.title, found)
