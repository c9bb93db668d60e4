"""How a clinic writes its schedule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from kiosk.schedule.status import StatusWords


@dataclass(frozen=True, slots=True)
class ScheduleConventions:
    """How a clinic writes its schedule.

    `date_order` is "dmy", "mdy" or "ymd", the order of dates that are not ISO; `treatments` maps ids to titles.
    """

    date_order: str
    zone: ZoneInfo
    treatments: Mapping[str, str]
    words: StatusWords = field(default_factory=StatusWords.of)
