"""The clinic's books: clients, visits, rules, staff and terminals. Check-in, desk and room all work on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed
from kiosk.governance.library import Library
from kiosk.people.client_book import ClientBook
from kiosk.people.staff import StaffBook, pins
from kiosk.records import Kind, Reader, Writer, clock_doubt
from kiosk.records.context import Context
from kiosk.records.machine import host
from kiosk.visits.judge import Judge
from kiosk.visits.terminals import Terminals
from kiosk.visits.visit_book import VisitBook
from rules import Protocol

_CLINIC = "clinic"


@dataclass(frozen=True, eq=False)
class Books(Context):
    """Everything a clinic keeps, one book a subject. May be used from any thread."""

    @cached_property
    def clients(self) -> ClientBook:
        return ClientBook(self)

    @cached_property
    def library(self) -> Library:
        """The protocols and overlays, with what the lead signed and decided."""
        return Library(self.folder, self.records, self.today)

    @cached_property
    def protocols(self) -> Mapping[str, Protocol]:
        """The protocols in force, by treatment."""
        return self.library

    @cached_property
    def visits(self) -> VisitBook:
        return VisitBook(self, self.library)

    @cached_property
    def days_read(self) -> dict[date, tuple[int, tuple[Any, ...]]]:
        """The day that was read last, with the version of the records then."""
        return {}

    @cached_property
    def judge(self) -> Judge:
        """What evaluates visits by the rules."""
        return Judge(self.protocols, self.library, self.settings.finding_valid_days)

    @cached_property
    def terminals(self) -> Terminals:
        """The clinic's terminals."""
        return Terminals(self, self.visits)

    @cached_property
    def staff(self) -> StaffBook:
        cost = pins.PUBLISHED if self.demo else None
        machine = "here" if self.records.is_embedded else host(self)
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

    # The date

    def clock_doubt(self) -> str | None:
        """Say why staff must confirm the date at this terminal before any verdict, or nothing."""
        return clock_doubt.clock_doubt(self)

    def confirm_date(self, actor: Actor) -> None:
        """Confirm that the clock's date is right; only staff may."""
        clock_doubt.confirm_clock(self, actor)

    def require_clock(self) -> None:
        """Refuse to judge while the date is in doubt."""
        doubt = self.clock_doubt()
        if doubt:
            raise NotAllowed(doubt)

    # The rules

    def titles(self) -> dict[str, str]:
        """Return the treatments' titles by id."""
        return {treatment: protocol.title for treatment, protocol in self.protocols.items()}

    # Texts that somebody was shown

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
