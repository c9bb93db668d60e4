"""How long records stay, by the clinic's settings: for calendar years from a client's last visit, rounded up."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from kiosk.core.settings import Settings
from kiosk.people.client_book import Client
from kiosk.visits.visit import Visit


def kept_until(visits: Iterable[Visit], client: Client | None, settings: Settings) -> date:
    """Return the last day on which a client's visits are kept: the end of a year, and not before a minor comes of age."""
    last = max(visit.day for visit in visits)
    until = date(min(last.year + settings.keep_years, date.max.year), 12, 31)
    if client is not None and client.age(last) < settings.age_of_consent:
        return max(until, _birthday(client.date_of_birth, settings.age_of_consent))
    return until


def visits_before(today: date, settings: Settings) -> date:
    """Return a day: only clients whose last visit was before it can be due for removal."""
    return date(max(today.year - settings.keep_years, date.min.year), 1, 1)


def audit_before(today: date, settings: Settings) -> date:
    """Return the day before which audit entries need not be kept; entries about visits stay as long as the visits."""
    return min(_earlier(today, settings.keep_audit_days), visits_before(today, settings))


def drafts_before(now: datetime, settings: Settings) -> datetime:
    """Return the moment: a draft last changed before it has been kept long enough."""
    return now - timedelta(hours=settings.keep_drafts_hours)


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # born on 29 February
        return date(born.year + age, 3, 1)


def _earlier(day: date, days: int) -> date:
    return day - timedelta(days=min(days, (day - date.min).days))
