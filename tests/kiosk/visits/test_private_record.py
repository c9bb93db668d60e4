"""Private records: opened for a reason, told to the lead, in the audit trail without what was typed."""

import json

import pytest

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.desk.board import todays_board
from kiosk.desk.lead_notices import with_lead_notices
from kiosk.privacy.erase import erase
from kiosk.privacy.merge_clients import merge
from kiosk.records import Kind
from kiosk.visits.private_record import (
    IsPrivate,
    OpeningReason,
    mark_private,
    mark_public,
    note_openings,
    unnoted_openings,
)
from tests.kiosk.conftest import SYSTEM, FixedClock, House

TODAY_HERE = OpeningReason(picked="visit", line="She is at the desk.")


def test_a_private_record_opens_for_a_reason_only_and_the_lead_is_told_until_it_is_noted(house: House) -> None:
    client = house.client()
    visit = house.screened(client)
    mark_private(house.clinic, client.id, "staff", house.rita)
    with pytest.raises(IsPrivate):
        house.desk(house.bea).open(visit.id)
    with pytest.raises(IsPrivate):
        house.room().open(visit.id)
    for missing in (OpeningReason(picked="visit", line=" "), OpeningReason(picked="curious", line="Hm")):
        with pytest.raises(BadInput):
            house.desk(house.bea).open(visit.id, missing)
    assert unnoted_openings(house.clinic) == ()
    assert "visit.look" not in house.trail(client.id)[-2:]
    assert house.desk(house.bea).open(visit.id, TODAY_HERE).id == visit.id
    ((whose, opening),) = unnoted_openings(house.clinic)
    assert (whose.id, opening.by, opening.reason) == (client.id, "Bea Ortiz", TODAY_HERE)
    board = todays_board(house.clinic)
    assert any(
        "1 private record was opened" in each for each in with_lead_notices(house.clinic, house.lead, board).remarks
    )
    assert with_lead_notices(house.clinic, house.rita, board) == board
    note_openings(house.clinic, unnoted_openings(house.clinic), house.lead)
    assert unnoted_openings(house.clinic) == ()
    with pytest.raises(NotAllowed):
        note_openings(house.clinic, (), house.rita)


def test_the_trail_says_who_opened_it_and_what_was_picked_never_what_was_typed(house: House) -> None:
    client = house.client()
    visit = house.book(client)
    mark_private(house.clinic, client.id, "known", house.rita)
    house.desk(house.bea).open(visit.id, TODAY_HERE)
    with house.clinic.records.read() as reader:
        (entry,) = [each for each in reader.trail(subject=client.id) if each.event == "client.open_private"]
    assert (entry.actor.name, dict(entry.detail)) == ("Bea Ortiz", {"why": "visit"})
    assert "desk" not in json.dumps(dict(entry.detail))


def test_a_reason_holds_for_half_an_hour_for_whoever_gave_it(house: House, clock: FixedClock) -> None:
    visit = house.book(house.client())
    mark_private(house.clinic, visit.client_id, "relative", house.rita)
    house.desk(house.rita).open(visit.id)  # who marked it has it open
    house.desk(house.bea).open(visit.id, TODAY_HERE)
    clock.forward(minutes=29)
    house.desk(house.bea).open(visit.id)
    with pytest.raises(IsPrivate):
        house.desk(house.lead).open(visit.id)
    clock.forward(minutes=2)
    with pytest.raises(IsPrivate):
        house.desk(house.bea).open(visit.id)
    assert len(unnoted_openings(house.clinic)) == 1


def test_anybody_marks_and_only_a_lead_takes_the_mark_away(house: House) -> None:
    client = house.client()
    mark_private(house.clinic, client.id, "wish", house.dr_roca)
    with pytest.raises(NotAllowed, match="lead"):
        mark_public(house.clinic, client.id, house.rita)
    mark_public(house.clinic, client.id, house.lead)
    assert house.clinic.clients.get(client.id).private is None
    assert house.trail(client.id)[-2:] == ["client.private", "client.not_private"]


def test_a_record_that_is_merged_stays_private_and_an_erased_one_leaves_nothing(house: House) -> None:
    kept, twin = house.client(), house.client("Ana")
    mark_private(house.clinic, twin.id, "known", house.rita)
    merge(house.clinic, kept.id, twin.id, SYSTEM)
    visit = house.book(house.clinic.clients.get(kept.id))
    with pytest.raises(IsPrivate):
        house.desk(house.bea).open(visit.id)
    house.desk(house.bea).open(visit.id, TODAY_HERE)
    erase(house.clinic, kept.id, SYSTEM)
    assert unnoted_openings(house.clinic) == ()
    with house.clinic.records.read() as reader:
        assert [
            each for each in reader.all(Kind.META) if kept.id in json.dumps(each) or twin.id in json.dumps(each)
        ] == []
