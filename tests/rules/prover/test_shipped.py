"""What comes with the kiosk is proven, over every case."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import rules
from rules import Protocol, protocol, shipped
from rules.checks.results import Tally
from rules.proof.protocol_proof import LETTERS, Proof, Report
from rules.proof.proving import prove
from rules.prover import period_days
from rules.prover.world import Shared, World
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays
from rules.reading.translations import translations_of
from tests.proven import kept_for_this_run
from tests.rules.clinic import shipped_cases
from tests.rules.prover.faults import PEEL, edited, rule

SHARED: Shared = {}
"""As in one run of `kiosk rules check`."""
LANGUAGES = ["es", "fr"]
"""Those that everything that ships is translated into."""


@cache
def proven(protocol_id: str) -> Report:
    with kept_for_this_run():
        return prove(protocol(protocol_id), translations_of(protocol(protocol_id), shipped_cases(protocol_id)), SHARED)


@pytest.fixture(params=shipped())
def report(request: pytest.FixtureRequest) -> Report:
    return proven(request.param)


class TestAShippedProtocol:
    def test_is_there_and_proven_in_each_language(self, report: Report) -> None:
        assert sorted(report.translations) == LANGUAGES

    def test_is_proven_in_every_property(self, report: Report) -> None:
        assert [(each.judged.letter, each.counterexample) for each in report.failures] == []
        assert "".join(each.judged.letter for each in report.results) == LETTERS

    def test_is_judged_over_all_answers_that_can_be_given(self, report: Report) -> None:
        assert report.enumerated > 800
        by_letter = {each.judged.letter: each.cases for each in report.results}
        assert by_letter["f"] > 20_000
        assert by_letter["e"] > 5_000
        assert all(by_letter[letter] > 0 for letter in LETTERS if letter != "a")

    def test_has_no_exception_but_those_that_are_named(self, report: Report) -> None:
        excused = {each.judged.letter for each in report.results if each.exceptions}
        assert excused <= {"a", "i", "k"}

    def test_leaves_a_proof_that_can_be_kept(self, report: Report) -> None:
        proof = report.proof
        assert proof is not None
        assert Proof.from_json(json.loads(json.dumps(proof.to_json()))) == proof
        assert proof.holds_for(protocol(report.protocol))


class TestTheShippedOverlays:
    @pytest.mark.thorough
    @pytest.mark.parametrize("overlay_id", shipped_overlays())
    def test_are_proven_on_each_protocol_they_are_made_for(self, overlay_id: str) -> None:
        overlay = load_overlay(shipped_overlay(overlay_id))
        for protocol_id in overlay.says.protocols:
            file = shipped_file(protocol_id)
            with kept_for_this_run():
                made = combined(read_text(file), file, overlay)
                translated = translations_of(made, file, [overlay])
                report = prove(made, translated, shared=SHARED)
            assert sorted(translated) == LANGUAGES
            assert [(each.judged.letter, each.counterexample) for each in report.failures] == []
            assert report.overlays == (overlay.mark,)


def periods_of(judged: Protocol, shared: Shared) -> Tally:
    tally = Tally()
    assert list(period_days.judge(World(judged, shared), tally)) == []
    return tally


class TestProtocolsOfOneRun:
    def test_share_what_is_the_same_in_them_and_nothing_else(self) -> None:
        shared: Shared = {}
        alone, again = periods_of(protocol(PEEL), shared), periods_of(protocol(PEEL), shared)
        assert alone.cases == again.cases > 20_000
        longer = edited(PEEL, lambda written: rule(written, "PP-SPACING-3W")["when"].update(less_than_ago="4 weeks"))
        before = len(shared)
        periods_of(longer, shared)
        assert len(shared) == before + 1


class TestOnlyThePeel:
    def test_has_contraindications_of_its_own_to_be_judged(self) -> None:
        cases = {each.judged.letter: each.cases for each in proven(PEEL).results}
        assert cases["a"] > 500


class TestAProof:
    def test_does_not_hold_once_a_character_has_changed(self) -> None:
        proof = proven(PEEL).proof
        changed = edited(PEEL, lambda written: rule(written, "PP-SUN").update(staff="Strong sun."))
        assert proof is not None
        assert not proof.holds_for(changed)

    def test_does_not_hold_for_fewer_properties_than_there_are(self) -> None:
        proof = proven(PEEL).proof
        assert proof is not None
        kept = proof.to_json()
        kept["properties"] = kept["properties"][1:]
        assert not Proof.from_json(kept).holds_for(protocol(PEEL))

    def test_does_not_hold_for_another_engine(self) -> None:
        proof = proven(PEEL).proof
        assert proof is not None
        assert not Proof.from_json({**proof.to_json(), "engine": "0"}).holds_for(protocol(PEEL))

    def test_does_not_hold_for_a_translation_it_did_not_see(self) -> None:
        proof = proven(PEEL).proof
        assert proof is not None
        assert proof.holds_for(protocol(PEEL), translations_of(protocol(PEEL), shipped_cases(PEEL)))
        assert not proof.holds_for(protocol(PEEL), {"es": {"title": "Peeling"}})

    def test_is_read_without_loading_the_prover(self) -> None:
        loaded = subprocess.run(
            [sys.executable, "-c", "import sys, rules.proof.protocol_proof; print(*sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(rules.__file__).parents[1],
        ).stdout.split()
        assert "rules.proof.protocol_proof" in loaded
        assert not {"rules.proof.properties", "rules.prover.world", "syllapy", "pyphen"} & set(loaded)

    def test_is_not_there_for_what_is_not_proven(self) -> None:
        weak = edited(PEEL, lambda written: rule(written, "PP-HERPES").update(outcome="review"))
        with kept_for_this_run():
            report = prove(weak)
        assert report.proof is None
        assert [each.judged.letter for each in report.failures] == ["a"]
