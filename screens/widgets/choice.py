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

SHOWN, ALTERNATE = "-shown", "-alt"
"""Classes by the place a card has among others: on this page; in the other colour."""
_PLACED = frozenset({SHOWN, ALTERNATE})


class Choice(Action):
    """One answer: its number in front, a tick behind once chosen. Tapping chooses; it never goes on by itself."""

    DEFAULT_CSS = """
    Choice { height: 5; width: 1fr; padding: 0; content-align: left middle; text-align: left;
             background: $surface; color: $foreground; border-left: outer $bar; }
    Choice:focus { border-left: outer $primary; text-style: none; }
    Choice:hover { border-left: outer $primary; text-style: none; }
    Choice.-soft { background: $panel; color: $quiet; border-left: outer $soft-bar; }
    Choice.-soft:focus { border-left: outer $primary; }
    Choice.-on { background: $primary; color: $on-accent; border-left: outer $primary; text-style: bold; }
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
        soft: bool = False,
        chosen: bool = False,
        detail: str = "",
        dense: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str = "",
    ) -> None:
        """`value` is what the answer means; `number` the digit that chooses it, 0 for none; `detail` a second, quieter line (where `dense`, the one that counts)."""
        super().__init__(label, id=id, classes=f"{classes} -soft" if soft else classes)
        self.value = value
        self.detail = detail
        self.dense = dense
        self.soft = soft
        self.is_bare = False
        """Whether there is no room for the detail."""
        self.set_reactive(Choice.number, number)
        self.set_reactive(Choice.chosen, chosen)
        self.set_class(chosen, "-on")

    def take_over(self, fresh: Action) -> None:
        """Mean another answer; its number comes with its place."""
        assert isinstance(fresh, Choice)  # noqa: S101 - parts of one kind take over from each other
        before = self._looks
        self.value = fresh.value
        self.detail, self.dense, self.soft = fresh.detail, fresh.dense, fresh.soft
        self.key, self.disabled = fresh.key, fresh.disabled
        self.set_reactive(Choice.label, fresh.label)
        self.set_reactive(Choice.chosen, fresh.chosen)
        if self.classes - _PLACED != fresh.classes - _PLACED:
            self.set_classes((self.classes & _PLACED) | (fresh.classes - _PLACED))
        if self._looks != before:
            self.refresh()

    @property
    def _looks(self) -> tuple[object, ...]:
        return self.label, self.detail, self.dense, self.soft, self.chosen

    def watch_chosen(self, chosen: bool) -> None:
        """Colour follows; the tick is drawn by `render`."""
        self.set_class(chosen, "-on")

    def render(self) -> Content:
        """Mark, number, label, tick; further lines stand under the label."""
        width, height = self.content_size
        compact = self.outer_size.width < COMPACT
        number = str(self.number % 10) if self.number else ""
        state = "✓" if self.chosen else "▸" if self.has_focus else " "
        if compact:
            lead, tail = f"{state}{number} ", ""
        else:
            mark = "▸" if self.has_focus else " "
            close = self.soft or self.outer_size.width < ROOMY
            lead = f"{mark}{'' if close else ' '}{number}" + ("  " if close else "   ") * bool(number)
            tail = ("✓" if close else " ✓ ") if self.chosen else (" " if close else "   ")
        room = max(1, width - cell_len(lead) - cell_len(tail))
        lines = wrap(self.label, room)[: max(1, height)]
        first = lines[0] + (" " * (room - cell_len(lines[0])) + tail if tail else "")
        line_style = "underline" if self.has_focus else ""
        label = [Content(line).stylize(line_style) if line_style else Content(line) for line in lines]
        content = Content(lead).stylize("bold") + label[0] + Content(first[len(lines[0]) :])
        indent = " " * cell_len(lead)
        for further in label[1:]:
            content = content + Content(f"\n{indent}") + further
        spare = height - len(lines)
        if self.detail and spare > 0 and not self.is_bare:
            detail = wrap(self.detail, room)
            if len(detail) > spare:
                detail = [*detail[: spare - 1], f"{detail[spare - 1][: room - 2]} …"]
            for line in detail:
                content = content + Content(f"\n{indent}{line}").stylize("bold" if self.dense else "not bold")
        return content

    def press(self) -> None:
        """Says that it was chosen."""
        if not self.disabled and self.display:
            self.post_message(self.Chosen(self))

    def on_key(self, event: events.Key) -> None:
        """Space chooses; Enter chooses, and goes on where it is chosen already (then it bubbles to the screen)."""
        if event.key == "enter" and self.chosen:
            event.prevent_default()
