"""Is this your visit: initials and time, nothing more without a second proof."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.texts import arriving_texts
from kiosk.core.language import tr
from kiosk.core.local_dates import local_time
from screens.client.client_screen import ClientScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class YourVisitScreen(ClientScreen):
    """Yes goes on; no forgets who was found."""

    ask = arriving_texts.ASK_VISIT
    CSS_PATH = "your_visit_screen.tcss"

    def compose_answers(self) -> ComposeResult:
        """Give the appointments, then yes and no."""
        lines = []
        for appointment in self.check_in.appointments:
            more = "   ".join(part for part in (appointment.treatment, appointment.practitioner) if part)
            when = f"{local_time(appointment.time)}   {appointment.initials}"
            apart = "\n" if self.has_class("-narrow") else "   "
            lines.append(apart.join(filter(None, (when, more))))
        yield Static("\n".join(lines), id="appointments", markup=False)
        yield Cards([Choice(tr(words), value=mine) for mine, words in arriving_texts.VISIT_ANSWERS.items()])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        self.attempt(self.check_in.yes if event.choice.value else self.check_in.not_me)
