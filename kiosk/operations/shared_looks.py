"""What the doctor finds that differs between this machine and the rest of the clinic, where machines share the records."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from kiosk.clinic import Clinic
from kiosk.core.errors import BadInput, command
from kiosk.core.settings import FILE
from kiosk.core.versions import installed_version
from kiosk.governance import shared_rules
from kiosk.governance.protocol_files import FOLDER
from kiosk.operations.check import Check
from kiosk.records import clinic_settings, machine
from rules import day_in_words

_AT_WORK_DAYS: Final = 14
"""A machine that was not opened for longer is taken to be gone."""


def look_at_shared(clinic: Clinic) -> Iterator[Check]:
    """Name what differs; nothing where one machine has the records to itself."""
    if clinic.records.is_embedded:
        return
    found = [Check("machines", "warning", says) for says in differing(clinic)]
    yield from found or [Check("machines", "well", "Nothing at this machine differs from the clinic's records.")]


def differing(clinic: Clinic) -> Iterator[str]:
    """Yield a sentence for each difference, which also says what to do about it."""
    yield from _settings(clinic)
    yield from _site(clinic)
    yield from _versions(clinic)
    with clinic.records.read() as reader:
        lacking = shared_rules.adopted_elsewhere(reader)
    for name in lacking:
        yield (
            f"A lead adopted {name}, and its file is at another machine, so it does not count: open the kiosk at the machine "
            f"that has {FOLDER}/{name}."
        )
    for name in clinic.library.drafts():
        verb = "adopt" if name in clinic.library.overlays() else "sign"
        yield (
            f"{clinic.folder / FOLDER / name} says what no lead has signed, so it is in force at no machine: "
            f"{command(clinic.folder, f'rules {verb} {name} --by LEAD')}, or remove that folder."
        )


def _settings(clinic: Clinic) -> Iterator[str]:
    try:
        with clinic.records.read() as reader:
            unread = clinic_settings.unread_settings(reader, clinic.folder)
    except BadInput as error:
        yield str(error)
        return
    if unread:
        yield (
            f"{clinic.folder / FILE} says {' and '.join(unread)} differently from the clinic's records, and is not read there: "
            f"{command(clinic.folder, 'settings take --by LEAD')} puts it in force at every machine; or remove those lines."
        )


def _site(clinic: Clinic) -> Iterator[str]:
    if clinic.settings.sites and not clinic.settings.site:
        yield no_site(clinic.folder, tuple(clinic.settings.sites))


def no_site(folder: Path, sites: Sequence[str]) -> str:
    """Say that a machine does not know at which of the clinic's sites it is."""
    return (
        f"Nothing says at which of the clinic's sites ({', '.join(sites)}) this machine is: write "
        f'site = "{sites[0]}", or another, into {folder / FILE}.'
    )


def _versions(clinic: Clinic) -> Iterator[str]:
    here = installed_version()
    with clinic.records.read() as reader:
        others = machine.seen_machines(reader, without=machine.machine_id(clinic.folder))
    since = clinic.today() - timedelta(days=_AT_WORK_DAYS)
    for each in others:
        if each.version != here and each.day >= since:
            yield (
                f"Machine {each.letter} worked with version {each.version} of the kiosk on {day_in_words(each.day)}, and this one has "
                f"{here}: install the same version at both."
            )
