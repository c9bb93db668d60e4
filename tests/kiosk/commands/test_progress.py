"""Whoever waits for a long command at a terminal reads how far it is; a program that reads its errors gets nothing of it."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.commands.progress import progress
from kiosk.lead.rulings import to_adopt
from kiosk.replay.replay import replay
from rules.checks.results import Property
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401
from tests.kiosk.conftest import TODAY, House

WIPED = "\r\x1b[K"
HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code\n"


class Seen(io.StringIO):
    """Standard error at which somebody sits."""

    def isatty(self) -> bool:
        return True


def test_one_line_takes_the_place_of_the_one_before_and_is_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", seen := Seen())
    with progress() as tell:
        tell("Proving one")
        tell("Proving one")
        tell("Proving " + "x" * 100)
    assert seen.getvalue() == f"\rProving one\x1b[K\rProving {'x' * 70}\x1b[K{WIPED}"


def test_nothing_is_written_where_nobody_sits_or_nothing_took_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", piped := io.StringIO())
    with progress() as tell:
        tell("Proving")
    monkeypatch.setattr(sys, "stderr", seen := Seen())
    with progress():
        pass
    assert piped.getvalue() == seen.getvalue() == ""


def test_each_long_command_says_what_it_does(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "today.csv").write_text(f"{HEAD}2026-07-30 15:00,Clara Vidal,1984-03-05,parisian-peel,Dr Roca,,Q-9\n")
    kiosk.patch.setattr("kiosk.commands.progress._is_seen", lambda: True)
    for arguments, says in (
        (("schedule", "import", tmp_path / "today.csv"), "Taking the schedule: 50 lines so far"),
        (("rules", "replay", "--from", "30.7.2026", "--to", "30.7.2026"), "Judging again: 30 July 2026"),
        (("backup", tmp_path / "backup"), "Writing the backup, and reading it back"),
        (("audit", "verify"), "Reading every page and every record"),
    ):
        told = kiosk(*arguments).err
        assert f"\r{says}\x1b[K" in told, arguments
        assert told.endswith(WIPED), arguments
        assert "Anna" not in told


class EnoughError(Exception):
    """Raised where proving would go on for seconds."""


def test_a_review_tells_each_property_that_is_proven(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def proving(_protocol: object, _words: object, tell: Callable[[Property], None]) -> None:
        tell(Property("A", "It is so."))
        raise EnoughError

    monkeypatch.setattr("kiosk.replay.sign_off_review.known_or_proven", proving)
    told: list[str] = []
    with pytest.raises(EnoughError):
        to_adopt(house.clinic, "extended-screening", tell=told.append)
    assert told == ["Proving Parisian Peel, property A"]


def test_a_replay_tells_the_day_it_has_come_to(house: House) -> None:
    house.confirmed(house.client())
    told: list[str] = []
    replay(house.clinic, TODAY, TODAY, tell=told.append)
    assert told == ["Judging again: 30 July 2026"]
