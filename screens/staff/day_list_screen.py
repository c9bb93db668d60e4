"""A day as a live list: groups of lines, each line a visit. The desk's board and the practitioner's day are built on it."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.core.errors import KioskError
from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.board import Board, Call
from kiosk.desk.board_filter import BoardFilter, filter_choices
from kiosk.desk.to_do import ToDo
from screens.staff.board_line import detail
from screens.staff.day_list import DayList
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import STAFF_CSS, StaffScreen, act
from screens.widgets import Action, Field

_SWEEP_EVERY = 10.0
_DRAW_EVERY = 10.0
"""Seconds after which waiting times are worked out again where nothing changed: calls count seconds, the rest minutes."""
_STILL_SECONDS = 2.0
"""For so long after a touch nothing moves under the finger."""
_ALL = "all"
_WHOLE = 110
"""Columns from which on a line says everything, and nothing needs to be said below the list."""
_COVERED = "Covered. H shows the day again."

Further = tuple[tuple[str, str, str], ...]
"""What the foot has no room for on a small screen: name, label, key."""


class DayListScreen(StaffScreen[None]):
    """A day that follows the records; the chosen visit stays chosen whatever changes around it."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, Path(__file__).with_name("day_list_screen.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move('cursor_up')", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("home", "move('first')", show=False),
        Binding("end", "move('last')", show=False),
    ]
    live = True
    nobody = "Nobody is booked today."
    """What is said where there is no line."""
    further: Further = ()

    def __init__(self) -> None:
        super().__init__()
        self._swept_at = 0.0
        self._facts: Board | None = None
        self._drawn_at, self._drawn_in = 0.0, ""
        self._filter = BoardFilter()
        self._touched_at: float | None = None
        self._is_behind = False
        self._opened: tuple[str, str | None] | None = None
        self._covered = False

    @abstractmethod
    def facts(self) -> Board:
        """Return the day as the records stand now."""

    @abstractmethod
    def things_to_do(self) -> tuple[ToDo, ...]:
        """Return what is left to do after visits that are finished, for this role."""

    @abstractmethod
    async def open_visit(self, visit_id: str) -> None:
        """Push the screen on which this role sees a visit."""

    # -- what it shows ---------------------------------------------------------------------------------------------

    def compose_bar(self) -> ComposeResult:
        """Show the day, how it stands, and the time."""
        with Horizontal(id="head"):
            yield Static("", id="heading", classes="brand", markup=False)
            yield Static("", id="counts", classes="quiet", markup=False)
            yield Static("", id="schedule", classes="quiet schedule", markup=False)
            yield Static("", classes="spacer", markup=False)
            yield Static("", id="section", classes="quiet", markup=False)

    def compose_body(self) -> ComposeResult:
        """Show calls on top, then the groups; below, what a line has no room for."""
        yield Vertical(id="calls")
        yield Static("", id="remarks", markup=False)
        find = Field("Find a name", id="find", limit=60)
        find.display = False
        yield find
        show_all = act("show_all", "Show all", "Esc", "-plain")
        show_all.display = False
        yield show_all
        yield Static(self.nobody, id="empty", classes="lead", markup=False)
        yield DayList()
        with Horizontal(id="below"):
            yield Static("", id="chosen", markup=False)
            yield Static("", classes="spacer", markup=False)
            yield Static("", classes="schedule", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Give a line all its columns, and the foot all its actions, where there is room for them."""
        self.set_class(event.size.width >= _WHOLE, "-whole")

    async def on_mount(self) -> None:
        self._sweep()
        await self.look()
        self.list.focus()

    @property
    def list(self) -> DayList:
        return self.query_one(DayList)

    async def look(self) -> None:
        """Show newer facts if the records changed, or what waited for a finger to go."""
        if self._is_behind and not self.is_touched:
            await self._refresh_safely()
        await super().look()

    async def draw_facts(self) -> None:
        """Show the newest facts; while a finger may be on a line, move none."""
        await self._show(self.facts())

    async def _show(self, facts: Board) -> None:
        self._facts = facts
        self._drawn_at, self._drawn_in = self.kiosk.clock.monotonic(), clock_time(self.clinic.now())
        shown = self._filter.narrow(facts)
        self._is_behind = self.is_touched
        self._show_head(facts)
        if self._is_behind:  # nothing above the list may become higher or lower, either
            self.list.show_where_they_are(shown.groups)
            self._show_calls_where_they_are(facts.calls)
        else:
            self._show_above(facts, shown)
            await self._show_calls(facts.calls)
            self.list.show(shown.groups)
            self._choose_next(shown)
        self._show_detail()

    def _choose_next(self, shown: Board) -> None:
        """Choose who is next, once the visit that was open has got somewhere else, or is the first thing on the screen."""
        if self._opened is None or self.app.screen is not self:
            return
        visit_id, group = self._opened
        self._opened = None
        if self.list.group_of(visit_id) != group:
            self.list.choose(shown.first)

    @property
    def is_touched(self) -> bool:
        """Whether a finger may still be on the screen, so that nothing moves."""
        return self._touched_at is not None and self.kiosk.clock.monotonic() - self._touched_at < _STILL_SECONDS

    def on_mouse_down(self, _event: events.MouseDown) -> None:
        """Hold still for a finger."""
        self._touched_at = self.kiosk.clock.monotonic()

    def on_screen_suspend(self) -> None:
        """Let go: no finger is on a screen that is covered."""
        self._touched_at = None

    def _show_head(self, facts: Board) -> None:
        texts = {
            "#heading": long_day(self.clinic.today(), year=False),
            "#section": clock_time(self.clinic.now()),
            "#counts": facts.counts,
            ".schedule": facts.schedule,
        }
        for where, text in texts.items():
            for line in self.query(where).results(Static):
                line.update(text)

    def _show_above(self, facts: Board, shown: Board) -> None:
        """Show what takes room above the list: remarks, what the day is narrowed to, that nobody is left."""
        remarks = self.query_one("#remarks", Static)
        told = (*facts.remarks, *([f"{facts.left_to_do}: T shows whom"] if facts.left_to_do else []))
        remarks.update("\n".join(f"▲ {each}" for each in told))
        remarks.display = bool(told)
        typed = self._filter.text if not self.query_one("#find").display or not shown.rows else ""
        only = " · ".join(filter(None, (self._filter.words(facts), f"“{typed}”" if typed else "")))
        show_all = self.query_one("#do-show_all", Action)
        show_all.display = bool(only)
        show_all.label = f"Only: {only}   ›  Show all"
        empty = self.query_one("#empty", Static)
        empty.set_class(not shown.rows, "-shown")
        empty.update(self.nobody if not facts.rows else "No line is left.")

    async def _show_calls(self, calls: tuple[Call, ...]) -> None:
        box = self.query_one("#calls", Vertical)
        shown = [line.call.terminal for line in box.query(CallLine)]
        if shown != [call.terminal for call in calls]:
            await box.remove_children()
            await box.mount_all([CallLine(call) for call in calls])
        self._show_calls_where_they_are(calls)

    def _show_calls_where_they_are(self, calls: tuple[Call, ...]) -> None:
        new = {call.terminal: call for call in calls}
        for line in self.query(CallLine):
            if line.call.terminal in new:
                line.show(new[line.call.terminal])

    @on(DayList.OptionHighlighted)
    def _show_detail(self) -> None:
        row = self.list.row
        self.query_one("#chosen", Static).update(detail(row) if row and not self._covered else "")

    def tick(self, idle: float) -> None:
        """Let waiting times go on; lock after idling."""
        super().tick(idle)
        if self.app.screen is self:
            self.call_later(self._look_around)

    async def _look_around(self) -> None:
        """Show waiting times as they are by now, and notice kiosks that died at their work."""
        now = self.kiosk.clock.monotonic()
        if now - self._swept_at >= _SWEEP_EVERY:
            self._swept_at = now
            self._sweep()
        calls = self._facts is None or self._facts.calls
        if calls or now - self._drawn_at >= _DRAW_EVERY or clock_time(self.clinic.now()) != self._drawn_in:
            await self._refresh_safely()

    def _sweep(self) -> None:
        try:
            self.clinic.terminals.sweep(self.clinic.actor_system())
        except KioskError as error:
            self.say(error.sentence)

    # -- what it does ----------------------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        """Whether the day is covered, so that nothing of it may come into view."""
        return self._covered

    @property
    def chosen(self) -> str | None:
        """The id of the chosen visit."""
        row = self.list.row
        return row.visit_id if row else None

    def action_move(self, how: str) -> None:
        """Choose another line, wherever the focus is."""
        getattr(self.list, f"action_{how}")()

    @on(DayList.OptionSelected)
    def _selected(self, event: DayList.OptionSelected) -> None:
        event.stop()
        self.do("open")

    async def do_open(self) -> None:
        if self.chosen and not self._covered:
            self.note_begun(self.chosen)
            await self.open_visit(self.chosen)

    def note_begun(self, visit_id: str) -> None:
        """Note on which visit something is begun: if it gets somewhere else by it, the next one is chosen."""
        self._opened = (visit_id, self.list.group_of(visit_id))

    def action_go(self) -> None:
        self.do("open")

    # -- a part of the day -----------------------------------------------------------------------------------------

    def _find_by_keys(self) -> None:
        """Narrow the day to the names that hold what is typed; at once, since letters may follow as fast as they are typed."""
        find = self.query_one("#find", Field)
        find.display = True
        find.focus()

    async def do_find(self) -> None:
        """Find a name by touch: with the keyboard of the screen."""
        from screens.staff.find_name_screen import FindNameScreen  # noqa: PLC0415 - loaded when first needed

        if self._covered:
            self.say(_COVERED, good=True)
            return
        facts, only = self._facts or self.facts(), self._filter.only
        found = FindNameScreen(
            self._filter.text, lambda typed: [row.name for row in BoardFilter(typed, only).narrow(facts).rows]
        )
        typed = await self.ask(found)
        if typed is not None:
            find = self.query_one("#find", Field)
            find.display = False
            find.set(typed)
            self.list.focus()
            self._filter = BoardFilter(typed, only)
            await self._narrow()

    async def do_show_all(self) -> None:
        """Show the whole day again."""
        self.action_back()

    @on(Field.Changed, "#find")
    async def _typed(self, event: Field.Changed) -> None:
        self._filter = BoardFilter(event.field.value, self._filter.only)
        await self._narrow()

    async def _narrow(self) -> None:
        """Show those that stay, of the facts that are shown already, at once: the next look finds newer ones."""
        self._touched_at = None
        async with self._drawing:
            await self._show(self._facts or self.facts())
        self.list.scroll_to_highlight()

    async def do_filter(self) -> None:
        """Narrow the day to a practitioner, a next step, or the late."""
        picks = [Pick(_ALL, "All"), *(Pick(each, words) for each, words in filter_choices(self._facts or self.facts()))]
        only = await self.ask(PickScreen("Show only", picks, chosen=self._filter.only or _ALL))
        if only is not None:
            self._filter = BoardFilter(self._filter.text, "" if only == _ALL else only)
            await self._narrow()

    def action_back(self) -> None:
        find = self.query_one("#find", Field)
        find.display = False
        find.value = ""
        self._filter = BoardFilter()
        self.list.focus()
        self.call_later(self._narrow)

    async def do_cover(self) -> None:
        """Cover the day with one key, and show it again with the same."""
        self._covered = not self._covered
        self.list.set_class(self._covered, "-covered")
        self.set_class(self._covered, "-covered")
        if self._covered:
            self.say(_COVERED, good=True)
        self._show_detail()

    async def do_to_do(self) -> None:
        """Show after which visits something is left to do, and open the one that is touched."""
        things = self.things_to_do()
        if not things:
            self.say("Nothing is left to do after earlier visits.", good=True)
            return
        picks = [Pick(each.visit_id, each.name, each.words) for each in things]
        visit_id = await self.ask(PickScreen("To do", picks))
        if visit_id:
            await self.open_visit(visit_id)

    # -- the rest --------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Do what a letter stands for, also where its action has no room on the foot."""
        named = {key.casefold(): name for name, _, key in self.further if key}
        name = named.get((event.character or "").casefold())
        if name:
            event.stop()
            event.prevent_default()  # its action may be in view, too
            if name == "find":
                self._find_by_keys()
            else:
                self.do(name)

    async def do_menu(self) -> None:
        """Open this terminal's own matters, and what the foot has no room for."""
        from screens.staff.staff_menu_screen import StaffMenuScreen  # noqa: PLC0415 - loaded when first needed

        shown = {action.id for action in self.actions()}
        hidden = [(name, label) for name, label, _ in self.further if act(name, label).id not in shown]
        name = await self.ask(StaffMenuScreen(hidden))
        if name:
            self.call_later(self.do, name)

    @on(Action.Pressed, ".call")
    def _call_answered(self, event: Action.Pressed) -> None:
        event.stop()
        line = event.action
        assert isinstance(line, CallLine)  # noqa: S101 - only these bear the class
        actor = self.member.actor(self.clinic.terminal)
        line.label = "You are going" if line.call.help else "Done"
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
