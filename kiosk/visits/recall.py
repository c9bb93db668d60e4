"""What a returning client said last time, and whether to ask "is this still so?"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kiosk.visits.courses import sessions_on_record
from kiosk.visits.visit import CheckInRecord, Visit
from kiosk.visits.visit_parts import Json
from rules import Protocol

LASER = "laser_planned"
"""The question that the booking's laser column answers."""


@dataclass(frozen=True)
class LastCheckIn:
    """The last completed check-in for a treatment, and the visit it belongs to."""

    visit: Visit
    record: CheckInRecord

    @property
    def raw(self) -> dict[str, Json]:
        """The answers as the client gave them then."""
        return dict(self.record.answers["raw"])


def last_completed(visits: Sequence[Visit], treatment: str, but: Sequence[str]) -> LastCheckIn | None:
    """Return the last completed check-in for a treatment, on another visit than those named."""
    found = [
        LastCheckIn(visit, visit.checkin)
        for visit in visits
        if visit.id not in but and visit.treatment == treatment and visit.checkin is not None
    ]
    return max(found, key=lambda recalled: recalled.record.finished_at, default=None)


def still_counts(recalled: LastCheckIn, protocol: Protocol, today: date, valid_days: int) -> bool:
    """Tell whether last answers may be offered again: same protocol, and not given longer ago than the clinic's limit."""
    record = recalled.record
    given_on = date.fromisoformat(record.answers["answered_on"])
    return record.sha256 == protocol.sha256 and (today - given_on).days <= valid_days


def offered(recalled: LastCheckIn, visits: Sequence[Visit]) -> dict[str, Json]:
    """Return the answers to offer as "is this still so?".

    What a practitioner corrected since is asked again, and so is the last session if the clinic gave one itself since.
    """
    raw = recalled.raw
    for correction in recalled.visit.corrections:
        for name in (correction.question, *correction.also):
            raw.pop(name, None)
    if any(day >= recalled.visit.day for day in sessions_on_record(visits, recalled.visit.treatment)):
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


def changed(asked: Iterable[str], now: Mapping[str, Json], before: Mapping[str, Json]) -> tuple[str, ...]:
    """Return those of the questions asked now that were answered differently before, or not at all."""
    return tuple(name for name in asked if now.get(name) != before.get(name))
