"""Filling in the record of a session: what is touched on its screen is asked for, one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from kiosk.core.errors import BadInput
from kiosk.room import finish_form as form_lines
from kiosk.room import session_record
from kiosk.room.finish_form import FinishForm, SessionDraft, known_first
from kiosk.room.open_products import OpenProducts
from kiosk.visits.session import MachineSettings
from screens.practitioner.finish_screen import LATER, PLANNED, SIGN, FinishScreen
from screens.practitioner.product_asking import ask_products
from screens.staff.pick_screens import OTHER, Pick, PickManyScreen, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_TITLE = "Session done"
_NONE = "\0none"
_MOST_PROPOSED = 4
_USUAL_PASSES = 4


async def fill_in(
    screen: StaffScreen[Any],
    name: str,
    form: FinishForm,
    draft: SessionDraft,
    products: OpenProducts,
    *,
    keep: Callable[[SessionDraft], None],
) -> tuple[SessionDraft, str]:
    """Let the record be filled in; return it as it is then, and whether to `SIGN` it, or `LATER`; empty if it was left.

    `keep` takes it as it stands whenever it changed.
    """
    while True:
        keep(draft)
        picked = await screen.ask(FinishScreen(name, form, draft))
        if picked in (None, SIGN, LATER):
            return draft, picked or ""
        if picked == PLANNED:
            draft = form.as_planned(draft)
        elif picked == form_lines.PRODUCTS:
            draft = await ask_products(screen, products, draft)
        else:
            draft = await _ASKED[picked](screen, form, draft)


async def _areas(screen: StaffScreen[Any], form: FinishForm, draft: SessionDraft) -> SessionDraft:
    picks = [Pick(area, words) for area, words in form.areas]
    lead = "Which areas were treated?"
    if form.may_be_more:
        lead += " The client agreed to these: for others, change the areas on the visit first."
    areas = await screen.ask(PickManyScreen("Areas", picks, lead=lead, chosen=draft.areas, least=1))
    return draft if areas is None else replace(draft, areas=areas)


async def _steps(screen: StaffScreen[Any], form: FinishForm, draft: SessionDraft) -> SessionDraft:
    picks = [Pick(each.step.id, each.step.title, " ".join(each.notes)) for each in form.steps]
    lead = "Which steps were done?"
    steps = await screen.ask(PickManyScreen("Steps", picks, lead=lead, chosen=draft.steps or ()))
    return draft if steps is None else replace(draft, steps=steps)


async def _machine(screen: StaffScreen[Any], form: FinishForm, draft: SessionDraft) -> SessionDraft:
    """Ask how the machine was set: as lately, in a touch, or one setting after the other."""
    proposed = form.machines[:_MOST_PROPOSED]
    last = form.last.machine if form.last else None
    picks = [
        Pick(str(place), each.words[:1].upper() + each.words[1:], "last time" if each == last else "lately")
        for place, each in enumerate(proposed)
    ]
    picked: str | None = OTHER
    if picks:
        picks += [Pick(OTHER, "Other settings…"), Pick(_NONE, "None to note")]
        picked = await screen.ask(PickScreen("Machine", picks, lead="How was the machine set?"))
    if picked is None:
        return draft
    if picked == _NONE:
        return draft.with_details(machine=MachineSettings())
    machine = await _other_settings(screen, form) if picked == OTHER else proposed[int(picked)]
    return draft if machine is None else draft.with_details(machine=machine)


async def _other_settings(screen: StaffScreen[Any], form: FinishForm) -> MachineSettings | None:
    used = form.machines
    suction = await _one_of(screen, "Suction", known_first(session_record.SUCTIONS, [each.suction for each in used]))
    if suction is None:
        return None
    numbers = [str(number) for number in range(1, _USUAL_PASSES + 1)]
    passes = await _one_of(screen, "Passes", numbers)
    if passes is None:
        return None
    tip = await _one_of(screen, "Tip or crystals", known_first(session_record.TIPS, [each.tip for each in used]))
    if tip is None:
        return None
    device = await _one_of(screen, "Device", known_first((), [each.device for each in used]))
    if device is None:
        return None
    return MachineSettings(suction=suction, passes=_number(passes), tip=tip, device=device)


def _number(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()):
        raise BadInput("Passes are a number, such as 2.")
    return int(typed)


async def _one_of(screen: StaffScreen[Any], title: str, known: Sequence[str]) -> str | None:
    """Ask for one setting; empty if it is not noted, None if the screen was left."""
    picks = [*(Pick(each, each) for each in known[:6]), Pick(OTHER, "Something else…"), Pick(_NONE, "Not noted")]
    picked = await screen.ask(PickScreen(title, picks))
    if picked == OTHER:
        picked = await screen.ask(TextScreen("Machine", title, needed="Type a few words, or go back.", limit=60))
    return "" if picked == _NONE else picked


async def _before(screen: StaffScreen[Any], _form: FinishForm, draft: SessionDraft) -> SessionDraft:
    words = await _skin(screen, "Skin before", session_record.SKIN_BEFORE, draft.details.skin_before)
    return draft if words is None else draft.with_details(skin_before=words)


async def _after(screen: StaffScreen[Any], _form: FinishForm, draft: SessionDraft) -> SessionDraft:
    words = await _skin(screen, "Skin after", session_record.SKIN_AFTER, draft.details.skin_after)
    return draft if words is None else draft.with_details(skin_after=words)


async def _skin(
    screen: StaffScreen[Any], title: str, usual: Sequence[str], chosen: Sequence[str]
) -> tuple[str, ...] | None:
    picks = [*(Pick(each, each) for each in known_first(usual, ())), Pick(OTHER, "Something else…")]
    picks[len(usual) : len(usual)] = [Pick(each, each) for each in chosen if each not in usual]
    words = await screen.ask(PickManyScreen(title, picks, lead="How was the skin?", chosen=chosen))
    if words is None or OTHER not in words:
        return words
    typed = await screen.ask(TextScreen(title, "In your words", needed="Type a few words, or go back.", limit=60))
    return (*(each for each in words if each != OTHER), *([typed] if typed else []))


async def _note(screen: StaffScreen[Any], _form: FinishForm, draft: SessionDraft) -> SessionDraft:
    lead = "What should the next session know?"
    note = await screen.ask(TextScreen(_TITLE, "Note for next time", lead=lead, value=draft.note, limit=500))
    return draft if note is None else replace(draft, note=note)


_ASKED = {
    form_lines.AREAS: _areas,
    form_lines.STEPS: _steps,
    form_lines.MACHINE: _machine,
    form_lines.BEFORE: _before,
    form_lines.AFTER: _after,
    form_lines.NOTE: _note,
}
