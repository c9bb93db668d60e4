"""A screen that follows the records writes nothing while it is only looked at: else each look would bring about the next one."""

from __future__ import annotations

import pytest

from tests.kiosk.conftest import House
from tests.screens.staff.terminal import StaffStage, staff_stage


async def looked_at(stage: StaffStage, house: House, screen: str) -> list[str]:
    """Return what is in the trail since this screen came, after it looked at the records several times."""
    await stage.wait(lambda: stage.screen == screen, screen)
    await stage.settle()
    with house.clinic.records.read() as reader:
        before = len(list(reader.trail()))
    for _ in range(4):
        await stage.app.screen.look()  # type: ignore[attr-defined]
        await stage.settle()
    with house.clinic.records.read() as reader:
        return [entry.event for entry in list(reader.trail())[before:]]


@pytest.mark.parametrize(
    ("keys", "screen"), [((), "BoardScreen"), (("g",), "CallListScreen"), (("enter",), "VisitScreen")]
)
async def test_looking_at_the_desk_writes_nothing(house: House, keys: tuple[str, ...], screen: str) -> None:
    house.book(house.client())
    async with staff_stage(house, house.rita) as stage:
        for key in keys:
            await stage.press(key)
        assert await looked_at(stage, house, screen) == []


@pytest.mark.parametrize(("keys", "screen"), [((), "DayScreen"), (("enter",), "SummaryScreen")])
async def test_looking_in_the_room_writes_nothing(house: House, keys: tuple[str, ...], screen: str) -> None:
    house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        for key in keys:
            await stage.press(key)
        assert await looked_at(stage, house, screen) == []
