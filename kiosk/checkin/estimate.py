"""How long a check-in takes here: measured from past check-ins, for the opening screen."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from kiosk.visits.books import Books

_DAYS_BACK = 14
_ENOUGH, _PLENTY = 10, 60
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Estimate:
    """About how many minutes a check-in takes: the first one, and one of a client who has answered here before.

    `returning` is None until enough of them were measured.
    """

    first: int
    returning: int | None = None


def measured(books: Books) -> Estimate:
    """Return the medians of the newest check-ins at the kiosk, rounded up to minutes.

    Days are looked at backwards, two weeks at most, until there are plenty: it is asked whenever the opening screen
    shows. Forms entered from paper say nothing about it. With fewer than ten first check-ins the setting is the estimate.
    """
    first: list[float] = []
    returning: list[float] = []
    today = books.today()
    with books.records.read() as reader:
        for back in range(_DAYS_BACK):
            for visit in books.visits.of_day(today - timedelta(days=back), reader):
                for record in visit.checkins:
                    if record.entered_by is None:
                        kind = first if record.last_answers is None else returning
                        kind.append((record.finished_at - record.started_at) / _MINUTE)
            if min(len(first), len(returning)) >= _PLENTY:
                break
    return Estimate(_minutes(first) or books.settings.minutes_estimate_default, _minutes(returning))


def _minutes(taken: list[float]) -> int | None:
    return max(1, ceil(median(taken))) if len(taken) >= _ENOUGH else None
