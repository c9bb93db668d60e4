"""A day is said to a client once, the verdict's, and not at all where it has none."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest

from rules import Finding, Outcome, Verdict, day_in_words
from tests.rules.clinic import facial, peel

ON = date(2026, 9, 15)
DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b")
STOPPED = {"isotretinoin": "stopped", "isotretinoin_last": "2026-08-31"}
CREAM = {"retinoid": "yes", "retinoid_last": "2026-09-14"}
SESSION = {"had_before": "yes", "session_last": "2026-09-10"}


def days_said(verdict: Verdict) -> list[str]:
    return [day for finding in verdict.findings for day in DAY.findall(finding.client)]


def by_rule(verdict: Verdict) -> dict[str, str]:
    return {finding.rule: finding.client for finding in verdict.findings}


def test_of_two_findings_with_a_day_the_one_that_lasts_longer_says_it() -> None:
    said = by_rule(peel(on=ON, **STOPPED, **CREAM))
    assert said["PP-ACCUTANE-6M"].endswith("You can come from 1 March 2027.")
    assert said["PP-RETINOID-3D"] == (
        "Your skin needs 3 days of rest from the cream you told us about. If it was prescribed, ask who prescribed it "
        "before you change how you use it."
    )


@pytest.mark.parametrize(
    "beside",
    [
        {"rosacea": "yes"},  # nothing has been decided
        {"herpes_active": "yes"},  # looked at again at the next visit
        {"isotretinoin": "now", "isotretinoin_last": None},
        {"rosacea": None},  # not all is answered
    ],
)
def test_no_day_is_said_where_the_verdict_has_none(beside: dict[str, Any]) -> None:
    verdict = peel(on=ON, **{**STOPPED, **CREAM, **SESSION, **beside})
    assert verdict.earliest is None
    assert days_said(verdict) == []


def test_a_day_that_is_only_recommended_is_not_said_beside_another() -> None:
    verdict = peel(on=ON, **CREAM, **SESSION)
    assert days_said(verdict) == ["17 September 2026"]
    assert days_said(peel(on=ON, **SESSION)) == []


def test_an_exact_day_is_said_rather_than_one_that_may_turn_out_sooner() -> None:
    cream = {"retinoid": "yes", "retinoid_last": "within"}
    assert "at the latest" in by_rule(peel(on=ON, **cream))["PP-RETINOID-3D"]
    exact = {"isotretinoin": "stopped", "isotretinoin_last": "2026-03-18"}
    said = by_rule(peel(on=ON, **cream, **exact))
    assert said["PP-ACCUTANE-6M"].endswith("You can come from 18 September 2026.")
    assert "18 September" not in said["PP-RETINOID-3D"]


def test_the_day_goes_with_what_is_settled_or_added() -> None:
    verdict = peel(on=ON, **STOPPED, **CREAM, herpes_active="yes")
    (herpes,) = [finding for finding in verdict.findings if finding.rule == "PP-HERPES"]
    settled = verdict.without_findings([herpes])
    assert days_said(settled) == ["1 March 2027"]
    shut = Finding(rule="X-1", outcome=Outcome.CONTRAINDICATED, because="yes", client="A word.", staff="A word.")
    assert days_said(settled.with_findings([shut])) == []
    (medicine,) = [finding for finding in settled.findings if finding.rule == "PP-ACCUTANE-6M"]
    assert days_said(settled.without_findings([medicine])) == ["17 September 2026"]


def test_a_verdict_reads_back_with_the_day_it_said() -> None:
    verdict = peel(on=ON, **STOPPED, **CREAM)
    assert Verdict.from_json(verdict.to_record()) == verdict
    assert days_said(Verdict.from_json(verdict.to_record()).with_findings([])) == ["1 March 2027"]


def combinations() -> Iterator[Verdict]:
    parts: list[list[dict[str, Any]]] = [
        [{}, STOPPED, {"isotretinoin": "now"}, {"isotretinoin": "stopped", "isotretinoin_last": "not_sure"}],
        [{}, CREAM, {"retinoid": "yes", "retinoid_last": "within"}, {"retinoid": "yes", "retinoid_last": "2026-09"}],
        [{}, SESSION],
        [{}, {"herpes_active": "yes"}, {"herpes_active": "not_sure"}],
        [{}, {"lesion": "yes"}],
    ]
    for chosen in product(*parts):
        answers = {name: raw for part in chosen for name, raw in part.items()}
        yield peel(on=ON, **answers)
        yield peel(on=ON, **answers, rosacea="yes")
        yield facial(on=ON, **answers)


def test_whatever_is_answered_one_day_is_said_and_it_is_the_verdicts() -> None:
    seen = set()
    for verdict in combinations():
        assert days_said(verdict) == ([] if verdict.earliest is None else [day_in_words(verdict.earliest)])
        seen.add(verdict.earliest)
    assert len(seen) > 3
