"""Who goes back at any question of the desk or the lead gets out again, and nothing is done."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from screens.staff.staff_screen import StaffScreen
from tests.kiosk.conftest import House
from tests.screens.staff.terminal import BIG, StaffStage, staff_stage

pytestmark = pytest.mark.thorough
DESK: Sequence[tuple[str, ...]] = (
    ("y",), ("y", "Another day…"), ("y", "Today"), ("y", "Today", "Dr Roca"), ("y", "Today", "Dr Roca", "Move them to other days"),
    ("y", "Today", "Dr Roca", "Move them to other days", "type 31072026"),
    ("d",), ("d", "Another number…"),
    ("n",), ("n", "Another day or time…"), ("n", "Another day or time…", "type 31072026"),
    ("g",),
    ("a",), ("a", "By name or telephone"), ("a", "By date of birth"),
    ("w",), ("w", "type Nora"), ("w", "type Nora", "type Vidal"), ("w", "type Nora", "type Vidal", "type 05031984"),
    ("w", "type Nora", "type Vidal", "type 05031984", "type 600111222"),
    ("w", "type Nora", "type Vidal", "type 05031984", "type 600111222", "Parisian Peel"),
    ("w", "type Nora", "type Vidal", "type 05031984", "type 600111222", "Parisian Peel", "Dr Roca"),
    ("b",), ("b", "type Ferrer"), ("b", "type Ferrer", "Anna Ferrer"), ("b", "type Ferrer", "Anna Ferrer", "Parisian Peel"),
    ("b", "type Ferrer", "Anna Ferrer", "Parisian Peel", "Dr Roca"), ("b", "type Ferrer", "Somebody new"),
    ("f",), ("s",), ("key enter", "key w"), ("key enter", "key w", "By initials"), ("key enter", "key w", "By name"),
    ("key enter", "key e"), ("key enter", "key p"), ("key enter", "key f"), ("key enter", "key v"), ("key enter", "key x"),
)  # fmt: skip
LEAD: Sequence[tuple[str, ...]] = (
    ("Staff",), ("Staff", "Add somebody"), ("Staff", "Add somebody", "type Nora"), ("Staff", "Add somebody", "type Nora", "Practitioner"),
    ("Staff", "Add somebody", "type Nora", "Practitioner", "key enter"), ("Staff", "Add somebody", "type Nora", "Lead"),
    ("Staff", "Add somebody", "type Nora", "Lead", "stay 804719", "type 804719"),
    ("Staff", "Dr Roca"), ("Staff", "Dr Roca", "A new PIN"), ("Staff", "Dr Roca", "A new PIN", "stay 804719", "type 804719"),
    ("Staff", "Dr Roca", "Name as a prescriber"), ("Staff", "Dr Roca", "Stop from signing in"),
    ("Rules in force",), ("Rules in force", "Parisian Peel", "until SureScreen"), ("Rules in force", "Allerg"), ("Rules in force", "Allerg", "Refuse"),
    ("Rules in force", "Allerg", "Refuse", "type Not here.", "until PinScreen"),
    ("Figures",), ("Figures", "This month"), ("Figures", "Last month"), ("Figures", "Another day…"), ("Figures", "Today", "Save as CSV"),
    ("Audit trail",), ("Audit trail", "Of a day"), ("Audit trail", "Of somebody who works here"), ("Audit trail", "About a client"),
    ("Audit trail", "About a client", "type Ferrer"), ("Audit trail", "About a client", "type Ferrer", "Anna Ferrer"),
    ("Audit trail", "Of a day", "type 30072026"),
    ("For an inspector",), ("For an inspector", "type 30072026"), ("For an inspector", "type 30072026", "type 30072026"),
    ("For an inspector", "type 30072026", "type 30072026", "All practitioners"),
    ("For an inspector", "type 30072026", "type 30072026", "All practitioners", "All treatments"),
    ("For an inspector", "type 30072026", "type 30072026", "All practitioners", "All treatments", "key enter"),
    ("Private records",), ("Close the kiosk",),
)  # fmt: skip


async def go(stage: StaffStage, step: str) -> None:
    """Take one step: pick a card, type and go on, press a key, or wait for a screen."""
    before = stage.app.screen
    kind, _, rest = step.partition(" ")
    if kind == "until":
        await stage.wait(lambda: stage.screen == rest, rest)
        return
    if kind in ("type", "stay"):
        await stage.type(rest)
        await stage.press("enter")
    elif kind == "key" or len(step) == 1:
        await stage.press(rest or step)
    else:
        await stage.pick(step)
    if kind != "stay":
        await stage.wait(lambda: stage.app.screen is not before and is_at_rest(stage), f"what follows {step!r}")
    await stage.settle()


def is_at_rest(stage: StaffStage) -> bool:
    """Tell whether the screen in view is there to stay: between two questions the one that asks them is, while it works."""
    screen = stage.app.screen
    return not (isinstance(screen, StaffScreen) and screen.is_busy)


async def back_to(stage: StaffStage, screen: str) -> None:
    for _ in range(8):
        await stage.settle()
        if stage.screen == screen:
            return
        before = stage.app.screen
        await stage.press("escape")
        await stage.wait(
            lambda before=before: stage.app.screen is not before and is_at_rest(stage), f"to leave {stage.screen}"
        )
    raise AssertionError(f"no way back to {screen}:\n{stage.text}")


def kept(house: House) -> list[object]:
    """Return all that could have been changed."""
    return [
        house.clinic.staff.all(),
        house.clinic.library.decided(),
        [entry.visit.model_dump() for entry in house.clinic.daybook().entries()],
    ]


@pytest.mark.parametrize("part", range(3))
async def test_the_desk_goes_back_at_every_question(house: House, part: int) -> None:
    house.book(house.client(phone="600 111 222"))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        before = kept(house)
        for path in DESK[part::3]:
            for step in path:
                await go(stage, step)
            await back_to(stage, "BoardScreen")
        assert kept(house) == before


@pytest.mark.parametrize("part", range(3))
async def test_the_lead_goes_back_at_every_question(house: House, part: int) -> None:
    house.book(house.client())
    async with staff_stage(house, house.lead, size=BIG) as stage:
        before = kept(house)
        await stage.press("m")
        for path in LEAD[part::3]:
            await stage.wait(lambda: stage.screen == "StaffMenuScreen", "the menu")
            for step in path:
                await go(stage, step)
            await back_to(stage, "StaffMenuScreen")
        assert kept(house) == before
