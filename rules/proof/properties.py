"""Judging a protocol: every property in turn, each proven or with the smallest counterexample it has."""

import time
from collections.abc import Callable, Iterator
from typing import Final

from rules.checks.results import Counterexample, Property, PropertyResult, Tally
from rules.lint import bans, citations, contradictions, languages, question_order, reading_grade, stated_numbers
from rules.lint.protocol_texts import Translations
from rules.model.protocol import Protocol
from rules.proof.protocol_proof import Report, hashes
from rules.prover import (
    agreement,
    contraindications,
    earliest_days,
    effects,
    independence,
    order_of_asking,
    period_days,
    shadows,
    unknown_answers,
    worsening,
)
from rules.prover.components import NotEnumerableError
from rules.prover.digest import digest_of
from rules.prover.world import Shared, World

Judge = Callable[[World, Translations, Tally], Iterator[Counterexample]]


def _over_cases(judged: Callable[[World, Tally], Iterator[Counterexample]]) -> Judge:
    return lambda world, _translations, tally: judged(world, tally)


def _over_the_file(judged: Callable[[Protocol, Tally], Iterator[Counterexample]]) -> Judge:
    return lambda world, _translations, tally: judged(world.protocol, tally)


def _engine_texts(world: World) -> set[str]:
    try:
        return {finding.client for case in world.cases for finding in case.verdict.findings}
    except NotEnumerableError:
        return set()


def _questions(world: World, _translations: Translations, tally: Tally) -> Iterator[Counterexample]:
    """Judge the order in the file and the words first: only a file in the right order says what is asked when."""
    wrong = list(question_order.judge(world.protocol, world.written, tally))
    yield from wrong or order_of_asking.judge(world, tally)


PROPERTIES: Final[tuple[tuple[Property, Judge], ...]] = (
    (contraindications.PROPERTY, _over_cases(contraindications.judge)),
    (unknown_answers.PROPERTY, _over_cases(unknown_answers.judge)),
    (shadows.PROPERTY, _over_cases(shadows.judge)),
    (effects.PROPERTY, _over_cases(effects.judge)),
    (worsening.PROPERTY, _over_cases(worsening.judge)),
    (period_days.PROPERTY, _over_cases(period_days.judge)),
    (earliest_days.PROPERTY, _over_cases(earliest_days.judge)),
    (
        stated_numbers.PROPERTY,
        lambda world, words, tally: stated_numbers.judge(world.protocol, world.written, words, tally),
    ),
    (question_order.PROPERTY, _questions),
    (citations.PROPERTY, _over_the_file(citations.judge)),
    (
        reading_grade.PROPERTY,
        lambda world, words, tally: reading_grade.judge(world.protocol, _engine_texts(world), tally, words),
    ),
    (languages.PROPERTY, lambda world, words, tally: languages.judge(world.protocol, words, tally)),
    (agreement.PROPERTY, _over_cases(agreement.judge)),
    (independence.PROPERTY, _over_cases(independence.judge)),
    (bans.PROPERTY, lambda world, words, tally: bans.judge(world.protocol, words, tally)),
    (contradictions.PROPERTY, _over_the_file(contradictions.judge)),
)


def judge(protocol: Protocol, translations: Translations, shared: Shared, tell: Callable[[Property], None]) -> Report:
    """Judge every property of a protocol and of its translations; `tell` is called with each before it is judged."""
    start = time.perf_counter()
    world = World(protocol, shared)
    try:
        enumerated, digest = sum(len(table.cases) for table in world.tables), digest_of(world.cases)
    except NotEnumerableError:
        enumerated, digest = 0, ""  # each property that needs the cases says why there are none
    results = []
    for each, judged in PROPERTIES:
        tell(each)
        results.append(_result(each, judged, world, translations))
    return Report(
        protocol=protocol.id,
        overlays=protocol.overlays,
        version=protocol.version,
        sha256=protocol.sha256,
        results=tuple(results),
        enumerated=enumerated,
        digest=digest,
        seconds=time.perf_counter() - start,
        translations=hashes(translations),
    )


def _result(each: Property, judged: Judge, world: World, translations: Translations) -> PropertyResult:
    start = time.perf_counter()
    tally = Tally()
    smallest: dict[str, Counterexample] = {}
    try:
        for found in judged(world, translations, tally):
            about = found.sentence if found.about is None else found.about
            if about not in smallest or found.size < smallest[about].size:
                smallest[about] = found
    except NotEnumerableError as error:
        smallest[error.why.sentence] = error.why
    counterexamples = tuple(sorted(smallest.values(), key=lambda found: found.size))
    return PropertyResult(
        each, tally.cases, time.perf_counter() - start, counterexamples, tuple(tally.exceptions), tuple(tally.notes)
    )
