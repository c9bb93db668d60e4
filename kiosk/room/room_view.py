"""What a practitioner looks at: the day, a visit, its answers, its course, and what comes after it."""

from datetime import date

import rules
from kiosk.checkin.revisit import Revisit
from kiosk.core.errors import NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.visits import courses, rejudge
from kiosk.visits.books import Books
from kiosk.visits.day_book import DayBook, Entry
from kiosk.visits.visit import Settled, Visit
from rules import AfterCare, Answers, Outcome, Protocol, Verdict
from rules.compare.sharing import is_one

_AREA = "area"


class RoomView:
    """One practitioner's view. Nothing here changes a visit, but that opening one is kept in the audit trail."""

    def __init__(self, clinic: Books, staff: StaffMember) -> None:
        if staff.role != "practitioner" or not staff.active:
            raise NotAllowed(f"{staff.name} is not a practitioner here. Ask the lead.")
        self._clinic = clinic
        self.staff = staff
        self._actor = staff.actor(clinic.terminal)
        self._revisit = Revisit(clinic, staff)

    def my_day(self, day: date | None = None) -> tuple[Entry, ...]:
        """Return the day's visits with this practitioner, and those with none named, in order."""
        mine = {self.staff.name.casefold(), ""}
        return tuple(
            entry
            for entry in DayBook(self._clinic, day or self._clinic.today()).entries()
            if entry.visit.practitioner.casefold() in mine
        )

    def open(self, visit_id: str) -> Visit:
        """Open a visit; the look is in the audit trail, and a verdict of an earlier day is drawn again."""
        return self._revisit.opened(visit_id)

    def answers(self, visit: Visit) -> Answers | None:
        """Return the answers as they count now: with what was settled and corrected."""
        return self._clinic.judge.answers(visit, self._others(visit))

    def settled(self, visit: Visit) -> tuple[Settled, ...]:
        """Return what was settled, at this visit or an earlier one, and holds."""
        if visit.checkin is None:
            return ()
        given = self._clinic.judge.given(visit.checkin)
        changes = self._clinic.judge.changes(visit, self._others(visit), given)
        return tuple(each for each in changes if isinstance(each, Settled) and given.raw.get(each.question) == each.raw)

    def to_bring_back(self, visit: Visit) -> tuple[Visit, ...]:
        """Return this client's visits on the bring-back list, oldest first."""
        with self._clinic.records.read() as reader:
            return self._clinic.visits.to_bring_back(reader, visit.client_id)

    def kinds(self, visit: Visit) -> dict[str, tuple[str, ...]]:
        """Return the kinds that settle an answer as it stands, by question: only those that the lead signed."""
        answers, protocol = self.answers(visit), self._clinic.protocols.get(visit.treatment)
        if answers is None or protocol is None or not self._clinic.is_signed(visit.treatment):
            return {}
        return {
            question.id: question.kinds
            for question in protocol.questions
            if question.kinds and answers.raw.get(question.id) in ("yes", "not_sure", "prefer_not")
        }

    def course(self, visit: Visit) -> courses.CourseView:
        """Return where this session stands in its course."""
        recorded = courses.sessions_on_record(self._others(visit), visit.treatment, before=visit.day)
        given = self._clinic.judge.given(visit.checkin) if visit.checkin else None
        return courses.course(self._clinic.judge.rules_of(visit), given, recorded, visit.day)

    def steps(self, visit: Visit) -> tuple[rules.PlannedStep, ...]:
        """Return the treatment's steps, tailored by the answers."""
        answers = self.answers(visit)
        return rules.steps(answers.protocol, answers) if answers else ()

    def _others(self, visit: Visit) -> list[Visit]:
        with self._clinic.records.read() as reader:
            return rejudge.others_of(self._clinic, reader, [visit])

    def aftercare(self, visit: Visit) -> tuple[AfterCare, ...]:
        """Return the after-care that concerns this client."""
        answers = self.answers(visit)
        protocol = self._clinic.judge.rules_of(visit)
        return rules.aftercare(protocol, answers or rules.resolve(protocol, {}, answered_on=visit.day))

    def next_window(self, visit: Visit) -> tuple[date, date] | None:
        """Return from when to when the next session is due; None where the clinic sets its own interval."""
        protocol = self._clinic.judge.rules_of(visit)
        return courses.next_window(protocol, self.answers(visit), visit.day, self.course(visit).number)

    def alternatives(self, visit: Visit) -> tuple[tuple[str, Verdict], ...]:
        """Return other treatments of this practitioner against which today's answers say nothing, with their verdicts.

        Only where this one cannot be given today. A verdict may be incomplete: its `unanswered` are still to be asked.
        """
        record, verdict = visit.checkin, visit.verdict
        if record is None or verdict is None or verdict.worst < Outcome.DEFERRED:
            return ()
        answers = self.answers(visit)
        found = []
        for treatment, protocol in self._clinic.protocols.items():
            if treatment == visit.treatment or answers is None or not self._gives(treatment):
                continue
            shared = rules.resolve(protocol, {}, answered_on=answers.answered_on)
            for name, raw in answers.raw.items():
                if _serves(answers.protocol, protocol, name):
                    shared = _with(shared, name, raw)
            other = rules.evaluate(protocol, shared, on=verdict.on)
            if other.worst <= Outcome.CAUTION:
                found.append((treatment, other))
        return tuple(found)

    def _gives(self, treatment: str) -> bool:
        return not self.staff.treatments or treatment in self.staff.treatments


def _serves(asked: Protocol, other: Protocol, name: str) -> bool:
    """Tell whether an answer given for one treatment is an answer for another: the same question, or the place to treat."""
    if not other.has_question(name):
        return False
    return name == _AREA or is_one(asked.question(name), other.question(name))


def _with(answers: Answers, name: str, raw: object) -> Answers:
    """Add an answer given for another treatment, if it is one here too; areas that are not treated here fall away."""
    if isinstance(raw, list):
        known = answers.protocol.question(name).option_ids
        raw = [each for each in raw if each in known]
    try:
        return answers.with_answer(name, raw)
    except rules.AnswerError:
        return answers
