"""A language for clients: read what is new in its words, then sign."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from kiosk.core.clean import clean
from kiosk.core.errors import NotAllowed
from kiosk.lead.languages_signed import TranslationReview, sign_translation
from screens.staff.lead.translation_screen import TranslationScreen
from screens.staff.pin_screen import PinScreen
from screens.staff.staff_screen import StaffScreen

_LONGEST: Final = 2000


async def sign_in_app(screen: StaffScreen[Any], reviewed: TranslationReview) -> None:
    """Show a language's words, then ask for the PIN; what has faults is not signed."""
    if reviewed.is_signed:
        screen.say(f"{reviewed.title} is signed already.", good=True)
        return
    screen.say("Reading the words…", good=True)
    if wrong := await asyncio.to_thread(lambda: reviewed.faults):
        raise NotAllowed(f"Not right yet: {clean(wrong[0], _LONGEST)}")
    if not await screen.ask(TranslationScreen(reviewed)):
        return
    member = await screen.ask(PinScreen(screen.member.name, title="Sign the words", lead=reviewed.title, go="Sign ›"))
    if member is not None:
        await asyncio.to_thread(sign_translation, screen.clinic, reviewed, member)
        screen.say("Signed: clients may read it from now on.", good=True)
