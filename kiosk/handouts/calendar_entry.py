"""A booked slot as a calendar entry: small enough for a code, and silent about the treatment."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

_LASTS = timedelta(hours=1)


def calendar_entry(clinic: str, day: date, start: time, zone: ZoneInfo, *, visit_id: str, made_at: datetime) -> bytes:
    """Return an iCalendar entry (RFC 5545) of one hour at the clinic; `made_at` is aware.

    It names the clinic and the time and nothing else, because a telephone shows it to whoever is near.
    """
    begins = datetime.combine(day, start, tzinfo=zone).astimezone(UTC)
    event = Event()
    event.add("uid", visit_id)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", begins)
    event.add("dtend", begins + _LASTS)
    event.add("summary", clinic)
    calendar = Calendar()
    calendar.add("prodid", "-//clinic-kiosk//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
