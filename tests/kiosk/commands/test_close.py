"""`kiosk close`: it asks, and says who is still open."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from kiosk.commands import close_command
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.visits import closing
from tests.running import Shell


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close_command, "_PATIENCE", 0.0)


def test_all_are_closed_where_none_is_open_and_that_is_written_down(kiosk: Shell, clinic_folder: Path) -> None:
    ran = kiosk("close", data=clinic_folder)
    assert (ran.status, ran.out, ran.err) == (0, "No terminal of this clinic is open any more.\n", "")
    assert "kiosk.close.asked" in kiosk("audit", "show", data=clinic_folder).out


def test_a_terminal_that_is_still_open_is_named(kiosk: Shell, clinic_folder: Path) -> None:
    (key,) = kiosk.config.glob("*.key")
    with (
        Clinic.open(clinic_folder, terminal="Window", clock=SystemClock(), key_file=key) as clinic,
        clinic.records.read(),
    ):
        said = kiosk("close", data=clinic_folder).complaint
    assert said.startswith("The clinic is still open")
    assert "end it" in said
    assert "`kiosk close`" not in said, "whoever was refused has just run it"


def test_a_name_that_no_terminal_has_is_refused(kiosk: Shell, clinic_folder: Path) -> None:
    assert (
        "No open terminal of this clinic is called “Attic”"
        in kiosk("close", "--terminal", "Attic", data=clinic_folder).complaint
    )
    assert "needs a name" in kiosk("close", "--terminal", " ", data=clinic_folder).complaint


def test_what_somebody_else_closes_meanwhile_is_not_taken_for_the_one_that_was_meant(
    kiosk: Shell, clinic_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = closing.ask_to_close

    def both(clinic: Clinic, actor: Actor, terminal: str) -> closing.CloseRequest:
        asked = asking(clinic, actor, terminal)
        asking(clinic, actor, "Room")
        closing.say_closed(clinic, actor)
        return asked

    monkeypatch.setattr(closing, "ask_to_close", both)
    assert "Somebody else closes terminals" in kiosk("close", "--terminal", "Window", data=clinic_folder).complaint
