"""What a clinic's records need when a new version was installed: a backup, today's format, and the sign-offs that still hold.

Each step is whole or not at all and is known again: whenever it is killed, run it again.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.telling import Tell, tell_nobody
from kiosk.governance import sign_offs
from kiosk.records import Kind, Writer, location
from kiosk.records.backup.backups import DONE, fill, key_tag
from kiosk.records.embedded.snapshot_file import keep_snapshot
from kiosk.records.embedded.tables import VERSION
from kiosk.records.store_choice import chosen, store_of
from kiosk.replay.engine_change import SignOffFate, fates
from kiosk.visits import rejudge

_VERSION: Final = "version"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done."""

    before: str | None
    """The version that brought the records up to date last; None if none ever said so."""
    now: str
    backups: tuple[Path, ...]
    """Where the records are as they were, in an older format first; none if nothing was to be done."""
    new_format: bool
    """Whether a version that knows only an older format needs such a backup to go back to."""
    fates: tuple[SignOffFate, ...]


def upgrade(
    folder: Path,
    key: bytes,
    version: str,
    *,
    actor: Actor,
    clock: Clock,
    key_file: Path | None = None,
    tell: Tell = tell_nobody,
) -> Upgraded:
    """Bring a clinic to this version. Raises `RecordsUnavailable` while other terminals have it open, and names them."""
    location.check_folder(folder)
    store = chosen(store_of(folder), folder, key)
    store.refuse_others()
    changes_format = store.keep_older() is not None
    with Clinic.open(folder, clock=clock, terminal=actor.terminal, key_file=key_file) as clinic:
        found = fates(clinic, tell)
        before = _last_version(clinic)
        carried = [each for fate in found for each in fate.carried]
        if before == version and not carried and not changes_format:
            return Upgraded(before, version, (), new_format=False, fates=found)
        older = sorted(folder.glob(f"before-format-{VERSION}*.backup"))
        backups = older if changes_format else [*older, _kept(clinic, key, version)]
        with clinic.records.write(actor) as writer:
            writer.audit(DONE, detail={"sha256": _sha256(backups[-1]), "key": key_tag(key)})
            for each in carried:
                sign_offs.carry_over(writer, each, clock.now())
            _note(writer, version, clock.now())
            writer.audit("upgrade", detail=_in_trail(before, version, found))
        rejudge.redraw(clinic, actor, {fate.treatment for fate in found if fate.carried})
    return Upgraded(before, version, tuple(backups), bool(older), found)


def _last_version(clinic: Clinic) -> str | None:
    with clinic.records.read() as reader:
        found = reader.get(Kind.META, _VERSION)
    return None if found is None else str(found["version"])


def _kept(clinic: Clinic, key: bytes, version: str) -> Path:
    with clinic.records.read() as reader:
        commits = reader.state.commits
    file = clinic.folder / f"before-upgrade-{version}.backup"
    return keep_snapshot(file, key, commits, lambda part: fill(clinic.records, key, part))


def _note(writer: Writer, version: str, at: datetime) -> None:
    before = writer.get(Kind.META, _VERSION)
    document = {"id": _VERSION, "version": version, "at": at.isoformat()}
    writer.put(Kind.META, document, expect=before["revision"] if before else None)


def _in_trail(before: str | None, version: str, found: tuple[SignOffFate, ...]) -> dict[str, Any]:
    return {
        "from": before,
        "to": version,
        "carried": [fate.treatment for fate in found if fate.carried],
        "to_sign": [fate.treatment for fate in found if fate.to_sign],
    }


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
