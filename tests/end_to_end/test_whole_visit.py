"""One whole visit in three real terminals: a kiosk, a desk and a room, each a process of its own."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest

from tests.end_to_end.conftest import House
from tests.end_to_end.hands import agree, answer_everything, identify, pass_on, sign_in, treat
from tests.end_to_end.watching import (
    FOR_NEXT_TIME,
    NOTE,
    nothing_told_by_files,
    nothing_told_by_processes,
    nothing_told_to_the_terminal,
)

pytestmark = pytest.mark.process


def listed(house: House) -> dict[str, Any]:
    first: dict[str, Any] = json.loads(house.run("visits", "list", "--json").stdout)[0]
    return first


@pytest.mark.thorough
def test_a_whole_visit_in_three_terminals_loses_nothing_to_kills_and_tells_nothing_outside_the_records(
    house: House,
) -> None:
    screens = kiosk, desk, room = (
        house.open("client", name="Kiosk 1"),
        house.open("reception", name="Desk 1"),
        house.open("practitioner", columns=120, rows=40, name="Room 1"),
    )
    sign_in(desk, "2", "Nadia Petrov")
    sign_in(room, "3", "Dr Moss")
    room.see("nobody is ready yet", "Fontaine")
    # The practitioner has the visit open and touches nothing any more until the summary is there.
    room.go("\r", "NOT COMPLETE")

    identify(kiosk, "lu102", "A. F.")
    desk.see("At the kiosk", "question 1 of")
    answer_everything(kiosk, NOTE)
    agree(kiosk, "Amelie Fontaine")
    nothing_told_by_processes(screens)
    kiosk.kill(signal.SIGKILL)

    pass_on(desk)
    desk.kill(signal.SIGKILL)
    room.see("appointment   ready", "LOOK FIRST", "The rules are not signed", "Consent", NOTE)
    visit = listed(house)
    assert (visit["state"], visit["outcome"], visit["next_step"]) == ("confirmed", "review", "practitioner_first")
    assert house.run("visits", "show", visit["id"]).returncode == 0

    treat(room, "Dr Moss", FOR_NEXT_TIME)
    visit = listed(house)
    assert (visit["state"], visit["outcome"]) == ("finished", "review")
    nothing_told_by_processes([room])
    nothing_told_by_files(house)
    room.kill(signal.SIGTERM)
    assert room.wait_for_end() == 128 + signal.SIGTERM
    for screen in screens:
        nothing_told_to_the_terminal(screen)
    nothing_told_by_files(house)
