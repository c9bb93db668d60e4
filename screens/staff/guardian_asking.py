"""Asks staff who the guardian is that they see: how related, and by which document."""

from __future__ import annotations

from typing import Any

from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_TITLE = "Guardian seen"
_RELATIONS = ("mother", "father", "legal guardian")
_DOCUMENTS = ("identity card", "passport", "driving licence", "court paper")


async def ask_guardian(screen: StaffScreen[Any], said: str) -> tuple[str, str] | None:
    """Return the relation and the document; None where nothing is noted. `said` is what the guardian said at the kiosk."""
    lead = f"How are they related? At the kiosk they said: {said}." if said else "How are they related?"
    relation = await _one_of(screen, _RELATIONS, lead, "Related how")
    if not relation:
        return None
    document = await _one_of(screen, _DOCUMENTS, "Which document did you see?", "Document")
    return (relation, document) if document else None


async def _one_of(screen: StaffScreen[Any], known: tuple[str, ...], lead: str, label: str) -> str:
    picks = [*(Pick(each, each.capitalize()) for each in known), Pick(OTHER, "Something else")]
    picked = await screen.ask(PickScreen(_TITLE, picks, lead=lead))
    if picked == OTHER:
        return await screen.ask(TextScreen(_TITLE, label, needed="Please write it.")) or ""
    return picked or ""
