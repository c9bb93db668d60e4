"""Typing who one is: family name, first name, booking code."""

from __future__ import annotations

from kiosk.checkin.texts import arriving_texts
from kiosk.core.errors import KioskError
from kiosk.core.language import tr
from kiosk.people.names import has_digit, name_words
from screens.client.typing_screen import TypingScreen
from screens.screen_names import ScreenName


class NameScreen(TypingScreen):
    """The family name. A scanned booking code is taken here, too: whatever else has a digit in it is asked about once."""

    ask = arriving_texts.ASK_FAMILY_NAME
    label = arriving_texts.FAMILY_NAME
    key = "family_name"
    forgets_to = ScreenName.FAMILY_NAME

    def __init__(self) -> None:
        super().__init__()
        self._asked_about = ""

    def go(self) -> None:
        text = self.text
        if has_digit(text) and text != self._asked_about:
            self._asked_about = text
            self.attempt(lambda: self.check_in.identify_scan(text))
        elif not name_words(text):
            self.say(tr(arriving_texts.TYPE_FAMILY_NAME))
        else:
            self.way.open(ScreenName.BIRTH_DATE)

    def refuse(self, refused: KioskError) -> None:
        """Ask, so that the other half of a double tap says yes to nothing."""
        super().refuse(refused)
        self.appeared()

    def back(self) -> None:
        self.way.open(ScreenName.CHECK_IN_METHOD)


class CodeScreen(TypingScreen):
    """The booking code, typed or scanned."""

    ask = arriving_texts.ASK_CODE
    label = arriving_texts.CODE
    key = "code"
    forgets_to = ScreenName.BOOKING_CODE
    limit = 40
    always_capitals = True

    def go(self) -> None:
        self.attempt(lambda: self.check_in.identify_code(self.text))

    def back(self) -> None:
        self.way.open(ScreenName.CHECK_IN_METHOD)


class FirstNameScreen(TypingScreen):
    """The first name, where two people share family name and date of birth."""

    ask = arriving_texts.ASK_FIRST_NAME
    label = arriving_texts.FIRST_NAME
    key = "given_name"
    forgets_to = ScreenName.FAMILY_NAME

    def go(self) -> None:
        self.attempt(lambda: self.check_in.give_first_name(self.text))
