"""Where cards go: as large as there is room for, in as few columns as will do, in pages only where they must. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

from rich.cells import cell_len

from kiosk.checkin.texts import part_texts
from screens.lockdown.no_break import words_of
from screens.widgets.wrapping import wrap

LEAST_WIDTH = 7
LEAST_HEIGHT = 3
TALLEST = 5
MOST_IN_ROW = 4
"""Cards beside each other, where each is as wide as it needs."""
COMPACT = 20
"""Cards narrower than this draw their number and tick without air around them."""


ROOMY = 30
"""Cards from this width on have air around their number."""


@dataclass(frozen=True)
class CardArea:
    """A card's cells: column, row, width, height, relative to the widget that holds it."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Plan:
    """One way to lay out cards. `per_page` cards are on a page; `pages` > 1 needs a "more" card: in the last row, or `beside` them."""

    columns: int
    height: int
    gap: int
    per_page: int
    pages: int
    beside: bool = False
    last: int = LEAST_HEIGHT
    """Rows of the last row, which is quieter."""
    rows: tuple[tuple[tuple[int, ...], ...], ...] = ()
    """For each page the widths of the cards in each row, where each is as wide as it needs; the last row holds the quiet ones too."""

    @property
    def tight(self) -> bool:
        """True where no air is left between the rows."""
        return self.gap == 0


def room_for_label(width: int, *, soft: bool = False) -> int:
    """Return the cells a label may take on a card of `width` cells."""
    if width < COMPACT:
        return width - 4
    return width - (6 if soft or width < ROOMY else 10)


def plan(
    width: int,
    height: int,
    labels: Sequence[str],
    soft: Sequence[str],
    *,
    most_columns: int = 3,
    details: Sequence[str] = (),
    dense: bool = False,
    least: int = LEAST_HEIGHT,
) -> Plan:
    """Return the most generous plan for `labels`, with a last row of `soft` ones, in `width` x `height` cells.

    `details` go below the labels and are as whole as these, but where a line of each saves pages; `dense` keeps a line for
    each, and gives air up before it takes a further page. Cards have `least` rows, or fewer before there are pages.
    """
    best: tuple[float, Plan] | None = None
    last_row = least if soft else 0
    for columns, tall, gap in product(range(1, most_columns + 1), (TALLEST, least), (1, 0)):
        if columns > max(1, len(labels)):
            continue
        rows = -(-len(labels) // columns)
        whole = rows * tall + (rows - 1) * gap + (gap + last_row if soft else 0)
        wraps = _lines(labels, column_width(width, columns), details, dense=dense)
        if whole > height or wraps > tall or (soft and _lines(soft, column_width(width, len(soft)), soft=True) > least):
            continue
        cost = 3.0 * (gap == 0) + 0.6 * (TALLEST - tall) + 1.6 * (columns - 1) + 1.2 * (wraps - 1)
        if best is None or cost < best[0]:
            best = (cost, Plan(columns, tall, gap, len(labels), 1, last=least))
    may_share = bool(soft) and not any(details)
    if (
        may_share
        and (best is None or best[1].tight)
        and (airy := _shared(width, height, labels, soft, most_columns, least))
    ):
        return airy
    if best:
        return best[1]
    if least > LEAST_HEIGHT:
        if may_share and (close := _shared(width, height, labels, soft, most_columns, least, gap=0)):
            return close
        return plan(width, height, labels, soft, most_columns=most_columns, details=details, dense=dense)
    if may_share and (
        shared := _shared(width, height, labels, soft, most_columns, least, gap=0)
        or _in_a_row(width, height, labels, soft)
    ):
        return shared
    ways = [details] if dense else [details, [detail[:1] for detail in details]]
    found = [_paged(width, height, labels, most_columns, details=way, dense=dense, soft=bool(soft)) for way in ways]
    paged = min((each for each in found if each), key=lambda each: each.pages, default=None) or _in_pages(
        1, LEAST_HEIGHT, height, len(labels), dense=dense, soft=bool(soft)
    )
    fewer = None if any(details) else _closer(width, height, labels, soft, below=paged.pages)
    return fewer or paged


def _closer(width: int, height: int, labels: Sequence[str], soft: Sequence[str], *, below: int) -> Plan | None:
    """Return a plan with fewer pages than `below`, each card as wide as its label needs, or None."""
    for pages, gap in product(range(1, below), (1, 0)):
        per_page = -(-len(labels) // pages)
        chunks = [labels[first : first + per_page] for first in range(0, len(labels), per_page)]
        last = [*soft, *([part_texts.more_cards(9, 9, short=True)] if pages > 1 else [])]
        rows = [_rows(width, chunk, last, (height + gap) // (LEAST_HEIGHT + gap)) for chunk in chunks]
        if len(chunks) == pages and all(rows):
            return Plan(1, LEAST_HEIGHT, gap, per_page, pages, rows=tuple(rows))
    return None


def _rows(width: int, labels: Sequence[str], soft: Sequence[str], most_rows: int) -> tuple[tuple[int, ...], ...]:
    """Return the widths of the cards in at most so many rows, as even as can be, the last with the `soft` ones; none if there is no room."""
    ways = []
    for above in range(most_rows):
        for in_last in range(len(labels) + 1):
            first, extra = divmod(len(labels) - in_last, above) if above else (0, len(labels) - in_last)
            counts = [*(first + (number < extra) for number in range(above)), in_last + len(soft)]
            if sum(counts) == len(labels) + len(soft) and min(counts) > 0 and max(counts) <= MOST_IN_ROW:
                ways.append((max(counts) - min(counts), counts[:-1], in_last))
    for most_lines, (_, counts, in_last) in product((2, LEAST_HEIGHT), sorted(ways)):
        ends = list(accumulate(counts, initial=0))
        parts = [labels[begin:end] for begin, end in pairwise(ends)]
        rows = [fitted(width, part, most_lines=most_lines) for part in parts]
        rows.append(fitted(width, labels[len(labels) - in_last :], soft, most_lines=most_lines))
        if all(rows):
            return tuple(rows)
    return ()


def _shared(  # noqa: PLR0917 - the room, the words and how they may be parted
    width: int,
    height: int,
    labels: Sequence[str],
    soft: Sequence[str],
    most_columns: int,
    least: int,
    *,
    gap: int = 1,
) -> Plan | None:
    """Return a plan whose last cards are beside the quiet ones, each as wide as it needs, or None."""
    for last, columns in product((1, 2), range(most_columns + 1, 1, -1)):
        above = labels[: len(labels) - last]
        if len(above) < columns or len(above) % columns:
            continue
        parts = [above[first : first + columns] for first in range(0, len(above), columns)]
        whole = (len(parts) + 1) * (least + gap) - gap
        rows = [fitted(width, part) for part in parts] + [fitted(width, labels[-last:], soft)]
        if whole <= height and all(rows):
            return Plan(columns, least, gap, len(labels), 1, rows=(tuple(rows),))
    return None


def _in_a_row(width: int, height: int, labels: Sequence[str], soft: Sequence[str]) -> Plan | None:
    """Return a plan with all cards beside each other, where there is no room for two rows, or None."""
    row = _rows(width, labels, soft, 1) if height < 2 * LEAST_HEIGHT else ()
    return Plan(1, LEAST_HEIGHT, 0, len(labels), 1, rows=(row,)) if row else None


def fitted(width: int, labels: Sequence[str], soft: Sequence[str] = (), *, most_lines: int = 2) -> tuple[int, ...]:
    """Return widths at which every label of a row is whole: all alike if they can be; none if there is no room.

    A label may take one line more than `most_lines` where no width holds it in so many.
    """
    needed = [_needed(label, width, most_lines) for label in labels]
    needed += [_needed(label, width, most_lines, soft=True) for label in soft]
    spare = width - column_gap(width, len(needed)) * (len(needed) - 1) - sum(needed)
    if spare < 0:
        return ()
    for _ in range(spare):
        needed[needed.index(min(needed))] += 1
    return tuple(needed)


def _needed(label: str, width: int, most_lines: int, *, soft: bool = False) -> int:
    for lines in (most_lines, LEAST_HEIGHT):
        for wide in range(LEAST_WIDTH, min(width, 2 * COMPACT)):
            room = room_for_label(wide, soft=soft)
            if max(map(cell_len, words_of(label)), default=0) <= room and len(wrap(label, room)) <= lines:
                return wide
    return width


def _paged(
    width: int,
    height: int,
    labels: Sequence[str],
    most_columns: int,
    *,
    details: Sequence[str],
    dense: bool,
    soft: bool,
) -> Plan | None:
    """Return a plan in pages whose cards hold every label with its detail, in as many columns as will do, or None."""
    for tall, columns in product((LEAST_HEIGHT, TALLEST), range(most_columns, 0, -1)):
        wide = column_width(width, columns)
        if (
            wide >= LEAST_WIDTH
            and tall + LEAST_HEIGHT <= max(height, 2 * LEAST_HEIGHT)
            and _lines(labels, wide, details, dense=dense) <= tall
        ):
            return _in_pages(columns, tall, height, len(labels), dense=dense, soft=soft)
    return None


def _in_pages(columns: int, tall: int, height: int, count: int, *, dense: bool, soft: bool) -> Plan:
    if height < 2 * LEAST_HEIGHT and not soft:
        columns = max(2, columns)
        return Plan(columns, LEAST_HEIGHT, 0, columns - 1, -(-count // (columns - 1)), beside=True)
    gap = 0 if dense else 1
    rows = (height - LEAST_HEIGHT) // (tall + gap)
    if rows < 1:
        gap, rows = 0, 1
    per_page = rows * columns
    return Plan(columns, tall, gap, per_page, -(-count // per_page))


def _lines(
    labels: Sequence[str], width: int, details: Sequence[str] = (), *, dense: bool = False, soft: bool = False
) -> int:
    """Return the most lines a label and its detail need in a column of `width` cells; more than any card has if a word would be cut."""
    room = min(room_for_label(wide, soft=soft) for wide in (width, width + 1))  # what doesn't divide makes a card wider
    if any(cell_len(word) > room for label in labels for word in words_of(label)):
        return TALLEST + 1
    below = [(1 if dense else len(wrap(each, room))) if each else 0 for each in details] or [0] * len(labels)
    return max((len(wrap(label, room)) + lines for label, lines in zip(labels, below, strict=True)), default=1)


def column_gap(width: int, columns: int) -> int:
    """Return the cells between two of `columns` columns: fewer where every cell is needed."""
    if width >= 60:  # noqa: PLR2004
        return 2
    return 1 if columns <= 2 else 0  # noqa: PLR2004


def column_width(width: int, columns: int) -> int:
    """Return the width of one of `columns` columns (the last may be wider)."""
    return (width - column_gap(width, columns) * (columns - 1)) // columns


def row_places(width: int, y: int, height: int, count: int) -> list[CardArea]:
    """Return `count` places side by side over the whole width; what doesn't divide goes to the first ones."""
    gap = column_gap(width, count)
    base, extra = divmod(width - gap * (count - 1), count)
    places, x = [], 0
    for number in range(count):
        wide = base + (1 if number < extra else 0)
        places.append(CardArea(x, y, wide, height))
        x += wide + gap
    return places


def places(layout: Plan, width: int, cards: int, soft: int, page: int = 0) -> tuple[list[CardArea], list[CardArea]]:
    """Return the places of the `cards` cards of a page, counted from 0, and of the `soft` ones (with "more", if there is one) below them."""
    if layout.beside:
        row = row_places(width, 0, layout.height, layout.columns)
        return row[:cards], row[-soft:] if soft else []
    found: list[CardArea] = []
    y = 0
    if layout.rows:
        for widths in layout.rows[page]:
            x = 0
            for wide in widths:
                found.append(CardArea(x, y, wide, layout.height))
                x += wide + column_gap(width, len(widths))
            y += layout.height + layout.gap
        return found[:cards], found[cards:]
    for first in range(0, cards, layout.columns):
        found += row_places(width, y, layout.height, layout.columns)[: cards - first]
        y += layout.height + layout.gap
    if layout.pages > 1:
        rows = -(-layout.per_page // layout.columns)
        y = rows * (layout.height + layout.gap)
    return found, row_places(width, y, layout.last, soft) if soft else []
