import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import RecordsDamaged
from kiosk.records import Records
from kiosk.records.audit.examination import examine_records

DAY = "2026-07-30"
PLACES = 100


@pytest.fixture
def folder_of_a_killed_kiosk(records: Records, desk: Actor, folder: Path, tmp_path: Path) -> Path:
    """What a kill leaves behind: a database, and a log that is not folded into it yet."""
    with records.write(desk) as writer:
        for number in range(200):
            writer.put("visit", {"id": f"V-{number}", "filling": "x" * 500}, partition=DAY)
    # Folds the log into the database, so that both hold something.
    assert records.fold()
    for number in range(20):
        with records.write(desk) as writer:
            writer.put("visit", {"id": f"V-late-{number}", "filling": "y" * 300}, partition=DAY)
    left = tmp_path / "left"
    shutil.copytree(folder, left)
    (left / "records.db-shm").unlink()
    assert (left / "records.db-wal").stat().st_size > 20 * 4096
    return left


def copies(folder: Path, tmp_path: Path) -> Iterator[Path]:
    number = 0
    while True:
        number += 1
        copy = tmp_path / f"copy{number}"
        shutil.copytree(folder, copy)
        yield copy
        shutil.rmtree(copy)


def everything(folder: Path, key: bytes) -> list[object]:
    with Records.open(folder, key, clock=SystemClock()) as records, records.read() as reader:
        return [reader.all("visit", DAY), list(reader.trail())]


def test_whole_records_are_found_whole(folder_of_a_killed_kiosk: Path, key: bytes) -> None:
    assert examine_records(folder_of_a_killed_kiosk, key, clock=SystemClock()) == []


@pytest.mark.parametrize("name", ["records.db", "records.db-wal", "records.counter"])
def test_no_flipped_bit_is_accepted_in_silence(
    folder_of_a_killed_kiosk: Path, key: bytes, tmp_path: Path, name: str
) -> None:
    rand = random.Random(4)  # noqa: S311
    data = (folder_of_a_killed_kiosk / name).read_bytes()
    whole = everything(next(copies(folder_of_a_killed_kiosk, tmp_path / "reference")), key)
    found = 0
    for place, copy in zip(
        (rand.randrange(len(data)) for _ in range(PLACES)), copies(folder_of_a_killed_kiosk, tmp_path), strict=False
    ):
        altered = bytearray(data)
        altered[place] ^= 1 << rand.randrange(8)
        (copy / name).write_bytes(altered)
        if examine_records(copy, key, clock=SystemClock()):
            found += 1
        else:  # where nothing is kept, nothing can be lost
            assert everything(copy, key) == whole, place
    assert found > PLACES // 2


@pytest.mark.parametrize("name", ["records.db", "records.db-wal", "records.counter"])
def test_no_cut_file_is_accepted_in_silence(
    folder_of_a_killed_kiosk: Path, key: bytes, tmp_path: Path, name: str
) -> None:
    rand = random.Random(5)  # noqa: S311
    data = (folder_of_a_killed_kiosk / name).read_bytes()
    whole = everything(next(copies(folder_of_a_killed_kiosk, tmp_path / "reference")), key)
    for copy in copies(folder_of_a_killed_kiosk, tmp_path):
        length = rand.randrange(len(data))
        (copy / name).write_bytes(data[:length])
        assert examine_records(copy, key, clock=SystemClock()) or everything(copy, key) == whole, length
        if copy.name == f"copy{PLACES // 2}":
            break


def test_a_log_that_vanished_is_named_with_what_is_lacking(folder_of_a_killed_kiosk: Path, key: bytes) -> None:
    (folder_of_a_killed_kiosk / "records.db-wal").unlink()
    with pytest.raises(RecordsDamaged, match="lack the last 20 changes"):
        Records.open(folder_of_a_killed_kiosk, key, clock=SystemClock())


def test_an_older_database_put_in_the_place_of_the_newer_is_named(
    records: Records, desk: Actor, folder: Path, key: bytes, tmp_path: Path
) -> None:
    with records.write(desk) as writer:
        writer.put("visit", {"id": "V-1"}, partition=DAY)
    records.close()
    shutil.copy(folder / "records.db", tmp_path / "older.db")
    with Records.open(folder, key, clock=SystemClock()) as again, again.write(desk) as writer:
        writer.put("visit", {"id": "V-2"}, partition=DAY)
    shutil.copy(tmp_path / "older.db", folder / "records.db")
    with pytest.raises(RecordsDamaged, match="lack the last change that was made"):
        Records.open(folder, key, clock=SystemClock())


def test_records_put_back_while_they_are_open_are_noticed(
    records: Records, desk: Actor, folder: Path, tmp_path: Path
) -> None:
    records.close()
    shutil.copytree(folder, tmp_path / "older")
    with Records.open(folder, bytes(range(32)), clock=SystemClock()) as opened:
        with opened.write(desk) as writer:
            writer.put("visit", {"id": "V-1"}, partition=DAY)
        while opened._pool._idle:
            opened._pool._idle.pop().engine.close()
        for file in folder.iterdir():
            file.unlink()
        for file in (tmp_path / "older").iterdir():
            shutil.copy(file, folder)
        with pytest.raises(RecordsDamaged, match="lack the last change that was made"), opened.read():
            pass


def test_a_fault_on_reading_is_told_and_reading_goes_on_once_it_is_over(
    records: Records, desk: Actor, folder: Path, key: bytes
) -> None:
    with records.write(desk) as writer:
        for number in range(50):
            writer.put("visit", {"id": f"V-{number}", "filling": "x" * 900}, partition=DAY)
    records.close()
    whole = (folder / "records.db").read_bytes()
    half = bytearray(whole)
    for place in range(len(half) // 2, len(half), 4096):
        half[place] ^= 1
    with Records.open(folder, key, clock=SystemClock()) as opened:
        (folder / "records.db").write_bytes(half)
        with (
            pytest.raises(RecordsDamaged, match="records are damaged: bring back the last backup"),
            opened.read() as reader,
        ):
            reader.all("visit", DAY)
        (folder / "records.db").write_bytes(whole)
        with opened.read() as reader:
            assert len(reader.all("visit", DAY)) == 50


def test_a_missing_counter_is_named(records: Records, folder: Path, key: bytes) -> None:
    records.close()
    (folder / "records.counter").unlink()
    with pytest.raises(RecordsDamaged, match=r"records\.counter is missing"):
        Records.open(folder, key, clock=SystemClock())


def test_a_missing_database_is_never_an_empty_day(records: Records, folder: Path, key: bytes) -> None:
    records.close()
    (folder / "records.db").unlink()
    with pytest.raises(RecordsDamaged, match=r"records\.db is missing"):
        Records.open(folder, key, clock=SystemClock())


def test_a_commit_whose_mark_was_never_written_is_no_damage(
    records: Records, desk: Actor, folder: Path, key: bytes
) -> None:
    before = (folder / "records.counter").read_bytes()
    with records.write(desk) as writer:
        writer.put("visit", {"id": "V-1"}, partition=DAY)
    (folder / "records.counter").write_bytes(before)
    with Records.open(folder, key, clock=SystemClock()) as again, again.read() as reader:
        assert reader.count("visit") == 1
    assert examine_records(folder, key, clock=SystemClock()) == []
