"""Whatever reads the clock is handed it: one place makes one, so that a test, or a wrong clock, moves all of it at once."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.sources import ROOT, modules, named, nodes

FRONT_DOOR, CLOCK = "screens/__main__.py", "kiosk/core/clock.py"
WALL_CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "time.strftime",
    "time.clock_gettime",
}
LAST = {name.split(".")[1] for name in WALL_CLOCKS}
BARE = {name.split(".")[1] for name in WALL_CLOCKS if name.startswith("time.")} - {"time"}


def looks_at_the_clock(source: Iterable[ast.AST]) -> Iterator[str]:
    """Yield each place where a source makes a clock of its own, or reads the machine's."""
    for node in source:
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"line {node.lineno}: {each.name}" for each in node.names if each.name in {*BARE, "time"})
        if isinstance(node, ast.ImportFrom):
            yield from (
                f"line {node.lineno}: {each.asname}"
                for each in node.names
                if each.asname and each.name == "SystemClock"
            )
        last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if last in LAST or last.endswith("SystemClock"):
            name = ast.unparse(node)
            if name.endswith("SystemClock") or any(name == each or name.endswith(f".{each}") for each in WALL_CLOCKS):
                yield f"line {node.lineno}: {name}"


def test_nothing_but_the_front_door_looks_at_the_machines_clock() -> None:
    found = {
        named(path): looks
        for path in modules()
        if named(path) not in (FRONT_DOOR, CLOCK) and (looks := list(looks_at_the_clock(nodes(path))))
    }
    assert found == {}


def test_the_front_door_makes_the_one_clock() -> None:
    found = list(looks_at_the_clock(nodes(ROOT / FRONT_DOOR)))
    assert len(found) == 1
    assert found[0].endswith("SystemClock")


@pytest.mark.parametrize(
    "source",
    [
        "from kiosk.core.clock import SystemClock as Machine\nclock = Machine()",
        "import kiosk.core.clock\nkiosk.core.clock.SystemClock()",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time",
    ],
)
def test_a_look_at_the_clock_is_found(source: str) -> None:
    assert list(looks_at_the_clock(ast.walk(ast.parse(source))))


def test_nothing_offers_to_make_a_clock_when_none_is_handed_in() -> None:
    """`clock: Clock | None = None` is how a second clock came in: by the callers that forgot to hand theirs on."""
    offers = [
        f"{named(path)}, line {node.lineno}"
        for path in modules()
        if named(path) != FRONT_DOOR
        for node in nodes(path)
        if isinstance(node, ast.arg) and node.arg == "clock" and "None" in ast.unparse(node.annotation or node)
    ]
    assert offers == []
