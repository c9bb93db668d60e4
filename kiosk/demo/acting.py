"""The people of the demo doing what they would do at a terminal, through the same doors as everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.people.staff import StaffMember
from kiosk.people.wishes import CallBy, Need
from kiosk.visits import calling
from kiosk.visits.session import NO_DETAILS, SessionDetails
from kiosk.visits.visit import Visit
from rules import Question, QuestionType

HARMLESS: Mapping[str, Any] = MappingProxyType(
    {
        "area": ["face"],
        "concerns": ["dull"],
        "goal": "upkeep",
        "skin_type": "normal",
        "isotretinoin": "never",
        "extraction_ok": "yes",
    }
)
"""What a client with nothing to tell answers where that is not "no"."""


class StageClock:
    """A clock that the demo's past is played by: it goes forward only, and never beyond the real present."""

    def __init__(self, start: datetime, limit: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._limit = limit.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment the play has come to."""
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def to(self, moment: datetime) -> None:
        """Go on to a moment, if it is later."""
        self._now = min(max(self._now, moment.astimezone(UTC)), self._limit)

    def tick(self, seconds: float) -> None:
        """Let time pass."""
        self.to(self._now + timedelta(seconds=seconds))


@dataclass(frozen=True)
class ClientAtKiosk:
    """A client who checks in by booking code and answers what is asked."""

    clinic: Clinic
    clock: StageClock
    pace: float
    """Seconds for each question."""

    def check_in(self, code: str, name: str, answers: Mapping[str, Any], *, stop_after: int | None = None) -> None:
        """Check in; with `stop_after`, walk away after so many questions."""
        way = CheckIn(self.clinic, save_each_step=False)
        way.identify_code(code)
        way.yes()
        if way.step is Step.GUARDIAN:
            way.guardian(True)
        if way.step is Step.WISHES:
            way.no_wish()
        way.accept()
        answered = 0
        while way.step in (Step.QUESTION, Step.UNSURE_HELP):
            if answered == stop_after:
                way.leave("timeout")
                return
            if way.step is Step.UNSURE_HELP:
                way.help_wanted(False)
                continue
            if (raw := _answer(way.asked.question, answers)) is not None:
                way.answer(raw)
            self.clock.tick(self.pace)
            way.next()
            answered += 1
        way.finish()
        while way.step is Step.CONSENT:
            if way.asked_back is not None and (asked := way.consent.teach_back) is not None:
                way.understood(asked.right)
            way.give(name, relation="mother" if way.consent.by == "guardian" else None)


def _answer(question: Question, answers: Mapping[str, Any]) -> Any:
    if question.id in answers:
        return answers[question.id]
    if question.type is QuestionType.NOTE:
        return None
    return HARMLESS.get(question.id, "no")


@dataclass(frozen=True)
class Receptionist:
    """Reception at the desk."""

    clinic: Clinic
    member: StaffMember

    def pass_on(self, visit_id: str) -> None:
        """Check who it is and pass the visit to the practitioner."""
        desk = self.clinic.desk(self.member)
        visit = desk.open(visit_id)
        desk.confirm(visit)

    def note_wishes(self, said: Mapping[str, tuple[CallBy, tuple[Need, ...]]]) -> None:
        """Note, by booking code, how clients are called and what they need, as they said it when they booked."""
        clinic = self.clinic
        with clinic.records.write(self.member.actor(clinic.terminal)) as writer:
            for code, (call_by, needs) in said.items():
                (visit,) = clinic.visits.by_code(code, writer)
                calling.keep_wishes(
                    clinic, writer, visit.client_id, call_by=call_by, needs=needs, noted_by=self.member.name
                )

    def no_show(self, visit_id: str) -> None:
        """Note that the client did not come, if the grace time is over; on a day that has just begun it is not."""
        desk = self.clinic.desk(self.member)
        visit = desk.open(visit_id)
        if visit.is_overdue(self.clinic.now(), self.clinic.settings):
            desk.no_show(visit)

    def cancel(self, visit_id: str) -> None:
        """Cancel the visit, as the client asked on the telephone."""
        desk = self.clinic.desk(self.member)
        desk.cancel(desk.open(visit_id))


@dataclass(frozen=True)
class PractitionerInRoom:
    """A practitioner, signed in."""

    clinic: Clinic
    member: StaffMember

    def go_ahead(self, visit_id: str) -> None:
        """Read the summary, go ahead and begin."""
        self._decide(visit_id, "go_ahead")

    def put_off(self, visit_id: str, until: date, reason: str) -> None:
        self._decide(visit_id, "put_off", until=until, reason=reason)

    def decline(self, visit_id: str, reason: str) -> None:
        self._decide(visit_id, "decline", reason=reason)

    def finish(self, visit_id: str, notes: str = "", details: SessionDetails = NO_DETAILS) -> None:
        """Record the session as done: the areas asked for, and every step that these answers leave in."""
        room = self.clinic.room(self.member)
        visit = room.open(visit_id)
        steps = [planned.step.id for planned in room.steps(visit) if planned.included]
        room.finish(visit, self._areas(visit), steps, notes, pin_checked=self.member, details=details)

    def _areas(self, visit: Visit) -> Sequence[str]:
        answers = self.clinic.room(self.member).answers(visit)
        area = answers.raw.get("area") if answers else None
        return list(area) if isinstance(area, list | tuple) else ["face"]

    def _decide(self, visit_id: str, decision: Any, *, until: date | None = None, reason: str = "") -> None:
        room = self.clinic.room(self.member)
        visit = room.open(visit_id)
        room.decide(
            visit,
            decision,
            pin_checked=self.member,
            seen_sha=visit.content_sha,
            until=until,
            reason=reason,
            note_shown=True,
        )
