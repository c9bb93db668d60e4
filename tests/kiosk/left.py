"""Clinics that nobody has open: looked at, and changed, from outside. One was left by version 0.1.0."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.clinic import Clinic
from kiosk.records.audit import examination
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.keys.key_files import read_key
from kiosk.records.secrets import derive
from tests.kiosk.conftest import KEY, FixedClock, open_clinic

DATA = Path(__file__).parents[1] / "data"
CLINIC_0_1_0 = DATA / "clinic-0.1.0"
DAY = datetime(2026, 12, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Left:
    """A clinic that nobody has open; its folder and its key are under `base`."""

    base: Path
    at: datetime = DAY

    @property
    def folder(self) -> Path:
        return self.base / "clinic"

    @property
    def key(self) -> bytes:
        return read_key(self.base / "keys" / KEY)

    def sql(self, change: Callable[[object], None]) -> None:
        connection = connect_file(self.folder / "records.db", derive(self.key, "records"))
        change(connection)
        connection.close()

    def opened(self, at: datetime | None = None) -> Clinic:
        return open_clinic(self.base, FixedClock(at or self.at))

    def look(self) -> list[str]:
        return examination.examine_records(self.folder, self.key, clock=FixedClock(self.at))


def by_0_1_0(base: Path) -> Left:
    """Copy the clinic that version 0.1.0 left, signed first with 6 months and then with 12."""
    folder = Path(shutil.copytree(CLINIC_0_1_0, base / "clinic"))
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o700 if each.is_dir() else 0o600)
    (base / "keys").mkdir(mode=0o700)
    shutil.copy(DATA / "clinic-0.1.0.key", base / "keys" / KEY)
    (base / "keys" / KEY).chmod(0o600)
    return Left(base)
