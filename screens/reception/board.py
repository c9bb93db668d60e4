"""The receptionist's board: live, grouped by what the desk must do, a shape and a word for each next step."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from kiosk.board import DONE, LATER, Board, Call, Group, board
from kiosk.phrases import clock_time, long_day
from kiosk.schedule import last_import
from kiosk.visit import VisitState
from screens.reception.row import BoardRow
from screens.staff.base import STAFF_CSS, StaffScreen, act
from screens.widgets import Action

_AS_TILES = {LATER, DONE}


class BoardScreen(StaffScreen[None]):
    """The day at the desk. Everything opens from here."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, "board.tcss"]
    live = True

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._shape: tuple[object, ...] = ()

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
        yield VerticalScroll(id="groups", can_focus=False)

    def compose_foot(self) -> ComposeResult:
        """Show what the desk does most."""
        left = (
            act("open", "Open", "Enter", "-main"),
            act("confirm", "Confirm", "C", "-plain"),
            act("walk_in", "Walk-in", "W", "-plain"),
            act("find", "Find", "/", "-plain"),
            act("schedule", "Schedule", "S", "-plain"),
        )
        right = (act("lock", "Lock", "L", "-plain"), act("menu", "More", "M", "-plain"))
        yield self.foot(back=None, go=None, help=None, left=left, right=right)

    async def on_mount(self) -> None:
        """Show the day at once."""
        self.clinic.terminals.sweep(self.clinic.actor_system())
        self._seen_version = self.clinic.daybook().version()
        await self._refresh_safely()

    def facts(self) -> Board:
        """Return the board as the records stand now."""
        clinic = self.clinic
        return board(
            clinic.daybook().entries(),
            clinic.terminals.all(),
            clinic.now(),
            clinic.settings,
            titles=clinic.titles(),
            imported_at=last_import(clinic),
        )

    async def refresh_facts(self) -> None:
        """Show the newest facts; the line in focus keeps it."""
        facts = self.facts()
        self._board = facts
        self._show_head(facts)
        await self._show_calls(facts.calls)
        shape = tuple((group.id, tuple(row.visit_id for row in group.rows)) for group in facts.groups)
        if shape == self._shape:
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

    async def _show_calls(self, calls: tuple[Call, ...]) -> None:
        box = self.query_one("#calls", Vertical)
        shown = [action.name for action in box.query(Action)]
        if shown != [call.terminal for call in calls]:
            await box.remove_children()
            await box.mount_all([CallLine(call) for call in calls])
        for line, call in zip(box.query(CallLine), calls, strict=True):
            line.show(call)

    async def _rebuild(self, facts: Board) -> None:
        groups = self.query_one("#groups", VerticalScroll)
        focused = self.focused
        open_id = focused.row.visit_id if isinstance(focused, BoardRow) else None
        at = groups.scroll_y
        with self.app.batch_update():
            await groups.remove_children()
            await groups.mount_all([widget for group in facts.groups for widget in _group_widgets(group)])
            if not facts.groups:
                await groups.mount(
                    Static("Nobody is booked today. Read the schedule, or take in a walk-in.", markup=False)
                )
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
            self.call_later(self._refresh_safely)

    # -- what it does ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> str | None:
        """The id of the visit in focus; the first one if none is."""
        focused = self.focused
        if isinstance(focused, BoardRow):
            return focused.row.visit_id
        first = self.query(BoardRow)
        return first.first().row.visit_id if first else None

    @on(BoardRow.Opened)
    def _opened(self, event: BoardRow.Opened) -> None:
        event.stop()
        self._open(event.visit_id)

    def _open(self, visit_id: str) -> None:
        from screens.reception.visit import VisitScreen  # noqa: PLC0415 - loaded when first needed

        self.app.push_screen(VisitScreen(visit_id))

    async def do_open(self) -> None:
        """Open the visit in focus."""
        if self.chosen:
            self._open(self.chosen)

    async def do_confirm(self) -> None:
        """Confirm the visit in focus: it opens, because the identity is checked first."""
        if not self.chosen:
            return
        entry = self.clinic.daybook().entry(self.chosen)
        self._open(self.chosen)
        if entry.visit.state is not VisitState.screened:
            return

    async def do_walk_in(self) -> None:
        """Take in somebody without an appointment."""
        from screens.reception.walkin import take_in  # noqa: PLC0415 - loaded when first needed

        visit_id = await take_in(self)
        if visit_id:
            self._open(visit_id)

    async def do_find(self) -> None:
        """Find a client by name or date of birth."""
        from screens.reception.find import find_visit  # noqa: PLC0415 - loaded when first needed

        visit_id = await find_visit(self)
        if visit_id:
            self._open(visit_id)

    async def do_schedule(self) -> None:
        """Read the day's schedule, with a preview."""
        from screens.reception.schedule import read_schedule  # noqa: PLC0415 - loaded when first needed

        await read_schedule(self)

    async def do_menu(self) -> None:
        """Open this terminal's own matters."""
        from screens.staff.menu import StaffMenuScreen  # noqa: PLC0415 - loaded when first needed

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
        self.name_of_terminal = call.terminal
        self.call = call
        self.show(call)

    def show(self, call: Call) -> None:
        """Say since when."""
        self.call = call
        since = f"   since {call.since}" if call.since else ""
        what = "I'm going" if call.help else "Done"
        self.label = f"{call.terminal} {call.words}{since}   ›  {what}"


def _group_widgets(group: Group) -> list[Widget]:
    title = f"{group.title}   {len(group.rows)}" if group.id in _AS_TILES else group.title
    heading = Static(title, classes="group", markup=False)
    rows = [BoardRow(row) for row in group.rows]
    box: Widget = Grid(*rows, classes="tiles") if group.id in _AS_TILES else Vertical(*rows, classes="lines")
    return [heading, box]
