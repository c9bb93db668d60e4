"""One name, one thing: no two files of the product, no two of its classes and no two of its functions bear the same name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.sources import modules, named, nodes, tree

MARKERS = {"__init__.py": "Python's mark of a package", "__main__.py": "what `python -m` runs"}
SAME_ON_PURPOSE = {
    "main": "what starts a program: the front door, and the command line behind it",
    "register": "how each group of commands joins the parser",
    "judge": "how each property of the proof and of the texts is judged: `rules/proof/properties.py` goes through them",
}


def borne_twice(names: Iterator[tuple[str, Path]]) -> dict[str, list[str]]:
    """Return each name with the files in which it stands, where there are two or more."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, path in names:
        found[name].append(named(path))
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def test_no_two_files_bear_one_name() -> None:
    assert borne_twice((path.name, path) for path in modules() if path.name not in MARKERS) == {}


def test_no_two_classes_bear_one_name() -> None:
    classes = ((node.name, path) for path in modules() for node in nodes(path) if isinstance(node, ast.ClassDef))
    assert borne_twice(classes) == {}


def test_no_two_public_functions_bear_one_name() -> None:
    functions = [
        (node.name, path)
        for path in modules()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    ]
    twice = borne_twice(iter(functions))
    assert {name: paths for name, paths in twice.items() if name not in SAME_ON_PURPOSE} == {}
    assert sorted(name for name in SAME_ON_PURPOSE if name not in twice) == [], "an exception that nothing needs"


def test_a_screen_is_in_a_file_of_its_name_or_in_one_of_several_screens() -> None:
    elsewhere = [
        (path.name, node.name)
        for path in modules("screens")
        if not path.stem.endswith("_screens")
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and re.fullmatch(r"\w+Screen", node.name) and _snake(node.name) != path.stem
    ]
    assert elsewhere == [("form_filling.py", "FormsScreen"), ("staff_screen.py", "PadScreen")], "bases, shown by nobody"


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
