"""Older records put aside in the clinic's own folder: named wherever somebody removes something, and removed in time."""

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from kiosk.core.actor import Actor
from kiosk.privacy.erase import erase
from kiosk.privacy.legal_hold import place_hold, release_hold
from kiosk.privacy.purge import find_due, purge, purge_nightly
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, worked  # noqa: F401
from tests.kiosk.conftest import LEAD, House

CLERK = Actor(name="clerk", role="system", system_user="clerk")
NAMES = (
    "before-format-2.backup",
    "before-upgrade-0.3.0.backup",
    "damaged-20260701T080000000000",
    "records.before-postgresql",
    "restore.part",
)


def lay_aside(folder: Path, at: float) -> None:
    for name in NAMES:
        if name.startswith(("damaged-", "restore.")):
            (folder / name).mkdir(mode=0o700)
            (folder / name / "records.db").write_bytes(b"older")
        else:
            (folder / name).write_bytes(b"older")
        os.utime(folder / name, (at, at))


def left(folder: Path) -> list[str]:
    return [name for name in NAMES if (folder / name).exists()]


def test_what_was_put_aside_goes_after_a_time_of_its_own(house: House) -> None:
    lay_aside(house.folder, house.clock.now().timestamp())
    for days, gone in ((90, 0), (1, 5)):
        house.clock.forward(days=days)
        house.clinic.confirm_date(LEAD)
        assert len(find_due(house.clinic).put_aside) == gone
        assert purge(house.clinic, CLERK).put_aside == gone
        assert len(left(house.folder)) == 5 - gone


def test_what_was_put_aside_stays_while_anybody_is_under_a_legal_hold(house: House) -> None:
    held = house.client()
    place_hold(house.clinic, held.id, "complaint 12", CLERK)
    lay_aside(house.folder, (house.clock.now() - timedelta(days=900)).timestamp())
    assert purge(house.clinic, CLERK, all_put_aside=True).put_aside == 0
    assert len(left(house.folder)) == 5
    release_hold(house.clinic, held.id, CLERK)
    assert purge(house.clinic, CLERK).put_aside == 5
    assert left(house.folder) == []


def test_erasing_names_what_may_still_hold_the_client(house: House) -> None:
    lay_aside(house.folder, house.clock.now().timestamp())
    assert erase(house.clinic, house.client().id, CLERK, forced=True).put_aside == NAMES


def test_a_nightly_purge_that_failed_is_done_again(house: House) -> None:
    with house.clinic.records.write(CLERK) as writer:
        writer.put("visit", {"id": "V-UNREADABLE"}, partition="2001-01-01")
    with pytest.raises(ValidationError):
        purge_nightly(house.clinic, CLERK)
    with house.clinic.records.write(CLERK) as writer:
        writer.remove("visit", "V-UNREADABLE", expect=1)
    assert purge_nightly(house.clinic, CLERK) is not None
    assert purge_nightly(house.clinic, CLERK) is None


def test_the_commands_name_it_with_the_command_that_removes_it(kiosk: Kiosk) -> None:
    lay_aside(kiosk.folder, kiosk.key_file.stat().st_mtime)
    (check,) = [each for each in json.loads(kiosk("doctor", "--json").out) if each["name"] == "put aside"]
    assert check["state"] == "warning"
    for name in NAMES:
        assert name in check["says"]
    erased = kiosk("client", "erase", anna(kiosk), "--yes").out
    assert f"({', '.join(NAMES)}): `kiosk purge --put-aside` removes them" in erased
    assert "older records put aside in the clinic's folder" in kiosk("purge").out
    assert len(left(kiosk.folder)) == 5
    assert kiosk("purge", "--put-aside", "--dry-run", "--json").json["put_aside"] == 5
    assert "5 older records put aside in the clinic's folder were removed." in kiosk("purge", "--put-aside").out
    assert left(kiosk.folder) == []


def test_one_record_put_aside_is_told_as_one(kiosk: Kiosk) -> None:
    lay_aside(kiosk.folder, kiosk.key_file.stat().st_mtime)
    for other in (kiosk.folder / name for name in left(kiosk.folder)[1:]):
        shutil.rmtree(other) if other.is_dir() else other.unlink()
    assert "1 older record put aside in the clinic's folder was removed." in kiosk("purge", "--put-aside").out
