"""The next date behind "Show": in words everywhere, as a code where the whole of it has room."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kiosk.checkin.screen_data import Booked
from kiosk.handouts.calendar_entry import calendar_entry
from screens.client.booked_screen import BookedScreen
from screens.widgets.action import Action
from tests.screens.code_modules import drawn, fits, modules
from tests.screens.conftest import Open

NEXT = Booked("V-1", "Lumen Skin Clinic", date(2027, 3, 1), time(10, 30))


SIZES = [(40, 12), (80, 24), (90, 28), (100, 30), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_date_is_in_words_and_a_code_is_whole_or_not_there(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        zone, made_at = stage.clinic.settings.zone, stage.clinic.clock.now()
        stage.app.push_screen(BookedScreen(NEXT, None))
        await stage.settle()
        assert "Monday 1 March 2027, 10:30" in " ".join(stage.text.split())
        entry = calendar_entry(NEXT.clinic, NEXT.day, NEXT.start, zone, visit_id="V-1", made_at=made_at)
        words = f"{NEXT.clinic}\nMonday 1 March 2027, 10:30".encode()
        room = (size[0] - 36, size[1] - 9)
        expected = next((code for code in (entry, words) if fits(code, room)), None)
        assert drawn(stage) == (modules(expected) if expected else None)


def test_of_the_sizes_tried_some_have_room_for_each_code_and_some_for_none() -> None:
    """What the test above expects is not the same everywhere."""
    words = f"{NEXT.clinic}\nMonday 1 March 2027, 10:30".encode()
    assert [fits(words, (across - 36, down - 9)) for across, down in SIZES] == [False] * 2 + [True] * 4
    assert [fits(b"x" * 220, (across - 36, down - 9)) for across, down in SIZES] == [False] * 4 + [True] * 2


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
