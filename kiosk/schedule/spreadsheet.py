"""A CSV file as numbered lines of cells.

Everything about bytes and quotation marks ends here: encodings, the separator, physical line numbers. What the cells
mean is the business of `lines`.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 20_000
MOST_LINES_IN_A_CELL = 20  # an unclosed quotation mark may spoil its own line, never the rest of the file

_BOMS_OF_OTHERS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SEPARATORS = ",;"
_EXCEL_HINT = re.compile(r"sep=.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One record of the file: the number of the physical line it begins on, and its cells as written."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the records under it; records whose quotation marks make no sense are in `refused`."""

    header: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    refused: tuple[Refusal, ...]


def read_sheet(data: bytes) -> Sheet:
    """Read `data` as a CSV file with a header row; comma or semicolon, UTF-8 with or without a byte order mark.

    Raises BadInput, with one sentence, if it cannot be read as that at all.
    """
    physical = _physical_lines(_text(data))
    at = next((n for n, line in enumerate(physical) if _says_something(line)), None)
    if at is None:
        raise BadInput("The schedule file is empty; it needs a header row and one line for each appointment.")
    separator = _separator(physical[at])
    records = _records(physical[at:], separator, first=at + 1)
    header = next(records)
    if isinstance(header, Refusal):
        raise BadInput(f"The header row of the schedule file cannot be read: {header.sentence}")
    lines: list[SheetLine] = []
    refused: list[Refusal] = []
    for record in records:
        if isinstance(record, Refusal):
            refused.append(record)
        elif len(record.cells) > len(header.cells) and any(cell.strip() for cell in record.cells[len(header.cells) :]):
            refused.append(_too_many_cells(record.number, separator))
        elif any(cell.strip() for cell in record.cells):
            lines.append(record)
        if len(lines) + len(refused) > MOST_LINES:
            raise BadInput(f"The schedule file has more than {MOST_LINES:,} lines; import it in smaller parts.")
    return Sheet(header.cells, tuple(lines), tuple(refused))


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BadInput(
            f"The schedule file is larger than {MOST_BYTES // 1024 // 1024} MB; import it in smaller parts, "
            "for example a month at a time."
        )
    if data.startswith(_BOMS_OF_OTHERS) or data.count(b"\x00") > len(data) // 4:
        raise BadInput("The schedule file is written in UTF-16; save it again as CSV in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"The schedule file is not written in UTF-8 (line {line} holds a character in another encoding, "
            "perhaps Latin-1); save it again as CSV in UTF-8."
        ) from None


def _physical_lines(text: str) -> list[str]:
    # str.splitlines also splits at characters that an editor does not count as a line's end.
    return list(io.StringIO(text, newline=""))


def _says_something(line: str) -> bool:
    return bool(line.strip().strip(_SEPARATORS).strip()) and not _EXCEL_HINT.fullmatch(line.strip())


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _records(physical: Sequence[str], separator: str, *, first: int) -> Iterator[SheetLine | Refusal]:
    """Read record by record, so that one that cannot be read costs one physical line and no more."""
    width = 0
    at = 0
    while at < len(physical):
        number = first + at
        reader = csv.reader(physical[at : at + MOST_LINES_IN_A_CELL], delimiter=separator, strict=True)
        try:
            cells = next(reader, [])
        except csv.Error:
            yield Refusal(
                number,
                'A quotation mark (") is not closed, or does not enclose the whole cell; '
                "a quotation mark inside a quoted cell is written twice.",
            )
            at += 1
            continue
        width = width or len(cells)
        if reader.line_num > 1 and len(cells) > width:
            # A quotation mark that was never closed has met one of a later line: that line is innocent.
            yield _too_many_cells(number, separator)
            at += 1
            continue
        if cells:
            yield SheetLine(number, tuple(cells))
        at += max(reader.line_num, 1)


def _too_many_cells(number: int, separator: str) -> Refusal:
    return Refusal(
        number,
        f'The line has more cells than the header; a cell that holds a "{separator}" needs quotation marks around it.',
    )
