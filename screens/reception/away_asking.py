"""Somebody is away: their whole day is given to somebody else, or moved, and the desk is told whom to phone."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from kiosk.core.errors import BadInput
from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.column import Rearranged, column_of, move_all, plan_moves, reassign_all, takers
from kiosk.visits.day_book import DayEntry
from rules import several
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen

_GIVE, _MOVE = "give", "move"


async def rearrange_column(screen: StaffScreen[Any]) -> Rearranged | None:
    """Ask who is away on which day and what becomes of the visits; None where nothing was changed."""
    clinic = screen.clinic
    day = await _which_day(screen)
    if day is None:
        return None
    names = sorted({each.visit.practitioner for each in clinic.daybook(day).entries() if each.visit.practitioner})
    of_each = {name: column_of(clinic, name, day) for name in names}
    picks = [Pick(name, name, several(len(each), "visit", "visits")) for name, each in of_each.items() if each]
    if not picks:
        raise BadInput(f"Nobody has a visit to come on {long_day(day)}.")
    name = await screen.ask(PickScreen("Who is away?", picks))
    if name is None:
        return None
    entries = of_each[name]
    many = several(len(entries), "visit", "visits")
    picks = [Pick(_GIVE, "Give them to somebody else"), Pick(_MOVE, "Move them to other days")]
    what = await screen.ask(PickScreen(f"{name} is away", picks, lead=f"{many} on {long_day(day)}."))
    if what == _GIVE:
        return await _give(screen, entries, name)
    return await _move(screen, entries, day) if what == _MOVE else None


async def _which_day(screen: StaffScreen[Any]) -> date | None:
    today = screen.clinic.today()
    days = {"Today": today, "Tomorrow": today + timedelta(days=1)}
    picks = [Pick(label, label, long_day(day, year=False)) for label, day in days.items()]
    picked = await screen.ask(PickScreen("Somebody is away", [*picks, Pick(OTHER, "Another day…")]))
    if picked == OTHER:
        return await screen.ask(DateScreen("Somebody is away", lead="On which day?", least=today))
    return days[picked] if picked else None


async def _give(screen: StaffScreen[Any], entries: tuple[DayEntry, ...], away: str) -> Rearranged | None:
    of_each = {each.member.name: each for each in await asyncio.to_thread(takers, screen.clinic, entries, away)}
    if not of_each:
        raise BadInput("Nobody else on the staff list gives these treatments. Move the visits to other days.")
    many = len(entries)
    picks = [Pick(name, name, f"can take {many - len(each.stays)} of {many}") for name, each in of_each.items()]
    name = await screen.ask(PickScreen("Which practitioner?", picks))
    if name is None:
        return None
    to = of_each[name]
    lines = []
    for entry in entries:
        why = to.stays.get(entry.visit.id)
        stays = f" stays: {why}" if why else ""
        lines.append(f"{clock_time(entry.visit.start)}  {entry.client.full_name}{stays}")
    if not await screen.ask(SureScreen(f"To {name}", lines, go="Give them ›")):
        return None
    return await asyncio.to_thread(reassign_all, screen.clinic.desk(screen.member), screen.clinic, entries, to.member)


async def _move(screen: StaffScreen[Any], entries: tuple[DayEntry, ...], day: date) -> Rearranged | None:
    first = await screen.ask(
        DateScreen("Move them to other days", lead="From which day on?", least=day + timedelta(days=1))
    )
    if first is None:
        return None
    planned = await asyncio.to_thread(plan_moves, screen.clinic, entries, first)
    lines = []
    for each in planned:
        to = f"{long_day(each.to.day, year=False)}, {clock_time(each.to.start)}" if each.to else "no time is free"
        lines.append(f"{clock_time(each.entry.visit.start)}  {each.entry.client.full_name}: {to}")
    if not await screen.ask(SureScreen("Move them to other days", lines, go="Move them ›")):
        return None
    return await asyncio.to_thread(move_all, screen.clinic.desk(screen.member), planned)
