"""A part of the board: the visits whose name holds what is typed, of one practitioner, of one next step, or the late ones."""

from dataclasses import dataclass, replace
from datetime import date

from kiosk.core.phrases import next_step_mark
from kiosk.desk.board import Board, Row
from kiosk.people.names import in_one, plain_words
from rules import NextStep

_LATE, _PRACTITIONER, _STEP = "late", "practitioner:", "step:"


@dataclass(frozen=True)
class BoardFilter:
    """What a line must be to stay: an empty filter lets all of them stay."""

    text: str = ""
    """Parts of any name on record, in any order, whatever the line shows of it; accents and capitals aside."""
    only: str = ""
    """One of the ids that `choices` returns."""

    def narrow(self, board: Board) -> Board:
        """Return the board with the lines that stay. What counts people counts all of them as before."""
        groups = (replace(group, rows=tuple(filter(self._stays, group.rows))) for group in board.groups)
        left = tuple(group for group in groups if group.rows)
        ids = {row.visit_id for group in left for row in group.rows}
        return replace(board, groups=left, first=board.first if board.first in ids else None)

    def words(self, board: Board) -> str:
        """Return what the board is narrowed to, or nothing."""
        return dict(filter_choices(board)).get(self.only, self.only.partition(":")[2] or self.only)

    def _stays(self, row: Row) -> bool:
        if self.only == _LATE and not row.late:
            return False
        if self.only.startswith(_PRACTITIONER) and row.practitioner != self.only.removeprefix(_PRACTITIONER):
            return False
        if self.only.startswith(_STEP) and (row.step is None or row.step.value != self.only.removeprefix(_STEP)):
            return False
        words = plain_words(row.full_name)
        whole = in_one(row.full_name)
        return all(typed in whole or any(typed in word for word in words) for typed in plain_words(self.text))


def filter_choices(board: Board) -> tuple[tuple[str, str], ...]:
    """Return what this day's board can be narrowed to: ids and words, practitioners first, then next steps, then the late."""
    rows = board.rows
    people = sorted({row.practitioner for row in rows if row.practitioner})
    found = [(f"{_PRACTITIONER}{name}", name) for name in people]
    for step in NextStep:
        marks = [row.mark for row in rows if row.step is step]
        if marks:
            mark = next_step_mark(step, None, date.min)
            found.append((f"{_STEP}{step.value}", mark.words[:1].upper() + mark.words[1:] if mark else ""))
    if any(row.late for row in rows):
        found.append((_LATE, "Late"))
    return tuple(found)
