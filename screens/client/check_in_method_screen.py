"""How would you like to check in: by name, by code, or without an appointment."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.texts import arriving_texts, first_texts
from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.screen_names import ScreenName
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice

_NAME, _CODE, _NONE = "name", "code", "none"


class CheckInMethodScreen(ClientScreen):
    """Three ways in, each one touch."""

    ask = arriving_texts.HOW_TO_CHECK_IN

    def compose_answers(self) -> ComposeResult:
        yield Cards(
            [
                Choice(tr(arriving_texts.BY_NAME_AND_BIRTH), value=_NAME),
                Choice(tr(first_texts.BY_CODE), value=_CODE),
                Choice(tr(first_texts.NO_APPOINTMENT), value=_NONE),
            ]
        )

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _way_in(self, event: Choice.Chosen) -> None:
        if not self.is_current:
            return
        match event.choice.value:
            case "name":
                self.way.open(ScreenName.FAMILY_NAME)
            case "code":
                self.way.open(ScreenName.BOOKING_CODE)
            case "none":
                self.attempt(self.check_in.no_appointment)

    def forget_name(self) -> None:
        """Forget what was typed before somebody came back to here: a touch would bring it back."""
        self.way.typed.clear()

    def back(self) -> None:
        self.kiosk.leave_way("client")
