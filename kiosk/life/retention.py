"""How long a visit stays, by the clinic's settings."""

from datetime import date, datetime, timedelta

from kiosk.clients import Client
from kiosk.settings import Settings
from kiosk.visit import Visit


def kept_until(visit: Visit, client: Client | None, settings: Settings) -> date:
    """Return the last day of a visit's time; for somebody under age it begins when they come of age."""
    starts = visit.day
    if client is not None and client.age(visit.day) < settings.age_of_consent:
        starts = _birthday(client.date_of_birth, settings.age_of_consent)
    return _later(starts, settings.keep_visits_days)


def visits_before(today: date, settings: Settings) -> date:
    """Return the day before which a visit's time may be over; none from that day on is."""
    return _earlier(today, settings.keep_visits_days)


def audit_before(today: date, settings: Settings) -> date:
    """Return the day before which entries of the audit trail have had their time."""
    return _earlier(today, settings.keep_audit_days)


def drafts_before(now: datetime, settings: Settings) -> datetime:
    """Return the moment before which a draft was last touched if its time is over."""
    return now - timedelta(hours=settings.keep_drafts_hours)


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # born on 29 February
        return date(born.year + age, 3, 1)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def _earlier(day: date, days: int) -> date:
    return day - timedelta(days=min(days, (day - date.min).days))
