"""Sign in: who are you, then your PIN."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.core.errors import KioskError
from kiosk.people.staff import StaffMember
from screens.staff.pick_screens import Pick, pick_cards
from screens.staff.pin_screen import PinScreen
from screens.staff.staff_screen import StaffScreen, leave_if_idle
from screens.widgets import Choice
from screens.widgets.cards import Cards
from screens.widgets.inline_message import fitting

ROLE_WORDS = {"receptionist": "Reception", "practitioner": "Practitioner", "lead": "Lead"}


class SignInScreen(StaffScreen[StaffMember]):
    """Choose a name, by touch, digit or by typing its beginning; then the PIN. Answers who signed in, or None."""

    heading = "Sign in"
    locks = False

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._unread = False

    def compose_body(self) -> ComposeResult:
        """Everybody who may sign in; before them a doubt about the date, looked for before a sign-in is written down."""
        try:
            doubt = self.clinic.clock_doubt()
            people = [member for member in self.clinic.staff.all() if member.active]
        except KioskError as error:
            self._unread = True
            yield Static(error.sentence, classes="strong lead", markup=False)
            return
        self._unread = False
        if doubt:
            yield Static(doubt, id="doubt", markup=False)
            yield Static(fitting(doubt, self.app.size.width - 2, rows=3), id="brief-doubt", markup=False)
        yield Static("Who are you?", classes=f"strong lead {'doubted' if doubt else ''}", markup=False)
        yield pick_cards(Pick(member.name, member.name, ROLE_WORDS[member.role]) for member in people)

    def compose_foot(self) -> ComposeResult:
        """Show the way back to the opening screen."""
        yield self.foot(back=None if self.kiosk.role in ("reception", "practitioner") else "‹ Back", go=None, help=None)

    def choose(self, digit: int) -> None:
        for cards in self.query(Cards):
            cards.choose(digit)

    def _press(self, character: str) -> bool:
        """Letters find the first name that begins so."""
        self._typed += character.casefold()
        found = self._beginning(self._typed) or self._beginning(character.casefold())
        if found:
            cards = self.query_one(Cards)
            cards.show_page_of(found)
            found.focus()
        else:
            self._typed = ""
        return bool(found)

    def _beginning(self, text: str) -> Choice | None:
        return next((choice for choice in self.query(Choice) if choice.value.casefold().startswith(text)), None)

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        self._typed = ""
        self.app.push_screen(PinScreen(event.choice.value), self._checked)

    def _checked(self, member: StaffMember | None) -> None:
        if member is not None:
            self.dismiss(member)

    def tick(self, idle: float) -> None:
        """Give a client's kiosk back to the clients; show who works here once that can be read."""
        if self._unread and self.clinic.records.trouble() is None:
            self.refresh(recompose=True)
        leave_if_idle(self, idle)

    def action_back(self) -> None:
        """Leave unsigned, where there is somewhere to go."""
        if self.kiosk.role in (None, "client"):
            self.dismiss(None)
