"""Whom to phone: three lists in one, a line a client, and what can be done with the line that is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, cast

from textual import on
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kiosk.desk.call_list import CallKind, PhoneLine
from kiosk.visits.visit_parts import CALL_WORDS, CallResult
from rules import day_in_words
from screens.reception.appointment_picking import move_visit
from screens.reception.desk_screen import DeskScreen
from screens.staff.board_line import column, fit
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.private_asking import open_with_reason
from screens.staff.staff_screen import STAFF_CSS, act
from screens.staff.touch_list import TouchList

_TITLES = {
    CallKind.early: "Booked too early",
    CallKind.rearranged: "Moved by the clinic: tell them",
    CallKind.bring_back: "To bring back",
}
_NAME, _PHONE = 24, 18
_MOVE, _OPEN = "\0move", "\0open"


class CallListScreen(DeskScreen):
    """The call list. Arrows choose; Enter, or a second touch, says what can be done."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, Path(__file__).with_name("call_list_screen.tcss")]
    heading = "Whom to phone"
    live = True
    forms: ClassVar[Mapping[str, str]] = MappingProxyType({"move": "Another day"})

    def form_of(self, name: str) -> tuple[str, str]:  # noqa: ARG002
        """Return the visit of the chosen line, and whose it is."""
        line = self.line
        return (line.visit_id, line.name) if line is not None else ("", "")

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[PhoneLine, ...] = ()
        self._is_open = False

    def compose_body(self) -> ComposeResult:
        yield Static("Nobody has to be phoned.", id="empty", classes="lead", markup=False)
        yield CallLines()
        with Horizontal(id="below"):
            yield Static("", id="chosen", markup=False)

    def compose_foot(self) -> ComposeResult:
        """Give the line's three actions."""
        yield self.foot(
            back="‹ Board",
            go=None,
            help=None,
            left=(
                act("called", "Called", "C", "-main"),
                act("move", "Another day", "B", "-plain roomy"),
                act("open", "Open", "O", "-plain roomy"),
            ),
        )

    async def on_mount(self) -> None:
        await self.look()
        self.query_one(CallLines).focus()

    async def draw_facts(self) -> None:
        """Work the list out; it looks at many visits, so nobody waits for it."""
        desk = self.clinic.desk(self.member)
        is_open, self._is_open = self._is_open, True
        self._lines = await asyncio.to_thread(desk.call_list, is_open=is_open)
        self.query_one("#empty").display = not self._lines
        self.query_one(CallLines).show(self._lines)
        self._show_chosen()

    @property
    def line(self) -> PhoneLine | None:
        """The line that is chosen."""
        return self.query_one(CallLines).line

    @on(OptionList.OptionHighlighted)
    def _show_chosen(self) -> None:
        line = self.line
        parts = dict.fromkeys((line.name, line.phone, line.treatment, line.why, *_facts(line))) if line else ()
        self.query_one("#chosen", Static).update(" · ".join(filter(None, parts)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.do("called")

    async def _opened(self) -> PhoneLine | None:
        """Return the chosen line; a private record's is whole only for a reason. None if no reason was given."""
        line, desk = self.line, self.clinic.desk(self.member)
        if line is None or not line.private:
            return line
        if await open_with_reason(self, desk.open, line.visit_id) is None:
            return None
        return await asyncio.to_thread(desk.whole_line, line)

    async def do_called(self) -> None:
        """Note how the call ended."""
        line = await self._opened()
        if line is None:
            return
        results = [each for each in CALL_WORDS if each != "not_coming" or line.kind is CallKind.bring_back]
        picks = [Pick(each, CALL_WORDS[each].capitalize()) for each in results]
        if self.has_class("-narrow"):  # there is no room in the foot
            picks += [Pick(_MOVE, "Another day"), Pick(_OPEN, "Open the visit")]
        picked = await self.ask(PickScreen(line.name, picks, lead=f"{line.phone}. How did the call end?"))
        if picked in (_MOVE, _OPEN):
            await (self.do_move() if picked == _MOVE else self.do_open())
        elif picked is not None:
            result = cast("CallResult", picked)
            self.clinic.desk(self.member).note_phone_call(self.clinic.visits.get(line.visit_id), result)
            await self.refresh_facts()
            self.say(f"Noted: {line.name}, {CALL_WORDS[result]}.", good=True)

    async def do_move(self) -> None:
        """Book another day, from the first possible one on."""
        line = await self._opened()
        if line is not None:
            await move_visit(self, self.clinic.visits.get(line.visit_id), line.first)

    async def do_open(self) -> None:
        """Open the visit."""
        from screens.reception.visit_screen import VisitScreen  # noqa: PLC0415 - loaded when first needed

        line = self.line
        if line is not None:
            visit = await open_with_reason(self, self.clinic.desk(self.member).open, line.visit_id)
            if visit is None:
                return
            self.app.push_screen(VisitScreen(visit, self.clinic.clients.get(visit.client_id)))

    def action_back(self) -> None:
        self.dismiss(None)


class CallLines(TouchList):
    """The lines under their titles."""

    def __init__(self) -> None:
        super().__init__(id="lines")
        self._by_id: dict[str, PhoneLine] = {}

    @property
    def line(self) -> PhoneLine | None:
        """The line that is chosen."""
        chosen = self.highlighted_option
        return self._by_id.get(chosen.id or "") if chosen else None

    def show(self, lines: tuple[PhoneLine, ...]) -> None:
        """Show these lines; the chosen one stays chosen, or the one in its place is."""
        before, at = self.line, self.highlighted
        self._by_id = {f"{line.kind}-{line.visit_id}": line for line in lines}
        options: list[Option] = []
        for kind, group in groupby(self._by_id.items(), key=lambda item: item[1].kind):
            of_kind = list(group)
            options.append(Option(Content.styled(f"{_TITLES[kind]}   {len(of_kind)}", "bold $primary"), disabled=True))
            options += [Option(self._painted(line), id=key) for key, line in of_kind]
        self.set_options(options)
        there = {option.id: index for index, option in enumerate(options) if option.id}
        key = f"{before.kind}-{before.visit_id}" if before else ""
        if there:
            self.highlighted = there.get(key) or min(there.values(), key=lambda index: abs(index - (at or 0)))

    def on_resize(self) -> None:
        """Lay the lines out for the width there is now."""
        self.show(tuple(self._by_id.values()))

    def _painted(self, line: PhoneLine) -> Content:
        width = self.scrollable_content_region.width - 4
        facts = " · ".join(_facts(line) or (line.why,))
        named = column(line.name, min(_NAME, width // 3)) + column(line.phone, min(_PHONE, width // 3))
        return Content(named + fit(facts, width - min(_NAME, width // 3) - min(_PHONE, width // 3)))


def _facts(line: PhoneLine) -> tuple[str, ...]:
    """Return what the line says of days: the first possible one, what is booked, the last call, and whether they came."""
    first = f"from {day_in_words(line.first)}" if line.first else line.why if line.private else ""
    if line.kind is CallKind.bring_back:
        booked = f"booked {line.booked}" if line.booked else "not booked"
        came = f"came {line.came}" if line.came else "not here yet"
        return tuple(filter(None, (first or "no day yet", booked, line.called or "not called", came)))
    return tuple(filter(None, (f"booked {line.booked}", first, line.called or "not called")))
