"""The slip for a new appointment: clinic and time in words, and as a code for a telephone. Never the treatment."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.core.phrases import clock_time, long_day
from kiosk.handouts import calendar_entry
from kiosk.visits.visit import Visit
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import STAFF_CSS, StaffScreen
from screens.widgets.qr_code import QrCode

_HINT = "Your telephone's camera can take it into your calendar."
_BESIDE, _AROUND = 24, 7
"""Columns beside and rows around the code that the words need."""


class SlipScreen(StaffScreen[None]):
    """Turned towards the client: when to come, and what the clinic lets the desk say about it."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, "slip_screen.tcss"]
    heading = "Your next appointment"

    def __init__(self, new: Visit, said: tuple[str, ...] = ()) -> None:
        """`said` are sentences to the client from the visit that was moved."""
        super().__init__()
        self._new = new
        self._said = said

    def compose_body(self) -> ComposeResult:
        """Show the words on the left, the code on the right."""
        new, clinic = self._new, self.clinic
        name, zone = clinic.settings.clinic_name, clinic.settings.zone
        made_at = clinic.clock.now()
        entry = calendar_entry(name, new.day, new.start, zone, visit_id=new.id, made_at=made_at)
        with Horizontal(id="columns"):
            with PullScroll(id="words"):
                yield Static(f"{long_day(new.day)}, {clock_time(new.start)}", classes="strong line", markup=False)
                yield Static(name, classes="line", markup=False)
                yield Static("\n".join(self._said), classes="line", markup=False)
                yield Static(_HINT, id="hint", classes="line quiet", markup=False)
            yield QrCode(entry, id="code")

    def compose_foot(self) -> ComposeResult:
        yield self.foot(back=None, help=None, go="Done ›")

    def on_resize(self, event: events.Resize) -> None:
        """Draw the code only if all of it fits; a part of it is of no use."""
        code = self.query_one("#code", QrCode)
        columns, rows = code.needs
        fits = event.size.width >= columns + _BESIDE and event.size.height >= rows + _AROUND
        code.display = fits
        self.query_one("#hint").display = fits

    def action_go(self) -> None:
        self.dismiss(None)

    def action_back(self) -> None:
        self.dismiss(None)
