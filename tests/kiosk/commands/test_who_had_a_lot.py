"""`kiosk visits lot`: who had a product of a lot, for whoever of the staff asks by PIN."""

import pytest

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.visits.session import ProductUsed
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, visit_of, worked  # noqa: F401
from tests.kiosk.conftest import PINS, SYSTEM
from tests.running import pin_by_pipe

ASKS = ("--staff", "Rita Roy")


@pytest.fixture(name="used")
def a_kiosk_that_used_a_product(kiosk: Kiosk) -> Kiosk:
    """Note a product in the record of Anna's session."""
    visit_id = visit_of(kiosk)
    with Clinic.open(kiosk.folder, clock=SystemClock(), terminal="desk") as clinic:
        visit = clinic.visits.get(visit_id)
        assert visit.session is not None
        session = visit.session.model_copy(update={"products": (ProductUsed(name="Serum C", lot="AB-12"),)})
        clinic.visits.save(visit.model_copy(update={"session": session}), SYSTEM, "visit.test")
    return kiosk


def test_it_names_day_client_treatment_practitioner_and_product_and_is_in_the_trail(used: Kiosk) -> None:
    with pin_by_pipe(PINS["rita"]) as pin:
        shown = used("visits", "lot", "ab-12", *ASKS, *pin)
    assert shown.status == 0, shown.err
    (line,) = shown.out.splitlines()[1:]
    for words in ("30 July 2026", "Anna Ferrer", "020 7946 0101", "Parisian Peel", "Dr Roca", "Serum C, lot AB-12"):
        assert words in line
    assert used.trail()[-2:] == ["visits.lot", "client.found"]
    with pin_by_pipe(PINS["rita"]) as pin:
        (found,) = used("visits", "lot", "AB-12", *ASKS, "--json", *pin).json
    assert (found["client"], found["products"]) == ("Anna Ferrer", ["Serum C, lot AB-12"])


def test_nobody_had_another_lot(used: Kiosk) -> None:
    with pin_by_pipe(PINS["rita"]) as pin:
        shown = used("visits", "lot", "AB-1", *ASKS, *pin)
    assert (shown.status, shown.out.strip()) == (0, "No record names lot AB-1.")


def test_without_a_pin_of_the_staff_nothing_is_told(used: Kiosk) -> None:
    with pin_by_pipe("111213") as pin:
        shown = used("visits", "lot", "AB-12", *ASKS, *pin)
    assert shown.status != 0
    assert "Anna" not in shown.out + shown.err
    assert used("visits", "lot", "AB-12").status == 2
