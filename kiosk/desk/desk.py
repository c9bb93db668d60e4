"""The desk: what reception may do with a visit. It confirms and raises, and never lowers."""

from collections.abc import Callable, Sequence
from datetime import date, time

from kiosk.checkin import drafts
from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.phrases import long_day
from kiosk.desk import slots as free_slots
from kiosk.desk.advice import Advice, advice
from kiosk.desk.call_list import PhoneLine, call_lines, whole_line
from kiosk.desk.desk_actions import REBOOKED, keeps_from_moving
from kiosk.desk.slots import FreeTime
from kiosk.people.client_book import Client
from kiosk.people.staff import StaffMember
from kiosk.people.wishes import CallBy, Need
from kiosk.records import Writer
from kiosk.visits import calling
from kiosk.visits.books import Books
from kiosk.visits.private_record import require_reason
from kiosk.visits.record_lock import refuse_locked
from kiosk.visits.staff_at_work import StaffAtWork
from kiosk.visits.to_phone import first_possible
from kiosk.visits.visit import Raise, Visit, VisitState
from kiosk.visits.visit_parts import CallResult, PhoneCall
from rules import NextStep, several

_ROLES = frozenset({"receptionist", "lead", "practitioner"})
_LATE_STATES = frozenset({VisitState.booked, VisitState.arrived})


class Desk(StaffAtWork):
    """One member of staff at the desk. Every method is given the visit as it was seen, and returns it as it is now.

    `StaleWrite` names who changed it in between; `NotAllowed` says what is in the way. All is in the audit trail.
    """

    def __init__(self, books: Books, staff: StaffMember) -> None:
        if staff.role not in _ROLES or not staff.active:
            raise NotAllowed(f"{staff.name} may not work at the desk. Ask the lead.")
        super().__init__(books, staff)

    # Looking

    def say(self, visit: Visit) -> Advice:
        """Return what to say and do; no condition words, unless a setting lets the desk see them."""
        return advice(visit, self._books.settings, self._books.today())

    def find(self, text: str = "", born: date | None = None) -> list[Client]:
        """Find clients by name, date of birth or telephone; each client found counts as looked at."""
        clinic = self._books
        with clinic.records.write(self._actor) as writer:
            found = clinic.clients.look_up(text, born, writer)
            for client in found:
                writer.audit("client.found", subject=client.id)
            if not found:
                writer.audit("client.not_found")  # what was looked for would be a name
        return found

    def visits_of(self, client: Client) -> list[Visit]:
        """Return the visits of a client, newest first; the look is in the audit trail."""
        with self._books.records.write(self._actor) as writer:
            refuse_locked(self._books, writer, client.id)
            writer.audit("client.look", subject=client.id)
            return list(reversed(self._books.visits.of_client(client.id, writer)))

    # Passing on, raising

    def confirm(self, visit: Visit, *, identity_checked: bool = True) -> Visit:
        """Pass a checked-in visit to the practitioner, at any outcome."""
        if not identity_checked:
            raise NotAllowed("Check who it is first: ask for the name and the date of birth.")
        self._require_current(visit)
        confirmed = visit.confirm(self._books.clock.now())
        return self._step(visit, "confirm", confirmed.signed(self._signoff("confirm", visit)))

    def raise_(self, visit: Visit, reason: str) -> Visit:
        """Ask the practitioner to look first, with a reason."""
        words = clean_note(reason, 300)
        if not words:
            raise BadInput("Write in a few words why the practitioner should look first.")
        raised = Raise(by=self.staff.name, by_id=self.staff.id, at=self._books.clock.now(), reason=words)
        return self._save(visit.with_raise(raised), "visit.raise")

    def undo_raise(self, visit: Visit) -> Visit:
        """Take back this person's own raise."""
        return self._save(visit.without_raise(self.staff.id), "visit.undo_raise")

    def undo(self, visit: Visit) -> Visit:
        """Take back the desk's last step on this visit, until the practitioner starts."""
        undone = visit.undone()
        if not undone.is_over and visit.is_over and visit.day < self._books.today():
            self._require_its_day(visit)
        new_id = visit.moved_to if undone.moved_to is None else None
        return self._save(
            undone,
            "visit.undo",
            before=(lambda writer: self._take_back_move(writer, new_id)) if new_id else None,
            step=visit.desk_steps[-1].what,
        )

    def _take_back_move(self, writer: Writer, new_id: str) -> None:
        new = self._books.visits.get(new_id, writer)
        if new.state is not VisitState.booked:
            raise NotAllowed("The new appointment has begun or ended already, so the move can't be taken back.")
        self._books.visits.write(writer, new.end(VisitState.cancelled, self._books.clock.now()), "visit.cancel")

    # Where the client is

    def arrive(self, visit: Visit) -> Visit:
        """Note that the client is here and checks in with the desk's help."""
        self._require_today(visit)
        return self._step(visit, "arrive", visit.arrive(self._books.clock.now(), "staff"))

    def mark_late(self, visit: Visit) -> Visit:
        """Note that the client is late."""
        if visit.state not in _LATE_STATES:
            raise NotAllowed("Only a visit that has not checked in can be marked as late.")
        self._require_today(visit)
        return self._step(visit, "mark_late", visit.model_copy(update={"late": True}))

    def let_in(self, visit: Visit) -> Visit:
        """Let the client check in at the kiosk outside the appointment's time."""
        if visit.state not in _LATE_STATES:
            raise NotAllowed("This visit does not wait for its check-in. Look at it again.")
        self._require_today(visit)
        late = visit.late or self._books.now().time() > visit.start
        return self._step(visit, "let_in", visit.model_copy(update={"let_in": True, "late": late}))

    def no_show(self, visit: Visit) -> Visit:
        """Note that the client did not come, once the grace time is over."""
        if visit.state is VisitState.booked and not visit.is_overdue(self._books.now(), self._books.settings):
            minutes = several(self._books.settings.too_late_minutes, "minute", "minutes")
            raise NotAllowed(f"Wait until {minutes} after the appointment. The client may still come.")
        return self._end(visit, VisitState.no_show)

    def come_after_all(self, visit: Visit) -> Visit:
        """Note that a client who was marked as not come is here after all, and may check in at a kiosk."""
        came = visit.come_after_all()
        self._require_its_day(visit)
        return self._step(visit, "come_after_all", came)

    def come_back(self, visit: Visit) -> Visit:
        """Note that a client who was marked as left is here again."""
        back = visit.come_back(self._books.clock.now())
        self._require_its_day(visit)
        return self._step(visit, "come_back", back)

    def spoken_with(self, visit: Visit) -> Visit:
        """Note that somebody has spoken with a client who said no to the consent, or asked to talk in private, at a kiosk."""
        return self._step(visit, "spoken_with", visit.spoken_with())

    def _require_its_day(self, visit: Visit, *, ahead: str = "Book another day for it.") -> None:
        """Refuse to take up again what ended on another day: it would be on no board. `ahead`: what to do with one to come."""
        today, day = self._books.today(), long_day(visit.day)
        if visit.day > today:
            raise NotAllowed(f"This visit is on {day}. {ahead}")
        if visit.day < today:
            raise NotAllowed(f"This visit was on {day}. Book another day for it.")

    def _require_today(self, visit: Visit) -> None:
        """Refuse to take in somebody whose visit is on another day: it would be on no board, and no kiosk would find it."""
        self._require_its_day(visit, ahead="If there is time for it today, move it to today first: “Another day” (B).")

    def left(self, visit: Visit) -> Visit:
        """Note that the client has left."""
        return self._end(visit, VisitState.left)

    def cancel(self, visit: Visit) -> Visit:
        return self._end(visit, VisitState.cancelled)

    def as_scheduled(self, visit: Visit) -> Visit:
        """End a visit that the schedule calls off, the way it says: cancelled, or not come."""
        if visit.called_off is None or visit.state is not VisitState.booked:
            raise NotAllowed("The schedule does not call this visit off. Look at it again.")
        return self._end(visit, VisitState(visit.called_off))

    def _end(self, visit: Visit, state: VisitState) -> Visit:
        return self._step(visit, state.value, visit.end(state, self._books.clock.now()))

    def reopen(self, visit: Visit) -> Visit:
        """Let the client answer again; both versions stay."""
        again = visit.reopen()
        if visit.is_over:
            self._require_its_day(visit)
        return self._step(visit, "reopen", again)

    def reassign(self, visit: Visit, practitioner: str, *, unasked: bool = False) -> Visit:
        """Give the visit to another practitioner; `unasked` if the client is still to be told."""
        name = clean(practitioner)
        if visit.is_over or visit.state is VisitState.in_progress:
            raise NotAllowed("This visit has started or ended, so it stays with its practitioner.")
        if not name:
            raise BadInput("Choose a practitioner.")
        rearranged = "reassigned" if unasked else visit.rearranged
        return self._step(visit, "reassign", visit.model_copy(update={"practitioner": name, "rearranged": rearranged}))

    def prove_by_staff(self, visit: Visit) -> Visit:
        """Vouch for the client, so that the kiosk may show past answers."""
        if visit.is_over:
            raise NotAllowed("This visit has ended, so there is nothing to vouch for.")
        return self._step(visit, "prove", visit.model_copy(update={"proof": "staff"}))

    # Walk-ins, other days, names, drafts

    def accept_walk_in(self, visit: Visit, start: time, practitioner: str) -> Visit:
        """Take in somebody who came without an appointment; the client then checks in at the kiosk."""
        name = clean(practitioner)
        if not name:
            raise BadInput("Choose a practitioner.")
        if visit.day != self._books.today():
            raise NotAllowed(
                f"This was asked for on {long_day(visit.day)}. Say “No time today”, and book a new appointment."
            )
        accepted = visit.to(VisitState.booked, start=start, practitioner=name, let_in=True)
        return self._step(visit, "accept_walk_in", accepted, beside=self._off_the_top(visit))

    def refuse_walk_in(self, visit: Visit) -> Visit:
        """Tell somebody without an appointment that there is no time today."""
        if visit.state is not VisitState.requested:
            raise NotAllowed("This visit was taken in already. Cancel it instead.")
        ended = visit.end(VisitState.cancelled, self._books.clock.now())
        return self._step(visit, VisitState.cancelled.value, ended, beside=self._off_the_top(visit))

    def _off_the_top(self, visit: Visit) -> Callable[[Writer], None]:
        return lambda writer: self._books.terminals.settle_walk_in(writer, visit.id)

    def slots(self, visit: Visit, count: int = 6, least: date | None = None) -> tuple[FreeTime, ...]:
        """Return free times with this practitioner, a morning and an afternoon of each day from the first possible one on."""
        return free_slots.proposals(self._books, visit, count, least)

    def slots_today(self, visit: Visit, count: int = 6) -> tuple[FreeTime, ...]:
        """Return the next free times of today with this practitioner."""
        return free_slots.later_today(self._books, visit, count)

    def require_movable(self, visit: Visit) -> None:
        """Refuse what the desk can't move, before anybody picks a day."""
        if why := keeps_from_moving(visit, self._books.settings):
            raise NotAllowed(why)

    def move(self, visit: Visit, day: date, start: time, *, unasked: bool = False) -> tuple[Visit, Visit]:
        """Move to another day or time: the visit is put off and a new one booked. Return both.

        `unasked` if the client is still to be told. The desk may do so for a verdict with a date only if a setting says so; otherwise the practitioner decides first.
        """
        self._may_move(visit, day)
        clinic = self._books
        now = clinic.clock.now()
        new = Visit(
            id=clinic.visits.new_id(),
            client_id=visit.client_id,
            day=day,
            start=start,
            treatment=visit.treatment,
            practitioner=visit.practitioner,
            minutes=visit.minutes,
            laser=visit.laser,
            language=visit.language,
            source=visit.source,
            moved_from=visit.day if day != visit.day else None,
            rearranged="moved" if unasked else None,
        )
        moved = visit if visit.state in REBOOKED else visit.end(VisitState.put_off, now)
        moved = moved.model_copy(update={"moved_to": new.id})
        with clinic.records.write(self._actor) as writer:
            after = visit.by_desk("move", self.staff.name, now, moved)
            old = clinic.visits.write(writer, after, "visit.move", to=new.id, day=day.isoformat())
            return old, clinic.visits.write(writer, new, "visit.book", moved_from=visit.id)

    def _may_move(self, visit: Visit, day: date) -> None:
        if visit.moved_to or visit.next_step is not NextStep.ROOM:  # a practitioner who is away sees nobody
            self.require_movable(visit)
        if day < self._books.today():
            raise BadInput("This day has passed. Choose a later one.")
        first = first_possible(visit)
        if first is not None and day < first:
            raise NotAllowed(f"The first possible day is {long_day(first)}. Choose that day or a later one.")

    def call_list(self, *, is_open: bool = False) -> tuple[PhoneLine, ...]:
        """Return everybody to phone; the look is in the audit trail, unless the list `is_open` and was looked at before."""
        if is_open:
            with self._books.records.read() as reader:
                return call_lines(self._books, reader)
        with self._books.records.write(self._actor) as writer:
            lines = call_lines(self._books, writer)
            writer.audit("desk.call_list", detail={"lines": len(lines)})
            return lines

    def whole_line(self, line: PhoneLine) -> PhoneLine:
        """Return all of a private record's line. Raises `IsPrivate` where no reason of this person's holds."""
        with self._books.records.write(self._actor) as writer:
            require_reason(
                self._books, writer, self._books.visits.get(line.visit_id, writer).client_id, self.staff, None
            )
            return whole_line(self._books, writer, line)

    def note_phone_call(self, visit: Visit, result: CallResult) -> Visit:
        """Note how a telephone call about this visit ended."""
        call = PhoneCall(result=result, by=self.staff.name, at=self._books.clock.now())
        return self._save(
            visit.model_copy(update={"phone_calls": (*visit.phone_calls, call)}), "visit.call", result=result
        )

    def correct_name(self, client: Client, given_name: str, family_name: str) -> Client:
        return self._books.clients.correct_name(client, given_name, family_name, self._actor)

    def note_wishes(self, client: Client, call_by: CallBy, name: str = "", needs: Sequence[Need] = ()) -> Client:
        """Note how a client is called and what they need, as they say it at the desk."""
        with self._books.records.write(self._actor) as writer:
            refuse_locked(self._books, writer, client.id)
            return calling.keep_wishes(
                self._books, writer, client.id, call_by=call_by, name=name, needs=needs, noted_by=self.staff.name
            )

    def has_draft(self, visit: Visit) -> bool:
        """Tell whether what the client answered so far is kept; the desk can't look into it."""
        with self._books.records.read() as reader:
            return drafts.of_visit(reader, visit.id) is not None

    def hand_back_draft(self, visit_id: str, terminal: str) -> None:
        """Hand a draft to a kiosk, where the client goes on."""
        with self._books.records.write(self._actor) as writer:
            drafts.hand(self._books, writer, visit_id, terminal)

    def _step(self, before: Visit, step: str, after: Visit, *, beside: Callable[[Writer], None] | None = None) -> Visit:
        kept = before.by_desk(step, self.staff.name, self._books.clock.now(), after)
        return self._save(kept, f"visit.{step}", before=beside)
