"""A date as three fields (or two, for a month), in the clinic's order: for clients and for staff."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from kiosk.checkin.texts import part_texts
from kiosk.core.language import tr
from screens.widgets.field import DIGITS, Field
from screens.widgets.number_pad import RUB_OUT, Key

_LENGTH = {"d": 2, "m": 2, "y": 4}
_SAMPLE = {"d": "31", "m": "07", "y": "1985"}
_BETWEEN = "./- "
"""What people write between day, month and year: it leads on to the next field, as Tab does."""
_MOST_FOR_ONE_FIELD = 4
_LEAD_WIDTH = 11
"""Columns for the label of the first field where the screen is short; longer words leave the plain one there."""


class DateFields(Horizontal):
    """Day, month, year; a full field hands over to the next. Where the screen is short a rub-out key is beside them.

    Keys of one burst all reach the field that had the focus when it began, so each is handed to where the typing stands.
    """

    DEFAULT_CSS = """
    DateFields { height: 3; width: 100%; }
    DateFields Field { margin-right: 1; min-width: 8; }
    DateFields .rub { display: none; width: 8; height: 3; }
    """

    @dataclass
    class Unreadable(Message):
        """What was pasted is no date as it is written here; `sentence` says how it is."""

        sentence: str

    def __init__(
        self,
        order: str,
        *,
        lead: Mapping[str, str] | None = None,
        inline: bool = False,
        values: dict[str, str] | None = None,
    ) -> None:
        """`order` is such as "dmy" or "my". Where the screen is short, the first field takes its label from `lead` if nothing else says what the date is, and `inline` puts the labels in front."""
        super().__init__()
        self.order = order
        self.lead = lead
        self.inline = inline
        given = values or {}
        self._fields = [DatePart(self, part, given.get(part, "")) for part in order]
        self._moved_on = False

    def fits(self, fresh: DateFields) -> bool:
        """Tell whether this can show what another one would: the same parts of a date."""
        return (self.order, self.lead, self.inline) == (fresh.order, fresh.lead, fresh.inline)

    def take_over(self, fresh: DateFields) -> None:
        for field, new in zip(self._fields, fresh._fields, strict=True):
            field.set(new.value)
            field.remove_class("-wrong")
            field.expected = False
        self._moved_on = False

    def compose(self) -> ComposeResult:
        yield from self._fields
        rub = Key(RUB_OUT, soft=True)
        rub.add_class("rub")
        yield rub

    @property
    def parts(self) -> dict[str, str]:
        """What is typed, by "d", "m" and "y", in the order of the fields."""
        return {field.part: field.value for field in self._fields}

    @property
    def active(self) -> DatePart:
        """The field that is typed in."""
        focused = self.screen.focused
        return focused if isinstance(focused, DatePart) and focused in self._fields else self._fields[0]

    def on_resize(self) -> None:
        """Say what the date is in the first field, where its title has no room."""
        first = self._fields[0]
        short = self.lead is not None and self.screen.has_class("-short")
        lead = tr(self.lead[self.order[0]]) if self.lead is not None and short else ""
        first.label = lead if 0 < cell_len(lead) <= _LEAD_WIDTH else tr(part_texts.DATE_PARTS[self.order[0]])
        first.set_class(short, "-lead")
        for field in self._fields:
            field.inline = self.inline and self.screen.has_class("-short")

    # -- typing ----------------------------------------------------------------------------------------------------

    def take_key(self, event: events.Key) -> bool:
        """Take a key that reached any of the fields; False if it is for the screen."""
        moved_on, self._moved_on = self._moved_on, False
        if event.key in ("tab", "shift+tab"):
            return (moved_on and event.key == "tab") or self._step(1 if event.key == "tab" else -1)
        if event.key == "backspace":
            self.rub_out()
        elif event.character and event.character in _BETWEEN:
            if self.active.value and not moved_on:
                self._step(1)
        elif event.character and event.character in DIGITS:
            self._digit(event.character)
        else:
            return self.active.edit(event)
        return True

    def type(self, text: str) -> None:
        """Take a digit of the pad, or all that was pasted or scanned: a whole date, or what goes into one field."""
        if (whole := read_whole(text, self.order)) is not None:
            for field in self._fields:
                field.set(whole[field.part])
            self._enter(self._fields[-1], marked=False)
            self.post_message(Field.Changed(self._fields[-1]))
            return
        digits = [sign for sign in text if sign in DIGITS]
        if not digits or len(digits) > _MOST_FOR_ONE_FIELD:
            sample = ".".join(_SAMPLE[part] for part in self.order)
            self.post_message(self.Unreadable(part_texts.how_to_write(sample, whole="d" in self.order)))
            return
        for digit in digits:
            self._digit(digit)

    def _digit(self, digit: str) -> None:
        field, last = self.active, self._fields[-1]
        if len(field.value) == field.limit and field is not last:
            field.marked = True  # somebody came back to it
        field.type(digit)
        self._moved_on = len(field.value) == field.cursor == field.limit and self._step(1)

    def rub_out(self) -> None:
        """Take away the last digit: of the field that is typed in, or of the one before if that is empty."""
        field = self.active
        if not field.value and (place := self._fields.index(field)):
            field = self._fields[place - 1]
            self._enter(field, marked=False)
        if not field.marked:
            field.cursor = len(field.value)
        field.rub_out()

    def clear(self) -> None:
        for field in self._fields:
            field.set("")

    def begin(self) -> None:
        """Begin in the first field that is not full; in the first of all where all are."""
        self._enter(next((field for field in self._fields if len(field.value) < field.limit), self._fields[0]))

    def point_out(self, part: str) -> None:
        """Lead to the field that something is wrong with; what is typed there next takes the place of what is there."""
        for field in self._fields:
            if field.part == part:
                field.add_class("-wrong")
                self._enter(field)

    @on(Field.Changed)
    def _changed(self) -> None:
        for field in self._fields:
            field.remove_class("-wrong")

    # -- going from field to field ---------------------------------------------------------------------------------

    def _step(self, by: int) -> bool:
        place = self._fields.index(self.active) + by
        if not 0 <= place < len(self._fields):
            return False
        self._enter(self._fields[place])
        return True

    def _enter(self, field: DatePart, *, marked: bool = True) -> None:
        field.expected = field is not self.screen.focused
        field.cursor = len(field.value)
        field.marked = marked and bool(field.value)
        self.screen.set_focus(field, scroll_visible=False)


class DatePart(Field):
    """One field of a date; what is typed into it is handed to all of them together."""

    def __init__(self, dates: DateFields, part: str, value: str) -> None:
        super().__init__(
            tr(part_texts.DATE_PARTS[part]), digits=True, limit=_LENGTH[part], value=value, id=f"part-{part}"
        )
        self.part = part
        self.expected = False
        """Whether the focus comes by the typing: then what is marked is settled already."""
        self._dates = dates

    def entered(self) -> None:
        """Mark what is here, for somebody who comes back to it."""
        expected, self.expected = self.expected, False
        if not expected:
            self.cursor = len(self.value)
            self.marked = bool(self.value)

    def take_key(self, event: events.Key) -> bool:
        """Hand it on."""
        return self._dates.take_key(event)

    def edit(self, event: events.Key) -> bool:
        """Take a key that only moves or rubs out here."""
        return super().take_key(event)

    def take_paste(self, text: str) -> None:
        """Hand it on."""
        self._dates.type(text)


def read_whole(text: str, order: str) -> dict[str, str] | None:
    """Return the parts of a whole date that is written in `order`, with or without signs between; None if it is not one."""
    groups = [f"(?P<{part}>[0-9]{{{_LENGTH[part]}}})" for part in order]
    spaced = [group.replace("{2}", "{1,2}") for group in groups]
    written = text.strip()
    found = re.fullmatch("".join(groups), written) or re.fullmatch(r"\s*[./\s-]\s*".join(spaced), written)
    return found.groupdict() if found else None
