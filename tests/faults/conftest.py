from pathlib import Path

import pytest


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    """Return a folder on a disk: what is kept and what is lost is what these tests are about."""
    return on_disk
