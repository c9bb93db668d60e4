"""The desk confirms and raises, and never lowers."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from kiosk.checkin import paper_form
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed, StaleWrite
from kiosk.core.settings import Settings
from kiosk.desk.board import WAITING, todays_board
from kiosk.desk.slots import FreeTime
from kiosk.desk.visit_page import visit_page
from kiosk.visits.visit import Visit, VisitState
from rules import NextStep
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, SYSTEM, TODAY, FixedClock, House, open_clinic

DEFERRED = {"retinoid": "yes", "retinoid_last": "2026-07-29"}  # possible again from 1 August


def with_settings(house: House, **changes: object) -> None:
    house.clinic.__dict__["settings"] = Settings.model_validate({**house.clinic.settings.model_dump(), **changes})


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, "room"),
        ({"eczema": "yes"}, "practitioner_first"),
        (DEFERRED, "book_from"),
        ({"herpes_active": "yes"}, "practitioner_first"),
        ({"rosacea": "yes"}, "practitioner_talks"),
    ],
)
def test_a_visit_is_confirmed_at_any_outcome_and_the_next_step_stays(
    house: House, changes: dict[str, str], step: str
) -> None:
    confirmed = house.confirmed(house.client(), **changes)
    assert confirmed.state is VisitState.confirmed
    assert confirmed.next_step == step
    assert [(each.by, each.decision) for each in confirmed.signoffs] == [("Rita Roy", "confirm")]


def test_identity_is_checked_before_confirming(house: House) -> None:
    with pytest.raises(NotAllowed, match="who it is"):
        house.desk().confirm(house.screened(house.client()), identity_checked=False)


def test_a_raise_turns_to_the_room_into_practitioner_looks_first_and_leaves_the_verdict(house: House) -> None:
    visit = house.screened(house.client())
    raised = house.desk().raise_(visit, "cheeks look sore")
    assert raised.next_step is NextStep.PRACTITIONER_FIRST
    assert raised.verdict == visit.verdict
    assert raised.raised.reason == "cheeks look sore"


@pytest.mark.parametrize(("changes", "step"), [(DEFERRED, "book_from"), ({"rosacea": "yes"}, "practitioner_talks")])
def test_a_raise_never_lowers_a_next_step(house: House, changes: dict[str, str], step: str) -> None:
    raised = house.desk().raise_(house.screened(house.client(), **changes), "wants to talk")
    assert raised.next_step == step


def test_a_raise_needs_a_reason(house: House) -> None:
    with pytest.raises(BadInput, match="why"):
        house.desk().raise_(house.screened(house.client()), " \t ")


def test_a_raise_is_taken_back_only_by_who_made_it(house: House) -> None:
    raised = house.desk(house.rita).raise_(house.screened(house.client()), "cheeks look sore")
    with pytest.raises(NotAllowed, match="Only Rita Roy"):
        house.desk(house.bea).undo_raise(raised)
    assert house.desk(house.rita).undo_raise(raised).next_step is NextStep.ROOM


def test_undoing_does_not_take_back_somebody_elses_raise(house: House) -> None:
    raised = house.desk(house.rita).raise_(house.screened(house.client()), "cheeks look sore")
    confirmed = house.desk(house.bea).confirm(raised)
    undone = house.desk(house.bea).undo(confirmed)
    assert undone.state is VisitState.screened
    assert undone.raised is not None


def test_what_the_desk_did_can_be_taken_back_by_a_colleague_until_the_practitioner_starts(house: House) -> None:
    confirmed = house.confirmed(house.client())
    undone = house.desk(house.bea).undo(confirmed)
    assert (undone.state, undone.confirmed_at) == (VisitState.screened, None)
    started = house.room().start(house.desk().confirm(undone))
    with pytest.raises(NotAllowed, match="practitioner has started"):
        house.desk().undo(started)


@pytest.mark.parametrize(("method", "state"), [("no_show", "no_show"), ("cancel", "cancelled")])
def test_a_booked_visit_ends_and_comes_back(house: House, method: str, state: str) -> None:
    visit = house.book(house.client(), start=time(9, 30))
    ended = getattr(house.desk(), method)(visit)
    assert ended.state == state
    assert ended.ended_at is not None
    back = house.desk().undo(ended)
    assert (back.state, back.ended_at) == (VisitState.booked, None)


def test_who_left_comes_back(house: House) -> None:
    left = house.desk().left(house.screened(house.client()))
    assert left.state is VisitState.left
    assert house.desk().undo(left).state is VisitState.screened


def test_who_left_after_the_check_in_and_comes_back_waits_again_with_what_they_answered(house: House) -> None:
    visit = house.screened(house.client())
    left = house.desk().left(house.desk(house.bea).confirm(visit))
    page = visit_page(house.clinic, house.desk(), left, house.clinic.clients.get(visit.client_id))
    assert (page.actions[0].label, page.actions[0].main) == ("Came back", True)
    back = house.desk().come_back(left)
    assert (back.state, back.stopped, back.ended_at, back.confirmed_at) == (VisitState.screened, False, None, None)
    assert (back.checkins, back.arrived_at) == (visit.checkins, visit.arrived_at)
    assert [group.id for group in todays_board(house.clinic).groups] == [WAITING]
    assert house.desk().undo(back).state is VisitState.left
    with pytest.raises(NotAllowed, match="not marked as left"):
        house.desk().come_back(house.book(house.client("Bob"), start=time(10, 0)))


def test_who_left_half_way_and_comes_back_checks_in_at_a_kiosk(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    house.at_questions(anna).leave("client")
    back = house.desk().come_back(house.desk().left(house.visit(visit)))
    assert (back.state, back.stopped) == (VisitState.arrived, True)
    assert "hand" in [action.name for action in visit_page(house.clinic, house.desk(), back, anna).actions]
    assert house.at_questions(anna).step is Step.QUESTION


def test_who_comes_back_waits_from_then_on(house: House) -> None:
    left = house.desk().left(house.screened(house.client()))
    house.clock.forward(hours=4)
    back = house.desk().come_back(left)
    assert back.returned_at == house.clock.now()
    house.clock.forward(minutes=5)
    (row,) = todays_board(house.clinic).rows
    assert (row.arrived, row.waiting, row.waits_long) == ("14:00", "5 min", False)
    assert house.desk().undo(back).returned_at is None


def test_after_its_day_a_visit_that_ended_is_booked_again_and_never_taken_up(house: House) -> None:
    desk = house.desk()
    left = desk.left(house.screened(house.client(), rosacea="yes"))
    missed = desk.no_show(house.book(house.client("Bob"), start=time(9, 0)))
    house.clock.forward(days=1)
    for visit, come in ((left, desk.come_back), (missed, desk.come_after_all)):
        page = visit_page(house.clinic, desk, visit, house.clinic.clients.get(visit.client_id))
        assert page.actions[0].label == "Book again"
        assert not {"come_back", "come_after_all", "undo"} & {action.name for action in page.actions}
        for refused in (come, desk.undo):
            with pytest.raises(NotAllowed, match="This visit was on Thursday 30 July 2026"):
                refused(visit)
        old, new = desk.move(visit, house.clinic.today(), time(15))
        assert (old.state, old.moved_to, new.state) == (visit.state, new.id, VisitState.booked)
        undone = desk.undo(old)
        assert (undone.state, undone.moved_to, house.visit(new).state) == (visit.state, None, VisitState.cancelled)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "This visit is on Friday 31 July 2026. If there is time for it today, move it to today first"),
        (-1, "This visit was on Wednesday 29 July 2026. Book another day for it."),
    ],
    ids=["ahead", "past"],
)
def test_who_is_booked_for_another_day_is_not_taken_in_before_the_visit_is_moved(
    house: House, days: int, said: str
) -> None:
    desk, other = house.desk(), house.book(house.client(), day=TODAY + timedelta(days=days))
    for take_in in (desk.arrive, desk.let_in, desk.mark_late):
        with pytest.raises(NotAllowed, match=said):
            take_in(other)
    page = visit_page(house.clinic, desk, other, house.clinic.clients.get(other.client_id))
    names = {action.name for action in page.actions}
    assert not {"arrive", "let_in", "late"} & names
    assert "move" in names
    _, moved = desk.move(other, TODAY, time(15))
    assert desk.arrive(moved).state is VisitState.arrived
    assert [row.visit_id for row in todays_board(house.clinic).rows if row.mark and row.mark.words == "here"] == [
        moved.id
    ]


def test_who_asked_for_a_time_yesterday_is_booked_anew(house: House) -> None:
    asked = house.book(house.client(), state=VisitState.requested, day=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed, match="This was asked for on Wednesday 29 July 2026"):
        house.desk().accept_walk_in(asked, time(12), "Dr Roca")
    assert house.desk().refuse_walk_in(asked).state is VisitState.cancelled


def test_on_its_own_day_it_is_taken_up_again_and_not_booked(house: House) -> None:
    left = house.desk().left(house.screened(house.client()))
    page = visit_page(house.clinic, house.desk(), left, house.clinic.clients.get(left.client_id))
    assert "move" not in [action.name for action in page.actions]


def test_a_declined_visit_is_answered_again_on_its_day_only(house: House) -> None:
    visit = house.confirmed(house.client(), isotretinoin="stopped", isotretinoin_last="2026-02-03")
    declined = house.room().decide(
        visit, "decline", pin_checked=house.dr_roca, seen_sha=visit.content_sha, reason="not today"
    )
    house.clock.forward(days=1)
    page = visit_page(house.clinic, house.desk(), declined, house.clinic.clients.get(visit.client_id))
    assert "reopen" not in [action.name for action in page.actions]
    with pytest.raises(NotAllowed, match="Book another day"):
        house.desk().reopen(declined)


def test_a_stale_write_is_refused_and_says_who_was_faster(house: House) -> None:
    visit = house.screened(house.client())
    house.desk(house.bea).confirm(visit)
    with pytest.raises(StaleWrite, match="Bea Ortiz changed this visit at 10:00") as refused:
        house.desk(house.rita).raise_(visit, "cheeks look sore")
    assert refused.value.who == "Bea Ortiz"
    assert house.visit(visit).raised is None


def test_a_stale_write_of_another_process_is_refused_too(house: House, base: Path) -> None:
    visit = house.screened(house.client())
    with open_clinic(base, FixedClock(), "desk-2") as elsewhere:
        elsewhere.desk(house.bea).confirm(elsewhere.visits.get(visit.id))
    with pytest.raises(StaleWrite, match="Bea Ortiz"):
        house.desk().left(visit)


def test_another_terminal_sees_a_change_by_the_version_of_the_day_book(house: House, base: Path) -> None:
    visit = house.book(house.client())
    with open_clinic(base, FixedClock(), "desk-2") as elsewhere:
        day = elsewhere.daybook()
        before = day.version()
        house.desk().mark_late(visit)
        assert day.version() != before
        assert day.entry(visit.id).visit.late


def test_reopening_keeps_both_versions_and_the_client_answers_again(house: House) -> None:
    anna = house.client()
    visit = house.screened(anna, rosacea="yes")
    reopened = house.desk().reopen(visit)
    assert (reopened.state, reopened.verdict) == (VisitState.arrived, None)
    house.check_in(anna, rosacea="no")
    again = house.visit(visit)
    assert [record.answers["raw"]["rosacea"] for record in again.checkins] == ["yes", "no"]
    assert again.next_step is NextStep.ROOM


def test_reopening_can_be_taken_back_with_its_verdict_and_its_raise(house: House) -> None:
    raised = house.desk().raise_(house.screened(house.client()), "cheeks look sore")
    back = house.desk().undo(house.desk().reopen(raised))
    assert back.verdict == raised.verdict
    assert back.raised == raised.raised


def test_the_clients_own_check_in_is_not_taken_back_by_the_desk(house: House) -> None:
    anna = house.client()
    visit = house.book(anna, start=time(9))
    house.desk().let_in(visit)
    house.check_in(anna)
    with pytest.raises(NotAllowed, match="nothing"):
        house.desk().undo(house.visit(visit))


# What the desk reads


CONDITIONS = ("rosacea", "retinoid", "herpes", "cold sore", "eczema", "accutane", "isotretinoin", "keratosis")


@pytest.mark.parametrize("changes", [{}, {"eczema": "yes"}, DEFERRED, {"herpes_active": "yes"}, {"rosacea": "yes"}])
def test_the_desk_reads_no_condition_and_begins_with_a_private_place(house: House, changes: dict[str, str]) -> None:
    advice = house.desk().say(house.screened(house.client(), **changes))
    words = " ".join((advice.title, *advice.say, *advice.do)).casefold()
    assert not [word for word in CONDITIONS if word in words]
    if advice.next_step is not NextStep.ROOM:
        assert "private" in advice.say[0]
    assert "name and date of birth" in advice.do[0]


def test_a_role_that_may_see_them_reads_the_texts_for_the_client(house: House) -> None:
    visit = house.screened(house.client(), eczema="yes")
    plain = house.desk().say(visit)
    with_settings(house, desk_sees_conditions=True)
    told = house.desk().say(visit)
    assert visit.verdict is not None
    assert set(told.say) - set(plain.say) == {finding.client for finding in visit.verdict.findings}


def test_the_day_stands_once_in_what_is_said_whoever_may_read_it(house: House) -> None:
    with_settings(house, desk_sees_conditions=True)
    said = house.desk().say(house.screened(house.client(), **DEFERRED, rash="yes", rash_where=["hands"])).say
    assert [line for line in said if "August" in line] == [
        "“Today is not the best day for your skin. From Saturday 1 August on we can plan it well.”"
    ]
    assert "Your skin needs 3 days of rest from the cream" in " ".join(said)


def test_the_reason_of_a_raise_stands_in_what_to_do(house: House) -> None:
    raised = house.desk().raise_(house.screened(house.client()), "cheeks look sore")
    assert any("cheeks look sore" in line for line in house.desk(house.bea).say(raised).do)


def test_nobody_is_told_to_do_what_is_done(house: House) -> None:
    visit = house.desk().raise_(house.screened(house.client(), **DEFERRED), "cheeks look sore")
    visit = house.desk().confirm(visit)
    waiting = house.desk().say(visit)
    assert waiting.say
    assert not [line for line in waiting.do if line.startswith(("Check", "Pass"))]
    assert "cheeks look sore" in waiting.do[0]
    with_settings(house, desk_may_rebook=True)
    assert "Offer a new day" in house.desk().say(visit).do[-1]
    inside = house.desk().say(house.room().start(visit))
    assert inside.say == ()
    assert inside.do == ("The client is with the practitioner: there is nothing to do.",)


# Another day


def test_a_deferral_with_a_date_is_moved_by_the_desk_only_if_a_setting_says_so(house: House) -> None:
    visit = house.screened(house.client(), **DEFERRED)
    with pytest.raises(NotAllowed, match="practitioner talks"):
        house.desk().move(visit, date(2026, 8, 3), time(10))
    with_settings(house, desk_may_rebook=True)
    with pytest.raises(NotAllowed, match="Saturday 1 August 2026"):
        house.desk().move(visit, date(2026, 7, 31), time(10))
    old, new = house.desk().move(visit, date(2026, 8, 1), time(10))
    assert (old.state, old.moved_to) == (VisitState.put_off, new.id)
    assert (new.state, new.day, new.treatment, new.moved_from) == (VisitState.booked, date(2026, 8, 1), PEEL, TODAY)


@pytest.mark.parametrize("changes", [{"eczema": "yes"}, {"herpes_active": "yes"}, {"rosacea": "yes"}])
def test_nobody_is_sent_home_before_the_practitioner_decided(house: House, changes: dict[str, str]) -> None:
    with_settings(house, desk_may_rebook=True)
    visit = house.screened(house.client(), **changes)
    with pytest.raises(NotAllowed, match="practitioner decides first"):
        house.desk().move(visit, date(2026, 8, 3), time(10))


def test_what_a_practitioner_put_off_is_booked_again_from_that_day_on(house: House) -> None:
    confirmed = house.confirmed(house.client(), herpes_active="yes")
    seen = confirmed.content_sha
    put_off = house.room().decide(
        confirmed, "put_off", until=date(2026, 8, 10), pin_checked=house.dr_roca, seen_sha=seen
    )
    with pytest.raises(NotAllowed, match="10 August"):
        house.desk().move(put_off, date(2026, 8, 9), time(10))
    assert house.desk().slots(put_off)[0].day == date(2026, 8, 10)
    old, new = house.desk().move(put_off, date(2026, 8, 10), time(10))
    assert (old.moved_to, new.day) == (new.id, date(2026, 8, 10))


def test_a_move_is_taken_back_with_the_appointment_it_made(house: House) -> None:
    old, new = house.desk().move(house.book(house.client()), date(2026, 8, 3), time(10))
    back = house.desk().undo(old)
    assert (back.state, back.moved_to) == (VisitState.booked, None)
    assert house.visit(new).state is VisitState.cancelled


def test_a_move_is_not_taken_back_once_the_new_appointment_has_begun(house: House) -> None:
    old, new = house.desk().move(house.book(house.client()), TODAY, time(12))
    house.desk().arrive(new)
    with pytest.raises(NotAllowed, match="new appointment"):
        house.desk().undo(old)
    assert house.visit(old).moved_to == new.id


def test_a_move_into_the_past_is_refused(house: House) -> None:
    with pytest.raises(BadInput, match="passed"):
        house.desk().move(house.book(house.client()), TODAY - timedelta(days=1), time(10))


def test_slots_begin_at_the_first_possible_day_and_leave_out_what_is_taken(house: House) -> None:
    visit = house.screened(house.client(), isotretinoin="stopped", isotretinoin_last="2026-02-03")
    assert visit.earliest == date(2026, 8, 3)
    other = house.client("Berta", "Soler")
    house.book(other, start=time(11))
    house.book(other, start=time(11, 30))
    house.book(other, day=date(2026, 8, 3), start=time(10, 30))
    assert house.desk().slots(visit, 3) == (
        FreeTime(date(2026, 8, 3), time(11), "Dr Roca"),
        FreeTime(date(2026, 8, 4), time(10, 30), "Dr Roca"),
        FreeTime(date(2026, 8, 5), time(10, 30), "Dr Roca"),
    )


def test_slots_are_a_morning_and_an_afternoon_of_each_of_the_next_days(house: House) -> None:
    visit = house.screened(house.client(), isotretinoin="stopped", isotretinoin_last="2026-02-03")
    other = house.client("Berta", "Soler")
    for start in (time(9), time(9, 30), time(16)):
        house.book(other, start=start)
    house.book(other, day=date(2026, 8, 4), start=time(9))
    proposed = [(slot.day.day, slot.start) for slot in house.desk().slots(visit)]
    assert proposed == [
        (3, time(9)), (3, time(12)), (4, time(9, 30)), (4, time(12)), (5, time(9)), (5, time(12)),
    ]  # fmt: skip


def test_later_today_every_free_time_is_named(house: House) -> None:
    visit = house.book(house.client(), start=time(12))
    house.book(house.client("Berta", "Soler"), start=time(12, 30))
    house.book(house.client("Clara", "Vidal"), start=time(14))
    free = house.desk().slots_today(visit)
    assert {slot.day for slot in free} == {TODAY}
    assert [slot.start for slot in free] == sorted(slot.start for slot in free)
    assert time(12, 30) not in [slot.start for slot in free]


def test_slots_are_within_the_opening_hours_and_not_on_a_day_on_which_the_clinic_is_closed(house: House) -> None:
    visit = house.book(house.client(), start=time(9))
    days = [TODAY + timedelta(days=ahead) for ahead in range(7)]
    hours = {f"{day:%A}".casefold(): ["11:00-12:15", "17:00-18:00"] for day in days[1:4]}
    with_settings(house, opening={**hours, "closed": [days[2].isoformat()]})
    assert [(slot.day, slot.start) for slot in house.desk().slots(visit, 4)] == [
        (days[1], time(11)), (days[1], time(17)), (days[3], time(11)), (days[3], time(17)),
    ]  # fmt: skip
    house.book(house.client("Berta", "Soler"), day=days[1], start=time(11))
    assert [slot.start for slot in house.desk().slots(visit, 2)] == [time(11, 30), time(17)]


# The rest of the desk's work


def test_a_mistyped_name_is_corrected_and_found(house: House) -> None:
    anna = house.client("Ana", "Ferer")
    house.book(anna)
    corrected = house.desk().correct_name(anna, "Anna", "Ferrer")
    assert corrected.full_name == "Anna Ferrer"
    assert house.clinic.check_in().identify("Ferrer", 5, 3, 1984) == "visit"
    assert [client.id for client in house.desk().find("ferrer anna")] == [anna.id]


def test_a_client_is_found_by_name_birth_date_or_telephone(house: House) -> None:
    anna = house.client("Anna María", "García-Márquez", phone="+34 600 123 456")
    house.client("Berta", "Soler", born=date(1990, 1, 1))
    desk = house.desk()
    for found in (
        desk.find("marquez"), desk.find("Garcia Anna"), desk.find("+34600123456"), desk.find(born=date(1984, 3, 5)),
        desk.find("maria", born=date(1984, 3, 5)),
    ):  # fmt: skip
        assert [client.id for client in found] == [anna.id]
    assert desk.find("nobody") == desk.find("") == desk.find("maria", born=date(1990, 1, 1)) == []


def test_another_practitioner_takes_over_until_the_visit_starts(house: House) -> None:
    confirmed = house.desk().reassign(house.confirmed(house.client()), "Dr Gil")
    assert confirmed.practitioner == "Dr Gil"
    started = house.room().start(confirmed)
    with pytest.raises(NotAllowed, match="stays"):
        house.desk().reassign(started, "Dr Roca")


def test_staff_vouch_for_a_client_who_then_sees_past_answers(house: House) -> None:
    anna = house.client(phone="600123456")
    visit = house.desk().prove_by_staff(house.book(anna))
    check_in = house.clinic.check_in()
    assert check_in.identify("Ferrer", 5, 3, 1984) == "visit"
    assert check_in.appointments[0].treatment == "Parisian Peel"
    check_in.yes()
    assert house.visit(visit).proof == "staff"


def test_a_walk_in_that_is_refused_is_cancelled(house: House) -> None:
    visit = house.book(house.client(), state=VisitState.requested)
    assert house.desk().refuse_walk_in(visit).state is VisitState.cancelled
    with pytest.raises(NotAllowed):
        house.desk().refuse_walk_in(house.book(house.client()))


def test_a_practitioner_may_help_at_the_desk_and_a_disabled_person_may_not(house: House) -> None:
    assert house.desk(house.dr_roca).mark_late(house.book(house.client())).late
    gone = house.clinic.staff.disable("Rita Roy", house.lead.actor())
    with pytest.raises(NotAllowed, match="Rita Roy"):
        house.desk(gone)


def test_every_look_and_every_change_is_in_the_audit_trail_by_id(house: House) -> None:
    anna = house.client()
    visit = house.screened(anna)
    desk = house.desk()
    desk.open(visit.id)
    desk.find("ferrer")
    desk.visits_of(anna)
    confirmed = desk.confirm(visit)
    desk.undo(confirmed)
    with house.clinic.records.read() as reader:
        entries = list(reader.trail(subject=anna.id))
    said = [entry.event for entry in entries]
    for what in (
        "visit.arrive",
        "visit.check_in",
        "visit.look",
        "client.found",
        "client.look",
        "visit.confirm",
        "visit.undo",
    ):
        assert what in said
    assert {entry.actor.name for entry in entries if entry.event == "visit.look"} == {"Rita Roy"}
    assert "Ferrer" not in "".join(map(repr, entries))


# Another day has come


def test_a_visit_left_open_overnight_is_judged_again_when_it_is_opened(house: House) -> None:
    visit = house.screened(house.client(), **DEFERRED)
    assert visit.next_step is NextStep.BOOK_FROM
    house.clock.forward(days=2)
    with pytest.raises(NotAllowed, match="day has changed"):
        house.desk().confirm(visit)
    opened = house.desk().open(visit.id)
    assert opened.judgement.on == date(2026, 8, 1)
    assert opened.next_step is NextStep.ROOM
    assert house.desk().confirm(opened).state is VisitState.confirmed


def test_nothing_is_judged_or_confirmed_while_the_date_is_in_doubt(house: House) -> None:
    visit = house.screened(house.client())
    house.clock.forward(days=9)
    opened = house.desk().open(visit.id)
    assert opened.judgement == visit.judgement
    with pytest.raises(NotAllowed, match="Confirm the date"):
        house.desk().confirm(opened)
    house.clinic.confirm_date(house.rita.actor("desk"))
    opened = house.desk().open(visit.id)
    assert opened.judgement.on == date(2026, 8, 8)


def test_the_date_is_confirmed_by_staff_only(house: House) -> None:
    with pytest.raises(NotAllowed, match="staff"):
        house.clinic.confirm_date(house.clinic.actor_client())


def test_a_doubt_holds_for_a_terminal_that_opens_later(house: House, base: Path, clock: FixedClock) -> None:
    house.book(house.client())
    clock.forward(days=9)
    assert house.clinic.clock_doubt()
    with open_clinic(base, clock, "desk-2") as elsewhere:
        assert elsewhere.clock_doubt()
        elsewhere.confirm_date(house.rita.actor("desk-2"))
    assert house.clinic.clock_doubt() is None


def test_a_visit_that_never_was_is_not_found(house: House) -> None:
    from kiosk.core.errors import NotFound

    with pytest.raises(NotFound):
        house.desk().open("V-NOTHING")


def test_a_schedule_that_changes_a_booked_visit_keeps_it_one_document(house: House) -> None:
    visit = house.book(house.client())
    moved: Visit = visit.model_copy(update={"day": date(2026, 8, 1)})
    house.clinic.visits.save(moved, SYSTEM, "visit.schedule.move")
    assert house.clinic.visits.of_day(TODAY) == []
    assert [each.id for each in house.clinic.visits.of_day(date(2026, 8, 1))] == [visit.id]


def test_paper_consent_belongs_to_the_check_in(house: House) -> None:
    visit = house.book(house.client(), FACIAL)
    paper_form.enter(house.clinic, visit.id, GOOD[FACIAL], staff=house.rita)
    entered = house.visit(visit)
    assert entered.checkin is not None
    assert entered.checkin.consent is None
    signed = house.desk().paper_consent(entered, "yes", "Anna Ferrer")
    assert signed.checkin.consent.how == "paper"
    assert house.clinic.text(signed.checkin.consent.text_sha) is not None
