"""A clinic: an opened folder, with its settings, records, staff and protocols. What screens and commands are given."""

import platform
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from kiosk import clock_doubt, kept_settings, rejudge
from kiosk.actor import Actor
from kiosk.checkin import CheckIn
from kiosk.clients import ClientBook
from kiosk.clock import Clock
from kiosk.daybook import DayBook
from kiosk.desk import Desk
from kiosk.errors import NotAllowed
from kiosk.judge import Judge
from kiosk.protocols import keeping
from kiosk.protocols.keeping import Decision, SignedProtocol, Signing
from kiosk.protocols.library import Library
from kiosk.records import Kind, Reader, Records, Writer
from kiosk.records.clinic_ids import clinic_id
from kiosk.records.counter import FILE as COUNTER
from kiosk.records.key_sources import find_key
from kiosk.room import Room
from kiosk.settings import Settings, load
from kiosk.staff import StaffBook, StaffMember, pins
from kiosk.terminals import Terminals
from kiosk.visits import VisitBook
from rules import Protocol

DEMO_KEY = "demo.key"
"""The key of a throw-away demo clinic lies in its own folder, so that a second terminal can join it."""
_CLINIC = "clinic"


class Clinic:
    """One clinic, open at one terminal. May be used from any thread; close it when done."""

    def __init__(self, folder: Path, settings: Settings, records: Records, clock: Clock, terminal: str) -> None:
        self.folder = folder
        self.settings = settings
        self.records = records
        self.clock = clock
        self.clients = ClientBook(self)
        self.visits = VisitBook(self)
        self.terminals = Terminals(self, terminal)
        self.library = Library(folder, records, self.today)
        self.protocols: Mapping[str, Protocol] = self.library
        self.judge = Judge(self)

    @classmethod
    def open(
        cls, folder: Path, *, clock: Clock, terminal: str = "", key_file: Path | None = None, look: bool = False
    ) -> Self:
        """Open the clinic in a folder; errors are those of settings, key and records, each a sentence.

        A terminal that is not named goes by its machine's name, so that it is the same after a restart. Where records are
        on a server, the machine's letter is part of the terminal's name: each machine has a "Kiosk 1".
        With `look`, records that cannot be written to are opened all the same, to be read (`Records.look`).
        """
        settings = load(folder)
        if key_file is None and (folder / DEMO_KEY).exists():
            key_file = folder / DEMO_KEY
        key = find_key(clinic_id(folder), file=key_file, folder=folder)
        forgot = not (folder / COUNTER).exists()
        opening = Records.look if look else Records.open
        records = opening(folder, key, clock=clock, store=settings.store)
        clinic = cls(folder, settings, records, clock, terminal or platform.node() or "terminal")
        clinic.clock_doubt()  # noticed before this terminal writes anything that would look like proof
        clinic.terminals.settle()
        if forgot and records.unwritable is None:
            records.note_new_memory(clinic.actor_system())
        kept_settings.note(records, folder, clinic.actor_system())
        return clinic

    def close(self) -> None:
        """Give everything back."""
        self.records.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def terminal(self) -> str:
        """This terminal's name."""
        return self.terminals.name

    @cached_property
    def staff(self) -> StaffBook:
        """The members of staff."""
        cost = pins.PUBLISHED if self.demo else None
        machine = "here" if self.records.is_embedded else self.terminals.host
        return StaffBook(self.records, self.records.secret("pepper"), self.clock, cost=cost, machine=machine)

    @cached_property
    def demo(self) -> bool:
        """Whether this is a throw-away demo clinic."""
        with self.records.read() as reader:
            document = reader.get(Kind.META, _CLINIC)
        return bool(document and document.get("demo"))

    def mark_demo(self, actor: Actor) -> None:
        """Say that this is a throw-away demo clinic, for every terminal that opens it."""
        with self.records.write(actor) as writer:
            before = writer.get(Kind.META, _CLINIC)
            document = {**(before or {}), "id": _CLINIC, "demo": True}
            writer.put(Kind.META, document, expect=before["revision"] if before else None)
        self.__dict__.pop("demo", None)

    # Time

    def now(self) -> datetime:
        """Return the present moment in the clinic's zone."""
        return self.local(self.clock.now())

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the clinic's zone."""
        return moment.astimezone(self.settings.zone)

    def today(self) -> date:
        """Return the clinic's today."""
        return self.now().date()

    def clock_doubt(self) -> str | None:
        """Say why staff must confirm the date at this terminal before any verdict, or nothing."""
        return clock_doubt.doubt(self)

    def confirm_date(self, actor: Actor) -> None:
        """Confirm that the clock's date is right; only staff may."""
        clock_doubt.confirm(self, actor)

    def require_clock(self) -> None:
        """Refuse to judge while the date is in doubt."""
        doubt = self.clock_doubt()
        if doubt:
            raise NotAllowed(doubt)

    # Rules

    @property
    def finding_valid_days(self) -> int:
        """For how many days a finding on record counts."""
        return self.settings.finding_valid_days

    def titles(self) -> dict[str, str]:
        """Return the treatments' titles by id."""
        return {treatment: protocol.title for treatment, protocol in self.protocols.items()}

    def is_signed(self, treatment: str) -> bool:
        """Tell whether the lead has signed exactly this protocol."""
        return self.protocol_signed(treatment) is not None

    def undecided(self, treatment: str) -> tuple[str, ...]:
        """Return the overlays for this treatment that ship and that no lead has adopted or refused yet."""
        return self.library.undecided(treatment)

    def protocol_signed(self, treatment: str) -> dict[str, Any] | None:
        """Return who signed this protocol's exact content and when (`by`, `by_id`, `at`, `sha256`), or None."""
        with self.records.read() as reader:
            counts = keeping.holding(keeping.sign_offs(reader, treatment), self.today())
        in_force = self.protocols.get(treatment)
        return dict(counts) if counts and in_force and counts["sha256"] == in_force.sha256 else None

    def sign_protocol(self, treatment: str, member: StaffMember) -> SignedProtocol:
        """Keep a lead's sign-off of what is in force for a treatment."""
        in_force, drafted = self.protocols[treatment], self.library.drafted(treatment)
        signing = drafted if drafted.protocol.sha256 == in_force.sha256 else Signing(in_force)
        return self.sign_protocols([signing], member)[0]

    def sign_protocols(
        self,
        signings: Sequence[Signing],
        member: StaffMember,
        decisions: Mapping[str, Decision] | None = None,
        reasons: Mapping[str, str] | None = None,
    ) -> tuple[SignedProtocol, ...]:
        """Keep a lead's sign-offs, and what they decide on overlays by it, and why: all of it, or nothing.

        Who is checked in for a treatment that this concerns and not yet treated is judged again.
        """
        if member.role != "lead" or not member.active:
            raise NotAllowed("Only the clinic's lead can sign the rules of a treatment. Ask the lead to sign in.")
        now = self.clock.now()
        with self.records.write(member.actor(self.terminal)) as writer:
            for overlay, decision in (decisions or {}).items():
                keeping.decide(writer, overlay, decision, member, now, because=(reasons or {}).get(overlay, ""))
            signed = tuple(keeping.sign(writer, signing, member, now) for signing in signings)
        concerned = self.protocols if decisions else {each.treatment for each in signed}
        rejudge.redraw(self, member.actor(self.terminal), concerned)
        return signed

    def kept_protocol(self, sha256: str) -> Protocol | None:
        """Return the rules under which somebody was judged once, by their hash."""
        return self.library.kept(sha256)

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

    def actor_client(self) -> Actor:
        """Return the client at this terminal as who does something; clients stand in the trail by id only."""
        return Actor(name="client", role="client", terminal=self.terminal)

    def actor_system(self) -> Actor:
        """Return this terminal as who does something."""
        return Actor(name="kiosk", role="system", terminal=self.terminal)

    def keep_text(self, writer: Writer, sha: str, kind: str, content: Mapping[str, Any], language: str = "en") -> None:
        """Keep a text that somebody was shown, by its hash, once."""
        if writer.get(Kind.TEXT, sha) is None:
            writer.put(Kind.TEXT, {"id": sha, "subject": kind, "language": language, "content": dict(content)})

    def text(self, sha: str, reader: Reader | None = None) -> dict[str, Any] | None:
        """Return a text that was shown, by its hash."""
        if reader is None:
            with self.records.read() as reading:
                return self.text(sha, reading)
        return reader.get(Kind.TEXT, sha)
