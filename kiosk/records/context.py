"""What every store of a clinic is handed: the records, the settings, the folder, the clock and the terminal."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.core.actor import Actor
from kiosk.core.clock import Clock
from kiosk.core.settings import Settings
from kiosk.records.store import Records


@dataclass(frozen=True, eq=False)
class Context:
    """An open folder of records at one terminal."""

    records: Records
    clock: Clock
    settings: Settings
    folder: Path
    terminal: str
    """The terminal's name, as the trail and the board show it."""

    def now(self) -> datetime:
        """Return the present moment in the clinic's time zone."""
        return self.local(self.clock.now())

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the clinic's time zone."""
        return moment.astimezone(self.settings.zone)

    def today(self) -> date:
        """Return the clinic's today."""
        return self.now().date()

    def actor_client(self) -> Actor:
        """Return the client at this terminal as the one who acts; the trail knows clients by id only."""
        return Actor(name="client", role="client", terminal=self.terminal)

    def actor_system(self) -> Actor:
        """Return this terminal as the one who acts."""
        return Actor(name="kiosk", role="system", terminal=self.terminal)
