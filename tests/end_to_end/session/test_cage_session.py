"""A kiosk under cage: it boots, and whatever of it is killed is back within five seconds.

No picture of it is compared: cage 0.1.4 lets a window that fills the screen be shown without drawing it, and what it then hands
to `grim` is what it drew last. The pictures are those of sway.
"""

from __future__ import annotations

import pytest

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

OPENING = "Check in here"


def test_it_boots_and_is_back_whatever_of_it_is_killed(ours: Ordinary, write: Write) -> None:
    write("--role", "kiosk", "--compositor", "cage")
    seen = WatchedSession(ours)
    try:
        with UnitRunner(ours, "kiosk-session.service", more=HEADLESS) as session:
            seen.see(OPENING)
            app = session.newest("kiosk")
            until(lambda: size_of(app) == CELLS, "room for all columns and rows")
            memory = proportional(list(session.processes()))
            print(f"memory of all: {memory / 1024:.0f} MiB")
            assert memory <= MOST_MEMORY
            for name in ("kiosk", "foot", "cage"):
                back_after_a_kill(seen, session, name, OPENING)
                names = sorted(session.processes().values())
                assert names == ["cage", "foot", "kiosk", "kiosk", "sh"]
    finally:
        seen.close()
