"""Asking for a reason: one of the usual ones by a touch, or in own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.desk.condition_words import named_conditions
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_AGAIN, _KEEP = "again", "keep"


async def ask_reason(
    screen: StaffScreen[Any],
    title: str,
    reasons: Sequence[str],
    *,
    lead: str = "",
    label: str = "Why?",
    names_no_condition: bool = False,
) -> str | None:
    """Ask for a reason: one of the usual ones by a touch, or in own words.

    `names_no_condition`: it is read at every desk, so that a condition in it is pointed out first.
    """
    picks = [*(Pick(reason, reason) for reason in reasons), Pick(OTHER, "Something else…")]
    picked = await screen.ask(PickScreen(title, picks, lead=lead))
    if picked == OTHER:
        needed = "A reason is needed: type a few words." if label == "Why?" else "Type a few words, or go back."
        asking = ask_without_condition if names_no_condition else _ask_words
        picked = await asking(screen, title, label, lead=lead, needed=needed)
    return picked or None


async def ask_without_condition(
    screen: StaffScreen[Any], title: str, label: str, *, lead: str, needed: str
) -> str | None:
    """Ask for words; where they name a condition say so, and let them be changed before they are kept."""
    while True:
        words = await _ask_words(screen, title, label, lead=lead, needed=needed)
        named = named_conditions(words or "", screen.clinic.protocols.values())
        if not words or not named:
            return words
        lead_of_named = f"“{'”, “'.join(named)}” may name a condition, and others read this."
        picks = (Pick(_AGAIN, "Write it differently"), Pick(_KEEP, "Keep it as it is"))
        picked = await screen.ask(PickScreen(title, picks, lead=lead_of_named))
        if picked != _AGAIN:
            return words if picked == _KEEP else None


async def _ask_words(screen: StaffScreen[Any], title: str, label: str, *, lead: str, needed: str) -> str | None:
    return await screen.ask(TextScreen(title, label, lead=lead, needed=needed))
