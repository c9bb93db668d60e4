"""The clinic's settings in its records, where several machines share them: a document with all its versions.

What belongs to a machine stays in its own file. A line of the clinic's in that file is not read, until a lead takes it over.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.errors import RecordsUnavailable
from kiosk.core.setting_owners import merged
from kiosk.core.settings import COPY, FILE, Settings, clinics, copied, file_values, load, machines, write_values
from kiosk.core.whole_file import write_whole
from kiosk.records import retention_settings
from kiosk.records.kinds import Kind
from kiosk.records.store import Records
from kiosk.records.transaction import Reader, Writer

TAKEN: Final = f"{FILE}.taken"
"""The name that a machine's file gets once its lines were taken over."""
WHERE: Final = "The clinic's settings"
_DOCUMENT: Final = "clinic-settings"
_OF_MACHINE: Final = """\
What belongs to this machine. The clinic's settings are in its records: kiosk settings show.
# One of those that is written here counts once a lead has taken it over: kiosk settings take."""
_KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """What the clinic had decided, from when on, and who wrote it into the records."""

    number: int
    at: datetime
    by: str
    values: Mapping[str, Any]


def settings_versions(reader: Reader) -> tuple[SettingsVersion, ...]:
    """Return the versions that are kept, oldest first; none where one machine has the records to itself."""
    found = reader.get(Kind.META, _DOCUMENT)
    return () if found is None else tuple(_version(each) for each in found["versions"])


def settings_in_force(reader: Reader, folder: Path) -> Settings:
    """Return what counts at the machine whose folder this is; its copy of the clinic's settings is brought up to date."""
    kept = settings_versions(reader)
    if not kept:
        return load(folder).at_site()
    settings = load(folder, kept[-1].values)
    if not (folder / COPY).exists() or clinics(load(folder).model_dump()) != clinics(settings.model_dump()):
        write_copy(folder, kept[-1].values)
    return settings.at_site()


def write_copy(folder: Path, values: Mapping[str, Any]) -> None:
    """Write the copy from which a machine shows what it can before the server answers."""
    with suppress(OSError):
        write_values(folder / COPY, clinics(values), "A copy of the clinic's settings in its records.")


def share_settings(records: Records, folder: Path, actor: Actor) -> None:
    """Give the records the clinic's settings as this machine's file or copy says them, unless they have any."""
    with records.read() as reader:
        if settings_versions(reader):
            return
    values = clinics(file_values(folder))
    if "clinic_name" not in values and not (values := copied(folder)):
        return
    with suppress(RecordsUnavailable), records.write(actor) as writer:
        if not settings_versions(writer):
            keep_settings(writer, values, actor.name, records.clock.now())


def keep_settings(writer: Writer, values: Mapping[str, Any], by: str, at: datetime) -> tuple[str, ...]:
    """Keep what the clinic decided as a new version; return what changed. Raises `BadInput` for what is not allowed."""
    Settings.checked(dict(values), WHERE)
    before = writer.get(Kind.META, _DOCUMENT)
    kept = before["versions"] if before else []
    last = kept[-1]["values"] if kept else {}
    changed = tuple(sorted(name for name in {*last, *values} if last.get(name) != values.get(name)))
    if changed:
        number = kept[-1]["number"] + 1 if kept else 1
        version = {"number": number, "at": at.isoformat(), "by": by, "values": dict(values)}
        document = {"id": _DOCUMENT, "versions": [*kept, version][-_KEPT:]}
        writer.put(Kind.META, document, expect=before["revision"] if before else None)
        writer.audit("settings.kept", detail={"settings": list(changed), "version": number})
    return changed


def unread_settings(reader: Reader, folder: Path) -> dict[str, tuple[Any, Any]]:
    """Return what a machine's file says of the clinic's settings and is not in force: each with what is.

    Raises `BadInput` if the file says what is not allowed.
    """
    kept = settings_versions(reader)
    if not kept:
        return {}
    now = Settings.checked(dict(kept[-1].values), WHERE)
    said = Settings.checked(merged(kept[-1].values, clinics(file_values(folder))), str(folder / FILE))
    names = [name for name in clinics(file_values(folder)) if getattr(said, name) != getattr(now, name)]
    return {name: (getattr(said, name), getattr(now, name)) for name in names}


def take_settings(records: Records, folder: Path, actor: Actor) -> tuple[str, ...]:
    """Put in force at every machine what this one's file says of the clinic's settings; return what changed.

    The file then says what belongs to the machine, and is kept as it was (`TAKEN`).
    """
    values = file_values(folder)
    with records.write(actor) as writer:
        said = clinics(values)
        new = {name: said[name] for name in unread_settings(writer, folder)}
        changed = _decide(writer, merged(settings_versions(writer)[-1].values, new), actor, records.clock.now())
    if clinics(values):
        write_whole(folder / TAKEN, (folder / FILE).read_bytes())
        write_machine_file(folder, values)
    return changed


def reset_setting(records: Records, actor: Actor, name: str) -> tuple[str, ...]:
    """Give one of the clinic's settings its default again; return what changed."""
    with records.write(actor) as writer:
        now = settings_versions(writer)[-1].values
        left = {each: value for each, value in now.items() if each != name}
        return _decide(writer, left, actor, records.clock.now())


def _decide(writer: Writer, values: Mapping[str, Any], actor: Actor, at: datetime) -> tuple[str, ...]:
    """Keep what a lead decided; so it is also confirmed how long records are kept."""
    changed = keep_settings(writer, values, actor.name, at)
    if {*changed} & {*retention_settings.REMOVING}:
        retention_settings.keep_times(writer, Settings.checked(dict(values), WHERE))
        writer.audit("keeping.confirm", detail={name: values.get(name) for name in retention_settings.REMOVING})
    return changed


def write_machine_file(folder: Path, values: Mapping[str, Any]) -> None:
    """Write the file of a machine that shares the records: of these settings those that are its own."""
    write_values(folder / FILE, machines(values), _OF_MACHINE)


def in_the_folder_again(reader: Reader, folder: Path) -> dict[str, Any]:
    """Return all settings of a clinic whose records come back from a server into its folder."""
    kept = settings_versions(reader)
    values = file_values(folder)
    return merged(values, kept[-1].values) if kept else values


def forget_shared(writer: Writer) -> None:
    """Forget what the records say of settings, because from now on the folder says it."""
    found = writer.get(Kind.META, _DOCUMENT)
    if found is not None:
        writer.remove(Kind.META, _DOCUMENT, expect=found["revision"])


def _version(kept: Mapping[str, Any]) -> SettingsVersion:
    return SettingsVersion(kept["number"], datetime.fromisoformat(kept["at"]), kept["by"], kept["values"])
