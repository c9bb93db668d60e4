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
from screens.widgets.layout import COMPACT
from screens.widgets.words import wrap


class Choice(Action):
    """One answer: its number in front, a tick behind once chosen. Tapping chooses; it never goes on by itself."""

    DEFAULT_CSS = """
    Choice { height: 5; width: 1fr; padding: 0; content-align: left middle; text-align: left;
             background: $surface; color: $foreground; border-left: outer $edge; }
    Choice:focus { border-left: outer $primary; }
    Choice.-soft { background: $panel; color: $quiet; border-left: outer $panel; }
    Choice.-soft:focus { border-left: outer $primary; }
    Choice.-on { background: $primary; color: $on-accent; border-left: outer $primary; text-style: bold; }
    Choice.-on:focus { text-style: bold underline; }
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
        id: str | None = None,  # noqa: A002
        classes: str = "",
    ) -> None:
        """`value` is what the answer means; `number` the digit that chooses it, 0 for none; `detail` a second, quieter line."""
        super().__init__(label, id=id, classes=f"{classes} -soft" if soft else classes)
        self.value = value
        self.detail = detail
        self.soft = soft
        self.set_reactive(Choice.number, number)
        self.set_reactive(Choice.chosen, chosen)
        self.set_class(chosen, "-on")

    def watch_chosen(self, chosen: bool) -> None:
        """Colour follows; the tick is drawn by `render`."""
        self.set_class(chosen, "-on")

    def render(self) -> Content:
        """Mark, number, label, tick; further lines stand under the label."""
        width, height = self.content_size
        compact = self.outer_size.width < COMPACT
        number = str(self.number) if self.number else ""
        state = "✓" if self.chosen else "▸" if self.has_focus else " "
        if compact:
            lead, tail = f"{state}{number} ", ""
        else:
            lead = f"{'▸' if self.has_focus else ' '} {number}" + ("  " if self.soft else "   ") * bool(number)
            tail = " ✓" if self.chosen else "  "
        room = max(1, width - cell_len(lead) - cell_len(tail))
        lines = wrap(self.label, room)[: max(1, height)]
        first = lines[0] + (" " * (room - cell_len(lines[0])) + tail if tail else "")
        content = Content(lead).stylize("bold not underline") + Content(first)
        indent = " " * cell_len(lead)
        for line in lines[1:]:
            content = content + Content(f"\n{indent}").stylize("not underline") + Content(line)
        spare = height - len(lines)
        for line in wrap(self.detail, room)[:spare] if self.detail else ():
            content = content + Content(f"\n{indent}{line}").stylize("not bold not underline")
        return content

    def press(self) -> None:
        """Says that it was chosen."""
        if not self.disabled and self.display:
            self.post_message(self.Chosen(self))

    def on_key(self, event: events.Key) -> None:
        """Space chooses; Enter chooses, and goes on where it is chosen already (then it bubbles to the screen)."""
        if event.key == "enter" and self.chosen:
            event.prevent_default()
