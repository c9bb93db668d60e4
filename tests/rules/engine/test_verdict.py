"""Outcomes, findings and verdicts: their order, their next step, and what others may add."""

from datetime import date
from itertools import pairwise

import pytest

from rules import Finding, NextStep, Outcome, Verdict, explain
from tests.rules.clinic import facial, peel

VERDICT_KEYS = ["protocol", "version", "sha256", "on", "outcome", "next_step", "earliest", "findings", "unanswered"]
FINDING_KEYS = ["rule", "outcome", "because", "until", "client", "staff", "source", "inferred"]


def house(outcome: Outcome = Outcome.REVIEW, until: date | None = None) -> Finding:
    return Finding(
        rule="HOUSE-UNSIGNED", outcome=outcome, because="yes", client="A word.", staff="A word.", until=until
    )


def test_outcomes_are_ordered_by_severity_and_not_by_letter():
    assert list(Outcome) == sorted(Outcome) == ["eligible", "caution", "review", "deferred", "contraindicated"]
    assert max(Outcome.CAUTION, Outcome.DEFERRED, Outcome.ELIGIBLE) is Outcome.DEFERRED
    for lower, higher in pairwise(Outcome):
        assert lower < higher
        assert lower <= higher
        assert higher > lower
        assert higher >= lower
        assert lower.rank + 1 == higher.rank


def test_a_verdict_has_the_published_keys_in_json():
    verdict = peel(herpes_active="yes").to_json()
    assert list(verdict) == VERDICT_KEYS
    assert list(verdict["findings"][0]) == FINDING_KEYS
    assert verdict["on"] == "2026-09-15"
    assert len(verdict["sha256"]) == 64


@pytest.mark.parametrize(
    ("verdict", "step"),
    [
        (peel(), NextStep.ROOM),
        (peel(strong_sun="yes"), NextStep.ROOM),
        (peel(eczema="yes"), NextStep.PRACTITIONER_FIRST),
        (peel(retinoid="yes", retinoid_last="within"), NextStep.BOOK_FROM),
        (peel(isotretinoin="now"), NextStep.PRACTITIONER_FIRST),
        (peel(rosacea="yes"), NextStep.PRACTITIONER_TALKS),
        (peel(rosacea=None), None),
    ],
)
def test_the_next_step_follows_from_the_outcome(verdict: Verdict, step: NextStep | None):
    assert verdict.next_step is step


def test_a_house_finding_raises_an_eligible_verdict():
    verdict = facial().with_findings([house()])
    assert (verdict.outcome, verdict.next_step) == (Outcome.REVIEW, NextStep.PRACTITIONER_FIRST)
    assert [finding.rule for finding in verdict.findings] == ["HOUSE-UNSIGNED"]


def test_a_house_finding_keeps_a_deferral_and_its_day():
    deferred = peel(retinoid="yes", retinoid_last="within")
    verdict = deferred.with_findings([house()])
    assert (verdict.outcome, verdict.earliest) == (Outcome.DEFERRED, deferred.earliest)
    assert [finding.rule for finding in verdict.findings] == ["PP-RETINOID-3D", "HOUSE-UNSIGNED"]


def test_a_house_deferral_without_a_day_takes_the_day_away():
    verdict = peel(retinoid="yes", retinoid_last="within").with_findings([house(Outcome.DEFERRED)])
    assert (verdict.earliest, verdict.next_step) == (None, NextStep.PRACTITIONER_FIRST)


def test_the_day_of_a_house_review_never_becomes_the_earliest():
    verdict = peel().with_findings([house(until=date(2027, 1, 1))])
    assert verdict.earliest is None


def test_a_house_finding_does_not_complete_an_incomplete_verdict():
    verdict = peel(rosacea=None).with_findings([house()])
    assert (verdict.outcome, verdict.next_step) == ("incomplete", None)


def test_a_settled_finding_can_be_taken_out_and_the_verdict_is_drawn_again():
    verdict = peel(rosacea="not_sure", strong_sun="yes")
    settled = verdict.without_findings(finding for finding in verdict.findings if finding.because == "unknown")
    assert (settled.outcome, settled.next_step) == (Outcome.CAUTION, NextStep.ROOM)


def test_a_verdict_cannot_be_changed():
    with pytest.raises(AttributeError):
        peel().outcome = Outcome.ELIGIBLE  # type: ignore[misc]


@pytest.mark.parametrize("field", ["outcome", "on", "earliest", "next_step"])
def test_a_verdict_with_a_field_that_means_nothing_is_not_read(field: str):
    kept = {**peel().to_json(), field: "perhaps"}
    with pytest.raises(ValueError, match="perhaps"):
        Verdict.from_json(kept)


def test_a_verdict_explains_itself_in_sentences():
    sentences = explain(peel(isotretinoin="stopped", isotretinoin_last="2026-08-31", strong_sun="yes"))
    assert sentences[0] == "Not today. Possible from 1 March 2027."
    assert "PP-ACCUTANE-6M" in sentences[1]
    assert "contraindications 1" in sentences[1]
    assert "PP-SUN" in sentences[2]
    assert explain(peel()) == ("Nothing stands against the treatment.",)
