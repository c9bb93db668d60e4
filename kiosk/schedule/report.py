"""What an import did, or would do."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal

from kiosk.schedule.booking_line import Refusal, Remark

HELD_BACK: Final = "Appointments of clients who were erased were left out"
"""Followed by which lines they are on."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """A visit that the schedule no longer has. It stays booked: only a person cancels."""

    visit_id: str
    day: date
    start: time


@dataclass(frozen=True, slots=True)
class CalledOff:
    """A booked visit that the schedule now has as cancelled, or as not come. It stays booked: only a person cancels."""

    visit_id: str
    day: date
    start: time
    how: Literal["cancelled", "no_show"]


@dataclass(frozen=True, slots=True)
class Change:
    """An appointment that is new or was changed, for the desk: it names the client."""

    kind: Literal["new", "moved", "changed"]
    given_name: str
    family_name: str
    day: date
    start: time
    before: tuple[date, time] | None = None
    """When it was, if it is moved."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many appointments were new, moved, changed in other ways or known already, and what a person must look at.

    `cancelled` counts lines of cancelled appointments; `called_off` are those of them that are booked here;
    `elsewhere` counts lines about services that are not this kiosk's.
    `refused` and `warnings` are pairs of the physical line in the file and a sentence; line 0 is the file itself.
    """

    taken: int
    moved: int
    changed: int
    unchanged: int
    warnings: tuple[Remark, ...]
    refused: tuple[Refusal, ...]
    vanished: tuple[Vanished, ...]
    cancelled: int = 0
    elsewhere: int = 0
    called_off: tuple[CalledOff, ...] = ()
    changes: tuple[Change, ...] = ()
    held_back: tuple[int, ...] = ()
    """The lines about clients who were erased at their wish: they are not taken unless somebody says so."""
    dry_run: bool = False

    @property
    def exit_status(self) -> int:
        """0 if every line was taken, 1 if some were refused."""
        return 1 if self.refused else 0

    @property
    def summary(self) -> str:
        """One line in plain words."""
        parts = [
            f"{count} {what}"
            for count, what in (
                (self.taken, "new"),
                (self.moved, "moved"),
                (self.changed, "changed"),
                (self.unchanged, "unchanged"),
                (self.cancelled, "cancelled in the file"),
                (len(self.called_off), "of these still booked here"),
                (self.elsewhere, "for services that are not this kiosk's"),
                (len(self.refused), "refused"),
                (len(self.held_back), "of erased clients, not taken"),
                (len(self.vanished), "no longer in the file"),
            )
            if count
        ]
        words = ", ".join(parts) or "no appointments in the file"
        return f"{words}."
