"""A visit's verdict as sentences, for staff: with what was settled and corrected, sessions on record, and the clinic's own findings."""

from kiosk.core.errors import NotAllowed
from kiosk.replay.replay import judge_under
from kiosk.visits import courses
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit
from rules.engine.outlook import account


def explain_visit(books: Books, visit: Visit) -> tuple[str, ...]:
    """Say why the verdict of a visit is what it is, and what would change it; NotAllowed before the check-in."""
    verdict = visit.verdict
    if verdict is None or visit.checkin is None or visit.judgement is None:
        raise NotAllowed("This visit has no completed check-in, so there is no verdict to explain yet.")
    protocol = books.library.by_hash(verdict.sha256)
    if protocol is None:
        raise NotAllowed("The rules behind this verdict are not on record, so it can't be explained.")
    others = [each for each in books.visits.of_client(visit.client_id) if each.id != visit.id]
    answers = judge_under(books, protocol).answers(visit, others)
    if answers is None:
        raise NotAllowed("This visit has no completed check-in, so there is no verdict to explain yet.")
    recorded = courses.sessions_on_record(others, visit.treatment, before=verdict.on)
    counted = courses.with_record(answers, recorded[-1] if recorded else None)
    return (*account(protocol, counted, verdict), *(f"Note: {note}" for note in visit.judgement.notes))
