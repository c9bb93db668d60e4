"""What nobody knows: "I'm not sure", "rather not say", silence, and answers to questions that were not asked."""

import pytest

from rules import Answers, Outcome, Unknown, asked, evaluate, protocol, resolve
from tests.rules.clinic import FACIAL, PEEL, TODAY, facial, fired, healthy, only, peel

UNKNOWNS = [unknown.value for unknown in Unknown]


@pytest.mark.parametrize("unknown", UNKNOWNS)
def test_an_unknown_answer_is_looked_at_first(unknown: str):
    verdict = peel(rosacea=unknown)
    assert fired(verdict) == [("PP-ROSACEA", "review", "unknown")]
    assert only(verdict).until is None


def test_not_sure_and_rather_not_say_read_differently():
    not_sure, prefer_not = only(peel(rosacea="not_sure")), only(peel(rosacea="prefer_not"))
    assert not_sure.staff.startswith("Not sure: Rosacea.")
    assert prefer_not.staff.startswith("Rather not say: Rosacea.")
    assert "not sure" in not_sure.client
    assert "rather not say" in prefer_not.client


@pytest.mark.parametrize("unknown", UNKNOWNS)
def test_the_client_is_told_the_topic_of_an_open_answer_and_never_its_condition(unknown: str):
    text = only(peel(rosacea=unknown)).client
    assert "your skin" in text
    assert "rosacea" not in text.lower()


@pytest.mark.parametrize("question", ["strong_sun"])
def test_an_unknown_answer_that_only_cautions_use_is_a_caution_for_the_peel(question: str):
    assert only(peel(**{question: "not_sure"})).outcome is Outcome.CAUTION


@pytest.mark.parametrize("question", ["skin_type", "extraction_ok", "reaction"])
def test_an_unknown_answer_that_only_cautions_use_is_a_caution_for_the_facial(question: str):
    assert only(facial(**{question: "prefer_not"})).outcome is Outcome.CAUTION


def test_an_unknown_gate_is_one_finding_and_leaves_its_follow_up_unasked():
    verdict = peel(retinoid="not_sure")
    assert fired(verdict) == [("PP-RETINOID-3D", "review", "unknown")]
    assert verdict.unanswered == ()


def test_an_unknown_gate_counts_as_used_by_every_rule_on_its_follow_ups():
    # No rule looks at `rash` itself; both rash rules look at where it is, and one of them is more than a caution.
    assert fired(peel(rash="not_sure")) == [("PP-RASH-AREA", "review", "unknown")]


def test_an_unknown_follow_up_is_one_finding():
    assert fired(peel(retinoid="yes", retinoid_last="not_sure")) == [("PP-RETINOID-3D", "review", "unknown")]


def test_isotretinoin_unknown_names_the_first_of_its_worst_open_rules():
    assert fired(peel(isotretinoin="not_sure")) == [("PP-ACCUTANE-NOW", "review", "unknown")]


def test_an_unknown_area_names_the_rule_that_it_leaves_open_rather_than_the_worst_that_uses_it():
    # Without a rash the rash rules are settled; whether the area is one the source names is not.
    assert fired(peel(area="not_sure")) == [("PP-AREA", "review", "unknown")]
    with_rash = peel(area="not_sure", rash="yes", rash_where=["face"])
    assert fired(with_rash) == [("PP-RASH-AREA", "review", "unknown")]


@pytest.mark.parametrize(("goal", "rule"), [("upkeep", "MF-SPACING-4W"), ("acne", "MF-SPACING-2W")])
def test_an_unknown_gate_leaves_open_the_rule_on_its_follow_up_that_other_answers_have_not_settled(
    goal: str, rule: str
):
    assert fired(facial(goal=goal, had_before="not_sure")) == [(rule, "review", "unknown")]


def test_an_unknown_answer_counts_even_if_other_answers_settle_every_rule():
    # Nobody had a facial before, so no spacing rule can fire, whatever the goal is.
    assert fired(facial(goal="not_sure", had_before="no")) == [("MF-SPACING-2W", "review", "unknown")]


def test_each_unknown_answer_leaves_a_finding_of_its_own():
    verdict = peel(rosacea="not_sure", keratosis="prefer_not", retinoid="not_sure")
    assert [finding.questions for finding in verdict.findings] == [("retinoid",), ("rosacea",), ("keratosis",)]


def test_unknown_concerns_decide_nothing():
    assert peel(concerns="not_sure").outcome is Outcome.ELIGIBLE
    assert peel(concerns="prefer_not").outcome is Outcome.ELIGIBLE


def test_all_unknown_is_never_eligible():
    for treatment in (PEEL, FACIAL):
        answers = {question.id: "not_sure" for question in protocol(treatment).questions if question.id != "note"}
        assert evaluate(protocol(treatment), answers, on=TODAY).outcome is Outcome.REVIEW


@pytest.mark.parametrize("question", sorted(healthy(PEEL)))
def test_whatever_is_left_unanswered_makes_the_verdict_incomplete(question: str):
    verdict = peel(**{question: None})
    assert (verdict.outcome, verdict.next_step, verdict.earliest) == ("incomplete", None, None)
    assert verdict.unanswered == (question,)
    assert not verdict.complete


def test_an_empty_form_asks_for_everything_but_follow_ups_and_the_note():
    verdict = evaluate(protocol(PEEL), {}, on=TODAY)
    assert verdict.unanswered == tuple(healthy(PEEL))
    assert verdict.findings == ()


def test_an_incomplete_verdict_already_names_what_is_sure():
    verdict = peel(herpes_active="yes", rosacea=None)
    assert verdict.outcome == "incomplete"
    assert [finding.rule for finding in verdict.findings] == ["PP-HERPES"]
    assert verdict.worst is Outcome.DEFERRED


def test_a_missing_follow_up_is_unanswered_only_while_it_is_asked():
    assert peel(rash="yes").unanswered == ("rash_where",)
    assert peel(rash="no").unanswered == ()
    assert peel(rash="not_sure").unanswered == ()
    assert peel(rash=None).unanswered == ("rash",)


def test_an_answer_to_a_question_not_asked_counts_for_nothing():
    stale = peel(
        rash="no",
        rash_where=["face"],
        retinoid="no",
        retinoid_last="within",
        had_before="not_sure",
        session_last="within",
    )
    assert fired(stale) == [("PP-SPACING-3W", "review", "unknown")]


def test_a_stale_answer_comes_back_with_its_question():
    answers = resolve(protocol(PEEL), healthy(PEEL, retinoid="no", retinoid_last="within"), answered_on=TODAY)
    assert evaluate(protocol(PEEL), answers, on=TODAY).outcome is Outcome.ELIGIBLE
    again = answers.with_answer("retinoid", "yes")
    assert evaluate(protocol(PEEL), again, on=TODAY).outcome is Outcome.DEFERRED


def ids_asked(answers: Answers) -> list[str]:
    return [question.id for question in asked(answers.protocol, answers)]


def test_questions_are_asked_by_horizon_and_follow_ups_after_their_gate():
    answers = resolve(
        protocol(PEEL),
        {"rash": "yes", "retinoid": "yes", "had_before": "yes", "isotretinoin": "stopped"},
        answered_on=TODAY,
    )
    questions = asked(protocol(PEEL), answers)
    assert [question.id for question in questions] == [question.id for question in protocol(PEEL).questions]
    ranks = [question.horizon.rank for question in questions]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("gate", ["no", "not_sure", "prefer_not"])
def test_a_follow_up_is_asked_only_if_its_gate_surely_opens(gate: str):
    answers = resolve(protocol(PEEL), {"rash": gate}, answered_on=TODAY)
    assert "rash_where" not in ids_asked(answers)
    assert "rash_where" in ids_asked(answers.with_answer("rash", "yes"))
    assert "rash_where" not in ids_asked(answers.without("rash"))
