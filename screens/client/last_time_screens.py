"""When did you last...: the day if it is known, else the month, else roughly."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.texts import answering_texts
from kiosk.core.errors import BadInput
from kiosk.core.language import tr
from kiosk.core.typed_dates import not_after, typed_day, typed_month
from rules import UNKNOWNS
from screens.client.number_screen import NumberScreen
from screens.client.question_screens import ChoiceScreen, QuestionScreen
from screens.minimum_size_screen import SHORT_BELOW
from screens.navigator import last_time_screen
from screens.screen_names import ScreenName
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.date_fields import DateFields
from screens.widgets.field import Field

DAY, MONTH, ROUGHLY = ScreenName.LAST_TIME_DAY, ScreenName.LAST_TIME_MONTH, ScreenName.LAST_TIME_ROUGHLY


class _TimeScreen(QuestionScreen):
    """What all ways of asking for a last time share: not known at all, or known in another way."""

    def compose_unknown(self) -> list[Choice]:
        return [
            Choice(option.label, value=option.id, sign=option.key, soft=True, chosen=self.asked.value == option.id)
            for option in self.asked.options
            if option.id in UNKNOWNS
        ]

    @on(Choice.Chosen)
    def _choose(self, event: Choice.Chosen) -> None:
        if not self.is_current:
            return
        value = str(event.choice.value)
        if value not in UNKNOWNS:
            self.remember()
            if last_time_screen(self.check_in.asked.value) != value:
                self.check_in.take_back()
            self.way.open(ScreenName(value))
            return
        for card in self.query(Choice):
            card.chosen = card is event.choice
        self.unknown_chosen()
        self.check_in.answer(value)
        self.rest()

    def unknown_chosen(self) -> None:
        """Do what follows from its not being known at all."""


class LastTimeScreen(_TimeScreen):
    """How well is it known? Where the screen is short this comes first; else the day is asked at once."""

    def compose_answers(self) -> ComposeResult:
        """Day, month, roughly; or not at all."""
        kind = last_time_screen(self.asked.value)
        known = [
            Choice(tr(answering_texts.KNOW_THE_DAY), value=DAY, chosen=kind == DAY),
            Choice(tr(answering_texts.KNOW_THE_MONTH), value=MONTH, chosen=kind == MONTH),
            Choice(tr(answering_texts.KNOW_ROUGHLY), value=ROUGHLY, chosen=kind == ROUGHLY),
        ]
        yield Cards(known, self.compose_unknown())


class _TypedTimeScreen(NumberScreen, _TimeScreen):
    """What the day and the month share: fields, a pad, and cards for those who do not know it so well.

    Only what is on the screen is an answer: whoever changes the date, or says that they know less, has given none
    until they go on from here. What was typed is kept for coming back.
    """

    parts: ClassVar[str] = "dmy"
    less: ClassVar[tuple[str, str, str]] = ("", "", "")
    """What leads to less: its words, its screen, and a letter as its key, since digits are the date's."""
    before: ClassVar[ScreenName | None] = None

    def __init__(self) -> None:
        super().__init__()
        self._taken_in: dict[str, str] = {}

    def compose_fields(self) -> ComposeResult:
        order = "".join(part for part in self.kiosk.clinic.settings.date_order if part in self.parts)
        dates = DateFields(order, values=self._given() or self._typed_before())
        self._keep_typed(dates.parts)
        yield dates

    def compose_else(self) -> ComposeResult:
        words, screen, sign = self.less
        yield Cards([Choice(tr(words), value=screen, sign=sign)], self.compose_unknown())

    def compose_aside(self) -> ComposeResult:
        """Leave it out: the pad takes its place."""
        yield from ()

    def _given(self) -> dict[str, str]:
        value = self.asked.value
        pieces = value.split("-") if isinstance(value, str) and value[:1].isdigit() else []
        if len(pieces) != len(self.parts):
            return {}
        return dict(zip("ymd", pieces, strict=False))

    @property
    def _place(self) -> str:
        """Where what is typed here is kept, by question."""
        return f"{self.asked.treatment}/{self.asked.question.id}/{self.parts}/"

    def _typed_before(self) -> dict[str, str]:
        return {part: self.way.typed[self._place + part] for part in self.parts if self._place + part in self.way.typed}

    @on(Field.Changed)
    def _typed_instead(self) -> None:
        if self.is_current:
            self.remember()

    def remember(self) -> None:
        """Take in what has been typed since: it counts as an answer only once the client goes on with it."""
        typed = self.query_one(DateFields).parts
        if typed == self._taken_in:
            return
        self._keep_typed(typed)
        for card in self.query(Choice):
            card.chosen = False
        self.check_in.take_back()

    def _keep_typed(self, typed: dict[str, str]) -> None:
        self._taken_in = typed
        self.way.typed.update({self._place + part: text for part, text in typed.items()})

    def unknown_chosen(self) -> None:
        """Empty the fields: it is not known, or not told."""
        dates = self.query_one(DateFields)
        dates.clear()
        self._keep_typed(dates.parts)

    def go(self) -> None:
        """Keep what is typed, or what is chosen instead, and on."""
        if any(card.chosen for card in self.query(Choice)):
            self.attempt(self.check_in.next)
            return
        try:
            value = self.value(self.query_one(DateFields).parts)
        except BadInput as refused:
            self.refuse(refused)
            return
        self.attempt(lambda: self._keep(value))

    def _keep(self, value: str) -> None:
        self.check_in.answer(value)
        self.check_in.next()

    def value(self, typed: dict[str, str]) -> str:
        """Return what is typed as an answer; BadInput if it can't be."""
        raise NotImplementedError

    def back(self) -> None:
        """To the way of asking before this one, or to the question before."""
        if self.before and self.size.height >= SHORT_BELOW:
            self.way.open(self.before)
        elif self.size.height < SHORT_BELOW:
            self.way.open(ScreenName.LAST_TIME)
        else:
            self.attempt(self.check_in.back)


class LastTimeDayScreen(_TypedTimeScreen):
    """The exact day."""

    less = (answering_texts.ONLY_THE_MONTH, MONTH, "M")

    def value(self, typed: dict[str, str]) -> str:
        """Return the day as an ISO date."""
        return not_after(typed_day(typed, by_cards=True), self.kiosk.clinic.today()).isoformat()


class LastTimeMonthScreen(_TypedTimeScreen):
    """The month."""

    parts = "my"
    less = (answering_texts.ONLY_ROUGHLY, ROUGHLY, "O")
    before = DAY

    def value(self, typed: dict[str, str]) -> str:
        """Return the month as ISO writes it."""
        first = not_after(typed_month(typed, by_cards=True), self.kiosk.clinic.today(), month_only=True)
        return first.isoformat().rpartition("-")[0]


class LastTimeRoughlyScreen(ChoiceScreen):
    """Within the period that matters, or longer ago."""

    def back(self) -> None:
        self.way.open(ScreenName.LAST_TIME if self.size.height < SHORT_BELOW else MONTH)
