"""`python -m tests.branches REPORT` (part of `make coverage`): which packages have fewer branches taken than their floor.

REPORT is coverage's JSON. The floors are in pyproject.toml, in percent, by folder: each holds for all files below it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
Branches = Mapping[str, tuple[int, int]]
"""By file, how many branches the tests took, and how many there are."""


def floors() -> dict[str, float]:
    """Return the floor of each folder, in percent."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {folder: float(least) for folder, least in settings["tool"]["kiosk"]["branches"].items()}


def packages() -> set[str]:
    """Return the folders that have to have a floor: the product's three, and each package just below them."""
    return {
        found.parent.relative_to(ROOT).as_posix()
        for floor in ("kiosk", "rules", "screens")
        for found in [*(ROOT / floor).glob("__init__.py"), *(ROOT / floor).glob("*/__init__.py")]
    }


def rate(folder: str, branches: Branches) -> float:
    """Return the percentage of branches below a folder that were taken; 100 where there are none."""
    below = [each for file, each in branches.items() if file.startswith(f"{folder}/")]
    taken, all_there_are = sum(took for took, _ in below), sum(there for _, there in below)
    return 100 * taken / all_there_are if all_there_are else 100.0


def shortfalls(branches: Branches, least: Mapping[str, float]) -> Iterator[str]:
    """Name each folder below its floor, with both numbers."""
    for folder, floor in least.items():
        if (now := rate(folder, branches)) < floor:
            yield f"{folder}: {now:.2f} % of the branches are taken; the floor is {floor:.2f} %."


def main(report: Path) -> int:
    """Print the shortfalls; return 1 if there are any."""
    files = json.loads(report.read_text("utf-8"))["files"]
    summaries = {file: of["summary"] for file, of in files.items()}
    branches = {file: (each["covered_branches"], each["num_branches"]) for file, each in summaries.items()}
    found = [*shortfalls(branches, floors())]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
