"""A CSV file as a table: whatever its encoding and separator."""

from itertools import islice

from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import Refusal, Remark, where
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.csv_records import SEPARATORS, CsvRecords, physical_lines, too_many_cells
from kiosk.schedule.file_text import decoded_text
from kiosk.schedule.spreadsheet import MOST_ABOVE, Sheet, SheetLine, empty_file, find_header, under_header

_QUOTES = "Quotation marks within a cell are not written twice ({where}); look whether these lines are right."


def read_sheet(data: bytes, titles: ColumnTitles) -> Sheet:
    """Read `data` as a CSV file with a header row; raises BadInput, with one sentence, if it cannot be read as that at all."""
    text, remarks = decoded_text(data)
    physical = physical_lines(text)
    separator, header = _header(physical, titles)
    records = CsvRecords(physical, separator)
    below = records.read(width=len(header.cells), first=header.number - 1 + _height(header))
    lines, refused, about = under_header(header, below, lambda number: too_many_cells(number, separator))
    told = [*remarks, *about, *([_QUOTES.format(where=where(records.odd_quotes))] if records.odd_quotes else [])]
    return Sheet(header.cells, tuple(lines), tuple(refused), tuple(Remark(0, remark) for remark in told))


def _header(physical: list[str], titles: ColumnTitles) -> tuple[str, SheetLine]:
    """Find the header with each separator; it is the one with which it names most columns."""
    found: list[tuple[int, int, str, SheetLine]] = []
    unreadable: Refusal | None = None
    for separator in SEPARATORS:
        top = list(islice(CsvRecords(physical, separator).read(), 2 * MOST_ABOVE))
        header = find_header(top, titles.count)
        if header is not None:
            found.append((titles.count(header.cells), len(header.cells), separator, header))
        unreadable = unreadable or next((record for record in top if isinstance(record, Refusal)), None)
    if found:
        _, _, separator, header = max(found, key=lambda each: each[:2])
        return separator, header
    if unreadable is not None:
        raise BadInput(f"The header row of the schedule file cannot be read: {unreadable.sentence}")
    raise empty_file()


def _height(header: SheetLine) -> int:
    """Return how many physical lines a header takes: a title may be broken within its cell."""
    return 1 + sum(cell.count("\n") or cell.count("\r") for cell in header.cells)
