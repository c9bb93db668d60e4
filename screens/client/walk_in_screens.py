"""No appointment: name, date of birth, telephone and treatment, one after the other; reception decides."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from kiosk.checkin.texts import arriving_texts, part_texts
from kiosk.checkin.walk_in import require_phone
from kiosk.core.errors import BadInput
from kiosk.core.language import tr
from kiosk.people.identify import read_birth_date
from kiosk.people.names import has_digit, name_words
from screens.client.client_screen import ClientScreen
from screens.client.number_screen import NumberScreen
from screens.client.typing_screen import TypingScreen
from screens.screen_names import ScreenName
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import Field
from screens.widgets.number_pad import RUB_OUT, Key


class WalkInScreen(TypingScreen):
    """The first name."""

    ask = arriving_texts.ASK_FIRST_NAME
    label = arriving_texts.FIRST_NAME
    missing: ClassVar[str] = arriving_texts.TYPE_FIRST_NAME
    """What is said where no name is typed, in words for the catalogues."""
    key = "given_name"
    forgets_to = ScreenName.WALK_IN

    def __init__(self) -> None:
        super().__init__()
        self._asked_about = ""

    def go(self) -> None:
        """On, if a name is typed; one with a digit in it is asked about once."""
        text = self.text
        if not name_words(text):
            self.say(tr(self.missing))
        elif has_digit(text) and text != self._asked_about:
            self._asked_about = text
            self.say(tr(arriving_texts.DIGIT_IN_NAME))
            self.appeared()  # the other half of a double tap says yes to nothing
        else:
            self.go_on()

    def go_on(self) -> None:
        self.way.open(WalkInFamilyScreen)


class WalkInFamilyScreen(WalkInScreen):
    """The family name."""

    ask = arriving_texts.ASK_FAMILY_NAME
    label = arriving_texts.FAMILY_NAME
    missing = arriving_texts.TYPE_FAMILY_NAME
    key = "family_name"

    def go_on(self) -> None:
        self.way.open(WalkInBirthScreen)

    def back(self) -> None:
        self.way.open(WalkInScreen)


class WalkInBirthScreen(NumberScreen):
    """The date of birth."""

    ask = arriving_texts.ASK_BIRTH
    forgets_to = ScreenName.WALK_IN

    def compose_fields(self) -> ComposeResult:
        order = self.kiosk.clinic.settings.date_order
        yield DateFields(
            order, lead=part_texts.BIRTH_PARTS, values={part: self.way.typed.get(part, "") for part in order}
        )

    def remember(self) -> None:
        self.way.typed.update(self.query_one(DateFields).parts)

    def go(self) -> None:
        """On, if there is such a day."""
        parts = self.query_one(DateFields).parts
        try:
            read_birth_date(parts["d"], parts["m"], parts["y"], self.kiosk.clinic.today())
        except BadInput as refused:
            self.refuse(refused)
        else:
            self.way.open(WalkInPhoneScreen)

    def back(self) -> None:
        self.way.open(WalkInFamilyScreen)


class WalkInPhoneScreen(NumberScreen):
    """The telephone number, so that the desk can reach somebody who went for a walk."""

    ask = arriving_texts.ASK_PHONE
    forgets_to = ScreenName.WALK_IN

    def compose_fields(self) -> ComposeResult:
        """Digits are enough."""
        with Horizontal(id="proof-row"):
            yield Field(
                tr(arriving_texts.PHONE), digits=True, limit=15, value=self.way.typed.get("phone", ""), id="field"
            )
            rub = Key(RUB_OUT, soft=True)
            rub.add_class("rub")
            yield rub

    def remember(self) -> None:
        self.way.typed["phone"] = self.query_one("#field", Field).value

    def go(self) -> None:
        """On, if it can be a number."""
        try:
            require_phone(self.way.typed["phone"])
        except BadInput as refused:
            self.refuse(refused)
        else:
            self.way.open(WalkInTreatmentScreen)

    def back(self) -> None:
        self.way.open(WalkInBirthScreen)


class WalkInTreatmentScreen(ClientScreen):
    """The treatment; a touch sends everything to the desk."""

    ask = arriving_texts.ASK_TREATMENT
    forgets_to = ScreenName.WALK_IN

    def compose_answers(self) -> ComposeResult:
        yield Cards([Choice(title, value=treatment) for treatment, title in self.check_in.treatments])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _ask_desk(self, event: Choice.Chosen) -> None:
        typed = self.way.typed
        self.attempt(
            lambda: self.check_in.request_walk_in(
                typed["given_name"],
                typed["family_name"],
                typed["d"],
                typed["m"],
                typed["y"],
                typed["phone"],
                event.choice.value,
            )
        )

    def back(self) -> None:
        self.way.open(WalkInPhoneScreen)
