"""`python -m benchmarks.idle`: what the opening screen takes and paints a minute after the last touch, beside a bare app.

Exit status 1 if a bound does not hold.
"""

from __future__ import annotations

import sys

from benchmarks.report import keep, machine, table
from benchmarks.window import BARE, Window, clinic, kiosk, load, window

COMMAND = "python -m benchmarks.idle"
SIZES = ((80, 24), (120, 40))
_CALM = 65.0
"""Seconds without a touch before it is measured."""
_MEASURED = 120.0
MOST_CPU, MOST_BYTES = 0.5, 1000.0
"""Per cent of a core, and bytes a second."""


def main() -> int:
    rows, missed = [], False
    with clinic() as (folder, _):
        for columns, lines in SIZES:
            with (
                window(kiosk(folder), columns=columns, rows=lines) as opened,
                window(BARE, columns=columns, rows=lines) as bare,
            ):
                opened.see("Check in here")
                bare.see("bare app 0")
                opened.watch(_CALM)
                cpu, painted, beside = _watched(opened, bare)
            missed |= cpu > MOST_CPU or painted > MOST_BYTES
            rows += [
                (f"{columns} x {lines}", f"{cpu:.2f}", f"{painted:.0f}", f"{cpu / max(beside, 0.01):.1f}"),
                (f"{columns} x {lines}, bare app", f"{beside:.2f}", "0", "1.0"),
            ]
    text = _report(rows)
    print(text)
    keep("idle", text)
    return int(missed)


def _watched(opened: Window, bare: Window) -> tuple[float, float, float]:
    """Return per cent of a core, bytes a second, and the per cent of the bare app, over the same seconds."""
    before, beside = opened.cpu, bare.cpu
    painted = opened.watch(_MEASURED)
    return (
        100 * (opened.cpu - before) / _MEASURED,
        painted / _MEASURED,
        100 * (bare.cpu - beside) / _MEASURED,
    )


def _report(rows: list[tuple[str, ...]]) -> str:
    return f"""## Idle: the opening screen while nobody is there

`{COMMAND}` · {machine()}, {load()}

A client's terminal from {_CALM:.0f} seconds after the last touch on, for {_MEASURED:.0f} seconds, and a bare Textual app in the same seconds.
Allowed: {MOST_CPU} % of a core and {MOST_BYTES / 1000:.0f} KB a second. Processor time, so what else runs here changes it little.

{table(("", "% of a core", "bytes a second", "ratio"), rows)}
"""


if __name__ == "__main__":
    sys.exit(main())
