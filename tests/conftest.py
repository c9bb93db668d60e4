"""What holds for every test: a PIN's hash costs next to nothing, and what a command proves is proven once a run."""

import gc
import os
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import tests.random_cases  # noqa: F401
from kiosk.core import language
from kiosk.people.staff import pins
from tests.catalogues import compile_stale
from tests.cost import CHEAP, SECRET
from tests.once import of_this_run
from tests.proven import Kept

IN_MEMORY = Path("/dev/shm")  # noqa: S108


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' folders in memory where there is a place for it, and look for garbage less often."""
    if not hasattr(config, "workerinput"):
        compile_stale()
    if os.access(IN_MEMORY, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    gc.set_threshold(200_000, 20, 100)


def pytest_collection_finish() -> None:
    """Never look again for garbage in what is there as long as the tests are."""
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer another order, since no test may lean on one that ran before it."""
    parser.addoption(
        "--shuffle", type=int, metavar="SEED", help="run the tests in an order of chance, the same for a seed"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    seed = config.getoption("--shuffle")
    if seed is not None:
        random.Random(seed).shuffle(items)  # noqa: S311


@pytest.fixture(scope="session", autouse=True)
def _cheap_pins() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pins, "SECRET", CHEAP)
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    yield
    language.speak(language.ENGLISH)


@pytest.fixture(scope="session", autouse=True)
def _proofs_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    Kept.folder = of_this_run(tmp_path_factory) / "proofs"
    Kept.folder.mkdir(exist_ok=True)


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """Return a folder on a disk, for what is about its keeping things."""
    with TemporaryDirectory(prefix="on-disk-") as folder:
        yield Path(folder)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder of the test's own: in memory, or on a disk if the test is marked so."""
    return tmp_path if request.node.get_closest_marker("disk") is None else request.getfixturevalue("on_disk")


@pytest.fixture
def costly_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a PIN's hash cost what it costs in a clinic."""
    monkeypatch.setattr(pins, "SECRET", SECRET)
