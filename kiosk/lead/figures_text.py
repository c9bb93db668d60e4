"""Figures in lines with bars, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from kiosk.lead.figures import Figure

_BAR, _WHAT, _LEAST_WHAT = 20, 34, 12
_EIGHTHS = "▏▎▍▌▋▊▉█"


def figures_in_lines(found: Sequence[Figure], width: int) -> Iterator[str]:
    """Yield the figures in lines of at most `width` columns: each section under its title, each line with its bar.

    A bar compares the lines of a section; where there is no room for one, the number stands alone.
    """
    for section, of_section in groupby(found, key=lambda each: each.section):
        lines = list(of_section)
        most = max((_size(each) for each in lines), default=0) or 1
        numbers = max(len(_said(each)) for each in lines) + 1
        what = max(_LEAST_WHAT, min(_WHAT, width - numbers - 1))
        bar = max(0, min(_BAR, width - what - numbers - 1))
        yield ""
        yield section
        for each in lines:
            named = each.what if len(each.what) <= what else f"{each.what[: what - 1]}…"
            yield f"{named:<{what}} {_drawn(_size(each) / most, bar)} {_said(each)}".rstrip()


def figures_as_csv(found: Sequence[Figure]) -> bytes:
    """Return one line a figure, under the heads section, what, count, of, p50, p90."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("section", "what", "count", "of", "p50", "p90"))
    for each in found:
        writer.writerow(
            [each.section, each.what, each.shown, *("" if x is None else x for x in (each.of, each.middle, each.most))]
        )
    return text.getvalue().encode("utf-8")


def _size(each: Figure) -> float:
    if each.count is not None:
        return each.count / each.of if each.of else float(each.count)
    return 0.0


def _said(each: Figure) -> str:
    count = each.shown if each.of is None else f"{each.shown} of {each.of}"
    times = "" if each.middle is None else f"half {each.middle:g}, 9 of 10 {each.most:g}"
    return "   ".join(filter(None, (count, times)))


def _drawn(share: float, width: int) -> str:
    eighths = round(share * width * 8)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (_EIGHTHS[rest - 1] if rest else "")).ljust(width)
