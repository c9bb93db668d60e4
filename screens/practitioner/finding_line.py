"""A finding in at most two lines, with "more" where there is more to read: Enter or a touch shows all of it, and hides it again."""

from __future__ import annotations

from collections.abc import Iterable
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
    TIGHT = auto()
    """The same, with no air above."""
    LINES = auto()
    """A line each."""
    TWO_COLUMNS = auto()
    """A line each, in two columns, over the whole width."""
    THREE_COLUMNS = auto()
    """The same, in three columns."""

    @property
    def around(self) -> int:
        """Rows of head, band and foot, with the air between them."""
        return {Density.AIRY: 11, Density.CLOSE: 9}.get(self, 6)

    @property
    def columns(self) -> int:
        """How many findings share a row."""
        return max(1, self - Density.LINES + 1)


@dataclass(frozen=True)
class SummaryLine:
    """A thing to read in the summary, in a few lines: a title, why it counts, until when, and the source."""

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
    is_care: bool = False
    """Whether it says which care to take: then all of it is shown at once where there is room."""
    cites: str = ""
    """The source with the places in it, which is shown with all of it."""
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
    """One line of the summary, as the room allows."""

    FOCUS_ON_CLICK = False
    ALLOW_SELECT = False

    def __init__(self, line: SummaryLine, density: Density = Density.AIRY, *, is_open: bool = False) -> None:
        super().__init__(classes=f"finding -{line.tone}")
        self.line = line
        self.is_open = is_open
        self._cites = not is_open
        """Whether the places in the sources are shown, too: only to who asks for all of it."""
        self.density = density
        self.set_density(density)

    def set_density(self, density: Density) -> None:
        """Take the room that there is."""
        self.density = density
        self.set_class(density is Density.AIRY and self.line.ends_group, "-airy")
        self.styles.column_span = density.columns if self.is_open else 1
        self.refresh(layout=True)

    def toggle(self) -> None:
        """Show all of it, or as much as there is room for."""
        self.is_open = not self.is_open
        self._cites = True
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
        line = self.line
        if self.is_open:
            return whole_rows(line, width, cites=self._cites)
        hides = bool(line.reason or line.source)
        if self.density >= Density.LINES or not line.in_two:
            return [self._in_one(width, more=hides and self.density < Density.THREE_COLUMNS)]
        return self._in_two(width)

    def _in_one(self, width: int, *, more: bool) -> Content:
        line = self.line
        ends = [(_NEW, "bold $error")] if line.new else []
        ends += [(f"until {line.end}", "")] if line.end else []
        ends += [(_MORE, self._more_style)] if more else []
        room = width - _columns(ends)
        if room < width // 2 and line.end:  # rather the answer than its end, which is shown with all of it
            ends = [each for each in ends if not each[0].startswith("until")]
            room = width - _columns(ends)
        title = _begun(line.title, room)
        left = room - cell_len(title) - _GAP
        if more and line.reason and not line.in_group and title == line.title and left >= _LEAST_REASON:
            ends.insert(0, (_cut(line.brief or line.reason, left), ""))
        return _row((title, self._title_style), *ends)

    def _in_two(self, width: int) -> list[Content]:
        """Begin to say why in the first line where the second does not hold all of it."""
        line = self.line
        why = " ".join((line.brief or line.reason).split())
        ends = [(_NEW, "bold $error")] if line.new else []
        until = (f"until {line.end}", "")
        if line.end and cell_len(line.title) + _columns([*ends, until]) <= width:
            ends.append(until)
        elif line.end:
            why = f"Until {line.end}. {why}"
        title = _begun(line.title, width - _columns(ends))
        left = width - cell_len(title) - _columns(ends) - _GAP
        if cell_len(why) + _GAP + len(_MORE) > width and left >= _LEAST_REASON:
            begun = wrap(why, left)[0]
            ends.append((begun, ""))
            why = why[len(begun) :].lstrip()
        return [_row((title, self._title_style), *ends), self._rest(why, width)]

    def _rest(self, why: str, width: int) -> Content:
        """Say the rest of why, and the source; or as much as there is room for, and that there is more."""
        line, more = self.line, (_MORE, self._more_style)
        source = [(line.source, "$quiet")] if line.source else []
        if line.brief in ("", line.reason) and cell_len(why) + _columns(source) <= width:
            cites = line.cites not in ("", line.source) and cell_len(why) + _columns([*source, more]) <= width
            return _row((why, ""), *source, *([more] if cites else []))
        if cell_len(why) + _columns([*source, more]) > width:
            source = []
        return _row((_cut(why, width - _columns([more])), ""), *source, more)

    @property
    def _title_style(self) -> str:
        weight = "" if self.line.in_group else "bold"
        return f"{weight} underline".strip() if self.has_focus else weight

    @property
    def _more_style(self) -> str:
        return "bold underline $primary" if self.has_focus else "underline $primary"


def whole_rows(line: SummaryLine, width: int, *, cites: bool = False) -> list[Content]:
    """Return all of it, within so many columns; with the places in its sources if it `cites` them."""
    shown = [*([f"Until {line.end}."] if line.end else []), line.reason]
    whole = [Content.styled(row, "bold") for row in wrap(line.title, width)]
    whole += [Content(row) for text in shown if text for row in wrap(text, width)]
    source = line.source
    if cites and line.cites not in ("", line.source):
        source = line.cites if line.cites.startswith(line.source) else f"{line.source}: {line.cites}"
    return whole + [Content.styled(row, "$quiet") for row in wrap(source, width) if row]


def _row(*parts: tuple[str, str]) -> Content:
    """Return parts in a row, each in its style."""
    return Content(" " * _GAP).join(Content.styled(words, style) for words, style in parts)


def _columns(parts: Iterable[tuple[str, str]]) -> int:
    """Return the columns that parts take after another one."""
    return sum(_GAP + cell_len(words) for words, _ in parts)


def _begun(title: str, width: int) -> str:
    """Return as much of a title as so many cells hold."""
    return title if cell_len(title) <= width else f"{chop_cells(title, max(1, width - 1))[0].rstrip()}…"


def _cut(text: str, width: int) -> str:
    """Return a text within so many cells, cut between words."""
    if cell_len(text) <= width:
        return text
    first = wrap(text, max(1, width - 1))[0]
    return f"{first.rstrip(' .,:;·')}…"


def airiest(lines: list[SummaryLine], height: int, needed: int, *, densest: Density) -> Density:
    """Return the airiest way in which all of it is in view on so many rows, with those that are `needed` below it.

    What fits in no way takes the `densest`.
    """
    for density in Density:
        if density >= densest or rows_taken(lines, density) + needed <= height - density.around:
            return density
    return densest


def rows_taken(lines: list[SummaryLine], density: Density) -> int:
    """Return the rows that all of it takes."""
    return -(-sum(each.rows(density) for each in lines) // density.columns)
