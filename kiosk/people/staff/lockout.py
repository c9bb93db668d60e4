"""Wrong PINs, counted in the records: closing and reopening a kiosk forgives nothing.

They count per person, and by machine: at its terminals for clients together, and at those for staff. So somebody who tries
PINs at a client's kiosk shuts that one person out at that machine's kiosks, and nobody anywhere else; and a terminal that is
started under another name gives no new tries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.core.errors import LockedOut
from kiosk.records import Kind, Reader, Writer
from rules import several

TRIES: Final = 5
STEPS: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
"""How long nobody may try after the first, the second, and every later five wrong PINs."""
_WHAT: Final = "pin"


@dataclass(frozen=True, slots=True)
class Lockout:
    """One person's wrong PINs at the terminals of one machine: those for clients, or those for staff."""

    name_key: str
    machine: str
    client_terminal: bool

    @property
    def id(self) -> str:
        """The id of the document that counts."""
        return f"{_WHAT} {self.machine} {'client' if self.client_terminal else 'staff'} {self.name_key}"

    def locked_until(self, writer: Writer, now: datetime) -> datetime | None:
        """Return until when nobody may try, or None.

        If the clock was put back, the lock starts over: it neither ends early, nor lasts longer than its step from now.
        """
        found = writer.get(Kind.ATTEMPT, self.id)
        until = _locked_until(found, now)
        if until is not None and found is not None and until.isoformat() != found["until"]:
            moved = {**found, "since": now.isoformat(), "until": until.isoformat()}
            writer.put(Kind.ATTEMPT, moved, expect=found["revision"])
        return until

    def count(self, writer: Writer, now: datetime) -> int:
        """Count one try as wrong, and return how many there were; the last of each five locks."""
        found = writer.get(Kind.ATTEMPT, self.id)
        wrong = 1 if found is None else found["wrong"] + 1
        until = None
        if wrong % TRIES == 0:
            until = now + STEPS[min(wrong // TRIES, len(STEPS)) - 1]
        document = {
            "id": self.id,
            "what": _WHAT,
            "name_key": self.name_key,
            "machine": self.machine,
            "wrong": wrong,
            "since": now.isoformat(),
            "until": None if until is None else until.isoformat(),
        }
        writer.put(Kind.ATTEMPT, document, expect=None if found is None else found["revision"])
        return wrong

    def forget(self, writer: Writer) -> None:
        """Forget the wrong PINs."""
        found = writer.get(Kind.ATTEMPT, self.id)
        if found is not None:
            writer.remove(Kind.ATTEMPT, self.id, expect=found["revision"])


def _locked_until(attempt: Mapping[str, Any] | None, now: datetime) -> datetime | None:
    if attempt is None or attempt["until"] is None:
        return None
    since, until = (datetime.fromisoformat(attempt[each]) for each in ("since", "until"))
    if now < since:  # the clock was put back meanwhile
        return now + (until - since)
    return until if now < until else None


def refusal(until: datetime, now: datetime) -> LockedOut:
    """Return the error to raise while nobody may try."""
    minutes = -(-(until - now) // timedelta(minutes=1))
    wait = several(minutes, "minute", "minutes")
    return LockedOut(f"Too many wrong PINs: try again in {wait}, or ask a lead to unlock.", until=until)


def locked_names(reader: Reader, now: datetime) -> set[str]:
    """Return the keys of the names that are locked somewhere."""
    attempts = reader.find(Kind.ATTEMPT, what=_WHAT)
    return {attempt["name_key"] for attempt in attempts if _locked_until(attempt, now) is not None}


def forget_everywhere(writer: Writer, name_key: str) -> int:
    """Forget one person's wrong PINs everywhere; return in how many places there were some."""
    found = writer.find(Kind.ATTEMPT, name_key=name_key, what=_WHAT)
    for attempt in found:
        writer.remove(Kind.ATTEMPT, attempt["id"], expect=attempt["revision"])
    return len(found)
