"""Whether all is well with a clinic: a look at everything that can go wrong unseen."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Literal

from kiosk.clinic import DEMO_KEY, Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError, NotAllowed
from kiosk.core.phrases import clock_time, day_and_time
from kiosk.core.settings import EMBEDDED, Settings, load
from kiosk.privacy.leftover_files import names, put_aside
from kiosk.privacy.purge import find_due
from kiosk.records import location
from kiosk.records.audit import examination
from kiosk.records.backup.backups import DONE, key_tag
from kiosk.records.embedded.tables import VERSION
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import key_file
from kiosk.records.keys.key_sources import find_key, source
from kiosk.records.read_only_copy import UNRECORDED
from rules import day_in_words, several

State = Literal["well", "warning", "problem"]

_TERMINAL = "doctor"
_BACKUP_DAYS = 7
_LEAST_FREE = 500 * 1024 * 1024
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    says: str


def examine_clinic(folder: Path, *, clock: Clock, key: Path | None = None) -> list[Check]:
    """Look at a clinic's folder, key and records. What cannot be looked at is a problem, never an error.

    `key` is the key file, where it is not the account's own.
    """
    checks = [_first(name, look) for name, look in _outside(folder, key)]
    if any(check.state == "problem" for check in checks):
        return checks
    records = _first("records", lambda: records_check(folder, key, clock))
    if records.state == "problem":
        return [*checks, records]
    try:
        with Clinic.open(folder, clock=clock, terminal=_TERMINAL, key_file=key, look=True) as clinic:
            checks += [records, *_writing(clinic), *_inside(clinic, key)]
    except KioskError as error:
        checks.append(Check("records", "problem", str(error)))
    return checks


def _first(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except KioskError as error:
        return Check(name, "problem", str(error))


def _outside(folder: Path, key: Path | None) -> Iterator[tuple[str, Callable[[], Check]]]:
    yield "folder", lambda: _folder(folder)
    yield "settings", lambda: _settings(folder)
    yield "printing", lambda: _printing(folder)
    yield "key", lambda: _key(folder, key)
    yield "disk", lambda: _disk(folder)


def _folder(folder: Path) -> Check:
    location.check_folder(folder)
    kind, above = location.file_system(folder), location.open_to_all(folder)
    if above is not None:
        return Check(
            "folder",
            "warning",
            f"Anybody on this machine may write into {above}, and so put another folder in the clinic's place: run "
            f"chmod o-w {above}",
        )
    if kind in location.IN_MEMORY:
        return Check(
            "folder", "warning", f"{folder} is in the machine's memory ({kind}): all is lost when it is switched off."
        )
    if not kind:
        return Check(
            "folder",
            "warning",
            f"{folder} is for this account only, but this machine does not say what file system it is on: see that it is a "
            "local disk's.",
        )
    if kind in location.vouched_for(folder):
        return Check(
            "folder",
            "well",
            f"{folder} and the files in it are for this account only; the settings vouch for its file system ({kind}).",
        )
    return Check(
        "folder", "well", f"{folder} and the files in it are for this account only, on a disk of this machine ({kind})."
    )


def _settings(folder: Path) -> Check:
    settings = load(folder)
    return Check("settings", "well", f"clinic.toml is sound; the records are {_place(settings)}.")


def _printing(folder: Path) -> Check:
    from kiosk.handouts.printing import printers  # noqa: PLC0415 - with it comes the PDF library, which is slow to load

    printing = load(folder).printing
    known = printers() if printing.printer else ()
    if known is None:
        words = f"Nothing can be printed on “{printing.printer}”: this machine has no `lp`. Install CUPS."
        return Check("printing", "warning", words)
    if printing.printer and printing.printer not in known:
        words = f"This machine knows no printer “{printing.printer}”: `lpstat -e` lists those there are. Correct printing.printer."
        return Check("printing", "warning", words)
    if printing.folder and not os.access(printing.folder, os.W_OK):
        return Check(
            "printing", "warning", f"No paper can be saved in {printing.folder}: make the folder, or make it yours."
        )
    printer = f"Papers go to the printer “{printing.printer}”." if printing.printer else "No printer is set."
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
    if lies.resolve().is_relative_to(folder.resolve()):
        return Check(
            "key", "warning", f"It is in the clinic's own folder ({lies}), so a copy of the folder tells everything."
        )
    return Check("key", "well", f"It comes from the key file {lies}, which is for this account only.")


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
    more = f" And {len(found) - _TOLD} more: `kiosk audit verify` names them all." if len(found) > _TOLD else ""
    back = f" The command is `kiosk --data {folder} restore BACKUP`." if store == EMBEDDED else ""
    return Check("records", "problem", " ".join(found[:_TOLD]) + more + back)


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE:
        return Check("disk", "warning", f"Only {free // 1024**2} MB are free: make room before the records need it.")
    return Check("disk", "well", f"{free // 1024**2} MB are free.")


def _writing(clinic: Clinic) -> Iterator[Check]:
    if clinic.records.unwritable is not None:
        yield Check("writing", "problem", UNRECORDED.format(why=clinic.records.unwritable))


def _inside(clinic: Clinic, key: Path | None) -> Iterator[Check]:
    yield _clock(clinic)
    yield from _protocols(clinic)
    yield _sheet(clinic, key)
    yield _backup(clinic, key)
    yield _retention(clinic)
    yield _put_aside(clinic)


def _clock(clinic: Clinic) -> Check:
    doubt = clinic.clock_doubt()
    if doubt is not None:
        return Check("clock", "problem", doubt)
    return Check("clock", "well", f"It is {day_and_time(clinic.now())} in {clinic.settings.time_zone}.")


def _protocols(clinic: Clinic) -> Iterator[Check]:
    unsigned = [treatment for treatment in clinic.protocols if not clinic.library.is_signed(treatment)]
    for treatment in unsigned:
        yield Check(
            "protocols",
            "warning",
            f"No lead has signed {treatment} as it stands, so the practitioner looks first at every visit: "
            f"`kiosk rules sign {treatment}`.",
        )
    if not unsigned:
        yield Check("protocols", "well", f"Signed as they stand: {', '.join(clinic.protocols)}.")
    undecided = {overlay: None for treatment in clinic.protocols for overlay in clinic.library.undecided(treatment)}
    for overlay in undecided:
        yield Check(
            "protocols",
            "warning",
            f"No lead has adopted or refused {overlay} yet, so the practitioner looks first at every visit: "
            f"`kiosk rules adopt {overlay}`, or `kiosk rules refuse {overlay} --because TEXT`.",
        )


def _sheet(clinic: Clinic, key: Path | None) -> Check:
    if clinic.demo:
        return Check("recovery sheet", "well", "A demo clinic needs none.")
    held = find_key(clinic_id(clinic.folder), file=key)
    if recovery_words.has_recovery_words(clinic.records, held):
        return Check("recovery sheet", "well", "Somebody has confirmed holding it.")
    return Check(
        "recovery sheet",
        "warning",
        "Nobody has confirmed holding it: if this machine is lost, so is the clinic's key. Print it with `kiosk recovery "
        "sheet --pdf FILE`, then `kiosk recovery confirm`.",
    )


def _backup(clinic: Clinic, key: Path | None) -> Check:
    if clinic.demo:
        return Check("backup", "well", "A demo clinic needs none.")
    held = key_tag(find_key(clinic_id(clinic.folder), file=key))
    today = clinic.clock.now().astimezone(UTC).date()
    with clinic.records.read() as reader:
        for ago in range(_BACKUP_DAYS + 1):
            day = (today - timedelta(days=ago)).isoformat()
            made = [entry for entry in reader.trail(day=day) if entry.event == DONE]
            if made:
                then = clinic.local(made[-1].at)
                at = f"The last one was made on {day_in_words(then.date())} at {clock_time(then)}"
                if made[-1].detail.get("key") != held:
                    return Check("backup", "warning", f"{at}, and opens with a former key only: `kiosk backup FILE`.")
                return Check("backup", "well", f"{at}, and was read back.")
    return Check("backup", "warning", f"None was made in the last {_BACKUP_DAYS} days: `kiosk backup FILE`.")


def _retention(clinic: Clinic) -> Check:
    try:
        found = find_due(clinic)
    except NotAllowed as doubt:
        return Check("retention", "warning", f"Nothing is purged: {doubt}")
    over = len(found.visits) + len(found.drafts)
    if over:
        return Check(
            "retention",
            "warning",
            f"{several(over, 'visit or draft', 'visits and drafts')} need not be kept any longer: `kiosk purge`.",
        )
    return Check("retention", "well", "Nothing is kept longer than the settings say.")


def _put_aside(clinic: Clinic) -> Check:
    found = put_aside(clinic.folder)
    if not found:
        return Check("put aside", "well", "There are no older records in the clinic's folder.")
    return Check(
        "put aside",
        "warning",
        f"There are older records in the clinic's folder ({names(found)}), which may hold clients who were "
        f"erased since. A purge removes them {several(clinic.settings.keep_put_aside_days, 'day', 'days')} "
        "after they were put there; `kiosk purge --put-aside` does so at once.",
    )
