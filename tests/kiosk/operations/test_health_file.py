"""The health file: whole, readable by all, and without a word about anybody."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.core.errors import BadInput
from kiosk.core.settings import load, save
from kiosk.operations.check import Check
from kiosk.operations.health_file import health_of, write_health
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked

__all__ = ["a_kiosk", "worked"]

AT = datetime(2026, 7, 30, 9, tzinfo=UTC)


def test_it_says_the_worst_of_each_look_and_of_all() -> None:
    checks = [
        Check("disk", "well", "."),
        Check("mouse", "unknown", "."),
        Check("protocols", "warning", "No lead has signed."),
        Check("protocols", "well", "."),
    ]
    assert health_of(checks, AT, "0.2.0") == {
        "checked_at": "2026-07-30T09:00:00+00:00",
        "state": "warning",
        "kiosk": "0.2.0",
        "counts": {"well": 1, "unknown": 1, "warning": 1, "problem": 0},
        "checks": {"disk": "well", "mouse": "unknown", "protocols": "warning"},
    }
    assert health_of(checks[:2], AT, "")["state"] == "well"


def test_it_is_replaced_whole_and_readable_by_all(tmp_path: Path) -> None:
    file = tmp_path / "health.json"
    before = os.umask(0o077)
    try:
        write_health(file, {"state": "well"})
        held = file.open(encoding="utf-8")
        write_health(file, {"state": "problem"})
    finally:
        os.umask(before)
    with held:  # who reads it while it is replaced reads all of the former one
        assert json.load(held) == {"state": "well"}
    assert json.loads(file.read_text(encoding="utf-8")) == {"state": "problem"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"health\.json cannot be written: no such file or directory\. Choose another"):
        write_health(tmp_path / "none" / "health.json", {})


def test_the_doctor_writes_it_where_the_setting_or_the_option_says_and_names_nobody(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    file, other = tmp_path / "health.json", tmp_path / "other.json"
    settings = load(kiosk.folder)
    monitoring = settings.monitoring.model_copy(update={"health_file": str(file)})
    save(kiosk.folder, settings.model_copy(update={"monitoring": monitoring}))
    listed = json.loads(kiosk("doctor", "--json").out)
    health = json.loads(file.read_text(encoding="utf-8"))
    assert health["state"] == "warning"
    assert set(health["checks"]) == {check["name"] for check in listed}
    assert health["checks"]["records"] == "well"
    for each in ("Anna", "Ferrer", "Lena", "Roca", str(kiosk.folder)):
        assert each not in file.read_text(encoding="utf-8")
    kiosk.folder.chmod(0o755)
    kiosk("doctor", "--health", other)
    assert json.loads(other.read_text(encoding="utf-8"))["checks"]["folder"] == "problem"
    kiosk.folder.chmod(0o700)
    ran = kiosk("doctor", "--json", "--health", tmp_path / "none" / "x.json")
    assert ran.status == 1
    (told,) = [check for check in json.loads(ran.out) if check["name"] == "health file"]
    assert "cannot be written" in told["says"]
