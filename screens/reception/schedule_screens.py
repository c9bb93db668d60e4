"""Reading the schedule: which file, what it would change, then yes; and what was read lately, by hand or by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.commands.input_files import read_input
from kiosk.core.phrases import clock_time
from kiosk.desk.read_schedules import Group, files_read_lately, preview_groups, read_file_groups, still_called_off
from kiosk.schedule import MOST_BYTES, ImportReport, import_schedule
from kiosk.schedule.schedule_files import schedules_in, usual_folders
from kiosk.schedule.taken_files import ReadFile, as_read, note_look
from rules import day_in_words, several
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import StaffScreen, act
from screens.staff.text_screens import TextScreen

_READ = "\0read"


async def read_the_schedule(screen: StaffScreen[None]) -> None:
    """Ask for the file, show what it would do, and do it after a yes; or show what was read lately."""
    path = await _which_file(screen)
    if path == _READ:
        await _look_back(screen)
    elif path:
        await _read_one(screen, path)


async def _read_one(screen: StaffScreen[None], path: str) -> None:
    clinic, actor = screen.clinic, screen.member.actor(screen.clinic.terminal)
    data = await asyncio.to_thread(read_input, path, MOST_BYTES)
    preview = await asyncio.to_thread(import_schedule, clinic, data, actor=actor, dry_run=True)
    chosen = await screen.ask(PreviewScreen(preview, preview_groups(preview, clinic.settings)))
    if not chosen:
        return
    bring_back = chosen == BRING_BACK
    if bring_back and not await screen.ask(_sure_to_bring_back(preview)):
        return
    file = Path(path).name
    done = await asyncio.to_thread(import_schedule, clinic, data, actor=actor, bring_back=bring_back, file=file)
    await screen.refresh_facts()
    screen.say(f"The schedule has been read: {done.summary}", good=True)
    if done.called_off:
        read = as_read(clinic.clock.now(), file, actor, done)
        titles = dict(read_file_groups(clinic, read))
        sure = SureScreen(
            "Cancelled in the schedule",
            ["These are still booked here:", *titles.get("Cancelled in the file, still booked", [])],
            go="Cancel them ›",
        )
        if await screen.ask(sure):
            await _cancel(screen, read)


async def _look_back(screen: StaffScreen[None]) -> None:
    files = files_read_lately(screen.clinic)
    picks = [Pick(str(number), file.name or "a file", _told(screen, file)) for number, file in enumerate(files)]
    picked = await screen.ask(PickScreen("What was read lately", picks))
    if picked is None:
        return
    file = files[int(picked)]
    if file.asks_for_a_look:
        note_look(screen.clinic, file, screen.member.actor(screen.clinic.terminal))
    groups = read_file_groups(screen.clinic, file)
    if await screen.ask(ReadFileScreen(file, groups, can_cancel=bool(still_called_off(screen.clinic, file)))):
        await _cancel(screen, file)


def _told(screen: StaffScreen[None], file: ReadFile) -> str:
    at = screen.clinic.local(file.at)
    day = "today" if at.date() == screen.clinic.today() else day_in_words(at.date(), screen.clinic.today())
    return f"{day} {clock_time(at)}: {file.summary if file.is_taken else 'refused'}"


async def _cancel(screen: StaffScreen[None], file: ReadFile) -> None:
    desk = screen.clinic.desk(screen.member)
    ended = [desk.as_scheduled(visit) for visit in still_called_off(screen.clinic, file)]
    await screen.refresh_facts()
    screen.say(f"{several(len(ended), 'visit is', 'visits are')} closed as the schedule says.", good=True)


def _sure_to_bring_back(report: ImportReport) -> SureScreen:
    lines = [
        "Clients who were erased come back as new clients. Say yes only if they have booked again since.",
        *(f"Line {line}" for line in report.held_back),
    ]
    return SureScreen("They have booked again", lines, go="Take them in ›")


async def _which_file(screen: StaffScreen[None]) -> str | None:
    """Ask for a file of the clinic's folder, or of where programs put theirs."""
    own = screen.clinic.settings.drop_folder
    files = schedules_in([Path(own)] if own else usual_folders())
    now = screen.clinic.now()
    picks = []
    for file in files:
        written = screen.clinic.local(file.written_at)
        day = "today" if written.date() == now.date() else day_in_words(written.date(), now.date())
        picks.append(Pick(str(file.path), file.name, f"written {day} {clock_time(written)}"))
    if files_read_lately(screen.clinic):
        picks.append(Pick(_READ, "What was read lately…"))
    picked: str | None = OTHER
    if picks:
        picked = await screen.ask(PickScreen("Read the schedule", [*picks, Pick(OTHER, "Another file…")]))
    if picked == OTHER:
        lead = "The file your booking program exports: CSV, a workbook or a calendar. Name it with its folder."
        picked = await screen.ask(TextScreen("Read the schedule", "File", lead=lead, needed="Type the file's name."))
    return picked


TAKE, BRING_BACK = "take", "bring back"
"""What can be chosen: to read the file, or to read it with clients who were erased and have booked again."""
_AGAIN = "They booked again"


def _compose_groups(groups: Iterable[Group], otherwise: str) -> ComposeResult:
    shown = False
    for title, lines in groups:
        shown = True
        yield Static(title, classes="group", markup=False)
        yield Static("\n".join(lines), classes="line", markup=False)
    if not shown:
        yield Static(otherwise, classes="line", markup=False)


class PreviewScreen(StaffScreen[str]):
    """What reading this file would do; nothing is done yet."""

    heading = "Read the schedule"

    def __init__(self, report: ImportReport, groups: Iterable[Group]) -> None:
        super().__init__()
        self._report = report
        self._groups = tuple(groups)

    def compose_body(self) -> ComposeResult:
        """Show the count, then each line a person must look at, then who is new or elsewhere."""
        yield Static(f"{self._report.summary} Nothing is changed yet.", classes="strong lead", markup=False)
        with PullScroll(can_focus=True):
            if self._report.held_back:
                yield act("again", _AGAIN, "B", "-card crowded")
            yield from _compose_groups(self._groups, "Every line can be taken.")

    def compose_foot(self) -> ComposeResult:
        report = self._report
        changes = report.taken + report.moved + report.changed + len(report.called_off)
        again = (act("again", _AGAIN, "B", "-plain roomy"),) if report.held_back else ()
        yield self.foot(go="Read it ›" if changes else "Mark as read ›", help=None, left=again)

    def on_mount(self) -> None:
        self.query_one(PullScroll).focus()

    async def do_again(self) -> None:
        """Take the erased clients in too."""
        self.dismiss(BRING_BACK)

    def action_go(self) -> None:
        self.dismiss(TAKE)

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


class ReadFileScreen(StaffScreen[bool]):
    """What a schedule said that was read already."""

    def __init__(self, file: ReadFile, groups: Iterable[Group], *, can_cancel: bool) -> None:
        super().__init__()
        self.heading = file.name or "A schedule"
        self._file = file
        self._groups = tuple(groups)
        self._can_cancel = can_cancel

    def compose_body(self) -> ComposeResult:
        """Show the count, then what is still to be looked at."""
        yield Static(self._file.summary, classes="strong lead", markup=False)
        with PullScroll(can_focus=True):
            yield from _compose_groups(self._groups, "Nothing is left to look at.")

    def compose_foot(self) -> ComposeResult:
        """Offer to cancel what the file has as cancelled."""
        yield self.foot(go="Cancel them ›" if self._can_cancel else None, help=None)

    def on_mount(self) -> None:
        self.query_one(PullScroll).focus()

    def action_go(self) -> None:
        """Cancel, if there is anything to cancel."""
        if self._can_cancel:
            self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(None)
