"""RESULTS.md: one section a benchmark, each rewritten by the benchmark that measured it."""

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
_HEAD = """# Results

Each section is written by the command it names; run it again to measure on your machine. Ratios carry over between machines
better than the numbers do.
"""


def keep(name: str, text: str) -> None:
    """Put a benchmark's section in its place, leaving the others as they are."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    kept = RESULTS.read_text("utf-8") if RESULTS.exists() else _HEAD
    section = f"{start}\n\n{text.strip()}\n\n{end}\n"
    if start in kept and end in kept:
        before, after = kept.split(start, 1)[0], kept.split(end, 1)[1].lstrip("\n")
        RESULTS.write_text(f"{before}{section}{after and chr(10)}{after}", "utf-8")
    else:
        RESULTS.write_text(f"{kept.rstrip()}\n\n{section}", "utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; every column but the first is set to the right if its cells are numbers."""
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    written = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([written[0], rule, *written[1:]])


def machine() -> str:
    """Say what was measured on, without naming it."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
