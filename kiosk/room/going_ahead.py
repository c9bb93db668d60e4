"""What must be so before a decision: said before anything is asked, and looked at again before it is kept."""

from collections.abc import Iterator
from datetime import date

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.room.override import still_covers
from kiosk.visits import bring_back
from kiosk.visits import consent as consents
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_parts import GOING
from rules import Answers, Verdict, day_in_words


def missing(books: Books, visit: Visit, answers: Answers | None, *, note_shown: bool) -> Iterator[str]:
    """Yield what is missing, a sentence each."""
    if visit.state not in (VisitState.confirmed, VisitState.in_progress):
        yield "The desk has not passed this visit on yet. Ask the desk to check who it is."
    if note_of(visit) and not note_shown:
        yield "The client wrote a note. Read it before you go ahead."
    rules = books.judge.rules_of(visit)
    changed = " and ".join(rules.question(name).short.lower() for name in consents.lapsed(visit, answers))
    if changed:
        yield f"The client signed for something else: {changed} changed since. Ask again, and take the consent on paper."
    elif consents.is_missing(visit, answers):
        yield "There is no consent to this treatment yet. Take it on paper, or reopen the check-in."
    if consents.is_second_missing(visit, books.settings):
        yield "Only one parent has signed, and this clinic asks both. Take the consent on paper."
    if consents.is_guardian_unseen(visit):
        yield "Nobody has noted yet who the guardian is. See them, or let the desk, and note relation and document."


def note_of(visit: Visit) -> str:
    """Return the client's free note."""
    return str(visit.checkin.answers["raw"].get("note", "")) if visit.checkin else ""


def complete_verdict(visit: Visit) -> Verdict:
    """Return the verdict of a check-in that is complete; without one there is nothing to decide."""
    verdict = visit.verdict
    if verdict is None or not verdict.complete:
        raise NotAllowed("The check-in is not complete, so there is nothing to decide yet.")
    return verdict


def require_lesion_closed(visit: Visit) -> None:
    """Refuse to go on from a spot that no doctor has looked at before the client was advised to see one."""
    if bring_back.mentions_lesion(visit) and not bring_back.is_advised(visit):
        raise NotAllowed(
            "The client mentioned a spot that no doctor has looked at. Advise to see a doctor, give the slip, and note it "
            "first."
        )


def require_going(visit: Visit) -> None:
    """Refuse to record a session that nobody decided on, or that the rules speak against since."""
    decided = visit.decision
    if visit.state is not VisitState.in_progress or decided is None or decided.decision not in GOING:
        raise NotAllowed("Decide first: go ahead, or go ahead with care. A changed answer needs a new decision.")
    if not still_covers(decided, complete_verdict(visit)):
        raise NotAllowed("The rules say not today, which they did not when you decided. Decide again.")


def refuse_stop(books: Books, visit: Visit, decision: str, reason: str, until: date | None) -> None:
    """Refuse to put off to a day that is none, or sooner than the rules allow without a reason; and to decline without one."""
    if decision == "decline" and not reason:
        raise BadInput("Write why this treatment is declined.")
    if decision == "decline" or until is None:
        return
    if until <= books.today():
        raise BadInput("Choose a day after today, or none.")
    if visit.earliest and until < visit.earliest and not reason:
        raise BadInput(f"The rules say not before {day_in_words(visit.earliest)}. Write why you choose an earlier day.")
