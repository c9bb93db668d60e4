"""One visit in one line of the board, for the width there is; in two where it is narrow."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from kiosk.desk.board import Group, Row

ONE_LINE = 60
"""From this width on a visit is one line."""
WHOLE_LINE = 104
"""From this width on that line says treatment and practitioner too."""
_TIME, _SINCE, _WAITING = 6, 6, 12
_MARK, _WHOLE_MARK = 30, 38
_SAME_NAME = " ≡ same name"
_TONE_COLOURS = {"go": "success", "look": "warning", "stop": "error", "quiet": "quiet"}


def visit_line(row: Row, width: int) -> Content:
    """Return a visit's facts in at most `width` columns: one line, or two below `ONE_LINE` columns."""
    if width < ONE_LINE:
        second = (
            _mark(row, width - _TIME)
            if row.mark
            else Content(fit(" · ".join(filter(None, (row.treatment, row.where))), width - _TIME))
        )
        return Content.assemble(
            column(row.time, _TIME), fit(_name(row, width - _TIME), width - _TIME), "\n", " " * _TIME, second
        )
    widths = _widths(width)
    cells = [
        (column(row.time, _TIME), ""),
        (column(_name(row, widths.name - 1), widths.name), ""),
        (column(row.treatment, widths.treatment), ""),
        (column(row.where, widths.where), ""),
        (column(row.arrived, _SINCE), ""),
        (
            column(f"{row.waiting} LONG" if row.waits_long else row.waiting, _WAITING),
            "bold $error" if row.waits_long else "",
        ),
    ]
    return Content.assemble(*cells, _mark(row, widths.mark))


def group_line(group: Group, width: int, *, heads: bool) -> Content:
    """Return a group's title, with how many are in it, and the columns' heads beside it if they are wanted."""
    title = f"{group.title}   {len(group.rows)}"
    if not heads or width < ONE_LINE:
        return Content.styled(fit(title, width), "bold $primary")
    widths = _widths(width)
    named = column(title, _TIME + widths.name)
    columns = (("Treatment", widths.treatment), ("With", widths.where)) if width >= WHOLE_LINE else ()
    rest = "".join(column(head, wide) for head, wide in (*columns, ("Here", _SINCE), ("Waiting", _WAITING)))
    return Content.assemble((named, "bold $primary"), (f"{rest}Next step", "$quiet"))


def detail(row: Row) -> str:
    """Return what a line has no room for."""
    twin = "another client today has this name" if row.twin else ""
    called = f"call: {row.called}" if row.called else ""
    needs = f"needs: {row.needs}" if row.needs else ""
    return " · ".join(part for part in (row.name, called, needs, row.treatment, row.where, twin) if part)


@dataclass(frozen=True)
class _Widths:
    """The columns' widths; treatment and practitioner have none where they are left out."""

    name: int
    treatment: int
    where: int
    mark: int


def _widths(width: int) -> _Widths:
    mark = _WHOLE_MARK if width >= WHOLE_LINE else _MARK
    spare = width - _TIME - _SINCE - _WAITING - mark
    treatment, where = (max(15, spare * 3 // 10), max(11, spare // 5)) if width >= WHOLE_LINE else (0, 0)
    return _Widths(spare - treatment - where, treatment, where, mark)


def _name(row: Row, width: int) -> str:
    """Return the name and how to call it, marked where another client of the day has it too; what they need as far as it fits."""
    twin, needs = _SAME_NAME if row.twin else "", f" · {row.needs}" if row.needs else ""
    called = f" · {row.called}" if row.called else ""
    signs = f"{' ≡' if row.twin else ''}{' +' if row.needs else ''}"
    for more in (f"{called}{twin}{needs}", f"{called}{twin}{' +' if needs else ''}", f"{called}{signs}"):
        if cell_len(row.name + more) <= width:
            return row.name + more
    return f"{fit(row.name, width - cell_len(called + signs))}{called}{signs}"


def _mark(row: Row, width: int) -> Content:
    mark = row.mark
    return Content.styled(fit(mark.within(width), width), f"${_TONE_COLOURS[mark.tone]}") if mark else Content("")


def fit(text: str, width: int) -> str:
    """Return the text in at most `width` columns, with an ellipsis where it was cut."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…" if width > 0 else ""


def column(text: str, width: int) -> str:
    """Return the text in exactly `width` columns, with at least one of air at its end; nothing where there are none."""
    if width <= 0:
        return ""
    fitted = fit(text, width - 1)
    return fitted + " " * (width - cell_len(fitted))
