"""A clinic with visits in it, and `kiosk` run on it in this process."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from kiosk.clinic import Clinic
from kiosk.core.clock import Clock, SystemClock
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import read_key
from kiosk.records.secrets import derive
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import KEY, LEAD, PINS, FixedClock, House, open_clinic, people
from tests.kiosk.operations.machines import WELL
from tests.once import of_this_run, once
from tests.running import Ran, pin_by_pipe, run


@dataclass(frozen=True)
class Kiosk:
    """Runs `kiosk` in this process, on one clinic."""

    folder: Path
    config: Path
    clinic_id: str
    patch: pytest.MonkeyPatch
    clock: Clock = field(default_factory=SystemClock)

    def __call__(
        self, *arguments: str | Path, stdin: str = "", typed: str | None = None, data: Path | None = None
    ) -> Ran:
        return run(["--data", data or self.folder, *arguments], os.environ, stdin=stdin, typed=typed, clock=self.clock)

    @property
    def key_file(self) -> Path:
        return self.config / "clinic-kiosk" / f"{self.clinic_id}.key"

    def sql(self, statement: str) -> None:
        """Alter the tables, as somebody can who has the key and a shell of SQLCipher."""
        connection = connect_file(self.folder / "records.db", derive(read_key(self.key_file), "records"))
        assert connection.execute(statement).rowcount > 0
        connection.close()

    def trail(self, data: Path | None = None) -> list[str]:
        return [entry["what"] for entry in self("audit", "show", "--json", data=data).json]


@pytest.fixture(scope="session")
def worked(staffed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic with a finished visit of Anna's, a booked one of hers and one of Bert's, to be copied."""
    return once(of_this_run(tmp_path_factory) / "worked", lambda base: _work(shutil.copytree(staffed, base)))


def _work(base: Path) -> None:
    clock = FixedClock()
    with open_clinic(base, clock) as clinic:
        house: House = people(clinic, clock)
        anna = house.client(phone="020 7946 0101")
        visit = house.confirmed(anna)
        room = house.room()
        room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, note_shown=True)
        room.finish(house.visit(visit), ("face",), (), "all went well", pin_checked=house.dr_roca)
        assert house.visit(visit).state is VisitState.finished
        house.book(house.client("Bert", "Soler"))


@pytest.fixture(name="kiosk")
def a_kiosk(worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kiosk:
    base = Path(shutil.copytree(worked, tmp_path / "base"))
    name = clinic_id(base / "clinic")
    config = tmp_path / "config"
    (config / "clinic-kiosk").mkdir(parents=True, mode=0o700)
    (base / "keys" / KEY).rename(config / "clinic-kiosk" / f"{name}.key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    monkeypatch.delenv("KIOSK_KEY_FD", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setattr("kiosk.operations.machine_facts.this_machine", lambda: WELL)
    with Clinic.open(base / "clinic", clock=SystemClock(), terminal="desk") as clinic:
        clinic.confirm_date(LEAD)  # whatever day it is where this runs
    return Kiosk(base / "clinic", config, name, monkeypatch)


def anna(kiosk: Kiosk) -> str:
    (found,) = kiosk("client", "find", "--json", stdin="Anna Ferrer\n1984-03-05\n").json
    return str(found["id"])


def visit_of(kiosk: Kiosk) -> str:
    (visit,) = kiosk("client", "export", anna(kiosk), "--json").json["visits"]
    return str(visit["id"])


def documents(folder: Path, key_file: Path) -> list[tuple[Any, ...]]:
    """Return every document of a clinic as it is kept, read without the kiosk."""
    connection = dbapi2.connect(str(folder / "records.db"))
    connection.execute(f"PRAGMA key = \"x'{derive(read_key(key_file), 'records').hex()}'\"")
    rows = connection.execute("SELECT kind, id, partition, revision, keys, body FROM document ORDER BY kind, id")
    found = rows.fetchall()
    connection.close()
    return found


def erased_by_force(kiosk: Kiosk, client: str) -> Ran:
    """Erase a client, in two steps where the time is not over."""
    at_once = kiosk("client", "erase", client, "--yes")
    if at_once.status == 0:
        return at_once
    words = ("client", "erase", client, "--force", "--by", "Lena Lead")
    with pin_by_pipe(PINS["lead"]) as pin:
        first = kiosk(*words, *pin, stdin="A court said so.\n")
    assert first.status == 0, first.err
    with pin_by_pipe(PINS["lead"]) as pin:
        return kiosk(*words, "--confirm", *pin)
