"""The reader of the audit trail that shares nothing with the product finds what was altered behind it."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import House
from tests.end_to_end.trail_oracle import opened_file, read_trail


def test_it_reads_every_entry_of_records_that_are_whole(house: House) -> None:
    entries = read_trail(house.folder / "records.db", key_of(house))
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert "schedule.import" in {entry["what"] for entry in entries}


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE audit SET entry = replace(entry, 'command', 'another') WHERE seq = 4",
        "UPDATE audit SET day = '2020-01-01' WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
        "UPDATE document SET body = replace(body, 'Dr Moss', 'Dr Gray') WHERE kind = 'visit'",
        "DELETE FROM document WHERE kind = 'visit'",
        "UPDATE document SET revision = revision + 1 WHERE kind = 'client'",
    ],
)
def test_it_finds_what_was_altered(house: House, altered: str) -> None:
    file = house.folder / "records.db"
    with opened_file(file, key_of(house)) as connection:
        assert connection.execute(altered).rowcount
    with pytest.raises(AssertionError):
        read_trail(file, key_of(house))


def key_of(house: House) -> bytes:
    """Return the clinic's key."""
    (file,) = house.home.rglob("*.key")
    return bytes.fromhex(file.read_text().strip())
