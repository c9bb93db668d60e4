"""What a user's command says about records that were altered: the doctor and the check of the trail."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.records.audit.examination import examine_records
from kiosk.records.keys.key_files import read_key
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401
from tests.kiosk.conftest import LEAD, FixedClock

PAGE = 4096


def records_check(kiosk: Kiosk) -> dict[str, Any]:
    (check,) = [each for each in json.loads(kiosk("doctor", "--json").out) if each["name"] == "records"]
    return dict(check)


def test_the_doctor_reads_every_page_and_says_that_they_are_whole(kiosk: Kiosk) -> None:
    check = records_check(kiosk)
    assert check["state"] == "well"
    assert "Every page" in check["says"]


def test_a_folder_that_is_missing_is_named_with_what_to_do(kiosk: Kiosk) -> None:
    """A slip in the folder's name ended the doctor itself, before it said a word."""
    gone = kiosk.folder.with_name("mistyped")
    checks = {each["name"]: each for each in json.loads(kiosk("doctor", "--json", data=gone).out)}
    assert checks["folder"]["state"] == "problem"
    assert checks["folder"]["says"].startswith(f"There is no clinic in {gone}: make one with kiosk setup")
    assert "settings" not in checks, "it has been said"


def test_one_byte_turned_over_on_any_page_is_told_by_the_doctor_and_by_the_trails_check(kiosk: Kiosk) -> None:
    kiosk("doctor")  # which leaves nothing in the log
    file = kiosk.folder / "records.db"
    whole = file.read_bytes()
    pages = len(whole) // PAGE
    assert pages > 20
    key = read_key(kiosk.key_file)
    for page in range(pages):
        altered = bytearray(whole)
        altered[page * PAGE + 100 + page % 3000] ^= 1
        file.write_bytes(altered)
        if page % (pages // 4) == 0:
            check = records_check(kiosk)
            assert check["state"] == "problem", page
            assert f"kiosk --data {kiosk.folder} restore BACKUP" in check["says"]
            assert kiosk("doctor").out.count("WRONG") == 1
            ran = kiosk("audit", "verify")
            assert ran.status in {1, 2}
            assert "bring back the last backup with kiosk restore" in ran.out + ran.err
        else:
            assert examine_records(kiosk.folder, key, clock=SystemClock()), page


def test_the_doctor_names_what_was_changed_behind_the_trail(kiosk: Kiosk) -> None:
    kiosk.sql("UPDATE document SET body = replace(body, 'finished', 'cancelled') WHERE kind = 'visit'")
    check = records_check(kiosk)
    assert check["state"] == "problem"
    assert "is not as the last entry about it says" in check["says"]


def test_asking_does_not_mend_what_it_is_asked_about(kiosk: Kiosk) -> None:
    with Clinic.open(kiosk.folder, clock=FixedClock(datetime(2001, 1, 1, tzinfo=UTC)), terminal="desk") as clinic:
        clinic.confirm_date(LEAD)  # for that day alone: now whoever opens the clinic writes down a doubt
    kiosk.sql("UPDATE state SET last_at = '2001-01-01T09:00:00.000000+00:00'")
    for _ in range(2):
        ran = kiosk("audit", "verify")
        assert ran.status == 1
        assert "The time of the last change in the records' state belongs to no change" in ran.out
        assert records_check(kiosk)["state"] == "problem"


def test_a_folder_of_credentials_without_this_clinics_key_changes_nothing(kiosk: Kiosk, tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    kiosk.patch.setenv("CREDENTIALS_DIRECTORY", str(credentials))

    def said() -> str:
        (check,) = [each for each in json.loads(kiosk("doctor", "--json").out) if each["name"] == "key"]
        return str(check["says"])

    assert said().startswith(f"It comes from the key file {kiosk.key_file}")
    assert kiosk("rekey", "--yes").status == 0
    (credentials / f"{kiosk.clinic_id}.key").write_text(kiosk.key_file.read_text())
    assert said() == "It comes from a systemd credential."
    assert "credential or a file descriptor" in kiosk("rekey").complaint


def test_a_number_of_changes_beyond_counting_is_told_before_anything_is_written(kiosk: Kiosk) -> None:
    kiosk.sql("UPDATE state SET commits = 9223372036854775807")
    told = kiosk("visits", "list").complaint
    assert told.startswith("The records' state (how many changes there were, and when the last was made) was altered")
    assert told.endswith("Nothing is written: bring back the last backup with kiosk restore.")
    ran = kiosk("audit", "verify")
    assert ran.status == 1
    assert "The records' state (how many changes there were" in ran.out
