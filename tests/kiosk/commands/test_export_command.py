"""`kiosk visits export` as a nightly job runs it."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, erased_by_force, visit_of, worked  # noqa: F401

SINCE = ("--since", "2026-01-01 00:00")


def test_it_says_how_many_are_out_and_goes_on_the_next_time(kiosk: Kiosk, tmp_path: Path) -> None:
    to = tmp_path / "out"
    words = ("visits", "export", *SINCE, "--to", to, "--format")
    assert kiosk(*words, "json").out == f"1 visit is out, in {to}.\n"
    assert kiosk(*words, "json").out == "Nothing new to export: no visit has ended or changed.\n"
    done = kiosk(*words, "csv", "--json").json
    assert done == {"visits": 1, "left_out": 0, "files": [str(to / "visits-000001.csv")]}
    schema = kiosk("visits", "export-schema").json
    Draft202012Validator(schema).validate(json.loads((to / f"{visit_of(kiosk)}.json").read_text("utf-8")))
    assert f"Visits of this client went out to {to}: remove them there" in erased_by_force(kiosk, anna(kiosk)).out


def test_a_moment_is_one_of_the_clinics_clock(kiosk: Kiosk, tmp_path: Path) -> None:
    words = ("visits", "export", "--to", tmp_path / "out", "--format", "json", "--since")
    assert "like 2026-07-31" in kiosk(*words, "yesterday").complaint
    assert "no such day" in kiosk(*words, "2026-02-30").complaint
    assert "no such time of day" in kiosk(*words, "2026-02-20 24:10").complaint
    # The visit ended at 10:00 in Madrid, which is 08:00 in UTC.
    assert kiosk(*words, "2026-07-30 10:01", "--json").json["visits"] == 0
    assert kiosk(*words, "30.07.2026 10:00", "--json").json["visits"] == 1
