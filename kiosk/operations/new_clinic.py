"""Making a new clinic: its folder, its key, its records, its first lead. All of it, or nothing."""

import os
import shutil
import zoneinfo
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput
from kiosk.core.settings import Settings, save
from kiosk.governance.sign_offs import OverlayDecision, decide
from kiosk.people.staff import StaffBook, StaffMember
from kiosk.people.staff.pins import Cost, refuse_weak
from kiosk.records import Records, kept_settings
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import create_key, key_file

NAME = "The clinic"
LEAD_LIMIT = 80
_NO_DECISIONS: Mapping[str, OverlayDecision] = MappingProxyType({})
_NO_REASONS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NewClinic:
    """What was made, and where."""

    folder: Path
    key_file: Path
    settings: Settings
    lead: StaffMember


def setup(
    folder: Path,
    *,
    lead: str,
    pin: str,
    actor: Actor,
    settings: Settings,
    clock: Clock,
    key: Path | None = None,
    overlays: Mapping[str, OverlayDecision] = _NO_DECISIONS,
    reasons: Mapping[str, str] = _NO_REASONS,
    cost: Cost | None = None,
) -> NewClinic:
    """Make a clinic in a folder that is new or empty, with its first lead and what they decide on overlays, and why.

    `key` is where the key goes; without it, the account's configuration folder, under the clinic's own id;
    `cost` is the PIN's, as the staff book takes it. Raises
    BadInput (and leaves nothing behind) if there is something in the folder, or name or PIN won't do.
    """
    if not clean(lead, LEAD_LIMIT):
        raise BadInput("The first lead needs a name: type one.")
    refuse_weak(pin, cost)
    with new_folder(folder):
        clinic_id = new_clinic_id(folder)
        file = key or key_file(clinic_id)
        secret = create_key(clinic_id, file=key)
        try:
            save(folder, settings)
            with Records.create(folder, secret, clock=clock) as records:
                staff = StaffBook(records, records.secret("pepper"), clock, cost=cost)
                kept_settings.note_settings(records, settings, folder, actor)
                member = staff.add(lead, "lead", pin, actor=actor)
                for overlay, decision in overlays.items():
                    with records.write(actor) as writer:
                        decide(writer, overlay, decision, member, clock.now(), because=reasons.get(overlay, ""))
        except BaseException:
            file.unlink(missing_ok=True)
            raise
    return NewClinic(folder, file, settings, member)


@contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """Make the folder; if what follows fails, remove what was made and nothing else."""
    there = refuse_used(folder)
    try:
        if there:
            folder.chmod(0o700)
        else:
            folder.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise _unusable(folder, error) from None
    try:
        yield
    except BaseException:
        for entry in list(folder.iterdir()):
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        if not there:
            folder.rmdir()
        raise


def refuse_used(folder: Path) -> bool:
    """Tell whether the folder is there already, empty; raises BadInput if it cannot become a clinic's."""
    try:
        if not folder.exists() and not folder.is_symlink():
            above = next(each for each in folder.parents if each.exists())
            if not (above.is_dir() and os.access(above, os.W_OK)):
                raise BadInput(
                    f"The folder {folder} cannot be used: this account may not make it in {above}. Choose another, or let root "
                    "make it and give it to this account."
                )
            return False
        if not folder.is_dir():
            raise BadInput(f"{folder} is not a folder: choose another name for the clinic's folder.")
        if any(folder.iterdir()):
            what = "There is a clinic" if (folder / "clinic.id").exists() else "There are other files"
            raise BadInput(f"{what} in {folder} already: choose a new folder.")
        if folder.stat().st_uid != os.geteuid():
            raise BadInput(f"{folder} belongs to another account of this machine: choose a folder of your own.")
    except OSError as error:
        raise _unusable(folder, error) from None
    return True


def _unusable(folder: Path, error: OSError) -> BadInput:
    return BadInput(f"The folder {folder} cannot be used: {(error.strerror or 'for an unknown reason').lower()}.")


def machine_time_zone() -> str:
    """Return the machine's own time zone, such as "Europe/Madrid"; "UTC" if it does not say."""
    candidates = [os.environ.get("TZ", "").removeprefix(":")]
    try:
        target = str(Path("/etc/localtime").resolve())
        candidates.append(target.partition("zoneinfo/")[2])
        candidates.append(Path("/etc/timezone").read_text(encoding="ascii", errors="replace").strip())
    except OSError:
        pass
    return next((name for name in candidates if name and is_time_zone(name)), "UTC")


def is_time_zone(name: str) -> bool:
    """Tell whether the tz database has a time zone of that name."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
