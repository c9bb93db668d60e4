"""What the doctor sees of a clinic that opens, well and not, and what it says to do."""

from datetime import date

import pytest

from kiosk.operations.check import Check, State
from kiosk.operations.clinic_looks import answers_in, look_inside
from tests.kiosk.conftest import KEY, LEAD, House


def told(house: House) -> dict[str, Check]:
    return {check.name: check for check in look_inside(house.clinic, house.folder.parent / "keys" / KEY)}


@pytest.mark.parametrize(
    ("seconds", "is_embedded", "state", "says"),
    [
        (0.01, True, "well", "The file in the folder holds 1 visit and answers at once."),
        (0.9, True, "warning", "took 0.9 s to answer, and people wait for it: look at the disk."),
        (0.01, False, "well", "The PostgreSQL server holds 1 visit and answers at once."),
        (2, False, "warning", "look at the server and the network to it."),
    ],
)
def test_records_are_judged_by_how_soon_they_answer(
    seconds: float, state: State, says: str, *, is_embedded: bool
) -> None:
    check = answers_in(seconds, 1, is_embedded=is_embedded)
    assert check.state == state
    assert says in check.says


def test_a_clinic_is_well_but_for_its_backup_and_its_sheet(house: House) -> None:
    found = told(house)
    asking = {name for name, check in found.items() if check.asks}
    assert asking == {"backup", "recovery sheet"}
    assert f"`kiosk --data {house.folder} backup FILE`" in found["backup"].says
    assert f"`kiosk --data {house.folder} recovery confirm`" in found["recovery sheet"].says
    assert found["clock"].says == "It is 30 July 2026, 10:00 in Europe/Madrid."


def test_a_clock_in_doubt_is_a_problem_and_nothing_is_purged_by_it(house: House) -> None:
    house.confirmed(house.client())
    house.clock.forward(days=400)
    found = told(house)
    assert found["clock"].state == "problem"
    assert found["retention"].state == "warning"
    assert found["retention"].says.startswith("Nothing is purged: ")
    house.clinic.confirm_date(LEAD)
    assert told(house)["clock"].state == "well"


def test_what_is_kept_too_long_is_counted_with_the_command_that_removes_it(house: House) -> None:
    house.book(house.client(), day=date(2010, 1, 4))
    assert told(house)["retention"].says == (
        f"1 visit or draft need not be kept any longer: `kiosk --data {house.folder} purge`."
    )
