"""A table with a header, found among what reports write around it: titles above, totals below, headers again on each page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import Refusal, Remark, where
from kiosk.schedule.column_titles import MOST_COLUMNS

MOST_LINES: Final = 20_000
_MOST_RECORDS: Final = 5 * MOST_LINES
"""Those that say nothing among them: each takes its time."""
MOST_ABOVE: Final = 20
"""How many lines may be above the header."""
_SAYS_NOTHING: Final = " \t\r\n,;|"
"""What is left of an empty line, also where the separator is not yet known."""
_AGAIN: Final = "The header is there again ({where}) and was passed over."


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One record of the file: the number of the physical line it begins on, and its cells as written."""

    number: int
    cells: tuple[str, ...]

    @property
    def says_something(self) -> bool:
        return any(cell.strip(_SAYS_NOTHING) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the records under it; records whose quotation marks make no sense are in `refused`."""

    header: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()


def find_header(
    records: Iterable[SheetLine | Refusal], names_columns: Callable[[Sequence[str]], int]
) -> SheetLine | None:
    """Return the line near the top that names most columns, the first of several; if none names two, the first that says anything."""
    lines = (record for record in records if not isinstance(record, SheetLine) or record.says_something)
    top = [record for record in islice(lines, MOST_ABOVE + 1) if isinstance(record, SheetLine)]
    named = [names_columns(record.cells) for record in top]
    most = max(named, default=0)
    return next((record for record, count in zip(top, named, strict=True) if most < 2 or count == most), None)  # noqa: PLR2004


def under_header(
    header: SheetLine, records: Iterable[SheetLine | Refusal], too_many_cells: Callable[[int], Refusal]
) -> tuple[list[SheetLine], list[Refusal], list[str]]:
    """Return the lines that say something, what is refused, and a remark if the header is there again."""
    lines: list[SheetLine] = []
    refused: list[Refusal] = []
    again: list[int] = []
    titles, width = _titles(header), len(header.cells)
    if width > MOST_COLUMNS:
        raise BadInput(f"The schedule file has more than {MOST_COLUMNS:,} columns; export fewer.")
    for count, record in enumerate(records):
        if isinstance(record, Refusal):
            refused.append(record)
        elif record.says_something and _titles(record) == titles:
            again.append(record.number)
        elif any(cell.strip() for cell in record.cells[width:]):
            refused.append(too_many_cells(record.number))
        elif record.says_something:
            lines.append(record)
        if len(lines) + len(refused) > MOST_LINES or count > _MOST_RECORDS:
            raise BadInput(f"The schedule file has more than {MOST_LINES:,} lines; import it in smaller parts.")
    return lines, refused, [_AGAIN.format(where=where(again))] if again else []


def empty_file() -> BadInput:
    """Return what is said of a file without a line."""
    return BadInput("The schedule file is empty; it needs a header row and one line for each appointment.")


def _titles(line: SheetLine) -> list[str]:
    titles = [cell.strip().casefold() for cell in line.cells]
    while titles and not titles[-1]:
        titles.pop()
    return titles
