"""The pictures of the documents show what the screens show."""

import asyncio
from pathlib import Path

from tests.screens.picture import VIEWS, draw


def test_a_picture_shows_its_screen(demo_template: Path) -> None:
    drawing = asyncio.run(draw(demo_template, VIEWS["visit"]))
    assert "Practitioner" in drawing
    assert "font-face" not in drawing
