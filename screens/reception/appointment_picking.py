"""Picking a practitioner, a time today, or a free slot from the first possible day on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from kiosk.core.errors import BadInput
from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.advice import said_to_client
from kiosk.desk.desk import Desk
from kiosk.desk.slots import FreeTime, busy
from kiosk.visits.to_phone import first_possible
from kiosk.visits.visit import Visit, VisitState
from rules import several
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.take_away_asking import show_slip
from screens.staff.text_screens import DateScreen, TextScreen

_STEP_MINUTES = 5


async def pick_practitioner(screen: StaffScreen[Any], visit: Visit) -> str | None:
    """Ask who treats; those who give this treatment, with how much they have today."""
    clinic = screen.clinic
    entries = clinic.daybook(visit.day).entries()
    names = [
        member.name
        for member in clinic.staff.all()
        if member.active and member.role == "practitioner" and member.gives(visit.treatment)
    ]
    if not names:
        raise BadInput("Nobody on the staff list gives this treatment. Ask the lead.")
    picks = []
    for name in names:
        left = sum(entry.visit.practitioner == name and not entry.visit.is_over for entry in entries)
        at = None if visit.state is VisitState.requested else busy(clinic, name, visit.day, {visit.id}).during(visit)
        has = f"has a visit at {clock_time(at)}" if at else f"{several(left, 'visit', 'visits')} to come today"
        picks.append(Pick(name, name, has))
    return await screen.ask(PickScreen("Which practitioner?", picks, chosen=visit.practitioner or None))


async def pick_time(screen: StaffScreen[Any], visit: Visit, practitioner: str) -> time | None:
    """Ask for a time today: now, or one of the free ones."""
    now = screen.clinic.now()
    soon = _rounded(now)
    wanted = visit.model_copy(update={"practitioner": practitioner})
    free = [slot.start for slot in screen.clinic.desk(screen.member).slots_today(wanted)]
    times = [soon, *(start for start in free if start != soon)]
    picks = [Pick(start.isoformat(), clock_time(start), "now" if start == soon else "free") for start in times]
    picked = await screen.ask(PickScreen("At what time?", picks))
    return time.fromisoformat(picked) if picked else None


def _rounded(now: datetime) -> time:
    ahead = timedelta(minutes=-now.minute % _STEP_MINUTES)
    return (now + ahead).replace(second=0, microsecond=0, tzinfo=None).time()


async def move_visit(screen: StaffScreen[Any], visit: Visit, least: date | None = None) -> Visit | None:
    """Move a visit to a time that is picked, and show the slip; return the visit that was put off, None if nothing was picked."""
    desk = screen.clinic.desk(screen.member)
    desk.require_movable(visit)
    slot = await pick_slot(screen, visit, desk, least)
    if slot is None:
        return None
    old, new = desk.move(visit, slot.day, slot.start)
    await screen.refresh_facts()
    screen.say(f"New appointment: {long_day(new.day)}, {clock_time(new.start)}.", good=True)
    await show_slip(screen, old, partial(said_to_client, screen.clinic, old))
    return old


async def pick_slot(
    screen: StaffScreen[Any], visit: Visit, desk: Desk, least: date | None = None, *, title: str = "Another day"
) -> FreeTime | None:
    """Propose free slots from the first possible day on, or another day and time of the desk's own."""
    today = screen.clinic.today()
    slots = {f"{slot.day}T{slot.start}": slot for slot in desk.slots(visit, least=least)}
    picks = [
        Pick(
            key,
            f"{long_day(slot.day, year=slot.day.year != today.year)}, {clock_time(slot.start)}",
            f"with {slot.practitioner}",
        )
        for key, slot in slots.items()
    ]
    first = max(filter(None, (first_possible(visit), least)), default=None)
    lead = f"The first possible day is {long_day(first)}." if first else "Free times, the next ones first."
    picked = await screen.ask(PickScreen(title, [*picks, Pick(OTHER, "Another day or time…")], lead=lead))
    if picked != OTHER:
        return slots[picked] if picked else None
    asking = f"Which day? {lead}" if first else "Which day?"
    day = await screen.ask(DateScreen(title, lead=asking, brief="Which day?", least=max(first or today, today)))
    if day is None:
        return None
    typed = await screen.ask(TextScreen(title, "Time", lead="As in 10:30.", needed="A time is needed, as in 10:30."))
    return FreeTime(day, read_time(typed), visit.practitioner) if typed else None


def read_time(text: str) -> time:
    """Return a typed time; BadInput for what is none."""
    hours, _, minutes = text.replace(".", ":").partition(":")
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise BadInput("There is no such time: type it as in 10:30.") from None
