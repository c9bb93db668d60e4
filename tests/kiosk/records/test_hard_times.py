import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.core.actor import Actor
from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from tests.faults.disks import let_others_through, place_for_others

ROOT = Path(__file__).parents[3]


def said(folder: Path, what: str, *before: str) -> list[str]:
    command = [*before, sys.executable, str(Path(__file__).with_name("hard_times.py")), str(folder), what]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.system
def test_on_a_full_disk_nothing_is_lost_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    # In a name space of its own, where the disk can be as small as the test wants.
    inside = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    mounted = ["sh", "-c", f'mount -t tmpfs -o size=600k small "{tmp_path}/small" && exec "$@"', "sh"]
    sentence, *rest = said(tmp_path / "small" / "clinic", "full", *inside, *mounted)
    assert sentence == "The disk is full: make room and try again; nothing was lost."
    assert rest == ["True", "True", "[]"]


def test_where_the_records_may_not_grow_nothing_is_lost_and_work_goes_on_when_they_may(
    records: Records, desk: Actor
) -> None:
    with records.read() as reader:
        connection = reader._engine._connection  # type: ignore[attr-defined]
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    kept: list[int] = []

    def fill() -> None:
        for number in range(1000):
            with records.write(desk) as writer:
                writer.put("visit", {"id": f"V-{number}", "filling": "x" * 2000}, partition="2026-07-30")
            kept.append(number)

    with pytest.raises(RecordsUnavailable, match="The disk is full: make room and try again; nothing was lost"):
        fill()
    with records.read() as reader:
        assert reader.count("visit") == len(kept) > 0
    with records.write(desk) as writer:  # over a new connection, which may let them grow
        writer.put("visit", {"id": "V-last", "filling": "x" * 2000}, partition="2026-07-30")
    with records.read() as reader:
        assert reader.count("visit") == len(kept) + 1
    assert verify(records) == []


def test_a_folder_that_cannot_be_written_to_is_told_and_opens_when_it_can() -> None:
    with place_for_others() as place:
        let_others_through(place)  # for the account that takes root's place
        sentence, *rest = said(place / "clinic", "read-only")
    assert (
        sentence == "The clinic's folder cannot be written to: make the disk writable and try again; nothing was lost."
    )
    assert rest == ["True", "[]"]


@pytest.mark.system
def test_a_disk_that_fails_to_keep_what_was_written_ends_all_writing(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    assert strace is not None, "This test needs strace: apt-get install strace"
    # The first 40 are those of making the records; then the disk fails once, and works again.
    once = "--inject=fsync,fdatasync:error=EIO:when=40"
    quiet = ["-f", "-qqq", "-e", "signal=none", "-e", "trace=fsync,fdatasync", "-o", str(tmp_path / "trace"), once]
    sentence, *rest = said(tmp_path / "clinic", "fsync", strace, *quiet)
    assert sentence.startswith("The disk failed to keep what was written, so this kiosk stopped writing")
    assert rest == ["it stays so", "True"]


@pytest.mark.system
def test_a_disk_that_fails_when_the_log_is_folded_ends_all_writing_too(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    assert strace is not None, "This test needs strace: apt-get install strace"
    # The first forced write of the database itself is that of making it; the second is when the log is folded into it.
    once = ["-e", "inject=fsync,fdatasync:error=EIO:when=2", "-P", str(tmp_path / "clinic" / "records.db")]
    quiet = ["-f", "-qqq", "-e", "signal=none", "-e", "trace=fsync,fdatasync", "-o", str(tmp_path / "trace"), *once]
    folded, written, *rest = said(tmp_path / "clinic", "fold", strace, *quiet)
    assert folded.startswith("The disk failed to keep what was written, so this kiosk stopped writing")
    assert written == folded
    assert rest == ["1"]
