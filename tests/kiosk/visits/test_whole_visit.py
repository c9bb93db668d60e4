"""One visit through all hands."""

from kiosk.checkin.screen_data import Step
from kiosk.visits.visit import VisitState
from rules import NextStep, Outcome
from tests.kiosk.conftest import House


def test_a_visit_goes_from_booked_to_finished_through_client_desk_and_practitioner(house: House) -> None:
    anna = house.client(phone="+34 600 123 456")
    visit = house.book(anna)

    check_in = house.check_in(anna)
    assert check_in.step is Step.DONE
    assert check_in.ending is not None
    assert check_in.ending.show is None

    screened = house.visit(visit)
    assert screened.state is VisitState.screened
    assert screened.verdict is not None
    assert screened.verdict.outcome is Outcome.ELIGIBLE
    assert screened.next_step is NextStep.ROOM

    confirmed = house.desk().confirm(screened)
    room = house.room()
    seen = room.open(confirmed.id)
    started = room.decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
    assert started.state is VisitState.in_progress

    finished = room.finish(started, ["face"], [step.step.id for step in room.steps(started)], pin_checked=house.dr_roca)
    assert finished.state is VisitState.finished
    assert [signoff.decision for signoff in finished.signoffs] == ["confirm", "go_ahead", "finish"]
    assert room.aftercare(finished)
    assert room.next_window(finished) is not None
