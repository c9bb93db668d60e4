"""The lists of the command line name nobody whose record is locked, and say nothing but the name of a private one."""

from dataclasses import replace

import pytest

from kiosk.clinic import Clinic
from kiosk.visits.closed_record import Closed
from kiosk.visits.private_record import mark_private
from kiosk.visits.record_lock import lock
from kiosk.visits.session import ProductUsed
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, visit_of, worked  # noqa: F401
from tests.kiosk.conftest import PINS, SYSTEM, FixedClock, people
from tests.running import pin_by_pipe

SECRETS = ("0101", "1984", "Peel", "peel", "Serum", "waits for news")


@pytest.mark.parametrize(("closed", "named"), [("private", True), ("locked", False)])
def test_a_list_says_no_more_of_a_closed_record_than_it_must(kiosk: Kiosk, closed: Closed, *, named: bool) -> None:
    clock = FixedClock()
    run = replace(kiosk, clock=clock)
    visit_id = visit_of(run)
    with Clinic.open(kiosk.folder, clock=clock, terminal="desk") as clinic:
        house = people(clinic, clock)
        clinic.confirm_date(house.rita.actor("desk"))
        used = clinic.visits.get(visit_id)
        assert used.session is not None
        session = used.session.model_copy(update={"products": (ProductUsed(name="Serum C", lot="AB-12"),)})
        clinic.visits.save(used.model_copy(update={"session": session}), SYSTEM, "visit.test")
        spot = house.desk().left(house.screened(house.client("Clara", "Vidal", phone="600 111 0101"), lesion="yes"))
        for visit in (used, spot):
            if closed == "private":
                mark_private(clinic, visit.client_id, "known", house.rita)
            else:
                lock(clinic, visit.client_id, "asked for it", SYSTEM)
    for more in ((), ("--json",)):
        with pin_by_pipe(PINS["rita"]) as pin:
            lot = run("visits", "lot", "AB-12", "--staff", "Rita Roy", *more, *pin).out
        back, calls = (run("visits", action, *more).out for action in ("bring-back", "calls"))
        listed = run("visits", "list", *more)
        lines = [str(each) for each in listed.json] if more else listed.out.splitlines()[1:]
        (of_bert,) = [line for line in lines if "Bert Soler" in line]
        assert "1984" in of_bert  # his record is open, and told whole
        closed_ones = "".join(line for line in lines if line != of_bert)
        assert ("Anna Ferrer" in closed_ones, "Clara Vidal" in closed_ones) == (named, named)
        assert [words for words in SECRETS if words in closed_ones] == []
        assert ("Anna Ferrer" in lot, "Clara Vidal" in back, "Clara Vidal" in calls) == (named, named, named)
        assert ("locked record" in lot, "locked record" in back) == (not named, not named)
        assert [words for words in SECRETS if words in lot + back + calls] == []
        assert visit_id in lot
        assert spot.id in back
