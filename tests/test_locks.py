"""The two locks: whoever installs them without resolving gets all that runs, and nothing else.

A resolver is never asked, so nothing notices at once if a package is missing; these tests do.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RUN, DEVELOP = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
PYTHONS = ("3.11", "3.12", "3.13")
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))? \\$")

Lock = Mapping[str, Requirement]


def lock(*files: Path) -> Lock:
    """Read the pins of lock files, by name."""
    pins = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith((" ", "#")) or not line:
                continue
            assert PINNED.match(line), f"{file.name} has a line that pins nothing: {line}"
            requirement = Requirement(line.removesuffix("\\"))
            pins[canonicalize_name(requirement.name)] = requirement
    return pins


def environment(python: str) -> dict[str, str]:
    return {**default_environment(), "python_version": python, "python_full_version": f"{python}.9"}


def applies(requirement: Requirement, python: str, extra: str = "") -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate({**environment(python), "extra": extra})


def wanted(requirement: Requirement, python: str) -> Iterator[Requirement]:
    """Yield what a requirement needs in its turn, its extras' requirements included."""
    for text in distribution(requirement.name).requires or ():
        needed = Requirement(text)
        if any(applies(needed, python, extra) for extra in ("", *requirement.extras)):
            yield needed


def project(extras: tuple[str, ...]) -> list[Requirement]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        told = tomllib.load(file)
    lists = [told["project"]["dependencies"], told["build-system"]["requires"], told["dependency-groups"]["build"]]
    lists += [told["project"]["optional-dependencies"][extra] for extra in extras]
    return [Requirement(text) for each in lists for text in each]


def missing(pins: Lock, roots: list[Requirement], python: str) -> list[str]:
    """Walk all that the roots need, through every extra, and name what is not pinned or not satisfied."""
    faults, seen, waiting = (
        [],
        set(),
        [*roots, *(Requirement(name) for name, pin in pins.items() if applies(pin, python))],
    )
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras), str(requirement.specifier))
        if key in seen:
            continue
        seen.add(key)
        pin = pins.get(key[0])
        if pin is None or not applies(pin, python):
            faults.append(f"{requirement} is not pinned")
            continue
        version = next(iter(pin.specifier)).version
        if not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{requirement} is pinned to {version}")
        waiting.extend(wanted(requirement, python))
    return faults


@pytest.mark.parametrize("python", PYTHONS)
def test_the_first_lock_holds_all_that_running_and_building_need(python: str) -> None:
    assert missing(lock(RUN), project(("postgresql",)), python) == []


@pytest.mark.parametrize("python", PYTHONS)
def test_both_locks_hold_all_that_developing_needs(python: str) -> None:
    assert missing(lock(RUN, DEVELOP), project(("postgresql", "dev")), python) == []


def test_a_requirement_of_an_extra_that_is_not_pinned_is_noticed() -> None:
    pins = dict(lock(RUN, DEVELOP))
    assert missing(pins, [Requirement("hypothesis[dateutil]")], "3.11") == []  # dateutil is pinned, for icalendar
    del pins["coverage"]
    assert [fault for fault in missing(pins, [], "3.11") if fault.startswith("coverage[toml]")]
    assert missing(lock(RUN, DEVELOP), [Requirement("hypothesis[pytz]")], "3.11") == [
        'pytz>=2014.1; extra == "pytz" is not pinned'
    ]


def test_a_pin_that_is_too_old_is_noticed() -> None:
    assert missing(lock(RUN), [Requirement("textual>=9999")], "3.11")


def test_no_name_stands_in_both() -> None:
    assert not lock(RUN).keys() & lock(DEVELOP).keys()


def test_the_first_lock_holds_no_tool_of_developers() -> None:
    assert not lock(RUN).keys() & {"pytest", "mypy", "ruff", "hypothesis", "coverage", "import-linter"}


@pytest.mark.parametrize("file", [RUN, DEVELOP, ROOT / "benchmarks" / "requirements.lock"], ids=lambda file: file.name)
def test_every_pin_has_its_hashes_and_no_line_names_a_host(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block, block
