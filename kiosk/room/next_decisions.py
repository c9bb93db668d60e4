"""What a practitioner can decide about a visit as it stands, and which decision follows from the verdict."""

from kiosk.room.summary import Summary
from kiosk.visits.visit import Visit, VisitState
from rules import Outcome

_FOLLOWS = {
    Outcome.ELIGIBLE: "go_ahead",
    Outcome.CAUTION: "with_care",
    Outcome.DEFERRED: "put_off",
    Outcome.CONTRAINDICATED: "decline",
}
_OPEN = (VisitState.screened, VisitState.confirmed, VisitState.in_progress)


def is_open(visit: Visit) -> bool:
    """Tell whether the visit can still be decided on."""
    return visit.state in _OPEN


def next_decisions(visit: Visit) -> frozenset[str]:
    """Return what can be decided or done now."""
    deciding = is_open(visit) and visit.checkin is not None
    going = visit.decision is not None and visit.decision.decision in ("go_ahead", "with_care")
    possible = {
        "start": visit.state is VisitState.confirmed,
        "go_ahead": deciding and not going,
        "with_care": deciding and not going,
        "put_off": deciding and not visit.is_to_finish,
        "decline": deciding and not visit.is_to_finish,
        "finish": visit.state is VisitState.in_progress and going,
        "papers": visit.state is VisitState.finished or visit.is_to_finish,
    }
    return frozenset(name for name, is_possible in possible.items() if is_possible)


def advised_decision(visit: Visit, summary: Summary) -> str:
    """Return the decision that follows from the band; none where the practitioner looks first, then decides."""
    if visit.state is VisitState.finished:
        return "papers"
    if visit.decision is not None and visit.state is VisitState.in_progress:
        return "finish"
    return _FOLLOWS.get(summary.band.outcome, "") if summary.band.outcome is not None else ""
