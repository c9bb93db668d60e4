"""When did you last...: the day if it is known, else the month, else roughly."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from kiosk.phrases import month_year, short_day
from kiosk.visit_parts import Json
from screens.base import SHORT_BELOW
from screens.client.numbers import NumberScreen
from screens.client.question import UNKNOWN, ChoiceScreen, QuestionScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.dates import DateFields
from screens.widgets.field import Field

_DAY = "screens.client.last_time:DayScreen"
_MONTH = "screens.client.last_time:MonthScreen"
_ROUGHLY = "screens.client.last_time:RoughlyScreen"
_FIRST = "screens.client.last_time:LastTimeScreen"
_CENTURY = 100


class _TimeScreen(QuestionScreen):
    """What all ways of asking for a last time share: not known at all, or known in another way."""

    def compose_unknown(self) -> list[Choice]:
        """Return the cards for who does not know."""
        return [
            Choice(option.label, value=option.id, soft=True, chosen=self.asked.value == option.id)
            for option in self.asked.options
            if option.id in UNKNOWN
        ]

    @on(Choice.Chosen)
    def _choose(self, event: Choice.Chosen) -> None:
        if not self.is_current:
            return
        value = str(event.choice.value)
        if value not in UNKNOWN:
            self.way.open(value)
            return
        for card in self.query(Choice):
            card.chosen = card is event.choice
        self.check_in.answer(value)


class LastTimeScreen(_TimeScreen):
    """How well is it known? Where the screen is short this comes first; else the day is asked at once."""

    def compose_answers(self) -> ComposeResult:
        """Day, month, roughly; or not at all."""
        kind = _kind(self.asked.value)
        known = [
            Choice("I know the day", value=_DAY, chosen=kind == _DAY),
            Choice("I know the month", value=_MONTH, chosen=kind == _MONTH),
            Choice("Only roughly", value=_ROUGHLY, chosen=kind == _ROUGHLY),
        ]
        yield Cards(known, self.compose_unknown())


class _TypedTimeScreen(NumberScreen, _TimeScreen):
    """What the day and the month share: fields, a pad, and cards for who does not know it so well."""

    parts: ClassVar[str] = "dmy"
    less: ClassVar[tuple[str, str]] = ("", "")
    before: ClassVar[str] = ""

    def compose_fields(self) -> ComposeResult:
        """Give the fields, and the cards for who knows less."""
        order = "".join(part for part in self.kiosk.clinic.settings.date_order if part in self.parts)
        yield DateFields(order, values=self._given())
        yield Cards([Choice(self.less[0], value=self.less[1])], self.compose_unknown())

    def compose_aside(self) -> ComposeResult:
        """Leave it out: the pad stands where the reason would."""
        yield from ()

    def _given(self) -> dict[str, str]:
        value = self.asked.value
        pieces = value.split("-") if isinstance(value, str) and value[:1].isdigit() else []
        if len(pieces) != len(self.parts):
            return {}
        return dict(zip("ymd", pieces, strict=False))

    @on(Field.Changed)
    def _typed_instead(self) -> None:
        for card in self.query(Choice):
            card.chosen = False

    def go(self) -> None:
        """Keep what is typed, or what is chosen instead, and on."""
        typed = self.query_one(DateFields).parts
        if not any(typed.values()) and isinstance(self.check_in.asked.value, str):
            self.attempt(self.check_in.next)
            return
        try:
            value = self.value(typed)
        except ValueError as wrong:
            self.say(str(wrong))
            return
        self.attempt(lambda: self._keep(value))

    def _keep(self, value: str) -> None:
        self.check_in.answer(value)
        self.check_in.next()

    def value(self, typed: dict[str, str]) -> str:
        """Return what is typed as an answer; ValueError with a sentence if it can't be."""
        raise NotImplementedError

    def back(self) -> None:
        """To the way of asking before this one, or to the question before."""
        if self.before:
            self.way.open(self.before)
        elif self.size.height < SHORT_BELOW:
            self.way.open(_FIRST)
        else:
            self.attempt(self.check_in.back)


class DayScreen(_TypedTimeScreen):
    """The exact day."""

    less = ("I only know the month", _MONTH)

    def value(self, typed: dict[str, str]) -> str:
        """Return the day as an ISO date."""
        year, month, day = _year(typed["y"]), _month(typed["m"]), _number(typed["d"], "day")
        try:
            found = date(year, month, day)
        except ValueError:
            raise ValueError(f"There is no {day} {month_year(date(year, month, 1))}. Please check the day.") from None
        if found > self.kiosk.clinic.today():
            raise ValueError(f"{short_day(found)} has not come yet. Please check the date.")
        return found.isoformat()


class MonthScreen(_TypedTimeScreen):
    """The month."""

    parts = "my"
    less = ("I only know it roughly", _ROUGHLY)
    before = _DAY

    def value(self, typed: dict[str, str]) -> str:
        """Return the month as ISO writes it."""
        first = date(_year(typed["y"]), _month(typed["m"]), 1)
        if first > self.kiosk.clinic.today():
            raise ValueError(f"{month_year(first)} has not come yet. Please check the date.")
        return first.strftime("%Y-%m")


class RoughlyScreen(ChoiceScreen):
    """Within the period that matters, or longer ago."""

    def back(self) -> None:
        """To the month."""
        self.way.open(_FIRST if self.size.height < SHORT_BELOW else _MONTH)


def _kind(value: Json | None) -> str | None:
    """Return the screen on which an answer was given."""
    if not isinstance(value, str) or value in UNKNOWN:
        return None
    return (
        {len("2026-06-01"): _DAY, len("2026-06"): _MONTH}.get(len(value), _ROUGHLY) if value[0].isdigit() else _ROUGHLY
    )


def _number(text: str, what: str) -> int:
    if not text:
        raise ValueError(f"Please type the {what}, or touch what you know.")
    return int(text)


def _month(text: str) -> int:
    month = _number(text, "month")
    if not 1 <= month <= 12:  # noqa: PLR2004 - months in a year
        raise ValueError(f"There is no month {month}. Please check the month.")
    return month


def _year(text: str) -> int:
    year = _number(text, "year")
    if year < _CENTURY:
        raise ValueError("Please write the year with four digits, such as 2024.")
    return year
