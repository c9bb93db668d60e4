"""Pictures of the real product, on the demo clinic's day.

`python -m tests.screens.picture FOLDER [SCREEN [COLUMNS ROWS]] [--png]` writes FOLDER/SCREEN.svg, or all of them; a .png needs
Chromium. The pictures of README and docs/ are made by it (`make picture`).
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from textual._compositor import Compositor

from kiosk.commands.parser import Role
from screens.app import KioskApp
from screens.looks import Look
from screens.staff.day_list import DayList
from tests.screens.stage import Stage, make_template, staged

PAINT = Compositor.render_update
"""What a stage leaves out, and a picture is made of."""


@dataclass(frozen=True)
class View:
    """One picture: whose terminal, how large, and the way there."""

    role: Role
    size: tuple[int, int]
    walk: Callable[[Stage], Awaitable[None]]
    look: Look | None = None


async def stay(stage: Stage) -> None:
    """Look at where the terminal begins."""
    await stage.settle()


async def to_question(stage: Stage) -> None:
    """Check in by booking code and go on to the cold sore."""
    await stage.settle()
    await stage.press("enter", "2", *"lu101", "enter", "1", "enter")
    while "cold sore" not in stage.text:
        await stage.press("1" if "Which areas" in stage.text else "2", "enter")
    await stage.press("2")


async def to_areas(stage: Stage) -> None:
    """Check in by booking code and choose two areas."""
    await stage.settle()
    await stage.press("enter", "2", *"lu101", "enter", "1", "enter", "1", "2")


def signed_in(name: str) -> Callable[[Stage], Awaitable[None]]:
    """Sign in as `name`."""

    async def walk(stage: Stage) -> None:
        await stage.settle()
        await stage.tap(name)
        await stage.press(*stage.demo.pins[name], "enter")
        await stage.wait(lambda: stage.screen in ("BoardScreen", "DayScreen"), "the first screen of staff")
        await stage.settle()

    return walk


def opened(member: str, name: str) -> Callable[[Stage], Awaitable[None]]:
    """Sign in as `member` and open the visit of a client."""

    async def walk(stage: Stage) -> None:
        await signed_in(member)(stage)
        lines = stage.app.screen.query_one(DayList)
        lines.choose(next(row.visit_id for row in lines.rows if name in row.name))
        await stage.press("enter")
        await stage.settle()

    return walk


async def to_lead(stage: Stage) -> None:
    """Sign in as the lead and open what this terminal offers."""
    await signed_in("Ines Duarte")(stage)
    await stage.press("m")
    await stage.settle()


VIEWS: Mapping[str, View] = {
    "opening": View("client", (100, 30), stay),
    "areas": View("client", (100, 30), to_areas),
    "question": View("client", (100, 30), to_question),
    "question-dark": View("client", (100, 30), to_question, Look.DARK),
    "question-contrast": View("client", (100, 30), to_question, Look.CONTRAST),
    "board": View("reception", (100, 30), signed_in("Nadia Petrov")),
    "lead": View("reception", (100, 30), to_lead),
    "day": View("practitioner", (100, 30), signed_in("Dr Moss")),
    "visit": View("reception", (100, 30), opened("Nadia Petrov", "Chiara")),
    "summary": View("practitioner", (100, 30), opened("Dr Moss", "Charlotte")),
}


async def draw(template: Path, view: View) -> str:
    """Return the SVG of a view, its spaces kept."""
    with tempfile.TemporaryDirectory() as folder:
        async with staged(template, Path(folder), size=view.size, role=view.role, looks=False, look=view.look) as stage:
            await view.walk(stage)
            return drawing(stage.app)


def drawing(app: KioskApp) -> str:
    """Return the SVG of the screen in view, its spaces kept."""
    with patch.object(Compositor, "render_update", PAINT):
        drawn = app.export_screenshot(title="").replace("<text ", '<text xml:space="preserve" ')
    # Whoever reads the picture fetches no font from elsewhere for it.
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def size_of(drawn: str) -> tuple[int, int]:
    """Return how wide and high an SVG is."""
    width, height = (round(float(part)) for part in drawn.split('viewBox="0 0 ')[1].split('"', maxsplit=1)[0].split())
    return width, height


def png(source: Path, file: Path, size: tuple[int, int]) -> None:
    """Turn an SVG, or a page that shows some, into a PNG."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("A .png needs Chromium: apt-get install chromium, or ask for the .svg.")
    with tempfile.TemporaryDirectory() as folder:
        flags = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
            f"--disable-component-update --disable-sync --user-data-dir={folder}/profile --window-size={size[0]},{size[1]}"
        ).split()
        command = [browser, *flags, f"--screenshot={file.resolve()}", source.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main() -> None:
    """Make the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screen", nargs="?", choices=sorted(VIEWS))
    parser.add_argument("size", nargs="*", type=int, metavar="COLUMNS ROWS")
    parser.add_argument("--png", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        template = make_template(Path(made, "clinic"))
        for name in [asked.screen] if asked.screen else VIEWS:
            view = VIEWS[name]
            if asked.size:
                view = replace(view, size=(asked.size[0], asked.size[1]))
            file = asked.folder / f"{name}.svg"
            file.write_text(asyncio.run(draw(template, view)), encoding="utf-8")
            if asked.png:
                png(file, file.with_suffix(".png"), size_of(file.read_text("utf-8")))


if __name__ == "__main__":
    main()
