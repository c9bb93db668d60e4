"""The screens that ask for a last time, by name, and which of them an answer was given on."""

from __future__ import annotations

from kiosk.checkin.questionnaire import UNKNOWN
from kiosk.visits.visit_parts import Json

DAY = "screens.client.last_time:DayScreen"
MONTH = "screens.client.last_time:MonthScreen"
ROUGHLY = "screens.client.last_time:RoughlyScreen"
FIRST = "screens.client.last_time:LastTimeScreen"
"""How well is it known? Asked first where the screen is short."""


def time_screen(value: Json | None) -> str | None:
    """Return the screen on which a last time was answered; None where it was not, or by one of the quiet answers."""
    if not isinstance(value, str) or value in UNKNOWN:
        return None
    return {len("2026-06-01"): DAY, len("2026-06"): MONTH}.get(len(value) if value[:1].isdigit() else 0, ROUGHLY)
