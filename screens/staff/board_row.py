"""One line of the board: three rows high, so that a finger finds it, and one widget, so that sixty of them stay quick."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click, Key
from textual.message import Message
from textual.widget import Widget

from kiosk.desk.board import Row
from screens.staff.pull_scroll import was_pulled

_ONE_LINE = 105
_MARK = 39
_TWO_PARTS = 60


class BoardRow(Widget, can_focus=True):
    """A visit on the board. A tap or Enter opens it."""

    ALLOW_SELECT = False

    @dataclass
    class Opened(Message):
        """The line was chosen."""

        visit_id: str

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row

    def show(self, row: Row) -> None:
        """Show newer facts in the same place."""
        if row != self.row:
            self.row = row
            self.refresh()

    def render(self) -> Content:
        """Lay the facts out for the width there is."""
        width = self.content_size.width
        if width >= _ONE_LINE:
            return Content("\n") + self._one_line(width)
        return self._two_parts(width) if width >= _TWO_PARTS else self._narrow(width)

    def _one_line(self, width: int) -> Content:
        row = self.row
        spare = width - _ONE_LINE
        name, treatment, where = 22 + spare // 3, 16 + spare // 6, 13 + spare // 6
        facts = column(row.time, 7) + column(row.name, name) + column(row.treatment, treatment)
        facts += column(row.where, where) + column(row.waiting, 8)
        return Content.assemble(facts, self._mark(width - cell_len(facts)))

    def _two_parts(self, width: int) -> Content:
        row = self.row
        name = column(row.time, 7) + column(row.name, width - 7 - _MARK)
        return Content.assemble(
            (name, "bold" if self.has_focus else ""), self._mark(_MARK), "\n", " " * 7, fit(self._detail(), width - 7)
        )

    def _narrow(self, width: int) -> Content:
        row = self.row
        second = self._mark(width - 7) if row.mark else Content(fit(self._detail(), width - 7))
        return Content.assemble(column(row.time, 7), fit(row.name, width - 7), "\n", " " * 7, second)

    def _detail(self) -> str:
        row = self.row
        return " · ".join(part for part in (row.treatment, row.where, row.waiting) if part)

    def _mark(self, width: int) -> Content:
        mark = self.row.mark
        return Content.styled(fit(mark.within(width), width), f"${TONE_COLOURS[mark.tone]}") if mark else Content("")

    def on_click(self, event: Click) -> None:
        """Open at a tap."""
        event.stop()
        if was_pulled(self):
            return
        self.focus(scroll_visible=False)
        self.post_message(self.Opened(self.row.visit_id))

    def on_key(self, event: Key) -> None:
        """Enter opens."""
        if event.key in ("enter", "space"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Opened(self.row.visit_id))


TONE_COLOURS = {"go": "success", "look": "warning", "stop": "error", "quiet": "quiet"}


def fit(text: str, width: int) -> str:
    """Return the text in at most `width` columns, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…" if width > 0 else ""


def column(text: str, width: int) -> str:
    """Return the text in exactly `width` columns, with at least one of air at its end."""
    fitted = fit(text, width - 1)
    return fitted + " " * (width - cell_len(fitted))
