"""Making the demo clinic: settings, key, staff, sign-offs, the weeks before, and today as far as it has come."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kiosk.clinic import DEMO_KEY, Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.settings import Settings
from kiosk.demo import day as plan
from kiosk.demo.acting import ClientAtKiosk, PractitionerInRoom, Receptionist, StageClock
from kiosk.demo.day import DemoAppointment, PastVisit, Progress
from kiosk.demo.info import DemoClient, DemoInfo, keep_info
from kiosk.demo.people import CLINIC, DESK, LEAD, STAFF, Person, people
from kiosk.demo.times import PAST, Times
from kiosk.governance.sign_offs import ProtocolToSign
from kiosk.governance.signed_translations import keep_translation
from kiosk.lead.languages_signed import translation_reviews
from kiosk.operations.new_clinic import machine_time_zone, setup
from kiosk.people.staff import StaffMember
from kiosk.people.staff.pins import PUBLISHED
from kiosk.schedule import import_schedule
from rules.proof.proving import known_or_proven
from rules.reading.overlays import shipped_overlays

_ACTOR = Actor(name="demo", role="system")
_COLUMNS = (
    "start",
    "client",
    "family name",
    "given name",
    "date of birth",
    "treatment",
    "practitioner",
    "phone",
    "booking code",
    "laser",
    "language",
)
_SECONDS_A_QUESTION = 12.0
_TODAYS_SECONDS = 4.0
_QUESTIONS_BEFORE_LEAVING = 6
_MORNING = time(9, 30)


def demo_clinic(folder: Path, clock: Clock, *, time_zone: str | None = None) -> DemoInfo:
    """Make a demo clinic of today in `folder` (new or empty), its key included, and return its cheat sheet.

    Everything in it is done by the product itself: the schedule is imported, clients check in, the desk and the
    practitioners work, each at their own time. Takes about a second.
    """
    now = clock.now()
    settings = Settings.checked({"clinic_name": CLINIC, "time_zone": time_zone or machine_time_zone()})
    today = now.astimezone(settings.zone)
    first = today - timedelta(days=max(past.days_ago for past in plan.before(today.date())) + 1)
    stage = StageClock(first, now)
    setup(
        folder,
        lead=LEAD.name,
        pin=LEAD.pin,
        actor=_ACTOR,
        settings=settings,
        clock=stage,
        key=folder / DEMO_KEY,
        overlays=dict.fromkeys(shipped_overlays(), "refuse"),
        reasons=dict.fromkeys(shipped_overlays(), "The demo keeps its questions few."),
        cost=PUBLISHED,
    )
    with ExitStack() as open_clinics:
        return _Play(folder, stage, today, open_clinics).run()


@dataclass(frozen=True)
class _Scene:
    """Something that happens `at` minutes from now (or, before today, in order)."""

    at: float
    happens: Callable[[], None]


class _Play:
    """The demo's past, played scene by scene."""

    def __init__(self, folder: Path, stage: StageClock, now: datetime, open_clinics: ExitStack) -> None:
        def terminal(name: str) -> Clinic:
            return open_clinics.enter_context(Clinic.open(folder, clock=stage, terminal=name))

        self.folder = folder
        self.stage = stage
        self.today = now.date()
        self.times = Times(now)
        self.people = people(self.today)
        self.desk, self.kiosk, self.other_kiosk, self.room = map(terminal, ("Desk", "Kiosk 1", "Kiosk 2", "Room"))
        self.desk.mark_demo(_ACTOR)
        self.members = self._staff()
        self.reception = Receptionist(self.desk, self.members[DESK.name])

    def run(self) -> DemoInfo:
        signings = [self._proven(each) for each in self.desk.protocols]
        self.desk.sign_protocols(signings, self.members[LEAD.name])
        self._sign_languages()
        self._before()
        self._today()
        info = self._info()
        with self.desk.records.write(_ACTOR) as writer:
            keep_info(writer, info)
        return info

    def _proven(self, treatment: str) -> ProtocolToSign:
        """Return what the lead signs, with its proof, as it is signed everywhere."""
        library = self.desk.library
        signing = library.drafted(treatment)
        proof = known_or_proven(signing.protocol, {}).proof
        return replace(signing, proof=None if proof is None else proof.to_json())

    def _sign_languages(self) -> None:
        """Let clients have every language that ships: those words were judged before they shipped."""
        lead = self.members[LEAD.name]
        reviews = [each for treatment in self.desk.protocols for each in translation_reviews(self.desk, treatment)]
        with self.desk.records.write(lead.actor(self.desk.terminal)) as writer:
            for each in reviews:
                keep_translation(writer, each.protocol, each.language, each.pairs, lead, at=self.stage.now())

    def _staff(self) -> Mapping[str, StaffMember]:
        for member in STAFF:
            if member is not LEAD:
                treatments = tuple(self.desk.protocols) if member.role == "practitioner" else ()
                self.desk.staff.add(member.name, member.role, member.pin, treatments=treatments, actor=_ACTOR)
        return {
            member.name: self.desk.staff.check_pin(member.name, member.pin, terminal=self.desk.terminal)
            for member in STAFF
        }

    # The weeks before

    def _before(self) -> None:
        for number, past in enumerate(plan.before(self.today)):
            day = self.today - timedelta(days=past.days_ago)
            code = f"LB{number + 1:03}"
            start = datetime.combine(day, _MORNING)
            self._opens(datetime.combine(day, time(8), self.times.now.tzinfo))
            self._import([self._row(past, start, code)])
            self._opens(start.replace(tzinfo=self.times.now.tzinfo) - timedelta(minutes=10))
            visit_id = self._visit_id(code)
            person = self.people[past.who]
            ClientAtKiosk(self.kiosk, self.stage, _SECONDS_A_QUESTION).check_in(code, person.full_name, past.answers)
            self.reception.pass_on(visit_id)
            self._treat(past, visit_id)

    def _treat(self, past: PastVisit, visit_id: str) -> None:
        practitioner = self._practitioner(past.practitioner)
        self.stage.tick(300)
        if past.story is Progress.DECLINED:
            practitioner.decline(visit_id, _DECLINED)
            return
        practitioner.go_ahead(visit_id)
        self.stage.tick(1800)
        practitioner.finish(visit_id, past.note, past.details)

    def _opens(self, moment: datetime) -> None:
        """Begin a day: weeks have passed, so somebody confirms the date as staff would be asked to."""
        self.stage.to(moment)
        if self.desk.clock_doubt():
            self.desk.confirm_date(self.reception.member.actor(self.desk.terminal))

    # Today

    def _today(self) -> None:
        slots = plan.today(self.today)
        self._opens(self.times.moment(-PAST))
        starts = {slot: datetime.combine(self.today, self.times.start(slot.at)) for slot in slots}
        self.codes = {slot: f"LU{number + 101}" for number, slot in enumerate(slots)}
        self._import(self._row(slot, starts[slot], self.codes[slot]) for slot in slots)
        codes = {slot.who: code for slot, code in self.codes.items()}
        said = {code: self.people[who] for who, code in codes.items()}
        self.reception.note_wishes(
            {code: (person.call_by, person.needs) for code, person in said.items() if person.call_by}
        )
        scenes = [scene for slot in slots for scene in self._scenes(slot)]
        for scene in sorted(scenes, key=lambda scene: scene.at):
            self.stage.to(self.times.moment(scene.at))
            scene.happens()

    def _scenes(self, slot: DemoAppointment) -> Iterable[_Scene]:
        visit_id, at = self._visit_id(self.codes[slot]), slot.at
        practitioner = self._practitioner(slot.practitioner)
        story = slot.story
        if story is Progress.NO_SHOW:
            yield _Scene(at + 20, lambda: self.reception.no_show(visit_id))
        elif story is Progress.CANCELLED:
            yield _Scene(at - 90, lambda: self.reception.cancel(visit_id))
        elif story is not Progress.BOOKED:
            yield _Scene(slot.came, lambda: self._comes(slot))
        if story in _PASSED_ON:
            yield _Scene(slot.came + 6, lambda: self.reception.pass_on(visit_id))
        if story in (Progress.IN_PROGRESS, Progress.FINISHED):
            yield _Scene(at + 2, lambda: practitioner.go_ahead(visit_id))
        if story is Progress.FINISHED:
            yield _Scene(at + 32, lambda: practitioner.finish(visit_id))
        elif story is Progress.PUT_OFF:
            until = self.today + timedelta(weeks=2)
            yield _Scene(at + 4, lambda: practitioner.put_off(visit_id, until, "Let it calm down first."))
        elif story is Progress.DECLINED:
            yield _Scene(at + 5, lambda: practitioner.decline(visit_id, _DECLINED))

    def _comes(self, slot: DemoAppointment) -> None:
        name = self.people[slot.who].full_name
        stopped = slot.story is Progress.STOPPED
        pace = _TODAYS_SECONDS if self.times.moment(-PAST) < self.times.moment(-PAST / 2) else 0.0
        ClientAtKiosk(self.other_kiosk if stopped else self.kiosk, self.stage, pace).check_in(
            self.codes[slot], name, slot.answers, stop_after=_QUESTIONS_BEFORE_LEAVING if stopped else None
        )

    # Both

    def _practitioner(self, name: str) -> PractitionerInRoom:
        return PractitionerInRoom(self.room, self.members[name])

    def _visit_id(self, code: str) -> str:
        (visit,) = self.desk.visits.by_code(code)
        return visit.id

    def _row(self, slot: DemoAppointment | PastVisit, start: datetime, code: str) -> tuple[str, ...]:
        person: Person = self.people[slot.who]
        laser = slot.laser if isinstance(slot, DemoAppointment) else ""
        return (
            start.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes"),
            person.full_name,
            person.family,
            person.given,
            person.born,
            slot.treatment,
            slot.practitioner,
            person.phone,
            code,
            laser,
            person.language,
        )

    def _import(self, rows: Iterable[tuple[str, ...]]) -> None:
        text = io.StringIO()
        sheet = csv.writer(text)
        sheet.writerow(_COLUMNS)
        sheet.writerows(rows)
        import_schedule(self.desk, text.getvalue().encode(), actor=_ACTOR)

    def _info(self) -> DemoInfo:
        titles = self.desk.titles()
        clients = tuple(self._sheet(slot, titles) for slot in self.codes if slot.shows and self._holds(slot))
        return DemoInfo(folder=self.folder, staff=STAFF, clients=clients)

    def _sheet(self, slot: DemoAppointment, titles: Mapping[str, str]) -> DemoClient:
        person = self.people[slot.who]
        treatments = [titles[other.treatment] for other in self.codes if other.who == slot.who]
        return DemoClient(
            name=person.full_name,
            date_of_birth=date.fromisoformat(person.born),
            booking_code=self.codes[slot],
            start=self.times.start(slot.at),
            treatment=", ".join(treatments),
            phone_last4=person.phone[-4:],
            shows=slot.shows,
        )

    def _holds(self, slot: DemoAppointment) -> bool:
        """Tell whether the sheet's promise holds at this hour: near midnight nobody can be too early or too late."""
        start = datetime.combine(self.today, self.times.start(slot.at), self.times.now.tzinfo)
        minutes = (start - self.times.now).total_seconds() / 60
        settings = self.desk.settings
        in_time = -settings.too_late_minutes <= minutes <= settings.too_early_minutes
        return in_time == (0 < slot.at <= settings.too_early_minutes)


_PASSED_ON = frozenset(
    {Progress.CONFIRMED, Progress.IN_PROGRESS, Progress.FINISHED, Progress.PUT_OFF, Progress.DECLINED}
)
_DECLINED = "Rosacea: not suitable. We talked about a calming facial instead."
