"""The test of a power cut is tested itself: on a disk that keeps less than it says it must find what is lost."""

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import pytest

from tests.faults import power
from tests.faults.platter import SECTOR, Disk, File, Folder, Luck, Write

pytestmark = pytest.mark.disk

ROOT = PurePosixPath("/disk")
RAND = random.Random(1)  # noqa: S311


def everything_found(disk: Disk, luck: Luck, path: PurePosixPath, times: int = 60) -> set[bytes | None]:
    """Return all that many power cuts leave of a file; ``b"gone"`` where it is not there."""
    return {disk.found(luck, RAND).get(path, b"gone") for _ in range(times)}


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a clinic's folder and what it did there."""
    place = tmp_path_factory.mktemp("power")
    (place / "root").mkdir(mode=0o700)
    return place / "root", power.worked(place / "root", place / "trace")


def lost(trace: tuple[Path, Path], place: Path, times: int, forgotten: str) -> Sequence[str]:
    """Return what is lost on a disk that forgets these calls."""
    root, whole = trace
    lines = [line for line in whole.read_text().splitlines(keepends=True) if not re.search(forgotten, line)]
    (place / "trace").write_text("".join(lines))
    rand = random.Random(2)  # noqa: S311
    wrong: list[str] = []
    for cut in power.cuts(place / "trace", root, times, rand):
        power.put_down(cut, root, place / "again", rand)
        wrong += power.lacking(place / "again", cut.said)
        shutil.rmtree(place / "again")
    return wrong


@pytest.mark.system
def test_nothing_acknowledged_is_lost_when_the_power_fails(tmp_path: Path) -> None:
    (result,) = power.power_cuts(tmp_path, 40)
    assert (result.is_good, result.lost) == (True, [])


@pytest.mark.system
def test_a_disk_that_was_never_told_to_keep_anything_is_found_to_lose(trace: tuple[Path, Path], tmp_path: Path) -> None:
    assert lost(trace, tmp_path, 20, r"\b(fsync|fdatasync)(\(| resumed)") != []


def test_what_was_forced_is_found_and_what_was_not_may_be() -> None:
    disk, path = Disk(ROOT), ROOT / "file"
    file = File()
    disk.name((path, file))
    disk.force(ROOT, disk.waiting(ROOT))
    file.since.append(Write(0, b"old"))
    file.force(list(file.since))
    file.since.append(Write(0, b"new"))
    assert everything_found(disk, Luck.nothing, path) == {b"old"}
    assert everything_found(disk, Luck.all, path) == {b"new"}
    assert everything_found(disk, Luck.some, path) == {b"old", b"new"}


def test_a_name_that_was_not_forced_may_be_gone_and_an_exchange_of_names_is_never_seen_half_done() -> None:
    disk, path, other = Disk(ROOT), ROOT / "file", ROOT / "part"
    old, new = File(bytearray(b"old")), File(bytearray(b"new"))
    disk.name((path, old))
    disk.name((other, new))
    assert everything_found(disk, Luck.some, path) == {b"gone", b"old"}
    disk.force(ROOT, disk.waiting(ROOT))
    disk.name((other, None), (path, new))
    assert {tuple(disk.found(Luck.some, RAND).values())[1:] for _ in range(60)} == {(b"old", b"new"), (b"new",)}


def test_what_moved_to_another_folder_is_certain_there_only_when_that_folder_was_forced() -> None:
    disk, path, aside = Disk(ROOT), ROOT / "file", ROOT / "aside"
    disk.name((aside, Folder()))
    disk.name((path, File(bytearray(b"old"))))
    disk.force(ROOT, disk.waiting(ROOT))
    disk.name((path, None), (aside / "file", disk.there[path]))
    assert everything_found(disk, Luck.nothing, path) == {b"old"}
    disk.force(ROOT, disk.waiting(ROOT))
    assert everything_found(disk, Luck.nothing, path) == {b"gone"}
    assert everything_found(disk, Luck.some, aside / "file") == {b"gone", b"old"}
    disk.force(aside, disk.waiting(aside))
    assert everything_found(disk, Luck.some, aside / "file") == {b"old"}


def test_a_write_is_torn_at_sectors_and_nowhere_else() -> None:
    disk, path = Disk(ROOT), ROOT / "file"
    disk.name((path, file := File(bytearray(b"." * 2 * SECTOR))))
    disk.force(ROOT, disk.waiting(ROOT))
    file.since.append(Write(SECTOR // 2, b"x" * SECTOR))
    half = SECTOR // 2
    before, after = b"." * half, b"x" * half
    assert everything_found(disk, Luck.torn, path) == {
        before + first + second + before for first in (before, after) for second in (before, after)
    }


def test_a_file_that_grew_without_its_content_reads_as_zeros() -> None:
    disk, path = Disk(ROOT), ROOT / "file"
    disk.name((path, file := File()))
    disk.force(ROOT, disk.waiting(ROOT))
    file.since.append(Write(2, b"xy"))
    assert everything_found(disk, Luck.some, path) == {b"", bytes(4), b"\0\0xy"}
    file.since.append(Write(3, None))
    assert everything_found(disk, Luck.all, path) == {b"\0\0x"}
