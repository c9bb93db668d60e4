"""An answer as a card: the answer is the button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from screens.widgets.action import Action
from screens.widgets.card_layout import COMPACT, ROOMY
from screens.widgets.wrapping import wrap

SHOWN, ALTERNATE, BESIDE = "-shown", "-alt", "-beside"
"""Classes by the place a card has among others: on this page; in the other colour."""
_PLACED = frozenset({SHOWN, ALTERNATE, BESIDE})


class Choice(Action):
    """One answer: its number in front, a tick behind once chosen. Tapping chooses; it never goes on by itself."""

    DEFAULT_CSS = """
    Choice { height: 5; width: 1fr; padding: 0; content-align: left top; text-align: left;
             background: $surface; color: $foreground; border-left: outer $bar; }
    Choice:focus { border-left: outer $primary; text-style: none; }
    Choice:hover { border-left: outer $primary; text-style: none; }
    Choice.-soft { background: $panel; color: $quiet; border-left: outer $soft-bar; }
    Choice.-soft:focus { border-left: outer $primary; }
    Choice.-on { background: $primary; color: $on-accent; border-left: outer $background; text-style: bold; }
    Choice.-on:focus, Choice.-on:hover { text-style: bold; }
    Choice.-soft:hover { border-left: outer $primary; }
    """

    chosen: reactive[bool] = reactive(False)
    number: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """An answer was tapped, or its digit pressed."""

        choice: Choice

        @property
        def control(self) -> Choice:
            """The card."""
            return self.choice

    def __init__(
        self,
        label: str,
        *,
        value: Any = None,
        number: int = 0,
        sign: str = "",
        soft: bool = False,
        chosen: bool = False,
        detail: str = "",
        dense: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str = "",
    ) -> None:
        """`value` is what the answer means; `number` the digit that chooses it, 0 for none; `sign` a key of its own instead; `detail` a second, quieter line (where `dense`, the one that counts)."""
        super().__init__(label, id=id, classes=f"{classes} -soft" if soft else classes)
        self.value = value
        self.sign = sign
        self.detail = detail
        self.dense = dense
        self.soft = soft
        self.is_bare = False
        """Whether there is no room for the detail."""
        self._first_row = 0
        self.set_reactive(Choice.number, number)
        self.set_reactive(Choice.chosen, chosen)
        self.set_class(chosen, "-on")

    def take_over(self, fresh: Action) -> None:
        """Mean another answer; its number comes with its place."""
        assert isinstance(fresh, Choice)  # noqa: S101 - parts of one kind take over from each other
        before = self._looks
        self.value, self.sign = fresh.value, fresh.sign
        self.detail, self.dense, self.soft = fresh.detail, fresh.dense, fresh.soft
        self.key, self.disabled = fresh.key, fresh.disabled
        self.set_reactive(Choice.label, fresh.label)
        self.set_reactive(Choice.chosen, fresh.chosen)
        if self.classes - _PLACED != fresh.classes - _PLACED:
            self.set_classes((self.classes & _PLACED) | (fresh.classes - _PLACED))
        if self._looks != before:
            self.refresh()

    def go_on_from(self, before: Choice) -> None:
        """Be chosen if it was on a screen that said the same in other words."""
        self.chosen = before.chosen

    @property
    def _looks(self) -> tuple[object, ...]:
        return self.label, self.sign, self.detail, self.dense, self.soft, self.chosen

    def watch_chosen(self, chosen: bool) -> None:
        """Colour follows; the tick is drawn by `render`."""
        self.set_class(chosen, "-on")

    def lines_at(self, width: int, height: int) -> int:
        """Return how many lines there are on a card of this size."""
        return len(self._lines(width, width - 1, height))

    @property
    def is_full(self) -> bool:
        """Whether its last row says something."""
        return len(self.render().plain.split("\n")) >= self.content_size.height

    def begin_at(self, row: int) -> None:
        """Begin in this row, as the cards beside it do."""
        if row != self._first_row:
            self._first_row = row
            self.refresh()

    def render(self) -> Content:
        """Mark, number, label, tick; further lines are under the label."""
        width, height = self.content_size
        lines = self._lines(self.outer_size.width, width, height)
        above = min(self._first_row, max(0, height - len(lines)))
        return Content("\n").join([*[Content("")] * above, *lines])

    def _lines(self, outer: int, width: int, height: int) -> list[Content]:
        compact = outer < COMPACT
        number = self.sign or (str(self.number % 10) if self.number else "")
        state = "✓" if self.chosen else "▸" if self.has_focus else " "
        if compact:
            lead, tail = f"{state}{number} ", ""
        else:
            mark = "▸" if self.has_focus else " "
            close = self.soft or outer < ROOMY
            lead = f"{mark}{'' if close else ' '}{number}" + ("  " if close else "   ") * bool(number)
            tail = ("✓" if close else " ✓ ") if self.chosen else (" " if close else "   ")
        room = max(1, width - cell_len(lead) - cell_len(tail))
        words = wrap(self.label, room)[: max(1, height)]
        label = [Content(line).stylize("underline") if self.has_focus else Content(line) for line in words]
        behind = " " * (room - cell_len(words[0])) + tail if tail else ""
        indent = " " * cell_len(lead)
        lines = [Content(lead).stylize("bold") + label[0] + Content(behind)]
        lines += [Content(indent) + further for further in label[1:]]
        spare = height - len(lines)
        if self.detail and spare > 0 and not self.is_bare:
            detail = wrap(self.detail, room)
            if len(detail) > spare:
                detail = [*detail[: spare - 1], f"{detail[spare - 1][: room - 2]} …"]
            lines += [Content(f"{indent}{line}").stylize("bold" if self.dense else "not bold") for line in detail]
        return lines

    def press(self) -> None:
        if not self.disabled and self.display:
            self.post_message(self.Chosen(self))

    def on_key(self, event: events.Key) -> None:
        """Space chooses; Enter chooses, and goes on where it is chosen already (then it bubbles to the screen)."""
        if event.key == "enter" and self.chosen:
            event.prevent_default()
