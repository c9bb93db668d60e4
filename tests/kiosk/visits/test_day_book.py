"""A day of the clinic: read once for as long as nobody changes anything, and never out of date."""

import pytest

from kiosk.visits.visit import VisitState
from kiosk.visits.visit_book import VisitBook
from tests.kiosk.conftest import PEEL, FixedClock, House, open_clinic


def test_a_day_is_read_again_only_once_somebody_changed_something(
    house: House, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, of_day = [], VisitBook.of_day
    monkeypatch.setattr(VisitBook, "of_day", lambda *given: read.append(1) or of_day(*given))
    visit = house.book(house.client())
    for _ in range(3):
        (entry,) = house.clinic.daybook().entries()
    assert (len(read), entry.visit.state) == (1, VisitState.booked)
    house.desk().arrive(house.visit(visit))
    (entry,) = house.clinic.daybook().entries()
    assert (len(read), entry.visit.state) == (2, VisitState.arrived)
    with open_clinic(house.folder.parent, clock, terminal="another") as elsewhere:
        elsewhere.visits.save(
            house.visit(visit).model_copy(update={"late": True}), house.rita.actor("desk"), "visit.test"
        )
    (entry,) = house.clinic.daybook().entries()
    assert (len(read), entry.visit.late) == (3, True)
    assert entry.visit.treatment == PEEL
