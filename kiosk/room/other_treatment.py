"""The answers given for one treatment, as far as they answer what another one asks."""

import rules
from rules import Answers, Protocol
from rules.compare.sharing import is_one

_AREA = "area"


def answers_for(other: Protocol, answers: Answers) -> Answers:
    """Return what these answers say for another treatment, without areas that it does not treat."""
    shared = rules.resolve(other, {}, answered_on=answers.answered_on)
    for name, raw in answers.raw.items():
        if _is_asked_alike(name, answers.protocol, other):
            shared = _with(shared, name, raw)
    return shared


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
