"""What staff may do at a client's terminal: bring answers back, close it, confirm the date. Records never open here."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.screen_data import Appointment
from kiosk.clinic import Clinic
from kiosk.core.errors import KioskError
from kiosk.core.phrases import clock_time
from kiosk.people.staff import StaffMember
from rules import day_in_words
from screens.overlay_screen import OverlayScreen
from screens.staff.staff_screen import doubt_now
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class ForStaffScreen(OverlayScreen):
    """Left alone, it is a client's kiosk again: who comes next has typed no PIN."""

    speaks_to_clients = False

    def __init__(self, member: StaffMember) -> None:
        super().__init__()
        self._member = member


class StaffAtKioskScreen(ForStaffScreen):
    """A few cards, and the way back to the clients."""

    def compose_body(self) -> ComposeResult:
        yield Static(f"{self._member.name}, this is a client's kiosk.", id="ask", markup=False)
        cards = [Choice("Close the kiosk", value="close"), Choice("Back to the clients", value="back")]
        if self.kiosk.way is None:
            cards.insert(0, Choice("Clean the screen", value="clean"))
        if left_half_way(self.kiosk.clinic):
            cards.insert(0, Choice("Bring back a client's answers", value="bring"))
        if doubt_now(self.kiosk.clinic):
            today = day_in_words(self.kiosk.clinic.today())
            cards.insert(0, Choice(f"Yes, today is {today}", value="date"))
        yield Cards(cards)

    @on(Choice.Chosen)
    def _do(self, event: Choice.Chosen) -> None:
        event.stop()
        if not self.is_current:
            return
        match event.choice.value:
            case "bring":
                self.app.push_screen(BringBackScreen(self._member))
            case "clean":
                app, kiosk = self.app, self.kiosk
                self.action_back()
                app.call_later(kiosk.clean_screen)
            case "close":
                self.kiosk.close_kiosk(self._member)
            case "date":
                self.kiosk.clinic.confirm_date(self._member.actor(self.kiosk.clinic.terminal))
                self.kiosk.leave_way("staff")
            case _:
                self.action_back()


class BringBackScreen(ForStaffScreen):
    """Whose answers to bring back: initials and time, and nothing of what was answered."""

    def compose_body(self) -> ComposeResult:
        """Give a card for each check-in that stopped half-way, those of this kiosk first."""
        yield Static("Whose answers? Choose, then hand the kiosk to the client.", id="ask", markup=False)
        left = left_half_way(self.kiosk.clinic)
        yield Cards([Choice(f"{clock_time(each.time)}   {each.initials}", value=each.visit_id) for each in left])

    @on(Choice.Chosen)
    def _bring(self, event: Choice.Chosen) -> None:
        event.stop()
        if self.is_current:
            self.kiosk.bring_back(event.choice.value, self._member)


def left_half_way(clinic: Clinic) -> tuple[Appointment, ...]:
    """Return what can be brought back; nothing while the records cannot be asked."""
    try:
        return clinic.check_in().left_half_way()
    except KioskError:
        return ()
