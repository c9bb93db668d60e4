"""`kiosk visits calls`: whom to phone, as a table and for a program."""

from datetime import time, timedelta

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.visits.visit import Visit
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, worked  # noqa: F401
from tests.kiosk.conftest import LEAD, PEEL


def test_who_was_moved_and_who_comes_too_early_is_listed(kiosk: Kiosk) -> None:
    assert kiosk("visits", "calls").out == "Nobody has to be phoned.\n"
    with Clinic.open(kiosk.folder, key_file=kiosk.key_file, clock=SystemClock()) as clinic:
        soon = clinic.today() + timedelta(days=2)
        visit = Visit(id="V-MOVED", client_id=anna(kiosk), day=soon, start=time(9), treatment=PEEL, rearranged="moved")
        clinic.visits.save(visit, LEAD, "visit.test")
    listed = kiosk("visits", "calls")
    assert listed.status == 0
    assert "Anna Ferrer" in listed.out
    assert "020 7946 0101" in listed.out
    [moved] = [each for each in kiosk("visits", "calls", "--json").json if each["kind"] == "rearranged"]
    assert (moved["visit_id"], moved["why"], moved["first"]) == ("V-MOVED", "moved", None)
    assert "desk.call_list" in kiosk.trail()
