"""How long a check-in takes here: measured from past check-ins, for the opening screen."""

from datetime import timedelta
from math import ceil
from statistics import median

from kiosk.visits.books import Books

_DAYS_BACK = 14
_ENOUGH, _PLENTY = 10, 60
_MINUTE = timedelta(minutes=1)


def minutes(books: Books) -> int:
    """Return about how many minutes a check-in at the kiosk takes: the median of the newest, rounded up.

    Days are looked at backwards, two weeks at most, until there are plenty: it is asked whenever the opening screen
    shows. Forms entered from paper say nothing about it. With fewer than ten check-ins it is the setting's estimate.
    """
    taken: list[float] = []
    today = books.today()
    with books.records.read() as reader:
        for back in range(_DAYS_BACK):
            taken += [
                (record.finished_at - record.started_at) / _MINUTE
                for visit in books.visits.of_day(today - timedelta(days=back), reader)
                for record in visit.checkins
                if record.entered_by is None
            ]
            if len(taken) >= _PLENTY:
                break
    if len(taken) < _ENOUGH:
        return books.settings.minutes_estimate_default
    return max(1, ceil(median(taken)))
