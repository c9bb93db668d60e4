"""A visit: one client, one appointment, one day, from booked to finished.

A visit is frozen: each way forward is a method that returns the visit as it stands afterwards, or raises `NotAllowed`
with a sentence that says what is in the way.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from kiosk.core.errors import NotAllowed
from kiosk.core.hashes import content_sha
from kiosk.core.settings import Settings
from kiosk.visits.session import Reaction, Session, SessionToSign
from kiosk.visits.visit_parts import (
    CheckInRecord,
    ConsentRecord,
    Correction,
    DeskStep,
    Judgement,
    PhoneCall,
    Raise,
    Settled,
    SignOff,
    VisitState,
)
from rules import NextStep, Verdict

__all__ = [
    "LEGAL",
    "CheckInRecord",
    "ConsentRecord",
    "Correction",
    "Judgement",
    "Raise",
    "Session",
    "Settled",
    "SignOff",
    "Visit",
    "VisitState",
]

_S = VisitState
LEGAL: Mapping[VisitState, frozenset[VisitState]] = MappingProxyType(
    {
        _S.requested: frozenset({_S.booked, _S.cancelled}),
        _S.booked: frozenset({_S.arrived, _S.put_off, _S.cancelled, _S.no_show}),
        _S.arrived: frozenset({_S.screened, _S.put_off, _S.left, _S.cancelled}),
        # Back to arrived is a reopened check-in.
        _S.screened: frozenset({_S.confirmed, _S.arrived, _S.put_off, _S.declined, _S.left, _S.cancelled}),
        _S.confirmed: frozenset({_S.in_progress, _S.arrived, _S.put_off, _S.declined, _S.left, _S.cancelled}),
        _S.in_progress: frozenset({_S.finished, _S.put_off, _S.declined, _S.left}),
        _S.declined: frozenset({_S.arrived}),
        _S.finished: frozenset(),
        _S.put_off: frozenset(),
        _S.left: frozenset({_S.arrived, _S.screened}),  # who came back
        _S.cancelled: frozenset(),
        _S.no_show: frozenset({_S.booked}),  # who came after all
    }
)
"""What may follow what. Only `Visit.undone` takes the desk's last step back."""

ENDED = frozenset({_S.finished, _S.put_off, _S.declined, _S.left, _S.cancelled, _S.no_show})
CAME = frozenset({_S.arrived, _S.screened, _S.confirmed, _S.in_progress, _S.finished})
"""How far a visit has come whose client is here, or was treated."""
_BEFORE_THE_ROOM = frozenset({_S.arrived, _S.screened, _S.confirmed})
_STARTED = frozenset({_S.in_progress, _S.finished})
_DECISIONS = frozenset({"go_ahead", "with_care", "put_off", "decline"})
STATE_WORDS: Mapping[VisitState, str] = MappingProxyType(
    {
        _S.requested: "waiting to be taken in",
        _S.booked: "booked",
        _S.arrived: "checking in",
        _S.screened: "checked in",
        _S.confirmed: "passed to the practitioner",
        _S.in_progress: "with the practitioner",
        _S.finished: "finished",
        _S.put_off: "put off",
        _S.declined: "declined",
        _S.left: "marked as left",
        _S.cancelled: "cancelled",
        _S.no_show: "marked as a no-show",
    }
)
TO_FINISH = "treated, the record is to finish"
"""Where a visit stands whose treatment is over, and whose record is not signed yet."""
_SHOWN = (
    "client_id", "day", "start", "treatment", "practitioner", "laser", "proof",
    "checkins", "judgement", "raised", "settled", "corrections", "signoffs", "session",
)  # fmt: skip


class Visit(BaseModel):
    """One appointment and all that was said and decided about it. Moments are aware; `start` is in the clinic's zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    client_id: str
    day: date
    start: time
    treatment: str
    minutes: int | None = None
    """For how long it is booked, where the schedule says so."""
    practitioner: str = ""
    booking_code: str | None = None
    laser: Literal["yes", "no"] | None = None
    language: str | None = None
    state: VisitState = VisitState.booked
    late: bool = False
    let_in: bool = False
    """Reception lets this visit check in outside its time."""
    stopped: bool = False
    source: Literal["schedule", "walk_in", "desk"] = "schedule"
    said_phone: str | None = None
    """The telephone a walk-in typed; it proves nothing and never replaces the one on record."""
    arrived_at: datetime | None = None
    returned_at: datetime | None = None
    """When a client who had left was here again: from then on they wait."""
    screened_at: datetime | None = None
    confirmed_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    proof: Literal["name", "code", "phone", "staff"] | None = None
    call_number: int | None = None
    """By which the client is called today, if they wish no name."""
    checkins: tuple[CheckInRecord, ...] = ()
    judgement: Judgement | None = None
    raised: Raise | None = None
    settled: tuple[Settled, ...] = ()
    corrections: tuple[Correction, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    session: Session | None = None
    to_sign: SessionToSign | None = None
    """What was filled in of a treatment that is over, while its record waits to be signed."""
    reactions: tuple[Reaction, ...] = ()
    """What the client reported after the session, oldest first."""
    said_no: bool = False
    """The client said no to the consent at a kiosk and was asked to take a seat; nobody has spoken with them since."""
    asked_private: bool = False
    """The client asked at a kiosk to talk in private and has left it; nobody has spoken with them since."""
    called_off: Literal["cancelled", "no_show"] | None = None
    """What the schedule says of it since: the desk cancels, or leaves it."""
    moved_to: str | None = None
    """The visit that took this one's place."""
    moved_from: date | None = None
    """The day it was booked for before it moved."""
    rearranged: Literal["moved", "reassigned"] | None = None
    """What the clinic did to the appointment without asking the client, who is to be told."""
    phone_calls: tuple[PhoneCall, ...] = ()
    desk_steps: tuple[DeskStep, ...] = ()

    # What it tells

    @property
    def checkin(self) -> CheckInRecord | None:
        """The check-in that counts: the last one."""
        return self.checkins[-1] if self.checkins else None

    @property
    def verdict(self) -> Verdict | None:
        """The verdict as it stands, the clinic's own findings included; None before the check-in is complete."""
        return Verdict.from_json(self.judgement.verdict) if self.judgement else None

    @property
    def next_step(self) -> NextStep | None:
        """What reception sees. A raise turns "to the room" into "practitioner looks first", and nothing else."""
        verdict = self.verdict
        if verdict is None:
            return None
        if self.raised and verdict.next_step is NextStep.ROOM:
            return NextStep.PRACTITIONER_FIRST
        return verdict.next_step

    @property
    def earliest(self) -> date | None:
        """The first day on which the treatment may be given, if the verdict has one."""
        verdict = self.verdict
        return verdict.earliest if verdict else None

    @property
    def decision(self) -> SignOff | None:
        """The practitioner's decision that still holds: none does if an answer was settled or changed after it."""
        for signoff in reversed(self.signoffs):
            if signoff.decision in ("settle", "correct", "areas"):
                return None
            if signoff.decision in _DECISIONS:
                return signoff
        return None

    @property
    def overrides(self) -> tuple[SignOff, ...]:
        """Each time it went ahead against the rules, whatever was decided or settled since."""
        return tuple(signoff for signoff in self.signoffs if signoff.is_override)

    @property
    def rules_used(self) -> frozenset[str]:
        """The hashes of all rules that have judged this visit."""
        now = {self.judgement.verdict["sha256"]} if self.judgement else set()
        return frozenset(record.sha256 for record in self.checkins) | now

    def begins(self, zone: tzinfo, *, at_the_latest: bool = False) -> datetime:
        """Return the moment of its start, in UTC: on a night when the clocks change, wall times can't be subtracted.

        An hour that the clocks show twice may mean either; the first one counts, or the second `at_the_latest`.
        """
        return datetime.combine(self.day, self.start.replace(fold=at_the_latest), tzinfo=zone).astimezone(UTC)

    def is_overdue(self, now: datetime, settings: Settings) -> bool:
        """Tell whether the clinic's grace time after the appointment's start has passed."""
        return now > self.begins(settings.zone, at_the_latest=True) + timedelta(minutes=settings.too_late_minutes)

    @property
    def is_over(self) -> bool:
        """Whether the visit has ended, one way or another."""
        return self.state in ENDED

    @property
    def asks_private(self) -> bool:
        """Whether the client is here and waits to talk in private, as they asked at a kiosk."""
        return self.asked_private and (self.state in _BEFORE_THE_ROOM or self.said_no)

    @property
    def is_to_finish(self) -> bool:
        """Whether the treatment is over and the client gone, and its record waits to be signed."""
        return self.state is VisitState.in_progress and self.to_sign is not None

    @property
    def done(self) -> Session | SessionToSign | None:
        """What was done at the session, as it was signed, or as it is filled in while the record waits; None where none was done."""
        return self.session or (self.to_sign if self.is_to_finish else None)

    @property
    def content_sha(self) -> str:
        """The hash of all that a person deciding about this visit is shown."""
        shown = self.model_dump(mode="json", include=set(_SHOWN))
        return content_sha(shown)

    # Ways forward

    def to(self, state: VisitState, **changes: Any) -> Self:
        """Return the visit in another state, if it may go there."""
        if state not in LEGAL[self.state]:
            raise NotAllowed(
                f"This visit is {STATE_WORDS[self.state]}, so it can't be {STATE_WORDS[state]}. Look at it again."
            )
        return self.model_copy(update={"state": state, **changes})

    def arrive(self, at: datetime, proof: Literal["name", "code", "phone", "staff"] = "staff") -> Self:
        """Note that the client is here and begins to answer."""
        return self.to(VisitState.arrived, arrived_at=self.arrived_at or at, proof=proof, stopped=False)

    def screen(self, record: CheckInRecord) -> Self:
        """Take in a completed check-in, to be judged; what the desk did before can no longer be taken back."""
        return self.to(
            VisitState.screened,
            screened_at=record.finished_at,
            checkins=(*self.checkins, record),
            judgement=None,
            stopped=False,
            desk_steps=(),
        )

    def confirm(self, at: datetime) -> Self:
        """Identity is checked and the visit goes to the practitioner, at any outcome."""
        return self.to(VisitState.confirmed, confirmed_at=at)

    def begin(self, at: datetime) -> Self:
        """Let the practitioner start."""
        return self.to(VisitState.in_progress, started_at=at, asked_private=False)

    def finish(self, session: Session) -> Self:
        """Take in the session that was done."""
        return self.to(VisitState.finished, session=session, to_sign=None, ended_at=session.done_at)

    def end(self, state: VisitState, at: datetime, **changes: Any) -> Self:
        """Leave by one of the ways out: put off, declined, left, cancelled, no show."""
        if state not in ENDED - {VisitState.finished}:
            raise NotAllowed(f"“{STATE_WORDS[state]}” is not a way out of a visit.")
        return self.to(state, ended_at=at, stopped=False, **changes)

    def come_after_all(self) -> Self:
        """Take back that the client did not come: they are here, late, and may check in."""
        if self.state is not VisitState.no_show:
            raise NotAllowed("This visit is not marked as a no-show. Look at it again.")
        return self.to(VisitState.booked, ended_at=None, late=True, let_in=True, called_off=None)

    def come_back(self, at: datetime) -> Self:
        """Take the client in again who had left: with the check-in they completed, or to go on with the one they began."""
        if self.state is not VisitState.left:
            raise NotAllowed("This visit is not marked as left. Look at it again.")
        is_judged = self.judgement is not None
        return self.to(
            VisitState.screened if is_judged else VisitState.arrived,
            stopped=not is_judged,
            returned_at=at,
            ended_at=None,
            confirmed_at=None,
            started_at=None,
        )

    def reopen(self) -> Self:
        """Let the client answer again; the earlier answers stay."""
        if not self.checkins:
            raise NotAllowed("This visit has no check-in to reopen: the client can check in at a kiosk.")
        return self.to(
            VisitState.arrived,
            judgement=None,
            raised=None,
            screened_at=None,
            confirmed_at=None,
            ended_at=None,
            let_in=True,
            said_no=False,
        )

    def spoken_with(self) -> Self:
        """Note that staff have spoken with the client who said no, or asked to talk in private."""
        if not (self.said_no or self.asks_private):
            raise NotAllowed("Nobody waits to be spoken with about this visit. Look at it again.")
        return self.model_copy(update={"said_no": False, "asked_private": False})

    def judged(self, judgement: Judgement) -> Self:
        """Return the visit with a newer evaluation."""
        return self.model_copy(update={"judgement": judgement})

    def signed(self, signoff: SignOff) -> Self:
        """Return the visit with one more decision on it."""
        return self.model_copy(update={"signoffs": (*self.signoffs, signoff)})

    # The desk's own steps, and back

    def by_desk(self, name: str, by: str, at: datetime, after: "Visit") -> Self:
        """Return `after` with the way back to this visit kept in it."""
        now, then = after.model_dump(mode="json"), self.model_dump(mode="json")
        before = {field: value for field, value in then.items() if value != now[field] and field not in _NEVER_UNDONE}
        step = DeskStep(what=name, by=by, at=at, before=before, signed=len(after.signoffs))
        return type(self).model_validate(after.model_copy(update={"desk_steps": (*self.desk_steps, step)}).model_dump())

    @property
    def in_the_way_of_undoing(self) -> str:
        """What keeps the desk from taking its last step back, in a sentence; empty where nothing does."""
        if not self.desk_steps:
            return "The desk has done nothing on this visit that can be taken back."
        if self.state in _STARTED:
            return "The practitioner has started, so the desk can't take anything back. Talk to the practitioner."
        if any(signoff.decision in _DECISIONS for signoff in self.signoffs[self.desk_steps[-1].signed :]):
            return "The practitioner has decided since, so the desk can't take this back. Talk to the practitioner."
        return ""

    def undone(self) -> Self:
        """Take back the desk's last step."""
        if self.in_the_way_of_undoing:
            raise NotAllowed(self.in_the_way_of_undoing)
        *earlier, last = self.desk_steps
        document = self.model_dump(mode="json") | last.before
        document["desk_steps"] = [step.model_dump(mode="json") for step in earlier]
        return type(self).model_validate(document)

    def with_raise(self, raised: Raise) -> Self:
        """Ask that the practitioner looks first."""
        if self.state not in {VisitState.screened, VisitState.confirmed}:
            raise NotAllowed(f"This visit is {STATE_WORDS[self.state]}: only a completed check-in can be raised.")
        if self.raised:
            raise NotAllowed(f"{self.raised.by} has already asked the practitioner to look first.")
        return self.model_copy(update={"raised": raised})

    def without_raise(self, by_id: str) -> Self:
        """Take back a raise; only who made it may."""
        if self.raised is None:
            raise NotAllowed("Nobody has asked the practitioner to look first.")
        if self.state in _STARTED or self.decision:
            raise NotAllowed(
                "The practitioner has started or decided, so this can't be taken back. Talk to the practitioner."
            )
        if self.raised.by_id != by_id:
            raise NotAllowed(f"Only {self.raised.by}, who asked the practitioner to look first, can take it back.")
        return self.model_copy(update={"raised": None})


_NEVER_UNDONE = frozenset({"revision", "desk_steps", "signoffs", "call_number", "phone_calls"})
