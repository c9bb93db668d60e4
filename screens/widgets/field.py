"""A place to type: by a real keyboard, a scanner, or the keys on the screen. No clipboard, no selection, no history."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.core.clean import clean
from screens.widgets.wrapping import wrap

DIGITS = "0123456789"


class Field(Widget, can_focus=True):
    """Shows its label above what is typed; `value` is clean at any time and never longer than `limit` characters."""

    DEFAULT_CSS = """
    Field { height: 3; min-width: 7; width: 1fr; padding: 0 1; background: $surface; color: $foreground; border-left: outer $bar; }
    Field:focus { border-left: outer $primary; }
    Field.-wrong { border-left: outer $error; }
    """
    ALLOW_SELECT = False
    takes_text = True

    label: reactive[str] = reactive("")
    value: reactive[str] = reactive("")
    cursor: reactive[int] = reactive(0)
    marked: reactive[bool] = reactive(False)
    """Whether all of it is marked: what is typed next takes its place."""
    inline: reactive[bool] = reactive(False)
    """Whether the label is in front of what is typed, on the same line."""

    @dataclass
    class Changed(Message):
        """What is typed has changed."""

        field: Field

        @property
        def control(self) -> Field:
            return self.field

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        limit: int = 80,
        digits: bool = False,
        secret: bool = False,
        many_lines: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`digits` takes 0-9 only; `secret` shows dots; `many_lines` wraps and fills the height it is given."""
        super().__init__(id=id, classes=classes)
        self.set_reactive(Field.label, label)
        self.limit = limit
        self.digits = digits
        self.secret = secret
        self.many_lines = many_lines
        self.set_reactive(Field.value, value[:limit])
        self.set_reactive(Field.cursor, len(value[:limit]))

    def fits(self, fresh: Field) -> bool:
        """Tell whether this can show what another one would: taking the same."""
        mine, other = ((each.limit, each.digits, each.secret, each.many_lines) for each in (self, fresh))
        return mine == other

    def take_over(self, fresh: Field) -> None:
        self.label, self.inline = fresh.label, fresh.inline
        self.set(fresh.value)
        if self.classes != fresh.classes:
            self.set_classes(fresh.classes)

    def go_on_from(self, before: Field) -> None:
        """Hold what was typed on a screen that said the same in other words."""
        self.value, self.cursor, self.marked = before.value, before.cursor, before.marked

    # -- typing ----------------------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Put `text` in at the cursor, as far as it is allowed and fits."""
        allowed = "".join(sign for sign in text if sign in DIGITS) if self.digits else _typed(text)
        if allowed and self.marked:
            self.value, self.cursor = "", 0
        allowed = allowed[: self.limit - len(self.value)]
        if not allowed:
            return
        self.value = self.value[: self.cursor] + allowed + self.value[self.cursor :]
        self.cursor += len(allowed)
        self.marked = False
        self.post_message(self.Changed(self))

    def rub_out(self) -> None:
        """Take away what is before the cursor, or all that is marked."""
        if self.marked:
            self.clear()
        elif self.cursor:
            self.value = self.value[: self.cursor - 1] + self.value[self.cursor :]
            self.cursor -= 1
            self.post_message(self.Changed(self))

    def clear(self) -> None:
        self.value, self.cursor, self.marked = "", 0, False
        self.post_message(self.Changed(self))

    def set(self, text: str) -> None:
        """Show `text`, cursor behind it."""
        self.value = text[: self.limit]
        self.cursor = len(self.value)
        self.marked = False

    def on_key(self, event: events.Key) -> None:
        """Take what is typed; all other keys go on to the screen."""
        if self.take_key(event):
            event.stop()
            event.prevent_default()

    def on_focus(self, event: events.Focus) -> None:
        """Somebody comes to type here; where the focus only comes back, nothing changes."""
        if not event.from_app_focus:
            self.entered()

    def entered(self) -> None:
        """Mark digits that fill the field: nothing could be added to them."""
        if self.digits and len(self.value) == self.limit:
            self.marked = True

    def take_key(self, event: events.Key) -> bool:
        """Take letters, and the few keys that move or rub out; False for all others."""
        moved = {"left": self.cursor - 1, "right": self.cursor + 1, "home": 0, "end": len(self.value)}.get(event.key)
        if moved is not None:
            self.cursor = max(0, min(len(self.value), moved))
            self.marked = False
        elif event.key == "backspace" and self.cursor:
            self.rub_out()
        elif event.key == "delete" and self.marked:
            self.clear()
        elif event.key == "delete":
            self.value = self.value[: self.cursor] + self.value[self.cursor + 1 :]
            self.post_message(self.Changed(self))
        elif event.character is not None and event.is_printable and not (self.digits and event.character.isalpha()):
            self.type(event.character)
        else:
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste in one go."""
        event.stop()
        self.take_paste(event.text)

    def take_paste(self, text: str) -> None:
        """Type a paste; what doesn't fit is left out, the rest stays."""
        self.type(text)

    # -- showing ---------------------------------------------------------------------------------------------------

    def render(self) -> Content:
        """Label on the first line, or on two where it needs them, then what is typed, with the cursor as a block."""
        width, height = self.content_size
        shown = "•" * len(self.value) if self.secret else self.value
        if self.inline:
            head = self._head(self.label[:width])
            lines = self._lines(shown, max(2, width - cell_len(self.label) - 1), height)
            return Content("\n").join([Content.assemble(head, " ", lines[0]), Content("─" * width)][:height])
        heads = wrap(self.label, width)[: max(1, height - 1)]
        typed = self._lines(shown, width, max(1, height - len(heads)))
        return Content("\n").join([*map(self._head, heads), *typed])

    def _head(self, words: str) -> Content:
        return Content(words).stylize("bold" if self.has_focus else "not bold")

    def _lines(self, shown: str, width: int, rows: int) -> list[Content]:
        lines, at = _broken(shown, self.cursor, width, self.many_lines)
        if self.many_lines:
            first = max(0, min(at[0] - rows + 1, len(lines) - rows)) if len(lines) > rows else 0
            first = max(first, at[0] - rows + 1)
        else:
            first = 0
        drawn = []
        for number, line in enumerate(lines[first : first + rows], start=first):
            content = Content(line or " ")
            if self.has_focus and self.marked and line:
                content = content.stylize("reverse")
            elif self.has_focus and number == at[0]:
                padded = line + " " * (at[1] + 1 - len(line))
                content = Content(padded).stylize("reverse", at[1], at[1] + 1)
            drawn.append(content)
        if not self.many_lines and rows > 1:
            drawn.append(Content("─" * width))
        return drawn


def _typed(text: str) -> str:
    """Return what may be kept of typed text: clean, but with its spaces at either end, which belong to typing."""
    flat = " ".join(text.splitlines())
    kept = clean(flat, len(flat) or 1)
    before = " " if flat[:1].isspace() else ""
    after = " " if kept and flat[-1:].isspace() else ""
    return before + kept + after


def _broken(text: str, cursor: int, width: int, many: bool) -> tuple[list[str], tuple[int, int]]:
    """Lines of at most `width` cells, and the row and column (in characters) of the cursor."""
    width = max(2, width)
    if not many:
        start = 0
        while cell_len(text[start:cursor]) > width - 1:
            start += 1
        end = len(text)
        while cell_len(text[start:end]) > width - (1 if end == cursor else 0):
            end -= 1
        return [text[start:end]], (0, cursor - start)
    lines, starts, start = [], [], 0
    while True:
        end = start
        while end < len(text) and cell_len(text[start : end + 1]) < width:
            end += 1
        if end < len(text) and " " in text[start:end]:
            end = start + text[start:end].rindex(" ") + 1
        lines.append(text[start:end])
        starts.append(start)
        if end >= len(text):
            break
        start = max(end, start + 1)
    row = max(number for number, begun in enumerate(starts) if begun <= cursor)
    return lines, (row, cursor - starts[row])
