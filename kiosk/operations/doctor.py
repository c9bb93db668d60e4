"""Whether all is well with a clinic: a look at everything that can go wrong unseen."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.clinic import DEMO_KEY, Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError, command
from kiosk.core.settings import EMBEDDED, Settings, load
from kiosk.operations.check import Check
from kiosk.operations.clinic_looks import look_inside
from kiosk.operations.folder_looks import disk_check, folder_check, key_check
from kiosk.operations.machine_facts import Machine, ask_system
from kiosk.operations.machine_looks import forced_write, look_at_machine, printer_trouble
from kiosk.records import location
from kiosk.records.audit import examination
from kiosk.records.embedded.tables import VERSION
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import key_file
from kiosk.records.keys.key_sources import find_key, source
from kiosk.records.read_only_copy import UNRECORDED

_TERMINAL = "doctor"
_TOLD = 3
_WRITES = 5


def examine_clinic(folder: Path, machine: Machine, *, clock: Clock, key: Path | None = None) -> list[Check]:
    """Look at this machine and at a clinic's folder, key and records. What cannot be looked at is a problem, never an error.

    `key` is the key file, where it is not the account's own.
    """
    checks = [*look_at_machine(machine), *(_first(name, look) for name, look in _outside(folder, key, clock))]
    if any(check.state == "problem" for check in checks):
        return checks
    records = _first("records", lambda: records_check(folder, key, clock))
    if records.state == "problem":
        return [*checks, records]
    try:
        with Clinic.open(folder, clock=clock, terminal=_TERMINAL, key_file=key, look=True) as clinic:
            checks += [records, *_writing(clinic), *look_inside(clinic, key)]
    except KioskError as error:
        checks.append(Check("records", "problem", str(error)))
    return checks


def _first(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except KioskError as error:
        return Check(name, "problem", str(error))


def _outside(folder: Path, key: Path | None, clock: Clock) -> Iterator[tuple[str, Callable[[], Check]]]:
    yield "folder", lambda: _folder(folder)
    if not folder.is_dir():
        return
    yield "settings", lambda: _settings(folder)
    yield "printing", lambda: _printing(folder)
    yield "key", lambda: _key(folder, key)
    yield "disk", lambda: disk_check(shutil.disk_usage(folder).free)
    yield "fsync", lambda: _fsync(folder, clock)


def _folder(folder: Path) -> Check:
    location.check_folder(folder)
    kind = location.file_system(folder)
    return folder_check(
        folder, kind, open_to_all=location.open_to_all(folder), is_vouched_for=kind in location.vouched_for(folder)
    )


def _settings(folder: Path) -> Check:
    settings = load(folder)
    return Check("settings", "well", f"clinic.toml is sound; the records are {_place(settings)}.")


def _printing(folder: Path) -> Check:
    from kiosk.handouts.printing import printers  # noqa: PLC0415 - with it comes the PDF library, which is slow to load

    printing = load(folder).printing
    name = printing.printer
    trouble = printer_trouble(name, printers(), ask_system) if name else ""
    if trouble:
        return Check("printing", "warning", trouble)
    if printing.folder and not os.access(printing.folder, os.W_OK):
        return Check(
            "printing", "warning", f"No paper can be saved in {printing.folder}: make the folder, or make it yours."
        )
    printer = f"Papers go to the printer “{name}”." if name else "No printer is set."
    return Check("printing", "well", printer + (f" They are saved in {printing.folder}." if printing.folder else ""))


def _place(settings: Settings) -> str:
    return "an encrypted file in the folder" if settings.store == EMBEDDED else "on a PostgreSQL server"


def _key(folder: Path, key: Path | None) -> Check:
    file = key or (folder / DEMO_KEY if (folder / DEMO_KEY).exists() else None)
    name = clinic_id(folder)
    find_key(name, file=file, folder=folder)
    if file is not None:
        lies = file
    elif (where := source(name)) != "file":
        called = {"credential": "a systemd credential", "descriptor": "a file descriptor"}[where]
        return Check("key", "well", f"It comes from {called}.")
    else:
        lies = key_file(name)
    return key_check(lies, folder)


def records_check(folder: Path, key: Path | None, clock: Clock) -> Check:
    """Read everything there is: each page, each entry of the audit trail, each document."""
    file = key or (folder / DEMO_KEY if (folder / DEMO_KEY).exists() else None)
    store = load(folder).store
    held = find_key(clinic_id(folder), file=file, folder=folder)
    found = examination.examine_records(
        folder, held, clock=clock, store=store, by=Actor(name="kiosk", role="system", terminal=_TERMINAL)
    )
    if not found:
        return Check(
            "records",
            "well",
            f"Every page, every entry of the trail and every document was read; they are whole, in format {VERSION}.",
        )
    more = (
        f" And {len(found) - _TOLD} more: {command(folder, 'audit verify')} names them all."
        if len(found) > _TOLD
        else ""
    )
    back = f" The command is {command(folder, 'restore BACKUP')}." if store == EMBEDDED else ""
    return Check("records", "problem", " ".join(found[:_TOLD]) + more + back)


def _fsync(folder: Path, clock: Clock) -> Check:
    """Force a few bytes to the disk as each answer is, and see how long the usual one takes."""
    took = []
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            for _ in range(_WRITES):
                before = clock.monotonic()
                file.write(b"forced")
                file.flush()
                os.fsync(file.fileno())
                took.append(clock.monotonic() - before)
    except OSError:
        return Check(
            "fsync", "unknown", f"Nothing can be written into {folder} now, so how fast its disk is can't be told."
        )
    return forced_write(sorted(took)[_WRITES // 2])


def _writing(clinic: Clinic) -> Iterator[Check]:
    if clinic.records.unwritable is not None:
        yield Check("writing", "problem", UNRECORDED.format(why=clinic.records.unwritable))
