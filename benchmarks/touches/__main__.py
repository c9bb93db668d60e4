"""`python -m benchmarks.touches`: how often scripted clients touch the screen for a check-in. Exit status 1 above a bound."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.report import keep, table
from tests.screens.stage import make_template, staged
from tests.screens.touching import MOST_FIRST, MOST_RETURNING, Finger, first_peel, returning

COMMAND = "python -m benchmarks.touches"
CLIENTS = (
    ("a first peel: six letters, no telephone", first_peel, MOST_FIRST),
    ("a returning client, code scanned", returning, MOST_RETURNING),
)


async def _checked_in(template: Path) -> list[Finger]:
    done = []
    for _, client, _ in CLIENTS:
        with tempfile.TemporaryDirectory() as folder:
            async with staged(template, Path(folder), looks=False) as stage:
                done.append(await client(stage))
    return done


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        fingers = asyncio.run(_checked_in(make_template(Path(folder) / "demo")))
    rows = [
        (name, str(finger.touches), str(most), str(len(finger.screens)), str(len(finger.asked)))
        for (name, _, most), finger in zip(CLIENTS, fingers, strict=True)
    ]
    text = _report(rows)
    print(text)
    keep("touches", text)
    return int(any(finger.touches > most for (_, _, most), finger in zip(CLIENTS, fingers, strict=True)))


def _report(rows: list[tuple[str, ...]]) -> str:
    return f"""## Touches: a check-in with one finger

`{COMMAND}` · at 80 x 24, from the opening screen to "Thank you"

Every question is asked and answered by itself. The signature is drawn in two strokes; the first client is asked whether we
explained it well, answers wrongly, and reads once more.

{table(("", "touches", "at most", "screens", "questions"), rows)}
"""


if __name__ == "__main__":
    sys.exit(main())
