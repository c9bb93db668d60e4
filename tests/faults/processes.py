"""Terminals in processes of their own, which can be killed. See tests/kiosk/records/worker.py for what they do."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.records import Records
from kiosk.records.audit import verify
from kiosk.records.embedded import EMBEDDED
from tests.faults.telling import DAY, KEY

ROOT = Path(__file__).parents[2]
WORKER = ROOT / "tests" / "kiosk" / "records" / "worker.py"
PATIENCE = 60.0
_STEP = 0.001


def environment(store: str = EMBEDDED) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "STORE": store}


class Terminal:
    """One process. What it says goes into a file, which a kill does not take away."""

    def __init__(self, folder: Path, said: Path, *words: str, program: Path = WORKER, store: str = EMBEDDED) -> None:
        self._said = said
        command = [sys.executable, str(program), str(folder), *words]
        with said.open("ab") as out:
            self.process = subprocess.Popen(command, env=environment(store), stdin=subprocess.DEVNULL, stdout=out)

    def told(self) -> list[str]:
        """Return its lines; half a line was not said."""
        text = self._said.read_text(encoding="utf-8")
        return text[: text.rfind("\n") + 1].splitlines()

    def wait_for(self, lines: int) -> None:
        """Wait until it has said so many lines."""
        waited = 0.0
        while len(self.told()) < lines:
            if self.process.poll() is not None or waited > PATIENCE:
                raise RuntimeError(f"A terminal ended, or said nothing for {PATIENCE:.0f} s.")
            pause(_STEP)
            waited += _STEP

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


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
        with Records.open(folder, KEY, store=store) as records:
            with records.read() as reader:
                there = {visit["id"] for visit in reader.all("visit", DAY)}
            return [id_ for id_ in acknowledged if id_ not in there] + [problem.sentence for problem in verify(records)]
    except KioskError as error:
        return [*acknowledged, error.sentence]
