"""What commands complain of, and a backup, tell of nobody; and what the tests look for would be found."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tests.end_to_end.conftest import PINS, SCHEDULE, House
from tests.end_to_end.watching import COMMANDS_TO_TERMINAL, OF_CLIENTS, OF_STAFF, TRACEBACK, told


def test_what_a_command_complains_of_names_nobody(house: House, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        f"{SCHEDULE}2026-11-23 25:00;Amélie Fontaine;Fontaine;Amélie;1985-07-31;Parisian Peel;Dr Moss;;LU199\n"
    )
    complaints = [
        house.run("schedule", "import", str(bad)),
        house.run("visits", "show", "V-NOBODY"),
        house.run("client", "find", text="Fontaine\n31 July 1985\n"),
        house.run("doctor"),
        house.run("audit", "verify"),
    ]
    for done in complaints:
        assert told(done.stderr.encode(), (*OF_CLIENTS, *PINS.values(), TRACEBACK)) == [], done.args
    trail = house.run("audit", "show")
    assert trail.returncode == 0
    assert told(trail.stdout.encode(), OF_CLIENTS) == []


def test_a_backup_can_be_read_by_nobody_without_the_key(house: House, tmp_path: Path) -> None:
    assert house.run("backup", str(tmp_path / "clinic.backup")).returncode == 0
    assert told((tmp_path / "clinic.backup").read_bytes(), OF_CLIENTS + OF_STAFF) == []


def test_what_is_looked_for_would_be_found() -> None:
    for way in ("utf-8", "utf-16-le"):
        assert told(b"\x00" + "AMÉLIE".encode(way), OF_CLIENTS) == ["Amélie"]
    assert told(unicodedata.normalize("NFD", "Amélie").encode(), OF_CLIENTS) == ["Amélie"]
    assert told(rb"Am\xe9lie", OF_CLIENTS) == ["Amélie"]
    assert COMMANDS_TO_TERMINAL.findall(b"\x1b]0;Amelie\x07 \x1bP+q\x1b\\") == [b"0;Amelie", b"+q"]
