"""Days, times, spans and next steps in the words that staff read. Pure: today and now are given, never asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from rules import NextStep, Outcome, day_in_words, step_in_words
from rules.model.words import MONTHS

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Tone(StrEnum):
    """How much something asks for a look. A tone is never shown alone: a shape and words are beside it."""

    GO = "go"
    LOOK = "look"
    STOP = "stop"
    QUIET = "quiet"


@dataclass(frozen=True)
class Mark:
    """A shape and the words beside it, which say the same as the colour."""

    shape: str
    words: str
    tone: Tone
    brief: str = ""
    """The same in fewer words, for where all of them do not fit."""

    def __str__(self) -> str:
        return f"{self.shape} {self.words}"

    def within(self, cells: int) -> str:
        """Return shape and words, in fewer words where all of them would be cut."""
        return f"{self.shape} {self.brief}" if self.brief and len(str(self)) > cells else str(self)


def tiny_day(day: date) -> str:
    """Return `30 Oct`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def day_in_short(day: date) -> str:
    """Return `30 Oct 2027`."""
    return f"{tiny_day(day)} {day.year}"


def long_day(day: date, *, year: bool = True) -> str:
    """Return `Monday 1 March 2027`."""
    words = f"{_WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


def dotted_day(day: date) -> str:
    """Return `01.03.2027`, as a date is typed at a kiosk."""
    return f"{day:%d.%m.%Y}"


def clock_time(moment: datetime | time) -> str:
    """Return the time of day in 24 hours: `10:30`."""
    return f"{moment:%H:%M}"


def day_and_time(moment: datetime, *, seconds: bool = False) -> str:
    """Return `1 March 2027, 10:30`, or `1 March 2027, 10:30:00` where the order of events counts."""
    return (
        f"{day_in_words(moment.date())}, {moment:%H:%M:%S}"
        if seconds
        else f"{day_in_words(moment.date())}, {moment:%H:%M}"
    )


def span(since: datetime, now: datetime) -> str:
    """Return how long ago `since` was, as one short word: `new`, `3 min`, `1 h 20`."""
    minutes = int((now - since).total_seconds() // 60)
    if minutes < 1:
        return "new"
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60:02}"


def fine_span(since: datetime, now: datetime) -> str:
    """Return how long ago `since` was where seconds count: `40 s`, else as `span`."""
    seconds = max(0, int((now - since).total_seconds()))
    return f"{seconds} s" if seconds < 60 else span(since, now)  # noqa: PLR2004 - seconds in a minute


def next_step_mark(step: NextStep | None, earliest: date | None, today: date) -> Mark | None:
    """Say the next step as the desk reads it: a shape and words, never a condition."""
    if step is None:
        return None
    shape, tone, brief = _STEPS[step]
    return Mark(shape, step_in_words(step, day_in_words(earliest, today) if earliest else ""), tone, brief)


_STEPS = {
    NextStep.ROOM: ("●", Tone.GO, ""),
    NextStep.PRACTITIONER_FIRST: ("◆", Tone.LOOK, ""),
    NextStep.BOOK_FROM: ("▲", Tone.STOP, ""),
    NextStep.PRACTITIONER_TALKS: ("■", Tone.STOP, "talks first, no booking yet"),
}


def outcome_tone(outcome: Outcome) -> Tone:
    """Return the tone of an outcome: go ahead, look, or stop."""
    if outcome is Outcome.ELIGIBLE:
        return Tone.GO
    return Tone.LOOK if outcome < Outcome.DEFERRED else Tone.STOP
