"""The product's own source, read and parsed once for all tests that look through it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLOORS = ("kiosk", "rules", "screens")


@cache
def modules(*floors: str) -> tuple[Path, ...]:
    """Return every module of these floors, or of all of them."""
    return tuple(path for floor in floors or FLOORS for path in sorted((ROOT / floor).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    """Return what a module says."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return every part of what a module says, the wider ones first."""
    return tuple(ast.walk(tree(path)))


def named(path: Path) -> str:
    """Return a module's path from the root, as messages and lists of exceptions have it."""
    return path.relative_to(ROOT).as_posix()
