"""Terminals that are killed at any moment, and terminals that all want the same visit."""

import random
from collections.abc import Sequence
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.settings import EMBEDDED
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from tests.faults.processes import PATIENCE, Terminal, any_moment, append, count, killed_at_the_end, lacking
from tests.faults.telling import DAY, KEY, Kept

WRITERS = 3
EIGHT = 8
_ALL_AT_ONCE = 0.2


def random_kills(place: Path, times: int, store: str = EMBEDDED) -> Sequence[Kept]:
    """Kill one of three writers while the others go on, or all three; then start it again."""
    rand = random.Random(times)  # noqa: S311
    folder = place / "clinic"
    Records.create(folder, KEY, store=store, clock=SystemClock()).close()
    started = killed = together = 0
    wrong: list[str] = []
    ended: list[str] = []

    def new() -> Terminal:
        nonlocal started
        started += 1
        return Terminal(append, folder, place / f"said-{started}", str(started), store=store)

    with killed_at_the_end([new() for _ in range(WRITERS)]) as terminals:
        while killed < times:
            all_of_them = killed + WRITERS <= times and rand.random() < _ALL_AT_ONCE
            ending = range(WRITERS) if all_of_them else [rand.randrange(WRITERS)]
            for number in ending:
                terminals[number].wait_for(rand.randrange(1, 8))
            any_moment(rand)
            for number in ending:
                terminals[number].process.kill()
            for number in ending:
                terminals[number].kill()
                ended += terminals[number].told()
            if all_of_them:  # nobody has the records open now: the next one finds what the kills left
                together += 1
                wrong += lacking(folder, ended, store)
            for number in ending:
                terminals[number] = new()
            killed += len(ending)
    said = ended + [line for terminal in terminals for line in terminal.told()]
    note = f"{killed} kills, {together} times all {WRITERS} at once"
    return [
        Kept(f"kill -9, {WRITERS} writers{_where(store)}", len(said), [*wrong, *lacking(folder, said, store)], note)
    ]


def eight_writers(place: Path, times: int, store: str = EMBEDDED) -> Sequence[Kept]:
    """Let eight terminals change two visits, each reading first what it changes."""
    folder = place / "clinic"
    visits = ("V-1", "V-2")
    with (
        Records.create(folder, KEY, store=store, clock=SystemClock()) as records,
        records.write(Actor(name="test", role="system")) as writer,
    ):
        for id_ in visits:
            writer.put("visit", {"id": id_, "count": 0}, partition=DAY)
    wanted = [visits[number % len(visits)] for number in range(EIGHT)]
    with killed_at_the_end(
        [Terminal(count, folder, place / f"said-{n}", id_, str(times), store=store) for n, id_ in enumerate(wanted)]
    ) as terminals:
        wrong = [f"writer {n} failed" for n, each in enumerate(terminals) if _status(each) != 0]
    with Records.open(folder, KEY, store=store, clock=SystemClock()) as records:
        with records.read() as reader:
            counted = {each["id"]: (each["count"], each["revision"]) for each in reader.all("visit", DAY)}
        wrong += [problem.sentence for problem in verify(records)]
    for id_ in visits:
        made = times * EIGHT // len(visits)
        reached, revision = counted[id_]
        wrong += [f"an update of {id_}"] * (made - reached) + [f"a revision of {id_}"] * (made + 1 - revision)
    return [Kept(f"{EIGHT} writers, 2 visits{_where(store)}", times * EIGHT, wrong, f"{times} updates each")]


def _status(terminal: Terminal) -> int | None:
    terminal.process.join(PATIENCE * EIGHT)
    return terminal.process.exitcode


def _where(store: str) -> str:
    return "" if store == EMBEDDED else " on PostgreSQL"
