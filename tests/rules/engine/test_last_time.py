""" "When did you last ...?": days, months, within, longer ago; and the day an answer counts as stays with it."""

from datetime import date
from pathlib import Path

import pytest

import rules
from rules import Answers, LastTime, Outcome, Protocol, evaluate, protocol, read_protocol, resolve
from tests.rules.clinic import FACIAL, PEEL, fired, healthy, only, peel

ANSWERED = date(2026, 9, 15)
SOONER = "at the latest; sooner if you find the exact day."


def last_time(raw: str, question: str = "retinoid_last", answered_on: date = ANSWERED) -> LastTime:
    answer = resolve(protocol(PEEL), {question: raw}, answered_on=answered_on).last_time(question)
    assert answer is not None
    return answer


def test_a_day_counts_as_itself():
    answer = last_time("2026-09-13")
    assert (answer.day, answer.approximate) == (date(2026, 9, 13), False)


def test_today_is_a_possible_last_time():
    assert last_time("2026-09-15").day == ANSWERED


def test_a_month_counts_as_its_last_day():
    answer = last_time("2026-02")
    assert (answer.day, answer.approximate) == (date(2026, 2, 28), True)
    assert last_time("2024-02").day == date(2024, 2, 29)


def test_this_month_counts_as_the_day_of_answering_and_not_a_later_one():
    assert last_time("2026-09").day == ANSWERED
    assert last_time("2026-09", answered_on=date(2026, 9, 30)).day == date(2026, 9, 30)


def test_within_counts_as_the_day_of_answering():
    answer = last_time("within")
    assert (answer.day, answer.approximate) == (ANSWERED, True)


def test_longer_ago_has_no_day_and_counts_as_long_enough():
    answer = last_time("longer_ago")
    assert answer.day is None
    assert peel(retinoid="yes", retinoid_last="longer_ago").outcome is Outcome.ELIGIBLE


def test_the_period_asked_for_stays_beside_the_raw_answer():
    answer = last_time("longer_ago", "isotretinoin_last")
    assert (answer.raw, answer.period.words, answer.answered_on) == ("longer_ago", "6 months", ANSWERED)


@pytest.mark.parametrize("raw", ["within", "2026-09"])
def test_a_date_from_an_approximate_answer_says_that_it_may_be_sooner(raw: str):
    verdict = peel(retinoid="yes", retinoid_last=raw, on=ANSWERED)
    finding = only(verdict)
    assert finding.approximate
    assert finding.until == verdict.earliest == date(2026, 9, 18)
    assert finding.client.endswith(f"You can come from 18 September 2026 {SOONER}")
    assert finding.staff.endswith(f"Possible from 18 September 2026 {SOONER}")


def test_a_date_from_an_exact_day_says_no_such_thing():
    finding = only(peel(retinoid="yes", retinoid_last="2026-09-15", on=ANSWERED))
    assert not finding.approximate
    assert finding.client.endswith("You can come from 18 September 2026.")


def test_a_recommended_day_is_told_to_staff_and_not_to_the_client_whose_verdict_has_none():
    finding = only(peel(had_before="yes", session_last="2026-09-15", on=ANSWERED))
    assert finding.client.endswith("Your practitioner will look at it with you first.")
    assert finding.staff.endswith("Recommended from 6 October 2026.")


def test_an_answer_given_before_the_visit_counts_from_the_day_it_was_given():
    answers = resolve(protocol(PEEL), healthy(PEEL, retinoid="yes", retinoid_last="within"), answered_on=ANSWERED)
    assert evaluate(protocol(PEEL), answers, on=date(2026, 9, 17)).earliest == date(2026, 9, 18)
    assert evaluate(protocol(PEEL), answers, on=date(2026, 9, 18)).outcome is Outcome.ELIGIBLE


def test_raw_answers_count_as_given_on_the_day_of_the_treatment():
    verdict = peel(retinoid="yes", retinoid_last="within", on=date(2026, 9, 20))
    assert verdict.earliest == date(2026, 9, 23)


def test_an_answer_given_later_counts_from_its_own_day():
    answers = resolve(protocol(PEEL), healthy(PEEL, retinoid="yes"), answered_on=ANSWERED)
    later = answers.with_answer("retinoid_last", "within", answered_on=date(2026, 9, 17))
    assert later.answered_on == date(2026, 9, 17)
    assert evaluate(protocol(PEEL), later, on=date(2026, 9, 18)).earliest == date(2026, 9, 20)


def changed(treatment: str, *changes: str) -> Protocol:
    folder = Path(rules.__file__).parent / "protocols" / treatment.replace("-", "_")
    text = (folder / "protocol.yaml").read_text(encoding="utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return read_protocol(text, "changed.yaml")


def test_longer_ago_than_six_months_is_unknown_against_twelve():
    answers = resolve(
        protocol(PEEL), healthy(PEEL, isotretinoin="stopped", isotretinoin_last="longer_ago"), answered_on=ANSWERED
    )
    twelve = changed(PEEL, "6 months", "12 months")
    assert evaluate(protocol(PEEL), answers, on=ANSWERED).outcome is Outcome.ELIGIBLE
    verdict = evaluate(twelve, answers, on=ANSWERED)
    assert fired(verdict) == [("PP-ACCUTANE-6M", "review", "unknown")]
    assert only(verdict).questions == ("isotretinoin_last",)


def test_longer_ago_than_twelve_months_is_long_enough_for_six():
    twelve = changed(PEEL, "6 months", "12 months")
    answers = resolve(
        twelve, healthy(PEEL, isotretinoin="stopped", isotretinoin_last="longer_ago"), answered_on=ANSWERED
    )
    assert evaluate(protocol(PEEL), answers, on=ANSWERED).outcome is Outcome.ELIGIBLE


def test_answers_keep_their_day_under_a_newer_protocol():
    answers = resolve(
        protocol(PEEL), healthy(PEEL, isotretinoin="stopped", isotretinoin_last="2026-01-10"), answered_on=ANSWERED
    )
    verdict = evaluate(changed(PEEL, "6 months", "12 months"), answers, on=ANSWERED)
    assert verdict.earliest == date(2027, 1, 10)


def test_what_is_no_answer_to_a_newer_protocol_is_asked_again():
    answers = resolve(protocol(PEEL), healthy(PEEL, area=["hands"], eczema="yes"), answered_on=ANSWERED)
    without_hands = changed(PEEL, ", hands: Hands", "")
    renamed = changed(PEEL, "eczema\n    type", "eczema_now\n    type", "question: eczema,", "question: eczema_now,")
    assert evaluate(without_hands, answers, on=ANSWERED).unanswered == ("area",)
    assert evaluate(renamed, answers, on=ANSWERED).unanswered == ("eczema_now",)


def test_answers_to_one_treatment_are_not_judged_under_another():
    answers = resolve(protocol(PEEL), healthy(PEEL), answered_on=ANSWERED)
    with pytest.raises(ValueError, match="answers to parisian-peel, not to medical-facial"):
        evaluate(protocol(FACIAL), answers, on=ANSWERED)


def test_answers_on_record_keep_the_day_they_counted_as():
    answers = resolve(
        protocol(PEEL), healthy(PEEL, retinoid="yes", retinoid_last="within", note="  hello "), answered_on=ANSWERED
    )
    kept = answers.to_json()
    assert kept["resolved"]["retinoid_last"] == {
        "day": "2026-09-15",
        "approximate": True,
        "period": "3 days",
        "answered_on": "2026-09-15",
    }
    assert kept["raw"]["retinoid_last"] == "within"
    assert kept["raw"]["note"] == "hello"
    assert Answers.from_json(protocol(PEEL), kept) == answers


def test_a_day_on_record_is_taken_as_it_stands():
    # A later version of the product may resolve otherwise; what was decided then must be found again.
    kept = resolve(
        protocol(PEEL), healthy(PEEL, retinoid="yes", retinoid_last="2026-08"), answered_on=ANSWERED
    ).to_json()
    kept["resolved"]["retinoid_last"]["day"] = "2026-09-14"
    answers = Answers.from_json(protocol(PEEL), kept)
    assert evaluate(protocol(PEEL), answers, on=ANSWERED).earliest == date(2026, 9, 17)
