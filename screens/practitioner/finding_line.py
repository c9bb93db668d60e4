"""A finding in at most two lines, with "more" where there is more to read: Enter or a touch shows all of it, and hides it again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

from rich.cells import cell_len, chop_cells
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from kiosk.core.phrases import Tone
from screens.widgets.wrapping import wrap

_MORE = "more"
_NEW = "new"
_GAP = 2
_LEAST_REASON = 14
"""Columns that are worth beginning to say why."""


class Density(IntEnum):
    """How much room the findings take, the airiest first."""

    AIRY = auto()
    """Two lines each, and one between."""
    CLOSE = auto()
    """Two lines each."""
    LINES = auto()
    """A line each."""
    TWO_COLUMNS = auto()
    """A line each, in two columns, over the whole width."""
    THREE_COLUMNS = auto()
    """The same, in three columns."""

    @property
    def columns(self) -> int:
        """How many findings share a row."""
        return max(1, self - Density.LINES + 1)


@dataclass(frozen=True)
class Told:
    """What is told in a few lines: a title, why it counts, until when, and the source."""

    title: str
    reason: str = ""
    brief: str = ""
    """The reason in fewer words, where it is not wholly shown."""
    source: str = ""
    tone: Tone = Tone.LOOK
    new: bool = False
    end: str = ""
    in_group: bool = False
    """Whether a heading above says what it is about: then a line is enough."""
    ends_group: bool = True
    """Whether what follows is something else: then there is air between."""

    def rows(self, density: Density) -> int:
        """Return the rows it takes, until all of it is shown."""
        if density >= Density.LINES:
            return 1
        return (2 if self.in_two else 1) + (self.ends_group and density is Density.AIRY)

    @property
    def in_two(self) -> bool:
        """Whether it takes a second line where there is room for one."""
        return bool(self.reason) and not self.in_group


class FindingLine(Widget, can_focus=True):
    """One of the things that are told, as the room allows."""

    FOCUS_ON_CLICK = False
    ALLOW_SELECT = False

    def __init__(self, told: Told, density: Density = Density.AIRY) -> None:
        super().__init__(classes=f"finding -{told.tone}")
        self.told = told
        self.is_open = False
        self.density = density
        self.set_density(density)

    def set_density(self, density: Density) -> None:
        """Take the room that there is."""
        self.density = density
        self.set_class(density is Density.AIRY and self.told.ends_group, "-airy")
        self.styles.column_span = density.columns if self.is_open else 1
        self.refresh(layout=True)

    def toggle(self) -> None:
        """Show all of it, or as much as there is room for."""
        self.is_open = not self.is_open
        self.set_density(self.density)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.toggle()

    def on_key(self, event: events.Key) -> None:
        """Enter and Space, while focused."""
        if event.key in ("enter", "space"):
            event.stop()
            self.toggle()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as it has lines."""
        return len(self.lines(width))

    def render(self) -> Content:
        return Content("\n").join(self.lines(self.content_size.width))

    def lines(self, width: int) -> list[Content]:
        """Return what is shown within so many columns."""
        told = self.told
        if self.is_open:
            shown = [*([f"Until {told.end}."] if told.end else []), told.reason]
            whole = [Content.styled(line, "bold") for line in wrap(told.title, width)]
            whole += [Content(line) for text in shown if text for line in wrap(text, width)]
            return whole + [Content.styled(line, "$quiet") for line in wrap(told.source, width) if line]
        hides = bool(told.reason or told.source)
        if self.density >= Density.LINES or not told.in_two:
            return [self._first(width, more=hides and self.density < Density.THREE_COLUMNS)]
        return [self._first(width, more=False), self._second(width)]

    def _first(self, width: int, *, more: bool) -> Content:
        told = self.told
        ends = [(_NEW, "bold $error")] if told.new else []
        ends += [(f"until {told.end}", "")] if told.end else []
        ends += [(_MORE, self._more_style)] if more else []
        room = width - sum(cell_len(words) + _GAP for words, _ in ends)
        if room < width // 2 and len(ends) > 1:  # rather the answer than its end, which is shown with all of it
            ends = [each for each in ends if not each[0].startswith("until")]
            room = width - sum(cell_len(words) + _GAP for words, _ in ends)
        title = _begun(told.title, room)
        parts: list[Content | str | tuple[str, str]] = [(title, self._title_style)]
        left = room - cell_len(title) - _GAP
        if more and told.reason and title == told.title and left >= _LEAST_REASON:
            parts += [" " * _GAP, _cut(told.brief or told.reason, left)]
        for words, style in ends:
            parts += [" " * _GAP, (words, style)]
        return Content.assemble(*parts)

    def _second(self, width: int) -> Content:
        told = self.told
        why, more = told.brief or told.reason, (" " * _GAP, (_MORE, self._more_style))
        if why == told.reason and cell_len(f"{why}{' ' * _GAP}{told.source}") <= width:
            return Content.assemble(why, " " * _GAP, (told.source, "$quiet"))
        room = width - _GAP - len(_MORE)
        left = room - cell_len(why) - _GAP - cell_len(told.source)
        source = (" " * _GAP, (told.source, "$quiet")) if told.source and left >= 0 else ()
        return Content.assemble(_cut(why, room), *source, *more)

    @property
    def _title_style(self) -> str:
        return "bold underline" if self.has_focus else "bold"

    @property
    def _more_style(self) -> str:
        return "bold underline $primary" if self.has_focus else "underline $primary"


def _begun(title: str, width: int) -> str:
    """Return as much of a title as so many cells hold."""
    return title if cell_len(title) <= width else f"{chop_cells(title, max(1, width - 1))[0].rstrip()}…"


def _cut(text: str, width: int) -> str:
    """Return a text within so many cells, cut between words."""
    if cell_len(text) <= width:
        return text
    first = wrap(text, max(1, width - 1))[0]
    return f"{first.rstrip(' .,:;·')}…"


def airiest(told: list[Told], airy_rows: int, close_rows: int, below: int, *, densest: Density) -> Density:
    """Return the airiest way in which all of it is in view, with the `below` rows of what can be done; else without these.

    `close_rows` are there where what is above the findings gives way, too. What fits in no way takes the `densest`.
    """
    alone = [density for density in Density if density.columns == 1]
    every = [density for density in Density if density <= densest]
    for rest, densities in ((below, alone), (0, every)):
        for density in densities:
            room = airy_rows if density is Density.AIRY else close_rows
            rows = -(-sum(each.rows(density) for each in told) // density.columns)
            if rows + rest <= room:
                return density
    return densest
