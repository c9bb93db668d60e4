"""Finding a client among all there are, by name, telephone or date of birth."""

from __future__ import annotations

from datetime import date
from typing import Any

from kiosk.core.phrases import clock_time
from kiosk.people.client_book import Client
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit
from rules import day_in_words
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

_NAME, _BORN = "name", "born"


async def find_visit(screen: StaffScreen[Any]) -> str | None:
    """Ask for a name or a date of birth; return the id of the visit that was picked."""
    desk = screen.clinic.desk(screen.member)
    by = await screen.ask(PickScreen("Find", [Pick(_NAME, "By name or telephone"), Pick(_BORN, "By date of birth")]))
    if by == _NAME:
        text = await screen.ask(
            TextScreen("Find", "Name or telephone", needed="Type a name, or part of it.", go="Find ›")
        )
        found = desk.find(text) if text else None
    elif by == _BORN:
        born = await screen.ask(DateScreen("Find", lead="Date of birth", go="Find ›", past=True))
        found = desk.find(born=born) if born else None
    else:
        return None
    if found is None:
        return None
    if not found:
        screen.say("Nobody with that name or date of birth is in the records.")
        return None
    return await _pick(screen, found)


async def _pick(screen: StaffScreen[Any], found: list[Client]) -> str | None:
    today = screen.clinic.today()
    desk = screen.clinic.desk(screen.member)
    titles = screen.clinic.titles()
    picks = []
    for client in found:
        visits = desk.visits_of(client)
        for visit in _nearest(visits, today):
            when = "today" if visit.day == today else day_in_words(visit.day, today)
            what = (
                f"{when} {clock_time(visit.start)}, {titles.get(visit.treatment, visit.treatment)}, {standing(visit)}"
            )
            if client.private:
                what = f"{when} {clock_time(visit.start)}, private record"
            picks.append(Pick(visit.id, f"{client.full_name}, {day_in_words(client.date_of_birth)}", what))
    if not picks:
        screen.say(f"{found[0].full_name} is in the records but has no visit.")
        return None
    return await screen.ask(PickScreen("Find", picks))


def _nearest(visits: list[Visit], today: date) -> list[Visit]:
    """Return today's visits; else the next one, else the last."""
    of_today = [visit for visit in visits if visit.day == today]
    if of_today:
        return of_today
    ahead = [visit for visit in visits if visit.day > today]
    return ahead[-1:] or visits[:1]
