"""Typing something, or naming a day, by the keys of the screen or real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.core.errors import BadInput
from kiosk.core.typed_dates import not_after, typed_day, typed_month
from rules import day_in_words
from screens.staff.form_filling import FormPart
from screens.staff.staff_screen import PadScreen
from screens.widgets import RUB_OUT, Action, DateFields, Field, InlineMessage, Key, Keyboard, KeyTyped, NumberPad


class TextScreen(FormPart[str]):
    """Type something, on the keyboard of the screen or a real one."""

    def __init__(
        self,
        title: str,
        label: str,
        *,
        lead: str = "",
        value: str = "",
        needed: str = "",
        go: str = "Continue ›",
        limit: int = 200,
    ) -> None:
        """`needed` is the sentence said if nothing was typed; empty if the field may stay empty."""
        super().__init__()
        self.heading = title
        self._lead = lead
        self._needed = needed
        self._go = go
        self._field = Field(label, value=value, limit=limit, many_lines=True, classes="text")

    @property
    def asked(self) -> str:
        return f"text {self.heading} {self._lead} {self._field.label}"

    def stood(self) -> object:
        return self._field.value

    def stand(self, stood: object) -> None:
        """Have typed already what was typed."""
        self._field.set(str(stood))

    def compose_body(self) -> ComposeResult:
        """Show what it is about, then the field."""
        if self._lead:
            yield Static(self._lead, classes="lead", markup=False)
        yield self._field
        yield InlineMessage(rows=1)

    def compose_below(self) -> ComposeResult:
        """Show the keyboard; messages are beside the field."""
        yield Keyboard()

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=self._go)

    def on_mount(self) -> None:
        self._field.focus()

    @on(events.Resize)
    def _head(self, event: events.Resize) -> None:
        """Let what it is about take the title's place where the screen is short, if a line holds it."""
        takes_place = self.has_class("-short") and self._lead and cell_len(self._lead) <= event.size.width - 2
        self.query_one("#heading", Static).update(self._lead if takes_place else self.heading)

    @on(KeyTyped)
    def _typed(self, event: KeyTyped) -> None:
        event.stop()
        type_into(self._field, event.text)

    @on(Field.Changed)
    def _changed(self) -> None:
        self.query_one(Keyboard).capitals = not self._field.value or self._field.value.endswith(". ")

    def action_go(self) -> None:
        text = self._field.value.strip()
        if self._needed and not text:
            self.say(self._needed)
        else:
            self.dismiss(text)

    def action_back(self) -> None:
        self.dismiss(None)


class DateScreen(FormPart[date], PadScreen[date]):
    """Name a day by three fields, in the order the clinic says them; or a month by two."""

    def __init__(
        self,
        title: str,
        *,
        lead: str = "",
        brief: str = "",
        go: str = "Continue ›",
        least: date | None = None,
        past: bool = False,
        month_only: bool = False,
        refuse: Callable[[date], str | None] | None = None,
    ) -> None:
        """`brief` says in a line what is asked, where there is no room for more; `least` is the first day that may be named; `past` refuses days in the future."""
        super().__init__()
        self.heading = title
        self._lead = lead
        self._brief = brief or lead or title
        self.go_label = go
        self._least = least
        self._past = past
        self._month_only = month_only
        self._refuse = refuse
        self._typed_before: dict[str, str] = {}

    @property
    def asked(self) -> str:
        return f"date {self.heading} {self._brief}"

    def takes(self, answer: object) -> bool:
        """Tell whether this day may still be named."""
        return not (isinstance(answer, date) and self._refuse and self._refuse(answer))

    def stood(self) -> object:
        return dict(self._dates.parts)

    def stand(self, stood: object) -> None:
        """Have typed already what was typed."""
        self._typed_before = cast("dict[str, str]", stood)

    def compose_body(self) -> ComposeResult:
        """Show what it is about, the fields, the number pad."""
        if self._lead:
            yield Static(self._lead, classes="lead", markup=False)
        yield Static(self._brief, classes="brief", markup=False)
        order = self.clinic.settings.date_order
        with Horizontal(classes="asked"):
            with Vertical(classes="fields"):
                yield DateFields(
                    order.replace("d", "") if self._month_only else order, inline=True, values=self._typed_before
                )
                yield InlineMessage()
            yield NumberPad()

    def rub_out(self) -> None:
        """Take the last digit away."""
        self._dates.rub_out()

    def on_mount(self) -> None:
        """Begin with the first field that is not filled in."""
        self._dates.begin()

    @property
    def _dates(self) -> DateFields:
        return self.query_one(DateFields)

    @on(KeyTyped)
    def _typed(self, event: KeyTyped) -> None:
        event.stop()
        self._key(event.text)

    @on(Action.Pressed)
    def _rub(self, event: Action.Pressed) -> None:
        if isinstance(event.action, Key):
            self._key(event.action.value)

    def _key(self, text: str) -> None:
        if text == RUB_OUT:
            self._dates.rub_out()
        else:
            self._dates.type(text)

    def choose(self, digit: int) -> None:
        """Type a digit wherever the focus is."""
        self._dates.type(str(digit))

    @on(DateFields.Unreadable)
    def _unreadable(self, event: DateFields.Unreadable) -> None:
        self.say(event.sentence)

    def action_go(self) -> None:
        """Go on if there is such a day."""
        try:
            named = self._named()
        except BadInput as refused:
            self.say(refused.sentence)
            self._dates.point_out(refused.part)
        else:
            self.dismiss(named)

    def _named(self) -> date:
        parts = self._dates.parts
        named = typed_month(parts) if self._month_only else typed_day(parts)
        if self._past:
            not_after(named, self.clinic.today(), month_only=self._month_only)
        if self._least and named < self._least:
            raise BadInput(f"Choose {day_in_words(self._least)} or a later day.", part=self._dates.order[0])
        if self._refuse and (wrong := self._refuse(named)):
            raise BadInput(wrong, part="y")
        return named

    def action_back(self) -> None:
        self.dismiss(None)


def type_into(field: Field, text: str) -> None:
    """Type a key of the screen into a field."""
    if text == RUB_OUT:
        field.rub_out()
    else:
        field.type(text)
