"""What follows a visit: the after-care that concerns its client, when to come again, and what is booked already."""

from datetime import date

import rules
from kiosk.records import Reader
from kiosk.visits import courses, rejudge
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from rules import AfterCare


def care_after(books: Books, visit: Visit) -> tuple[AfterCare, ...]:
    """Return the after-care that concerns this client."""
    with books.records.read() as reader:
        answers = books.judge.answers(visit, rejudge.others_of(books, reader, [visit]))
    protocol = books.judge.rules_of(visit)
    return rules.aftercare(protocol, answers or rules.resolve(protocol, {}, answered_on=visit.day))


def course_so_far(books: Books, visit: Visit, reader: Reader) -> courses.CourseView:
    """Return which session of its course this is, and the days before."""
    recorded = courses.sessions_on_record(rejudge.others_of(books, reader, [visit]), visit.treatment, before=visit.day)
    given = books.judge.given(visit.checkin) if visit.checkin else None
    return courses.course(books.judge.rules_of(visit), given, recorded, visit.day)


def window_after(books: Books, visit: Visit) -> tuple[date, date] | None:
    """Return the first and last day on which the next session is due; None where the clinic sets its own interval."""
    with books.records.read() as reader:
        number = course_so_far(books, visit, reader).number
        answers = books.judge.answers(visit, rejudge.others_of(books, reader, [visit]))
    return courses.next_window(books.judge.rules_of(visit), answers, visit.day, number)


def appointment_ahead(books: Books, visit: Visit) -> Visit | None:
    """Return the appointment a client who is told of this visit comes to next: this one, what took its place, or a later one."""
    if visit.moved_to is not None:
        return books.visits.get(visit.moved_to)
    if visit.state is VisitState.booked:
        return visit
    with books.records.read() as reader:
        later = [
            other
            for other in rejudge.others_of(books, reader, [visit])
            if other.state is VisitState.booked and other.day > visit.day
        ]
    return min(later, key=lambda other: (other.day, other.start), default=None)
