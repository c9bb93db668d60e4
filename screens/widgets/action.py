"""One thing to touch: at least 7 x 3 cells, pressed by finger, mouse, Enter or Space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.widgets.wrapping import wrap_label


class Action(Widget, can_focus=True):
    """A button of our own: its label is never read as markup, and focus shows as marks around it, not only as colour.

    Classes: `-main` (the one thing to do next), `-plain` (on the foot), `-card` (white, a thing among others), `-stop`.
    """

    DEFAULT_CSS = """
    Action { width: auto; min-width: 7; height: 3; min-height: 3; padding: 0 1; content-align: center middle; text-align: center;
             background: $surface; color: $foreground; }
    Action:hover { text-style: underline; }
    Action:focus { text-style: bold underline; }
    Action.-main { background: $primary; color: $on-accent; text-style: bold; }
    Action.-main:focus, Action.-main:hover { text-style: bold underline; }
    Action.-plain { background: $panel; color: $quiet; }
    Action.-stop { background: $surface; color: $error; }
    Action:disabled, Action.-main:disabled { background: $panel; color: $quiet; text-style: none; }
    """
    FOCUS_ON_CLICK = False
    ALLOW_SELECT = False

    label: reactive[str] = reactive("", layout=True)

    MARKS: ClassVar[tuple[str, str]] = ("▸ ", " ◂")

    @dataclass
    class Pressed(Message):
        """The action was pressed."""

        action: Action

        @property
        def control(self) -> Action:
            """What was pressed, so that `@on(Action.Pressed, "#id")` works."""
            return self.action

    def __init__(
        self,
        label: str,
        *,
        id: str | None = None,  # noqa: A002
        classes: str = "",
        key: str = "",
        disabled: bool = False,
    ) -> None:
        """`key` is the name of the key that does the same, shown once a keyboard was used."""
        super().__init__(id=id, classes=classes, disabled=disabled)
        self.key = key
        self.set_reactive(Action.label, label)

    def render(self) -> Content:
        """Return the label on as many lines as it needs, between marks when it is focused."""
        width, height = (max(1, part) for part in self.content_size)
        lines = wrap_label(self.label, width)[:height]
        if self.has_focus:  # where no line has room for the marks, the underline alone tells: no word moves
            before, after = self.MARKS
            roomy = [n for n, line in enumerate(lines) if cell_len(f"{before}{line}{after}") <= width]
            for number in sorted(roomy, key=lambda n: abs(n - len(lines) // 2))[:1]:
                lines[number] = f"{before}{lines[number]}{after}"
        # One line and two begin in the same row, beside each other.
        above = (height - len(lines) + height % 2) // 2
        words = Content("\n" * above + "\n".join(lines))
        below = height - above - len(lines)
        if self.key and self._keys_shown() and len(lines) == 1 and below:
            words, below = words + Content("\n" + self.key).stylize("not bold not underline"), below - 1
        return words + Content("\n" * below)

    def get_content_width(self, container: object, viewport: object) -> int:  # noqa: ARG002
        """Room for the label and its marks, so that focus moves nothing."""
        return max(Content(line).cell_length for line in self.label.split("\n")) + 4

    def _keys_shown(self) -> bool:
        return self.screen.has_class("-keys")

    def fits(self, fresh: Action) -> bool:  # noqa: ARG002 - any action can become another one
        return True

    def take_over(self, fresh: Action) -> None:
        """Show what another one would; where it stands is for what holds it to say."""
        if (self.label, self.key, self.disabled) != (fresh.label, fresh.key, fresh.disabled):
            self.key, self.disabled = fresh.key, fresh.disabled
            self.label = fresh.label
            self.refresh()
        if self.classes != fresh.classes:
            self.set_classes(fresh.classes)

    def press(self) -> None:
        if not self.disabled and self.display:
            self.post_message(self.Pressed(self))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.press()

    def on_key(self, event: events.Key) -> None:
        """Enter and Space, while focused."""
        if event.key in ("enter", "space"):
            event.stop()
            self.press()
