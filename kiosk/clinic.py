"""A clinic: an opened folder, with its settings, records, staff and protocols. What screens and commands are given."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from kiosk.checkin.check_in import CheckIn
from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.errors import NotAllowed
from kiosk.core.settings import Settings, load
from kiosk.core.versions import installed_version
from kiosk.desk.desk import Desk
from kiosk.governance import shared_rules, sign_offs
from kiosk.governance.sign_offs import OverlayDecision, ProtocolToSign, SignedProtocol
from kiosk.people.staff import StaffMember
from kiosk.records import Records, clinic_settings, clock_doubt, kept_settings, machine
from kiosk.records.context import Context
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_sources import find_key
from kiosk.room.room import Room
from kiosk.visits import rejudge
from kiosk.visits.books import Books
from kiosk.visits.day_book import DayBook

DEMO_KEY = "demo.key"
"""The key of a throw-away demo clinic is in its own folder, so that a second terminal can join it."""


@dataclass(frozen=True, eq=False)
class Clinic(Books):
    """One clinic, open at one terminal. May be used from any thread; close it when done."""

    @classmethod
    def open(
        cls, folder: Path, *, clock: Clock, terminal: str = "", key_file: Path | None = None, look: bool = False
    ) -> Self:
        """Open the clinic in a folder; errors are those of settings, key and records, each a sentence.

        A terminal that is not named goes by its machine's name, so that it is the same after a restart. Where records are
        on a server, the machine's letter is part of the terminal's name: each machine has a "Kiosk 1".
        With `look`, records that cannot be written to are opened all the same, to be read (`Records.look`).
        """
        own = load(folder)
        if key_file is None and (folder / DEMO_KEY).exists():
            key_file = folder / DEMO_KEY
        key = find_key(clinic_id(folder), file=key_file, folder=folder)
        forgot = not (folder / COUNTER).exists()
        opening = Records.look if look else Records.open
        records = opening(folder, key, clock=clock, store=own.store)
        named = Context(records, clock, own, folder, terminal or platform.node() or "terminal")
        clock_doubt.clock_doubt(named)  # noticed before this terminal writes anything that would look like proof
        settings = own.at_site() if records.is_embedded else _shared_settings(records, folder, named.actor_system())
        clinic = cls(records, clock, settings, folder, machine.name_among_all(named))
        if forgot and records.unwritable is None:
            records.note_new_memory(clinic.actor_system())
        kept_settings.note_settings(records, settings, folder, clinic.actor_system())
        if not records.is_embedded:
            machine.note_opening(clinic, clinic_id(folder), installed_version())
            shared_rules.share(records, folder, clinic.actor_system())
        return clinic

    def follow_settings(self) -> bool:
        """Take over what a lead decided on the clinic's settings at another machine; return whether anything changed.

        What is read when a terminal starts counts from its next start: the colours, and whether anything moves.
        """
        with self.records.read() as reader:
            now = clinic_settings.settings_in_force(reader, self.folder)
        if now == self.settings:
            return False
        object.__setattr__(self, "settings", now)  # the one part of a clinic that changes while it is open
        self.__dict__.pop("judge", None)
        return True

    def close(self) -> None:
        """Give everything back."""
        self.records.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sign_protocols(
        self,
        signings: Sequence[ProtocolToSign],
        member: StaffMember,
        decisions: Mapping[str, OverlayDecision] | None = None,
        reasons: Mapping[str, str] | None = None,
    ) -> tuple[SignedProtocol, ...]:
        """Keep a lead's sign-offs, with what they decide on overlays, and why: all of it, or nothing.

        Whoever is checked in for one of these treatments and not yet treated is judged again.
        """
        if member.role != "lead" or not member.active:
            raise NotAllowed("Only the clinic's lead can sign the rules of a treatment. Ask the lead to sign in.")
        now = self.clock.now()
        shared = {} if self.records.is_embedded else self.library.shared(signings, decisions or {})
        with self.records.write(member.actor(self.terminal)) as writer:
            for overlay, decision in (decisions or {}).items():
                sign_offs.decide(writer, overlay, decision, member, now, because=(reasons or {}).get(overlay, ""))
            signed = tuple(sign_offs.keep_sign_off(writer, signing, member, now) for signing in signings)
            if shared:
                shared_rules.keep(writer, shared)
        concerned = self.protocols if decisions else {each.treatment for each in signed}
        rejudge.redraw(self, member.actor(self.terminal), concerned)
        return signed

    # What the three people use

    def daybook(self, day: date | None = None) -> DayBook:
        """Return the visits of a day, today's if none is named."""
        return DayBook(self, day or self.today())

    def check_in(self) -> CheckIn:
        """Return a fresh check-in for this terminal."""
        return CheckIn(self)

    def desk(self, staff: StaffMember) -> Desk:
        """Return what this member of staff may do at the desk."""
        return Desk(self, staff)

    def room(self, staff: StaffMember) -> Room:
        """Return what this practitioner may do."""
        return Room(self, staff)


def _shared_settings(records: Records, folder: Path, actor: Actor) -> Settings:
    clinic_settings.share_settings(records, folder, actor)
    with records.read() as reader:
        return clinic_settings.settings_in_force(reader, folder)
