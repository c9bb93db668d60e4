"""Terminals in processes of their own, which can be killed."""

import multiprocessing
import os
import random
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError
from kiosk.core.settings import EMBEDDED
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from tests.faults.telling import DAY, KEY
from tests.kiosk.records import worker

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
_STEP = 0.001
# A process that has everything imported and divides itself, so that a new terminal is there at once.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["__main__", __name__])


def environment(store: str = EMBEDDED) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "STORE": store}


class Terminal:
    """One process: `work(folder, store, *words)`. What it says goes into a file, which a kill does not take away."""

    def __init__(self, work: Callable[..., None], folder: Path, said: Path, *words: str, store: str = EMBEDDED) -> None:
        self._said = said
        said.touch()
        self.process = _FORKS.Process(target=_run, args=(work, said, folder, store, *words))
        self.process.start()

    def told(self) -> list[str]:
        """Return its lines; half a line was not said."""
        text = self._said.read_text(encoding="utf-8")
        return text[: text.rfind("\n") + 1].splitlines()

    def wait_for(self, lines: int) -> None:
        """Wait until it has said so many lines."""
        waited = 0.0
        while len(self.told()) < lines:
            if not self.process.is_alive() or waited > PATIENCE:
                raise RuntimeError(f"A terminal ended, or said nothing for {PATIENCE:.0f} s.")
            pause(_STEP)
            waited += _STEP

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def append(folder: Path, store: str, name: str) -> None:
    """Add visits until it is killed, and say the id of each once it is kept."""
    with Records.open(folder, KEY, store=store, clock=SystemClock()) as records:
        worker.append(records, name)


def count(folder: Path, store: str, id_: str, times: str) -> None:
    """Add one to a visit's count, as often."""
    with Records.open(folder, KEY, store=store, clock=SystemClock()) as records:
        worker.count(records, id_, times)


def _run(work: Callable[..., None], said: Path, *words: object) -> None:
    with said.open("ab") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
    work(*words)


def pause(seconds: float) -> None:
    """Let the others go on: a kill is to fall on any moment of their work."""
    threading.Event().wait(seconds)


def any_moment(rand: random.Random) -> None:
    """Let up to three commits' time go by."""
    pause(rand.uniform(0, 0.03))


@contextmanager
def killed_at_the_end(terminals: list[Terminal]) -> Iterator[list[Terminal]]:
    try:
        yield terminals
    finally:
        for terminal in terminals:
            terminal.kill()


def lacking(folder: Path, acknowledged: Sequence[str], store: str = EMBEDDED) -> list[str]:
    """Return which of these visits are not there, and what is wrong with the whole."""
    try:
        with Records.open(folder, KEY, store=store, clock=SystemClock()) as records:
            with records.read() as reader:
                there = {visit["id"] for visit in reader.all("visit", DAY)}
            return [id_ for id_ in acknowledged if id_ not in there] + [problem.sentence for problem in verify(records)]
    except KioskError as error:
        return [*acknowledged, error.sentence]
