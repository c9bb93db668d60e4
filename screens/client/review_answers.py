"""The answers of the review: each a tile to touch, those that ask for a look first, in pages where they must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from kiosk.checkin.screen_data import ReviewRow
from kiosk.checkin.texts.client_texts import REVIEW_FIRST, REVIEW_REST
from kiosk.core.language import tr
from screens.client.review_layout import EDGE, Answer, Page, review_pages, words
from screens.widgets.action import Action
from screens.widgets.wrapping import wrap

Direction = Literal["up", "down", "left", "right"]


class ReviewTile(Action):
    """One answer: what it is about, and what was said below it. One touch leads to its question."""

    DEFAULT_CSS = """
    ReviewTile { position: absolute; display: none; min-width: 7; padding: 0; content-align: left top; text-align: left;
                 border-left: outer $edge; }
    ReviewTile.-shown { display: block; }
    ReviewTile.-alt { background: $panel; }
    ReviewTile.-first { border-left: outer $primary; }
    ReviewTile.-open { border-left: outer $error; }
    ReviewTile:focus { text-style: none; border-left: outer $primary; }
    ReviewTile:hover { border-left: outer $primary; text-style: none; }
    """

    def __init__(self, row: ReviewRow) -> None:
        super().__init__(row.short, classes="" if row.answered else "-open")
        self.row = row
        self.answer = Answer(row.short, row.answer_text, first=not row.harmless)
        self.set_class(self.answer.first, "-first")
        self.goes_on = 0
        """The line with which what was said goes on from the page before."""

    def render(self) -> Content:
        """Give both, the answer in bold where it asks for a look; of one that goes over pages, what belongs on this one."""
        mark = "▸" if self.has_focus else " "
        room = self.outer_size.width - EDGE
        lines = words(self.answer, room, self.goes_on)[: self.content_size.height]
        about = len(wrap(self.answer.about, room))
        style = "underline" if self.has_focus else ""
        shown = [
            Content(line).stylize("bold" if self.answer.first and n >= about else style) for n, line in enumerate(lines)
        ]
        return Content("\n").join(Content(mark if n == 0 else " ") + line for n, line in enumerate(shown))


class ReviewAnswers(Container):
    """Lays the answers out for the size it has and turns pages; what is in view counts as seen."""

    DEFAULT_CSS = """
    ReviewAnswers { width: 1fr; height: 1fr; overflow: hidden hidden; }
    ReviewAnswers > Static { position: absolute; width: auto; height: 1; display: none; color: $quiet; }
    """

    @dataclass
    class PageTurned(Message):
        """Another page is in view, or there are more or fewer of them."""

    def __init__(self, rows: Sequence[ReviewRow], seen: set[ReviewRow], above: Callable[[int, int], str]) -> None:
        """`seen` holds what was in view before, and takes in what comes into view; `above` says what is above a page, of so many."""
        super().__init__()
        self._above = above
        self.tiles = [ReviewTile(row) for row in rows]
        self._headings = [Static(tr(words), markup=False) for words in (REVIEW_FIRST, REVIEW_REST)]
        self._seen = seen
        self._pages: tuple[Page, ...] = (Page(()),)
        self._page = 0
        self._shown_before = False

    def compose(self) -> ComposeResult:
        """All tiles; those of other pages are not displayed."""
        yield from self._headings
        yield from self.tiles

    def go_on_from(self, before: ReviewAnswers) -> None:
        """Show the answers that were shown on a screen that said the same in other words."""
        self._pages, self._page, self._shown_before = before._pages, before._page, before._shown_before

    @property
    def place(self) -> tuple[int, int]:
        """Which page is in view, from 1, and how many there are."""
        return self._page + 1, len(self._pages)

    @property
    def at_end(self) -> bool:
        """True once the last page is in view; all before it were, since the first page is the one with an answer not yet seen."""
        return self._page + 1 == len(self._pages)

    def turn(self, by: int = 1) -> bool:
        """Turn a page; False if there is none in that direction."""
        page = self._page + by
        if not 0 <= page < len(self._pages):
            return False
        self._page = page
        self._show()
        return True

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again; the page in view is the one with the first answer in view before, at first the first not seen."""
        width, height = event.size
        if not width or not height:
            return
        now = self._pages[self._page]
        keep, goes_on = (now.tiles[0][0], now.goes_on) if self._shown_before else (self._first_unseen(), 0)
        self._pages = self._laid_out(width, height)
        holding = [n for n, page in enumerate(self._pages) if keep in dict(page.tiles)]
        self._page = next((n for n in holding if goes_on and self._pages[n].goes_on == goes_on), holding[0])
        self._shown_before = True
        self._show()

    def _laid_out(self, width: int, height: int) -> tuple[Page, ...]:
        """Return the pages for this size. Fewer ones than now must also fit below what is said of them, which may take more lines."""
        answers = [tile.answer for tile in self.tiles]
        pages = review_pages(answers, width, height)
        if not self._shown_before or len(pages) >= len(self._pages):
            return pages
        more = len(wrap(self._above(1, len(pages)), width)) - len(wrap(self._above(*self.place), width))
        below = review_pages(answers, width, height - max(0, more))
        return below if len(below) > len(pages) else pages

    def _first_unseen(self) -> int:
        return next((n for n, tile in enumerate(self.tiles) if tile.row not in self._seen), 0)

    def _show(self) -> None:
        page = self._pages[self._page]
        shown = dict(page.tiles)
        lines = sorted({area.y for area in shown.values()})
        tight = any(area.y + area.height in lines for area in shown.values())
        for number, tile in enumerate(self.tiles):
            tile.set_class(number in shown, "-shown")
            if area := shown.get(number):
                tile.styles.offset = (area.x, area.y)
                tile.styles.width, tile.styles.height = area.width, area.height
                tile.set_class(tight and lines.index(area.y) % 2 == 1, "-alt")
                tile.goes_on = page.goes_on if number == page.tiles[0][0] else 0
                tile.refresh()
                if len(words(tile.answer, area.width - EDGE, tile.goes_on)) <= area.height:
                    self._seen.add(tile.row)
        for heading, y in zip(self._headings, page.headings or (None, None), strict=True):
            heading.display = y is not None
            heading.styles.offset = (0, y or 0)
        self.post_message(self.PageTurned())

    def move(self, direction: Direction) -> None:
        """Give the focus to the next tile in a direction; the first one if none has it."""
        shown = [tile for tile in self.tiles if tile.has_class("-shown")]
        now = next((tile for tile in shown if tile.has_focus), None)
        if now is None:
            shown[0].focus(scroll_visible=False)
            return
        here = now.region
        step = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}[direction]
        ahead = [
            tile
            for tile in shown
            if (tile.region.x - here.x) * step[0] > 0 or (tile.region.y - here.y) * step[1] > 0
            if not step[0] or tile.region.y == here.y
        ]
        near = min(ahead, key=lambda tile: (abs(tile.region.y - here.y), abs(tile.region.x - here.x)), default=now)
        near.focus(scroll_visible=False)
