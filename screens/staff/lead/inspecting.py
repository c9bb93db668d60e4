"""Visits for an inspector: by date, practitioner and treatment, each as the PDF of the whole visit. Nothing can be changed."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.core.errors import KioskError
from kiosk.core.new_file import write_output
from kiosk.core.paths import home, path_of
from kiosk.core.taken_names import is_taken
from kiosk.lead.inspection import Inspected, open_locked, open_private, visits_between
from kiosk.privacy.export import export_visit, noting_failure
from rules import day_in_words
from screens.staff.lines_screen import LinesScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.private_asking import open_with_reason
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

_ALL = "\0all"
_LOCKED = "For what reason do you open it? It is kept with your name beside the record."


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
    title, said = f"{day_in_words(first)} to {day_in_words(last)}", ""
    lines = [(each.visit_id, each.line) for each in found]
    at = ""
    while (chosen := await screen.ask(LinesScreen(title, lines, lead=said, go="Save as PDF", chosen=at))) is not None:
        visit_id = at = chosen
        visit = next(each for each in found if each.visit_id == visit_id)
        try:
            said = await _save(screen, visit_id) if await _is_opened(screen, visit) else ""
        except KioskError as error:
            said = error.sentence


async def _is_opened(screen: StaffScreen[Any], visit: Inspected) -> bool:
    """Ask for the reason to open a record that is locked or private, and tell whether it was given."""
    clinic, lead = screen.clinic, screen.member
    if visit.closed == "locked":
        reason = await screen.ask(
            TextScreen("Locked record", "Reason", lead=_LOCKED, needed="Say for what reason you open it.")
        )
        if reason:
            open_locked(clinic, lead, visit.visit_id, reason)
        return bool(reason)
    return await open_with_reason(screen, partial(open_private, clinic, lead), visit.visit_id) is not None


def _chosen(picked: str) -> str:
    return "" if picked == _ALL else picked


async def _save(screen: StaffScreen[Any], visit_id: str) -> str:
    """Ask for a file that is not there yet, and write it; return what the list says then."""
    named, wrong = str(home() / f"visit-{visit_id}.pdf"), ""
    while typed := await screen.ask(
        TextScreen("Save as PDF", "File", lead=wrong, value=named, needed="Name the file.")
    ):
        file = _file(typed)
        if not is_taken(file):
            await asyncio.to_thread(_write, screen, visit_id, file)
            return f"Saved as PDF: {file}"
        named, wrong = typed, "That file exists: name another."
    return ""


def _file(typed: str) -> Path:
    return path_of(typed)


def _write(screen: StaffScreen[Any], visit_id: str, file: Path) -> None:
    from kiosk.handouts.pdf import to_pdf  # noqa: PLC0415 - brings the PDF library, which is slow to load

    clinic, actor = screen.clinic, screen.member.actor(screen.clinic.terminal)
    paper = export_visit(clinic, visit_id, actor)
    with noting_failure(clinic, "visit.file", clinic.visits.get(visit_id).client_id, actor):
        write_output(file, to_pdf(paper))
