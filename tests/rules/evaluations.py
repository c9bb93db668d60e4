"""What the engine and the prover's second evaluation say of clients, held against what the oracle expects."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from random import Random

import rules
from rules import Protocol, shipped
from rules.checks.written_protocol import WrittenProtocol
from rules.engine import evaluation
from rules.prover.second_evaluation import Said, SecondEvaluation
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays
from tests.rules.oracle import files
from tests.rules.oracle.clients import Given, anybody, one_at_a_time
from tests.rules.oracle.expected import Expected, Left, expected
from tests.rules.oracle.files import Written
from tests.rules.oracle.protocols import any_protocol

DAY = date(2027, 3, 1)
"""The day after a short month."""
LATER = (1, 3, 14, 40, 200)
ALL = tuple(shipped_overlays())


@cache
def both(protocol_id: str, overlays: tuple[str, ...] = ()) -> tuple[Written, Protocol]:
    """Return what ships, as the oracle reads the files and as the product does."""
    file, on_it = shipped_file(protocol_id), [shipped_overlay(each) for each in overlays]
    return files.read(file, *on_it), combined(read_text(file), file, *map(load_overlay, on_it))


@cache
def _rest_of_a_protocol() -> Written:
    return rules.protocol(shipped()[0]).model_dump(mode="json")


def any_differing(seed: int) -> Iterator[str]:
    """Say in what a protocol that nobody has seen, and some clients of it, are judged otherwise than the oracle expects."""
    chance = Random(seed)  # noqa: S311 (nothing secret)
    written = any_protocol(chance)
    protocol = Protocol.model_validate({**_rest_of_a_protocol(), **written})
    return differing(written, protocol, [anybody(written, DAY, chance) for _ in range(12)])


def sampled(written: Written, count: int) -> list[Given]:
    """Return clients with one thing to tell each, and some at random."""
    chance = Random(1)  # noqa: S311
    return [*one_at_a_time(written, DAY), *(anybody(written, DAY, chance) for _ in range(count))]


def differing(written: Written, protocol: Protocol, clients: Iterable[Given]) -> Iterator[str]:
    """Say of which clients something else is said than the oracle expects, and by whom."""
    second = SecondEvaluation(WrittenProtocol(protocol))
    for number, raw in enumerate(clients):
        wanted = expected(written, raw, DAY, DAY)
        if _of_the_engine(protocol, raw, DAY) != wanted:
            yield f"the engine, of {raw}"
        if _of_the_second_evaluation(second, raw) != {each[:4] for each in wanted.left}:
            yield f"the second evaluation, of {raw}"
        later = DAY + timedelta(days=LATER[number % len(LATER)])
        if _of_the_engine(protocol, raw, later) != expected(written, raw, DAY, later):
            yield f"the engine on {later}, of {raw}"


def _of_the_engine(protocol: Protocol, raw: Given, on: date) -> Expected:
    answers = rules.resolve(protocol, raw, answered_on=DAY)
    verdict = evaluation.evaluate(protocol, answers, on=on)
    return Expected(
        tuple(
            Left(each.rule, each.outcome.value, each.because, each.until, each.questions, each.approximate)
            for each in verdict.findings
        ),
        str(verdict.outcome),
        verdict.earliest,
        None if verdict.next_step is None else verdict.next_step.value,
        verdict.unanswered,
        tuple(each.id for each in evaluation.asked(protocol, answers)),
    )


def _of_the_second_evaluation(second: SecondEvaluation, raw: Given) -> set[Said]:
    seen = second.picture(raw, DAY)
    return set(second.findings(seen, second.held_rules(seen, DAY), DAY))
