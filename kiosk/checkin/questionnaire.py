"""The questions of one or more treatments as one walk: asked once where they are the same, and never losing an answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import is_not
from typing import Any

import rules
from kiosk.checkin.texts import answering_texts, client_texts
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language import tr
from kiosk.visits.visit_parts import Json
from rules import UNKNOWNS, Answers, Protocol, Question, QuestionType, Unknown, Verdict
from rules.compare.sharing import Translations, is_one

HORIZONS = ("setting", "today", "days", "weeks", "months", "ever", "closing")
_AFRESH = frozenset({"today", "days"})


@dataclass(frozen=True)
class Item:
    """A question as it is asked: for one treatment, or for several at once."""

    question: Question
    treatments: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The question's id and the first of its treatments: what names the item."""
        return (self.question.id, self.treatments[0])

    @property
    def may_be_left(self) -> bool:
        """Whether it may go without an answer: a note, and a wish that no rule looks at."""
        return self.question.type is QuestionType.NOTE or self.question.informational

    @property
    def name(self) -> str:
        """The key in one word."""
        return f"{self.treatments[0]}/{self.question.id}"


@dataclass(frozen=True)
class Standing:
    """A place in the questions, and the way that led there while changing an answer."""

    current: tuple[str, str] | None
    changing: bool
    trail: tuple[tuple[str, str], ...]


class Questionnaire:
    """Where the client is in the questions, and all that was answered.

    `protocols` by treatment, in the order of the appointments. `fixed` holds answers known from the booking, which are
    not asked. `last` holds the last visit's answers that may still be so. `words` are the protocols' translations: only what
    reads the same in all of them is asked once for two treatments. Nothing was used
    before the client was `born`, where that is known.
    """

    def __init__(
        self,
        protocols: Mapping[str, Protocol],
        today: date,
        *,
        born: date | None = None,
        fixed: Mapping[str, Mapping[str, Json]] | None = None,
        last: Mapping[str, Mapping[str, Json]] | None = None,
        words: Mapping[str, Translations] | None = None,
    ) -> None:
        self._protocols = dict(protocols)
        self._shared = _shared(self._protocols, words or {})
        self.today, self._born = today, born
        self.fixed = {name: dict(raw) for name, raw in (fixed or {}).items()}
        self.last = {name: dict(raw) for name, raw in (last or {}).items()}
        self.answers: dict[str, Answers] = {
            name: rules.resolve(protocol, self.fixed.get(name, {}), answered_on=today)
            for name, protocol in self._protocols.items()
        }
        self._asked: tuple[tuple[Answers, ...], tuple[Item, ...]] = ((), ())
        self._judged: dict[str, tuple[Answers, date, Verdict]] = {}
        self._current: tuple[str, str] | None = None
        self.changing = False
        self._trail: list[tuple[str, str]] = []

    # What is asked

    def items(self) -> tuple[Item, ...]:
        """Return all that is asked under the answers given so far, in the order in which it is asked."""
        given = tuple(self.answers.values())
        if len(given) != len(self._asked[0]) or any(map(is_not, given, self._asked[0])):
            self._asked = (given, self._items())
        return self._asked[1]

    def _items(self) -> tuple[Item, ...]:
        asked: dict[tuple[str, str], tuple[tuple[int, int, int], Item]] = {}
        for place, (name, protocol) in enumerate(self._protocols.items()):
            for number, question in enumerate(rules.asked(protocol, self.answers[name])):
                if question.id in self.fixed.get(name, {}):
                    continue
                together = self._shared[name, question.id]
                key = (question.id, together[0])
                order = (HORIZONS.index(question.horizon), place, number)
                asked.setdefault(key, (order, Item(question, together)))
        return tuple(item for _, item in sorted(asked.values(), key=lambda pair: pair[0]))

    @property
    def current(self) -> Item:
        """The item that is asked now."""
        for item in self.items():
            if item.key == self._current:
                return item
        raise NotAllowed(tr(answering_texts.NOTHING_ASKED))

    @property
    def place(self) -> tuple[int, int]:
        """Which question this is, and of how many."""
        keys = [item.key for item in self.items()]
        number = keys.index(self._current) + 1 if self._current in keys else len(keys)
        return number, len(keys)

    def value(self, item: Item) -> Json | None:
        """Return what was answered, or None."""
        return next(
            (raw for name in item.treatments if (raw := self.answers[name].raw.get(item.question.id)) is not None), None
        )

    def last_value(self, item: Item) -> Json | None:
        """Return the last visit's answer, if it may be asked whether it is still so."""
        asking = (self._protocols[name].question(item.question.id) for name in item.treatments)
        if any(question.horizon in _AFRESH for question in asking):
            return None
        said = [
            self.last[name][item.question.id] for name in item.treatments if item.question.id in self.last.get(name, {})
        ]
        if not said or any(raw != said[0] for raw in said) or said[0] in UNKNOWNS:
            return None
        return said[0] if self._can_be(item, said[0]) else None

    def is_answered(self, item: Item) -> bool:
        """Tell whether the item has its answer, or may be left without one."""
        return item.may_be_left or self.value(item) is not None

    def unanswered(self) -> Iterator[Item]:
        """Yield what is asked and has no answer yet."""
        return (item for item in self.items() if not self.is_answered(item))

    @property
    def unsure(self) -> int:
        """How many of the questions asked were answered with "I'm not sure"."""
        return sum(self.value(item) == "not_sure" for item in self.items())

    def verdict(self, treatment: str, on: date) -> Verdict:
        """Return what the rules alone say of a treatment; the same answers are judged for a day once."""
        answers = self.answers[treatment]
        known = self._judged.get(treatment)
        if known is None or known[0] is not answers or known[1] != on:
            known = self._judged[treatment] = (answers, on, rules.evaluate(answers.protocol, answers, on=on))
        return known[2]

    @property
    def before(self) -> Item | None:
        """The item that going back leads to."""
        items = {item.key: item for item in self.items()}
        keys = list(items)
        earlier = self._trail if self.changing else keys[: keys.index(self.current.key)]
        return next((items[key] for key in reversed(earlier) if key in items), None)

    # Walking

    @property
    def standing(self) -> Standing:
        """Where the client stands, to come back to."""
        return Standing(self._current, self.changing, tuple(self._trail))

    @standing.setter
    def standing(self, standing: Standing) -> None:
        self._current, self.changing, self._trail = standing.current, standing.changing, list(standing.trail)

    def start(self) -> None:
        """Go to the first question, or to the first without an answer if some were given before."""
        items = self.items()
        given = any(self.value(item) is not None for item in items)
        first = next(self.unanswered(), items[-1]) if given else items[0]
        self._current = first.key
        self.changing, self._trail = False, []

    def answer(self, raw: Json) -> None:
        """Keep an answer to the current question, for each treatment that shares it."""
        try:
            self.answers.update(self._with(self.current, raw))
        except rules.AnswerError as error:
            part = "y" if self.current.question.type == "last_time" else ""
            raise BadInput(client_texts.refused(error), part=part) from error

    def take_back(self) -> None:
        """Leave the current question without an answer, for each treatment that shares it: it is asked again."""
        item = self.current
        self.answers.update({name: self.answers[name].without(item.question.id) for name in item.treatments})

    def settle_what_was_left(self) -> None:
        """Take "rather not say" for each wish that was left: to the rules, everything asked has an answer."""
        for item in self.items():
            if item.question.informational and self.value(item) is None:
                self.answers.update(self._with(item, Unknown.PREFER_NOT.value))

    def _with(self, item: Item, raw: Json) -> dict[str, Answers]:
        return {
            name: self.answers[name].with_answer(item.question.id, raw, answered_on=self.today, born=self._born)
            for name in item.treatments
        }

    def _can_be(self, item: Item, raw: Json) -> bool:
        try:
            self._with(item, raw)
        except rules.AnswerError:
            return False
        return True

    def forward(self) -> bool:
        """Go to the next question; False if there is none left and the review comes next."""
        item = self.current
        if not self.is_answered(item):
            raise BadInput(tr(answering_texts.CHOOSE_FIRST))
        items = self.items()
        missing = next(self.unanswered(), None)
        if self.changing:
            onward = missing
        else:
            place = [other.key for other in items].index(item.key)
            onward = items[place + 1] if place + 1 < len(items) else missing
        if onward is None:
            self.changing, self._trail = False, []
            return False
        self._trail.append(item.key)
        self._current = onward.key
        return True

    def backward(self) -> bool:
        """Go one question back; False if there is none: the review (while changing) or the notice before comes then."""
        keys = [item.key for item in self.items()]
        if self.changing:
            while self._trail:
                self._current = self._trail.pop()
                if self._current in keys:
                    return True
            self.changing = False
            return False
        place = keys.index(self.current.key)
        if place == 0:
            return False
        self._current = keys[place - 1]
        return True

    def to_last(self) -> None:
        """Go to the last question again, coming back from the review."""
        self._current = self.items()[-1].key
        self.changing, self._trail = False, []

    def change(self, question_id: str, treatment: str) -> None:
        """Go to one question to change its answer, coming from the review."""
        for item in self.items():
            if item.question.id == question_id and treatment in item.treatments:
                self._current, self.changing, self._trail = item.key, True, []
                return
        raise BadInput(tr(answering_texts.NOT_ASKED))

    # Keeping

    def to_json(self) -> dict[str, Any]:
        """Return all answers and the place, to be kept and brought back."""
        return {
            "answers": {name: dict(answers.to_json()) for name, answers in self.answers.items()},
            "current": list(self._current) if self._current else None,
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Bring back what `to_json` kept."""
        for name, document in stored["answers"].items():
            if name in self._protocols:
                self.answers[name] = Answers.from_json(self._protocols[name], document)


def _shared(
    protocols: Mapping[str, Protocol], words: Mapping[str, Translations]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return, for each question of each treatment, the treatments that share its answer."""

    def serves(question: Question, name: str, other: str) -> bool:
        if name == other:
            return True
        known = protocols[other].has_question(question.id)
        return known and is_one(
            question, protocols[other].question(question.id), words.get(name, {}), words.get(other, {})
        )

    return {
        (name, question.id): tuple(other for other in protocols if serves(question, name, other))
        for name, protocol in protocols.items()
        for question in protocol.questions
    }
