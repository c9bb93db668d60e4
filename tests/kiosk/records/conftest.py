from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.records import Records
from tests.kiosk.records.stores import EACH_STORE, EMBEDDED


class StillClock:
    """Time stands until a test moves it."""

    def __init__(self) -> None:
        self._now = datetime(2026, 7, 30, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def forward(self, **much: float) -> None:
        self._now += timedelta(**much)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def key() -> bytes:
    return bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


@pytest.fixture
def desk() -> Actor:
    return Actor(name="Rosa Vidal", role="receptionist", staff_id="S-DESK", terminal="desk-1")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try what a module marked so promises on each store."""
    if getattr(metafunc.module, "ON_EACH_STORE", False) and "store" in metafunc.fixturenames:
        metafunc.parametrize("store", EACH_STORE, indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    from tests.kiosk.records.postgresql.server import Server

    started = Server()
    try:
        started.start()
        yield started
    finally:
        started.end()


@pytest.fixture
def database(server: Any) -> str:
    """Return the name of a database with the clinic's tables and nothing in them."""
    return str(server.empty_database())


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """Return the setting of that name."""
    if getattr(request, "param", EMBEDDED) == EMBEDDED:
        return EMBEDDED
    return str(request.getfixturevalue("server").url(request.getfixturevalue("database")))


@pytest.fixture
def records(folder: Path, key: bytes, clock: StillClock, store: str) -> Iterator[Records]:
    with Records.create(folder, key, clock=clock, store=store) as made:
        yield made
