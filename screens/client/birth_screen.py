"""The date of birth: three fields, a number pad, and words for a day that does not exist."""

from __future__ import annotations

from textual.app import ComposeResult

from kiosk.checkin.texts import arriving_texts, part_texts
from screens.client.number_screen import NumberScreen
from screens.screen_names import ScreenName
from screens.widgets.date_fields import DateFields


class BirthScreen(NumberScreen):
    """The second half of telling who one is."""

    ask = arriving_texts.ASK_BIRTH
    forgets_to = ScreenName.FAMILY_NAME

    def compose_fields(self) -> ComposeResult:
        """Day, month and year in the clinic's order."""
        order = self.kiosk.clinic.settings.date_order
        typed = self.way.typed
        values = {part: typed.get(part, "") for part in order}
        yield DateFields(order, lead=part_texts.BIRTH_PARTS, values=values)

    def remember(self) -> None:
        self.way.typed.update(self.query_one(DateFields).parts)

    def go(self) -> None:
        parts = self.query_one(DateFields).parts
        name = self.way.typed.get("family_name", "")
        self.attempt(lambda: self.check_in.identify(name, parts["d"], parts["m"], parts["y"]))

    def back(self) -> None:
        self.way.open(ScreenName.FAMILY_NAME)
