"""What staff may do at a client's terminal: close the kiosk, confirm the date. Records never open here."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.staff import StaffMember
from screens.help.overlay import OverlayScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class HereScreen(OverlayScreen):
    """A few cards, and the way back to the clients."""

    def __init__(self, member: StaffMember) -> None:
        super().__init__()
        self._member = member

    def compose_body(self) -> ComposeResult:
        """Give what may be done."""
        yield Static(f"{self._member.name}, this is a client's kiosk.", id="ask", markup=False)
        cards = [Choice("Close the kiosk", value="close"), Choice("Back to the clients", value="back")]
        if self.kiosk.clinic.clock_doubt():
            today = f"{self.kiosk.clinic.today():%d.%m.%Y}"
            cards.insert(0, Choice(f"Yes, today is {today}", value="date"))
        yield Cards(cards)

    @on(Choice.Chosen)
    def _do(self, event: Choice.Chosen) -> None:
        event.stop()
        if not self.is_current:
            return
        match event.choice.value:
            case "close":
                self.kiosk.close_kiosk(self._member)
            case "date":
                self.kiosk.clinic.confirm_date(self._member.actor(self.kiosk.clinic.terminal))
                self.kiosk.leave_way("staff")
            case _:
                self.action_back()
