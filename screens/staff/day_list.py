"""The lines of a day in groups, one widget for all of them: five hundred visits stay as quick as five."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widgets.option_list import Option

from kiosk.desk.board import Group, Row
from screens.staff.board_line import group_line, visit_line
from screens.staff.touch_list import TouchList

_CHOSEN = "▸ "
"""Before the chosen line."""
_MOST_DRAWN = 2000
"""Lines that are kept as they were painted; those of facts that are gone are dropped with the rest."""


class DayList(TouchList):
    """Visits in groups."""

    def __init__(self) -> None:
        super().__init__(id="groups")
        self._groups: tuple[Group, ...] = ()
        self._drawn_for = 0
        self._drawn: dict[Row, Option] = {}
        """The lines of a day as they are painted in this width, those that a filter leaves out, too."""

    @property
    def row(self) -> Row | None:
        """The chosen line, or None where there is none."""
        chosen = self.highlighted_option
        return next((row for row in self.rows if chosen is not None and row.visit_id == chosen.id), None)

    @property
    def shape(self) -> tuple[object, ...]:
        return _shape(self._groups)

    def group_of(self, visit_id: str) -> str | None:
        return next((group.id for group in self._groups if any(row.visit_id == visit_id for row in group.rows)), None)

    def show(self, groups: Sequence[Group]) -> None:
        """Show these lines. The chosen visit stays chosen wherever it goes; where it is gone, the line in its place is.

        What is in view stays there when the chosen visit goes to another group, or was not in view either.
        """
        chosen, was_in_view = self.row, self._is_in_view
        group = self.group_of(chosen.visit_id) if chosen else None
        before, self._groups = self._groups, tuple(groups)
        if _shape(before) == self.shape and self._drawn_for == self._width:
            known = {row.visit_id: row for group in before for row in group.rows}
            for row in self.rows:
                if row != known[row.visit_id]:
                    self.replace_option_prompt(row.visit_id, self._line(row))
                    if (option := self._drawn.pop(known[row.visit_id], None)) is not None:
                        self._drawn[row] = option
        else:
            self._lay_out(follows=chosen is None or (was_in_view and self.group_of(chosen.visit_id) in (group, None)))

    @property
    def _is_in_view(self) -> bool:
        """Whether the chosen line is on the screen."""
        line = self._index_to_line.get(self.highlighted, -1) if self.highlighted is not None else -1
        return self.scroll_y <= line < self.scroll_y + self.scrollable_content_region.height

    def show_where_they_are(self, groups: Sequence[Group]) -> None:
        """Show what is new of the lines there are, and move none of them."""
        new = {row.visit_id: row for group in groups for row in group.rows}
        kept = (
            Group(group.id, group.title, tuple(new.get(row.visit_id, row) for row in group.rows))
            for group in self._groups
        )
        self.show(tuple(kept))

    def choose(self, visit_id: str | None) -> None:
        """Choose a visit, and bring it into view."""
        for index, option in enumerate(self.options):
            if visit_id is not None and option.id == visit_id:
                self.highlighted = index

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width - len(_CHOSEN) - 1

    @property
    def rows(self) -> list[Row]:
        """All lines, in order."""
        return [row for group in self._groups for row in group.rows]

    def _line(self, row: Row) -> Content:
        lines = visit_line(row, self._width).split("\n")
        return Content("\n").join(Content.assemble(" " * len(_CHOSEN), line) for line in lines)

    def _option(self, row: Row) -> Option:
        if row not in self._drawn:
            self._drawn[row] = Option(self._line(row), id=row.visit_id)
        return self._drawn[row]

    def render_line(self, y: int) -> Strip:
        """Set the chosen line off by more than a colour, before the first of its rows: what is painted of it stays."""
        strip = super().render_line(y)
        first = next(iter(strip), None)
        is_chosen = first is not None and first.style is not None and first.style.meta.get("option") == self.highlighted
        if not is_chosen or first is None or strip.text[: len(_CHOSEN) + 1].isspace():
            return strip
        return Strip([Segment(_CHOSEN, first.style), *strip.crop(len(_CHOSEN))], strip.cell_length)

    def _lay_out(self, *, follows: bool = True) -> None:
        chosen, place, at = self.row, self.highlighted, self.scroll_y
        if self._drawn_for != self._width or len(self._drawn) > _MOST_DRAWN:
            self._drawn.clear()
        self._drawn_for = self._width
        options: list[Option] = []
        for group in self._groups:
            title = group_line(group, self._width, heads=not options)
            options.append(Option(Content.assemble(" " * len(_CHOSEN), title), disabled=True))
            options += map(self._option, group.rows)
        self.set_options(options)
        if not options:
            return
        self.scroll_to(y=at, animate=False, immediate=True)
        there = {option.id: index for index, option in enumerate(options) if option.id}
        if chosen is not None and chosen.visit_id in there:
            self.highlighted = there[chosen.visit_id]
        else:
            wanted = min(place or 0, len(options) - 1)
            self.highlighted = min(there.values(), key=lambda index: (abs(index - wanted), index))
        if not follows:
            self.scroll_to(y=at, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Lay the lines out for the width there is now."""
        if self._width != self._drawn_for:
            self._lay_out()


def _shape(groups: Sequence[Group]) -> tuple[object, ...]:
    return tuple((group.id, tuple(row.visit_id for row in group.rows)) for group in groups)
