"""A workbook (.xlsx) as a table: values by the type of their cell, never a formula, and no more than a schedule can hold."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import Refusal, Remark
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.file_text import check_size
from kiosk.schedule.spreadsheet import MOST_ABOVE, MOST_LINES, Sheet, SheetLine, empty_file, find_header, under_header

MARK: Final = b"PK\x03\x04"
_MOST_UNPACKED: Final = 64 * 1024 * 1024
_MOST_PARTS: Final = 2000
_MOST_ELEMENTS: Final = 1_500_000
"""Beginnings and ends of elements together: each takes a hundred times its bytes once it is read, and some microseconds."""
_SHEETS: Final = "xl/worksheets/"
_TEXTS: Final = "xl/sharedStrings.xml"
_ELSEWHERE: Final = 2
"""As many as this counts an element that is neither in a sheet nor a text of one: styles and names of a workbook take longer to read than cells."""
_AT_ONCE: Final = 1024 * 1024
_MOST_COLUMNS: Final = 200
_BESIDE: Final = 10
"""How many columns beside the header are looked at."""
_TOP: Final = 3 * MOST_ABOVE
_MOST_ROWS: Final = 2 * MOST_LINES
_LONGEST_GAP: Final = 500
"""What is below so many empty rows is no part of the table."""
_MOST_SHEETS: Final = 20
_LONGEST: Final = 5000

_DAMAGED: Final = "The workbook cannot be opened; save it again as an Excel workbook (.xlsx), or as CSV."
_TOO_LARGE: Final = (
    "The workbook unpacks to more than a schedule can hold; import it in smaller parts, for example a month at a time."
)
_MORE_SHEETS: Final = 'The workbook has more sheets with appointments; only "{title}", the first of them, was read.'
_LONGEST_TITLE: Final = 31
_FAR_RIGHT: Final = "The line has cells to the right of the header; give that column a title, or clear them."


class _Top(NamedTuple):
    """A sheet with its header, and how many columns that names."""

    title: str
    header: SheetLine
    named: int
    records: Iterable[SheetLine]


def read_workbook(data: bytes, titles: ColumnTitles) -> Sheet:
    """Read the first sheet that has a header; raises BadInput, with one sentence, if there is none or it cannot be opened."""
    check_size(data)
    _require_moderate(data)
    try:
        with closing(_opened(data)) as book:
            return _first_table(book, titles)
    except BadInput:
        raise
    except Exception:  # noqa: BLE001 - third-party code on bytes from outside: whatever it stumbles over is damaged for us
        raise BadInput(_DAMAGED) from None


def _opened(data: bytes) -> Any:
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - loaded when first needed

    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    named = reader.read_worksheets

    def read_worksheets() -> None:
        found: dict[str, Any] = {}
        for sheet, at in reader.parser.find_sheets():
            if sheet.state == "visible":
                found.setdefault(at.target, (sheet, at))
        reader.parser.find_sheets = lambda: list(found.values())[:_MOST_SHEETS]
        named()

    reader.read_worksheets = (
        read_worksheets  # a sheet that is named several times is looked at once: each look takes its time
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles that do not matter here
        reader.read()
    return reader.wb


def _first_table(book: Any, titles: ColumnTitles) -> Sheet:
    tops = []
    for sheet in book.worksheets:
        first = list(islice(records := _records(sheet), _TOP))
        top = (record for record in first if record.number <= _TOP)
        if (header := find_header(top, titles.count)) is not None:
            tops.append(_Top(sheet.title, header, titles.count(header.cells), chain(first, records)))
    if not tops:
        raise empty_file()
    tables = [top for top in tops if top.named > 1]
    title, header, _, below = (tables or tops)[0]
    beside = len(header.cells) + _BESIDE
    cut = (replace(each, cells=each.cells[:beside]) for each in below if each.number > header.number)
    lines, refused, about = under_header(header, cut, lambda number: Refusal(number, _FAR_RIGHT))
    if len(tables) > 1:
        about = [_MORE_SHEETS.format(title=clean(title, _LONGEST_TITLE)), *about]
    return Sheet(header.cells, tuple(lines), tuple(refused), tuple(Remark(0, remark) for remark in about))


def _require_moderate(data: bytes) -> None:
    """Refuse what unpacks to much more than it is; a part never yields more than is written here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
            names = {part.filename for part in parts.infolist()}
            is_large = sum(sizes) > _MOST_UNPACKED or len(sizes) > _MOST_PARTS or _has_too_many_elements(parts)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BadInput(_DAMAGED) from None
    if is_large:
        raise BadInput(_TOO_LARGE)
    if "xl/workbook.xml" not in names:
        raise BadInput(
            "The file is packed, and there is no Excel workbook (.xlsx) in it; save the schedule as .xlsx or as CSV."
        )


def _has_too_many_elements(parts: zipfile.ZipFile) -> bool:
    found = 0
    for name in parts.namelist():
        weight = 1 if name.startswith(_SHEETS) or name == _TEXTS else _ELSEWHERE
        with suppress(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError), parts.open(name) as part:
            while found <= _MOST_ELEMENTS and (some := part.read(_AT_ONCE)):
                found += weight * (some.count(b"<") + some.count(b"/>"))
    return found > _MOST_ELEMENTS


def _records(sheet: Any) -> Iterator[SheetLine]:
    sheet.reset_dimensions()  # programs write wrong ones
    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True)
    last = 0
    for number, cells in enumerate(rows, 1):
        if number > last + _LONGEST_GAP:
            break
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            last = number
            yield SheetLine(number, tuple(texts))


def _text(value: object) -> str:
    """Return what a cell says, a date or a time as ISO has it."""
    text = "" if value is None else str(value)
    if isinstance(value, str):
        text = "" if value.startswith("#") and value.endswith(("!", "?", "/A")) else value[:_LONGEST]
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    elif isinstance(value, datetime):
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        text = str(moment.date() if moment.time() == time() else moment)
    return text.strip()
