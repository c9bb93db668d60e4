"""Booking the next session: the first free time of its window, by one key or touch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kiosk.core.errors import NotAllowed
from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.next_session import NextSession, book_next, free_on, next_session
from kiosk.desk.slots import FreeTime
from kiosk.visits.visit import Visit
from rules import day_in_words
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen

_TITLE = "Next session"
_NOT_NOW = "\0not now"


async def ask_next(screen: StaffScreen[Any], visit: Visit) -> str:
    """Propose free times for the next session and book what is picked; return what to say, or nothing."""
    due = next_session(screen.clinic, visit)
    slot = await _pick(screen, visit, due) if due is not None else None
    if slot is None:
        return ""
    new = book_next(screen.clinic, screen.member, visit, slot)
    return f"The next session is booked: {long_day(new.day)}, {clock_time(new.start)}."


async def _pick(screen: StaffScreen[Any], visit: Visit, due: NextSession) -> FreeTime | None:
    today = screen.clinic.today()
    times = {slot.day.isoformat(): slot for slot in due.slots}
    late = "after the window" if due.is_late else ""
    picks = [
        Pick(key, f"Book {long_day(slot.day, year=slot.day.year != today.year)}, {clock_time(slot.start)}", late)
        for key, slot in times.items()
    ]
    picks += [Pick(OTHER, "Another day…"), Pick(_NOT_NOW, "Not now")]
    lead = f"Due from {day_in_words(due.first, today)} to {day_in_words(due.last, today)}."
    picked = await screen.ask(PickScreen(_TITLE, picks, lead=lead))
    if picked != OTHER:
        return times.get(picked or "")
    return await _on_another_day(screen, visit, lead)


async def _on_another_day(screen: StaffScreen[Any], visit: Visit, lead: str) -> FreeTime | None:
    least = screen.clinic.today() + timedelta(days=1)
    day = await screen.ask(DateScreen(_TITLE, lead=f"Which day? {lead}", brief="Which day?", least=least))
    if day is None:
        return None
    free = {clock_time(slot.start): slot for slot in free_on(screen.clinic, visit, day)}
    if not free:
        raise NotAllowed(f"Nothing is free on {long_day(day)}. Choose another day.")
    chosen = await screen.ask(PickScreen(_TITLE, [Pick(key, key) for key in free], lead=f"{long_day(day)}: when?"))
    return free.get(chosen or "")
