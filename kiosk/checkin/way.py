"""What a check-in knows while it runs: one object, so that wiping it wipes everything."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.shapes import Ending, Notice, Step
from kiosk.core.actor import Actor
from kiosk.people.client_book import Client
from kiosk.visits.books import Books
from kiosk.visits.consent import ConsentText
from kiosk.visits.visit import Consent, Visit
from kiosk.visits.visit_parts import AnsweredBy

Proof = Literal["name", "code", "phone", "staff"]


@dataclass
class Way:
    """One client's way, from the first key to the last screen."""

    step: Step = Step.WHO
    typed_name: str = ""
    candidates: tuple[Client, ...] = ()
    client: Client | None = None
    proof: Proof = "name"
    visits: tuple[Visit, ...] = ()
    arrived: bool = False
    notice: Notice | None = None
    needs_guardian: bool = False
    guardian_present: bool | None = None
    answered_by: AnsweredBy = "client"
    privacy_sha: str | None = None
    started_at: datetime | None = None
    draft_id: str | None = None
    questions: Questionnaire | None = None
    unsure_offered: bool = False
    consent_texts: tuple[ConsentText, ...] = ()
    consents: dict[str, Consent] = field(default_factory=dict)
    ending: Ending | None = None

    @property
    def second_proof(self) -> bool:
        """Whether past answers, treatment and practitioner may be shown."""
        return self.proof != "name"

    @property
    def treatments(self) -> tuple[str, ...]:
        """The treatments of the visits, each once, in the order of the appointments."""
        return tuple(dict.fromkeys(visit.treatment for visit in self.visits))


@dataclass(frozen=True)
class Place:
    """Where the check-in runs: the clinic, and the client as an actor at this terminal."""

    clinic: Books
    actor: Actor

    def tell_desk(self, way: Way, kind: str | None, about: tuple[Visit, ...] = ()) -> None:
        """Put a notice for the desk on this terminal's line of the board."""
        ids: dict[str, Any] = {"visit_ids": tuple(visit.id for visit in about)} if about or not way.arrived else {}
        self.clinic.terminals.change(self.actor, notice=kind, since=self.clinic.clock.now(), **ids)
