"""Files whose time no calendar has."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.core.file_times import written_at
from kiosk.privacy.leftover_files import put_aside
from kiosk.schedule.schedule_files import schedules_in


@pytest.mark.parametrize("seconds", [-(1 << 40), 0, 1_800_000_000, 1 << 40])
def test_a_file_of_any_time_is_shown_and_hides_no_other(tmp_path: Path, seconds: int) -> None:
    odd, usual = tmp_path / "odd.csv", tmp_path / "usual.csv"
    for path in (odd, usual):
        path.write_text("", encoding="utf-8")
    os.utime(odd, (seconds, seconds))
    assert {file.name for file in schedules_in([tmp_path])} == {"odd.csv", "usual.csv"}
    at = written_at(odd.stat())
    for zone in ("Asia/Tokyo", "America/Los_Angeles"):
        assert at.astimezone(ZoneInfo(zone)) == at
    odd.rename(tmp_path / "damaged-1")
    assert [each.since for each in put_aside(tmp_path)] == [at]
    if seconds == 1_800_000_000:
        assert at == datetime.fromtimestamp(seconds, UTC)
