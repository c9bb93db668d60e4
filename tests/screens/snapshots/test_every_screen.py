"""No screen is without a kept text, at either size."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.screen import Screen

import screens
from tests.screens.snapshots.walk import screen_name

BASES = {
    "lockdown LockedScreen", "minimum_size_screen MinimumSizeScreen", "kiosk_screen KioskScreen",
    "staff StaffScreen", "staff PadScreen", "staff DotsScreen", "staff DayListScreen", "staff AskingScreen", "staff FormPart", "staff FormsScreen",
    "staff CallShown", "reception DeskScreen",
    "client ClientScreen", "client QuestionScreen", "client ReadingScreen", "client NumberScreen", "client TypingScreen",
    "client _TimeScreen", "client _TypedTimeScreen", "spoken_screen SpokenScreen", "keys_to_come KeysToCome", "overlay_screen OverlayScreen", "help ForStaffScreen",
}  # fmt: skip
"""What other screens are made from and nobody comes to."""
ONLY_WHERE_SHORT = {"client LastTimeScreen"}
NAME = re.compile(r"^# name: test_\w+\[(\d+x\d+)\]\[([^,\]]+)", re.MULTILINE)


def kinds() -> Iterator[str]:
    """Yield every class of screens there is."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [Screen]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("screens."):
                yield screen_name(kind)


def kept() -> set[tuple[str, str]]:
    """Return each size and screen of which there is a text."""
    files = Path(__file__).with_name("__snapshots__").glob("*.ambr")
    return {found for file in files for found in NAME.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("size", ["40x12", "80x24"])
def test_there_is_a_text_of_every_screen(size: str) -> None:
    wanted = set(kinds()) - BASES - (ONLY_WHERE_SHORT if size == "80x24" else set())
    assert wanted - {kind for at, kind in kept() if at == size} == set()


def test_nothing_is_excused_that_is_not_there() -> None:
    assert (BASES | ONLY_WHERE_SHORT) - set(kinds()) == set()


def test_no_text_is_kept_of_a_walk_that_is_gone() -> None:
    here = Path(__file__).parent
    for file in (here / "__snapshots__").glob("*.ambr"):
        walks = re.findall(r"^async def (test_\w+)", (here / f"{file.stem}.py").read_text("utf-8"), re.MULTILINE)
        assert set(re.findall(r"^# name: (test_\w+)\[", file.read_text("utf-8"), re.MULTILINE)) == set(walks)
