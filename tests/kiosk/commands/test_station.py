"""`kiosk station write` for this machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.operations.station import this_machine
from kiosk.records.keys.clinic_ids import new_clinic_id
from tests.running import Ran, Shell


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for a station; the clinic beside it is an account's, and nothing is installed."""
    new_clinic_id(tmp_path / "clinic")
    monkeypatch.setattr(this_machine, "owner", lambda _: "nobody")
    monkeypatch.setattr(this_machine, "foot_version", lambda: (1, 13))
    monkeypatch.setattr(this_machine, "not_installed", lambda _: ["foot"])
    return tmp_path / "a station"


def write(here: Path, *options: str) -> Ran:
    return Shell(here.parent)("--terminal", "Window", "station", "write", here, *options, data=here.parent / "clinic")


def test_it_says_what_it_wrote_and_what_comes_next_and_the_second_time_what_changed(here: Path) -> None:
    backups = ("--backup-to", "/mnt/b", "--copy-to", "/mnt/c")
    ran = write(here, "--role", "kiosk", "--screen", "1280x800", *backups)
    assert (ran.status, ran.err) == (0, "")
    assert f"new      {here}/kiosk-session.service" in ran.out
    assert "apt install foot fonts-dejavu-core" in ran.out
    assert f"systemctl enable --force '{here}/kiosk-purge.timer'" in ran.out
    assert "User=nobody" in (here / "kiosk-session.service").read_text()
    assert "--terminal=Window supervise --role client" in (here / "session.sh").read_text()
    assert "size=19.5" in (here / "foot.ini").read_text()
    assert not (here / "kiosk-schedule.service").exists()
    again = write(here, "--role", "desk", "--screen", "1280x800", *backups)
    assert f"changed  {here}/session.sh" in again.out
    assert f"same     {here}/sway.conf" in again.out


def test_the_folder_that_is_named_is_watched(here: Path) -> None:
    ran = write(here, "--role", "desk", "--watch", "/srv/the schedules")
    assert (ran.status, ran.err) == (0, "")
    assert 'schedule watch -- "/srv/the schedules"' in (here / "kiosk-schedule.service").read_text()
    assert (
        "systemctl restart kiosk-purge.timer kiosk-doctor.timer kiosk-schedule.service kiosk-session.service" in ran.out
    )
    within = here.parent / "clinic" / "schedules"
    again = write(here, "--role", "desk", "--watch", str(within))
    assert "holds files of the kiosk, which would be moved" in again.complaint


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--role", "kiosk", "--backup-to", "/mnt/b"), "A backup needs a copy elsewhere"),
        (("--role", "kiosk", "--screen", "12x8"), "no size of a screen"),
        (("--role", "kiosk", "--keyboard", 'es"'), "--keyboard"),
        (("--role", "kiosk", "--account", "ki osk"), "--account"),
        (("--role", "kiosk", "--shout", "a\nb"), "no unit can hold"),
        (("--role", "kiosk", "--watch", "/srv/a\nb"), "no unit can hold"),
        (("--role", "cellar"), "invalid choice"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(here: Path, options: tuple[str, ...], says: str) -> None:
    assert says in write(here, *options).complaint
    assert not here.exists()


def test_a_folder_that_would_join_two_lines_of_a_unit_is_refused(here: Path) -> None:
    odd = here.with_name("station\\")
    assert "ends with a backslash" in write(odd, "--role", "kiosk", "--account", "nobody").complaint
    assert not odd.exists()


def test_a_terminal_whose_name_begins_as_an_option_does_keeps_it(here: Path) -> None:
    named = ("--terminal=-2", "station", "write", here, "--role", "kiosk", "--account", "nobody")
    assert Shell(here.parent)(*named, data=here.parent / "clinic").status == 0
    assert " --terminal=-2 supervise " in (here / "session.sh").read_text()


def test_a_clinic_of_roots_gets_no_session(tmp_path: Path) -> None:
    new_clinic_id(tmp_path / "clinic")
    if os.geteuid() != 0:
        assert this_machine.owner(tmp_path / "clinic")
        return
    assert "give the kiosk an account of its own" in write(tmp_path / "station", "--role", "kiosk").complaint


def test_there_must_be_a_clinic(tmp_path: Path) -> None:
    assert "There is no clinic" in write(tmp_path / "station", "--role", "kiosk").complaint
