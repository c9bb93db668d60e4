"""The medical facial by example: nothing goes above review, and what is inferred says so."""

from datetime import date

import pytest

from rules import NextStep, Outcome, protocol
from tests.rules.clinic import facial, fired, only


def test_nothing_speaks_against_a_healthy_client():
    verdict = facial()
    assert (verdict.outcome, verdict.next_step) == (Outcome.ELIGIBLE, NextStep.ROOM)


@pytest.mark.parametrize(
    ("question", "rule"),
    [("herpes_active", "MF-HERPES"), ("pimples_open", "MF-PIMPLES-OPEN"), ("lesion", "MF-LESION")],
)
def test_what_shows_on_the_skin_today_is_looked_at_first_and_says_that_this_is_inferred(question: str, rule: str):
    verdict = facial(**{question: "yes"})
    assert fired(verdict) == [(rule, "review", "yes")]
    assert only(verdict).inferred
    assert any(source.startswith("parisian-peel, contraindications") for source in only(verdict).source)


def test_a_planned_laser_is_for_the_practitioner():
    assert fired(facial(laser_planned="yes")) == [("MF-LASER", "review", "yes")]


def test_isotretinoin_now_is_looked_at_first():
    verdict = facial(isotretinoin="now")
    assert fired(verdict) == [("MF-ACCUTANE", "review", "yes")]
    assert only(verdict).until is None


def test_isotretinoin_stopped_five_months_ago_is_looked_at_first_with_a_recommended_day():
    verdict = facial(isotretinoin="stopped", isotretinoin_last="2026-04-15", on=date(2026, 9, 15))
    assert fired(verdict) == [("MF-ACCUTANE", "review", "yes")]
    assert only(verdict).until == date(2026, 10, 15)
    assert verdict.earliest is None


def test_what_is_only_inferred_names_no_day_to_the_client():
    finding = only(facial(isotretinoin="stopped", isotretinoin_last="2026-04-15", on=date(2026, 9, 15)))
    assert "2026" not in finding.client
    assert finding.staff.endswith("No longer so from 15 October 2026.")


def test_isotretinoin_stopped_six_months_ago_is_over():
    verdict = facial(isotretinoin="stopped", isotretinoin_last="2026-03-15", on=date(2026, 9, 15))
    assert verdict.outcome is Outcome.ELIGIBLE


def test_a_retinoid_used_two_days_ago_is_looked_at_first():
    verdict = facial(retinoid="yes", retinoid_last="2026-09-13", on=date(2026, 9, 15))
    assert fired(verdict) == [("MF-RETINOID-3D", "review", "yes")]
    assert only(verdict).until == date(2026, 9, 16)


def test_a_rash_where_the_facial_goes_is_looked_at_first():
    assert fired(facial(rash="yes", rash_where=["face"])) == [("MF-RASH-AREA", "review", "yes")]


def test_a_rash_on_the_hands_is_a_caution():
    assert fired(facial(rash="yes", rash_where=["hands"])) == [("MF-RASH-ELSEWHERE", "caution", "yes")]


def test_a_rash_and_a_treatment_both_somewhere_else_may_be_the_same_place():
    verdict = facial(area=["other"], rash="yes", rash_where=["other"])
    assert fired(verdict) == [("MF-AREA", "review", "yes"), ("MF-RASH-AREA", "review", "unknown")]


def test_a_product_that_hurt_the_skin_is_a_caution():
    assert fired(facial(reaction="yes")) == [("MF-REACTION", "caution", "yes")]


def test_sensitive_skin_is_a_caution_and_the_other_types_are_not():
    assert fired(facial(skin_type="sensitive")) == [("MF-SENSITIVE", "caution", "yes")]
    for skin_type in ("dry", "oily", "combination", "normal"):
        assert facial(skin_type=skin_type).outcome is Outcome.ELIGIBLE


def test_who_wants_no_extraction_gets_a_facial_without_it():
    verdict = facial(extraction_ok="no")
    assert fired(verdict) == [("MF-EXTRACTION", "caution", "yes")]
    assert verdict.next_step is NextStep.ROOM


@pytest.mark.parametrize("goal", ["acne", "dark_spots"])
def test_against_acne_and_dark_spots_two_weeks_between_facials_are_enough(goal: str):
    last = {"goal": goal, "had_before": "yes", "session_last": "2026-09-01"}
    early = facial(on=date(2026, 9, 14), **last)
    assert fired(early) == [("MF-SPACING-2W", "review", "yes")]
    assert only(early).until == date(2026, 9, 15)
    assert facial(on=date(2026, 9, 15), **last).outcome is Outcome.ELIGIBLE


@pytest.mark.parametrize("goal", ["upkeep", "aging", "dull"])
def test_for_other_goals_it_is_four_weeks(goal: str):
    last = {"goal": goal, "had_before": "yes", "session_last": "2026-09-01"}
    early = facial(on=date(2026, 9, 28), **last)
    assert fired(early) == [("MF-SPACING-4W", "review", "yes")]
    assert only(early).until == date(2026, 9, 29)
    assert facial(on=date(2026, 9, 29), **last).outcome is Outcome.ELIGIBLE


def test_a_facial_longer_ago_than_four_weeks_is_long_enough_for_two_weeks_too():
    for goal in ("acne", "upkeep"):
        assert facial(goal=goal, had_before="yes", session_last="longer_ago").outcome is Outcome.ELIGIBLE


def test_an_unknown_goal_is_one_finding_and_no_spacing_rule_is_guessed():
    verdict = facial(goal="not_sure", had_before="yes", session_last="2026-09-14", on=date(2026, 9, 15))
    assert fired(verdict) == [("MF-SPACING-2W", "review", "unknown")]


def test_no_rule_of_the_facial_goes_above_review():
    assert max(rule.outcome for rule in protocol("medical-facial").rules) is Outcome.REVIEW
