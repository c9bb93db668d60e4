"""In which language a paper is that a client filled in or signed."""

from __future__ import annotations

from typing import Any

from kiosk.core.language_names import english_name
from kiosk.visits.paper_language import languages_to_sign
from kiosk.visits.visit import Visit
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen


async def ask_paper_language(screen: StaffScreen[Any], visit: Visit) -> str | None:
    """Ask it where it may be another one than English; None if nobody said."""
    first, *others = languages_to_sign(screen.clinic, visit)
    if not others:
        return first
    picks = [Pick(each, f"In {english_name(each)}") for each in (first, *others)]
    picked = await screen.ask(PickScreen("On paper", picks, lead="In which language is the paper?"))
    return str(picked) if picked else None
