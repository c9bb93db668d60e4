"""(e) Worse answers never help: no step towards the harmful, the recent, the wider or the unknown betters the outcome."""

from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import SEVERITY, UNKNOWNS, question_name
from rules.model.protocol import Question
from rules.prover import counting
from rules.prover.case_table import JudgedCase
from rules.prover.second_evaluation import effective_day
from rules.prover.values import DAY, Value, value_in_words
from rules.prover.world import World

PROPERTY: Final = Property(
    "e",
    "Worsening never improves the outcome: harmless to harmful, a later last use, more areas, known and harmless to unknown.",
)
_REVIEW: Final = SEVERITY.index("review")


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Take every step for the worse from every case."""
    for table in world.tables:
        worse = {
            question: _worse(world.protocol.question(question), table.values(question))
            for question in table.component.questions
        }
        for case in table.cases:
            for question, value in case.answers.items():
                for to in worse[question][value]:
                    if to in UNKNOWNS and not _harmless_here(world, case, question):
                        continue
                    for other in table.instead(case, question, to):
                        tally.cases += 1
                        if other.outcome < case.outcome:
                            yield _counterexample(world, case, other, question, to)


def _counterexample(world: World, case: JudgedCase, other: JudgedCase, question_id: str, to: Value) -> Counterexample:
    question = world.protocol.question(question_id)
    sentence = (
        f"With these answers the outcome is {SEVERITY[case.outcome]}. Answering {question_name(world.protocol, question_id)} with "
        f'"{value_in_words(question, to)}" is worse, and makes it {SEVERITY[other.outcome]}.'
    )
    return world.counterexample(sentence, case.raw, about=question_id)


def _worse(question: Question, domain: tuple[Value, ...]) -> dict[Value, list[Value]]:
    return {value: [other for other in domain if _is_worse(question, value, other)] for value in domain}


def _is_worse(question: Question, value: Value, other: Value) -> bool:
    kind = question.type.value
    if value == other or value in UNKNOWNS:
        return False
    if other in UNKNOWNS:
        return kind != "note"
    if kind == "note":
        return bool(other) and not value
    if kind == "last_time":
        return _is_later(question, value, other)
    if isinstance(value, tuple):
        return "none" not in (*value, *other) and len(other) == len(value) + 1 and set(value) < set(other)
    harmless = question.harmless_options
    return value in harmless and other not in harmless


def _is_later(question: Question, value: str, other: str) -> bool:
    first, second = effective_day(value, DAY), effective_day(other, DAY)
    if second is None:
        return False
    if first is not None:
        return second > first
    end = counting.passed(second, str(question.period))
    return end is None or end > DAY


def _harmless_here(world: World, case: JudgedCase, question: str) -> bool:
    """Tell whether the answer does no harm in this case: nothing that rests on it calls for a look or more."""
    rules = world.written.rules
    return all(
        case.held[place].truth == "no"
        or (case.held[place].truth == "yes" and SEVERITY.index(rules[place]["outcome"]) < _REVIEW)
        for place in world.written.users[question]
    )
