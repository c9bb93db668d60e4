"""A demo clinic whose today has as many visits as is wanted: the demo's own, and others like them under other names."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.demo import demo_clinic
from kiosk.records import Kind, Writer
from kiosk.visits.visit import Visit

_GIVEN = ("Ada", "Ben", "Cleo", "Dina", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jule")
_FAMILY = ("Abel", "Birk", "Cruz", "Dorn", "Egger", "Falk", "Grau", "Holm", "Ilves", "Jansen")
_ACTOR = Actor(name="benchmark", role="system")


@contextmanager
def clinic_of(visits: int) -> Iterator[tuple[Path, str, str]]:
    """Make such a clinic; give its folder, a receptionist's name, and their PIN. It is removed again."""
    outer = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    try:
        folder = outer / "clinic"
        demo = demo_clinic(folder, SystemClock(), time_zone=None)
        desk = next(each for each in demo.staff if each.role == "receptionist")
        with Clinic.open(folder, clock=SystemClock(), terminal="bench") as clinic:
            _fill(clinic, visits)
        yield folder, desk.name, desk.pin
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def _fill(clinic: Clinic, visits: int) -> None:
    """Add visits like the demo's, in every state that there is among them, or take some of the demo's away."""
    todays = clinic.visits.of_day(clinic.today())
    with clinic.records.write(_ACTOR) as writer:
        for visit in todays[visits:]:
            writer.remove(Kind.VISIT, visit.id, expect=visit.revision)
        for number in range(visits - len(todays)):
            _add_like(clinic, writer, todays[number % len(todays)], number)


def _add_like(clinic: Clinic, writer: Writer, visit: Visit, number: int) -> None:
    family = f"{_FAMILY[number % 10]}-{_FAMILY[number // 10 % 10]}"
    client = clinic.clients.new(f"{_GIVEN[number // 100 % 10]} {number}", family, date(1980, 1 + number % 12, 3))
    clinic.clients.write(writer, client, "client.add")
    changes = {"id": clinic.visits.new_id(), "revision": 0, "client_id": client.id, "booking_code": None}
    clinic.visits.write(writer, visit.model_copy(update=changes), "visit.book")
