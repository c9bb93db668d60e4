"""The questions: one by one, at the client's pace, and never losing an answer."""

from datetime import timedelta
from typing import Any

import pytest

import rules
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import FACIAL, GOOD, GOOD_PEEL, PEEL, House


def go_to(check_in: CheckIn, question: str, answers: dict[str, Any] = GOOD_PEEL) -> CheckIn:
    """Answer up to a question."""
    while check_in.asked.question.id != question:
        if check_in.asked.question.id in answers:
            check_in.answer(answers[check_in.asked.question.id])
        check_in.next()
    return check_in


@pytest.fixture
def begun(house: House) -> CheckIn:
    """Return a check-in for a peel at its first question."""
    anna = house.client(phone="600123456")
    house.book(anna)
    return house.at_questions(anna)


def test_a_wish_may_be_left_and_no_fact(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    check_in = house.at_questions(anna)
    with pytest.raises(BadInput):
        check_in.next()
    house.answer_all(check_in, {PEEL: {**GOOD_PEEL, "concerns": None}})
    assert ("Would like help with", "Nothing", True) in [
        (row.short, row.answer_text, row.harmless) for row in check_in.rows
    ]
    check_in.finish()
    check_in.give("Anna Ferrer")
    record = house.visit(visit).checkin
    assert record is not None
    assert record.answers["raw"]["concerns"] == "prefer_not"
    assert record.verdict["outcome"] == "eligible"
    assert house.room().summary(house.visit(visit)).concerns == "not said"


def test_nothing_is_chosen_beforehand_and_a_question_needs_an_answer(begun: CheckIn) -> None:
    assert begun.asked.value is None
    with pytest.raises(BadInput, match="choose an answer"):
        begun.next()
    assert begun.asked.number == 1


def test_a_tap_chooses_and_may_be_changed_before_going_on(begun: CheckIn) -> None:
    begun.answer(["face"])
    begun.answer(["neck"])
    assert begun.asked.value == ["neck"]


def test_not_sure_and_rather_not_say_are_always_there(begun: CheckIn) -> None:
    while begun.step is Step.QUESTION and begun.asked.question.type != "note":
        assert [option.id for option in begun.asked.options][-2:] == ["not_sure", "prefer_not"]
        begun.answer(GOOD_PEEL[begun.asked.question.id])
        begun.next()
    assert begun.asked.options == ()


def test_a_last_time_is_asked_with_its_period_in_words(begun: CheckIn) -> None:
    go_to(begun, "retinoid")
    begun.answer("yes")
    begun.next()
    labels = [option.label for option in begun.asked.options]
    assert labels == ["In the last 3 days", "More than 3 days ago", "I'm not sure", "Rather not say"]


def test_questions_stand_in_the_order_of_their_horizon_each_under_a_heading(begun: CheckIn) -> None:
    sections = []
    while begun.step is Step.QUESTION:
        sections.append(begun.asked.section)
        if begun.asked.question.id in GOOD_PEEL:
            begun.answer(GOOD_PEEL[begun.asked.question.id])
        begun.next()
    assert list(dict.fromkeys(sections)) == sorted(set(sections), key=sections.index)
    assert sections[1] == "About your skin today"


def test_a_free_note_may_stay_empty(begun: CheckIn) -> None:
    go_to(begun, "note")
    assert begun.next() is Step.REVIEW


def test_a_control_sequence_in_a_note_is_dropped(begun: CheckIn) -> None:
    go_to(begun, "note")
    begun.answer("I flew in\x1b]52;c;x\x07\nlast night")
    assert begun.asked.value == "I flew in]52;c;x last night"


def test_an_answer_the_question_cannot_have_is_refused(begun: CheckIn) -> None:
    with pytest.raises(BadInput):
        begun.answer("yes")
    assert begun.asked.value is None


def test_back_goes_one_question_back_and_loses_nothing(begun: CheckIn) -> None:
    go_to(begun, "pimples_open")
    begun.answer("prefer_not")
    begun.back()
    assert (begun.asked.question.id, begun.asked.value) == ("acne_inflamed", "no")
    begun.next()
    assert (begun.asked.question.id, begun.asked.value) == ("pimples_open", "prefer_not")


def test_back_from_the_first_question_leads_through_the_privacy_notice_and_keeps_the_answers(begun: CheckIn) -> None:
    begun.answer(["hands"])
    assert begun.back() is Step.PRIVACY
    assert begun.back() is Step.VISIT
    begun.yes()
    begun.accept()
    assert begun.asked.question.id == "acne_inflamed"  # the first without an answer
    begun.back()
    assert begun.asked.value == ["hands"]


def test_a_follow_up_opens_and_closes_with_its_gate_and_keeps_its_answer(begun: CheckIn) -> None:
    total = begun.asked.total
    go_to(begun, "rash")
    begun.answer("yes")
    begun.next()
    assert begun.asked.question.id == "rash_where"
    assert begun.asked.total == total + 1
    begun.answer(["neck"])
    begun.back()
    begun.answer("no")
    begun.next()
    assert begun.asked.question.id == "strong_sun"
    begun.back()
    begun.answer("yes")
    begun.next()
    assert begun.asked.value == ["neck"]


def test_from_the_review_a_change_leads_back_to_the_review(house: House, begun: CheckIn) -> None:
    house.answer_all(begun, GOOD)
    begun.change("eczema", PEEL)
    assert begun.asked.value == "no"
    begun.answer("not_sure")
    assert begun.next() is Step.REVIEW
    assert {row.question_id: row.answer_text for row in begun.rows}["eczema"] == "I'm not sure"


def test_from_the_review_a_change_leads_by_the_follow_up_it_opens(house: House, begun: CheckIn) -> None:
    house.answer_all(begun, GOOD)
    begun.change("isotretinoin", PEEL)
    begun.answer("stopped")
    assert begun.next() is Step.QUESTION
    assert begun.asked.question.id == "isotretinoin_last"
    begun.answer("2026-02")
    assert begun.next() is Step.REVIEW
    rows = {row.question_id: row.answer_text for row in begun.rows}
    assert rows["isotretinoin_last"] == "February 2026"


def test_back_while_changing_leads_to_the_review_and_an_open_follow_up_stops_the_finish(
    house: House, begun: CheckIn
) -> None:
    house.answer_all(begun, GOOD)
    begun.change("rash", PEEL)
    begun.answer("yes")
    begun.next()
    assert begun.back() is Step.QUESTION
    assert begun.asked.question.id == "rash"
    assert begun.back() is Step.REVIEW
    missing = [row for row in begun.rows if not row.answered]
    assert [(row.question_id, row.answer_text) for row in missing] == [("rash_where", "Not answered yet")]
    with pytest.raises(BadInput, match="no answer yet"):
        begun.finish()
    begun.change("rash_where", PEEL)
    begun.answer(["hands"])
    assert begun.next() is Step.REVIEW


def test_back_from_the_review_leads_to_the_last_question(house: House, begun: CheckIn) -> None:
    house.answer_all(begun, GOOD)
    assert begun.back() is Step.QUESTION
    assert begun.asked.question.id == "note"
    assert begun.next() is Step.REVIEW


def test_a_question_that_is_not_asked_cannot_be_changed(house: House, begun: CheckIn) -> None:
    house.answer_all(begun, GOOD)
    with pytest.raises(BadInput, match="not asked"):
        begun.change("retinoid_last", PEEL)


def test_after_five_unsure_answers_help_is_offered_once(begun: CheckIn) -> None:
    unsure = 0
    while begun.step is Step.QUESTION:
        if begun.asked.question.type != "note":
            begun.answer("not_sure")
            unsure += 1
        begun.next()
    assert begun.step is Step.UNSURE_HELP
    assert unsure == 5
    at = begun.help_wanted(False)
    assert at is Step.QUESTION
    while begun.step is Step.QUESTION:
        if begun.asked.question.type != "note":
            begun.answer("not_sure")
        begun.next()
    assert begun.step is Step.REVIEW


def test_help_that_is_wanted_calls_staff(house: House, begun: CheckIn) -> None:
    while begun.step is Step.QUESTION:
        begun.answer("not_sure")
        begun.next()
    begun.help_wanted(True)
    assert house.clinic.terminals.me().help_since is not None
    assert house.clinic.terminals.me().help_answered_by is None
    house.clinic.terminals.answer_help("kiosk-1", house.rita.actor("desk"))
    assert house.clinic.terminals.me().help_answered_by is not None


def both(house: House) -> tuple[CheckIn, Visit, Visit]:
    """Book a peel and a facial for one client, and stand before the first question."""
    anna = house.client(phone="600123456")
    peel = house.book(anna)
    facial = house.book(anna, FACIAL, start=peel.start.replace(hour=11))
    return house.at_questions(anna), peel, facial


def test_two_treatments_share_what_is_the_same_and_ask_their_own_twice(house: House) -> None:
    check_in, *_ = both(house)
    seen: list[tuple[str, tuple[str, ...]]] = []
    while check_in.step is Step.QUESTION:
        asked = check_in.asked
        seen.append((asked.question.id, asked.treatments))
        raw = GOOD[asked.treatment].get(asked.question.id)
        if raw is not None:
            check_in.answer(raw)
        check_in.next()
    names = [name for name, _ in seen]
    assert {name for name in names if names.count(name) > 1} == {"area", "had_before"}
    by_name = dict(seen)
    assert by_name["isotretinoin"] == (PEEL, FACIAL)
    assert by_name["goal"] == (FACIAL,)
    assert by_name["rosacea"] == (PEEL,)


def test_a_shared_answer_counts_for_both_treatments_and_each_has_its_own_verdict(house: House) -> None:
    check_in, peel, facial = both(house)
    house.answer_all(check_in, {PEEL: {**GOOD_PEEL, "herpes_active": "yes"}, FACIAL: GOOD[FACIAL]})
    check_in.finish()
    assert [text.treatment for text in check_in._draft.consent_texts] == [FACIAL]
    check_in.give("Anna Ferrer")
    peel, facial = house.visit(peel), house.visit(facial)
    assert peel.verdict is not None
    assert facial.verdict is not None
    assert str(peel.verdict.outcome) == "deferred"
    assert "MF-HERPES" in [finding.rule for finding in facial.verdict.findings]
    assert facial.checkin is not None
    assert facial.checkin.answers["raw"]["herpes_active"] == "yes"


def test_a_laser_that_the_booking_knows_is_shown_and_not_asked(house: House) -> None:
    anna = house.client()
    visit = house.book(anna, FACIAL, laser="yes")
    check_in = house.at_questions(anna)
    asked = []
    while check_in.step is Step.QUESTION:
        asked.append(check_in.asked.question.id)
        raw = GOOD[FACIAL].get(check_in.asked.question.id)
        if raw is not None:
            check_in.answer(raw)
        check_in.next()
    assert "laser_planned" not in asked
    (row,) = [row for row in check_in.rows if row.question_id == "laser_planned"]
    assert (row.answer_text, row.changeable) == ("Yes", False)
    check_in.finish()
    check_in.give("Anna Ferrer")
    verdict = house.visit(visit).verdict
    assert verdict is not None
    assert "MF-LASER" in [finding.rule for finding in verdict.findings]


def returning(house: House, *, prove: bool = True, days: int = 30, **changes: Any) -> CheckIn:
    """Check a client in, come back after some days, and stand before the first question."""
    anna = house.client(phone="600123456")
    house.book(anna)
    house.check_in(anna, **changes)
    house.clock.forward(days=days)
    house.clinic.confirm_date(house.rita.actor("desk"))
    house.book(anna, let_in=True)
    return house.at_questions(anna, prove=prove)


def offered(check_in: CheckIn) -> dict[str, Any]:
    """Walk to the end and return what was offered as "is this still so?"."""
    last = {}
    while check_in.step is Step.QUESTION:
        asked = check_in.asked
        last[asked.question.id] = asked.last
        if asked.last is not None:
            check_in.still_so()
        elif asked.question.type != "note":
            check_in.answer(GOOD_PEEL[asked.question.id])
        check_in.next()
    return last


def test_a_returning_client_is_asked_is_this_still_so(house: House) -> None:
    last = offered(returning(house))
    assert last["area"] == ["face"]
    assert last["rosacea"] == "no"
    assert last["isotretinoin"] == "never"


def test_what_is_about_today_and_the_last_days_is_asked_afresh(house: House) -> None:
    check_in = returning(house)
    horizons = {question.id: question.horizon for question in house.clinic.protocols[PEEL].questions}
    last = offered(check_in)
    assert all(raw is None for name, raw in last.items() if horizons[name] in ("today", "days"))
    assert any(horizons[name] == "days" for name in last)


def test_what_was_unknown_is_asked_afresh(house: House) -> None:
    assert offered(returning(house, keratosis="not_sure", autoimmune="prefer_not"))["keratosis"] is None


def test_without_a_second_proof_everything_is_asked_in_full(house: House) -> None:
    assert set(offered(returning(house, prove=False)).values()) == {None}


def test_answers_of_90_days_ago_are_offered_and_of_91_are_not(house: House) -> None:
    assert offered(returning(house, days=90))["rosacea"] == "no"


def test_answers_of_91_days_ago_are_asked_in_full(house: House) -> None:
    assert set(offered(returning(house, days=91)).values()) == {None}


def test_a_new_protocol_version_is_asked_in_full(house: House) -> None:
    check_in = returning(house)
    check_in.leave("client")
    old = rules.protocol(PEEL)
    new = rules.Protocol.model_validate({**old.model_dump(mode="json"), "version": old.version + 1})
    house.rules_become({**house.clinic.protocols, PEEL: new})
    (entry,) = house.clinic.daybook().entries()
    assert set(offered(house.at_questions(entry.client, prove=True)).values()) == {None}


def test_still_so_without_an_earlier_answer_is_refused(begun: CheckIn) -> None:
    with pytest.raises(NotAllowed, match="no earlier answer"):
        begun.still_so()


def test_what_changed_since_the_last_visit_is_kept_for_the_practitioner(house: House) -> None:
    anna = house.client(phone="600123456")
    house.book(anna)
    house.check_in(anna, eczema="no")
    house.clock.forward(days=3)
    again = house.book(anna)
    house.check_in(anna, eczema="yes", concerns=["oily"])
    record = house.visit(again).checkin
    assert record is not None
    assert set(record.changed) == {"eczema", "concerns"}
    assert record.last_answers is not None
    assert record.last_answers["eczema"] == "no"


def test_how_far_a_client_is_stands_on_the_board(house: House, begun: CheckIn) -> None:
    begun.answer(["face"])
    begun.next()
    terminal = house.clinic.terminals.me()
    assert (terminal.question, terminal.state) == (2, "busy")
    assert terminal.total == begun.asked.total
    assert terminal.since is not None
    assert house.clinic.now() - terminal.since < timedelta(minutes=1)
