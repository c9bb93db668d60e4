"""Visits for an inspector: by date, practitioner and treatment, each as the PDF of the whole visit. Nothing can be changed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from kiosk.core.errors import NotAllowed
from kiosk.core.new_file import write_output
from kiosk.lead.inspection import Inspected, visits_between
from kiosk.privacy.export import export_visit
from rules import day_in_words
from screens.staff.lines_screen import LinesScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

_ALL = "\0all"


async def inspect_visits(screen: StaffScreen[Any]) -> None:
    """Ask which visits, list them, and save the PDF of each that is chosen."""
    clinic = screen.clinic
    first = await screen.ask(DateScreen("For an inspector", lead="From which day on?", past=True))
    if first is None:
        return
    last = await screen.ask(DateScreen("For an inspector", lead="To which day?", least=first))
    if last is None:
        return
    names = sorted({member.name for member in clinic.staff.all() if member.role == "practitioner"})
    everybody = [Pick(_ALL, "All practitioners"), *(Pick(name, name) for name in names)]
    who = await screen.ask(PickScreen("For an inspector", everybody))
    picks = [Pick(_ALL, "All treatments"), *(Pick(each, title) for each, title in clinic.titles().items())]
    if who is None:
        return
    what = await screen.ask(PickScreen("For an inspector", picks))
    if what is None:
        return
    found = await asyncio.to_thread(
        lambda: visits_between(clinic, screen.member, first, last, practitioner=_chosen(who), treatment=_chosen(what))
    )
    title = f"{day_in_words(first)} to {day_in_words(last)}"
    while (visit_id := await screen.ask(LinesScreen(title, _lines(found), go="Save as PDF"))) is not None:
        visit = next(each for each in found if each.visit_id == visit_id)
        if visit.closed:
            raise NotAllowed("This record is locked or private: kiosk visits file opens it with a reason.")
        proposed = str(Path.home() / f"visit-{visit_id}.pdf")
        file = await screen.ask(TextScreen("Save as PDF", "File", value=proposed, needed="Name the file."))
        if file:
            await asyncio.to_thread(_save, screen, visit_id, Path(file))
            screen.say("The visit is saved as PDF.", good=True)


def _chosen(picked: str) -> str:
    return "" if picked == _ALL else picked


def _lines(found: tuple[Inspected, ...]) -> list[tuple[str, str]]:
    return [(each.visit_id, each.line) for each in found]


def _save(screen: StaffScreen[Any], visit_id: str, file: Path) -> None:
    from kiosk.handouts.pdf import to_pdf  # noqa: PLC0415 - brings the PDF library, which is slow to load

    write_output(
        file.expanduser().absolute(),
        to_pdf(export_visit(screen.clinic, visit_id, screen.member.actor(screen.clinic.terminal))),
    )
