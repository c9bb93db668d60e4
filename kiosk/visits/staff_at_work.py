"""What the desk and the practitioner both do with a visit: open it, keep it, sign it, and take a consent on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language import ENGLISH
from kiosk.core.language_names import english_name
from kiosk.people.staff import StaffMember
from kiosk.records import Writer
from kiosk.visits import consent as consents
from kiosk.visits import rejudge
from kiosk.visits.books import Books
from kiosk.visits.paper_language import for_clients
from kiosk.visits.private_record import OpeningReason, require_reason
from kiosk.visits.reactions import called_back, with_reaction
from kiosk.visits.record_lock import refuse_locked
from kiosk.visits.visit import SignOff, Visit
from kiosk.visits.visit_parts import Decision, GuardianSeen
from rules import Outcome

_LONGEST_WORDS = 80


class StaffAtWork:
    """One member of staff who works on visits."""

    def __init__(self, books: Books, staff: StaffMember) -> None:
        self._books = books
        self.staff = staff
        self._actor = staff.actor(books.terminal)

    def open(self, visit_id: str, because: OpeningReason | None = None) -> Visit:
        """Open a visit; the look is in the audit trail, and a verdict of another day or by other rules is worked out again.

        Raises `IsPrivate` for a private record that nobody gave a reason to open.
        """
        clinic = self._books
        doubt = clinic.clock_doubt()
        with clinic.records.write(self._actor) as writer:
            visit = clinic.visits.get(visit_id, writer)
            refuse_locked(clinic, writer, visit.client_id)
            require_reason(clinic, writer, visit.client_id, self.staff, because)
            writer.audit("visit.look", subject=visit.client_id, detail={"visit": visit.id})
            if doubt or rejudge.is_current(clinic, visit):
                return visit
            return rejudge.write_judged(
                clinic, writer, [visit], "visit.judge", on=rejudge.day_judged_for(clinic, visit)
            )[0]

    def _require_current(self, visit: Visit) -> None:
        """Refuse to act while the date is in doubt, or on a verdict of another day or by other rules."""
        self._books.require_clock()
        if not rejudge.is_of_its_day(self._books, visit):
            raise NotAllowed("The day has changed since this visit was judged. Open it again: it is judged for today.")
        if not rejudge.is_by_rules_in_force(self._books, visit):
            raise NotAllowed("The rules have changed since this visit was judged. Open it again: it is judged by them.")

    def _save(
        self, visit: Visit, event: str, *, before: Callable[[Writer], None] | None = None, **detail: Any
    ) -> Visit:
        """Keep a visit, and judge the client's other open visits of that day again, if there are any.

        `before` writes what belongs to the same change, before the others are judged.
        """
        clinic = self._books
        doubt = clinic.clock_doubt()
        with clinic.records.write(self._actor) as writer:
            kept = clinic.visits.write(writer, visit, event, **detail)
            if before is not None:
                before(writer)
            if not doubt:
                rejudge.refresh_siblings(clinic, writer, kept)
            return kept

    def _signoff(self, decision: Decision, seen: Visit, reason: str = "") -> SignOff:
        """Return this member's sign-off of a decision taken on what they saw."""
        staff = self.staff
        return SignOff(
            by=staff.name,
            by_id=staff.id,
            role=staff.role,
            at=self._books.clock.now(),
            decision=decision,
            reason=reason,
            seen=seen.content_sha,
        )

    def paper_consent(
        self,
        visit: Visit,
        said: Literal["yes", "no"],
        name: str = "",
        *,
        found: Visit | None = None,
        language: str = ENGLISH,
    ) -> Visit:
        """Keep a consent that was given, or refused, on paper with the check-in that counts.

        `found` is the visit with what the practitioner found and has not signed yet: the consent is to that. `language` is
        that of the paper.
        """
        judged = found or visit
        record = visit.checkin
        if record is None or visit.is_over or visit.judgement is None:
            raise NotAllowed(
                "A consent belongs to a completed check-in of an open visit. Let the client check in first."
            )
        clinic = self._books
        minor = clinic.clients.get(visit.client_id).age(visit.day) < clinic.settings.age_of_consent
        with clinic.records.read() as reader:
            answers = clinic.judge.answers(judged, rejudge.others_of(clinic, reader, [visit]))
        protocol = clinic.judge.protocol(visit.treatment)
        shown = None if language == ENGLISH else for_clients(clinic, protocol, language)
        if shown is None and language != ENGLISH:
            raise NotAllowed(
                f"Nobody has signed the {english_name(language)} words of this treatment: take it in English."
            )
        text = consents.consent_text(
            visit.id,
            protocol,
            answers or clinic.judge.given(record),
            looked_at_first=judged.verdict is not None and judged.verdict.worst >= Outcome.REVIEW,
            by="guardian" if minor else "client",
            language=language,
            shown=shown,
        )
        if said == "yes" and consents.said_no_themselves(visit):
            raise NotAllowed(
                "The young person said no, and that stands. If they change their mind, let them answer again."
            )
        consent = consents.consent_record(
            text, yes=said == "yes", at=clinic.clock.now(), name=clean(name) or None, how="paper"
        )
        checkins = (*visit.checkins[:-1], record.with_consent(consent))
        kept = visit.model_copy(update={"checkins": checkins}).signed(self._signoff("consent", visit))
        with clinic.records.write(self._actor) as writer:
            clinic.keep_text(writer, text.sha, f"consent {text.treatment}", consents.text_to_keep(text), text.language)
            return clinic.visits.write(writer, kept, "visit.consent")

    def saw_guardian(self, visit: Visit, relation: str, document: str) -> Visit:
        """Note that the guardian who signed was seen, how they are related, and by which document: now their consent counts."""
        record = visit.checkin
        if record is None or record.consent is None or visit.is_over or not consents.is_guardian_unseen(visit):
            raise NotAllowed("There is no guardian's consent on this visit that waits for this.")
        words = clean(relation, _LONGEST_WORDS), clean(document, _LONGEST_WORDS)
        if not all(words):
            raise BadInput("Say how the guardian is related, and which document you saw.")
        seen = GuardianSeen(relation=words[0], document=words[1], by=self.staff.name, at=self._books.clock.now())
        consent = record.consent.model_copy(update={"guardian_seen": seen})
        checkins = (*visit.checkins[:-1], record.model_copy(update={"consent": consent}))
        with self._books.records.write(self._actor) as writer:
            return self._books.visits.write(
                writer, visit.model_copy(update={"checkins": checkins}), "visit.guardian_seen"
            )

    # After a session

    def note_reaction(self, visit: Visit, said: str, due: date) -> Visit:
        """Keep what a client reports after a session, and by when somebody calls back."""
        clinic = self._books
        after = with_reaction(visit, said, due, by=self.staff, at=clinic.clock.now(), today=clinic.today())
        return clinic.visits.save(after, self._actor, "visit.reaction", due=due.isoformat())

    def note_call(self, visit: Visit, said: str, again: date | None = None) -> Visit:
        """Keep what came of a call about it; `again` is the day of the next one, if one is needed."""
        clinic = self._books
        after = called_back(visit, said, again, by=self.staff, at=clinic.clock.now(), today=clinic.today())
        return clinic.visits.save(after, self._actor, "visit.called_back", again=again.isoformat() if again else None)
