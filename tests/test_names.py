"""One name, one thing: no two files of the product and no two of its classes bear the same name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = ("kiosk", "rules", "screens")
MARKERS = {"__init__.py": "Python's mark of a package", "__main__.py": "what `python -m` runs"}


def product_files() -> Iterator[Path]:
    """Yield every module of the product."""
    for floor in FLOORS:
        yield from sorted((ROOT / floor).rglob("*.py"))


def borne_twice(names: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """Return each name with the files in which it stands, where there are two or more."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, path in names:
        found[name].append(str(path.relative_to(ROOT)))
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def test_no_two_files_bear_one_name() -> None:
    assert borne_twice((path.name, path) for path in product_files() if path.name not in MARKERS) == {}


def test_no_two_classes_bear_one_name() -> None:
    classes = (
        (node.name, path)
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert borne_twice(classes) == {}
