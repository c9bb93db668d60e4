"""What staff are asked when a client reports something after a session, and when they have called back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kiosk.core.phrases import long_day
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.reason_asking import ask_reason
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen

REPORTED = (
    "Redness that stays",
    "It stings",
    "Puffiness",
    "Skin that is open",
    "Darker or lighter patches",
)
CALLED = ("All is well again", "Told what to do at home", "Comes in to be looked at", "Told to see a doctor")
_NOT_REACHED = "Not reached"
_TITLE = "Reaction"
_CALLED_TITLE = "Called back"
_CLOSED = "\0closed"


async def ask_reaction(screen: StaffScreen[Any]) -> tuple[str, date] | None:
    """Ask what the client reports, and by when to call back."""
    said = await ask_reason(screen, _TITLE, REPORTED, lead="What does the client report?", label="In a few words")
    due = await _ask_day(screen, _TITLE, "By when is the client called back?") if said else None
    return (said, due) if said and due else None


async def ask_called(screen: StaffScreen[Any]) -> tuple[str, date | None] | None:
    """Ask what came of the call, and whether another is needed."""
    said = await ask_reason(
        screen, _CALLED_TITLE, (*CALLED, _NOT_REACHED), lead="What came of the call?", label="In a few words"
    )
    if not said:
        return None
    closing = [] if said == _NOT_REACHED else [Pick(_CLOSED, "No, it is closed")]
    again = await _ask_day(screen, _CALLED_TITLE, "Is another call needed?", *closing)
    if again is None:
        return None
    return (said, None) if again == _CLOSED else (said, again)


async def _ask_day(screen: StaffScreen[Any], title: str, lead: str, *before: Pick) -> Any:
    """Ask for a day from today on: one of the next by a touch, or another; what else `before` them may be picked."""
    today = screen.clinic.today()
    days = [today + timedelta(days=ahead) for ahead in (0, 1, 2)]
    words = ("Today", "Tomorrow", long_day(days[2], year=False))
    picks = [*before, *(Pick(day.isoformat(), said) for day, said in zip(days, words, strict=True))]
    picked = await screen.ask(PickScreen(title, [*picks, Pick(OTHER, "Another day…")], lead=lead))
    if picked == OTHER:
        return await screen.ask(DateScreen(title, lead=lead, least=today))
    return date.fromisoformat(picked) if picked and picked not in {each.value for each in before} else picked
