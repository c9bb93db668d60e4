"""The modules of a code, as they have to be and as they are painted."""

from __future__ import annotations

import segno

from screens.widgets.qr_code import QrCode
from tests.screens.stage import Stage


def modules(code: bytes) -> list[list[bool]]:
    """Return the modules of a code with what is white around it, in an even number of rows."""
    rows = [[bool(dark) for dark in row] for row in segno.make(code, error="l", micro=False).matrix_iter(border=2)]
    return rows if len(rows) % 2 == 0 else [*rows, [False] * len(rows[0])]


def fits(code: bytes, room: tuple[int, int]) -> bool:
    """Tell whether a code has room in so many columns and rows of half blocks."""
    rows = modules(code)
    return len(rows[0]) <= room[0] and len(rows) // 2 <= room[1]


def drawn(stage: Stage) -> list[list[bool]] | None:
    """Return the modules that are painted, read from the cells in view; None where no code is shown."""
    code = stage.app.screen.query_one(QrCode)
    if not code.display:
        return None
    region = code.region
    assert stage.app.screen.region.contains_region(region)
    found: list[list[bool]] = []
    for y in range(region.y, region.bottom):
        cells = list(stage.app.screen._compositor.render_strips()[y].crop(region.x, region.right))
        above, below = [], []
        for segment in cells:
            assert segment.text == "▄" * len(segment.text)
            assert segment.style is not None
            above += [segment.style.bgcolor.name == "#000000"] * len(segment.text)  # type: ignore[union-attr]
            below += [segment.style.color.name == "#000000"] * len(segment.text)  # type: ignore[union-attr]
        found += [above, below]
    return found
