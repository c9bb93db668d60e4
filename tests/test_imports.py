"""A package's `__init__` is its front door: who lives in the package does not go in by it, so that modules load in any order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import FLOORS, ROOT, modules, named, nodes


def through_the_front_door(path: Path) -> Iterator[str]:
    """Yield what a module imports from the `__init__` of a package it stands in."""
    parents = path.relative_to(ROOT).parent.parts
    own = {".".join(parents[:depth]) for depth in range(1, len(parents) + 1)}
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in own)
        elif isinstance(node, ast.ImportFrom) and (node.level or node.module in own):
            for name in node.names:
                module = ROOT.joinpath(*(node.module or "").split("."), name.name)
                if node.level or not (module.is_dir() or module.with_suffix(".py").is_file()):
                    yield f"{'.' * node.level}{node.module or ''}.{name.name}"


@pytest.mark.parametrize("floor", FLOORS)
def test_no_module_imports_the_init_of_its_own_package(floor: str) -> None:
    found = {named(path): list(through_the_front_door(path)) for path in modules(floor) if path.name != "__init__.py"}
    assert {path: names for path, names in found.items() if names} == {}
