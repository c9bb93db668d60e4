"""One demo clinic for all tests of the screens; every test takes a copy of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.terminal import Terminal
from tests.once import of_this_run, once
from tests.screens.stage import Stage, make_template, staged

Open = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demo clinic, to be copied."""
    return once(of_this_run(tmp_path_factory) / "demo", make_template)


@pytest.fixture
def open_stage(demo_template: Path, tmp_path: Path) -> Open:
    """Return what opens a terminal of the demo clinic: `async with open_stage(size=(40, 12)) as stage`."""

    def opened(**given: Any) -> AbstractAsyncContextManager[Stage]:
        return staged(demo_template, tmp_path, **given)

    return opened


@pytest.fixture
def demo_folder(demo_template: Path, tmp_path: Path) -> Path:
    """Return a demo clinic of this test's own."""
    return Path(shutil.copytree(demo_template, tmp_path / "clinic"))


@pytest.fixture
def terminal(demo_folder: Path, tmp_path: Path) -> Iterator[Terminal]:
    """Return the real program in a real terminal: a client's kiosk at the opening screen."""
    command = [sys.executable, "-m", "tests.end_to_end.set_clock", "0", "--data", str(demo_folder), "--role", "client"]
    running = Terminal(command, environment={"TEXTUAL_LOG": str(tmp_path / "leak.log")})
    try:
        running.see("Check in here")
        yield running
    finally:
        running.close()
