"""One PIN signs what was settled, corrected, noted and decided on one summary; nothing of it is in a record before."""

import pytest

from kiosk.core.errors import NotAllowed, StaleWrite
from kiosk.room.open_visit import DROPPED, OpenVisit
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import House


def opened(house: House, **answers: object) -> OpenVisit:
    """Return a visit as it is open before Dr Roca."""
    return OpenVisit(house.confirmed(house.client(), **answers))


def follow(house: House, shown: OpenVisit) -> str:
    """Take in what others did."""
    return shown.follow(house.clinic, house.room(), house.visit(shown.stored))


def outcome(visit: Visit) -> str:
    assert visit.verdict is not None
    return str(visit.verdict.outcome)


def test_what_is_found_is_judged_at_once_and_kept_with_the_decision(house: House) -> None:
    room = house.room()
    shown = opened(house, eczema="not_sure", keratosis="not_sure")
    shown.find([room.settle(shown.visit, "eczema", "no")])
    shown.find([room.settle(shown.visit, "keratosis", "no")])
    assert (outcome(shown.visit), outcome(house.visit(shown.stored))) == ("eligible", "review")
    assert shown.summary(room).unsigned == ("Eczema: no", "Keratosis: no")
    house.clock.forward(minutes=3)
    visit = shown.visit
    shown.sign(
        room,
        house.dr_roca,
        lambda member: room.decide(visit, "go_ahead", pin_checked=member, seen_sha=visit.content_sha),
    )
    kept = house.visit(visit)
    assert [each.decision for each in kept.signoffs] == ["confirm", "settle", "settle", "go_ahead"]
    assert {each.at for each in kept.signoffs[1:]} == {house.clock.now()}  # when the PIN was typed
    assert (kept.state, outcome(kept), shown.is_unsigned) == (VisitState.in_progress, "eligible", False)
    with house.clinic.records.read() as reader:
        trail = [each for each in reader.trail(subject=kept.client_id) if each.event == "visit.settle"]
    assert [each.detail["question"] for each in trail] == ["eczema", "keratosis"]


def test_only_who_is_signed_in_signs_what_was_found(house: House) -> None:
    room = house.room()
    found = room.settle(house.confirmed(house.client(), eczema="not_sure"), "eczema", "no")
    with pytest.raises(NotAllowed, match="only Dr Roca"):
        room.sign(found, pin_checked=house.rita)
    room.sign(found, pin_checked=house.dr_roca)
    with pytest.raises(NotAllowed, match="nothing to sign"):
        room.sign(house.visit(found), pin_checked=house.dr_roca)


def test_what_others_do_meanwhile_is_taken_in_and_nothing_is_lost(house: House) -> None:
    room = house.room()
    shown = opened(house, eczema="not_sure", keratosis="not_sure")
    shown.find([room.settle(shown.visit, "eczema", "no")])
    room.correct(house.visit(shown.stored), "rosacea", "yes", "seen by another", pin_checked=house.dr_roca)
    stale = shown.visit
    with pytest.raises(StaleWrite):
        room.sign(stale, pin_checked=house.dr_roca)
    assert follow(house, shown) == ""
    assert outcome(shown.visit) == "contraindicated"
    shown.sign(room, house.dr_roca)
    kept = house.visit(shown.stored)
    assert [(each.question, each.number) for each in (*kept.corrections, *kept.settled)] == [
        ("rosacea", 1), ("eczema", 2),
    ]  # fmt: skip


def test_what_was_found_is_dropped_and_said_where_the_client_answered_again(house: House) -> None:
    room = house.room()
    shown = opened(house, eczema="not_sure")
    shown.find([room.settle(shown.visit, "eczema", "no")])
    visit = house.desk().reopen(house.visit(shown.stored))
    house.check_in(house.clinic.clients.get(visit.client_id), eczema="yes")
    assert follow(house, shown) == DROPPED
    assert not shown.is_unsigned
    assert shown.visit.settled == ()


def test_the_last_one_is_taken_back_first(house: House) -> None:
    room = house.room()
    shown = opened(house, eczema="not_sure", lesion="yes")
    shown.find([room.settle(shown.visit, "eczema", "no")])
    shown.find([room.advise(shown.visit)])
    shown.find([room.correct(shown.visit, "rosacea", "yes", "seen")])
    for left in (("Eczema: no", "Advised to see a doctor, 10:00"), ("Eczema: no",), ()):
        shown.take_back(room)
        assert shown.summary(room).unsigned == left
    assert outcome(shown.visit) == "deferred"
    assert shown.visit.settled == shown.visit.corrections == ()


def test_a_consent_on_paper_is_to_the_areas_as_they_were_found_and_keeps_nothing_else(house: House) -> None:
    room = house.room()
    shown = opened(house)
    shown.find([room.change_areas(shown.visit, ["face", "neck"], "The neck, too.")])
    assert shown.summary(room).lacks_consent
    kept = room.paper_consent(shown.stored, "yes", "Anna Ferrer", found=shown.visit)
    assert kept.corrections == ()
    assert shown.follow(house.clinic, room, kept) == ""
    assert not shown.summary(room).lacks_consent
    visit = shown.visit
    gone = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    assert gone.state is VisitState.in_progress
    assert gone.checkin is not None
    assert gone.checkin.consent is not None
    assert gone.decision is not None
    assert gone.decision.completes == gone.checkin.consent.text_sha
    assert gone.checkin.consent.named == {"area": ["face", "neck"]}


def test_a_spot_of_an_earlier_visit_is_noted_with_the_same_pin(house: House) -> None:
    anna, room = house.client(), house.room()
    first = house.confirmed(anna, lesion="yes")
    room.decide(room.advise(first), "put_off", pin_checked=house.dr_roca, seen_sha=room.advise(first).content_sha)
    house.clock.forward(days=7)
    house.clinic.confirm_date(house.rita.actor("desk"))
    shown = OpenVisit(house.confirmed(anna, eczema="not_sure"))
    shown.find([room.settle(shown.visit, "eczema", "no")])
    shown.find([room.doctor_saw(house.visit(first), "Dr Pla: harmless")])
    told = shown.summary(room)
    assert told.unsigned == ("Eczema: no", "Visit of 30 July 2026: a doctor has looked")
    assert house.visit(first).signoffs[-1].decision == "put_off"
    shown.sign(room, house.dr_roca)
    assert house.visit(first).signoffs[-1].decision == "doctor_saw"
    assert house.visit(shown.stored).signoffs[-1].decision == "settle"
