"""Every screen that a client can see, as a picture: at three sizes, in three looks.

`python -m tests.screens.gallery FOLDER [--size 40x12] [--look dark] [--png]` writes FOLDER/SIZE-LOOK/NN-SCREEN.svg and an index.html
that shows them side by side; --png needs Chromium and makes one picture of each index. `make gallery` writes all of them into
build/gallery. The screens are those whose texts are kept, and the way to them is the same.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from kiosk.commands.parser import Role
from screens.looks import Look
from tests.screens.picture import drawing, png
from tests.screens.snapshots import test_client
from tests.screens.snapshots.walk import Begin, Walk, walked
from tests.screens.stage import make_template

SIZES = {"40x12": (40, 12), "80x24": (80, 24), "120x40": (120, 40)}
_ON_A_SHEET = 12
_SHEET = (2000, 2000)
_PAGE = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<style>body {{ margin: 16px; background: #777; font: 15px sans-serif; display: flex; flex-wrap: wrap; gap: 16px; }}
figure {{ margin: 0; width: {width}px; }} img {{ width: 100%; display: block; }} figcaption {{ color: #fff; padding: 2px 0; }}</style>
{figures}
"""


@dataclass
class Visitor(Walk):
    """Goes where the kept texts come from, and draws what it sees."""

    folder: Path = Path()
    look: Look | None = None
    drawn: list[Path] = field(default_factory=list)

    async def keep(self, state: str) -> None:
        """Draw the screen, in the look that the client before has put back."""
        if self.look is not None:
            self.app.appearance.choose(self.look)
        await self.at_rest()
        name = re.sub(r"[^a-z0-9]+", "-", f"{self.screen} {state}".casefold()).strip("-")
        file = self.folder / f"{len(self.drawn):02}-{name}.svg"
        file.write_text(drawing(self.app), encoding="utf-8")
        self.drawn.append(file)


def ways() -> Iterator[Callable[[Begin, tuple[int, int]], Awaitable[None]]]:
    """Yield the ways through the client's screens."""
    for name, way in vars(test_client).items():
        if name.startswith("test_"):
            yield way


async def visit(template: Path, folder: Path, size: tuple[int, int], look: Look) -> list[Path]:
    """Draw every screen at one size in one look; return the files in order."""
    drawn: list[Path] = []

    @asynccontextmanager
    async def begin(role: Role, size: tuple[int, int]) -> AsyncIterator[Walk]:
        with tempfile.TemporaryDirectory() as own:
            async with walked(template, Path(own), None, role, size, look=look, kind=Visitor) as visitor:
                visitor.folder, visitor.drawn, visitor.look = folder, drawn, look
                yield visitor

    for way in ways():
        await way(begin, size)
    return drawn


def show(files: list[Path], title: str, index: Path, width: int) -> None:
    """Write a page that shows drawings side by side."""
    figures = "\n".join(
        f'<figure><img src="{escape(file.name)}"><figcaption>{escape(file.stem)}</figcaption></figure>'
        for file in files
    )
    index.write_text(_PAGE.format(title=escape(title), width=width, figures=figures), encoding="utf-8")


def main() -> None:
    """Draw what is asked for; all of it if nothing is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--look", choices=[*Look], action="append", type=Look)
    parser.add_argument("--png", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        template = make_template(Path(made, "clinic"))
        for size, look in itertools.product(asked.size or SIZES, asked.look or Look):
            folder = asked.folder / f"{size}-{look}"
            folder.mkdir(parents=True, exist_ok=True)
            files = asyncio.run(visit(template, folder, SIZES[size], look))
            show(files, f"{size}, {look}", folder / "index.html", 480)
            if asked.png:
                for first in range(0, len(files), _ON_A_SHEET):
                    show(files[first : first + _ON_A_SHEET], f"{size}, {look}", folder / "sheet.html", 640)
                    png(folder / "sheet.html", folder / f"sheet-{first // _ON_A_SHEET}.png", _SHEET)


if __name__ == "__main__":
    main()
