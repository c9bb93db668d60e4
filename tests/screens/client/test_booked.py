"""The next date behind "Show": in words everywhere, as a code where the whole of it has room."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kiosk.checkin.screen_data import Booked
from kiosk.handouts import calendar_entry
from screens.client.booked_screen import BookedScreen
from screens.widgets.action import Action
from tests.screens.conftest import Open

NEXT = Booked("V-1", "Lumen Skin Clinic", date(2027, 3, 1), time(10, 30))


@pytest.mark.parametrize(
    ("size", "drawn"), [((40, 12), False), ((80, 24), False), ((120, 40), True), ((200, 60), True)]
)
async def test_the_date_is_in_words_and_the_code_is_whole_or_not_there(
    open_stage: Open, size: tuple[int, int], drawn: bool
) -> None:
    async with open_stage(size=size) as stage:
        stage.app.push_screen(BookedScreen(NEXT, None))
        await stage.settle()
        assert "Monday 1 March 2027, 10:30" in " ".join(stage.text.split())
        assert stage.app.screen.query_one("#code").display is drawn


def test_the_entry_names_clinic_and_time_and_nothing_else() -> None:
    entry = calendar_entry(
        NEXT.clinic,
        NEXT.day,
        NEXT.start,
        ZoneInfo("Europe/Madrid"),
        visit_id="V-1",
        made_at=datetime(2026, 11, 23, tzinfo=UTC),
    ).decode()
    assert "SUMMARY:Lumen Skin Clinic" in entry
    assert "DTSTART:20270301T093000Z" in entry
    assert "DTEND:20270301T103000Z" in entry
    assert "Peel" not in entry


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_what_is_disabled_can_be_read_and_not_pressed(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        for action in stage.app.screen.query(Action):
            action.disabled = True
        await stage.settle()
        await stage.pilot.click("#help")
        assert stage.screen == "OpeningScreen"
