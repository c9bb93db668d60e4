"""Opening a visit again: the look is kept, and the verdict is drawn again where the day or an answer changed."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kiosk import consent as consents
from kiosk.actor import Actor
from kiosk.checkin_steps.completion import given
from kiosk.clean import clean
from kiosk.errors import NotAllowed
from kiosk.judge import OPEN
from kiosk.records import Reader, Writer
from kiosk.staff import StaffMember
from kiosk.visit import SignOff, Visit

if TYPE_CHECKING:
    from kiosk.clinic import Clinic


@dataclass(frozen=True)
class Revisit:
    """Looks at visits and judges them again, on behalf of one member of staff."""

    clinic: "Clinic"
    actor: Actor

    def opened(self, visit_id: str) -> Visit:
        """Open a visit: keep who looked, and judge again if its verdict is of another day."""
        clinic = self.clinic
        with clinic.records.write(self.actor) as writer:
            visit = clinic.visits.get(visit_id, writer)
            writer.audit("visit.look", subject=visit.client_id, detail={"visit": visit.id})
            if self._is_of_today(visit) or clinic.clock_doubt():
                return visit
            return self.judged_again(writer, visit, "visit.judge")

    def due(self, visit: Visit) -> date:
        """Return the day for which a visit is to be judged."""
        return max(visit.day, self.clinic.today())

    def _is_of_today(self, visit: Visit) -> bool:
        return visit.state not in OPEN or visit.judgement is None or visit.judgement.on >= self.due(visit)

    def require_of_today(self, visit: Visit) -> None:
        """Refuse to act on a verdict of another day."""
        if not self._is_of_today(visit):
            raise NotAllowed("The day has changed since this visit was judged. Open it again: it is judged for today.")

    def judged_again(self, writer: Writer, visit: Visit, what: str, **detail: Any) -> Visit:
        """Judge a visit, and the client's other open visits of that day with it, and keep them all."""
        clinic = self.clinic
        others = self.others(writer, visit)
        on = self.due(visit)
        together = [visit, *(other for other in others if other.day == visit.day and other.state in OPEN)]
        judged = clinic.judge.judge_all(together, others, on=on, at=clinic.clock.now())
        for before, after in zip(together[1:], judged[1:], strict=True):
            if before.judgement and after.judgement and _differs(before, after):
                clinic.visits.write(writer, after, "visit.judge", because=visit.id)
        return clinic.visits.write(writer, judged[0], what, **detail)

    def others(self, reader: Reader, visit: Visit) -> list[Visit]:
        """Return the client's other visits."""
        return [other for other in self.clinic.visits.of_client(visit.client_id, reader) if other.id != visit.id]

    def paper_consent(self, visit: Visit, *, yes: bool, name: str, staff: StaffMember) -> Visit:
        """Keep a consent on paper with the check-in that counts."""
        record = visit.checkin
        if record is None or visit.is_over:
            raise NotAllowed(
                "A consent belongs to a completed check-in of an open visit. Let the client check in first."
            )
        clinic = self.clinic
        client = clinic.clients.get(visit.client_id)
        minor = client.age(visit.day) < clinic.settings.age_of_consent
        text = consents.consent_text(visit.id, clinic.protocols[visit.treatment], "guardian" if minor else "client")
        now = clinic.clock.now()
        said = given(text, name=clean(name) or None, yes=yes, by=text.by, how="paper", at=now)
        checkins = (*visit.checkins[:-1], record.model_copy(update={"consent": said}))
        signoff = SignOff(
            by=staff.name, by_id=staff.id, role=staff.role, at=now, decision="consent", seen=visit.content_sha
        )
        with clinic.records.write(self.actor) as writer:
            clinic.keep_text(writer, text.sha, f"consent {text.treatment}", consents.content(text))
            kept = visit.model_copy(update={"checkins": checkins}).signed(signoff)
            return clinic.visits.write(writer, kept, "visit.consent")


def _differs(before: Visit, after: Visit) -> bool:
    one, two = before.judgement, after.judgement
    return one is not None and two is not None and (one.verdict, one.notes, one.on) != (two.verdict, two.notes, two.on)
