"""A day as a live list: groups of lines, each line a visit. The desk's board and the practitioner's day are built on it."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

from textual import on
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from kiosk.core.errors import KioskError
from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.board import DONE, LATER, Board, Call, Group
from screens.staff.board_row import BoardRow
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import STAFF_CSS, StaffScreen
from screens.widgets import Action

_SWEEP_EVERY = 10.0
_AS_TILES = {LATER, DONE}


class DayListScreen(StaffScreen[None]):
    """A day that follows the records; the line in focus keeps the focus whatever changes around it."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, Path(__file__).with_name("day_list_screen.tcss")]
    live = True
    nobody = "Nobody is booked today."
    """What is said where there is no line."""

    def __init__(self) -> None:
        super().__init__()
        self._shape: tuple[object, ...] | None = None
        self._swept_at = 0.0

    @abstractmethod
    def facts(self) -> Board:
        """Return the day as the records stand now."""

    @abstractmethod
    def open_visit(self, visit_id: str) -> None:
        """Open one visit."""

    def further(self) -> tuple[Action, ...]:
        """Return what the foot of a narrow screen has no room for."""
        return ()

    # -- what it shows ---------------------------------------------------------------------------------------------

    def compose_bar(self) -> ComposeResult:
        """Show the day and the time; below, how the day stands."""
        with Vertical(id="head"):
            with Horizontal():
                yield Static("", id="heading", classes="brand", markup=False)
                yield Static("", classes="spacer", markup=False)
                yield Static("", id="section", classes="quiet", markup=False)
            with Horizontal():
                yield Static("", id="counts", classes="quiet", markup=False)
                yield Static("", classes="spacer", markup=False)
                yield Static("", id="schedule", classes="quiet", markup=False)

    def compose_body(self) -> ComposeResult:
        """Show calls on top, then the groups."""
        yield Vertical(id="calls")
        yield Static("", id="remarks", markup=False)
        yield PullScroll(id="groups")

    async def on_mount(self) -> None:
        """Show the day at once."""
        self._sweep()
        await self.look()

    async def draw_facts(self) -> None:
        """Show the newest facts."""
        facts = self.facts()
        self._show_head(facts)
        await self._show_calls(facts.calls)
        shape = tuple((group.id, tuple(row.visit_id for row in group.rows)) for group in facts.groups)
        if shape == self._shape and len(self.query(BoardRow)) == len(facts.rows):
            for row, widget in zip(facts.rows, self.query(BoardRow), strict=True):
                widget.show(row)
        else:
            await self._rebuild(facts)
            self._shape = shape

    def _show_head(self, facts: Board) -> None:
        texts = {
            "heading": long_day(self.clinic.today(), year=False),
            "section": clock_time(self.clinic.now()),
            "counts": facts.counts,
            "schedule": facts.schedule,
        }
        for name, text in texts.items():
            self.query_one(f"#{name}", Static).update(text)
        remarks = self.query_one("#remarks", Static)
        remarks.update("\n".join(f"▲ {each}" for each in facts.remarks))
        remarks.display = bool(facts.remarks)

    async def _show_calls(self, calls: tuple[Call, ...]) -> None:
        box = self.query_one("#calls", Vertical)
        shown = [line.call.terminal for line in box.query(CallLine)]
        if shown != [call.terminal for call in calls]:
            await box.remove_children()
            await box.mount_all([CallLine(call) for call in calls])
        for line, call in zip(box.query(CallLine), calls, strict=True):
            line.show(call)

    async def _rebuild(self, facts: Board) -> None:
        groups = self.query_one("#groups", PullScroll)
        focused = self.focused
        open_id = focused.row.visit_id if isinstance(focused, BoardRow) else None
        at = groups.scroll_y
        with self.app.batch_update():
            await groups.remove_children()
            widgets = [widget for group in facts.groups for widget in _group_widgets(group)]
            widgets = widgets or [Static(self.nobody, classes="lead", markup=False)]
            await groups.mount_all([*widgets, *self.further()])
        rows = list(self.query(BoardRow))
        again = next((row for row in rows if row.row.visit_id == open_id), None)
        if again is not None:
            groups.scroll_to(y=at, animate=False)
            again.focus(scroll_visible=True)
        elif rows and (focused is None or open_id):
            rows[0].focus(scroll_visible=False)

    def tick(self, idle: float) -> None:
        """Let waiting times go on; lock after idling."""
        super().tick(idle)
        if self.app.screen is self:
            self.call_later(self._look_around)

    async def _look_around(self) -> None:
        """Show waiting times as they are now, and notice kiosks that died at their work."""
        now = self.kiosk.clock.monotonic()
        if now - self._swept_at >= _SWEEP_EVERY:
            self._swept_at = now
            self._sweep()
        await self._refresh_safely()

    def _sweep(self) -> None:
        try:
            self.clinic.terminals.sweep(self.clinic.actor_system())
        except KioskError as error:
            self.say(error.sentence)

    # -- what it does ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> str | None:
        """The id of the visit in focus; the first one if none is."""
        focused = self.focused
        if isinstance(focused, BoardRow):
            return focused.row.visit_id
        rows = self.query(BoardRow)
        return rows.first().row.visit_id if rows else None

    @on(BoardRow.Opened)
    def _opened(self, event: BoardRow.Opened) -> None:
        event.stop()
        self.do("open")  # the line that was touched has the focus

    async def do_open(self) -> None:
        """Open the visit in focus."""
        if self.chosen:
            self.open_visit(self.chosen)

    def action_go(self) -> None:
        """Open the visit in focus."""
        self.do("open")

    async def do_menu(self) -> None:
        """Open this terminal's own matters."""
        from screens.staff.staff_menu_screen import StaffMenuScreen  # noqa: PLC0415 - loaded when first needed

        self.app.push_screen(StaffMenuScreen())

    @on(Action.Pressed, ".call")
    def _call_answered(self, event: Action.Pressed) -> None:
        event.stop()
        line = event.action
        assert isinstance(line, CallLine)  # noqa: S101 - only these bear the class
        actor = self.member.actor(self.clinic.terminal)
        if line.call.help:
            self.clinic.terminals.answer_help(line.call.terminal, actor)
        else:
            self.clinic.terminals.clear(line.call.terminal, actor)


class CallLine(Action):
    """A kiosk that wants somebody; a touch says that you are on your way."""

    def __init__(self, call: Call) -> None:
        super().__init__("", classes="call")
        self.call = call
        self.show(call)

    def show(self, call: Call) -> None:
        """Say since when."""
        self.call = call
        since = f"   since {call.since}" if call.since else ""
        self.label = f"{call.terminal} {call.words}{since}   ›  {'I am going' if call.help else 'Done'}"


def _group_widgets(group: Group) -> list[Widget]:
    title = f"{group.title}   {len(group.rows)}" if group.id in _AS_TILES else group.title
    rows = [BoardRow(row) for row in group.rows]
    box: Widget = Grid(*rows, classes="tiles") if group.id in _AS_TILES else Vertical(*rows, classes="lines")
    return [Static(title, classes="group", markup=False), box]
