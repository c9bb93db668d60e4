"""The visit's file tells the whole record of a session, and what was reported after it."""

from datetime import timedelta

from kiosk.handouts.page import plain
from kiosk.privacy.export import export_visit
from kiosk.visits.session import MachineSettings, ProductUsed, SessionDetails
from tests.kiosk.conftest import SYSTEM, TODAY, House


def test_all_that_was_noted_is_in_the_file(house: House) -> None:
    visit = house.confirmed(house.client())
    room = house.room()
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    details = SessionDetails(
        machine=MachineSettings(suction="25 kPa", passes=2, tip="Crystals", device="Device 2"),
        skin_before=("Dry",),
        skin_after=("Pink",),
        products=(ProductUsed(name="Serum C", lot="AB12"), ProductUsed(name="Mask")),
    )
    steps = ("crystals", "protect")
    done = room.finish(going, ["face"], steps, "Less on the nose.", pin_checked=house.dr_roca, details=details)
    room.note_call(
        house.desk().note_reaction(done, "Redness that stays", TODAY + timedelta(days=1)), "All is well again"
    )
    told = " ".join(plain(export_visit(house.clinic, visit.id, SYSTEM)).split())
    for words in (
        "Steps left out: Topicals",
        "Machine: suction 25 kPa, 2 passes, Crystals, Device 2",
        "Skin before: Dry",
        "Skin after: Pink",
        "Product: Serum C, lot AB12",
        "Product: Mask, no lot",
        "Notes: Less on the nose.",
        "Redness that stays; noted by Rita Roy (receptionist), to be called by 31 July 2026",
        "called by Dr Roca: All is well again",
    ):
        assert words in told


def test_a_visit_without_a_report_has_no_such_section(house: House) -> None:
    assert "Reported later" not in plain(export_visit(house.clinic, house.confirmed(house.client()).id, SYSTEM))
