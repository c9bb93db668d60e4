"""Several machines of one clinic without a server: their records are in one file, which each opens as if it were far away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.clinic import Clinic
from kiosk.core.settings import FILE, load
from kiosk.records.audit_trail import FIRST
from kiosk.records.backend import RecordsState
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.counter import CommitCounter, CommitMark
from kiosk.records.embedded.file_store import EmbeddedStore
from kiosk.records.location import DATABASE
from tests.kiosk.conftest import KEY, FixedClock

URL = "postgresql://kiosk@db.example/clinic"


class FarStore:
    """The records of one folder, as a machine with a folder of its own reaches them."""

    def __init__(self, there: Path, folder: Path, key: bytes) -> None:
        self._store = EmbeddedStore(there, key)
        self._there = there / DATABASE
        self._folder = folder
        self._counter = CommitCounter(folder, key)

    def open(self) -> CommitMark:
        mark = self._store.open()
        if not (self._folder / COUNTER).exists():
            self._counter.create(mark)
        return self._counter.read()

    def holds(self) -> RecordsState | None:
        return FIRST if self._there.exists() else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def far_away(there: Path) -> Callable[[str, Path, bytes], FarStore]:
    """Return what takes the place of `store_choice.on_server`."""
    return lambda _, folder, key: FarStore(there, folder, key)


def machine(base: Path, name: str, *lines: str) -> Path:
    """Make the folder of a machine of the clinic in `base`, with these lines in its settings; return it."""
    folder = base / name
    folder.mkdir(mode=0o700)
    (folder / "clinic.id").write_bytes((base / "clinic" / "clinic.id").read_bytes())
    named = {line.partition(" ")[0] for line in ("store =", *lines)}
    before = (base / "clinic" / FILE).read_text("utf-8").splitlines()
    said = [line for line in before if line.partition(" ")[0] not in named]
    (folder / FILE).write_text("\n".join((f'store = "{URL}"', *lines, *said)) + "\n", "utf-8")
    for file in (folder / "clinic.id", folder / FILE):
        file.chmod(0o600)
    assert load(folder).store == URL
    return folder


def opened(folder: Path, clock: FixedClock, terminal: str = "kiosk-1") -> Clinic:
    """Open the clinic at a machine."""
    return Clinic.open(folder, clock=clock, terminal=terminal, key_file=folder.parent / "keys" / KEY)
