"""What is on a document, before it is set in type: sections of labelled lines and paragraphs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.core.language import ENGLISH
from kiosk.visits.drawing import Drawing


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line with a label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line without one; a strong one is a small heading."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A signature as it was drawn, with a label; where nothing is drawn, `text` says that there is one."""

    label: str
    drawing: Drawing
    text: str = "drawn by hand"


@dataclass(frozen=True, slots=True)
class BlankLine:
    """Lines to write on by hand, after a label."""

    label: str
    rows: int = 1

    @property
    def text(self) -> str:
        """Dots, where nothing can be drawn."""
        return "." * 20


Line = LabelledLine | Paragraph | DrawnLine | BlankLine


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document."""

    title: str
    lead: str
    foot: str
    """The foot of each page, before its number. Names nobody."""
    made_at: datetime
    sections: tuple[Section, ...]
    kind: str = "Paper"
    """What it is called in a printer's queue and in a file's name. Names nobody."""
    size: Literal["A4", "A5"] = "A4"
    large: bool = False
    """Whether it is in large print."""
    code: bytes | None = None
    """What a telephone reads from the code at its end."""
    language: str = ENGLISH
    """The language of its words, which what is printed around them is in, too."""
    told: str = ""
    """What staff are told of its language before they hand it out."""


def section(title: str, lines: Iterable[Line | None], *, empty: str = "") -> Section:
    """Return a section of the lines that are there; with `empty` instead if there is none."""
    there = tuple(line for line in lines if line is not None and line.text)
    return Section(title, there or ((Paragraph(empty),) if empty else ()))


def pair(label: str, value: object) -> LabelledLine | None:
    """Return a labelled line, or nothing where there is nothing to say."""
    text = "" if value is None else str(value)
    return LabelledLine(label, text) if text else None


def plain(paper: Paper) -> str:
    """Return a document as plain text."""
    lines = [paper.title, paper.lead]
    for each in paper.sections:
        lines += ["", each.title.upper()]
        lines += [line.text if isinstance(line, Paragraph) else f"{line.label}: {line.text}" for line in each.lines]
    return "\n".join(lines) + "\n"
