"""What the desk can do with a visit as it stands: a list, the main action marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.core.settings import Settings
from kiosk.people.staff import StaffMember
from kiosk.visits.consent import is_guardian_unseen, is_second_missing, other_names
from kiosk.visits.follow_up import call_due
from kiosk.visits.visit import STATE_WORDS, Visit, VisitState
from rules import NextStep

_S = VisitState


@dataclass(frozen=True)
class DeskAction:
    """One action of the desk: its name in code, its words on the tile, its key. `main` goes into the foot."""

    name: str
    label: str
    key: str
    main: bool = False


_UNDECIDED = "The practitioner decides first what comes next. Pass the visit on, and book nothing yet."
_CONFIRM = DeskAction("confirm", "Confirm", "C", main=True)
_ACCEPT = DeskAction("accept", "Take in", "C", main=True)
_ARRIVE = DeskAction("arrive", "Is here", "C", main=True)
_CALLED_OFF = DeskAction("called_off", "Cancel it", "C", main=True)
_BOOK = DeskAction("move", "Book again", "B", main=True)
_RAISE = DeskAction("raise", "Look first", "R")
_UNRAISE = DeskAction("unraise", "Take back “look first”", "R")
_UNDO = DeskAction("undo", "Undo", "U")
_LET_IN = DeskAction("let_in", "Let in", "K")
_LATE = DeskAction("late", "Late", "T")
_NO_SHOW = DeskAction("no_show", "Did not come", "N")
_CAME = DeskAction("come_after_all", "Came after all", "C", main=True)
_CAME_BACK = DeskAction("come_back", "Came back", "C", main=True)
_SPOKEN_WITH = DeskAction("spoken_with", "Spoken with", "C", main=True)
_TALKED = DeskAction("spoken_with", "Spoken with", "N")
_LEFT = DeskAction("left", "Has left", "X")
_CANCEL = DeskAction("cancel", "Cancel", "X")
_REFUSE = DeskAction("refuse", "No time today", "X")
_REOPEN = DeskAction("reopen", "Answer again", "A")
_MOVE = DeskAction("move", "Another day", "B")
_REASSIGN = DeskAction("reassign", "Reassign", "P")
_NAME = DeskAction("name", "Correct name", "E")
_WISHES = DeskAction("wishes", "Calling, needs", "W")
_PROVE = DeskAction("prove", "Known to us", "V")
_PAPER = DeskAction("paper", "Paper form", "F")
_CONSENT = DeskAction("consent", "Paper consent", "G")
_GUARDIAN = DeskAction("guardian", "Guardian seen", "D")
_PAPERS = DeskAction("papers", "To take away", "S")
_REACTION = DeskAction("reaction", "Reaction", "R")
_CALLED_BACK = DeskAction("called_back", "Called back", "C", main=True)
_PRIVATE = DeskAction("private", "Private", "Y")
_PUBLIC = DeskAction("public", "Not private", "Y")
_HAND = DeskAction("hand", "Hand back", "H")

_AFTER_SESSION = (_CALLED_BACK, _REACTION)
_BY_STATE: dict[VisitState, tuple[DeskAction, ...]] = {
    _S.requested: (_ACCEPT, _REFUSE, _NAME),
    _S.booked: (_ARRIVE, _LET_IN, _LATE, _PAPER, _MOVE, _REASSIGN, _NAME, _WISHES, _PROVE, _NO_SHOW, _CANCEL),
    _S.arrived: (_TALKED, _PAPER, _LATE, _MOVE, _REASSIGN, _NAME, _WISHES, _PROVE, _LEFT),
    _S.screened: (_CONFIRM, _TALKED, _RAISE, _REOPEN, _CONSENT, _GUARDIAN, _MOVE, _REASSIGN, _NAME, _WISHES, _LEFT),
    _S.confirmed: (_TALKED, _RAISE, _REOPEN, _CONSENT, _GUARDIAN, _MOVE, _REASSIGN, _NAME, _WISHES, _LEFT),
    _S.in_progress: (),
    _S.finished: (*_AFTER_SESSION, _NAME, _WISHES),
    _S.no_show: (_CAME, _BOOK, _NAME, _WISHES),
    _S.left: (_CAME_BACK, _BOOK, _NAME, _WISHES),
    _S.put_off: (_BOOK, _NAME),
    _S.declined: (_SPOKEN_WITH, _REOPEN, _NAME),
}

REBOOKED = frozenset({_S.put_off, _S.left, _S.no_show})
"""Ends that stay as they are when another day is booked."""
_THAT_DAY = {(_S.no_show, _CAME), (_S.left, _CAME_BACK), (_S.declined, _REOPEN)}
"""What takes a visit up again that has ended: only on its own day, as it is on no board later."""
_TODAY = frozenset({"accept", "arrive", "let_in", "late"})
"""What takes a client in: only on the day of the visit."""
_LATER = {(_S.no_show, _BOOK), (_S.left, _BOOK)}
_KEEPS = {
    NextStep.ROOM: "This client may go to the room today. Pass the visit on, or open it and note that they have left.",
    NextStep.PRACTITIONER_FIRST: _UNDECIDED,
    NextStep.PRACTITIONER_TALKS: _UNDECIDED,
    NextStep.BOOK_FROM: "The practitioner talks with the client first. Pass the visit on.",
}


def desk_actions(
    visit: Visit,
    member: StaffMember,
    settings: Settings,
    now: datetime,
    *,
    draft: bool,
    papers: bool = False,
    private: bool = False,
) -> tuple[DeskAction, ...]:
    """Return what can be done now; what surely would be refused is left out. `papers`: there are some to take away."""
    found = list(_AFTER_SESSION if visit.is_to_finish else _BY_STATE.get(visit.state, (_NAME,)))
    if visit.called_off and visit.state is _S.booked:
        found = [
            _CALLED_OFF,
            *(replace(action, key="I", main=False) if action is _ARRIVE else action for action in found),
        ]
    if visit.day != now.date():
        found = [action for action in found if action.name not in _TODAY]
    if visit.raised:
        found = [action for action in found if action is not _RAISE]
        if visit.raised.by_id == member.id and visit.state in (_S.screened, _S.confirmed):
            found.append(_UNRAISE)
    if visit.state is _S.booked and not visit.is_overdue(now, settings):
        found.remove(_NO_SHOW)
    if visit.late:
        found = [action for action in found if action is not _LATE]
    if visit.proof == "staff":
        found = [action for action in found if action is not _PROVE]
    if visit.is_over:
        elsewhere = _LATER if visit.day == now.date() else _THAT_DAY
        found = [action for action in found if (visit.state, action) not in elsewhere]
    if keeps_from_moving(visit, settings):
        found = [action for action in found if action.name != "move"]
    wanted = {
        _CONSENT: _wants_consent(visit) or is_second_missing(visit, settings),
        _GUARDIAN: is_guardian_unseen(visit),
        _CALLED_BACK: call_due(visit) is not None,
        _SPOKEN_WITH: visit.said_no or visit.asks_private,
        _TALKED: visit.asks_private,
    }
    found = [action for action in found if wanted.get(action, True)]
    if papers:
        found.append(_PAPERS)
    found += _of_the_record(member, private=private, draft=draft)
    if not visit.in_the_way_of_undoing and not (
        visit.day < now.date() and visit.is_over and not visit.undone().is_over
    ):
        found.append(_UNDO)
    return tuple(found)


def _of_the_record(member: StaffMember, *, private: bool, draft: bool) -> list[DeskAction]:
    """Return what can be done whatever the visit has come to; only a lead makes a record public again."""
    mark = [_PUBLIC] * (member.role == "lead") if private else [_PRIVATE]
    return [*mark, *[_HAND] * draft]


def keeps_from_moving(visit: Visit, settings: Settings) -> str:
    """Return what keeps the desk from booking another day for a visit, in a sentence; empty where nothing does."""
    if visit.moved_to:
        return "This visit has been moved already. Look at the new appointment."
    if all(action.name != "move" for action in _BY_STATE.get(visit.state, ())):
        return f"This visit is {STATE_WORDS[visit.state]}, so it can't move to another day. Look at it again."
    is_free = visit.state in REBOOKED or (visit.next_step is NextStep.BOOK_FROM and settings.desk_may_rebook)
    return "" if is_free or visit.next_step is None else _KEEPS[visit.next_step]


def _wants_consent(visit: Visit) -> bool:
    """Tell whether a consent on paper is wanted: there is none, or one that was signed in another name."""
    consent = visit.checkin.consent if visit.checkin else None
    return visit.checkin is not None and (consent is None or not consent.given or bool(other_names(visit)))
