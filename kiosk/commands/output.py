"""What a command prints: sentences and tables for people, or exactly one JSON document for programs."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.commands.printable import printable
from kiosk.core.clean import clean


def say(*lines: str) -> None:
    """Print lines for a person."""
    for line in lines:
        print(printable(line))


def quoted(line: str) -> str:
    """Return a line that quotes a file: cleaned, so that it can't steer the terminal it is shown on, and indented as it was."""
    kept = line.lstrip(" ")
    return " " * (len(line) - len(kept)) + clean(kept, limit=1000)


def print_json(document: Any) -> None:
    """Print one JSON document, readable by a person too."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    text = json.dumps(document, ensure_ascii=encoding != "utf8", indent=2)
    print(
        "".join(each if printable(each) else f"\\u{ord(each):04x}" for each in text)
        if printable(text) != text
        else text
    )


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under a head, each column as wide as its widest cell."""
    table = [list(head), *[[printable(cell) for cell in row] for row in rows]]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        print("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for an ideograph, none for an accent of its own."""
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )
