"""The answers given for one treatment, as far as they answer what another one asks."""

from collections.abc import Sequence

import rules
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit
from rules import Answers, Outcome, Protocol, Verdict
from rules.compare.sharing import is_one

_AREA = "area"


def answers_for(other: Protocol, answers: Answers) -> Answers:
    """Return what these answers say for another treatment, without areas that it does not treat."""
    shared = rules.resolve(other, {}, answered_on=answers.answered_on)
    for name, raw in answers.raw.items():
        if _is_asked_alike(name, answers.protocol, other):
            shared = _with(shared, name, raw)
    return shared


def alternatives(
    books: Books, visit: Visit, answers: Answers | None, treatments: Sequence[str]
) -> tuple[tuple[str, Verdict], ...]:
    """Return which of these treatments today's answers say nothing against, with their verdicts, where this one can't be given."""
    verdict = visit.verdict
    if visit.checkin is None or verdict is None or verdict.worst < Outcome.DEFERRED or answers is None:
        return ()
    found = []
    for treatment in treatments:
        if treatment != visit.treatment:
            protocol = books.protocols[treatment]
            other = rules.evaluate(protocol, answers_for(protocol, answers), on=verdict.on)
            if other.worst <= Outcome.CAUTION:
                found.append((treatment, other))
    return tuple(found)


def _is_asked_alike(name: str, asked: Protocol, other: Protocol) -> bool:
    """Tell whether both treatments ask the same: the same question, or the place to treat."""
    return other.has_question(name) and (name == _AREA or is_one(asked.question(name), other.question(name)))


def _with(answers: Answers, name: str, raw: object) -> Answers:
    if isinstance(raw, list):
        known = answers.protocol.question(name).option_ids
        raw = [each for each in raw if each in known]
    try:
        return answers.with_answer(name, raw)
    except rules.AnswerError:
        return answers
