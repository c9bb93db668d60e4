"""The clinic of the simulated Saturday: made by the product's own doors, with a morning of some weeks ago behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.opening_hours import OpeningHours
from kiosk.core.settings import load, save
from kiosk.demo.acting import ClientAtKiosk, PractitionerInRoom, Receptionist, StageClock
from kiosk.schedule import import_schedule
from rules.proof.proving import known_or_proven
from tests import running
from tests.end_to_end.conftest import REFUSED, House
from tests.end_to_end.day_clock import DayClock
from tests.end_to_end.saturday_clients import SATURDAY, WEEKS_AGO, ClientOfTheDay
from tests.end_to_end.staff_hands import PINS
from tests.end_to_end.terminal import Terminal
from tests.proven import kept_for_this_run
from tests.running import pin_by_pipe

MORNING: Final = datetime.combine(SATURDAY, time(8, 30), tzinfo=UTC)
_ACTOR: Final = Actor(name="Somebody who sets up", role="system")
_WEEK: Final = {"monday": ("09:00-19:00",), "tuesday": ("09:00-19:00",), "saturday": ("09:00-19:00",)}
_SETTINGS: Final = {
    "staff_idle_seconds": 3600,
    "continue_at_once": False,  # a key is pressed here when what it is for is in view
    "opening": OpeningHours(**_WEEK),
}
_HEAD: Final = (
    *("start", "client", "family name", "given name", "date of birth"),
    *("treatment", "practitioner", "phone", "booking code"),
)


@dataclass
class DayHouse(House):
    """A clinic whose day goes on when a test says so."""

    day: DayClock | None = None

    @property
    def clock(self) -> DayClock:  # type: ignore[override]
        assert self.day is not None
        return self.day

    def open(self, role: str, **how: Any) -> Terminal:
        """Open a terminal beside those there are."""
        opened = super().open(role, **how)
        for each in self.terminals:
            each.beside = [other for other in self.terminals if other is not each]
        return opened

    def close(self) -> None:
        for each in self.terminals:
            each.beside = ()
        super().close()

    def command(self, *arguments: str) -> Sequence[str]:
        return self.clock.program("--data", str(self.folder), *arguments)


def set_up(base: Path) -> None:
    """Make the clinic: staff, signed rules, and a morning some weeks ago on which some clients came already."""
    for name in ("home", "temporary"):
        (base / name).mkdir(mode=0o700, parents=True)
    stage = StageClock(datetime.combine(WEEKS_AGO, time(8), tzinfo=UTC), MORNING)
    folder = base / "clinic"
    environment = DayHouse(folder, base / "home", 0.0).environment
    words = ("--data", folder, "setup", "--lead", "Ines Duarte", "--name", "Lumen Skin Clinic", "--time-zone", "UTC")
    with pin_by_pipe(PINS["Ines Duarte"]) as by_pipe:
        ran = running.run([*words, *REFUSED, *by_pipe], environment, clock=stage)
    assert ran.status == 0, ran.err
    save(folder, load(folder).model_copy(update=_SETTINGS))
    with kept_for_this_run(), opened(base, stage, "Desk 1") as clinic:
        lead = clinic.staff.check_pin("Ines Duarte", PINS["Ines Duarte"], terminal="Desk 1")
        for name, role in (
            ("Nadia Petrov", "receptionist"),
            ("Dr Moss", "practitioner"),
            ("R. Adeyemi", "practitioner"),
        ):
            treats = tuple(clinic.protocols) if role == "practitioner" else ()
            clinic.staff.add(name, role, PINS[name], treatments=treats, actor=_ACTOR)  # type: ignore[arg-type]
        for treatment in clinic.protocols:
            drafted = clinic.library.drafted(treatment)
            proof = known_or_proven(drafted.protocol, {}).proof
            assert proof is not None
            clinic.sign_protocols([replace(drafted, proof=proof.to_json())], lead)


def opened(base: Path, clock: Clock, terminal: str) -> Clinic:
    """Open the clinic of this folder at a terminal, in this process."""
    (key,) = (base / "home").rglob("*.key")
    return Clinic.open(base / "clinic", clock=clock, terminal=terminal, key_file=key)


def came_before(house: DayHouse, clients: Iterable[ClientOfTheDay]) -> None:
    """Play the morning some weeks ago: each checked in, was passed on and treated."""
    stage = StageClock(datetime.combine(WEEKS_AGO, time(9), tzinfo=UTC), MORNING)
    clients = tuple(clients)
    with opened(house.home.parent, stage, "Kiosk 1") as clinic:
        members = {name: clinic.staff.check_pin(name, pin, terminal="Kiosk 1") for name, pin in PINS.items()}
        then = datetime.combine(WEEKS_AGO, time(9))
        rows = (each.row(then, f"BEFORE{place}") for place, each in enumerate(clients))
        import_schedule(clinic, sheet(rows), actor=_ACTOR)
        for place, each in enumerate(clients):
            (visit,) = clinic.visits.by_code(f"BEFORE{place}")
            ClientAtKiosk(clinic, stage, 5.0).check_in(f"BEFORE{place}", each.full_name, {})
            Receptionist(clinic, members["Nadia Petrov"]).pass_on(visit.id)
            room = PractitionerInRoom(clinic, members[each.room])
            room.go_ahead(visit.id)
            room.finish(visit.id)


def sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a schedule with these lines."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_HEAD)
    writer.writerows(rows)
    return text.getvalue().encode()


@contextmanager
def opened_on_saturday(base: Path, clients: Sequence[ClientOfTheDay]) -> Iterator[DayHouse]:
    """Open the clinic on the morning of the day, its schedule read, all terminals still closed."""
    house = DayHouse(base / "clinic", base / "home", 0.0, day=DayClock.begin(MORNING, base / "hours"))
    came_before(house, (each for each in clients if each.was_here))
    with opened(base, house.clock, "Desk 1") as clinic:
        member = clinic.staff.check_pin("Nadia Petrov", PINS["Nadia Petrov"], terminal="Desk 1")
        if clinic.clock_doubt():
            clinic.confirm_date(member.actor("Desk 1"))
    rows = (each.row(each.start, each.code) for each in clients if each.code)
    ran = house.run("schedule", "import", "-", text=sheet(rows).decode())
    assert ran.returncode == 0, ran.stderr
    try:
        yield house
    finally:
        house.close()
