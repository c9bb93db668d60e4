"""What the practitioner reads of the last session: all that was recorded of it, in words."""

from datetime import time, timedelta

import pytest

from kiosk.core.errors import BadInput
from kiosk.room.last_time import LastSession
from kiosk.visits.session import MachineSettings, ProductUsed, SessionDetails
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import FACIAL, TODAY, House

MACHINE = MachineSettings(device="Device 2", tip="Fine tip", suction="25 kPa", passes=2)
SERUM = ProductUsed(name="Serum C", lot="AB12", expires=TODAY + timedelta(days=90))


def treated(house: House, visit: Visit, details: SessionDetails, note: str = "", steps: tuple[str, ...] = ()) -> Visit:
    """Go ahead and finish, as the practitioner of the house."""
    room = house.room()
    started = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    done: Visit = room.finish(started, ["face"], steps, note, pin_checked=house.dr_roca, details=details)
    return done


def test_all_that_was_recorded_is_told_next_time(house: House) -> None:
    anna = house.client()
    details = SessionDetails(machine=MACHINE, skin_before=("Dry",), skin_after=("Pink", "Calm"), products=(SERUM,))
    done = treated(house, house.confirmed(anna), details, "Less suction on the nose.", ("crystals", "protect"))
    assert done.session is not None
    assert done.session.left_out == ("topicals",)
    assert done.session.machine == MACHINE
    house.clock.forward(days=28)
    again = house.book(anna)
    assert house.room().summary(again).last_time == LastSession(
        when="30 July",
        by="Dr Roca",
        areas="face",
        steps="Crystals and suction, Moisturiser and sunblock",
        left_out="Topicals",
        machine="suction 25 kPa, 2 passes, Fine tip, Device 2",
        skin="before: dry; after: pink, calm",
        products="Serum C, lot AB12, until 28 Oct 2026",
        note="Less suction on the nose.",
        reaction="",
    )


def test_nothing_is_told_before_the_first_session_or_of_another_treatment(house: House) -> None:
    anna = house.client()
    treated(house, house.confirmed(anna, FACIAL), SessionDetails())
    assert house.room().summary(house.book(anna, start=time(11, 30))).last_time is None


def test_a_session_with_nothing_but_areas_tells_its_areas_and_what_was_left_out(house: House) -> None:
    anna = house.client()
    treated(house, house.confirmed(anna), SessionDetails())
    house.clock.forward(days=28)
    told = house.room().summary(house.book(anna)).last_time
    assert told is not None
    assert [title for title, _ in told.lines] == ["Areas", "Left out"]


@pytest.mark.parametrize(
    ("details", "refused"),
    [
        (SessionDetails(machine=MachineSettings(passes=0)), "1 to 20"),
        (SessionDetails(machine=MachineSettings(passes=21)), "1 to 20"),
        (SessionDetails(products=(ProductUsed(name=" "),)), "Name the product"),
        (SessionDetails(products=(SERUM.model_copy(update={"expires": TODAY - timedelta(days=1)}),)), "has expired"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_recorded(
    house: House, details: SessionDetails, refused: str
) -> None:
    visit = house.confirmed(house.client())
    with pytest.raises(BadInput, match=refused):
        treated(house, visit, details)
    assert house.visit(visit).session is None


def test_an_expired_product_is_kept_with_the_word_why(house: House) -> None:
    expired = SERUM.model_copy(update={"expires": TODAY - timedelta(days=1), "in_spite": "No other was there."})
    done = treated(house, house.confirmed(house.client()), SessionDetails(products=(expired,)))
    assert done.session is not None
    assert done.session.products[0].words == "Serum C, lot AB12, until 29 Jul 2026, EXPIRED: No other was there."
