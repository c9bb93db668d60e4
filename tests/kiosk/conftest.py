"""A real clinic in a temporary folder: real records, real staff, real protocols. Only the clock is ours."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.core import language
from kiosk.core.actor import Actor
from kiosk.core.settings import Settings, save
from kiosk.governance.sign_offs import SignedProtocol
from kiosk.governance.signed_translations import keep_translation, pairs_of
from kiosk.people.client_book import Client
from kiosk.people.staff import StaffMember
from kiosk.people.wishes import Wishes
from kiosk.records import Records
from kiosk.records.keys.clinic_ids import new_clinic_id
from kiosk.records.keys.key_files import create_key
from kiosk.visits.visit import Visit
from rules import Protocol
from rules.reading.overlays import shipped_overlays
from tests import marked_words
from tests.once import of_this_run, once
from tests.proven import kept_for_this_run

SYSTEM = Actor(name="tests", role="system")
LEAD = Actor(name="Lena Lead", role="lead")
MORNING = datetime(2026, 7, 30, 8, 0, tzinfo=UTC)  # 10:00 in Madrid
TODAY = date(2026, 7, 30)

PEEL = "parisian-peel"
FACIAL = "medical-facial"
GOOD_PEEL: dict[str, Any] = {
    "area": ["face"], "acne_inflamed": "no", "pimples_open": "no", "herpes_active": "no", "rash": "no", "strong_sun": "no",
    "lesion": "no", "deep_acne": "no", "eczema": "no", "retinoid": "no", "had_before": "no", "isotretinoin": "never",
    "rosacea": "no", "keratosis": "no", "autoimmune": "no", "concerns": ["dull"],
}  # fmt: skip
GOOD_FACIAL: dict[str, Any] = {
    "area": ["face"], "goal": "upkeep", "skin_type": "normal", "laser_planned": "no", "extraction_ok": "yes", "reaction": "no",
    "isotretinoin": "never", "retinoid": "no", "herpes_active": "no", "pimples_open": "no", "rash": "no", "lesion": "no",
    "had_before": "no",
}  # fmt: skip
GOOD = {PEEL: GOOD_PEEL, FACIAL: GOOD_FACIAL}


class FixedClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at
        self.ticks = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)
        self.ticks += timedelta(**span).total_seconds()


@dataclass
class House:
    """A clinic with its people, and short words for what tests do over and over."""

    clinic: Clinic
    clock: FixedClock
    folder: Path
    lead: StaffMember
    rita: StaffMember
    bea: StaffMember
    dr_roca: StaffMember

    def client(self, given: str = "Anna", family: str = "Ferrer", born: date = date(1984, 3, 5), **more: Any) -> Client:
        """Add somebody who has been asked how to call them, unless `wishes` says otherwise."""
        wishes = more.pop("wishes", Wishes(said_at=self.clinic.clock.now()))
        new = self.clinic.clients.new(given, family, born, **more)
        return self.clinic.clients.add(new.model_copy(update={"wishes": wishes}), SYSTEM)

    def book(self, client: Client, treatment: str = PEEL, start: time = time(10, 30), **more: Any) -> Visit:
        visit = Visit(
            id=self.clinic.visits.new_id(),
            client_id=client.id,
            day=more.pop("day", self.clinic.today()),
            start=start,
            treatment=treatment,
            practitioner=more.pop("practitioner", self.dr_roca.name),
            **more,
        )
        return self.clinic.visits.save(visit, SYSTEM, "visit.book")

    def at_questions(self, client: Client, *, prove: bool = False, save_each_step: bool = True) -> CheckIn:
        """Walk a client to the first question."""
        check_in = CheckIn(self.clinic, save_each_step=save_each_step)
        born = client.date_of_birth
        check_in.identify(client.family_name, born.day, born.month, born.year)
        if check_in.step is Step.FIRST_NAME:
            check_in.give_first_name(client.given_name)
        if check_in.notice and check_in.notice.kind == "language":
            check_in.language_help(wanted=False)
        if check_in.step is Step.PROOF:
            if prove:
                check_in.prove(client.phone_last4 or "")
            else:
                check_in.skip_proof()
        check_in.yes()
        if check_in.step is Step.GUARDIAN:
            check_in.guardian(present=True)
        if check_in.step is Step.WISHES:
            check_in.no_wish()
        check_in.accept()
        return check_in

    def answer_all(self, check_in: CheckIn, answers: dict[str, dict[str, Any]]) -> CheckIn:
        """Answer whatever is asked, from the answers of each treatment, up to the review."""
        while check_in.step in (Step.QUESTION, Step.UNSURE_HELP):
            if check_in.step is Step.UNSURE_HELP:
                check_in.help_wanted(False)
                continue
            asked = check_in.asked
            raw = answers[asked.treatment].get(asked.question.id)
            if raw is not None:
                check_in.answer(raw)
            check_in.next()
        return check_in

    def check_in(
        self, client: Client, *, prove: bool = False, name: str = "", save_each_step: bool = True, **changes: Any
    ) -> CheckIn:
        """Check a client in with harmless answers, but for the changes, which hold for every treatment that asks."""
        answers = {treatment: {**good, **changes} for treatment, good in GOOD.items()}
        check_in = self.answer_all(self.at_questions(client, prove=prove, save_each_step=save_each_step), answers)
        check_in.finish()
        while check_in.step is Step.CONSENT:
            if check_in.consent.by == "guardian":
                check_in.give(name or f"Marta {client.family_name}", relation="mother")
            else:
                check_in.give(name or client.full_name)
        return check_in

    def rules_become(self, protocols: Mapping[str, Protocol]) -> None:
        """Put other protocols in force at this terminal."""
        self.clinic.__dict__["protocols"] = protocols
        self.clinic.__dict__.pop("judge", None)

    def screened(self, client: Client, treatment: str = PEEL, **changes: Any) -> Visit:
        """Book and check in a client; return the visit. No step is kept on the way, which takes most of the time."""
        visit = self.book(client, treatment)
        self.check_in(client, save_each_step=False, **changes)
        return self.visit(visit)

    def confirmed(self, client: Client, treatment: str = PEEL, **changes: Any) -> Visit:
        """Book and check in a client, and pass the visit on."""
        return self.desk().confirm(self.screened(client, treatment, **changes))

    def visit(self, visit: Visit) -> Visit:
        return self.clinic.visits.get(visit.id)

    def note_language(self, visit: Visit, language: str) -> None:
        """Put on record which language the client of a visit reads."""
        client = self.clinic.clients.get(visit.client_id)
        with self.clinic.records.write(SYSTEM) as writer:
            self.clinic.clients.write(writer, client.model_copy(update={"language": language}), "client.language")

    def sign_translation(self, language: str, *treatments: str) -> None:
        """Let the lead sign the words of a language as the files say them."""
        library, at = self.clinic.library, self.clinic.clock.now()
        with self.clinic.records.write(self.lead.actor("desk")) as writer:
            for treatment in treatments or (PEEL, FACIAL):
                pairs = pairs_of(library[treatment], library.written_translations(treatment)[language])
                keep_translation(writer, library[treatment], language, pairs, self.lead, at=at)

    def desk(self, staff: StaffMember | None = None) -> Any:
        return self.clinic.desk(staff or self.rita)

    def room(self, staff: StaffMember | None = None) -> Any:
        return self.clinic.room(staff or self.dr_roca)

    def trail(self, subject: str) -> list[str]:
        with self.clinic.records.read() as reader:
            return [entry.event for entry in reader.trail(subject=subject)]


PINS = {"lead": "704169", "rita": "385062", "bea": "920574", "roca": "618340"}
KEY = "clinic.key"


def make_clinic(base: Path) -> None:
    """Set up an empty clinic in `base`/clinic, with its key beside it."""
    folder = base / "clinic"
    key = create_key(new_clinic_id(folder), file=base / "keys" / KEY)
    save(folder, Settings(clinic_name="Piel Clara", time_zone="Europe/Madrid"))
    Records.create(folder, key, clock=FixedClock()).close()


def open_clinic(base: Path, clock: FixedClock, terminal: str = "kiosk-1") -> Clinic:
    """Open the clinic in `base`."""
    return Clinic.open(base / "clinic", clock=clock, terminal=terminal, key_file=base / "keys" / KEY)


def people(clinic: Clinic, clock: FixedClock) -> House:
    """Return the clinic with the people who were added to it."""
    lead, rita, bea, roca = (clinic.staff.by_name(name) for name in ("Lena Lead", "Rita Roy", "Bea Ortiz", "Dr Roca"))
    return House(clinic, clock, clinic.folder, lead, rita, bea, roca)


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a clinic with staff, whose lead has signed both protocols, to be copied."""
    return once(of_this_run(tmp_path_factory) / "staffed", _staff)


def sign(clinic: Clinic, treatment: str, member: StaffMember) -> SignedProtocol:
    """Sign a treatment's rules as their files say them."""
    return clinic.sign_protocols([clinic.library.drafted(treatment)], member)[0]


def _staff(base: Path) -> None:
    make_clinic(base)
    with open_clinic(base, FixedClock()) as clinic:
        lead = clinic.staff.add("Lena Lead", "lead", PINS["lead"], actor=SYSTEM)
        clinic.staff.add("Rita Roy", "receptionist", PINS["rita"], actor=LEAD)
        clinic.staff.add("Bea Ortiz", "receptionist", PINS["bea"], actor=LEAD)
        clinic.staff.add("Dr Roca", "practitioner", PINS["roca"], treatments=(PEEL, FACIAL), actor=LEAD)
        for treatment in clinic.protocols:
            sign(clinic, treatment, lead)
        overlays = shipped_overlays()
        clinic.sign_protocols(
            [], lead, dict.fromkeys(overlays, "refuse"), dict.fromkeys(overlays, "Not in this clinic.")
        )


@pytest.fixture(autouse=True)
def _proofs_are_kept() -> Iterator[None]:
    with kept_for_this_run():
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def base(tmp_path: Path, staffed: Path) -> Path:
    """Return where this test's own copy of the staffed clinic lies."""
    return Path(shutil.copytree(staffed, tmp_path / "base"))


@pytest.fixture
def clinic(base: Path, clock: FixedClock) -> Iterator[Clinic]:
    with open_clinic(base, clock) as opened:
        yield opened


@pytest.fixture
def house(clinic: Clinic, clock: FixedClock) -> House:
    """Return the clinic with its people and short words for what tests do over and over."""
    return people(clinic, clock)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mark all words that are asked for in another language than English."""
    monkeypatch.setattr(language, "_catalogue", marked_words.catalogue)
