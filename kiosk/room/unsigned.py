"""What a practitioner settled, corrected and noted on a visit and has not signed yet: it is in no record before the one PIN."""

from collections.abc import Iterator
from datetime import datetime

from kiosk.core.phrases import clock_time
from kiosk.records.context import Context
from kiosk.visits.visit import Correction, Settled, SignOff, Visit
from kiosk.visits.visit_parts import DECISION_WORDS
from rules import Protocol, answer_in_words

CHANGES = frozenset({"settle", "correct", "areas"})
"""The decisions that change what an answer counts as."""


def to_sign(visit: Visit, stored: Visit) -> tuple[SignOff, ...]:
    """Return what waits for a signature; `stored` is the visit as it was read."""
    return visit.signoffs[len(stored.signoffs) :]


def new_changes(visit: Visit, stored: Visit) -> list[Settled | Correction]:
    """Return the answers that were settled or corrected since the visit was read, in that order."""
    new: list[Settled | Correction] = [
        *visit.settled[len(stored.settled) :],
        *visit.corrections[len(stored.corrections) :],
    ]
    return sorted(new, key=lambda each: each.number)


def carried(visit: Visit, stored: Visit, fresh: Visit) -> Visit | None:
    """Return `fresh`, which somebody else changed, with what is not signed yet; None if it was answered again since."""
    answered = [each.checkin.answers if each.checkin else None for each in (stored, fresh)]
    if answered[0] != answered[1] or len(stored.checkins) != len(fresh.checkins):
        return None
    further = _next_number(fresh) - _next_number(stored)
    moved = [
        tuple(each.model_copy(update={"number": each.number + further}) for each in new)
        for new in (visit.settled[len(stored.settled) :], visit.corrections[len(stored.corrections) :])
    ]
    changes = {
        "settled": (*fresh.settled, *moved[0]),
        "corrections": (*fresh.corrections, *moved[1]),
        "signoffs": (*fresh.signoffs, *to_sign(visit, stored)),
    }
    return fresh.model_copy(update=changes)


def signed_at(visit: Visit, stored: Visit, now: datetime) -> tuple[Visit, list[tuple[str, dict[str, str]]]]:
    """Return the visit with its new sign-offs of this moment, and what the audit trail says of each."""
    new, changes = to_sign(visit, stored), iter(new_changes(visit, stored))
    details = [{"question": next(changes).question} if each.decision in CHANGES else {} for each in new]
    events = [(f"visit.{each.decision}", detail) for each, detail in zip(new, details, strict=True)]
    stamped = tuple(each.model_copy(update={"at": now}) for each in new)
    return visit.model_copy(update={"signoffs": (*stored.signoffs, *stamped)}), events


def without_last(visit: Visit, stored: Visit) -> Visit:
    """Take back what was settled, corrected or noted last and is not signed yet."""
    *_, last = to_sign(visit, stored)
    changes: dict[str, object] = {"signoffs": visit.signoffs[:-1]}
    if last.decision in CHANGES:
        gone = new_changes(visit, stored)[-1]
        changes["settled"] = tuple(each for each in visit.settled if each != gone)
        changes["corrections"] = tuple(each for each in visit.corrections if each != gone)
    return visit.model_copy(update=changes)


def unsigned_lines(context: Context, protocol: Protocol, visit: Visit, stored: Visit) -> Iterator[str]:
    """Say what waits for a signature, a line each."""
    changes = iter(new_changes(visit, stored))
    for signoff in to_sign(visit, stored):
        if signoff.decision in CHANGES:
            yield _changed(protocol, next(changes))
        else:
            words = DECISION_WORDS[signoff.decision]
            said = f": {signoff.reason}" if signoff.reason else ""
            yield f"{words[:1].upper()}{words[1:]}, {clock_time(context.local(signoff.at))}{said}"


def _changed(protocol: Protocol, change: Settled | Correction) -> str:
    question = protocol.question(change.question)
    if isinstance(change, Settled):
        return f"{question.short}: {change.kind or answer_in_words(question, change.says)}"
    return f"{question.short}: {answer_in_words(question, change.raw)}, because: {change.reason}"


def _next_number(visit: Visit) -> int:
    return len(visit.settled) + len(visit.corrections) + 1
