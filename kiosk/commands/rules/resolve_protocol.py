"""Which rules a name on a command line means: in a clinic an id is what is in force there, and the output says so.

ID what is in force; ID@base as its file says it; ID@N the version signed as N; ID+OVERLAY and FILE what these say.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kiosk.commands.printable import complain
from kiosk.commands.rules.protocol_arguments import Named, Names
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, KeyMissing
from kiosk.governance.protocol_files import FOLDER
from kiosk.governance.question_clashes import TranslatedProtocol, in_force
from rules import Protocol, day_in_words, shipped
from rules.model import canonical
from rules.reading.overlays import shipped_overlays
from rules.reading.translations import translations_of

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.governance.library import InForce

AT: Final = "@"
_BASE: Final = "base"


@dataclass(frozen=True, slots=True)
class Meant:
    """The protocol that a name means; `says` tells a person where it comes from."""

    protocol: Protocol
    says: str


@contextmanager
def at_hand(args: argparse.Namespace) -> Iterator["Clinic | None"]:
    """Open the clinic that is named, if there is one; without its key the rules are shown as they ship, and it says so."""
    names = Names(args)
    if not names.has_clinic:
        yield None
        return
    from kiosk.commands.open_clinic import opened  # noqa: PLC0415  (brings the records; the rules alone need none)

    with ExitStack() as stack:
        clinic = None
        try:
            clinic = stack.enter_context(opened(args))
        except KeyMissing as error:
            complain(f"{error.sentence} What follows is what the files say.")
        yield clinic


def protocol_meant(args: argparse.Namespace, name: str) -> Meant:
    """Return what a name means, opening the clinic that is named if it takes one."""
    names = Names(args)
    if not names.has_clinic or not _of_a_clinic(names, name):
        return meant_in(None, names, name)
    with at_hand(args) as clinic:
        return meant_in(clinic, names, name)


def meant_in(clinic: "Clinic | None", names: Names, name: str) -> Meant:
    """Return what a name means in an open clinic, or without one."""
    protocol_id, at, which = name.partition(AT)
    if at and names.is_known(protocol_id):
        if which == _BASE:
            return Meant(names.one(protocol_id), "as its file says it, without what a clinic adds")
        return _signed(clinic, protocol_id, which)
    if clinic is None or name not in clinic.library.candidates():
        return Meant(names.one(name), "as its file says it")
    found = clinic.library.in_force(name)
    if found.protocol is None:
        return Meant(names.one(name), "as its file says it; it is not in force in this clinic")
    return Meant(found.protocol, _in_force(clinic, found))


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What to prove, and what is in force beside it: a client may have two treatments on one day."""

    chosen: tuple[Named, ...]
    in_force: tuple[TranslatedProtocol, ...]


def to_check(args: argparse.Namespace, chosen: Sequence[str]) -> ToCheck:
    """Return what to prove: in a clinic an id with the overlays adopted there, and without a name what is in force too."""
    with at_hand(args) as clinic:
        counting = () if clinic is None else in_force(clinic.library)
        names = Names(args)  # after the library, which brings the files up to date
        if clinic is None:
            return ToCheck(names.chosen(chosen), tuple(each.worded for name in shipped() for each in names.named(name)))
        if not chosen:
            return ToCheck(_all(clinic, names), counting)
        names.in_force = clinic.library.adopted()
        return ToCheck(tuple(each for name in chosen for each in _drafted(clinic, names, name)), counting)


def _all(clinic: "Clinic", names: Names) -> tuple[Named, ...]:
    adopted = {overlay for overlay, each in clinic.library.decided().items() if each.decision == "adopt"}
    found = list(names.all(without=adopted - set(shipped_overlays())))
    seen = {canonical.as_version(each.protocol, 1).sha256 for each in found}
    for treatment, protocol in clinic.library.items():
        if canonical.as_version(protocol, 1).sha256 not in seen:
            found.append(
                names.named(treatment)[0].with_protocol(protocol, clinic.library.written_translations(treatment))
            )
    return tuple(found)


def _drafted(clinic: "Clinic", names: Names, name: str) -> tuple[Named, ...]:
    found = names.named(name.removesuffix(f"{AT}{_BASE}"))
    if name not in clinic.library.candidates():
        return found
    drafted, library = clinic.library.drafted(name).protocol, clinic.library
    words = translations_of(drafted, library.path(name), library.on(name), library.folder / FOLDER)
    return (found[0].with_protocol(drafted, words),)


def _of_a_clinic(names: Names, name: str) -> bool:
    """Tell whether it takes a clinic to know what a name means."""
    return names.is_known(name.partition(AT)[0])


def _in_force(clinic: "Clinic", found: "InForce") -> str:
    signed = "NOT SIGNED" if found.signed is None else f"signed by {found.signed.by} on {_day(clinic, found.signed.at)}"
    return f"in force in this clinic, {signed}" + (f"; {found.problem}" if found.problem else "")


def _day(clinic: "Clinic", at: datetime) -> str:
    return day_in_words(clinic.local(at).date())


def _signed(clinic: "Clinic | None", protocol_id: str, number: str) -> Meant:
    if clinic is None:
        raise BadInput(
            f"Versions that were signed are kept by a clinic: name its folder with --data DIR; {protocol_id}{AT}{_BASE} needs none."
        )
    from kiosk.governance import sign_offs  # noqa: PLC0415

    with clinic.records.read() as reader:
        signed = [each for each in sign_offs.sign_offs(reader, protocol_id) if str(each["version"]) == number]
        found = clinic.library.by_hash(signed[-1]["sha256"], reader) if signed else None
    if found is None:
        raise BadInput(f"No version {clean(number, 20)} of {clean(protocol_id, 40)} was signed in this clinic.")
    last = sign_offs.SignedProtocol.of(signed[-1])
    return Meant(found, f"as {last.by} signed it on {_day(clinic, last.at)}")
