"""What all lines of a table have in common: its columns, whose names they hold, and habits that only the whole file shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kiosk.schedule.booking_line import Remark, where
from kiosk.schedule.codes import are_row_numbers
from kiosk.schedule.columns import Columns, find_columns
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.date_order import Cell, may_be_exchanged, require_order
from kiosk.schedule.moments import has_date
from kiosk.schedule.name_columns import ClientColumn
from kiosk.schedule.name_order import seems_reversed
from kiosk.schedule.name_titles import without_title
from kiosk.schedule.services import Services
from kiosk.schedule.spreadsheet import Sheet, SheetLine
from kiosk.schedule.unread_columns import passed_over

Names = tuple[str, str, str]

_DATES: Final = ("start", "day", "date of birth")

_ASKED: Final = re.compile(r"question\s*(\d+)", re.IGNORECASE)
_ANSWERED: Final = re.compile(r"(?:response|answer)\s*(\d+)", re.IGNORECASE)

_COUNTING: Final = (
    'What is under "booking code" counts the lines of the file, so the appointments were taken without a code.'
)
_DAY_ABOVE: Final = 'The "date" is missing ({where}) and was taken from the line above.'
_EXCHANGED: Final = (
    "Dates in words have the month first, and others were read day first ({where}): if these have the month first too, say so in "
    'clinic.toml: schedule.date_order = "mdy".'
)
_SEVERAL: Final = 'The file has several columns "{name}"; the first that says something was taken.'
_REVERSED: Final = (
    'The "client" seems to be written {seems} ({where}), and was read {read}; if that is wrong, say so in clinic.toml: '
    'schedule.name_order = "{say}".'
)
_FIRST: Final = {True: "with the family name first", False: "with the given name first"}
_SAY: Final = {True: "family_first", False: "given_first"}


@dataclass(frozen=True, slots=True)
class FileHabits:
    """How one file is to be read."""

    conventions: ScheduleConventions
    services: Services
    columns: Columns
    lines: tuple[SheetLine, ...]
    naming: ClientColumn
    has_codes: bool
    remarks: tuple[Remark, ...]

    @classmethod
    def of(cls, sheet: Sheet, conventions: ScheduleConventions) -> "FileHabits":
        """Look at a whole table; raises BadInput if it can't be read as a schedule, or its dates are not in the clinic's order."""
        services = conventions.services()
        sheet = conventions.clients.added_to(_with_answers(sheet), conventions.titles)
        columns = find_columns(sheet.header, conventions.titles)
        lines, days_above = _with_days(sheet.lines, columns, conventions.date_order)
        dates: list[Cell] = [(line.number, name, columns.cell(line.cells, name)) for line in lines for name in _DATES]
        require_order(dates, conventions.date_order)
        doubtful = may_be_exchanged(dates, conventions.date_order)
        family_first = conventions.family_first or columns.family_first
        names = [names_in(columns, line.cells) for line in lines]
        counting = are_row_numbers(columns.cell(line.cells, "booking code") for line in lines)
        remarks = [
            *columns.remarks,
            *passed_over(columns, lines, conventions.words),
            *([_COUNTING] if counting else []),
            *([_EXCHANGED.format(where=where(doubtful))] if doubtful else []),
            *([_DAY_ABOVE.format(where=where(days_above))] if days_above else []),
            *(_SEVERAL.format(name=name) for name in columns.several if _say_two(lines, columns, name)),
            *_about_order(lines, names, family_first=family_first),
        ]
        return cls(
            conventions,
            services,
            columns,
            lines,
            ClientColumn.of(names, family_first=family_first),
            not counting,
            (*sheet.remarks, *(Remark(0, remark) for remark in remarks)),
        )


def names_in(columns: Columns, cells: Sequence[str]) -> Names:
    """Return client, given name and family name, without titles."""
    client, given, family = (columns.cell(cells, name) for name in ("client", "given name", "family name"))
    return without_title(client), without_title(given, alone=not (family or client)), without_title(family)


def _with_answers(sheet: Sheet) -> Sheet:
    """Give each question that was asked when booking a column of its own, where a program writes it beside its answer."""
    asked = {found[1]: n for n, title in enumerate(sheet.header) if (found := _ASKED.fullmatch(title.strip()))}
    answered = {found[1]: n for n, title in enumerate(sheet.header) if (found := _ANSWERED.fullmatch(title.strip()))}
    pairs = [(asked[count], answered[count]) for count in asked if count in answered]
    questions = list(
        dict.fromkeys(
            question
            for line in sheet.lines
            for at, _ in pairs
            if at < len(line.cells) and (question := line.cells[at].strip().rstrip("?:"))
        )
    )[: len(sheet.header)]
    if not questions:
        return sheet

    def answers(cells: Sequence[str]) -> tuple[str, ...]:
        said = {cells[at].strip().rstrip("?:"): cells[to] for at, to in pairs if max(at, to) < len(cells)}
        return (*cells, *("" for _ in sheet.header[len(cells) :]), *(said.get(question, "") for question in questions))

    lines = tuple(replace(line, cells=answers(line.cells)) for line in sheet.lines)
    return replace(sheet, header=(*sheet.header, *questions), lines=lines)


def _with_days(lines: Sequence[SheetLine], columns: Columns, order: str) -> tuple[tuple[SheetLine, ...], list[int]]:
    """Repeat the date that is only on a day's first line; return the numbers of the lines that lacked it."""
    if not columns.has("day"):
        return tuple(lines), []
    place = columns.places["day"][0]
    filled: list[SheetLine] = []
    lacking: list[int] = []
    last = ""
    for line in lines:
        day, start = columns.cell(line.cells, "day"), columns.cell(line.cells, "start")
        last = day or last
        if last and not day and start and any(c.isdigit() for c in start) and not has_date(start, order):
            cells = (*line.cells, *([""] * (place + 1 - len(line.cells))))
            line = replace(line, cells=(*cells[:place], last, *cells[place + 1 :]))  # noqa: PLW2901 - the same line
            lacking.append(line.number)
        filled.append(line)
    return tuple(filled), lacking


def _say_two(lines: Sequence[SheetLine], columns: Columns, name: str) -> bool:
    return any(len({cell for cell in columns.cells(line.cells, name) if cell}) > 1 for line in lines)


def _about_order(lines: Sequence[SheetLine], names: Sequence[Names], *, family_first: bool) -> list[str]:
    whole = [
        (line.number, client)
        for line, (client, given, family) in zip(lines, names, strict=True)
        if client and not (given or family)
    ]
    if not seems_reversed((client for _, client in whole), family_first=family_first):
        return []
    numbers = [number for number, client in whole if seems_reversed([client], family_first=family_first)]
    seems = not family_first
    return [_REVERSED.format(seems=_FIRST[seems], where=where(numbers), read=_FIRST[family_first], say=_SAY[seems])]
