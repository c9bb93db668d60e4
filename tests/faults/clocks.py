"""A clock that is put back and forward, and the two nights of a year that have no ordinary length."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.core.actor import Actor
from kiosk.records import Records
from kiosk.records.audit.listing import show
from tests.faults.processes import lacking
from tests.faults.telling import DAY, KEY, Kept

DESK = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1")
NIGHTS = (
    ("Europe/Madrid", date(2026, 3, 29)),
    ("Europe/Madrid", date(2026, 10, 25)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("America/Santiago", date(2026, 9, 6)),  # at midnight: this day has no 00:00
)
_MINUTES = 3 * 24 * 60


class SetClock:
    """Tells what it was set to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 30, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


def jumping(place: Path, times: int) -> Sequence[Kept]:
    """Change visits while somebody sets the clock: by seconds, by hours, by years, back and forward."""
    rand = random.Random(times)  # noqa: S311
    folder, clock = place / "clinic", SetClock()
    start = clock.at
    made: dict[str, int] = {}
    days: dict[date, int] = {}
    with Records.create(folder, KEY, clock=clock) as records:
        for _ in range(times):
            far = rand.choice([1.0, 60.0, 3600.0, 86_400.0, 400 * 86_400.0])
            clock.at = start + timedelta(seconds=rand.uniform(-far, far))
            id_ = f"V-{rand.randrange(max(2, times // 4))}"
            with records.write(DESK) as writer:
                before = made.get(id_)
                made[id_] = writer.put("visit", {"id": id_, "n": rand.random()}, partition=DAY, expect=before)
            days[clock.at.date()] = days.get(clock.at.date(), 0) + 1
        with records.read() as reader:
            now = {visit["id"]: visit["revision"] for visit in reader.all("visit", DAY)}
        lost = [f"{id_} at revision {revision}" for id_, revision in made.items() if now.get(id_) != revision]
        lost += [
            f"an entry of {day}" for day, count in days.items() for _ in range(count - len(show(records, day=day)))
        ]
    return [Kept("clock jumping back and forward", times, lost + lacking(folder, list(made)))]


def nights(place: Path, times: int) -> Sequence[Kept]:
    """Work through the nights on which the clocks change: each entry belongs to one day, and to the right one."""
    results = []
    for number, (zone, day) in enumerate(NIGHTS):
        folder, clock = place / f"clinic-{number}", SetClock()
        start = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(hours=36)
        made: dict[date, set[str]] = {}
        with Records.create(folder, KEY, clock=clock) as records:
            for step in range(times):
                clock.at = start + timedelta(minutes=step * _MINUTES / times)
                with records.write(DESK) as writer:
                    writer.put("visit", {"id": f"V-{step}"}, partition=DAY)
                made.setdefault(clock.at.astimezone(ZoneInfo(zone)).date(), set()).add(f"V-{step}")
            shown = {each: [entry.subject for entry in show(records, day=each, zone=ZoneInfo(zone))] for each in made}
        lost = [id_ for each, ids in made.items() for id_ in ids if shown[each].count(id_) != 1]
        lost += [f"{len(found)} on {each}" for each, found in shown.items() if len(found) != len(made[each])]
        ids = [id_ for each in made.values() for id_ in each]
        results.append(Kept(f"{zone}, {day}", times, lost + lacking(folder, ids)))
    return results
