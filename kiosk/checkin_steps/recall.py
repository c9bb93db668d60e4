"""What a returning client said last time, and whether it may be asked "is this still so?"."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kiosk.courses import sessions_on_record
from kiosk.visit import CheckInRecord, Visit
from kiosk.visit_parts import Json
from rules import Protocol

LASER = "laser_planned"
"""The question that the booking's laser column answers."""


def last_record(visits: Sequence[Visit], treatment: str, but: Sequence[str]) -> CheckInRecord | None:
    """Return the last completed check-in for a treatment on another visit than those named."""
    records = [
        visit.checkin
        for visit in visits
        if visit.id not in but and visit.treatment == treatment and visit.checkin is not None
    ]
    return max(records, key=lambda record: record.finished_at, default=None)


def still_counts(record: CheckInRecord, protocol: Protocol, now: datetime, valid_days: int) -> bool:
    """Tell whether last answers may be offered again: same protocol, and not older than the clinic's limit."""
    return record.sha256 == protocol.sha256 and now - record.finished_at <= timedelta(days=valid_days)


def offered(record: CheckInRecord, visits: Sequence[Visit]) -> dict[str, Json]:
    """Return the answers to offer. What the clinic itself did since is not asked back as if nothing had been done."""
    raw = dict(record.answers["raw"])
    answered_on = record.finished_at.date()
    if any(day >= answered_on for day in sessions_on_record(visits, record.protocol)):
        raw.pop("had_before", None)
        raw.pop("session_last", None)
    return raw


def from_booking(visits: Sequence[Visit], protocols: Mapping[str, Protocol]) -> dict[str, dict[str, Json]]:
    """Return the answers that the bookings give, by treatment; where two differ, the one that asks for more care."""
    fixed: dict[str, dict[str, Json]] = {}
    for visit in visits:
        if visit.laser is not None and protocols[visit.treatment].has_question(LASER):
            known = fixed.setdefault(visit.treatment, {})
            known[LASER] = "yes" if "yes" in (visit.laser, known.get(LASER)) else "no"
    return fixed


def changed(now: Mapping[str, Json], before: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the ids of the questions answered otherwise than before."""
    return tuple(sorted(name for name in set(now) | set(before) if now.get(name) != before.get(name)))
