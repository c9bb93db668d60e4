"""A course of sessions: which one this is, how long since the last, and when the next is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import rules
from kiosk.visits.visit import Visit, VisitState
from rules import Answers, Interval, LastTime, Outcome, Protocol, day_in_words

YES, NO = "yes", "no"


@dataclass(frozen=True)
class CourseView:
    """Which session of its course a visit is. `last` is the later of what is on record and what the client said."""

    number: int
    line: str
    last: date | None
    days_since: int | None
    late_note: str | None
    contradiction: str | None


def sessions_on_record(visits: Iterable[Visit], treatment: str, before: date | None = None) -> tuple[date, ...]:
    """Return the days on which this treatment was given, oldest first; a record that is not signed yet counts."""
    return tuple(
        sorted(
            visit.day
            for visit in visits
            if visit.treatment == treatment and visit.done is not None and (before is None or visit.day < before)
        )
    )


def next_booked(visits: Iterable[Visit], visit: Visit) -> Visit | None:
    """Return the client's next visit of the same treatment that is booked after this one."""
    later = [
        each
        for each in visits
        if each.treatment == visit.treatment and each.state is VisitState.booked and each.day > visit.day
    ]
    return min(later, key=lambda each: (each.day, each.start), default=None)


def with_record(answers: Answers, recorded: date | None) -> Answers:
    """Return the answers with the last session on record where it is later than what was said.

    An answer the client was unsure of is left: what it leaves open is not settled by sessions of this clinic alone.
    """
    if recorded is None or not _asks(answers.protocol) or _unsure(answers):
        return answers
    said = answers.last_time("session_last")
    if answers.raw.get("had_before") == YES and said and said.day and said.day >= recorded:
        return answers
    return as_recorded(answers, recorded)


def as_recorded(answers: Answers, recorded: date) -> Answers:
    """Return the answers as the record alone would have them."""
    said_on = max(answers.answered_on, recorded)
    return answers.with_kept("had_before", YES, answered_on=said_on).with_kept(
        "session_last", recorded.isoformat(), answered_on=said_on
    )


def unsure_beside_record(answers: Answers, recorded: date | None) -> bool:
    """Tell whether the client was unsure of something that the record partly knows."""
    return recorded is not None and _asks(answers.protocol) and _unsure(answers)


def _asks(protocol: Protocol) -> bool:
    return protocol.has_question("had_before") and protocol.has_question("session_last")


def _unsure(answers: Answers) -> bool:
    had = answers.raw.get("had_before")
    return had not in (YES, NO) or (had == YES and answers.last_time("session_last") is None)


def contradiction(answers: Answers, recorded: date | None) -> str | None:
    """Say how the client's answer and the record differ, or nothing."""
    if recorded is None or not _asks(answers.protocol) or _unsure(answers):
        return None
    on_record = f"a session on {day_in_words(recorded)} is on record"
    if answers.raw.get("had_before") == NO:
        return f"The client says this would be the first session; {on_record}."
    said = answers.last_time("session_last")
    if said is None or said.day == recorded or (said.approximate and said.day is not None and said.day >= recorded):
        return None
    if said.day is not None:
        return f"The client says the last session was on {day_in_words(said.day)}; {on_record}."
    passed = said.period.passed_on(recorded)
    if passed is not None and passed <= said.answered_on:
        return None
    return f"The client says the last session was longer ago than {said.period}; {on_record}."


def course(protocol: Protocol, answers: Answers | None, recorded: tuple[date, ...], on: date) -> CourseView:
    """Return where the session stands; `recorded` are the days of earlier sessions, oldest first."""
    last_recorded = recorded[-1] if recorded else None
    had = answers is not None and answers.raw.get("had_before") == YES
    said = answers.last_time("session_last") if answers and had else None
    days = [day for day in (last_recorded, said.day if said else None) if day is not None]
    last = max(days) if days else None
    elsewhere = had and not recorded
    number = len(recorded) + (2 if elsewhere else 1)
    line = protocol.course.session_line(number)
    interval = _interval(protocol, answers)
    return CourseView(
        number=number,
        line=f"{line} or later" if elsewhere else line,
        last=last,
        days_since=(on - last).days if last else None,
        late_note=interval.late_note(last, on) if last and interval else None,
        contradiction=contradiction(answers, last_recorded) if answers else None,
    )


def next_window(protocol: Protocol, answers: Answers | None, done_on: date, number: int) -> tuple[date, date] | None:
    """Return the first and last day on which the next session is due; None where the source leaves it to the clinic."""
    if protocol.course.maintenance_from is not None and number + 1 >= protocol.course.maintenance_from:
        return None
    interval = _interval(protocol, answers)
    if interval is None:
        return None
    least, most = interval.weeks
    return done_on + timedelta(weeks=least), done_on + timedelta(weeks=most)


def _interval(protocol: Protocol, answers: Answers | None) -> Interval | None:
    if answers is not None:
        return rules.interval(protocol, answers)
    return next((interval for interval in protocol.course.intervals if interval.only_if is None), None)


def forbidden_sessions(answers: Answers, recorded: Sequence[date]) -> list[str]:
    """Say which earlier sessions fell inside a period that today's answers show was forbidden then."""
    notes = []
    for question_id, resolved in answers.resolved.items():
        if not isinstance(resolved, LastTime) or resolved.day is None or question_id == "session_last":
            continue
        for rule in answers.protocol.rules:
            if question_id not in rule.questions_used or rule.period is None or rule.outcome < Outcome.REVIEW:
                continue
            passed = rule.period.passed_on(resolved.day)
            for day in recorded:
                if resolved.day <= day and (passed is None or day < passed):
                    short = answers.protocol.question(question_id).short
                    notes.append(
                        f"The session of {day_in_words(day)} fell inside a period of {rule.period} that this answer opened: "
                        f"{short}, {day_in_words(resolved.day)}."
                    )
    return notes
