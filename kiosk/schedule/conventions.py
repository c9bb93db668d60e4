"""How a clinic writes its schedule."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from kiosk.schedule.clients_file import ClientsFile
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.services import Services
from kiosk.schedule.status import StatusWords


@dataclass(frozen=True, slots=True)
class CalendarConventions:
    """What reading a calendar needs besides: it holds years, and seldom a birth date."""

    first: date
    """The first and the last day that are asked for."""
    last: date
    title: str = ""
    """The pattern of a title, as `schedule.calendar.title` has it; empty to find its parts by what they say."""
    staff: frozenset[str] = frozenset()
    """The names of the staff, in small letters: they are no clients."""
    birth_of: Callable[[str, str], date | None] = lambda _name, _phone: None
    """Tells the birth date of the one client on record who has this name, and this telephone if both are known."""


@dataclass(frozen=True, slots=True)
class ScheduleConventions:
    """How a clinic writes its schedule.

    `date_order` is "dmy", "mdy" or "ymd", the order of dates that are not ISO; `treatments` maps ids to titles.
    """

    date_order: str
    zone: ZoneInfo
    treatments: Mapping[str, str]
    words: StatusWords = field(default_factory=StatusWords.of)
    titles: ColumnTitles = field(default_factory=ColumnTitles)
    called: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the booking program calls a treatment besides its id and title."""
    elsewhere: tuple[str, ...] = ()
    """Services that are known not to be this kiosk's."""
    family_first: bool = False
    clients: ClientsFile = field(default_factory=ClientsFile)
    """Whom the numbers of clients stand for."""
    calendar: CalendarConventions | None = None

    def services(self) -> Services:
        """Return the names under which the clinic books its treatments; raises BadInput if one is named that there is not."""
        return Services.of(self.treatments, self.called, self.elsewhere)
