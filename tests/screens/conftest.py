"""One demo clinic for all tests of the screens; every test takes a copy of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from tests.screens.stage import Stage, make_template, staged

Open = Callable[..., AbstractAsyncContextManager[Stage]]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demo clinic, to be copied."""
    return make_template(tmp_path_factory.mktemp("demo") / "clinic")


@pytest.fixture
def open_stage(demo_template: Path, tmp_path: Path) -> Open:
    """Return what opens a terminal of the demo clinic: `async with open_stage(size=(40, 12)) as stage`."""

    def opened(**given: Any) -> AbstractAsyncContextManager[Stage]:
        return staged(demo_template, tmp_path, **given)

    return opened
