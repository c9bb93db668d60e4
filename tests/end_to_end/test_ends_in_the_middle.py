"""A kiosk that ends in the middle of the questions, in whatever way, keeps the answers and tells nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.break_when_told import SECRET
from tests.end_to_end.conftest import House
from tests.end_to_end.hands import answer, identify, question, sign_in
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.watching import (
    BACK,
    OF_CLIENTS,
    TRACEBACK,
    nothing_told_by_files,
    nothing_told_by_processes,
    nothing_told_to_the_terminal,
    told,
)

pytestmark = pytest.mark.process


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda kiosk: kiosk.kill(signal.SIGKILL), -signal.SIGKILL),
        (lambda kiosk: kiosk.kill(signal.SIGSEGV), 128 + signal.SIGSEGV),
        (Terminal.unplug, 128 + signal.SIGHUP),
    ],
    ids=["killed", "a fault", "unplugged"],
)
def test_a_kiosk_that_ends_in_the_middle_keeps_the_answers_and_tells_nothing(
    house: House, end: Callable[[Terminal], None], status: int
) -> None:
    kiosk = house.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    for number in (2, 3):
        answer(kiosk)
        kiosk.press("\r")
        question(kiosk, number)
    nothing_told_by_processes([kiosk])
    end(kiosk)
    assert kiosk.wait_for_end() == status, kiosk.text
    nothing_told_to_the_terminal(kiosk)
    nothing_told_by_files(house)
    desk = house.open("reception", name="Desk 1")
    sign_in(desk, "2", "Nadia Petrov")
    desk.see("stopped half-way")


def test_an_error_that_nobody_foresaw_tells_its_place_and_nobodys_data(house: House, tmp_path: Path) -> None:
    house.breaks_with = tmp_path / "now"
    kiosk = house.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    answer(kiosk)
    house.breaks_with.touch()  # from here on it ends as soon as anything asks for the time
    kiosk.press("\r")
    assert kiosk.wait_for_end() == 1
    assert b"The kiosk stopped: LookupError" in kiosk.raw.rpartition(BACK)[2]
    nothing_told_to_the_terminal(kiosk)
    command = house.process("visits", "list")
    assert command.returncode != 0
    assert "LookupError" in command.stderr
    assert told((command.stdout + command.stderr).encode(), (*OF_CLIENTS, SECRET, TRACEBACK)) == []
    nothing_told_by_files(house)
