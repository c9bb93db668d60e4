"""What holds for every test: a PIN's hash costs next to nothing, and what a command proves is proven once a run."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kiosk.staff import pins
from tests.once import of_this_run
from tests.proven import Kept

SECRET = pins.SECRET


@pytest.fixture(scope="session", autouse=True)
def _cheap_pins() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pins, "SECRET", replace(pins.PUBLISHED, kib=pins.PUBLISHED.kib + 1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _proofs_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    Kept.folder = of_this_run(tmp_path_factory) / "proofs"
    Kept.folder.mkdir(exist_ok=True)


@pytest.fixture
def costly_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a PIN's hash cost what it costs in a clinic."""
    monkeypatch.setattr(pins, "SECRET", SECRET)
