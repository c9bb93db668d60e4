"""A copy of ``clinic.toml`` in the records, so that the file can be written again if it is lost or spoiled."""

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, RecordsUnavailable
from kiosk.core.settings import FILE, Settings, save
from kiosk.core.whole_file import write_whole
from kiosk.records import retention_settings
from kiosk.records.clinic_settings import settings_versions, write_machine_file
from kiosk.records.kinds import Kind
from kiosk.records.machine import machine_id
from kiosk.records.store import Records
from kiosk.records.transaction import Reader

_DOCUMENT: Final = "settings"


def note_settings(records: Records, settings: Settings, folder: Path, actor: Actor) -> None:
    """Keep a copy of the file of these settings if it changed since the last; the trail says what did."""
    with records.read() as reader:
        confirmed = retention_settings.are_times_confirmed(reader)
    if not confirmed:
        with suppress(RecordsUnavailable):
            retention_settings.confirm_times(records, settings, actor)
    text = (folder / FILE).read_text(encoding="utf-8")
    id_ = _id(records, folder)
    with records.read() as reader:
        if _text(reader, id_) == text:
            return
    try:
        with records.write(actor) as writer:
            before = writer.get(Kind.META, id_)
            old, new = _values(before["text"] if before else ""), _values(text)
            changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
            writer.put(Kind.META, {"id": id_, "text": text}, expect=before["revision"] if before else None)
            writer.audit("settings.noted", detail={"settings": changed})
    except RecordsUnavailable:
        return  # noted by whoever opens the clinic next


def write_again(records: Records, folder: Path, otherwise: Settings) -> bool:
    """Write ``clinic.toml`` as it was last noted, or `otherwise` if it never was; tell which. What was there is put aside."""
    with records.read() as reader:
        text, shares = _text(reader, _id(records, folder)), bool(settings_versions(reader))
    least = {"clinic_name": otherwise.clinic_name, "time_zone": otherwise.time_zone}
    kept = None if text is None else Settings.checked({**least, **_values(text)}, "The copy in the records")
    if (folder / FILE).exists():
        (folder / FILE).replace(folder / f"{FILE}.unusable")
    if text is not None and kept is not None and kept.store == otherwise.store:
        write_whole(folder / FILE, text)  # as somebody wrote it, remarks and all
    else:
        now = (kept or otherwise).model_copy(update={"store": otherwise.store})
        if shares:
            write_machine_file(folder, now.model_dump(exclude_none=True))
        else:
            save(folder, now)
    return text is not None


def _id(records: Records, folder: Path) -> str:
    """Return the name of the copy: where several machines share the records, each has settings of its own."""
    return _DOCUMENT if records.is_embedded else f"{_DOCUMENT}-{machine_id(folder)}"


def _text(reader: Reader, id_: str) -> str | None:
    found = reader.get(Kind.META, id_)
    return None if found is None else str(found["text"])


def _values(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise BadInput(
            "The copy of the settings in the records can't be read: set the clinic's settings again."
        ) from None
