"""A check-in that begins before midnight and ends after it."""

from datetime import UTC, datetime, time

import pytest

from kiosk.checkin import drafts
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import GOOD, House

BEFORE = datetime(2026, 7, 30, 21, 45, tzinfo=UTC)
"""23:45 in Madrid."""


@pytest.fixture
def begun(house: House) -> tuple[CheckIn, Visit]:
    """Return a check-in at its first question, fifteen minutes before midnight, and its visit."""
    house.clock.forward(seconds=(BEFORE - house.clock.now()).total_seconds())
    anna = house.client()
    visit = house.book(anna, start=time(23, 50))
    return house.at_questions(anna), visit


def answer_half(check_in: CheckIn) -> None:
    """Answer five questions of the treatment."""
    for _ in range(5):
        asked = check_in.asked
        check_in.answer(GOOD[asked.treatment][asked.question.id])
        check_in.next()


def test_goes_on_and_is_judged_for_its_own_day(house: House, begun: tuple[CheckIn, Visit]) -> None:
    check_in, visit = begun
    answer_half(check_in)
    house.clock.forward(minutes=20)
    house.answer_all(check_in, GOOD)
    assert check_in.step is Step.REVIEW
    check_in.finish()
    while check_in.step is Step.CONSENT:
        check_in.give("Anna Ferrer")
    assert check_in.step is Step.DONE
    kept = house.visit(visit)
    assert kept.state is VisitState.screened
    assert kept.verdict is not None
    assert kept.verdict.complete


def test_is_not_lost_when_somebody_else_begins_after_midnight(house: House, begun: tuple[CheckIn, Visit]) -> None:
    check_in, visit = begun
    answer_half(check_in)
    house.clock.forward(minutes=20)
    with house.clinic.records.write(house.clinic.actor_client()) as writer:
        drafts.throw_away_old(house.clinic, writer)
    house.answer_all(check_in, GOOD)
    check_in.leave("timeout")
    assert house.visit(visit).stopped
    with house.clinic.records.read() as reader:
        assert drafts.of_visit(reader, visit.id) is not None


def test_left_before_and_brought_back_after_midnight_says_what_to_do(
    house: House, begun: tuple[CheckIn, Visit]
) -> None:
    check_in, visit = begun
    answer_half(check_in)
    check_in.leave("timeout")
    house.clock.forward(minutes=20)
    with pytest.raises(Exception, match=r"were thrown away\. Book the client for today"):
        house.desk().hand_back_draft(visit.id, "kiosk-1")
