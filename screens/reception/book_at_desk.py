"""Booking a visit for somebody who calls or comes by."""

from __future__ import annotations

from typing import Any

from kiosk.desk import booking
from kiosk.desk.booking import Caller
from kiosk.people.client_book import Client
from kiosk.visits.visit import Visit
from rules import day_in_words
from screens.reception.appointment_picking import pick_practitioner, pick_slot
from screens.reception.walk_in_at_desk import ask_who, pick_treatment
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_TITLE = "Book a visit"
_NEW = "\0new"


async def book_visit(screen: StaffScreen[Any]) -> Visit | None:
    """Ask for whom, what, with whom and when; return the visit once it is booked."""
    who = await _whom(screen)
    treatment = await pick_treatment(screen, _TITLE) if who else None
    if who is None or treatment is None:
        return None
    asked = booking.wanted(screen.clinic, treatment)
    practitioner = await pick_practitioner(screen, asked)
    if practitioner is None:
        return None
    desk = screen.clinic.desk(screen.member)
    slot = await pick_slot(screen, asked.model_copy(update={"practitioner": practitioner}), desk, title=_TITLE)
    return booking.book(screen.clinic, screen.member, who, treatment, slot) if slot else None


async def _whom(screen: StaffScreen[Any]) -> Client | Caller | None:
    """Find the client by name or telephone, or ask who they are."""
    text = await screen.ask(TextScreen(_TITLE, "Name or telephone", needed="Type a name, or part of it.", go="Find ›"))
    if text is None:
        return None
    found = {client.id: client for client in screen.clinic.desk(screen.member).find(text)}
    picks = [Pick(each.id, each.full_name, f"born {day_in_words(each.date_of_birth)}") for each in found.values()]
    lead = "For whom?" if found else "Nobody of that name or telephone is in the records."
    picked = await screen.ask(PickScreen(_TITLE, [*picks, Pick(_NEW, "Somebody new")], lead=lead))
    if picked == _NEW:
        return await ask_who(screen, _TITLE)
    return found[picked] if picked else None
