"""A clinic set up, worked in, saved and brought back on the day it is: whatever day that is, and whatever the clocks do that night.

Here the product has the machine's own clock. `make any-day` runs this again on days that are hard.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.records.keys.clinic_ids import clinic_id
from tests.end_to_end.conftest import PINS, REFUSED, House
from tests.end_to_end.terminal import Terminal

ZONE = os.environ.get("TZ") or "UTC"
PEEL = {
    "area": ["face"], "acne_inflamed": "no", "pimples_open": "no", "herpes_active": "no", "rash": "no", "strong_sun": "no",
    "lesion": "no", "deep_acne": "no", "eczema": "no", "retinoid": "no", "had_before": "no", "isotretinoin": "stopped",
    "isotretinoin_last": "2020-05", "rosacea": "no", "keratosis": "no", "autoimmune": "no", "concerns": ["dull"],
}  # fmt: skip
CTRL_Q = "\x11"
HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code\n"


def private(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def today(tmp_path: Path) -> House:
    """A clinic of the machine's own today, with a lead and a practitioner."""
    clinic = House(tmp_path / "clinic", private(tmp_path / "home"), 0.0)
    private(clinic.temporary)
    steps = [
        clinic.run("setup", "--lead", "Ines Duarte", "--time-zone", ZONE, *REFUSED, pin=PINS["Ines Duarte"]),
        clinic.run("staff", "add", "Dr Moss", "--role", "practitioner", pin=PINS["Dr Moss"]),
        clinic.run("rules", "sign", "parisian-peel", "--by", "Ines Duarte", pin=PINS["Ines Duarte"]),
    ]
    for step in steps:
        assert step.returncode == 0, step.stderr
    return clinic


def now() -> datetime:
    return datetime.now(UTC).astimezone(ZoneInfo(ZONE))


def booked(clinic: House) -> str:
    """Import one visit an hour before now, or an hour after where that is another day; return its id."""
    moment, hour = now(), timedelta(hours=1)
    start = (moment.astimezone(UTC) - hour).astimezone(moment.tzinfo)
    if start.date() != moment.date():
        start = (moment.astimezone(UTC) + hour).astimezone(moment.tzinfo)
    line = f"{start:%Y-%m-%d %H:%M},Amélie Fontaine,1985-07-31,parisian-peel,Dr Moss,020 7946 0128,LU{start:%m%d}\n"
    imported = clinic.run("schedule", "import", "-", text=HEAD + line)
    assert imported.returncode == 0, imported.stderr
    listed = clinic.run("visits", "list", "--day", f"{start:%Y-%m-%d}", "--json")
    (visit,) = json.loads(listed.stdout)
    return str(visit["id"])


def test_a_visit_of_today_is_imported_checked_in_saved_and_brought_back(today: House, tmp_path: Path) -> None:
    told = {check["name"]: check["state"] for check in json.loads(today.run("doctor", "--json").stdout)}
    assert (told["clock"], told["records"]) == ("well", "well")
    while True:
        day = now().date()
        visit = booked(today)
        answers = json.dumps(PEEL)
        checked_in = today.run(
            "checkin",
            visit,
            "-",
            "--staff",
            "Dr Moss",
            "--consent",
            "paper",
            "--json",
            text=answers,
            pin=PINS["Dr Moss"],
        )
        if now().date() == day:
            break  # else midnight went by, and the visit was yesterday's when the form was entered
    assert checked_in.returncode == 0, checked_in.stderr
    assert json.loads(checked_in.stdout)["verdict"]["outcome"] == "eligible"
    shown = today.run("visits", "show", visit, "--json")
    backup, again = tmp_path / "records.backup", tmp_path / "again"
    assert today.run("backup", str(backup)).returncode == 0
    key = today.home / "clinic-kiosk" / f"{clinic_id(today.folder)}.key"
    restored = House(again, today.home, 0.0)
    done = restored.run("restore", str(backup), "--key-file", str(key))
    assert done.returncode == 0, done.stderr
    assert json.loads(restored.run("visits", "show", visit, "--json").stdout) == json.loads(shown.stdout)
    verified = restored.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.thorough
@pytest.mark.process
def test_the_demo_opens_and_leaves_nothing(tmp_path: Path) -> None:
    demo = House(tmp_path / "nowhere", private(tmp_path / "home"), 0.0)
    private(demo.temporary)
    terminal = Terminal([*demo.command()[:4], "demo"], environment=demo.environment)
    try:
        terminal.see("Check in here", "DEMO")
        terminal.go("\r", "How would you like")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_end() == 0
        assert not list(demo.temporary.iterdir())
    finally:
        terminal.close()
