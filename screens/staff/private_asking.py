"""Asking why a private record is opened: a reason from the list, and a line; the lead is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.visits.private_record import OPENING_REASONS, IsPrivate, OpeningReason
from kiosk.visits.visit import Visit
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.reason_asking import ask_without_condition
from screens.staff.staff_screen import StaffScreen

_TITLE = "Private record"
_LEAD = "Why do you open it? The lead is told who opened it, when and why."


async def open_with_reason(
    screen: StaffScreen[Any], open_visit: Callable[[str, OpeningReason | None], Visit], visit_id: str
) -> Visit | None:
    """Open a visit; of a private record only for a reason. None if none was given."""
    try:
        return open_visit(visit_id, None)
    except IsPrivate:
        picked = await screen.ask(
            PickScreen(_TITLE, [Pick(each, words) for each, words in OPENING_REASONS.items()], lead=_LEAD)
        )
    if picked is None:
        return None
    line = await ask_without_condition(
        screen, _TITLE, "In a line", lead=_LEAD, needed="Write a line: what do you need it for?"
    )
    return open_visit(visit_id, OpeningReason(picked=picked, line=line)) if line else None
