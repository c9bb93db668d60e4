"""Finding a name on the day by touch alone: the keyboard of the screen, and whom each letter leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from screens.staff.staff_screen import act
from screens.staff.text_screens import TextScreen
from screens.widgets import Field, InlineMessage

_MOST_NAMED = 6


class FindNameScreen(TextScreen):
    """Type a part of a name and read whom it leaves; nothing typed leaves everybody."""

    def __init__(self, typed: str, found: Callable[[str], Sequence[str]]) -> None:
        """`found` returns the names that hold what is typed."""
        super().__init__("Find", "Find a name", value=typed, go="Show ›", limit=60)
        self._found = found

    def compose_body(self) -> ComposeResult:
        yield self._field
        yield Static("", id="found", markup=False)
        yield InlineMessage(rows=1)

    def compose_foot(self) -> ComposeResult:
        """Give Back, everybody again, and those who are found."""
        yield self.foot(go=self._go, help=None, left=(act("show_all", "Show all", look="-plain"),))

    @on(Field.Changed)
    def _show_found(self) -> None:
        names = self._found(self._field.value)
        more = "…" if len(names) > _MOST_NAMED else ""
        told = f"{len(names)} found: {' · '.join(names[:_MOST_NAMED])}{more}" if names else "Nobody is found."
        told = told if self._field.value.strip() else ""
        if self.has_class("-short"):
            self.query_one("#heading", Static).update(told or self.heading)
        else:
            self.query_one("#found", Static).update(told)

    async def do_show_all(self) -> None:
        """Show everybody again."""
        self.call_later(self.dismiss, "")
