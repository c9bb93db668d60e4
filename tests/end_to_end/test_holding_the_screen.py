"""A finger that stays on the opening screen of a real terminal makes it dead to touch and keys, so that it can be cleaned."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.at_the_kiosk import Tapping
from tests.end_to_end.conftest import House
from tests.end_to_end.told_clock import let_pass

pytestmark = [pytest.mark.process, pytest.mark.thorough]


def test_a_finger_held_for_three_seconds_lets_the_screen_be_cleaned_for_thirty(busy_house: House, passes: Path) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    finger = Tapping(kiosk, passes, twice=False)
    finger.touch("DEMO")  # which means nothing, once the screen takes touches
    finger.press_on("Check in here")
    while "works again in" not in kiosk.text:  # the press may be told before the screen has noted it
        let_pass(passes, 3)
        with suppress(AssertionError):
            kiosk.see("works again in", patience=3.0)
    assert "With my name" not in kiosk.text
    finger.lift("works again")
    finger.press_on("works again")
    kiosk.press("\r1")
    let_pass(passes, 30)
    kiosk.see("Check in here", "With my name")
    finger.touch("With my name", "What is your family name?")
