"""A machine joins a clinic whose records are on a server: it gets a folder and the clinic's key. All of it, or nothing."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.clinic import Clinic
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, KeyMissing, KioskError, NotAllowed
from kiosk.core.settings import EMBEDDED, Settings
from kiosk.operations.new_clinic import new_folder, refuse_used
from kiosk.records import Records, machine
from kiosk.records.clinic_settings import write_machine_file
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.keys.clinic_ids import id_in, write_clinic_id
from kiosk.records.keys.key_files import keep_key, key_file, key_folder, read_key
from kiosk.records.keys.key_sources import find_key, source
from kiosk.records.store_choice import on_server


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """A key that may be the clinic's, and the clinic's id if it came with it."""

    key: bytes
    clinic: str | None = None


@dataclass(frozen=True, slots=True)
class JoinedClinic:
    """What a machine has now."""

    clinic: str
    """The clinic's name."""
    letter: str
    """What tells this machine's terminals from the others'."""
    key_file: Path | None
    """Where the key is kept; None if it comes from a credential or a file descriptor."""
    sites: tuple[str, ...]
    """The clinic's sites, if it has several."""


def refuse_unusable(folder: Path, url: str) -> None:
    """Refuse a folder that is taken, and an address, a server or a database that can't be used, before the key is asked for."""
    refuse_used(folder)
    if url == EMBEDDED:
        raise BadInput(
            "A machine joins a clinic on a server: name its address, such as postgresql://kiosk@HOST/DATABASE."
        )
    Settings.checked({"clinic_name": "-", "time_zone": "UTC", "store": url}, "kiosk join")
    if on_server(url, folder, bytes(32)).holds() is None:
        raise BadInput(
            "That PostgreSQL database holds no clinic: move one there first, with `kiosk migrate --to URL` where its records are."
        )


def own_keys() -> Iterator[OfferedKey]:
    """Return the keys that this account has already."""
    if source("") != "file":
        with suppress(KioskError):
            yield OfferedKey(find_key(""))
    for file in sorted(key_folder().glob("C-*.key")):
        with suppress(KioskError):
            yield OfferedKey(read_key(file), id_in(file.stem))


def join(
    folder: Path, url: str, keys: Iterable[OfferedKey], *, own: Mapping[str, Any], version: str, clock: Clock
) -> JoinedClinic:
    """Make the folder of one more machine, with the first of these keys that opens the records.

    `own` are the settings of the machine, `version` is the kiosk's here. Raises `KeyMissing` if no key opens the records.
    """
    with new_folder(folder):
        key, clinic = _opening(folder, url, keys, version, clock)
        (folder / COUNTER).unlink(missing_ok=True)  # so that the trail says that this machine's memory begins
        write_clinic_id(folder, clinic)
        write_machine_file(folder, {"store": url, **own})
        with _key_kept(clinic, key) as kept, Clinic.open(folder, clock=clock, terminal="command line") as opened:
            opened.library.candidates()  # the rules in force come into the folder
            letter = machine.label(opened.records, machine.machine_id(folder), opened.actor_system())
            return JoinedClinic(opened.settings.clinic_name, letter, kept, tuple(opened.settings.sites))


def _opening(folder: Path, url: str, keys: Iterable[OfferedKey], version: str, clock: Clock) -> tuple[bytes, str]:
    for offered in keys:
        try:
            records = Records.open(folder, offered.key, clock=clock, store=url)
        except KeyMissing:
            continue
        with records, records.read() as reader:
            clinic, others = machine.clinic_here(reader) or offered.clinic, machine.seen_machines(reader)
        if clinic is None:
            raise BadInput(
                "No machine has said yet which clinic this is: open the kiosk at another one once, or type the clinic's id as it is on "
                "the recovery sheet, before the words."
            )
        if others and others[-1].version != version:
            raise BadInput(
                f"The clinic works with version {others[-1].version} of the kiosk (machine {others[-1].letter}), and this machine has "
                f"{version or 'one that is not installed'}: install the same version here, then join."
            )
        return offered.key, clinic
    raise KeyMissing(
        "None of the keys here opens the records on that server: they are another clinic's, or the key was replaced by `kiosk "
        "rekey` since. Nothing was changed."
    )


@contextmanager
def _key_kept(clinic: str, key: bytes) -> Iterator[Path | None]:
    """Keep the key for this account, unless it has it; a key that was kept goes again if what follows fails."""
    if source(clinic) != "file":
        yield None
        return
    file = key_file(clinic)
    if file.exists():
        if read_key(file) != key:
            raise NotAllowed(f"{file} holds another key of this clinic: move it away, then join.")
        yield file
        return
    keep_key(clinic, key)
    try:
        yield file
    except BaseException:
        file.unlink(missing_ok=True)
        raise
