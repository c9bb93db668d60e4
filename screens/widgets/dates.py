"""A date as three fields (or two, for a month), in the clinic's order."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from screens.widgets.field import Field
from screens.widgets.numberpad import RUB_OUT, Key

_LABELS = {"d": "Day", "m": "Month", "y": "Year"}
_LENGTH = {"d": 2, "m": 2, "y": 4}


class DateFields(Horizontal):
    """Day, month, year; a full field hands over to the next. Where the screen is short a rub-out key stands beside them."""

    DEFAULT_CSS = """
    DateFields { height: 3; width: 100%; }
    DateFields Field { margin-right: 1; min-width: 8; }
    DateFields .rub { display: none; width: 8; height: 3; }
    """

    def __init__(self, order: str, *, lead: str = "", values: dict[str, str] | None = None) -> None:
        """`order` is such as "dmy" or "my"; `lead` goes before the first label where the screen is short and nothing else says what the date is."""
        super().__init__()
        self.order = order
        self.lead = lead
        self._given = values or {}

    def compose(self) -> ComposeResult:
        """Give the fields, then rub-out."""
        for part in self.order:
            yield Field(
                _LABELS[part], digits=True, limit=_LENGTH[part], value=self._given.get(part, ""), id=f"part-{part}"
            )
        rub = Key(RUB_OUT, soft=True)
        rub.add_class("rub")
        yield rub

    @property
    def parts(self) -> dict[str, str]:
        """What is typed, by "d", "m" and "y"."""
        return {part: self.query_one(f"#part-{part}", Field).value for part in self.order}

    def on_resize(self) -> None:
        """Say what the date is in the first field, where its title has no room."""
        first = self.query(Field).first()
        label = _LABELS[self.order[0]]
        short = bool(self.lead) and self.screen.has_class("-short")
        first.label = f"{self.lead} {label.lower()}" if short else label
        first.set_class(short, "-lead")

    def on_key(self, event: events.Key) -> None:
        """Rub out in the field before, where this one is empty."""
        if event.key == "backspace":
            event.stop()
            self.rub_out()

    def rub_out(self) -> None:
        """Take away the last digit: of the field that is typed in, or of the one before if that is empty."""
        fields = list(self.query(Field))
        field = next((field for field in fields if field.has_focus), fields[0])
        if not field.value and (place := fields.index(field)):
            field = fields[place - 1]
            field.focus(scroll_visible=False)
        field.cursor = len(field.value)
        field.rub_out()

    @on(Field.Full)
    def _next(self, event: Field.Full) -> None:
        fields = list(self.query(Field))
        place = fields.index(event.field) + 1
        if place < len(fields):
            fields[place].focus(scroll_visible=False)
