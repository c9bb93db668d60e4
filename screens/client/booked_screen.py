"""A date that is booked: in words, and as a code that a telephone's camera takes into its calendar."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.checkin.screen_data import Booked
from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from kiosk.core.local_dates import begun, local_moment
from kiosk.handouts.calendar_entry import calendar_entry
from screens.overlay_screen import OverlayScreen
from screens.widgets.qr_code import QrCode

_WORDS = 36
_AROUND = 9


class BookedScreen(OverlayScreen):
    """Clinic and time, never the treatment. The code is drawn only where the whole of it has room."""

    CSS_PATH = "booked_screen.tcss"

    def __init__(self, booked: Booked, words: str | None) -> None:
        super().__init__()
        self._booked = booked
        self._words = words

    def again(self) -> BookedScreen:
        ending = self.kiosk.way.check_in.ending if self.kiosk.way else None
        return BookedScreen(self._booked, ending.show if ending and self._words else self._words)

    def compose_body(self) -> ComposeResult:
        """Give the words on the left, the code on the right."""
        booked, clinic = self._booked, self.kiosk.clinic
        when = begun(local_moment(booked.day, booked.start))
        entry = calendar_entry(
            booked.clinic,
            booked.day,
            booked.start,
            clinic.settings.zone,
            visit_id=booked.visit_id,
            made_at=clinic.clock.now(),
        )
        with Horizontal(id="columns"):
            with Vertical(id="words"):
                yield Static(tr(help_texts.NEXT_VISIT), id="ask", markup=False)
                yield Static(f"{when}\n{booked.clinic}", id="when", markup=False)
                yield Static(self._words or "", id="more", markup=False)
                yield Static("", id="hint", markup=False)
            yield QrCode((entry, f"{booked.clinic}\n{when}".encode()), id="code")

    def on_resize(self, event: events.Resize) -> None:
        """Show the code that has room beside the words: a part of one is of no use."""
        fits = self.query_one(QrCode).fit(event.size.width - _WORDS, event.size.height - _AROUND)
        hint = self.query_one("#hint", Static)
        hint.display = fits is not None
        hint.update(tr(help_texts.BY_CAMERA[fits or 0]))
