"""A verdict is said in sentences, and what would change it is true: the engine is asked on the days themselves."""

from datetime import date, timedelta
from typing import Any

import pytest

from rules import evaluate, protocol, resolve
from rules.engine.outlook import account, rests_on, turns
from rules.engine.verdict import Finding
from rules.model.outcome import Outcome
from tests.rules.clinic import cases_in, shipped_cases

PEEL = protocol("parisian-peel")
ON = date(2026, 9, 15)
HEALTHY = dict(cases_in(shipped_cases("parisian-peel")).cases[0].answers)
STOPPED = {"isotretinoin": "stopped", "isotretinoin_last": "2026-08-31"}
CREAM = {"retinoid": "yes", "retinoid_last": "2026-09-14"}
BEFORE = {"had_before": "yes", "session_last": "2026-09-01"}


def told(**changes: Any) -> list[str]:
    answers = resolve(PEEL, HEALTHY | changes, answered_on=ON)
    return list(account(PEEL, answers, evaluate(PEEL, answers, on=ON)))


def test_it_says_answers_rule_source_until_when_and_what_would_change_it() -> None:
    lines = told(**STOPPED)
    assert lines[0] == "Parisian Peel, version 3, on 15 September 2026: deferred, book from 1 March 2027."
    assert lines[1] == "Deferred by PP-ACCUTANE-6M, because of Last Accutane: 31 August 2026."
    assert "  Source: parisian-peel, contraindications 1; parisian-peel, discontinue 1." in lines
    assert "  Until: 1 March 2027." in lines
    assert lines[-2:] == ["What would change it:", "  From 1 March 2027, all else equal: eligible."]


def test_nothing_found_says_that_nothing_was_and_nothing_would_change_it() -> None:
    assert told() == [
        "Parisian Peel, version 3, on 15 September 2026: eligible, to the room.",
        f"No rule speaks against it: 18 rules looked at, {len(HEALTHY) + 1} questions asked and answered.",
    ]


def test_a_day_that_is_not_exact_is_said_to_be_at_the_latest() -> None:
    lines = told(isotretinoin="stopped", isotretinoin_last="2026-08")
    assert "  Until: 1 March 2027 at the latest, because the answer is not an exact day." in lines
    assert "Deferred by PP-ACCUTANE-6M, because of Last Accutane: August 2026." in lines


def test_an_unsure_answer_is_said_to_leave_its_rule_open() -> None:
    lines = told(rosacea="prefer_not")
    assert "Review by PP-ROSACEA, left open by Rosacea: rather not say." in lines
    assert lines[-1] == "  Rosacea: once it is known and harmless (PP-ROSACEA), all else equal: eligible."


def test_a_finding_without_a_day_says_what_stays_once_it_is_gone() -> None:
    lines = told(pimples_open="yes", **STOPPED)
    assert lines[-1] == (
        "  Open spots: once this is no longer so (PP-PIMPLES-OPEN), all else equal: still deferred until 1 March 2027."
    )


def test_unanswered_questions_are_named() -> None:
    answers = resolve(PEEL, {key: raw for key, raw in HEALTHY.items() if key != "rosacea"}, answered_on=ON)
    lines = account(PEEL, answers, evaluate(PEEL, answers, on=ON))
    assert lines[0].endswith(": incomplete; so far eligible.")
    assert "Still to be answered: Rosacea." in lines


@pytest.mark.parametrize("changes", [STOPPED, CREAM, BEFORE, STOPPED | CREAM | BEFORE, CREAM | {"strong_sun": "yes"}])
def test_the_days_it_names_are_exactly_those_on_which_the_outcome_changes(changes: dict[str, Any]) -> None:
    answers = resolve(PEEL, HEALTHY | changes, answered_on=ON)
    named = {turn.on: turn.verdict.outcome for turn in turns(PEEL, answers, evaluate(PEEL, answers, on=ON))}
    found = {}
    before = evaluate(PEEL, answers, on=ON).outcome
    for days in range(1, 400):
        day = ON + timedelta(days=days)
        after = evaluate(PEEL, answers, on=day).outcome
        if after != before:
            found[day] = after
        before = after
    assert named == found
    assert found


def test_what_a_finding_rests_on_is_true_of_the_verdict_without_it() -> None:
    answers = resolve(PEEL, HEALTHY | {"pimples_open": "yes", "strong_sun": "yes"}, answered_on=ON)
    found = {each.finding.rule: each.otherwise for each in rests_on(PEEL, evaluate(PEEL, answers, on=ON))}
    healed = evaluate(PEEL, HEALTHY | {"strong_sun": "yes"}, on=ON)
    assert (found["PP-PIMPLES-OPEN"].outcome, found["PP-PIMPLES-OPEN"].findings) == (healed.outcome, healed.findings)


def test_a_verdict_that_only_waits_for_a_signature_says_that_it_does() -> None:
    answers = resolve(PEEL, HEALTHY, answered_on=ON)
    unsigned = Finding("HOUSE-UNSIGNED", Outcome.REVIEW, "yes", "We look first.", "Nobody signed these rules.")
    lines = list(account(PEEL, answers, evaluate(PEEL, answers, on=ON).with_findings([unsigned])))
    assert lines[-2:] == [
        "What would change it:",
        "  The signature: once the clinic's lead signs these rules (HOUSE-UNSIGNED), all else equal: eligible.",
    ]
