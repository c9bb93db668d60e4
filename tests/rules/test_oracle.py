"""The engine and the prover's second evaluation say what the oracle expects: of all that ships, and of any protocol."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from rules import Outcome, Period, RulesError, Verdict, shipped
from rules.engine import evaluation
from rules.prover import second_evaluation
from rules.prover.second_evaluation import HeldUntil
from rules.prover.world import World
from rules.reading.loader import load_protocol
from tests.mutants import in_protocols
from tests.mutants.seeding import Mutant, seeded
from tests.rules.evaluations import ALL, any_differing, both, differing, sampled
from tests.rules.oracle import files

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HAIR_REMOVAL = HERE / "prover" / "hair_removal.yaml"
SHIPPED = [(name, overlays) for name in shipped() for overlays in ((), ALL)]
OVERLAID = [(name, (overlay,)) for name in shipped() for overlay in ALL]


def test_the_oracle_shares_no_code_with_what_it_judges() -> None:
    for file in (HERE / "oracle").glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        parts = [each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
        parts += [name.name for each in ast.walk(tree) if isinstance(each, ast.Import) for name in each.names]
        own = [each for each in parts if each.split(".")[0] in ("rules", "kiosk", "screens", "tests")]
        assert all(each.startswith("tests.rules.oracle") for each in own), file.name


class TestWhatShips:
    @pytest.mark.parametrize(
        ("protocol_id", "overlays"),
        [*SHIPPED, *(pytest.param(*each, marks=pytest.mark.thorough) for each in OVERLAID)],
        ids=str,
    )
    def test_is_evaluated_as_the_oracle_expects(self, protocol_id: str, overlays: tuple[str, ...]) -> None:
        written, protocol = both(protocol_id, overlays)
        assert next(differing(written, protocol, sampled(written, 40)), None) is None

    @pytest.mark.thorough
    @pytest.mark.parametrize(("protocol_id", "overlays"), [*SHIPPED, *OVERLAID], ids=str)
    def test_is_so_in_every_case_that_its_proof_rests_on(self, protocol_id: str, overlays: tuple[str, ...]) -> None:
        written, protocol = both(protocol_id, overlays)
        world = World(protocol)
        cases = ({**world.rest_of(case.component), **case.component.beside, **case.raw} for case in world.cases)
        assert next(differing(written, protocol, cases), None) is None


class TestProtocolsOfOthers:
    def test_for_another_treatment_are_evaluated_as_the_oracle_expects(self) -> None:
        written, protocol = files.read(HAIR_REMOVAL), load_protocol(HAIR_REMOVAL)
        assert next(differing(written, protocol, sampled(written, 40)), None) is None

    @given(st.integers(0, 10**9))
    def test_of_any_kind_are_evaluated_as_the_oracle_expects(self, seed: int) -> None:
        assert next(any_differing(seed), None) is None

    @pytest.mark.thorough
    @pytest.mark.parametrize("mutant", in_protocols.MUTANTS, ids=lambda mutant: mutant.name)
    def test_with_a_fault_are_evaluated_as_they_are_written(self, mutant: Mutant) -> None:
        """A wrong rule is for the proof to tell; what it says is one thing to all three."""
        for name, text in seeded(mutant, ROOT).items():
            try:
                protocol = rules.read_protocol(text, name)
            except RulesError:
                continue
            written = files.parsed(text)
            assert next(differing(written, protocol, sampled(written, 40)), None) is None


def without_unclear_answers(*_: Any) -> tuple[()]:
    return ()


def always_a_review(_: Any) -> Outcome:
    return Outcome.REVIEW


def a_day_early(period: Period, start: date) -> date | None:
    end = honest_end(period, start)
    return end and end - timedelta(days=1)


def without_a_day(**named: Any) -> Verdict:
    return replace(honest_verdict(**named), earliest=None)


def ending_first(parts: list[HeldUntil]) -> HeldUntil:
    ends = [part.until for part in parts if part.truth == "yes" and part.until is not None]
    held = honest_any(parts)
    return replace(held, until=min(ends)) if held.until else held


def ending_last(parts: list[HeldUntil]) -> HeldUntil:
    ends = [part.until for part in parts if part.until is not None]
    held = honest_all(parts)
    return replace(held, until=max(ends)) if held.until else held


honest_end, honest_verdict = Period.passed_on, Verdict.of
honest_any, honest_all = second_evaluation._any, second_evaluation._all


class TestAFault:
    @pytest.fixture(autouse=True)
    def compiled_anew(self) -> Iterator[None]:
        evaluation._program.cache_clear()
        yield
        evaluation._program.cache_clear()

    @pytest.mark.parametrize(
        ("whose", "where", "name", "fault"),
        [
            ("the engine", evaluation, "_of_unclear_answers", without_unclear_answers),
            ("the engine", evaluation, "_open_outcome", always_a_review),
            ("the engine", Period, "passed_on", a_day_early),
            ("the engine", evaluation.Verdict, "of", without_a_day),
            ("the second evaluation", second_evaluation, "_any", ending_first),
            ("the second evaluation", second_evaluation, "_all", ending_last),
        ],
    )
    def test_in_one_of_the_two_is_told_of_that_one(
        self, whose: str, where: Any, name: str, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(where, name, fault)
        told = next(each for seed in range(200) for each in any_differing(seed))
        assert told.startswith(whose)
