"""One visit at the command line: answers in the words of the protocol, and all that was recorded of the session."""

from datetime import timedelta

from kiosk.commands.visit_output import lines_of
from kiosk.visits.day_book import DayEntry
from kiosk.visits.session import MachineSettings, ProductUsed, SessionDetails
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import TODAY, House

DETAILS = SessionDetails(
    machine=MachineSettings(device="Device 2", tip="Fine tip", suction="25 kPa", passes=2),
    skin_before=("Dry",),
    skin_after=("Pink",),
    products=(ProductUsed(name="Serum C", lot="AB12", expires=TODAY + timedelta(days=90)),),
)


def shown(house: House, before: Visit) -> list[str]:
    visit = house.visit(before)
    return [*lines_of(house.clinic, DayEntry(visit, house.clinic.clients.get(visit.client_id)))]


def test_a_session_is_told_with_its_note_for_next_time_and_what_was_reported(house: House) -> None:
    visit, room = house.confirmed(house.client()), house.room()
    assert not any(line.startswith("The session") for line in shown(house, visit))
    started = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    room.finish(started, ["face"], ("crystals", "protect"), "Less suction.", pin_checked=house.dr_roca, details=DETAILS)
    lines = shown(house, visit)
    assert lines[lines.index("The session, by Dr Roca:") :] == [
        "The session, by Dr Roca:",
        "  Note for next time: Less suction.",
        "  Areas: face",
        "  Machine: suction 25 kPa, 2 passes, Fine tip, Device 2",
        "  Steps: Crystals and suction, Moisturiser and sunblock",
        "  Left out: Topicals",
        "  Skin: before: dry; after: pink",
        "  Products: Serum C, lot AB12, until 28 Oct 2026",
    ]


def test_answers_are_in_words_and_in_the_order_they_are_asked(house: House) -> None:
    visit = house.confirmed(house.client())
    lines = shown(house, visit)
    assert visit.checkin is not None
    protocol = house.clinic.library.by_hash(visit.checkin.sha256)
    assert protocol is not None
    asked = [question for question in protocol.in_order if question.id in visit.checkin.answers["raw"]]
    told = [line.strip().partition(": ")[0] for line in lines if line.startswith("  ")][: len(asked)]
    assert told == [question.short for question in asked]
    assert not any(question.id in line for question in asked for line in lines if "_" in question.id)
