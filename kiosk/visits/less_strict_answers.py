"""Answers that became less strict: what somebody said before, and no longer says, is asked about again. Pure.

What is compared is what the rules say about an answer, not its letters: today's answers are judged once more with the earlier answer, and its
follow-ups, in the place of today's. What an earlier answer and today's can both be true of is left alone: a medicine taken then
and stopped since.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import rules
from rules import Answers, Horizon, LastTime, Outcome, Protocol, Question
from rules.compare.sharing import OWN, answers_alike, is_one

_WISHES: Final = frozenset({"area", "goal", "laser_planned", "extraction_ok"})
"""What is wished or planned for the day, and not a fact from before."""
_FOR_ONE_DAY: Final = frozenset({Horizon.TODAY, Horizon.DAYS})


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """What counted at an earlier check-in. `asked_about`: a practitioner went ahead on it, having seen what was there."""

    answers: Answers
    asked_about: bool = False


@dataclass(frozen=True, slots=True)
class LessStrict:
    """A question whose answer became less strict, and what was answered when."""

    question: Question
    then: object
    on: date


def find_less_strict(now: Answers, earlier: Sequence[EarlierAnswer], on: date) -> Iterator[LessStrict]:
    """Find the questions whose answers say less than at one of the earlier check-ins, which come newest first."""
    named: set[str] = set()
    for question in rules.asked(now.protocol, now):
        if question.id in _WISHES or question.horizon is Horizon.CLOSING:
            continue
        if any(question.id in _followers(now.protocol, gate) for gate in named):
            continue
        for said in earlier:
            then = said.answers
            if not _comparable(question, then, now):
                continue
            if _says_less(now, then, question.id, on):
                if not _both_true(now, then, question.id):
                    named.add(question.id)
                    yield LessStrict(question, then.raw[question.id], then.answered_on)
                break
            if said.asked_about:
                break


def _says_less(now: Answers, then: Answers, question_id: str, on: date) -> bool:
    if then.raw[question_id] == now.raw.get(question_id):
        return False
    before = _strictness(_put_in(now, then, question_id), question_id, on)
    return before > _strictness(now, question_id, on)


def _comparable(question: Question, then: Answers, now: Answers) -> bool:
    """Tell whether a question was asked then as it is now, of what can be the same on both days."""
    if question.id not in {each.id for each in rules.asked(then.protocol, then)} or question.id not in then.raw:
        return False
    if question.horizon in _FOR_ONE_DAY and then.answered_on != now.answered_on:
        return False
    asked = then.protocol.question(question.id)
    if then.protocol.id == now.protocol.id:
        return answers_alike(asked, question)
    return question.id not in OWN and is_one(asked, question)


@lru_cache(maxsize=512)
def _followers(protocol: Protocol, question_id: str) -> tuple[str, ...]:
    """Return the questions that one opens, and those that they open."""
    found = [question_id]
    for question in protocol.in_order:
        if question.only_if is not None and set(question.only_if.questions) & set(found):
            found.append(question.id)
    return tuple(found[1:])


def _put_in(now: Answers, then: Answers, question_id: str) -> Answers:
    """Return today's answers with an earlier one, and what followed it, in the place of today's."""
    changed = now
    for name in (question_id, *_followers(now.protocol, question_id)):
        if name in then.raw:
            resolved = then.resolved[name]
            day = resolved.answered_on if isinstance(resolved, LastTime) else then.answered_on
            with suppress(rules.AnswerError):  # a follow-up that is asked differently now
                changed = changed.with_kept(name, then.raw[name], answered_on=day)
    return changed


def _strictness(answers: Answers, question_id: str, on: date) -> tuple[int, date]:
    """Return the worst that the rules say because of a question and what follows it, and until when."""
    about = {question_id, *_followers(answers.protocol, question_id)}
    found = [each for each in rules.evaluate(answers.protocol, answers, on=on).findings if about & set(each.questions)]
    worst = max((each.outcome for each in found), default=Outcome.ELIGIBLE)
    return worst.rank, max(_days(found, worst), default=date.min)


def _days(findings: Iterable[rules.Finding], worst: Outcome) -> Iterator[date]:
    if worst is Outcome.DEFERRED:
        yield from (each.until or date.max for each in findings if each.outcome is worst)


def _both_true(now: Answers, then: Answers, question_id: str) -> bool:
    """Tell whether today's answer may be true beside the earlier one: what it is about went on until after that day."""
    before = then.resolved[question_id]
    if isinstance(before, LastTime) and before.approximate:
        return True  # it was counted as late as it can have been
    lasts = (now.resolved.get(name) for name in _followers(now.protocol, question_id))
    return any(isinstance(last, LastTime) and last.day is not None and last.day >= then.answered_on for last in lasts)
