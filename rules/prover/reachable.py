"""Every combination of answers that can be given: a question that is not asked has none, so it makes no combinations."""

from collections.abc import Iterator, Sequence

from rules.prover.second_evaluation import Blank, Picture, SecondEvaluation
from rules.prover.values import DAY, Value, as_given

NOT_ASKED = (Blank.HIDDEN, Blank.PERHAPS)


def combinations_given(
    second: SecondEvaluation, questions: Sequence[str], domains: Sequence[Sequence[Value]]
) -> Iterator[tuple[Value, ...]]:
    """Walk through the answers to questions (in the order they are asked, gates included); None where one is not asked."""
    yield from _further(second, questions, domains, {}, ())


def _further(
    second: SecondEvaluation,
    questions: Sequence[str],
    domains: Sequence[Sequence[Value]],
    seen: Picture,
    given: tuple[Value, ...],
) -> Iterator[tuple[Value, ...]]:
    if len(given) == len(questions):
        yield given
        return
    question = questions[len(given)]
    asked = second.seen(question, None, seen, DAY) not in NOT_ASKED
    for value in domains[len(given)] if asked else (None,):
        here = {**seen, question: second.seen(question, as_given(value), seen, DAY)}
        yield from _further(second, questions, domains, here, (*given, value))
