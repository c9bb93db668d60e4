"""Reading the day's schedule: which file, what it would change, then yes."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.commands.input_files import read_input
from kiosk.core.phrases import clock_time
from kiosk.schedule import MOST_BYTES, ImportReport, import_schedule
from kiosk.schedule.report import HELD_BACK
from kiosk.schedule.schedule_files import csv_files, usual_folders
from rules import day_in_words, several
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import StaffScreen, act
from screens.staff.text_screens import TextScreen


async def read_the_schedule(screen: StaffScreen[None]) -> None:
    """Ask for the file, show what it would do, and do it after a yes."""
    path = await _which_file(screen)
    if not path:
        return
    clinic, actor = screen.clinic, screen.member.actor(screen.clinic.terminal)
    data = await asyncio.to_thread(read_input, path, MOST_BYTES)
    preview = await asyncio.to_thread(import_schedule, clinic, data, actor=actor, dry_run=True)
    chosen = await screen.ask(PreviewScreen(preview))
    if not chosen:
        return
    bring_back = chosen == BRING_BACK
    if bring_back and not await screen.ask(_sure_to_bring_back(preview)):
        return
    done = await asyncio.to_thread(import_schedule, clinic, data, actor=actor, bring_back=bring_back)
    await screen.refresh_facts()
    screen.say(f"The schedule has been read: {done.summary}", good=True)
    if not done.called_off:
        return
    if await screen.ask(_sure(done)):
        desk = clinic.desk(screen.member)
        for off in done.called_off:
            desk.as_scheduled(clinic.visits.get(off.visit_id))
        await screen.refresh_facts()
        screen.say(f"{several(len(done.called_off), 'visit is', 'visits are')} closed as the schedule says.", good=True)


def _sure(done: ImportReport) -> SureScreen:
    return SureScreen(
        "Cancelled in the schedule", ["These are still booked here:", *_called_off(done)], go="Cancel them ›"
    )


def _sure_to_bring_back(report: ImportReport) -> SureScreen:
    lines = [
        "Clients who were erased come back as new clients. Say yes only if they have booked again since.",
        *_held_back(report),
    ]
    return SureScreen("They have booked again", lines, go="Take them in ›")


def _held_back(report: ImportReport) -> list[str]:
    return [f"Line {line}" for line in report.held_back]


def _called_off(report: ImportReport) -> list[str]:
    words = {"cancelled": "cancelled", "no_show": "did not come"}
    return [f"{clock_time(off.start)} on {day_in_words(off.day)}: {words[off.how]}" for off in report.called_off]


async def _which_file(screen: StaffScreen[None]) -> str | None:
    files = csv_files(usual_folders())
    picked: str | None = OTHER
    if files:
        now = screen.clinic.now()
        picks = []
        for file in files:
            written = screen.clinic.local(file.written_at)
            day = "today" if written.date() == now.date() else day_in_words(written.date(), now.date())
            picks.append(Pick(str(file.path), file.name, f"written {day} {clock_time(written)}"))
        picked = await screen.ask(PickScreen("Read the schedule", [*picks, Pick(OTHER, "Another file…")]))
    if picked == OTHER:
        lead = "The file your booking program exports: CSV, or an Excel workbook. Name it with its folder."
        picked = await screen.ask(TextScreen("Read the schedule", "File", lead=lead, needed="Type the file's name."))
    return picked


TAKE, BRING_BACK = "take", "bring back"
"""What can be chosen: to read the file, or to read it with clients who were erased and have booked again."""


class PreviewScreen(StaffScreen[str]):
    """What reading this file would do; nothing is done yet."""

    heading = "Read the schedule"

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self._report = report

    def compose_body(self) -> ComposeResult:
        """Show the count, then each line a person must look at."""
        report = self._report
        yield Static(f"{report.summary} Nothing is changed yet.", classes="strong lead", markup=False)
        with PullScroll(can_focus=True):
            for title, lines in (
                ("Not taken", [_said(line, sentence) for line, sentence in report.refused]),
                ("Taken, but check", [_said(line, sentence) for line, sentence in report.warnings]),
                ("Cancelled in the file, still booked", _called_off(report)),
                (HELD_BACK, _held_back(report)),
                (
                    "No longer in the file, still booked",
                    [f"{clock_time(gone.start)} on {day_in_words(gone.day)}" for gone in report.vanished],
                ),
            ):
                if lines:
                    yield Static(title, classes="group", markup=False)
                    yield Static("\n".join(lines), classes="line", markup=False)
            if not (report.refused or report.warnings or report.vanished or report.called_off or report.held_back):
                yield Static("Every line can be taken.", classes="line", markup=False)

    def compose_foot(self) -> ComposeResult:
        report = self._report
        changes = report.taken + report.moved + report.changed + len(report.called_off)
        again = (act("again", "They booked again", "B", "-plain roomy"),) if report.held_back else ()
        yield self.foot(go="Read it ›" if changes else "Mark as read ›", help=None, left=again)

    async def do_again(self) -> None:
        """Take the erased clients in too."""
        self.dismiss(BRING_BACK)

    def action_go(self) -> None:
        self.dismiss(TAKE)

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def _said(line: int, sentence: str) -> str:
    return f"Line {line}: {sentence}" if line else sentence
