"""What was done at a visit, and what was said of it later: small frozen records, each written once and never changed."""

from datetime import date, datetime
from typing import Final

from kiosk.core.phrases import day_in_short
from kiosk.visits.visit_parts import VisitPart


class MachineSettings(VisitPart):
    """How the machine was set, in the words that the practitioner's own machine uses; empty where nothing was noted."""

    device: str = ""
    tip: str = ""
    """The tip, or the crystals."""
    suction: str = ""
    passes: int | None = None

    @property
    def words(self) -> str:
        """Return `suction 25 kPa, 2 passes, fine tip, Device 2`, without what was not noted."""
        suction = f"suction {self.suction}" if self.suction else ""
        passes = f"{self.passes} {'pass' if self.passes == 1 else 'passes'}" if self.passes else ""
        return ", ".join(filter(None, (suction, passes, self.tip, self.device)))


class ProductUsed(VisitPart):
    """A product that was used: its name, and what its label says. Without a lot it is to be completed."""

    name: str
    lot: str = ""
    expires: date | None = None
    gtin: str = ""
    serial: str = ""
    in_spite: str = ""
    """Why it was used although it had expired."""
    lot_unknown: str = ""
    """Why its lot can't be told any more."""

    @property
    def lacks_lot(self) -> bool:
        return not self.lot and not self.lot_unknown

    def has_expired(self, today: date) -> bool:
        return self.expires is not None and self.expires < today

    @property
    def words(self) -> str:
        """Return `Serum C, lot AB12, until 31 Oct 2027`."""
        lot = f"lot {self.lot}" if self.lot else f"lot not known ({self.lot_unknown})" if self.lot_unknown else "no lot"
        until = f"until {day_in_short(self.expires)}" if self.expires else ""
        in_spite = f"EXPIRED: {self.in_spite}" if self.in_spite else ""
        return ", ".join(filter(None, (self.name, lot, until, in_spite)))


class SessionDetails(VisitPart):
    """What a practitioner may note of a session besides areas, steps and the note; all of it may stay empty."""

    machine: MachineSettings = MachineSettings()
    skin_before: tuple[str, ...] = ()
    skin_after: tuple[str, ...] = ()
    products: tuple[ProductUsed, ...] = ()


NO_DETAILS: Final = SessionDetails()


class Session(SessionDetails):
    """What was done."""

    areas: tuple[str, ...]
    steps: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    """Steps that were planned for this client and not done."""
    notes: str = ""
    """What the next session should know."""
    done_at: datetime


class SessionToSign(SessionDetails):
    """What was filled in of a session whose record is signed later that day; None: nobody has said anything of it yet."""

    areas: tuple[str, ...] = ()
    steps: tuple[str, ...] | None = None
    notes: str = ""
    by: str
    since: datetime
    """When the treatment was over."""


class CallBack(VisitPart):
    """One call about a reaction, and what came of it; `again` is the day of the next one, or None where none is needed."""

    by: str
    at: datetime
    said: str
    again: date | None = None


class Reaction(VisitPart):
    """What a client reported after a session, who noted it, by when to call back, and the calls since."""

    said: str
    by: str
    by_id: str
    role: str
    at: datetime
    due: date
    calls: tuple[CallBack, ...] = ()

    @property
    def call_due(self) -> date | None:
        """By which day somebody calls; None once nothing is left to be done."""
        return self.calls[-1].again if self.calls else self.due
