"""The receptionist's board: live, grouped by what the desk must do, a shape and a word for each next step."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from textual.app import ComposeResult

from kiosk.core.errors import BadInput, KioskError
from kiosk.core.phrases import clock_time
from kiosk.desk.board import Board, todays_board
from kiosk.desk.call_list import call_remarks
from kiosk.desk.half_filled import HalfFilled
from kiosk.desk.lead_notices import with_lead_notices
from kiosk.desk.to_do import ToDo, to_do
from kiosk.visits.visit import STATE_WORDS, VisitState
from rules import day_in_words, several
from screens.reception.desk_screen import CALLER_KEY, DESK_FORMS, DeskScreen
from screens.staff.day_list_screen import DayListScreen
from screens.staff.late_asking import say_late
from screens.staff.page_screens import PageScreen, SureScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.private_asking import open_with_reason
from screens.staff.staff_screen import act
from screens.widgets import Action

_COUNT_EVERY = 60.0
"""Seconds that pass at least between two counts of whom to phone."""


class BoardScreen(DayListScreen, DeskScreen):
    """The day at the desk. Everything opens from here."""

    lists_calls = True
    forms: ClassVar[Mapping[str, str]] = MappingProxyType(
        {**DESK_FORMS, "away": "Somebody is away", "late": "Running late", "move": "Another day"}
    )
    nobody = "Nobody is booked today. Read the schedule, or take in a walk-in."
    further = (
        ("walk_in", "Walk-in", "W"),
        ("find", "Find", "/"),
        ("clients", "All clients", "A"),
        ("book", "Book a visit", "B"),
        ("caller", "Caller", CALLER_KEY),
        ("filter", "Show only", "F"),
        ("schedule", "Schedule", "S"),
        ("cover", "Cover", "H"),
        ("lock", "Lock", "L"),
        ("to_do", "To do", "T"),
        ("move", "Another day", "N"),
        ("late", "Running late", "D"),
        ("away", "Somebody is away", "Y"),
        ("phone", "Whom to phone", "G"),
    )

    def compose_foot(self) -> ComposeResult:
        """Show what the desk does most."""
        left = (act("open", "Open", "Enter", "-main"), act("confirm", "Confirm", "C", "-plain"))
        more = {name: act(name, label, key, "-plain roomy") for name, label, key in self.further}
        for name in ("filter", "schedule"):
            more[name].add_class("broad")
        yield self.foot(
            back=None,
            go=None,
            help=None,
            left=(*left, more["walk_in"], more["find"], more["filter"], more["schedule"]),
            right=(more["cover"], more["lock"], act("menu", "More", "M", "-plain")),
        )

    def __init__(self) -> None:
        super().__init__()
        self._to_phone: tuple[str, ...] = ()
        self._counted: tuple[date, int] | None = None
        self._counted_at = 0.0

    async def on_mount(self) -> None:
        await super().on_mount()
        self._count_calls()

    def tick(self, idle: float) -> None:
        """Count the calls again, at most once a minute, once the records have changed."""
        super().tick(idle)
        if self.app.screen is not self or self.kiosk.clock.monotonic() - self._counted_at < _COUNT_EVERY:
            return
        with suppress(KioskError):  # the day itself says what is wrong with the records
            if self._records_now() != self._counted:
                self._count_calls()

    def _records_now(self) -> tuple[date, int]:
        return self.clinic.today(), self.clinic.daybook().version()

    def _count_calls(self) -> None:
        self._counted_at = self.kiosk.clock.monotonic()
        self.run_worker(self._say_calls(), group="calls", exclusive=True)

    async def _say_calls(self) -> None:
        """Say how many clients are to be phoned; that looks at many visits, so the board doesn't wait for it."""
        clinic = self.clinic
        with suppress(KioskError):
            self._counted = self._records_now()
            before, self._to_phone = self._to_phone, await asyncio.to_thread(lambda: tuple(call_remarks(clinic)))
            if self._to_phone != before:
                await self._refresh_safely()

    def compose_body(self) -> ComposeResult:
        """Show what is put aside above the day."""
        action = self.go_on_action()
        yield action
        yield from super().compose_body()

    async def open_visit(self, visit_id: str) -> None:
        """Show a visit as the desk sees it."""
        await DeskScreen.open_visit(self, visit_id)

    def form_of(self, name: str) -> tuple[str, str]:
        """Return the chosen visit for the one form that belongs to it."""
        row = self.list.row
        return (row.visit_id, row.name) if name == "move" and row is not None else ("", "")

    def name_go_on(self, action: Action, forms: tuple[HalfFilled, ...]) -> None:
        """Say what is put aside, without a name."""
        what = forms[0].title if len(forms) == 1 else several(len(forms), "form", "forms")
        action.label = f"Put aside: {what}   ›  Go on"

    def forms_changed(self) -> None:
        """Show whether there is something to go on with, once no finger is on the day below it."""
        if not self.is_touched:
            super().forms_changed()

    async def draw_facts(self) -> None:
        """Show the day, and what is put aside."""
        await super().draw_facts()
        self.forms_changed()

    def facts(self) -> Board:
        """Return the board as the records stand now."""
        board = with_lead_notices(self.clinic, self.member, todays_board(self.clinic))
        return replace(board, remarks=(*board.remarks, *self._to_phone))

    def things_to_do(self) -> tuple[ToDo, ...]:
        """Return what is left to do after the clinic's visits."""
        return to_do(self.clinic)

    async def do_confirm(self) -> None:
        """Pass the visit in focus on, after the identity was checked; end one that the schedule calls off."""
        if not self.chosen or self.is_covered:
            return
        entry = self.clinic.daybook().entry(self.chosen)
        visit, client = entry.visit, entry.client
        if visit.called_off and visit.state is VisitState.booked:
            self.note_begun(visit.id)
            ended = self.clinic.desk(self.member).as_scheduled(visit)
            await self.refresh_facts()
            self.say(f"The visit is {STATE_WORDS[ended.state]}. Open it to undo that.", good=True)
            return
        if visit.state is not VisitState.screened or client.private:
            await self.do_open()
            return
        lines = ["Check who it is:", f"{client.full_name}, born {day_in_words(client.date_of_birth)}"]
        if client.phone_last4:
            lines.append(f"Telephone ends in {client.phone_last4}")
        row = self.list.row
        if row is not None and row.twin:
            lines.append(f"Another client today is also called {client.full_name}.")
        if await self.ask(SureScreen("Confirm", lines, go="It is ›")):
            self.note_begun(visit.id)
            self.clinic.desk(self.member).confirm(visit)
            await self.refresh_facts()
            self.say(f"Passed to {visit.practitioner or 'the practitioner'}. Open the visit to undo it.", good=True)

    async def do_late(self) -> None:
        """Say by how many minutes a practitioner runs late."""
        names = sorted({row.practitioner for row in self.facts().rows if row.practitioner})
        if not names:
            raise BadInput("No practitioner has a visit today.")
        name: str | None = names[0]
        if len(names) > 1:
            name = await self.ask(PickScreen("Who runs late?", [Pick(each, each) for each in names]))
        if name:
            await say_late(self, name)

    async def do_move(self) -> None:
        """Book another day for the chosen visit, from the first possible one on."""
        if self.chosen and not self.is_covered:
            from screens.reception.appointment_picking import move_visit  # noqa: PLC0415 - loaded when first needed

            self.desk.require_movable(self.clinic.daybook().entry(self.chosen).visit)
            self.note_begun(self.chosen)
            visit = await open_with_reason(self, self.desk.open, self.chosen)
            if visit is not None:
                await move_visit(self, visit)

    async def do_away(self) -> None:
        """Give a practitioner's whole day to somebody else, or move it; then show whom to phone."""
        from screens.reception.away_asking import rearrange_column  # noqa: PLC0415 - loaded when first needed

        done = await rearrange_column(self)
        if done is None:
            return
        self.form_is_over()
        await self.refresh_facts()
        if done.stayed:
            stayed = [f"{clock_time(e.visit.start)}  {e.client.full_name}: {why}" for e, why in done.stayed]
            await self.ask(PageScreen("These stay as they are", stayed))
        if done.changed:
            await self.do_phone()

    async def do_phone(self) -> None:
        """Show whom to phone."""
        from screens.reception.call_list_screen import CallListScreen  # noqa: PLC0415 - loaded when first needed

        await self.ask(CallListScreen())
        self._count_calls()

    async def do_schedule(self) -> None:
        """Read the day's schedule, with a preview."""
        from screens.reception.schedule_screens import read_the_schedule  # noqa: PLC0415 - loaded when first needed

        await read_the_schedule(self)
