"""Asking for a reason: one of the usual ones by a touch, or in own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen


async def ask_reason(
    screen: StaffScreen[Any], title: str, reasons: Sequence[str], *, lead: str = "", label: str = "Why?"
) -> str | None:
    """Ask for a reason: one of the usual ones by a touch, or in own words."""
    picks = [*(Pick(reason, reason) for reason in reasons), Pick(OTHER, "Something else…")]
    picked = await screen.ask(PickScreen(title, picks, lead=lead))
    if picked == OTHER:
        needed = "A reason is needed: type a few words." if label == "Why?" else "Type a few words, or go back."
        picked = await screen.ask(TextScreen(title, label, lead=lead, needed=needed))
    return picked or None
