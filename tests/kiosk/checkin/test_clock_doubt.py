"""Whose clock is in doubt: the one that is wrong, and no other."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.core.errors import NotAllowed
from tests.kiosk.conftest import MORNING, FixedClock, House, open_clinic

Elsewhere = Callable[[timedelta], None]


def arrive(house: House) -> CheckIn:
    client = house.client()
    house.book(client)
    check_in = house.clinic.check_in()
    check_in.identify(client.family_name, 5, 3, 1984)
    return check_in


def one_command(base: Path, wrong_by: timedelta, at: FixedClock) -> str | None:
    """Do what `kiosk visits list` does, on a clock that is wrong; return the doubt there."""
    with open_clinic(base, FixedClock(at.now() + wrong_by), "command") as clinic:
        clinic.daybook().entries()
        with clinic.records.write(clinic.actor_system()) as writer:
            writer.audit("visits.list", detail={"visits": 0})
        return clinic.clock_doubt()


@pytest.mark.parametrize("days", [-2, -1, -400, 9, 400])
def test_a_command_on_a_clock_that_is_wrong_stops_nobody_else(
    house: House, base: Path, clock: FixedClock, days: int
) -> None:
    first = arrive(house)
    assert one_command(base, timedelta(days=days), clock), "there it is in doubt"
    assert house.clinic.clock_doubt() is None
    assert first.step is Step.VISIT
    first.yes()
    clock.forward(hours=2)
    assert house.clinic.clock_doubt() is None
    assert one_command(base, timedelta(days=days), clock), "there it still is"
    for _ in range(20):
        clock.forward(days=1)
        assert house.clinic.clock_doubt() is None, "the clock that was right goes on being right"
        house.client("Berta", "Soler")
    with open_clinic(base, clock, "desk") as desk:
        assert desk.clock_doubt() is None


@pytest.mark.parametrize("days", [-2, 9])
def test_the_sentence_names_the_clock_of_the_terminal_that_reads_it(
    house: House, base: Path, clock: FixedClock, days: int
) -> None:
    arrive(house)
    wrong = MORNING + timedelta(days=days)
    doubt = one_command(base, timedelta(days=days), clock) or ""
    assert f"{wrong:%-d %B %Y}, 10:00" in doubt
    with open_clinic(base, FixedClock(wrong + timedelta(hours=1)), "desk") as desk:
        doubt = desk.clock_doubt() or ""
        assert f"{wrong:%-d %B %Y}, 11:00" in doubt


def test_a_clock_two_days_ahead_is_believed_and_the_right_one_is_named_by_its_own_time(
    house: House, base: Path, clock: FixedClock
) -> None:
    arrive(house)
    assert one_command(base, timedelta(days=2), clock) is None
    doubt = house.clinic.clock_doubt() or ""
    assert "30 July 2026, 10:00, which is before the newest record" in doubt
    house.clinic.confirm_date(house.rita.actor("desk"))
    assert house.clinic.clock_doubt() is None
    clock.forward(days=1)
    assert house.clinic.clock_doubt() is None, "confirmed once is confirmed"


def test_once_the_clocks_agree_again_nothing_more_is_written_about_it(
    house: House, base: Path, clock: FixedClock
) -> None:
    def about_clocks() -> int:
        with house.clinic.records.read() as reader:
            return reader.get("meta", "clock")["revision"]  # type: ignore[index]

    arrive(house)
    one_command(base, timedelta(days=-2), clock)
    for _ in range(3):
        clock.forward(days=1, minutes=1)
        assert house.clinic.clock_doubt() is None
    before = about_clocks()
    for _ in range(5):
        clock.forward(days=1)
        house.client("Berta", "Soler")
        assert house.clinic.clock_doubt() is None
    assert about_clocks() == before


def test_what_a_terminal_writes_does_not_end_its_own_doubt(house: House, base: Path, clock: FixedClock) -> None:
    arrive(house)
    clock.forward(days=14)
    for _ in range(3):
        assert house.clinic.clock_doubt()
        house.client("Berta", "Soler")
        clock.forward(hours=5)
    with open_clinic(base, clock, "desk") as desk:
        assert desk.clock_doubt(), "after a closed fortnight it is in doubt at every terminal"
        desk.confirm_date(house.rita.actor("desk"))
    assert house.clinic.clock_doubt() is None


def test_a_clock_that_is_right_again_is_in_no_doubt(clinic: Clinic, house: House, clock: FixedClock) -> None:
    arrive(house)
    clock.forward(days=-3)
    with pytest.raises(NotAllowed, match="27 July 2026"):
        clinic.require_clock()
    clock.forward(days=3)
    clinic.require_clock()
