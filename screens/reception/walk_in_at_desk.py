"""Taking in somebody without an appointment, at the desk: the same request as at a kiosk, accepted at once."""

from __future__ import annotations

from typing import Any

from kiosk.checkin import walk_in
from kiosk.desk.booking import Caller, wanted
from kiosk.visits.visit import VisitState
from screens.reception.appointment_picking import pick_practitioner, pick_time
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

_TITLE = "Walk-in"
_NEW = "\0new"


async def take_in(screen: StaffScreen[Any]) -> str | None:
    """Pick a request that a kiosk sent, or ask who is here; return the id of the visit."""
    waiting = [entry for entry in screen.clinic.daybook().entries() if entry.visit.state is VisitState.requested]
    if waiting:
        titles = screen.clinic.titles()
        picks = [Pick(each.visit.id, each.client.full_name, titles.get(each.visit.treatment, "")) for each in waiting]
        picked = await screen.ask(
            PickScreen(_TITLE, [*picks, Pick(_NEW, "Somebody else")], lead="Asked for at a kiosk:")
        )
        if picked != _NEW:
            return picked
    return await _new(screen)


async def _new(screen: StaffScreen[Any]) -> str | None:
    who = await ask_who(screen, _TITLE)
    treatment = await pick_treatment(screen, _TITLE) if who else None
    if who is None or treatment is None:
        return None
    asked = wanted(screen.clinic, treatment)
    practitioner = await pick_practitioner(screen, asked)
    start = await pick_time(screen, asked, practitioner) if practitioner else None
    if practitioner is None or start is None:
        return None
    actor = screen.member.actor(screen.clinic.terminal)
    fields = (who.born.day, who.born.month, who.born.year)
    request = walk_in.request(screen.clinic, actor, who.given, who.family, fields, who.phone, treatment)
    screen.clinic.desk(screen.member).accept_walk_in(request, start, practitioner)
    return request.id


async def pick_treatment(screen: StaffScreen[Any], title: str) -> str | None:
    """Ask for a treatment."""
    picks = [Pick(treatment, words) for treatment, words in screen.clinic.titles().items()]
    return await screen.ask(PickScreen(title, picks, lead="Which treatment?"))


async def ask_who(screen: StaffScreen[Any], title: str) -> Caller | None:
    """Ask for names, date of birth and telephone."""
    names = []
    for label in ("Given name", "Family name"):
        name = await screen.ask(TextScreen(title, label, needed=f"The {label.lower()} is needed."))
        if name is None:
            return None
        names.append(name)
    born = await screen.ask(DateScreen(title, lead="Date of birth", past=True))
    if born is None:
        return None
    phone = await screen.ask(TextScreen(title, "Telephone", needed="A telephone number is needed."))
    return None if phone is None else Caller(names[0], names[1], born, phone)
