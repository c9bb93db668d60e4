"""Digits to touch."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from screens.widgets.action import Action

RUB_OUT = "⌫"


class Key(Action, can_focus=False):
    """One key on the screen. A real keyboard types by itself, so the key takes no focus."""

    DEFAULT_CSS = """
    Key { width: 1fr; height: 1fr; min-height: 3; padding: 0; border: inner $surface; background: $surface; color: $foreground; }
    Key.-soft { border: inner $edge; background: $edge; color: $foreground; }
    """

    def __init__(self, label: str, *, value: str | None = None, soft: bool = False) -> None:
        super().__init__(label, classes="-soft" if soft else "")
        self.value = label if value is None else value


@dataclass
class KeyTyped(Message):
    """A key of the screen was touched: a sign, or RUB_OUT."""

    text: str


class NumberPad(Grid):
    """Ten digits and a rub-out: three columns by four rows, or two rows of five digits where it is short."""

    DEFAULT_CSS = """
    NumberPad { grid-size: 3 4; width: 33; height: 12; }
    NumberPad .zero { column-span: 2; }
    """

    def fits(self, fresh: NumberPad) -> bool:  # noqa: ARG002 - one is as another
        return True

    def take_over(self, fresh: NumberPad) -> None:
        """Change nothing: what fits looks the same."""

    def compose(self) -> ComposeResult:
        """1-9, then rub-out and a wide 0: no place is empty."""
        for digit in "123456789":
            yield Key(digit)
        rub = Key(RUB_OUT, soft=True)
        rub.add_class("rub")
        yield rub
        zero = Key("0")
        zero.add_class("zero")
        yield zero

    def on_action_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        if isinstance(event.action, Key):
            self.post_message(KeyTyped(event.action.value))
