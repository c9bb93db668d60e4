"""A terminal that goes on by itself when the records cannot be reached. It prints each id once it knows that it is kept."""

import threading
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsUnavailable, StaleWrite
from kiosk.records import Records
from tests.faults.telling import DAY, KEY

_BETWEEN_TRIES = 0.05


def keep(records: Records, actor: Actor, id_: str) -> None:
    """Write one visit; where the answer did not come, look whether it is there before trying again."""
    while True:
        try:
            with records.read() as reader:
                if reader.get("visit", id_) is not None:
                    return
            with records.write(actor) as writer:
                writer.put("visit", {"id": id_, "filling": "x" * 300}, partition=DAY)
        except RecordsUnavailable:
            threading.Event().wait(_BETWEEN_TRIES)
        except StaleWrite:  # it was on its way
            continue
        else:
            return


def work(folder: Path, store: str, name: str) -> None:
    """Add visits until it is killed."""
    actor = Actor(name=name, role="system")
    with Records.open(folder, KEY, store=store, clock=SystemClock()) as records:
        number = 0
        while True:
            number += 1
            keep(records, actor, f"V-{name}-{number}")
            print(f"V-{name}-{number}", flush=True)
