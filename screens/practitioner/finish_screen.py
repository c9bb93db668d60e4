"""The record of a session on one screen: a card for each thing that may be noted, with what was noted so far."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.core.errors import BadInput
from kiosk.room.finish_form import FinishForm, SessionDraft, check_complete
from screens.staff.pick_screens import Pick, pick_cards
from screens.staff.staff_screen import StaffScreen, act
from screens.widgets import Choice
from screens.widgets.cards import Cards

SIGN, PLANNED, LATER = "\0sign", "\0planned", "\0later"


class FinishScreen(StaffScreen[str]):
    """Answers what is to be filled in next, or that all is said. One touch says "as planned"."""

    heading = "Session done"

    def __init__(self, name: str, form: FinishForm, draft: SessionDraft) -> None:
        super().__init__()
        self.section = name
        self._lines = form.lines(draft)
        self._draft = draft

    def compose_body(self) -> ComposeResult:
        """Show a card for each thing; what is filled in is ticked."""
        filled = [line.id for line in self._lines if line.is_filled]
        picks = [Pick(line.id, line.title, line.words) for line in self._lines]
        later = Pick(LATER, "Sign later today", "kept as it is; the client may go")
        yield pick_cards((*picks, later), filled, spares_details=True)

    def compose_foot(self) -> ComposeResult:
        """Show how to fill in what was planned, and how to sign."""
        yield self.foot(go="Sign ›", help=None, left=(act("planned", "As planned", "P"),))

    def choose(self, digit: int) -> None:
        self.query_one(Cards).choose(digit)

    @on(Choice.Chosen)
    def _picked(self, event: Choice.Chosen) -> None:
        event.stop()
        self.dismiss(event.choice.value)

    async def do_planned(self) -> None:
        self.dismiss(PLANNED)

    def action_go(self) -> None:
        """Sign, once it is said what was treated and done."""
        try:
            check_complete(self._draft)
        except BadInput as refused:
            self.say(refused.sentence)
        else:
            self.dismiss(SIGN)

    def action_back(self) -> None:
        self.dismiss(None)
