"""What a visit says, as one page that scrolls: the band on top, what was found, and beside it the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.geometry import Offset, Region, Spacing
from textual.widget import Widget
from textual.widgets import Static

from kiosk.core.phrases import Tone
from kiosk.room.summary import Summary
from kiosk.visits.visit import Visit
from kiosk.visits.visit_parts import OVERRIDDEN
from screens.practitioner.finding_blocks import deeds, lines, panel
from screens.practitioner.finding_line import Density, FindingLine, Told, airiest
from screens.staff.pull_scroll import PullScroll, is_wholly_in_view
from screens.widgets import Action
from screens.widgets.body_map import BodyMap

_BROAD, _NARROW = 100, 70
_AROUND_AIRY, _AROUND_CLOSE = 11, 6
"""Rows of head, band and foot, with the air between them, and without."""
_DEED_ROWS = 3
_BESIDE, _PADDED = 15, 4
"""Columns around the findings and the panel's text, and within what can be done."""
_PANEL = {True: 32, False: 24}
"""Columns of the panel's text, where there is much room and where there is less."""


def _in_rows(deeds: Sequence[Action], columns: int) -> int:
    """Give a label that is longer than so many columns, and one left over, a row of its own; return how many rows that makes."""
    rows: list[list[Action]] = []
    for each in deeds:
        beside = rows[-1] if rows else []
        if len(beside) == 1 and max(len(one.label) for one in (each, *beside)) <= columns:
            beside.append(each)
        else:
            rows.append([each])
    for row in rows:
        row[0].set_class(len(row) == 1, "-alone")
    return len(rows)


class SummaryPage(PullScroll):
    """Fits what is told into the room there is: all findings are above the fold before anything has air."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self._told: list[Told] = []
        self._deed_rows = 0
        self.head_rows = 0
        """Rows that the head takes more than its two."""

    def compose(self) -> ComposeResult:
        """Give the verdict as one band, the findings, what can be done, and what is beside them."""
        yield Static("", id="band", markup=False)
        with Horizontal(id="grid"):
            with Vertical(id="findings"):
                yield Container(id="lines")
                yield Container(id="deeds")
                yield Container(id="map")
            yield Container(id="panel")

    async def show(self, summary: Summary, visit: Visit, *, names_who_answered: bool) -> None:
        """Show a visit as the records have it now."""
        self._told = lines(summary)
        todo = deeds(summary, visit)
        columns = _PANEL[self.app.size.width >= _BROAD]
        self._deed_rows = _in_rows(todo, (self.app.size.width - columns - _BESIDE) // 2 - _PADDED)
        density = self._density()
        self._show_band(summary)
        with self.app.batch_update():
            await self._refill("#lines", [FindingLine(each, density) for each in self._told])
            await self._refill("#deeds", todo)
            areas = frozenset(summary.area_ids)
            await self._refill("#map", [BodyMap(summary.area_ids, chosen=areas)] if areas else [])
            await self._refill("#panel", panel(summary, columns, names_who_answered=names_who_answered))
        self._set_density(density)

    async def _refill(self, selector: str, widgets: Sequence[Widget]) -> None:
        place = self.query_one(selector)
        await place.remove_children()
        await place.mount_all(widgets)
        place.set_class(not widgets, "-gone")

    def _show_band(self, summary: Summary) -> None:
        band = self.query_one("#band", Static)
        band.update(f"{summary.band.word}   {summary.band.detail}" if not summary.decided else summary.decided)
        tone = (
            summary.band.tone
            if not summary.decided
            else Tone.STOP
            if summary.decided.startswith(OVERRIDDEN)
            else Tone.QUIET
        )
        for each in Tone:
            band.set_class(each is tone, f"-{each}")

    def _density(self) -> Density:
        width, height = self.app.size
        if width < _NARROW:
            return Density.AIRY
        airy, close = (height - around - self.head_rows for around in (_AROUND_AIRY, _AROUND_CLOSE))
        below = self._deed_rows * _DEED_ROWS + 1
        densest = Density.THREE_COLUMNS if width >= _BROAD else Density.TWO_COLUMNS
        return airiest(self._told, airy, close, below, densest=densest)

    def _set_density(self, density: Density) -> None:
        self.screen.set_class(density > Density.AIRY, "-close")
        self.screen.set_class(density.columns > 1, "-columns")
        self.query_one("#lines").styles.grid_size_columns = density.columns
        for each in self.query(FindingLine):
            each.set_density(density)

    def turn(self, pages: int) -> None:
        """Scroll by so many pages; a line of the one before stays in view below the band."""
        self.scroll_relative(y=pages * max(1, self.size.height - self._covered - 1), animate=False)

    def scroll_to_region(self, region: Region, *, spacing: Spacing | None = None, **how: Any) -> Offset:
        """Bring something into view below the band, which covers the first rows."""
        around = (spacing or Spacing()) + Spacing(top=self._covered)
        return super().scroll_to_region(region, spacing=around, **{**how, "animate": False})

    @property
    def _covered(self) -> int:
        band = self.query_one("#band")
        return band.size.height if band.styles.dock == "top" else 0

    def on_resize(self) -> None:
        """Fit it into the new room."""
        self._set_density(self._density())

    @property
    def is_note_in_view(self) -> bool:
        """Whether the whole of the client's note is on the screen."""
        found = self.query("#note")
        return bool(found) and is_wholly_in_view(found.first())
