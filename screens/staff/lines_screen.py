"""Many lines to read, and to choose one of."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.staff.board_line import fit
from screens.staff.staff_screen import StaffScreen, act
from screens.staff.touch_list import TouchList


class LinesScreen(StaffScreen[str]):
    """Lines, each with a name of its own; the one that is chosen is answered. Below stands the whole of the chosen line."""

    def __init__(
        self, title: str, lines: Sequence[tuple[str, str]], *, lead: str = "", go: str = "", chosen: str = ""
    ) -> None:
        """`lines` are names and words; without `go` nothing can be chosen. `chosen` is the name of the line to begin at."""
        super().__init__()
        self.heading = title
        self._lines = tuple(lines)
        self._lead = lead
        self._go = go
        self._chosen = chosen

    def compose_body(self) -> ComposeResult:
        if self._lead:
            yield Static(self._lead, classes="lead", markup=False)
        if not self._lines:
            yield Static("There is nothing to show.", classes="lead", markup=False)
        yield Lines(self._lines, self._chosen)
        yield Static("", id="chosen", classes="quiet", markup=False)

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=None, left=(act("choose", self._go, "Enter", "-main"),) if self._go and self._lines else ())

    def on_mount(self) -> None:
        self.query_one(Lines).focus()

    @on(OptionList.OptionHighlighted)
    def _show_whole(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#chosen", Static).update(dict(self._lines).get(event.option.id or "", ""))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.do("choose")

    async def do_choose(self) -> None:
        """Answer the chosen line."""
        chosen = self.query_one(Lines).highlighted_option
        if self._go and chosen is not None:
            self.dismiss(chosen.id)

    def action_back(self) -> None:
        self.dismiss(None)


class Lines(TouchList):
    """The lines, each in as much as fits."""

    def __init__(self, lines: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__()
        self._words = tuple(lines)
        names = [name for name, _ in self._words]
        self._first = names.index(chosen) if chosen in names else 0

    def on_resize(self) -> None:
        """Cut the lines for the width there is now."""
        at = self.highlighted
        width = max(10, self.scrollable_content_region.width - 3)
        self.set_options([Option(Content(fit(words, width)), id=name) for name, words in self._words])
        self.highlighted = at if at is not None else (self._first if self._words else None)
