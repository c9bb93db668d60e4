"""The server of the records dies under a running terminal."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.actor import Actor
from kiosk.clinic import DEMO_KEY
from kiosk.records.keys import read_key
from kiosk.records.migrate import migrate
from tests.kiosk.records.postgresql.server import Server
from tests.screens.stage import HandClock, Stage, staged

pytestmark = pytest.mark.system
SYSTEM = Actor(name="tests", role="system")


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    try:
        started.start()
        yield started
    finally:
        started.end()


@pytest.fixture
def template(demo_template: Path, tmp_path: Path, server: Server) -> Path:
    """Return the folder of a demo clinic whose records are on the server."""
    folder = Path(shutil.copytree(demo_template, tmp_path / "moved"))
    migrate(folder, read_key(folder / DEMO_KEY), server.url(server.empty_database()), actor=SYSTEM, clock=HandClock())
    return folder


async def until(stage: Stage, true: Callable[[], Any]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, stage.text
        await asyncio.sleep(0.05)
        await stage.app.screen.tell_trouble()  # type: ignore[attr-defined]
        await stage.pilot.pause()


async def test_every_screen_says_so_while_it_lasts_and_no_longer(
    template: Path, tmp_path: Path, server: Server
) -> None:
    async with staged(template, tmp_path) as stage:
        opening = stage.text
        assert "cannot be reached" not in opening
        server.kill()
        await until(stage, lambda: "cannot be reached just now" in " ".join(stage.text.split()))
        server.start()
        await until(stage, lambda: "cannot be reached" not in stage.text)
        assert stage.text == opening


async def test_a_client_who_presses_on_meanwhile_loses_nothing_and_goes_on(
    template: Path, tmp_path: Path, server: Server
) -> None:
    async with staged(template, tmp_path, looks=False) as stage:
        server.kill()
        await stage.press("enter")
        server.start()
        await until(stage, lambda: stage.clinic.records.trouble() is None)
        await stage.press("enter")
        assert stage.app.is_running
        assert stage.text.strip()
