"""Text broken into lines by the cells it takes, not by its characters."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells

from kiosk.checkin.texts.part_texts import ARROWS
from screens.lockdown.no_break import words_of


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of `text` at most `width` cells wide, broken between words; a longer word is cut. Keeps empty lines."""
    width = max(1, width)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in words_of(paragraph):
            tried = f"{line} {word}" if line else word
            if cell_len(tried) <= width:
                line = tried
                continue
            if line:
                lines.append(line)
            *full, line = chop_cells(word, width) or [""]
            lines.extend(full)
        lines.append(line)
    return lines


def wrap_label(label: str, width: int) -> list[str]:
    """Return the lines of an action's label; an arrow that would be alone on a line is left out."""
    lines = wrap(label, width)
    return [line for line in lines if line not in ARROWS] or lines
