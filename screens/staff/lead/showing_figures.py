"""The figures of a day or a month, drawn, and as a CSV file."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from kiosk.core.new_file import write_output
from kiosk.core.paths import home, path_of
from kiosk.lead.figures import figures
from kiosk.lead.figures_text import figures_as_csv, figures_in_lines
from rules import day_in_words
from rules.model.words import MONTHS
from screens.staff.page_screens import PageScreen
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen


async def show_figures(screen: StaffScreen[Any]) -> None:
    """Ask for the day or month, then show its figures or write them into a file."""
    span = await _which_days(screen)
    if span is None:
        return
    title, first, last = span
    screen.say("Counting…", good=True)
    found = await asyncio.to_thread(figures, screen.clinic, first, last)
    screen.say("")
    how = await screen.ask(PickScreen(title, [Pick("show", "Show them"), Pick("csv", "Save as CSV")]))
    if how == "show":
        width = max(30, screen.app.size.width - 8)
        await screen.ask(PageScreen(title, ["\n".join(figures_in_lines(found, width))]))
    elif how == "csv":
        lead = "A new file. No name is in it."
        proposed = str(home() / f"figures-{title.casefold().replace(' ', '-')}.csv")
        file = await screen.ask(TextScreen(title, "File", lead=lead, value=proposed, needed="Name the file."))
        if file:
            await asyncio.to_thread(lambda: write_output(path_of(file), figures_as_csv(found)))
            screen.say("The figures are saved.", good=True)


async def _which_days(screen: StaffScreen[Any]) -> tuple[str, date, date] | None:
    today = screen.clinic.today()
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    picks = [
        Pick("today", "Today"),
        Pick("month", "This month", _month(month)),
        Pick("before", "Last month", _month(before)),
        Pick(OTHER, "Another day…"),
    ]
    picked = await screen.ask(PickScreen("Figures", picks))
    if picked == OTHER:
        day = await screen.ask(DateScreen("Figures", lead="Which day?", past=True))
        return (day_in_words(day), day, day) if day else None
    if picked == "month":
        return _month(month), month, today
    if picked == "before":
        return _month(before), before, month - timedelta(days=1)
    return (day_in_words(today), today, today) if picked else None


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
