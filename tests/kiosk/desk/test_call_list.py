"""Whom the desk phones: too early, moved by the clinic, to bring back."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kiosk.desk.call_list import CallKind, PhoneLine
from kiosk.visits.private_record import IsPrivate, OpeningReason, mark_private
from kiosk.visits.record_lock import lock
from kiosk.visits.visit import Session, Visit, VisitState
from tests.kiosk.conftest import FACIAL, SYSTEM, TODAY, House


def lines(house: House, kind: CallKind) -> list[PhoneLine]:
    return [line for line in house.desk().call_list() if line.kind is kind]


def put_off(house: House) -> Visit:
    """Return the visit of somebody who stopped a medicine too lately: possible from 3 August on."""
    visit = house.confirmed(house.client(phone="600 111 222"), isotretinoin="stopped", isotretinoin_last="2026-02-03")
    decided: Visit = house.room().decide(
        visit, "put_off", pin_checked=house.dr_roca, seen_sha=visit.content_sha, until=date(2026, 8, 3)
    )
    return decided


def test_a_booking_inside_a_deferral_is_listed_days_ahead_with_the_first_possible_day(house: House) -> None:
    visit = put_off(house)
    anna = house.clinic.clients.get(visit.client_id)
    early = house.book(anna, day=date(2026, 8, 1), start=time(9))
    house.book(anna, day=date(2026, 8, 3), start=time(9))
    house.book(anna, FACIAL, day=date(2026, 8, 2), start=time(9))
    listed = lines(house, CallKind.early)
    assert (listed[0].visit_id, listed[0].first, listed[0].booked) == (early.id, date(2026, 8, 3), "1 August 09:00")
    assert [each.treatment for each in listed] == ["Parisian Peel", "Medical facial"]
    assert [each.why for each in listed] == ["put off on 30 July 2026", "Parisian Peel was put off on 30 July 2026"]
    assert {each.phone for each in listed} == {"600 111 222"}


def test_a_booking_sooner_than_the_usual_interval_is_too_early(house: House) -> None:
    anna = house.client()
    given = house.book(anna, day=TODAY - timedelta(days=7))
    session = Session(areas=("face",), steps=("crystals",), done_at=house.clock.now())
    house.clinic.visits.save(
        given.model_copy(update={"state": VisitState.finished, "session": session}), SYSTEM, "visit.test"
    )
    soon = house.book(anna, day=TODAY + timedelta(days=6))
    house.book(
        anna, day=TODAY + timedelta(days=14), start=time(9)
    )  # three weeks after the last: the least that is usual
    assert [(each.visit_id, each.first) for each in lines(house, CallKind.early)] == [
        (soon.id, TODAY + timedelta(days=14))
    ]
    house.book(house.client("Berta", "Soler"), day=TODAY + timedelta(days=1))
    assert len(lines(house, CallKind.early)) == 1


def test_who_was_put_off_is_brought_back_booked_called_and_came(house: House) -> None:
    visit = put_off(house)
    [line] = lines(house, CallKind.bring_back)
    assert (line.visit_id, line.first, line.booked, line.called, line.came) == (visit.id, date(2026, 8, 3), "", "", "")
    noted = house.desk().note_phone_call(visit, "no_answer")
    assert noted.phone_calls[0].by == "Rita Roy"
    _, new = house.desk().move(noted, date(2026, 8, 4), time(9))
    [line] = lines(house, CallKind.bring_back)
    assert (line.booked, line.called) == ("4 August 09:00", "no answer 10:00")
    house.clock.forward(days=5)
    house.desk().arrive(new)
    [line] = lines(house, CallKind.bring_back)
    assert (line.booked, line.called, line.came) == ("", "no answer 30 July", "4 August")
    house.clock.forward(days=31)
    assert lines(house, CallKind.bring_back) == []


def test_who_does_not_come_back_is_taken_off_and_so_is_an_undone_move(house: House) -> None:
    visit = put_off(house)
    house.desk().note_phone_call(visit, "not_coming")
    assert lines(house, CallKind.bring_back) == []
    anna = house.client("Clara", "Vidal")
    house.desk().move(house.book(anna), date(2026, 8, 5), time(9))
    assert lines(house, CallKind.bring_back) == []  # nobody put her off: her appointment moved


def test_a_spot_that_no_doctor_has_seen_is_brought_back_without_a_word_of_it(house: House) -> None:
    visit = house.screened(house.client(), lesion="yes")
    house.desk().left(visit)
    [line] = lines(house, CallKind.bring_back)
    assert (line.visit_id, line.why, line.first) == (visit.id, "the practitioner waits for news", None)


def test_a_client_is_brought_back_once_for_a_treatment_whatever_they_said_how_often(house: House) -> None:
    anna = house.client()
    for _ in range(2):
        visit = house.desk().left(house.screened(anna, lesion="yes"))
        house.clock.forward(days=1)
    [line] = lines(house, CallKind.bring_back)
    assert (line.visit_id, line.client_id) == (visit.id, anna.id)


def test_who_is_booked_too_early_is_not_to_be_brought_back_as_well(house: House) -> None:
    visit = put_off(house)
    early = house.book(house.clinic.clients.get(visit.client_id), day=date(2026, 8, 1), start=time(9))
    assert [(each.kind, each.visit_id) for each in house.desk().call_list()] == [(CallKind.early, early.id)]
    house.desk().move(early, date(2026, 8, 3), time(9))
    assert [(each.kind, each.visit_id) for each in house.desk().call_list()] == [(CallKind.bring_back, visit.id)]


def test_a_locked_record_is_on_no_list(house: House) -> None:
    visit = put_off(house)
    lock(house.clinic, visit.client_id, "asked for it", house.lead.actor("desk-1"))
    assert house.desk().call_list() == ()


def test_of_a_private_record_the_name_is_said_and_the_rest_for_a_reason(house: House) -> None:
    visit = put_off(house)
    anna = house.clinic.clients.get(visit.client_id)
    house.book(anna, FACIAL, day=date(2026, 8, 1), start=time(9))
    plain = house.desk().call_list()
    assert [line.private for line in plain] == [False, False]
    mark_private(house.clinic, anna.id, "known", house.rita)
    covered = house.desk(house.bea).call_list()
    assert [(line.name, line.booked) for line in covered] == [(line.name, line.booked) for line in plain]
    for line in covered:
        assert (line.phone, line.treatment, line.why, line.first) == ("", "", "private record", None)
        with pytest.raises(IsPrivate):
            house.desk(house.bea).whole_line(line)
    house.desk(house.bea).open(visit.id, OpeningReason(picked="appointment", line="I phone her."))
    whole = [house.desk(house.bea).whole_line(line) for line in covered]
    assert whole == [replace(line, private=True) for line in plain]
    assert house.desk(house.bea).call_list() == covered
