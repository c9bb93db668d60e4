"""A reception terminal that is left running removes at night what has had its time; a client's kiosk never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.errors import NotFound
from kiosk.visits.visit import Visit
from screens.app import KioskApp
from tests.kiosk.conftest import FixedClock, make_clinic, open_clinic

DESK = Actor(name="desk", role="system")


def an_old_visit(clinic: Clinic) -> str:
    client = clinic.clients.add(clinic.clients.new("Anna", "Ferrer", date(1984, 3, 5)), DESK)
    visit = Visit(
        id=clinic.visits.new_id(), client_id=client.id, day=date(2010, 1, 4), start=time(9), treatment="parisian-peel"
    )
    return clinic.visits.save(visit, DESK, "visit.book").id


async def test_the_desk_purges_at_night_with_nobody_signed_in(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    base = tmp_path_factory.mktemp("night")
    make_clinic(base)
    clock = FixedClock(datetime(2026, 7, 31, 0, 30, tzinfo=UTC))  # 02:30 in Madrid
    with open_clinic(base, clock, terminal="desk-1") as clinic:
        visit = an_old_visit(clinic)
        app = KioskApp(clinic, "reception")
        async with app.run_test():
            app.look_for_night()
            await app.workers.wait_for_complete()
            assert clinic.visits.get(visit).id == visit
            clock.forward(minutes=31)
            app.look_for_night()
            await app.workers.wait_for_complete()
        with pytest.raises(NotFound):
            clinic.visits.get(visit)


@pytest.mark.parametrize(
    ("role", "looks"), [("reception", True), (None, True), ("client", False), ("practitioner", False)]
)
async def test_only_a_desk_looks_for_the_night(
    tmp_path_factory: pytest.TempPathFactory, role: str, *, looks: bool
) -> None:
    base = tmp_path_factory.mktemp("night")
    make_clinic(base)
    with open_clinic(base, FixedClock()) as clinic:
        app = KioskApp(clinic, role)  # type: ignore[arg-type]
        async with app.run_test():
            assert ("night" in {timer.name for timer in app._timers}) is looks
