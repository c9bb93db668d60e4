"""Taking in somebody without an appointment, at the desk: the same request as at a kiosk, accepted at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from kiosk.checkin import walk_in
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
    told = await _who(screen)
    if told is None:
        return None
    given, family, born, phone = told
    picks = [Pick(treatment, title) for treatment, title in screen.clinic.titles().items()]
    treatment = await screen.ask(PickScreen(_TITLE, picks, lead="Which treatment?"))
    if treatment is None:
        return None
    actor = screen.member.actor(screen.clinic.terminal)
    fields = (born.day, born.month, born.year)
    request = walk_in.request(screen.clinic, actor, given, family, fields, phone, treatment)
    practitioner = await pick_practitioner(screen, request)
    start = await pick_time(screen, request, practitioner) if practitioner else None
    if practitioner and start:
        screen.clinic.desk(screen.member).accept_walk_in(request, start, practitioner)
    return request.id


async def _who(screen: StaffScreen[Any]) -> tuple[str, str, date, str] | None:
    names = []
    for label in ("Given name", "Family name"):
        name = await screen.ask(TextScreen(_TITLE, label, needed=f"The {label.lower()} is needed."))
        if name is None:
            return None
        names.append(name)
    born = await screen.ask(DateScreen(_TITLE, lead="Date of birth", past=True))
    if born is None:
        return None
    phone = await screen.ask(TextScreen(_TITLE, "Telephone", needed="A telephone number is needed."))
    return None if phone is None else (names[0], names[1], born, phone)
