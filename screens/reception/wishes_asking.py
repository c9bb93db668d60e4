"""Asking at the desk how a client is called and what they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from kiosk.people.client_book import Client
from kiosk.people.wishes import CALL_WORDS, NEED_WORDS, CallBy, Need
from screens.staff.pick_screens import Pick, PickManyScreen, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_TITLE = "Calling, needs"


@dataclass(frozen=True)
class WishesSaid:
    """What the client said at the desk."""

    call_by: CallBy
    name: str
    needs: tuple[Need, ...]


async def ask_wishes(screen: StaffScreen[Any], client: Client) -> WishesSaid | None:
    """Ask for all of it; None if it was left. What is on record is ticked."""
    before = client.wishes
    picks = [Pick(by, f"{words[:1].upper()}{words[1:]}") for by, words in CALL_WORDS.items()]
    call_by = await screen.ask(
        PickScreen(_TITLE, picks, lead="How is the client called?", chosen=before.call_by if before else None)
    )
    if call_by is None:
        return None
    name = ""
    if call_by == "name":
        said = await screen.ask(
            TextScreen(_TITLE, "The name they use; empty for the one on record", value=before.name if before else "")
        )
        if said is None:
            return None
        name = said
    needs = await screen.ask(
        PickManyScreen(
            _TITLE,
            [Pick(need, f"{words[:1].upper()}{words[1:]}") for need, words in NEED_WORDS.items()],
            lead="What does the client need? Choose nothing if they need none of these.",
            chosen=before.needs if before else (),
        )
    )
    if needs is None:
        return None
    return WishesSaid(cast("CallBy", call_by), name, tuple(cast("Need", need) for need in needs))
