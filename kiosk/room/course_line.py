"""The course as a line: a dot for each session, and below each its day, as far as they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.core.phrases import tiny_day
from rules import Protocol

_MOST_DOTS = 8
_UNDATED = 2
"""Columns that a dot takes without a day below it."""
TODAY, NEXT, ELSEWHERE, DONE = "◐", "○", "◌", "●"


@dataclass(frozen=True)
class CourseDot:
    """One session of a course: its sign, and its day in a word; nothing where there is none to say."""

    sign: str
    words: str = ""


def course_dots(
    done: Sequence[date],
    protocol: Protocol,
    *,
    earlier: int = 0,
    following: date | None = None,
    is_booked: bool = False,
) -> tuple[CourseDot, ...]:
    """Return the sessions done, today's, and those to come; `earlier`: some are not on record.

    `following` is the day of the next one: that for which it `is_booked`, or the first of its window.
    """
    planned = protocol.course.sessions[1] if protocol.course.sessions else len(done) + earlier + 1
    shown = done[-(_MOST_DOTS - 2) :]
    dots = [CourseDot(ELSEWHERE)] * max(0, earlier) + [CourseDot(DONE, tiny_day(day)) for day in shown]
    dots.append(CourseDot(TODAY, "today"))
    to_come = max(0, planned - earlier - len(done) - 1) if len(shown) == len(done) else 0
    to_come = min(max(to_come, 1 if following else 0), max(_MOST_DOTS - len(dots), 1 if following else 0))
    if to_come:
        day = tiny_day(following) if following else ""
        dots.append(CourseDot(NEXT, day if is_booked or not day else f"from {day}"))
    return (*dots, *[CourseDot(NEXT)] * (to_come - 1))


def course_rows(dots: Sequence[CourseDot], width: int) -> tuple[str, str]:
    """Return the dots in a line of at most `width` columns, and the days in one below, each under its dot.

    Today's stays, then the next one's, then those of the latest sessions. The earliest dots go where they leave no room for
    the first two; of those to come, as many are drawn as fit beside the days.
    """
    to_come = next((place + 1 for place, dot in enumerate(dots) if dot.sign == NEXT), len(dots))
    further, dots = list(dots[to_come:]), list(dots[:to_come])
    while dots[0].sign != TODAY and _columns(_with_days(dots, _by_weight(dots)[:2])) > width:
        del dots[0]
    while dots[-1].sign != TODAY and _columns(_with_days(dots, ())) > width:
        del dots[-1]
    said: list[int] = []
    for place in _by_weight(dots):
        if _columns(_with_days(dots, [*said, place])) <= width:
            said.append(place)
    drawn = _with_days(dots, said)
    while further and _columns([*drawn, further[0]]) <= width:
        drawn.append(further.pop())
    return _drawn(drawn)


def _with_days(dots: Sequence[CourseDot], said: Sequence[int]) -> list[CourseDot]:
    return [dot if place in said else CourseDot(dot.sign) for place, dot in enumerate(dots)]


def _columns(dots: Sequence[CourseDot]) -> int:
    return max(map(len, _drawn(dots)))


def _drawn(dots: Sequence[CourseDot]) -> tuple[str, str]:
    line, days = "", ""
    for place, dot in enumerate(dots):
        after = dots[place + 1] if place + 1 < len(dots) else None
        gap = " · " if dot.sign == TODAY and after and after.sign == NEXT and after.words else " "
        columns = max(_UNDATED, len(dot.words) + len(gap))
        line += dot.sign
        days += f"{dot.words}{gap}".ljust(columns)
        if after:
            line += ("╌" if after.sign == NEXT else "─") * (columns - 1)
    return line, days.rstrip()


def _by_weight(dots: Sequence[CourseDot]) -> list[int]:
    """Return the places of the dots that have a day, what must be said first."""
    now = next((place for place, dot in enumerate(dots) if dot.sign == TODAY), 0)
    order = [now, *range(now + 1, len(dots)), *range(now - 1, -1, -1)]
    return [place for place in order if place < len(dots) and dots[place].words]
