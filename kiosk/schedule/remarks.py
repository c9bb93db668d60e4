"""What is odd about a schedule and taken all the same, because the desk may know better."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time

from kiosk.schedule.booking_line import BookingLine, Remark, where
from kiosk.visits.visit import Visit

_Moment = tuple[str, date, time]


def double_bookings(placed: Sequence[tuple[BookingLine, Visit]], others: Iterable[Visit]) -> list[Remark]:
    """Return a remark for each line whose practitioner, or whose client, has something else at the same time.

    `others` are visits of the same days that the file does not mention.
    """
    moments: dict[_Moment, list[str]] = defaultdict(list)
    for visit in others:
        if not visit.is_over:
            for moment in _moments(visit):
                moments[moment].append("a visit in the day book that is not in this file")
    remarks = []
    for line, visit in sorted(placed, key=lambda pair: pair[0].number):
        if visit.is_over:
            continue
        own = f"line {line.number}"
        for who, moment in zip(_WHO, _moments(visit), strict=False):
            if others_then := [
                other for other in moments[moment] if other != own
            ]:  # two treatments of one line are one appointment
                sentence = f"The {who} has two appointments at this time (the other: {others_then[0]})."
                remarks.append(Remark(line.number, sentence))
            moments[moment].append(own)
    return remarks


_WHO = ("client", "practitioner")


def _moments(visit: Visit) -> list[_Moment]:
    moments = [(f"client {visit.client_id}", visit.day, visit.start)]
    if visit.practitioner:
        moments.append((f"practitioner {visit.practitioner.casefold()}", visit.day, visit.start))
    return moments


def practitioners(lines: Iterable[BookingLine], staff: set[str]) -> list[Remark]:
    """Return one remark if practitioners are named who are not on the staff list: nobody's day would show these visits."""
    unknown = sorted(line.number for line in lines if line.practitioner and line.practitioner not in staff)
    if not unknown:
        return []
    return [
        Remark(
            0,
            f"A practitioner is named who is not on the staff list ({where(unknown)}); add them with `kiosk staff add`.",
        )
    ]
