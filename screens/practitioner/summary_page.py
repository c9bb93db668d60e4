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
from screens.practitioner.finding_blocks import last_time_part, lines, panel, summary_actions
from screens.practitioner.finding_line import Density, FindingLine, SummaryLine, airiest, rows_taken, whole_rows
from screens.staff.pull_scroll import PullScroll, is_wholly_in_view
from screens.widgets import Action
from screens.widgets.body_map import BodyMap
from screens.widgets.wrapping import wrap

_BROAD, _NARROW = 100, 70
_ACTION_ROWS = 3
_BEGINNING = 5
"""Rows of the last session that are worth beginning it: what it left to this one."""
_LINES = 2
"""Lines of a label that shares a row."""
_BESIDE, _PADDED = 15, 4
"""Columns around the findings and the panel's text, and within what can be done."""
_PANEL = {True: 32, False: 24}
"""Columns of the panel's text, where there is much room and where there is less."""


def _in_rows(actions: Sequence[Action], columns: int) -> int:
    """Give a label too long for two lines of so many columns, and one left over, a row of its own; return how many rows that makes."""
    rows: list[list[Action]] = []
    for each in actions:
        beside = rows[-1] if rows else []
        if len(beside) == 1 and max(len(wrap(one.label, columns)) for one in (each, *beside)) <= _LINES:
            beside.append(each)
        else:
            rows.append([each])
    for row in rows:
        row[0].set_class(len(row) == 1, "-alone")
    return len(rows)


def _unfolded(told: Sequence[SummaryLine], density: Density, columns: int, free: int) -> tuple[list[SummaryLine], int]:
    """Return the lines whose care is shown whole at once, as far as there are rows for it, and the rows that are left."""
    shown: list[SummaryLine] = []
    if density >= Density.LINES:
        return shown, free
    for each in told:
        more = len(whole_rows(each, columns)) - _LINES
        if each.is_care and len(wrap(each.reason, columns)) > 1 and more <= free:
            shown.append(each)
            free -= more
    return shown, free


class SummaryPage(PullScroll):
    """Fits what is told into the room there is: all findings are above the fold before anything has air."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self._summary_lines: list[SummaryLine] = []
        self._needed = 0
        self.head_rows = 0
        """Rows that the head takes more than its two."""

    def compose(self) -> ComposeResult:
        """Give the verdict as one band, the findings, what can be done, and what is beside them."""
        yield Static("", id="band", markup=False)
        with Horizontal(id="grid"):
            with Vertical(id="findings"):
                yield Container(id="lines")
                yield Container(id="summary-actions")
                yield Container(id="beside")
                yield Container(id="map")
            yield Container(id="panel")

    async def show(self, summary: Summary, visit: Visit, *, names_who_answered: bool, goes_ahead: bool = False) -> None:
        """Show a visit as the records have it now."""
        self._summary_lines = lines(summary)
        todo = summary_actions(summary, visit, goes_ahead=goes_ahead)
        columns = _PANEL[self.app.size.width >= _BROAD]
        left = self.app.size.width - columns - _BESIDE
        action_rows = _in_rows(todo, left // 2 - _PADDED) * (_ACTION_ROWS + 1)
        self._needed = _ACTION_ROWS + 1 if any(each.has_class("-main") for each in todo) else 0
        density = self._density()
        free = self._rows(density) - rows_taken(self._summary_lines, density) - action_rows
        unfolded, free = _unfolded(self._summary_lines, density, left, free)
        last_time = last_time_part(summary, left - _PADDED)
        has_room = last_time is not None and self.app.size.width >= _NARROW and min(last_time.rows, _BEGINNING) <= free
        self._show_band(summary)
        with self.app.batch_update():
            await self._refill(
                "#lines", [FindingLine(each, density, is_open=each in unfolded) for each in self._summary_lines]
            )
            await self._refill("#summary-actions", todo)
            areas = frozenset(summary.area_ids)
            await self._refill("#map", [BodyMap(summary.area_ids, chosen=areas)] if areas else [])
            await self._refill("#beside", [last_time] if last_time is not None and has_room else [])
            parts = panel(summary, columns, names_who_answered=names_who_answered, tells_last_time=not has_room)
            await self._refill("#panel", parts)
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
        densest = Density.THREE_COLUMNS if width >= _BROAD else Density.TWO_COLUMNS
        return airiest(self._summary_lines, height - self.head_rows, self._needed, densest=densest)

    def _rows(self, density: Density) -> int:
        return self.app.size.height - self.head_rows - density.around

    def _set_density(self, density: Density) -> None:
        self.screen.set_class(density > Density.AIRY, "-close")
        self.screen.set_class(density > Density.CLOSE, "-dense")
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
