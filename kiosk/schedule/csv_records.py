"""A text as numbered records of cells: separators, quotation marks and physical line numbers end here."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from kiosk.schedule.booking_line import Refusal
from kiosk.schedule.spreadsheet import SheetLine

SEPARATORS: Final = (",", ";", "\t", "|")
MOST_LINES_IN_A_CELL: Final = 200
"""An unclosed quotation mark may spoil its own line, never the rest of the file."""

_HINT: Final = re.compile(r'\s*"?sep=.?"?\s*', re.IGNORECASE)
_CELL: Final = r' *(?:"(?P<quoted>.*?)" *|(?P<plain>[^"{mark}][^{mark}]*|))(?:{mark}|$)'
"""A quoted cell ends at the first quotation mark that a separator follows, whatever is within."""
_BAD_QUOTES: Final = (
    'A quotation mark (") is not closed, or does not enclose the whole cell; '
    "a quotation mark inside a quoted cell is written twice."
)


def physical_lines(text: str) -> list[str]:
    """Return the lines of a text as an editor counts them; a separator hint is emptied."""
    # str.splitlines also splits at characters that an editor does not count as a line's end.
    lines = list(io.StringIO(text, newline=""))
    return [("\n" if _HINT.fullmatch(line) else line) for line in lines]


class CsvRecords:
    """Reads record by record, so that one that cannot be read costs one physical line and no more."""

    def __init__(self, physical: Sequence[str], separator: str) -> None:
        self._physical = physical
        self._separator = separator
        self.odd_quotes: list[int] = []
        """Lines whose quotation marks are not written as CSV has them, and were understood."""

    def read(self, *, width: int = 0, first: int = 0) -> Iterator[SheetLine | Refusal]:
        """Yield the records from the physical line `first` on; `width` is the number of cells in the header, once it is known."""
        at = first
        while at < len(self._physical):
            record, height = self._record(at, width)
            if record is not None:
                yield record
            at += height

    def _record(self, at: int, width: int) -> tuple[SheetLine | Refusal | None, int]:
        number = at + 1
        for escape in (None, "\\"):
            lines = self._physical[at : at + MOST_LINES_IN_A_CELL]
            reader = csv.reader(lines, delimiter=self._separator, strict=True, skipinitialspace=True, escapechar=escape)
            try:
                cells = next(reader, [])
            except csv.Error:
                continue
            height = max(reader.line_num, 1)
            if height > 1 and (len(cells) > width > 0 or self._swallows(at + 1, at + height, cells, width)):
                continue  # a quotation mark that was never closed has met one of a later line: that line is innocent
            if escape:
                self.odd_quotes.append(number)
            return (SheetLine(number, tuple(map(_bare, cells))) if cells else None), height
        if (loose := self._loosely(self._physical[at].rstrip("\r\n"))) and len(loose) <= (width or len(loose)):
            self.odd_quotes.append(number)
            return SheetLine(number, loose), 1
        return Refusal(number, _BAD_QUOTES), 1

    def _swallows(self, start: int, end: int, cells: Sequence[str], width: int) -> bool:
        """Tell whether a cell of several lines has taken in a line that has all cells of its own."""
        if "\n" in cells[0]:
            end -= 1  # all cells but the first may well follow on its last line
        return width > 1 and any(line.count(self._separator) >= width - 1 for line in self._physical[start:end])

    def _loosely(self, line: str) -> tuple[str, ...]:
        """Read quotation marks within a quoted cell that are neither doubled nor marked; nothing if one is not closed."""
        cell = re.compile(_CELL.format(mark=re.escape(self._separator)))
        cells: list[str] = []
        at = 0
        while found := cell.match(line, at):
            cells.append(found["quoted"] if found["quoted"] is not None else found["plain"] or "")
            if found.end() == len(line):
                return (*cells, "") if line.endswith(self._separator) else tuple(cells)
            at = found.end()
        return ()


def _bare(cell: str) -> str:
    """Return a cell without the ="..." by which programs keep a spreadsheet from making a number of it."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > len('="') else cell


def too_many_cells(number: int, separator: str) -> Refusal:
    """Return the refusal of a line that has more cells than the header."""
    return Refusal(
        number,
        f'The line has more cells than the header; a cell that holds a "{separator}" needs quotation marks around it.',
    )
