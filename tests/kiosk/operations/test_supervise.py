"""A supervised kiosk comes back whatever ends it, ever later while it keeps ending; the journal hears of it, and clients where to go."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.checkin.texts import first_texts
from kiosk.core.journal_line import ending_line
from kiosk.core.supervised import MARK
from kiosk.operations.supervise import LONG, PAUSES, supervise
from kiosk.records.keys.clinic_ids import new_clinic_id
from tests.kiosk.conftest import FixedClock
from tests.running import Shell

KILLED = -signal.SIGKILL


@dataclass
class World:
    """Kiosks that end as a test says: after how many seconds, and how."""

    clock: FixedClock
    ends: Iterator[tuple[float, int]]
    stopped: int = 0
    stop_while_waiting: bool = False
    done: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def run(self) -> int:
        self.done.append("run")
        lasted, status = next(self.ends)
        self.clock.forward(seconds=lasted)
        return status

    def wait(self, seconds: float) -> None:
        self.done.append("wait")
        self.waited.append(seconds)
        self.clock.forward(seconds=seconds)
        if self.stop_while_waiting:
            self.stopped = signal.SIGTERM

    def show_pause(self) -> None:
        self.done.append("wipe")

    def leave(self) -> None:
        self.done.append("leave")

    def tell_end(self, status: int) -> None:
        self.told.append(status)


def world(*ends: tuple[float, int], **more: bool) -> World:
    return World(FixedClock(), iter(ends), **more)


def test_what_ended_is_wiped_away_and_started_again_until_staff_close_it() -> None:
    seen = world((300, KILLED), (300, 1), (300, 143), (300, 0))
    assert supervise(seen, seen.clock) == 0
    assert seen.done == ["run", "wipe", "wait", "run", "wipe", "wait", "run", "wipe", "wait", "run", "leave"]
    assert seen.waited == [PAUSES[0]] * 3


def test_it_backs_off_while_kiosks_end_soon_and_begins_again_after_one_that_ran_for_long() -> None:
    soon = [(1.0, 2)] * (len(PAUSES) + 2)
    seen = world(*soon, (LONG, 2), (1, 2), (1, 0))
    assert supervise(seen, seen.clock) == 0
    assert seen.waited == [*PAUSES, PAUSES[-1], PAUSES[-1], PAUSES[0], PAUSES[1]]


def test_a_kiosk_is_back_within_five_seconds_unless_it_fails_again_and_again() -> None:
    assert sum(PAUSES[:2]) < 5
    assert list(PAUSES) == sorted(PAUSES)


@pytest.mark.parametrize("waiting", [False, True])
def test_whoever_stops_it_stops_it_for_good(waiting: bool) -> None:
    seen = world((5, 143), stop_while_waiting=waiting)
    if not waiting:
        seen.stopped = signal.SIGTERM
    assert supervise(seen, seen.clock) == 128 + signal.SIGTERM
    assert seen.done[-1] == "leave"


def test_only_the_end_of_a_kiosk_that_was_killed_is_told_for_it() -> None:
    seen = world((12, KILLED), (3, 1), (3, 143), (3, 2), (1, 0))
    supervise(seen, seen.clock)
    assert seen.told == [128 + signal.SIGKILL]
    assert ending_line("client", *seen.told, None) == "The kiosk (client) ended by SIGKILL."


def test_why_a_supervised_kiosk_does_not_open_is_told_on_no_screen_that_clients_see(tmp_path: Path) -> None:
    ran = Shell(tmp_path)("--role", "nobody", env={MARK: "1"})
    assert (ran.status, ran.out, ran.err) == (2, "", "")
    assert "nobody is not one of" in Shell(tmp_path)("--role", "nobody").complaint


def test_a_folder_without_a_clinic_is_told_by_the_supervisor(tmp_path: Path) -> None:
    assert "setup" in Shell(tmp_path)("supervise", "--role", "client", data=tmp_path).complaint


def test_it_needs_a_terminal(tmp_path: Path) -> None:
    new_clinic_id(tmp_path)
    assert "needs a terminal" in Shell(tmp_path)("supervise", "--role", "client", data=tmp_path).complaint


def test_clients_are_sent_to_the_desk_in_words_that_name_no_machine() -> None:
    for said in (first_texts.AT_THE_DESK, first_texts.NOT_JUST_NOW):
        assert "Please go to the desk." in said
        assert not re.search(r"machine|server|postgres|disk|network|records", said, re.IGNORECASE)
