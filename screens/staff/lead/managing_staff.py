"""Who works here: add somebody, give a new PIN, unlock, let sign besides another, stop from signing in."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from kiosk.people.staff import StaffMember
from kiosk.people.staff.member import StaffRole
from screens.staff.new_pin_screen import NewPinScreen
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import Pick, PickManyScreen, PickScreen
from screens.staff.pin_screen import PinScreen
from screens.staff.sign_in_screen import ROLE_WORDS
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_ADD = "\0add"


async def manage_staff(screen: StaffScreen[Any]) -> None:
    """Show everybody; do something with the one who is picked."""
    clinic = screen.clinic
    members = clinic.staff.all()
    picks = [Pick(member.name, member.name, _about(screen, member)) for member in members]
    name = await screen.ask(PickScreen("Staff", [Pick(_ADD, "Add somebody"), *picks]))
    if name == _ADD:
        await _add(screen)
    elif name is not None:
        await _manage(screen, clinic.staff.by_name(name))


def _about(screen: StaffScreen[Any], member: StaffMember) -> str:
    titles = screen.clinic.titles()
    gives = ", ".join(titles.get(each, each) for each in member.treatments)
    gives = gives or ("" if member.role == "receptionist" else "all treatments")
    locked = member.name in {each.name for each in screen.clinic.staff.locked()}
    parts = [
        ROLE_WORDS[member.role],
        gives,
        "prescriber" if member.prescriber else "",
        "" if member.active else "may not sign in",
        "locked" if locked else "",
    ]
    return ", ".join(filter(None, parts))


async def _add(screen: StaffScreen[Any]) -> None:
    clinic = screen.clinic
    name = await screen.ask(TextScreen("Add somebody", "Name", needed="Type the name to sign in with.", limit=60))
    if name is None:
        return
    role = await screen.ask(PickScreen(name, [Pick(each, words.capitalize()) for each, words in ROLE_WORDS.items()]))
    if role is None:
        return
    treatments: tuple[str, ...] | None = ()
    if role == "practitioner":
        picks = [Pick(treatment, title) for treatment, title in clinic.titles().items()]
        lead = "Which treatments? Without any: all, later ones too."
        treatments = await screen.ask(PickManyScreen(name, picks, lead=lead))
    if treatments is None:
        return
    pin = await screen.ask(NewPinScreen(name))
    if pin is None or not await _is_lead(screen, f"Adds {name} as {ROLE_WORDS[_role(role)]}."):
        return
    actor = screen.member.actor(clinic.terminal)
    member = await asyncio.to_thread(
        lambda: clinic.staff.add(name, _role(role), pin, treatments=treatments, actor=actor)
    )
    screen.say(f"{member.name} can sign in as {ROLE_WORDS[member.role]}.", good=True)


def _role(text: str) -> StaffRole:
    return cast("StaffRole", text)


async def _manage(screen: StaffScreen[Any], member: StaffMember) -> None:
    clinic, name = screen.clinic, member.name
    picks = [Pick("pin", "A new PIN", "Wrong tries are forgotten.")]
    if member in clinic.staff.locked():
        picks.append(Pick("unlock", "Unlock", "After too many wrong PINs."))
    if member.role == "practitioner":
        picks.append(
            Pick("prescriber", "No longer a prescriber")
            if member.prescriber
            else Pick("prescriber", "Name as a prescriber", "May sign besides another practitioner.")
        )
    if member.name != screen.member.name:
        picks.append(Pick("active", "Stop from signing in" if member.active else "Let sign in again"))
    picked = await screen.ask(PickScreen(name, picks, lead=_about(screen, member)))
    actor = screen.member.actor(clinic.terminal)
    if picked == "pin":
        pin = await screen.ask(NewPinScreen(name))
        if pin is not None and await _is_lead(screen, f"Gives {name} a new PIN."):
            await asyncio.to_thread(clinic.staff.reset_pin, name, pin, actor)
            screen.say(f"{name} has a new PIN.", good=True)
    elif picked == "unlock":
        clinic.staff.unlock(name, actor)
        screen.say(f"{name} may try again.", good=True)
    elif picked == "prescriber":
        if await _is_lead(screen, f"Names who may sign besides another practitioner: {name}."):
            after = clinic.staff.name_prescriber(name, actor, named=not member.prescriber)
            screen.say(
                f"{name} {'signs' if after.prescriber else 'no longer signs'} besides another practitioner.", good=True
            )
    elif picked == "active":
        go = "Stop ›" if member.active else "Let in ›"
        lines = ["What they did stays under their name."] if member.active else ["They sign in with the PIN they had."]
        if await screen.ask(SureScreen(name, lines, go=go)):
            after = clinic.staff.disable(name, actor) if member.active else clinic.staff.enable(name, actor)
            screen.say(f"{name} {'can sign in again' if after.active else 'can no longer sign in'}.", good=True)


async def _is_lead(screen: StaffScreen[Any], what_for: str) -> bool:
    """Ask the lead's own PIN once more, for what lets somebody in."""
    return await screen.ask(PinScreen(screen.member.name, lead=what_for, go="Confirm ›")) is not None
