"""What holds for every test: a PIN's hash costs next to nothing, unless a test asks for what it costs in a clinic."""

from collections.abc import Iterator

import pytest

from kiosk.staff import pins

SECRET = pins.SECRET


@pytest.fixture(scope="session", autouse=True)
def _cheap_pins() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pins, "SECRET", pins.PUBLISHED)
        yield


@pytest.fixture
def costly_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a PIN's hash cost what it costs in a clinic."""
    monkeypatch.setattr(pins, "SECRET", SECRET)
