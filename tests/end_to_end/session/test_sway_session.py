"""A kiosk under sway: its pixels are what it painted, whatever is killed of it is back, and a client checks in by real keys of which no chord leads anywhere else."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from typing import Final

import pytest

from kiosk.checkin.texts.client_texts import HOW_IT_LOOKS
from kiosk.checkin.texts.first_texts import LARGER
from tests.end_to_end.hands import agree, answer_everything, identify
from tests.end_to_end.session.conftest import Write
from tests.end_to_end.session.ordinary_account import Ordinary
from tests.end_to_end.session.unit_runner import HEADLESS, UnitRunner, until
from tests.end_to_end.session.watched_session import (
    CELLS,
    MOST_MEMORY,
    WatchedSession,
    back_after_a_kill,
    proportional,
    size_of,
)

pytestmark = [pytest.mark.system, pytest.mark.session]

OPENING: Final = "Check in here"
CHORDS: Final = [
    *(("ctrl", letter) for letter in "cdqrtvwz"),
    *(("ctrl+shift", letter) for letter in "cnoqrtuvwxz"),
    *(("alt", key) for key in ("Tab", "F2", "F4", "d", "f", "Return", "space")),
    *(("logo", key) for key in ("Return", "d", "e", "q", "l", "Tab", "1", "space")),
    *(("logo+shift", key) for key in ("e", "q", "c", "r", "Return")),
    *(("ctrl+alt", key) for key in ("t", "Delete", "BackSpace", "F1", "F2", "F7", "Escape")),
    *(("shift", key) for key in ("Page_Up", "Page_Down", "Insert", "F10")),
    *(("ctrl", key) for key in ("plus", "minus", "0", "Escape", "Print")),
    *(("", key) for key in ("F5", "F11", "F12", "Print", "Menu")),
]
"""Keys that mean something to some terminal, desktop or console."""


def test_chords_are_many_and_each_once() -> None:
    assert len(set(CHORDS)) == len(CHORDS) >= 60


def test_it_is_back_whatever_is_killed_and_a_client_checks_in_by_real_keys_of_which_no_chord_leads_anywhere_else(
    ours: Ordinary, write: Write
) -> None:
    write("--role", "kiosk")
    seen = WatchedSession(ours)
    try:
        with UnitRunner(ours, "kiosk-session.service", more=HEADLESS) as session:
            seen.see_picture(OPENING)
            for name in ("kiosk", "foot", "sway"):
                back_after_a_kill(seen, session, name, OPENING)
                seen.see_picture(OPENING)
                assert seen.views() == ["foot"]
                assert sorted(session.processes().values()) == ["foot", "kiosk", "kiosk", "sh", "sh", "sh", "sway"]
            seen.plug_in(OPENING)
            identify(seen, "lu102", "A. F.")
            answer_everything(seen)
            agree(seen, "Amelie Fontaine")
            assert state_of_first(ours) == "screened"
            seen.press("\r")
            seen.see(OPENING)

            before = session.processes()
            for held, key in CHORDS:
                chord(seen, held, key)
                # What comes after it has come through compositor, terminal and kiosk: whatever the chord did is done.
                seen.go("\x1bOP", "What would help you?")
                seen.press("\x1b")
                seen.wait(
                    lambda text: OPENING in text and "What would help" not in text,
                    what=f"the opening after {held} {key}",
                )
                assert session.processes() == before, (held, key)
                assert seen.views() == ["foot"], (held, key)
            seen.see_picture(OPENING)

            memory = proportional(list(before))
            print(f"memory of all: {memory / 1024:.0f} MiB")
            assert memory <= MOST_MEMORY

            app = session.newest("kiosk")
            assert size_of(app) == CELLS
            seen.go("\x1bOR", HOW_IT_LOOKS)
            seen.press(card_of(seen.text, LARGER))
            until(lambda: size_of(app)[0] == CELLS[0] // 2, "large print")
    finally:
        seen.close()


def chord(seen: WatchedSession, held: str, key: str) -> None:
    """Hold some keys, press one, and let go of all."""
    names = [name for name in held.split("+") if name]
    down, up = (list(itertools.chain(*((option, name) for name in names))) for option in ("-M", "-m"))
    seen.type_keys(*down, "-k", key, *up)


def card_of(text: str, label: str) -> str:
    """Return the key of a card."""
    line = next(line for line in text.split("\n") if label in line)
    return line.partition(label)[0].split()[-1]


def state_of_first(ours: Ordinary) -> str:
    done = subprocess.run(
        [ours.program, "--data", ours.clinic, "visits", "list", "--json"],
        env={"PATH": os.environ["PATH"], "HOME": str(ours.place / "home"), "LANG": "C.UTF-8"},
        capture_output=True,
        check=True,
        **ours.as_account,  # type: ignore[call-overload]
    )
    return str(json.loads(done.stdout)[0]["state"])
