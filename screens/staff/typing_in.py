"""Typing something, or naming a day, by the keys of the screen or real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from screens.staff.base import StaffScreen, act
from screens.widgets import RUB_OUT, Field, Keyboard, NumberPad


class TextScreen(StaffScreen[str]):
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
        """`needed` is the sentence said if nothing was typed; empty if nothing need be."""
        super().__init__()
        self.heading = title
        self._lead = lead
        self._needed = needed
        self._go = go
        self._field = Field(label, value=value, limit=limit, many_lines=True, classes="text")

    def compose_body(self) -> ComposeResult:
        """Show what it is about, then the field."""
        if self._lead:
            yield Static(self._lead, classes="lead", markup=False)
        yield self._field

    def compose_below(self) -> ComposeResult:
        """Show what is said, then the keyboard."""
        yield from super().compose_below()
        yield Keyboard()

    def compose_foot(self) -> ComposeResult:
        """Back, and on."""
        yield self.foot(go=self._go)

    def on_mount(self) -> None:
        """Typing begins at once."""
        self._field.focus()

    @on(Keyboard.Typed)
    def _typed(self, event: Keyboard.Typed) -> None:
        event.stop()
        type_into(self._field, event.text)

    @on(Field.Changed)
    def _changed(self) -> None:
        self.query_one(Keyboard).capitals = not self._field.value or self._field.value.endswith(". ")

    def action_go(self) -> None:
        """Go on with what is typed."""
        text = self._field.value.strip()
        if self._needed and not text:
            self.say(self._needed)
        else:
            self.dismiss(text)

    def action_back(self) -> None:
        """Leave without typing."""
        self.dismiss(None)


class DateScreen(StaffScreen[date]):
    """Name a day by three fields, in the order the clinic says them; or a month by two."""

    PARTS: ClassVar[dict[str, tuple[str, int]]] = {"d": ("Day", 2), "m": ("Month", 2), "y": ("Year", 4)}

    def __init__(
        self,
        title: str,
        *,
        lead: str = "",
        go: str = "Continue ›",
        least: date | None = None,
        month_only: bool = False,
        refuse: Callable[[date], str | None] | None = None,
    ) -> None:
        super().__init__()
        self.heading = title
        self._lead = lead
        self._go = go
        self._least = least
        self._month_only = month_only
        self._refuse = refuse

    def compose_body(self) -> ComposeResult:
        """Show what it is about, the fields, the number pad."""
        if self._lead:
            yield Static(self._lead, classes="lead", markup=False)
        with Horizontal(classes="asked"):
            with Horizontal(classes="fields"):
                for part in self.clinic.settings.date_order:
                    if part != "d" or not self._month_only:
                        label, limit = self.PARTS[part]
                        yield Field(label, limit=limit, digits=True, id=f"part-{part}", classes="part")
            yield NumberPad()

    def compose_foot(self) -> ComposeResult:
        """Back, and on."""
        yield self.foot(go=self._go, help=None, left=(act("rub", RUB_OUT, look="-plain rub-out"),))

    def on_mount(self) -> None:
        """Begin with the first field."""
        self.query(Field).first().focus()

    @on(Field.Full)
    def _full(self, event: Field.Full) -> None:
        event.stop()
        fields = list(self.query(Field))
        place = fields.index(event.field)
        if place + 1 < len(fields):
            fields[place + 1].focus()

    @on(NumberPad.Typed)
    def _typed(self, event: NumberPad.Typed) -> None:
        event.stop()
        if event.text == RUB_OUT:
            self.do("rub")
        else:
            self._field.type(event.text)

    @property
    def _field(self) -> Field:
        focused = self.focused
        return focused if isinstance(focused, Field) else self.query(Field).first()

    async def do_rub(self) -> None:
        """Rub out, in the field before if this one is empty."""
        fields = list(self.query(Field))
        field = self._field
        if not field.value:
            field = fields[max(0, fields.index(field) - 1)]
            field.focus()
        field.rub_out()

    def action_go(self) -> None:
        """Go on if there is such a day."""
        said = {
            part: self.query_one(f"#part-{part}", Field).value for part in "dmy" if part != "d" or not self._month_only
        }
        try:
            named = date(int(said["y"]), int(said["m"]), int(said.get("d", "1")))
        except ValueError:
            shown = " ".join(said[part] or "–" for part in self.clinic.settings.date_order if part in said)
            self.say(f"There is no {shown} in the calendar: type day, month and year as numbers.")
            return
        if self._least and named < self._least:
            self.say("This day has passed: choose a later one.")
        elif self._refuse and (wrong := self._refuse(named)):
            self.say(wrong)
        else:
            self.dismiss(named)

    def action_back(self) -> None:
        """Leave without a day."""
        self.dismiss(None)


def type_into(field: Field, text: str) -> None:
    """Type a key of the screen into a field."""
    if text == RUB_OUT:
        field.rub_out()
    else:
        field.type(text)
