"""How long records are kept, as the clinic confirmed it, because whoever can write the folder can change ``clinic.toml``.

What the file says removes records for good, so it counts only as far as the records, which the trail covers, agree.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.errors import command
from kiosk.core.settings import FILE, Settings
from kiosk.records.kinds import Kind
from kiosk.records.store import Records
from kiosk.records.transaction import Reader, Writer

REMOVING: Final = ("keep_years", "age_of_consent", "keep_drafts_hours", "keep_audit_days", "keep_put_aside_days")
"""The settings that decide what is removed."""
_DOCUMENT: Final = "times"


def confirm_times(records: Records, settings: Settings, actor: Actor) -> None:
    """Note that the clinic decided what the settings say."""
    with records.write(actor) as writer:
        keep_times(writer, settings)
        writer.audit("keeping.confirm", detail=_said(settings))


def keep_times(writer: Writer, settings: Settings) -> None:
    """Write down what the settings say, as part of a larger change."""
    before = writer.get(Kind.META, _DOCUMENT)
    writer.put(Kind.META, {"id": _DOCUMENT, **_said(settings)}, expect=before["revision"] if before else None)


def are_times_confirmed(reader: Reader) -> bool:
    """Tell whether anything was ever confirmed."""
    return reader.get(Kind.META, _DOCUMENT) is not None


def unconfirmed_times(reader: Reader, settings: Settings, folder: Path) -> str | None:
    """Say how the settings differ from what was confirmed, and what to do; None if they don't."""
    kept = reader.get(Kind.META, _DOCUMENT)
    if kept is None:
        return None
    found = [(name, value, kept.get(name)) for name, value in _said(settings).items() if kept.get(name) != value]
    if not found:
        return None
    differ = " and ".join(f"{name} = {value} (confirmed: {before})" for name, value, before in found)
    return (
        f"{folder / FILE} says {differ}: nothing is removed until that is put right, or a lead confirms it with "
        f"{command(folder, 'purge --confirm --by NAME')}."
    )


def _said(settings: Settings) -> Mapping[str, Any]:
    return {name: getattr(settings, name) for name in REMOVING}
