"""What version 0.1.0 left opens, is all there, and goes on: clients, visits, answers, verdicts, sign-offs and the trail."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from kiosk.governance import sign_offs
from kiosk.replay.replay import replay
from kiosk.visits.visit import Visit, VisitState
from rules import NextStep, Outcome
from tests.kiosk.conftest import FACIAL, PEEL
from tests.kiosk.left import Left, by_0_1_0

THAT_DAY = date(2026, 11, 30)
BOOKED_DAY = date(2099, 3, 2)
LATER_THAT_DAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


@pytest.fixture
def left(tmp_path: Path) -> Left:
    return by_0_1_0(tmp_path)


def by_name(clinic: Clinic, day: date) -> dict[str, Visit]:
    """Return the visits of a day by their clients' names."""
    return {clinic.clients.get(visit.client_id).full_name: visit for visit in clinic.visits.of_day(day)}


def test_its_clients_and_their_visits_are_there(left: Left) -> None:
    with left.opened() as clinic:
        day, booked = by_name(clinic, THAT_DAY), by_name(clinic, BOOKED_DAY)
        clients = {name: clinic.clients.get(visit.client_id) for name, visit in booked.items()}
    assert {name: (client.date_of_birth, client.phone) for name, client in clients.items()} == {
        "Amélie Fontaine": (date(1985, 7, 31), "020 7946 0101"),
        "Zoë Neil": (date(1979, 2, 3), "020 7946 0102"),
        "Ana Neil": (date(1979, 2, 5), "020 7946 0103"),
    }
    assert {name: (visit.treatment, visit.state, visit.booking_code) for name, visit in booked.items()} == {
        "Amélie Fontaine": (PEEL, VisitState.booked, "LSC-1001"),
        "Zoë Neil": (FACIAL, VisitState.booked, "LSC-1002"),
        "Ana Neil": (FACIAL, VisitState.booked, "LSC-1003"),
    }
    assert {name: (visit.treatment, visit.state) for name, visit in day.items()} == {
        "Amélie Fontaine": (PEEL, VisitState.finished),
        "Zoë Neil": (FACIAL, VisitState.screened),
        "Ana Neil": (PEEL, VisitState.confirmed),
    }


def test_its_answers_and_verdicts_are_there_and_follow_from_the_rules_of_then(left: Left) -> None:
    with left.opened() as clinic:
        day = by_name(clinic, THAT_DAY)
        again = replay(clinic, THAT_DAY, BOOKED_DAY)
    zoe, ana = day["Zoë Neil"], day["Ana Neil"]
    assert zoe.verdict is not None
    assert ana.verdict is not None
    assert {each: zoe.checkins[-1].answers["raw"][each] for each in ("rash", "rash_where")} == {
        "rash": "yes",
        "rash_where": ["face"],
    }
    assert ana.checkins[-1].answers["raw"]["isotretinoin"] == "never"
    assert (zoe.verdict.outcome, zoe.next_step) == (Outcome.REVIEW, NextStep.PRACTITIONER_FIRST)
    assert [finding.rule for finding in zoe.verdict.findings] == ["MF-RASH-AREA", "HOUSE-UNSIGNED"]
    assert (ana.verdict.outcome, ana.next_step) == (Outcome.ELIGIBLE, NextStep.ROOM)
    assert (again.visits, again.verdicts, again.differences) == (3, 6, ())


def test_its_people_its_sign_offs_and_its_trail_are_there(left: Left) -> None:
    with left.opened() as clinic:
        assert clinic.clock_doubt() is None
        assert {member.name: member.role for member in clinic.staff.all()} == {
            "Lena Lead": "lead",
            "Dr Roca": "practitioner",
            "Rita Roy": "receptionist",
        }
        assert [each.decision for each in by_name(clinic, THAT_DAY)["Amélie Fontaine"].signoffs] == [
            "confirm",
            "go_ahead",
            "finish",
        ]
        with clinic.records.read() as reader:
            assert [each["version"] for each in sign_offs.sign_offs(reader, PEEL)] == [1, 2]
            assert {"visit.check_in", "visit.confirm", "visit.finish"} <= {entry.event for entry in reader.trail()}
    assert left.look() == []
    assert (left.folder / "before-format-2.backup").exists()


def test_it_goes_on(left: Left) -> None:
    with left.opened(LATER_THAT_DAY) as clinic:
        lead = clinic.staff.check_pin("Lena Lead", "736492", terminal="desk")
        clinic.sign_protocols([clinic.library.drafted(FACIAL)], lead)
        roca = clinic.staff.by_name("Dr Roca")
        room = clinic.room(roca)
        seen = room.open(by_name(clinic, THAT_DAY)["Ana Neil"].id)
        started = room.decide(seen, "go_ahead", pin_checked=roca, seen_sha=seen.content_sha, note_shown=True)
        finished = room.finish(started, ["face"], [step.step.id for step in room.steps(started)], pin_checked=roca)
        assert clinic.visits.get(finished.id).state is VisitState.finished
    assert left.look() == []
