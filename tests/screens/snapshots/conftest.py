"""What begins a walk."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from kiosk.commands.parser import Role
from tests.screens.snapshots.walk import Begin, Walk, walked


@pytest.fixture
def begin(demo_template: Path, tmp_path: Path, snapshot: SnapshotAssertion) -> Begin:
    """Return what opens a terminal of the demo clinic: `async with begin("client", size) as walk`."""

    def begun(role: Role, size: tuple[int, int]) -> AbstractAsyncContextManager[Walk]:
        return walked(demo_template, tmp_path, snapshot, role, size)

    return begun
