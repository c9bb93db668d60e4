"""The words of a language before they are signed: English and translated, or old and new, beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from kiosk.commands.rules.sign_translation import NOTHING, heading
from kiosk.core.clean import clean
from kiosk.lead.languages_signed import TranslationReview
from screens.staff.page_screens import SureScreen
from screens.staff.pull_scroll import PullScroll
from screens.widgets.wrapping import wrap

_NARROW: Final = 60
_GAP: Final = 3
_LONGEST: Final = 2000


class SideBySide(Widget):
    """Two texts beside each other below a line of its own; below each other where it is narrow."""

    DEFAULT_CSS = "SideBySide { height: auto; margin: 0 0 1 0; }"

    def __init__(self, above: str, left: str, right: str) -> None:
        super().__init__()
        self._above, self._left, self._right = (clean(text, _LONGEST) for text in (above, left, right))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Take as many rows as the longer one."""
        return len(list(self._rows(width)))

    def render(self) -> Content:
        """Return all of it, as wide as there is room."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> Iterator[Content]:
        yield from (Content(line).stylize("$quiet") for line in wrap(self._above, width))
        if width < _NARROW:
            yield from (
                Content(f"{mark} {line}")
                for mark, text in (("-", self._left), ("+", self._right))
                for line in wrap(text, width - 2)
            )
            return
        column = (width - _GAP) // 2
        for one, other in zip_longest(wrap(self._left, column), wrap(self._right, column), fillvalue=""):
            yield Content(f"{one}{' ' * (column + _GAP - cell_len(one))}{other}")


class TranslationScreen(SureScreen):
    """Show what is signed of a language, text by text, and ask for a yes."""

    def __init__(self, reviewed: TranslationReview) -> None:
        super().__init__(reviewed.title, [heading(reviewed)], go="I have read it ›")
        self._reviewed = reviewed

    def compose_body(self) -> ComposeResult:
        """Give the texts, as far as they changed."""
        first = self._reviewed.last is None
        with PullScroll():
            for line in self._lines:
                yield Static(line, classes="line", markup=False)
            for each in self._reviewed.changes:
                if first:
                    yield SideBySide(each.place, each.english, each.now or NOTHING)
                else:
                    yield SideBySide(each.english, each.before or NOTHING, each.now or NOTHING)
