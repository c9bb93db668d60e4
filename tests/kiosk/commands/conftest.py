"""The command line as a person or a script runs it: a real clinic, a home of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.once import of_this_run, once
from tests.running import ROOT, Ran, Shell

__all__ = ["ROOT", "Ran", "Shell"]
DAY = "2099-03-02"
SAID_DAY = "2 March 2099"
SCHEDULE = f"""\
start,client,date of birth,treatment,practitioner,phone,booking code
{DAY} 09:00,Amélie Fontaine,1985-07-31,parisian-peel,Dr Roca,020 7946 0101,LSC-1001
{DAY} 09:30,Zoë [/x] O'Neil,1979-02-03,medical-facial,Dr Roca,020 7946 0102,LSC-1002
"""
PEEL = {
    "area": ["face"], "acne_inflamed": "no", "pimples_open": "no", "herpes_active": "no", "rash": "no", "strong_sun": "no",
    "lesion": "no", "deep_acne": "no", "eczema": "no", "retinoid": "no", "had_before": "no", "isotretinoin": "never",
    "rosacea": "no", "keratosis": "no", "autoimmune": "no", "concerns": ["dull"],
}  # fmt: skip


def made(factory: pytest.TempPathFactory, name: str, make: Callable[[Shell], object]) -> Path:
    """Return a home in which `make` ran commands once, to be copied by each test."""

    def in_home(home: Path) -> None:
        home.mkdir()
        make(Shell(home))

    return once(of_this_run(factory) / f"home-{name}", in_home)


def with_day(kiosk: Shell) -> None:
    """Make a clinic with a lead, a practitioner and two appointments in a day far ahead."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Europe/Madrid", data=folder, pin="736492").status == 0
    assert kiosk("staff", "add", "Dr Roca", "--role", "practitioner", data=folder, pin="482957").status == 0
    assert kiosk("schedule", "import", "-", data=folder, stdin=SCHEDULE).status == 0


@pytest.fixture(scope="session")
def home_with_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "with-day", with_day)


@pytest.fixture(scope="module")
def stage() -> Path | None:
    """Return the home that the tests of a file begin with, or None for an empty one; a file may have its own."""
    return None


@pytest.fixture
def kiosk(stage: Path | None, tmp_path: Path) -> Shell:
    """The command, in a home of each test's own."""
    home = tmp_path / "home"
    if stage is None:
        home.mkdir()
    else:
        shutil.copytree(stage, home)
    return Shell(home)


@pytest.fixture
def clinic_folder(kiosk: Shell, home_with_day: Path) -> Path:
    """A clinic of each test's own with a lead, a practitioner and two appointments in a day far ahead."""
    shutil.copytree(home_with_day, kiosk.home, dirs_exist_ok=True)
    return kiosk.home / "clinic"
