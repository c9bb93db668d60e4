"""Showing the audit trail: the entries about somebody, by somebody, or of a day."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kiosk.records.audit_trail import AuditEntry
from kiosk.records.store import Records


def show(
    records: Records,
    *,
    subject: str | None = None,
    staff: str | None = None,
    day: date | None = None,
    zone: tzinfo = UTC,
) -> list[AuditEntry]:
    """Return the entries about an id, by a member of staff's id, of a day in a time zone, or all; oldest first."""
    with records.read() as reader:
        if day is None:
            return list(reader.trail(subject=subject, staff=staff))
        start = datetime.combine(day, time(), zone).astimezone(UTC).date()
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC).date()
        found = [
            entry
            for step in range((end - start).days + 1)
            for entry in reader.trail(subject=subject, staff=staff, day=(start + timedelta(days=step)).isoformat())
        ]
    return [entry for entry in found if entry.at.astimezone(zone).date() == day]
