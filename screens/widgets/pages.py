"""A longer text, a page at a time: nothing of it is reached only by scrolling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from screens.palettes import Depth
from screens.widgets.wrapping import wrap

if TYPE_CHECKING:
    from screens.host import Host

_AIRY = 12
"""From this many rows on, paragraphs have air between them, where it costs no page but the second."""
_AIRY_PAGES = 2
"""A page full to the last row is read less well than two with air."""
_KEPT_TOGETHER = 2
"""Lines of a paragraph that stay with its heading, or begin on a page at all."""


@dataclass(frozen=True)
class Passage:
    """A paragraph that begins with its heading, in bold, on the same line."""

    heading: str
    text: str


Line = tuple[str, int]
"""A line, and how many of its first characters are bold."""
Block = list[Line]


class Pages(Widget):
    """Paragraphs, broken into pages for the size there is. One that begins with "# " is a heading."""

    DEFAULT_CSS = """
    Pages { width: 1fr; height: 1fr; max-width: 90; color: $foreground; }
    """
    ALLOW_SELECT = False

    class Turned(Message):
        """Another page is in view, or there are more or fewer of them."""

    def __init__(self, paragraphs: Sequence[str | Passage], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._paragraphs = tuple(paragraphs)
        self._pages: list[Block] = [[]]
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

    def go_on_from(self, before: Pages) -> None:
        """Show the page that was shown on a screen that said the same in other words, or the last one if there are fewer."""
        self._page = before._page

    @property
    def free_below(self) -> int:
        """Rows that stay free below the last page, for an action over it."""
        return 0

    def on_resize(self, event: events.Resize) -> None:
        """Break the text again."""
        width, height = event.size
        if not width or not height:
            return
        before = self._pages[min(self._page, len(self._pages) - 1)][:1]
        self._pages = broken(self._paragraphs, width, height, self.free_below)
        if before:
            self._page = next((n for n, page in enumerate(self._pages) if before[0] in page), 0)
        else:
            self._page = min(self._page, len(self._pages) - 1)
        self.refresh()
        self.post_message(self.Turned())

    def render(self) -> Content:
        heads = "underline" if self._is_without_bold else "bold"
        lines = (
            Content(line).stylize(heads, 0, bold) if bold else Content(line) for line, bold in self._pages[self._page]
        )
        return Content("\n").join(lines)

    @property
    def _is_without_bold(self) -> bool:
        """Whether bold would be painted plain, so that a heading on the line of its text would look like the text."""
        return cast("Host", self.app).appearance.palette.depth is Depth.SIXTEEN


def broken(paragraphs: Sequence[str | Passage], width: int, height: int, free_below: int = 0) -> list[Block]:
    """Return pages of lines at most `height` long. A heading never ends a page, and none stands alone.

    Of the ways with the fewest pages (two are as good as one where there is room for air), the one with air between
    paragraphs, and then the one that parts none of them.
    """
    blocks = [_block(each, width) for each in paragraphs]
    gaps = (1, 0) if height >= _AIRY else (0,)
    ways = [_filled(blocks, height, free_below, gap=gap, whole=whole) for gap in gaps for whole in (True, False)]
    return min(ways, key=lambda pages: max(_AIRY_PAGES, len(pages)) if height >= _AIRY else len(pages))


def _block(paragraph: str | Passage, width: int) -> Block:
    if isinstance(paragraph, str):
        lines = wrap(paragraph.removeprefix("# "), width)
        return [(line, len(line) if paragraph.startswith("# ") else 0) for line in lines]
    bold, found = len(paragraph.heading) + 1, Block()
    for line in wrap(f"{paragraph.heading}. {paragraph.text}", width):
        found.append((line, min(len(line), bold)))
        bold = max(0, bold - len(line) - 1)
    return found


def _filled(blocks: Sequence[Block], height: int, free_below: int, *, gap: int, whole: bool) -> list[Block]:
    pages: list[Block] = [[]]
    is_headed = False
    for block, following in zip(blocks, [*blocks[1:], []], strict=True):
        heads = _is_heading(block) and bool(following)
        kept = len(following) if whole else min(len(following), _KEPT_TOGETHER)
        needed = len(block) + (gap + kept if heads else 0)
        left = height - len(pages[-1]) - (gap if pages[-1] else 0)
        unparted = (whole and not is_headed) or heads
        if pages[-1] and needed > left and (unparted or left < (_KEPT_TOGETHER if gap else 1)):
            pages.append([])
        is_headed = heads
        if pages[-1]:
            pages[-1].extend([("", 0)] * gap)
        for line in block:
            if len(pages[-1]) >= height:
                pages.append([])
            pages[-1].append(line)
    if len(pages[-1]) > height - free_below > 0:
        pages.append(pages[-1][height - free_below :])
        pages[-2] = pages[-2][: height - free_below]
    return pages


def _is_heading(block: Block) -> bool:
    return all(line and bold == len(line) for line, bold in block)
