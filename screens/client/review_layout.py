"""Where the answers go in the review: as many in view as fit, those that ask for a look first and whole. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from screens.lockdown.no_break import words_of
from screens.widgets.card_layout import CardArea, column_gap, column_width
from screens.widgets.wrapping import wrap

TILE = 3
"""Rows that can be touched."""
EDGE = 2
"""Columns of a tile that hold no words: its border and the mark of the focus."""
_MOST_COLUMNS = 5
_FEWEST_CELLS = 14
"""Below this much room for words, a column is too narrow to be read at a glance."""


@dataclass(frozen=True)
class Answer:
    """One answer: what it is about and what was said. `first` comes before the others."""

    about: str
    said: str
    first: bool


@dataclass(frozen=True)
class Page:
    """What is in view at once: answers by their number and place, and the rows of the two headings, where there are any.

    `goes_on` is the line with which what was said first goes on from the page before: 0 if it begins here.
    """

    tiles: tuple[tuple[int, CardArea], ...]
    headings: tuple[int, int] | None = None
    goes_on: int = 0


@dataclass(frozen=True)
class _Row:
    tiles: tuple[tuple[int, int, int, int], ...]
    """Number, column, columns and rows of each."""
    height: int
    first: bool
    goes_on: int = 0


def review_pages(answers: Sequence[Answer], width: int, height: int) -> tuple[Page, ...]:
    """Return the pages that hold all answers in `width` x `height` cells: one, if there is any way to."""
    columns = _columns(answers, width)
    rows, closer = (_rows(answers, columns, width, height, parted=parted) for parted in (True, False))
    both = len({answer.first for answer in answers}) > 1
    for some, air, headings in (
        (rows, 1, both),
        (rows, 1, False),
        (rows, 0, both),
        (rows, 0, False),
        (closer, 0, False),
    ):
        if 2 * headings + sum(row.height for row in some) + air * (len(some) - 1) <= height:
            return (_page(some, columns, width, air, headed=headings),)
    parts = _parted(closer, height)
    spare = [height - sum(row.height for row in part) >= len(part) - 1 for part in parts]
    return tuple(_page(part, columns, width, int(airy), headed=False) for part, airy in zip(parts, spare, strict=True))


def _columns(answers: Sequence[Answer], width: int) -> int:
    """Return as many columns as there can be without cutting a word of what answers are about."""
    longest = max((cell_len(word) for each in answers for word in words_of(each.about)), default=0)
    needed = max(longest, _FEWEST_CELLS) + EDGE
    return max((count for count in range(1, _MOST_COLUMNS + 1) if column_width(width, count) >= needed), default=1)


def _rows(answers: Sequence[Answer], columns: int, width: int, height: int, *, parted: bool) -> list[_Row]:
    """Fill rows from left to right; where `parted`, those that ask for a look and the others share none.

    An answer that no page holds has rows of its own, each as high as a page but for the last, and each says what it is about.
    """
    rows: list[_Row] = []
    open_row: list[tuple[int, int, int, int]] = []
    page = max(TILE, height)
    for number, answer in enumerate(answers):
        wide, tall = _size(answer, columns, width)
        used = sum(tile[2] for tile in open_row)
        if open_row and (used + wide > columns or (parted and answer.first != answers[number - 1].first)):
            rows.append(_row(open_row, answers))
            open_row, used = [], 0
        if tall > page:
            about = len(wrap(answer.about, _span(width, columns, wide) - EDGE))
            begins = range(0, tall - about, max(1, page - about))
            rows += [_row([(number, 0, wide, min(page, max(TILE, tall - n)))], answers, n) for n in begins]
            continue
        open_row.append((number, used, wide, tall))
    return [*rows, *([_row(open_row, answers)] if open_row else [])]


def _row(tiles: Sequence[tuple[int, int, int, int]], answers: Sequence[Answer], goes_on: int = 0) -> _Row:
    return _Row(tuple(tiles), max(tile[3] for tile in tiles), answers[tiles[0][0]].first, goes_on)


def _size(answer: Answer, columns: int, width: int) -> tuple[int, int]:
    """Return the columns and rows in which an answer stands whole."""
    for wide in range(1, columns + 1):
        lines = len(words(answer, _span(width, columns, wide) - EDGE))
        if lines <= TILE:
            return wide, TILE
    return columns, lines


def words(answer: Answer, room: int, goes_on: int = 0) -> list[str]:
    """Return the lines of an answer: what it is about, then what was said, from the line on with which it `goes_on`."""
    return [*wrap(answer.about, room), *wrap(answer.said, room)[goes_on:]]


def _span(width: int, columns: int, wide: int) -> int:
    return column_width(width, columns) * wide + column_gap(width, columns) * (wide - 1)


def _parted(rows: Sequence[_Row], height: int) -> list[list[_Row]]:
    parts: list[list[_Row]] = [[]]
    for row in rows:
        if parts[-1] and sum(each.height for each in parts[-1]) + row.height > height:
            parts.append([])
        parts[-1].append(row)
    return parts


def _page(rows: Sequence[_Row], columns: int, width: int, air: int, *, headed: bool) -> Page:
    tiles: list[tuple[int, CardArea]] = []
    headings: list[int] = []
    y, step = 0, column_width(width, columns) + column_gap(width, columns)
    for number, row in enumerate(rows):
        if headed and (number == 0 or row.first != rows[number - 1].first):
            headings.append(y)
            y += 1
        for which, column, wide, _ in row.tiles:
            tiles.append((which, CardArea(column * step, y, _span(width, columns, wide), row.height)))
        y += row.height + air
    return Page(tuple(tiles), (headings[0], headings[1]) if headed else None, rows[0].goes_on if rows else 0)
