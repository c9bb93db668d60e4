"""The Parisian Peel by example: each rule, at its border and beside it."""

from datetime import date

import pytest

from rules import NextStep, Outcome, protocol
from tests.rules.clinic import fired, only, peel


def test_nothing_speaks_against_a_healthy_client():
    verdict = peel()
    assert (verdict.outcome, verdict.next_step, verdict.earliest) == (Outcome.ELIGIBLE, NextStep.ROOM, None)
    assert verdict.findings == ()
    assert verdict.unanswered == ()


def test_isotretinoin_taken_now_defers_without_a_day_and_goes_to_the_practitioner():
    verdict = peel(isotretinoin="now")
    assert fired(verdict) == [("PP-ACCUTANE-NOW", "deferred", "yes")]
    assert verdict.earliest is None
    assert verdict.next_step is NextStep.PRACTITIONER_FIRST


def test_isotretinoin_stopped_five_months_ago_defers_by_one_month():
    verdict = peel(isotretinoin="stopped", isotretinoin_last="2026-04-15", on=date(2026, 9, 15))
    assert fired(verdict) == [("PP-ACCUTANE-6M", "deferred", "yes")]
    assert verdict.earliest == date(2026, 10, 15)
    assert verdict.next_step is NextStep.BOOK_FROM


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2026, 10, 14), Outcome.DEFERRED),
        (date(2026, 10, 15), Outcome.ELIGIBLE),
        (date(2026, 10, 16), Outcome.ELIGIBLE),
    ],
)
def test_six_months_after_isotretinoin_are_over_on_the_same_day_of_the_month(on: date, outcome: Outcome):
    assert peel(isotretinoin="stopped", isotretinoin_last="2026-04-15", on=on).outcome is outcome


def test_six_months_from_31_august_end_on_1_march():
    verdict = peel(isotretinoin="stopped", isotretinoin_last="2026-08-31", on=date(2026, 11, 24))
    assert verdict.earliest == date(2027, 3, 1)
    assert only(verdict).client.endswith("You can come from 1 March 2027.")


def test_on_28_february_six_months_from_31_august_have_not_passed():
    stopped = {"isotretinoin": "stopped", "isotretinoin_last": "2026-08-31"}
    assert peel(on=date(2027, 2, 28), **stopped).outcome is Outcome.DEFERRED
    assert peel(on=date(2027, 3, 1), **stopped).outcome is Outcome.ELIGIBLE


def test_isotretinoin_never_taken_asks_for_no_last_time():
    assert peel(isotretinoin="never", isotretinoin_last="within").outcome is Outcome.ELIGIBLE


def test_a_retinoid_used_two_days_ago_defers_by_one_day():
    verdict = peel(retinoid="yes", retinoid_last="2026-09-13", on=date(2026, 9, 15))
    assert fired(verdict) == [("PP-RETINOID-3D", "deferred", "yes")]
    assert verdict.earliest == date(2026, 9, 16)


def test_a_retinoid_used_three_days_ago_does_not_defer():
    assert peel(retinoid="yes", retinoid_last="2026-09-12", on=date(2026, 9, 15)).outcome is Outcome.ELIGIBLE


def test_no_text_tells_a_client_to_stop_what_was_prescribed():
    for verdict in (peel(isotretinoin="now"), peel(retinoid="yes", retinoid_last="within")):
        text = only(verdict).client
        assert "ask who prescribed it" in text
        assert "stop" not in text.lower()


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("acne_inflamed", "PP-ACNE-INFLAMED"),
        ("pimples_open", "PP-PIMPLES-OPEN"),
        ("herpes_active", "PP-HERPES"),
        ("lesion", "PP-LESION"),
    ],
)
def test_what_must_heal_or_be_seen_first_defers_without_a_day(question: str, rule: str):
    verdict = peel(**{question: "yes"})
    assert fired(verdict) == [(rule, "deferred", "yes")]
    assert (verdict.earliest, verdict.next_step) == (None, NextStep.PRACTITIONER_FIRST)


@pytest.mark.parametrize(
    ("question", "rule"),
    [("rosacea", "PP-ROSACEA"), ("keratosis", "PP-KERATOSIS"), ("autoimmune", "PP-AUTOIMMUNE")],
)
def test_a_condition_the_source_excludes_is_for_the_practitioner_to_talk_about(question: str, rule: str):
    verdict = peel(**{question: "yes"})
    assert fired(verdict) == [(rule, "contraindicated", "yes")]
    assert verdict.next_step is NextStep.PRACTITIONER_TALKS


@pytest.mark.parametrize(("question", "rule"), [("deep_acne", "PP-DEEP-ACNE"), ("eczema", "PP-ECZEMA")])
def test_what_the_peel_alone_cannot_help_is_looked_at_first(question: str, rule: str):
    verdict = peel(**{question: "yes"})
    assert fired(verdict) == [(rule, "review", "yes")]
    assert verdict.next_step is NextStep.PRACTITIONER_FIRST


def test_a_rash_where_the_peel_goes_defers():
    verdict = peel(area=["face", "neck"], rash="yes", rash_where=["neck", "hands"])
    assert fired(verdict) == [("PP-RASH-AREA", "deferred", "yes")]


def test_a_rash_on_the_hands_while_the_face_is_treated_is_a_caution():
    verdict = peel(area=["face"], rash="yes", rash_where=["hands"])
    assert fired(verdict) == [("PP-RASH-ELSEWHERE", "caution", "yes")]
    assert verdict.next_step is NextStep.ROOM


def test_a_rash_somewhere_else_while_the_face_is_treated_is_a_caution():
    assert fired(peel(area=["face"], rash="yes", rash_where=["other"])) == [("PP-RASH-ELSEWHERE", "caution", "yes")]


def test_a_rash_and_a_treatment_both_somewhere_else_may_be_the_same_place():
    verdict = peel(area=["face", "other"], rash="yes", rash_where=["hands", "other"])
    assert fired(verdict) == [("PP-AREA", "review", "yes"), ("PP-RASH-AREA", "review", "unknown")]


def test_a_rash_in_a_named_treated_area_defers_whatever_else_is_somewhere_else():
    verdict = peel(area=["face", "other"], rash="yes", rash_where=["face", "other"])
    assert fired(verdict)[0] == ("PP-RASH-AREA", "deferred", "yes")
    assert "PP-RASH-ELSEWHERE" not in {finding.rule for finding in verdict.findings}


def test_a_peel_two_weeks_ago_is_looked_at_first_with_a_recommended_day_but_no_earliest():
    verdict = peel(had_before="yes", session_last="2026-09-01", on=date(2026, 9, 15))
    finding = only(verdict)
    assert (finding.rule, finding.outcome, finding.until) == ("PP-SPACING-3W", Outcome.REVIEW, date(2026, 9, 22))
    assert (verdict.earliest, verdict.next_step) == (None, NextStep.PRACTITIONER_FIRST)


def test_a_peel_three_weeks_ago_is_long_enough():
    assert peel(had_before="yes", session_last="2026-08-25", on=date(2026, 9, 15)).outcome is Outcome.ELIGIBLE


def test_a_place_the_source_does_not_name_is_looked_at_first():
    assert fired(peel(area=["other"])) == [("PP-AREA", "review", "yes")]


def test_strong_sun_later_today_is_a_caution():
    assert fired(peel(strong_sun="yes")) == [("PP-SUN", "caution", "yes")]


def test_a_note_is_a_caution_and_an_empty_one_is_not():
    assert fired(peel(note="Getting married in May.")) == [("PP-NOTE", "caution", "yes")]
    assert peel(note="  \n ").outcome is Outcome.ELIGIBLE
    assert peel(note="").outcome is Outcome.ELIGIBLE


def test_the_earliest_day_is_the_latest_of_all_deferrals():
    verdict = peel(
        isotretinoin="stopped",
        isotretinoin_last="2026-04-15",
        retinoid="yes",
        retinoid_last="2026-09-14",
        on=date(2026, 9, 15),
    )
    assert [finding.until for finding in verdict.findings] == [date(2026, 10, 15), date(2026, 9, 17)]
    assert verdict.earliest == date(2026, 10, 15)


def test_one_deferral_without_a_day_leaves_no_earliest_day():
    verdict = peel(retinoid="yes", retinoid_last="2026-09-14", herpes_active="yes")
    assert (verdict.outcome, verdict.earliest) == (Outcome.DEFERRED, None)
    assert verdict.next_step is NextStep.PRACTITIONER_FIRST


def test_a_contraindication_leaves_no_earliest_day_beside_a_dated_deferral():
    verdict = peel(retinoid="yes", retinoid_last="2026-09-14", rosacea="yes")
    assert (verdict.outcome, verdict.earliest) == (Outcome.CONTRAINDICATED, None)


def test_findings_stand_worst_first():
    verdict = peel(strong_sun="yes", eczema="yes", herpes_active="yes", rosacea="yes")
    assert [str(finding.outcome) for finding in verdict.findings] == [
        "contraindicated",
        "deferred",
        "review",
        "caution",
    ]


def test_a_recommended_day_of_a_review_does_not_move_the_earliest_day():
    verdict = peel(
        retinoid="yes", retinoid_last="2026-09-14", had_before="yes", session_last="2026-09-14", on=date(2026, 9, 15)
    )
    assert verdict.earliest == date(2026, 9, 17)


def test_skin_tone_is_never_asked():
    for question in protocol("parisian-peel").questions:
        assert "tone" not in question.ask.lower()
        assert "colour" not in question.ask.lower()


def test_near_the_end_of_the_calendar_a_deferral_has_no_day_and_still_defers():
    last = date.max
    verdict = peel(
        on=last, isotretinoin="stopped", isotretinoin_last="9999-12-31", retinoid="yes", retinoid_last="9999-12"
    )
    assert [finding.until for finding in verdict.findings] == [None, None]
    assert (verdict.outcome, verdict.earliest) == (Outcome.DEFERRED, None)
