"""The units of a station: systemd finds nothing wrong with them, and each does what it is for, started as it says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.operations.station.foot_bindings import no_bindings
from tests.end_to_end.session.conftest import Write
from tests.end_to_end.session.ordinary_account import Ordinary
from tests.end_to_end.session.unit_runner import UnitRunner, until

pytestmark = [pytest.mark.system, pytest.mark.session]

_DEFAULTS = Path("/etc/xdg/foot/foot.ini")
_BOUND = re.compile(r"^# ([a-z-]+)=(?!none\b)", re.MULTILINE)


@pytest.fixture
def other_disk(ours: Ordinary) -> Iterator[Path]:
    """Return a folder on another disk than the account's place is on, whose name is hard."""
    with tempfile.TemporaryDirectory(prefix="a copy %n $x ", dir="/dev/shm") as folder:
        ours.give(Path(folder))
        yield Path(folder)


def test_systemd_foot_and_sway_find_nothing_wrong_with_what_was_written(ours: Ordinary, write: Write) -> None:
    there = write("--role", "kiosk", "--backup-to", "/mnt/b", "--copy-to", "/mnt/c", "--watch", "/srv/s")
    units = [f"./{name}" for name in there if name.endswith((".service", ".timer"))]
    assert len(units) == 9
    verified = subprocess.run(
        ["systemd-analyze", "verify", *units], cwd=ours.station, capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    for command in (
        ["foot", "--check-config", "--config", "./foot.ini"],
        ["sway", "--validate", "--config", "./sway.conf"],
    ):
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(ours.place / "home"), "XDG_RUNTIME_DIR": str(ours.runtime)}
        checked = subprocess.run(
            command,
            cwd=ours.station,
            env={**environment, "WLR_BACKENDS": "headless"},
            capture_output=True,
            text=True,
            check=False,
            **ours.as_account,  # type: ignore[call-overload]
        )
        assert checked.returncode == 0, checked.stderr
        assert "err:" not in checked.stderr


def test_nothing_that_this_foot_binds_by_itself_is_left_bound(write: Write) -> None:  # noqa: ARG001 - looks for the tools
    section, _, _ = _DEFAULTS.read_text("utf-8").partition("[search-bindings]")
    bound = set(_BOUND.findall(section.partition("[key-bindings]")[2]))
    assert "spawn-terminal" in bound
    assert {f"{name}=none" for name in bound} <= set(no_bindings((1, 13)).splitlines())


def test_each_job_does_what_it_is_for_under_the_account(ours: Ordinary, write: Write, other_disk: Path) -> None:
    backups, told = ours.place / "home" / "back ups", ours.place / "home" / "told"
    backups.mkdir()
    ours.give(backups)
    write("--role", "desk", "--backup-to", str(backups), "--copy-to", str(other_disk), "--shout", f"cat >> {told}")

    with UnitRunner(ours, "kiosk-backup.service") as backup:
        assert backup.finish() == 0, backup.said
    (made,), (copied,) = backups.iterdir(), other_disk.iterdir()
    assert made.name == copied.name
    assert made.read_bytes() == copied.read_bytes()
    assert made.stat().st_uid == copied.stat().st_uid == ours.number
    assert {each.stat().st_mode & 0o777 for each in (made, copied)} == {0o600}

    with UnitRunner(ours, "kiosk-purge.service") as purge:
        assert purge.finish() == 0, purge.said

    with UnitRunner(ours, "kiosk-doctor.service") as doctor:
        assert doctor.finish() == 0, doctor.said
    assert "recovery sheet" in doctor.said
    assert doctor.said.strip() in told.read_text()

    with UnitRunner(ours, "kiosk-shout@.service", instance="kiosk-backup.service") as shout:
        assert shout.finish() == 0, shout.said
    assert "Look: journalctl -u kiosk-backup.service" in told.read_text()


def test_a_watched_folder_is_watched_again_after_its_watcher_was_killed(ours: Ordinary, write: Write) -> None:
    drop = ours.place / "home" / "sched ules"
    drop.mkdir()
    ours.give(drop)
    write("--role", "desk", "--watch", str(drop))
    with UnitRunner(ours, "kiosk-schedule.service") as watching:
        for name in ("first", "second"):
            (drop / f"{name}.csv").write_text("no schedule at all\n", encoding="utf-8")
            ours.give(drop)
            until(lambda name=name: list(drop.glob(f"refused/* {name}.csv")), f"{name} refused")
            os.kill(watching.newest("kiosk"), signal.SIGKILL)


def test_a_copy_on_the_same_disk_is_none(ours: Ordinary, write: Write) -> None:
    backups = [ours.place / "home" / name for name in ("here", "there")]
    for each in backups:
        each.mkdir()
        ours.give(each)
    write("--role", "desk", "--backup-to", str(backups[0]), "--copy-to", str(backups[1]))
    with UnitRunner(ours, "kiosk-backup.service") as backup:
        assert backup.finish() == 1
    assert "on the same disk as the backup: is" in backup.said
    assert not any(list(each.iterdir()) for each in backups)
