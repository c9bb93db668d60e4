"""A longer text, a page at a time: nothing of it is reached only by scrolling."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from screens.widgets.wrapping import wrap

_AIRY = 12
"""From this many rows on, a heading has air below it."""
_KEPT_TOGETHER = 2
"""Lines of a paragraph that stay with its heading, or begin on a page at all."""


class Pages(Widget):
    """Paragraphs, broken into pages for the size there is. A paragraph that begins with "# " is a heading."""

    DEFAULT_CSS = """
    Pages { width: 1fr; height: 1fr; max-width: 90; color: $foreground; }
    """
    ALLOW_SELECT = False

    class Turned(Message):
        """Another page is in view, or there are more or fewer of them."""

    def __init__(self, paragraphs: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._paragraphs = tuple(paragraphs)
        self._pages: list[list[tuple[str, bool]]] = [[]]
        self._page = 0

    @property
    def place(self) -> tuple[int, int]:
        """Which page is in view, from 1, and how many there are."""
        return self._page + 1, len(self._pages)

    @property
    def at_end(self) -> bool:
        """True once the last page is in view."""
        return self._page + 1 >= len(self._pages)

    def turn(self, by: int = 1) -> bool:
        """Turn a page; False if there is none in that direction."""
        page = self._page + by
        if not 0 <= page < len(self._pages):
            return False
        self._page = page
        self.refresh()
        self.post_message(self.Turned())
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Break the text anew."""
        width, height = event.size
        if not width or not height:
            return
        before = self._pages[min(self._page, len(self._pages) - 1)][:1]
        self._pages = broken(self._paragraphs, width, height)
        self._page = next((n for n, page in enumerate(self._pages) if before and before[0] in page), 0)
        self.refresh()
        self.post_message(self.Turned())

    def render(self) -> Content:
        """Give the page in view."""
        lines = [Content(line).stylize("bold") if bold else Content(line) for line, bold in self._pages[self._page]]
        return Content("\n").join(lines)


def broken(paragraphs: Sequence[str], width: int, height: int) -> list[list[tuple[str, bool]]]:
    """Return pages of lines (text, is heading) at most `height` long. A heading never ends a page."""
    pages: list[list[tuple[str, bool]]] = [[]]
    close = height < _AIRY
    blocks = [[(line, text.startswith("# ")) for line in wrap(text.removeprefix("# "), width)] for text in paragraphs]
    for block, following in zip(blocks, [*blocks[1:], []], strict=True):
        heads = block[-1][1] and bool(following)
        needed = len(block) + (1 + min(len(following), _KEPT_TOGETHER) if heads else 0)
        left = height - len(pages[-1]) - (0 if close and pages[-1] and pages[-1][-1][1] else 1)
        whole = needed <= left or (not heads and len(block) > height - 1 and left >= _KEPT_TOGETHER)
        if pages[-1] and not whole:
            pages.append([])
        if pages[-1] and not (close and pages[-1][-1][1]):
            pages[-1].append(("", False))
        for line in block:
            if len(pages[-1]) >= height:
                pages.append([])
            pages[-1].append(line)
    return pages
