"""Saying that a practitioner runs late: one number, which clients read when they take a seat."""

from __future__ import annotations

from kiosk.core.errors import BadInput
from kiosk.visits import running_late
from rules import several
from screens.staff.day_list_screen import DayListScreen
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.text_screens import TextScreen

_USUAL = (0, 10, 20, 30, 45, 60)


async def say_late(screen: DayListScreen, practitioner: str) -> None:
    """Ask for the minutes, and keep them for today."""
    picks = [Pick(str(each), several(each, "minute", "minutes") if each else "On time") for each in _USUAL]
    picked = await screen.ask(
        PickScreen(
            "Running late",
            [*picks, Pick(OTHER, "Another number…")],
            lead=f"By how much does {practitioner} run late? Clients read it when they take a seat.",
        )
    )
    if picked == OTHER:
        picked = await screen.ask(TextScreen("Running late", "Minutes", needed="Type the minutes, as in 25."))
    if not picked:
        return
    if not picked.isdecimal():
        raise BadInput(f"Name the minutes as a number from 0 to {running_late.MOST_MINUTES}.")
    running_late.say_running_late(screen.clinic, practitioner, int(picked), screen.member.actor(screen.clinic.terminal))
    await screen.refresh_facts()
    late = several(int(picked), "minute", "minutes")
    screen.say(f"{practitioner} runs {late} late today." if int(picked) else f"{practitioner} is on time.", good=True)
