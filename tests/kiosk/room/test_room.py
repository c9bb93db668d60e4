"""The practitioner looks, decides and treats, and signs each of it."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

import rules
from kiosk.clinic import Clinic
from kiosk.core.errors import BadInput, NotAllowed, StaleWrite
from kiosk.room.override import REASONS, Override
from kiosk.visits import consent as consents
from kiosk.visits.visit import Session, Visit, VisitState
from rules import NextStep
from tests.kiosk.conftest import FACIAL, GOOD, LEAD, PEEL, PINS, SYSTEM, TODAY, House

DEFERRED = {"retinoid": "yes", "retinoid_last": "2026-07-29"}


def decide(house: House, visit: Visit, decision: str, **more: Any) -> Visit:
    decided: Visit = house.room().decide(
        visit, decision, pin_checked=house.dr_roca, seen_sha=more.pop("seen_sha", visit.content_sha), **more
    )
    return decided


def outcome(visit: Visit) -> str:
    assert visit.verdict is not None
    return str(visit.verdict.outcome)


# Deciding


def test_go_ahead_starts_the_visit_and_is_signed_with_what_was_seen(house: House) -> None:
    visit = house.confirmed(house.client())
    started = decide(house, visit, "go_ahead")
    assert (started.state, started.started_at) == (VisitState.in_progress, house.clock.now())
    signed = started.signoffs[-1]
    assert (signed.by, signed.role, signed.decision, signed.seen) == (
        "Dr Roca", "practitioner", "go_ahead", visit.content_sha,
    )  # fmt: skip


@pytest.mark.parametrize("decision", ["go_ahead", "with_care"])
def test_a_consent_is_complete_only_once_it_goes_ahead(house: House, decision: str) -> None:
    room = house.room()
    visit = house.confirmed(house.client())
    assert consents.completed_by(visit) is None
    assert "completed" not in room.summary(visit).consent
    care = ["Gentler setting"] if decision == "with_care" else []
    visit = room.decide(visit, decision, pin_checked=house.dr_roca, seen_sha=visit.content_sha, care=care)
    assert visit.checkin.consent is not None
    assert visit.decision.completes == visit.checkin.consent.text_sha
    assert room.summary(visit).consent.endswith("at the kiosk, completed by Dr Roca")
    changed = room.change_areas(visit, ["face", "neck"], "The neck, too.", pin_checked=house.dr_roca)
    assert consents.completed_by(changed) is None
    changed = room.paper_consent(changed, "yes", "Anna Ferrer")
    assert "completed" not in room.summary(changed).consent
    ended = room.decide(changed, "decline", pin_checked=house.dr_roca, seen_sha=changed.content_sha, reason="No.")
    assert ended.decision.completes is None


def test_a_visit_that_changed_after_it_was_shown_is_not_signed(house: House) -> None:
    visit = house.confirmed(house.client())
    with pytest.raises(StaleWrite, match="changed after it was shown"):
        decide(house, visit, "go_ahead", seen_sha="0" * 64)
    house.desk().undo(visit)
    with pytest.raises(StaleWrite, match="Rita Roy changed this visit"):
        decide(house, visit, "go_ahead")
    visit = house.visit(visit)
    raised = house.desk().raise_(house.confirmed(house.client("Berta", "Soler")), "sore")
    with pytest.raises(StaleWrite):
        decide(house, raised, "go_ahead", seen_sha=visit.content_sha)
    assert house.visit(raised).state is VisitState.confirmed


def test_the_desk_passes_a_visit_on_before_it_goes_ahead(house: House) -> None:
    with pytest.raises(NotAllowed, match="desk has not passed"):
        decide(house, house.screened(house.client()), "go_ahead")


@pytest.mark.parametrize("changes", [{"herpes_active": "yes"}, DEFERRED, {"rosacea": "yes"}])
def test_going_ahead_below_the_rules_needs_a_consent_and_a_reason(house: House, changes: dict[str, str]) -> None:
    visit = house.confirmed(house.client(), **changes)
    over = Override(REASONS[0], "Seen, healed.", second=house.lead)
    with pytest.raises(NotAllowed, match="no consent"):
        decide(house, visit, "go_ahead", override=over)
    consented = house.room().paper_consent(visit, "yes", "Anna Ferrer")
    with pytest.raises(BadInput, match="Write why"):
        decide(house, consented, "go_ahead", override=replace(over, line="  "))
    gone = decide(house, consented, "go_ahead", override=over)
    assert gone.signoffs[-1].why == f"{REASONS[0]}. Seen, healed."
    assert gone.verdict == visit.verdict


def test_a_review_is_the_practitioners_to_decide_without_a_reason(house: House) -> None:
    assert decide(house, house.confirmed(house.client(), eczema="yes"), "go_ahead").state is VisitState.in_progress


def test_the_note_must_have_been_shown_before_going_ahead(house: House) -> None:
    visit = house.confirmed(house.client(), note="I flew in last night")
    with pytest.raises(NotAllowed, match="note"):
        decide(house, visit, "go_ahead")
    assert decide(house, visit, "go_ahead", note_shown=True).state is VisitState.in_progress


def test_with_care_says_which_care(house: House) -> None:
    visit = house.confirmed(house.client(), strong_sun="yes")
    with pytest.raises(BadInput, match="what care"):
        decide(house, visit, "with_care", care=[" "])
    assert decide(house, visit, "with_care", care=["low vacuum", ""]).signoffs[-1].care == ("low vacuum",)


def test_put_off_until_a_day_ends_the_visit(house: House) -> None:
    visit = house.confirmed(house.client(), herpes_active="yes")
    with pytest.raises(BadInput, match="after today"):
        decide(house, visit, "put_off", until=TODAY)
    put_off = decide(house, visit, "put_off", until=date(2026, 8, 14))
    assert (put_off.state, put_off.signoffs[-1].until) == (VisitState.put_off, date(2026, 8, 14))


def test_putting_off_to_an_earlier_day_than_the_rules_say_needs_a_reason(house: House) -> None:
    visit = house.confirmed(house.client(), **DEFERRED)
    with pytest.raises(BadInput, match="earlier day"):
        decide(house, visit, "put_off", until=date(2026, 7, 31))
    assert decide(house, visit, "put_off", until=date(2026, 7, 31), reason="cream not used").is_over


def test_declining_needs_a_reason(house: House) -> None:
    visit = house.confirmed(house.client(), rosacea="yes")
    with pytest.raises(BadInput, match="why"):
        decide(house, visit, "decline")
    assert decide(house, visit, "decline", reason="rosacea, active").state is VisitState.declined


def test_only_who_is_signed_in_signs(house: House, clinic: Clinic) -> None:
    visit = house.confirmed(house.client())
    gil = clinic.staff.add("Dr Gil", "practitioner", PINS["bea"][::-1], treatments=(PEEL,), actor=LEAD)
    with pytest.raises(NotAllowed, match="only Dr Roca"):
        house.room().decide(visit, "go_ahead", pin_checked=gil, seen_sha=visit.content_sha)


def test_a_practitioner_gives_only_their_treatments(house: House, clinic: Clinic) -> None:
    gil = clinic.staff.add("Dr Gil", "practitioner", PINS["bea"][::-1], treatments=(FACIAL,), actor=LEAD)
    visit = house.confirmed(house.client())
    with pytest.raises(NotAllowed, match="Dr Gil does not give Parisian Peel"):
        house.room(gil).start(visit)


def test_reception_has_no_room(house: House) -> None:
    with pytest.raises(NotAllowed, match="not a practitioner"):
        house.room(house.rita)


def test_a_decision_while_somebody_else_writes_is_refused_and_told(house: House) -> None:
    visit = house.confirmed(house.client())
    house.desk(house.bea).undo(visit)
    with pytest.raises(StaleWrite, match="Bea Ortiz"):
        decide(house, visit, "go_ahead")


# Answers


def settle(house: House, visit: Visit, question: str, says: Any, **also: Any) -> Visit:
    settled: Visit = house.room().settle(visit, question, says, pin_checked=house.dr_roca, also=also)
    return settled


def test_an_unsure_answer_is_settled_by_looking(house: House) -> None:
    visit = house.confirmed(house.client(), keratosis="not_sure")
    assert outcome(visit) == "review"
    settled = settle(house, visit, "keratosis", "no")
    assert outcome(settled) == "eligible"
    (how,) = settled.settled
    assert (how.by, how.raw, how.says, how.day) == ("Dr Roca", "not_sure", "no", TODAY)
    assert settled.signoffs[-1].decision == "settle"
    assert settled.checkin is not None
    assert settled.checkin.answers["raw"]["keratosis"] == "not_sure"
    assert [each.question for each in house.room().settled(settled)] == ["keratosis"]


def test_looking_may_find_something(house: House) -> None:
    settled = settle(house, house.confirmed(house.client(), keratosis="prefer_not"), "keratosis", "yes")
    assert outcome(settled) == "contraindicated"
    assert settled.next_step is NextStep.PRACTITIONER_TALKS


def test_settling_a_gate_needs_its_follow_up(house: House) -> None:
    visit = house.confirmed(house.client(), rash="not_sure")
    with pytest.raises(NotAllowed, match="another question"):
        settle(house, visit, "rash", "yes")
    assert house.visit(visit).settled == ()
    assert outcome(settle(house, visit, "rash", "yes", rash_where=["hands"])) == "caution"


def test_a_sure_answer_is_corrected_and_not_settled(house: House) -> None:
    visit = house.confirmed(house.client(), eczema="yes")
    with pytest.raises(NotAllowed, match="Correct it"):
        settle(house, visit, "eczema", "no")
    with pytest.raises(BadInput, match="what you found"):
        settle(house, house.confirmed(house.client("Berta", "Soler"), eczema="not_sure"), "eczema", "prefer_not")


def test_what_is_settled_holds_for_the_same_answer_at_the_next_visit_for_90_days(house: House) -> None:
    anna = house.client()
    settle(house, house.confirmed(anna, keratosis="not_sure"), "keratosis", "no")
    for days, expected in ((90, "eligible"), (1, "review")):
        house.clock.forward(days=days)
        house.clinic.confirm_date(house.rita.actor("desk"))
        visit = house.book(anna, let_in=True)
        house.check_in(anna, keratosis="not_sure")
        assert outcome(house.visit(visit)) == expected


def test_what_is_settled_does_not_hold_for_another_answer(house: House) -> None:
    anna = house.client()
    settle(house, house.confirmed(anna, keratosis="not_sure"), "keratosis", "no")
    house.clock.forward(days=3)
    visit = house.book(anna)
    house.check_in(anna, keratosis="prefer_not")
    assert outcome(house.visit(visit)) == "review"


def test_what_was_seen_today_says_nothing_about_another_days_skin(house: House) -> None:
    anna = house.client()
    settle(house, house.confirmed(anna, lesion="not_sure"), "lesion", "no")
    house.clock.forward(days=3)
    visit = house.book(anna)
    house.check_in(anna, lesion="not_sure")
    assert outcome(house.visit(visit)) == "review"


def test_what_is_settled_for_one_treatment_holds_for_the_other(house: House) -> None:
    anna = house.client()
    settle(house, house.confirmed(anna, isotretinoin="not_sure"), "isotretinoin", "never")
    house.clock.forward(days=1)
    facial = house.book(anna, FACIAL)
    house.check_in(anna, isotretinoin="not_sure")
    assert outcome(house.visit(facial)) == "eligible"


def test_what_is_settled_holds_when_the_check_in_is_reopened_and_the_answer_stays(house: House) -> None:
    anna = house.client()
    settled = settle(house, house.confirmed(anna, keratosis="not_sure"), "keratosis", "no")
    house.desk().reopen(settled)
    house.check_in(anna, keratosis="not_sure")
    assert outcome(house.visit(settled)) == "eligible"


def test_an_answer_is_corrected_with_a_reason_and_judged_again(house: House) -> None:
    visit = house.confirmed(house.client(), rosacea="yes")
    room = house.room()
    with pytest.raises(BadInput, match="why"):
        room.correct(visit, "rosacea", "no", "", pin_checked=house.dr_roca)
    corrected = room.correct(visit, "rosacea", "no", "mistaken for sunburn", pin_checked=house.dr_roca)
    assert outcome(corrected) == "eligible"
    assert corrected.checkin.answers["raw"]["rosacea"] == "yes"
    (how,) = corrected.corrections
    assert (how.was, how.raw, how.reason, how.by) == ("yes", "no", "mistaken for sunburn", "Dr Roca")


def test_an_answer_corrected_twice_counts_as_it_was_corrected_last(house: House) -> None:
    room = house.room()
    visit = house.confirmed(house.client(), rosacea="yes")
    visit = room.correct(visit, "rosacea", "no", "mistaken", pin_checked=house.dr_roca)
    visit = room.correct(visit, "rosacea", "not_sure", "look again", pin_checked=house.dr_roca)
    assert outcome(visit) == "review"
    assert outcome(settle(house, visit, "rosacea", "no")) == "eligible"


@pytest.mark.parametrize(
    ("question", "raw"), [("rosacea", "perhaps"), ("rosacea", None), ("nothing", "no"), ("area", [])]
)
def test_an_answer_that_cannot_be_is_refused(house: House, question: str, raw: Any) -> None:
    visit = house.confirmed(house.client())
    with pytest.raises(BadInput):
        house.room().correct(visit, question, raw, "because", pin_checked=house.dr_roca)
    assert house.visit(visit).revision == visit.revision


def test_changing_the_areas_judges_again(house: House) -> None:
    visit = house.confirmed(house.client(), area=["face"], rash="yes", rash_where=["hands"])
    assert outcome(visit) == "caution"
    changed = house.room().change_areas(visit, ["face", "hands"], "client asks for both", pin_checked=house.dr_roca)
    assert outcome(changed) == "deferred"
    assert changed.signoffs[-1].decision == "areas"


@pytest.mark.parametrize(
    ("question", "raw", "changed"),
    [
        ("area", ["face", "neck"], "areas"),
        ("extraction_ok", "no", "clearing pores"),
        ("laser_planned", "yes", "laser planned"),
    ],
)
def test_a_change_to_what_the_consent_named_asks_for_it_again(
    house: House, question: str, raw: Any, changed: str
) -> None:
    visit = house.confirmed(house.client(), FACIAL)
    room = house.room()
    other = room.correct(visit, question, raw, "we talked about it", pin_checked=house.dr_roca)
    assert f"{changed}" in room.summary(other).consent
    assert room.summary(other).lacks_consent
    with pytest.raises(NotAllowed, match=f"signed for something else: .*{changed}.* changed since"):
        decide(house, other, "go_ahead")
    consented = room.paper_consent(other, "yes", "Anna Ferrer")
    assert decide(house, consented, "go_ahead").state is VisitState.in_progress
    back = house.visit(consented)
    assert back.checkin is not None
    assert [each.how for each in back.checkin.earlier_consents] == ["typed"]  # what was signed at the kiosk stays
    assert len(set(back.checkin.texts_named)) == 3
    kept = [house.clinic.text(sha) for sha in back.checkin.texts_named]
    assert all(kept)
    assert not room.summary(back).lacks_consent


def test_the_same_areas_in_another_order_ask_for_nothing(house: House) -> None:
    visit = house.confirmed(house.client(), area=["face", "neck"])
    same = house.room().change_areas(visit, ["neck", "face"], "as drawn", pin_checked=house.dr_roca)
    assert decide(house, same, "go_ahead").state is VisitState.in_progress


def test_changing_one_treatments_areas_judges_the_other_again(house: House) -> None:
    anna = house.client()
    peel, facial = house.book(anna), house.book(anna, FACIAL, time(11))
    check_in = house.answer_all(
        house.at_questions(anna), {PEEL: {**GOOD[PEEL], "area": ["hands"]}, FACIAL: GOOD[FACIAL]}
    )
    check_in.finish()
    check_in.give("Anna Ferrer")
    check_in.give("Anna Ferrer")
    assert outcome(house.visit(facial)) == "eligible"
    house.room().change_areas(house.visit(peel), ["face"], "hands are fine", pin_checked=house.dr_roca)
    assert outcome(house.visit(facial)) == "review"


def test_a_decision_no_longer_holds_when_an_answer_changes(house: House) -> None:
    room = house.room()
    started = decide(house, house.confirmed(house.client()), "go_ahead")
    changed = room.correct(started, "herpes_active", "yes", "seen on the lip", pin_checked=house.dr_roca)
    assert changed.decision is None
    with pytest.raises(NotAllowed, match="Decide first"):
        room.finish(changed, ["face"], [], pin_checked=house.dr_roca)
    again = decide(house, changed, "go_ahead", override=Override(REASONS[0], "An old scar."))
    assert room.finish(again, ["face"], [], pin_checked=house.dr_roca).state is VisitState.finished


def test_answers_change_only_between_check_in_and_end(house: House) -> None:
    with pytest.raises(NotAllowed, match="between"):
        house.room().correct(house.book(house.client()), "rosacea", "no", "x", pin_checked=house.dr_roca)


# Treating


def test_a_session_needs_a_decision_areas_and_known_steps(house: House) -> None:
    room = house.room()
    started = room.start(house.confirmed(house.client()))
    with pytest.raises(NotAllowed, match="Decide first"):
        room.finish(started, ["face"], [], pin_checked=house.dr_roca)
    decided = decide(house, started, "go_ahead")
    for areas, steps in (([], []), (["nose"], []), (["face"], ["dancing"])):
        with pytest.raises(BadInput):
            room.finish(decided, areas, steps, pin_checked=house.dr_roca)
    finished = room.finish(decided, ["face"], [], "calm skin", pin_checked=house.dr_roca)
    left_out = ("crystals", "topicals", "protect")
    assert finished.session == Session(
        areas=("face",), steps=(), left_out=left_out, notes="calm skin", done_at=house.clock.now()
    )


def test_a_session_on_more_areas_than_were_agreed_to_is_not_recorded_before_they_are_judged(house: House) -> None:
    room = house.room()
    visit = house.confirmed(house.client(), rash="yes", rash_where=["neck"])
    visit = decide(house, visit, "go_ahead")
    with pytest.raises(NotAllowed, match="agreed to fewer areas"):
        room.finish(visit, ["face", "neck"], [], pin_checked=house.dr_roca)
    visit = room.change_areas(visit, ["face", "neck"], "The neck, too.", pin_checked=house.dr_roca)
    assert outcome(visit) == "deferred"
    with pytest.raises(NotAllowed, match="Decide first"):
        room.finish(visit, ["face", "neck"], [], pin_checked=house.dr_roca)
    visit = room.paper_consent(visit, "yes", "Anna Ferrer")
    visit = decide(house, visit, "go_ahead", override=Override(REASONS[0], "It has healed."))
    finished = room.finish(visit, ["neck"], [], pin_checked=house.dr_roca)
    assert finished.session is not None
    assert finished.session.areas == ("neck",)


def test_the_retinoid_after_care_is_only_for_whom_it_concerns(house: House) -> None:
    room = house.room()
    without = room.aftercare(house.confirmed(house.client()))
    with_it = room.aftercare(
        house.confirmed(house.client("Berta", "Soler"), retinoid="yes", retinoid_last="longer_ago")
    )
    assert len(with_it) == len(without) + 1
    assert len(with_it) == len(house.clinic.protocols[PEEL].aftercare)


def finished_on(house: House, client_id: str, days_ago: int, treatment: str = PEEL) -> None:
    day = TODAY - timedelta(days=days_ago)
    visit = Visit(
        id=house.clinic.visits.new_id(),
        client_id=client_id,
        day=day,
        start=time(10),
        treatment=treatment,
        state=VisitState.finished,
        session=Session(areas=("face",), steps=(), done_at=house.clock.now() - timedelta(days=days_ago)),
    )
    house.clinic.visits.save(visit, SYSTEM, "visit.test")


def test_the_course_counts_the_sessions_on_record(house: House) -> None:
    anna = house.client()
    for days in (80, 52, 24):
        finished_on(house, anna.id, days)
    finished_on(house, anna.id, 10, FACIAL)
    view = house.room().course(house.screened(anna, had_before="yes", session_last="2026-07-06"))
    assert (view.number, view.days_since) == (4, 24)
    assert view.line.startswith("session 4 of 4")
    assert view.contradiction is None
    assert view.late_note is None


def test_more_than_four_weeks_since_the_last_session_is_a_note_and_no_finding(house: House) -> None:
    anna = house.client()
    finished_on(house, anna.id, 36)
    visit = house.screened(anna, had_before="yes", session_last="2026-06-24")
    assert outcome(visit) == "eligible"
    assert house.room().course(visit).late_note is not None


def test_sessions_elsewhere_make_the_number_a_least(house: House) -> None:
    view = house.room().course(house.screened(house.client(), had_before="yes", session_last="2026-07-01"))
    assert (view.number, view.days_since) == (2, 29)
    assert "or later" in view.line


def test_the_next_window_is_three_to_four_weeks_on(house: House) -> None:
    window = house.room().next_window(house.confirmed(house.client()))
    assert window == (TODAY + timedelta(weeks=3), TODAY + timedelta(weeks=4))


def test_from_the_seventh_session_on_the_clinic_sets_the_interval(house: House) -> None:
    anna = house.client()
    for n in range(5):
        finished_on(house, anna.id, 30 * (n + 1))
    visit = house.screened(anna, had_before="yes", session_last="2026-06-30")
    assert house.room().course(visit).number == 6
    assert house.room().next_window(visit) is None


@pytest.mark.parametrize(
    ("goal", "weeks"), [("upkeep", (4, 6)), ("acne", (2, 4)), ("dark_spots", (2, 4)), ("not_sure", (4, 6))]
)
def test_the_next_facial_is_due_by_its_goal(house: House, goal: str, weeks: tuple[int, int]) -> None:
    visit = house.screened(house.client(), FACIAL, goal=goal)
    window = house.room().next_window(visit)
    assert window == (TODAY + timedelta(weeks=weeks[0]), TODAY + timedelta(weeks=weeks[1]))


def test_the_steps_leave_out_what_the_client_does_not_want(house: House) -> None:
    visit = house.confirmed(house.client(), FACIAL, extraction_ok="no")
    included = {planned.step.id: planned.included for planned in house.room().steps(visit)}
    assert included["extraction"] is False
    assert included["cleansing"] is True


def test_a_step_that_may_be_left_out_is_said_to_be_optional(house: House) -> None:
    wants, does_not = (
        house.room().summary(house.confirmed(house.client(name), FACIAL, extraction_ok=answer)).steps
        for name, answer in (("Ana", "yes"), ("Berta", "no"))
    )
    assert "● Extraction (optional)" in wants
    assert "○ left out: Extraction" in does_not
    assert "● Serums: For upkeep." in wants


def test_an_alternative_is_proposed_where_the_treatment_cannot_be_given(house: House) -> None:
    room = house.room()
    assert room.alternatives(house.confirmed(house.client())) == ()
    ((treatment, verdict),) = room.alternatives(house.confirmed(house.client("Berta", "Soler"), rosacea="yes"))
    assert treatment == FACIAL
    assert "goal" in verdict.unanswered
    assert "rosacea" not in verdict.unanswered
    assert verdict.findings == ()


def test_no_alternative_where_the_same_answer_speaks_against_it(house: House) -> None:
    assert house.room().alternatives(house.confirmed(house.client(), herpes_active="yes")) == ()


def test_my_day_holds_my_visits_in_order_and_those_without_a_practitioner(house: House) -> None:
    anna = house.client()
    house.book(anna, start=time(12), practitioner="dr roca")
    house.book(anna, start=time(9))
    house.book(anna, start=time(10), practitioner="Dr Gil")
    house.book(anna, start=time(11), practitioner="")
    assert [entry.visit.start for entry in house.room().my_day()] == [time(9), time(11), time(12)]


def test_opening_a_visit_is_in_the_audit_trail(house: House) -> None:
    visit = house.confirmed(house.client())
    house.room().open(visit.id)
    assert house.trail(visit.client_id)[-1] == "visit.look"


def test_the_answers_as_they_count_can_be_judged_again_to_the_same_verdict(house: House) -> None:
    visit = settle(house, house.confirmed(house.client(), keratosis="not_sure", eczema="yes"), "keratosis", "no")
    answers = house.room().answers(visit)
    assert answers is not None
    assert rules.evaluate(answers.protocol, answers, on=TODAY) == visit.verdict
