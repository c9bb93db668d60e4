"""How machines were set lately, by treatment, so that nobody types it again: a short list that each session goes on top of."""

from typing import Final

from kiosk.records import Kind, Reader, Writer
from kiosk.visits.session import MachineSettings

_LIST: Final = "usual-settings"
_MOST: Final = 8


def lately(reader: Reader, treatment: str) -> tuple[MachineSettings, ...]:
    """Return the settings of the last sessions of a treatment that differ, the latest first."""
    kept = reader.get(Kind.META, _LIST)
    return tuple(MachineSettings.model_validate(each) for each in kept["settings"].get(treatment, ())) if kept else ()


def note(writer: Writer, treatment: str, machine: MachineSettings) -> None:
    """Put the settings of a session on top of the list, if any were noted."""
    before = lately(writer, treatment)
    if not machine.words or before[:1] == (machine,):
        return
    kept = writer.get(Kind.META, _LIST)
    now = [machine, *(each for each in before if each != machine)][:_MOST]
    settings = {**(kept["settings"] if kept else {}), treatment: [each.model_dump() for each in now]}
    writer.put(Kind.META, {"id": _LIST, "settings": settings}, expect=kept["revision"] if kept else None)
