"""What is still missing before a treatment may go ahead: said before anything is asked, and looked at again before it is kept."""

from collections.abc import Iterator

from kiosk.visits import consent as consents
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from rules import Answers


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
