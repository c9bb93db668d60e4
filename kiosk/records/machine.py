"""Which machine of the clinic this is, where several work on one server: its terminals must not be taken for another's.

A machine keeps a random id in its own copy of the clinic's folder, and the records give each id a letter, once.
"""

import fcntl
import hashlib
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import ascii_uppercase
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import RecordsUnavailable
from kiosk.records.context import Context
from kiosk.records.ids import new_id
from kiosk.records.kinds import Kind
from kiosk.records.location import check_private
from kiosk.records.store import Records
from kiosk.records.transaction import Reader

FILE: Final = "records.machine"
_MACHINES: Final = "machines"
_SYSTEM: Final = Path("/etc/machine-id")


def machine_id(folder: Path, system: Path = _SYSTEM) -> str:
    """Return this machine's id, kept in the clinic's folder; a folder that was copied from another machine gets its own."""
    file = folder / FILE
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # two terminals may start at the same moment
        check_private(file)
        own, _, where = (
            file.read_text(encoding="ascii", errors="replace").strip().partition(" ") if file.exists() else ("", "", "")
        )
        if not own or where != _where(own, system):
            own = new_id("M")
            part = file.with_name(f"{FILE}.part")
            part.touch(mode=0o600)
            part.write_text(f"{own} {_where(own, system)}\n", encoding="ascii")
            part.replace(file)
        return own
    finally:
        os.close(descriptor)


def label(records: Records, own: str, actor: Actor) -> str:
    """Return the letter of a machine in the records; one that is new gets the next."""
    with records.read() as reader:
        letters = _letters(reader)
    if own not in letters:
        with records.write(actor) as writer:
            before = writer.get(Kind.META, _MACHINES)
            letters = _letters(writer)
            if own not in letters:
                letters = {**letters, own: letter(len(letters))}
                document = {**(before or {}), "id": _MACHINES, "letters": letters}
                writer.put(Kind.META, document, expect=before["revision"] if before else None)
                writer.audit("machine.joined", detail={"letter": letters[own]})
    return letters[own]


def host(context: Context) -> str:
    """Return what tells this machine from others: its name, or its id where several machines share the records."""
    return platform.node() if context.records.is_embedded else machine_id(context.folder)


def name_among_all(context: Context) -> str:
    """Return the terminal's name, made one that no other machine's terminal has where several share the records."""
    if context.records.is_embedded:
        return context.terminal
    return f"{context.terminal} · {label(context.records, host(context), context.actor_system())}"


def note_opening(context: Context, clinic: str, version: str) -> None:
    """Note once a day that this machine works for the clinic of that id, with which version; a change of version at once."""
    own, now = machine_id(context.folder), {"version": version, "day": context.today().isoformat()}
    with context.records.read() as reader:
        document = reader.get(Kind.META, _MACHINES) or {}
    if document.get("seen", {}).get(own) == now and document.get("clinic") == clinic:
        return
    with suppress(RecordsUnavailable), context.records.write(context.actor_system()) as writer:
        before = writer.get(Kind.META, _MACHINES) or {"id": _MACHINES, "letters": {}}
        document = {**before, "clinic": clinic, "seen": {**before.get("seen", {}), own: now}}
        writer.put(Kind.META, document, expect=before.get("revision"))
        writer.audit("machine.opened", detail={"letter": before["letters"].get(own, ""), "version": version})


@dataclass(frozen=True, slots=True)
class SeenMachine:
    """A machine as it was when it last opened the records."""

    letter: str
    version: str
    day: date


def seen_machines(reader: Reader, without: str = "") -> tuple[SeenMachine, ...]:
    """Return the machines that said when they opened the records, the latest last; `without` is a machine's id."""
    seen = (reader.get(Kind.META, _MACHINES) or {}).get("seen", {})
    letters = _letters(reader)
    found = [
        SeenMachine(letters.get(own, "?"), each["version"], date.fromisoformat(each["day"]))
        for own, each in seen.items()
        if own != without
    ]
    return tuple(sorted(found, key=lambda each: each.day))


def clinic_here(reader: Reader) -> str | None:
    """Return the id of the clinic whose records these are; None if no machine has said it yet."""
    return (reader.get(Kind.META, _MACHINES) or {}).get("clinic")


def letter(number: int) -> str:
    """Return A to Z, then AA to ZZ, and so on."""
    rest, last = divmod(number, len(ascii_uppercase))
    return (letter(rest - 1) if rest else "") + ascii_uppercase[last]


def _letters(reader: Reader) -> Mapping[str, str]:
    document = reader.get(Kind.META, _MACHINES)
    return document["letters"] if document else {}


def _where(own: str, system: Path) -> str:
    """Return what ties an id to a machine, and tells nothing about it. A container without an id of its own has nothing to tie it to."""
    try:
        found = system.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
    return hashlib.sha256(f"{own} {found}".encode()).hexdigest()[:32] if found else ""
