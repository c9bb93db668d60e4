"""Files that were cut or in which a bit turned over, the log included."""

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KioskError, RecordsDamaged
from kiosk.core.settings import Settings, save
from kiosk.operations.doctor import records_check
from kiosk.records import Records
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import keep_key
from tests.faults.telling import DAY, KEY, Noticed

_DESK = Actor(name="Rosa Vidal", role="receptionist", staff_id="S-1")
_OF_TEN = {"records.db": 4, "records.db-wal": 4, "records.counter": 2}
"""How many of ten alterations each file gets."""
_KEY_FILE = "keys/clinic.key"
_OTHERWISE, _TOLD, _SAME = "otherwise", "told", "same"

Alteration = Callable[[bytes, random.Random], tuple[bytes, str]]


def bits(place: Path, times: int) -> Sequence[Noticed]:
    """Turn over one bit."""

    def turn_over(data: bytes, rand: random.Random) -> tuple[bytes, str]:
        at, bit = rand.randrange(len(data)), rand.randrange(8)
        return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :], f"bit {bit} of byte {at}"

    return _altered(place, times, "a bit turned over", turn_over)


def cuts(place: Path, times: int) -> Sequence[Noticed]:
    """Cut off the end."""

    def cut(data: bytes, rand: random.Random) -> tuple[bytes, str]:
        at = rand.randrange(len(data))
        return data[:at], f"cut at byte {at}"

    return _altered(place, times, "cut off", cut)


def killed_kiosk(place: Path) -> Path:
    """Return a folder as a kill leaves it: a database, and a log that is not folded into it yet."""
    folder = place / "clinic"
    keep_key(new_clinic_id(folder), KEY, file=place / _KEY_FILE)
    save(folder, Settings(clinic_name="Clinic of the faults", time_zone="Europe/Madrid"))
    with Records.create(folder, KEY, clock=SystemClock()) as records:
        with records.write(_DESK) as writer:
            for number in range(200):
                writer.put("visit", {"id": f"V-{number}", "filling": "x" * 500}, partition=DAY)
        records.fold()
        for number in range(20):
            with records.write(_DESK) as writer:
                writer.put("visit", {"id": f"V-late-{number}", "filling": "y" * 300}, partition=DAY)
        left = place / "left"
        shutil.copytree(folder, left, ignore=shutil.ignore_patterns("*-shm"))
    return left


def _altered(place: Path, times: int, how: str, alter: Alteration) -> Sequence[Noticed]:
    left = killed_kiosk(place)
    whole = _everything(_copy(left, place))
    rand = random.Random(how)  # noqa: S311
    results = []
    for name, share in _OF_TEN.items():
        data = (left / name).read_bytes()
        found, accepted = 0, []
        for _ in range(times * share // 10):
            altered, what = alter(data, rand)
            # Twice, since a look may mend something: as a terminal meets it in a day's work, and by a thorough look.
            met = _met(_copy(left, place, name, altered), whole)
            copy = _copy(left, place, name, altered)
            noticed = _doctor_says(copy, place)
            if met == _OTHERWISE or (not noticed and _met(copy, whole) != _SAME):
                accepted.append(f"{name}: {what}")
            elif noticed or met == _TOLD:
                found += 1
        places = times * share // 10
        results.append(Noticed(f"{name}: {how}", places, found, places - found - len(accepted), accepted))
    return results


def _copy(left: Path, place: Path, name: str = "", altered: bytes = b"") -> Path:
    copy = place / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(left, copy)
    if name:
        (copy / name).write_bytes(altered)
    return copy


def _doctor_says(folder: Path, place: Path) -> bool:
    """Tell whether `kiosk doctor` finds anything wrong with the records."""
    try:
        return records_check(folder, place / _KEY_FILE, SystemClock()).state == "problem"
    except KioskError:
        return True


def _met(folder: Path, whole: object) -> str:
    try:
        return _SAME if _everything(folder) == whole else _OTHERWISE
    except RecordsDamaged:
        return _TOLD


def _everything(folder: Path) -> object:
    with Records.open(folder, KEY, clock=SystemClock()) as records, records.read() as reader:
        return [reader.all("visit", DAY), list(reader.trail())]
