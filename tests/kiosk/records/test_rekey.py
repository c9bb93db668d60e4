import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import KeyMissing, RecordsDamaged, RecordsUnavailable
from kiosk.records import Records
from kiosk.records.audit.verification import verify
from kiosk.records.embedded.file_store import EmbeddedStore
from kiosk.records.embedded.sqlite_connection import connect_file
from kiosk.records.keys.key_change import change_in_steps, finish, rekey
from kiosk.records.keys.key_files import create_key, new_key_file, read_key
from kiosk.records.keys.key_sources import find_key
from kiosk.records.secrets import derive

ROOT = Path(__file__).parents[3]
DAY = "2026-07-30"
NAME = "Wilhelmina Featherstonehaugh"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "clinic.key"


@pytest.fixture
def old_key(folder: Path, key_file: Path, desk: Actor, clock: Any) -> bytes:
    """The key of a clinic with a day of visits, closed everywhere."""
    key = create_key("C-1", file=key_file)
    with Records.create(folder, key, clock=clock) as records, records.write(desk) as writer:
        for number in range(300):
            writer.put("visit", {"id": f"V-{number}", "name": NAME, "filling": "x" * 800}, partition=DAY)
    return key


@pytest.fixture
def change(folder: Path, key_file: Path, desk: Actor, clock: Any) -> Callable[[bytes], bytes]:
    return lambda key: rekey(folder, key, key_file, actor=desk, clock=clock)


def run(folder: Path, key_file: Path, step: str) -> "subprocess.Popen[str]":
    script = Path(__file__).with_name("changing_the_key.py")
    command = [sys.executable, str(script), str(folder), str(key_file), step]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)


def whole(folder: Path, key: bytes) -> None:
    with Records.open(folder, key, clock=SystemClock()) as records:
        with records.read() as reader:
            assert [each["id"] for each in reader.all("visit", DAY)] == [f"V-{number}" for number in range(300)]
        assert verify(records) == []


def test_a_new_key_replaces_the_old_one_and_only_the_new_one_opens(
    folder: Path, key_file: Path, old_key: bytes, change: Callable[[bytes], bytes]
) -> None:
    with Records.open(folder, old_key, clock=SystemClock()) as records:
        secrets = [records.secret(name) for name in ("pepper", "index", "audit", "signing")]
    new = change(old_key)
    assert new != old_key
    assert find_key("C-1", file=key_file) == new
    whole(folder, new)
    with pytest.raises(KeyMissing):
        Records.open(folder, old_key, clock=SystemClock())
    with Records.open(folder, new, clock=SystemClock()) as records:
        assert [records.secret(name) for name in ("pepper", "index", "audit", "signing")] == secrets
        with records.read() as reader:
            assert [entry.event for entry in reader.trail()] == ["changed", "rekeyed"]
    assert {file.name for file in folder.iterdir()} == {"records.db", "records.counter"}
    assert {file.name for file in key_file.parent.iterdir()} == {"clinic.key", "clinic.former-1.key"}
    assert read_key(key_file.with_name("clinic.former-1.key")) == old_key
    change(new)
    assert read_key(key_file.with_name("clinic.former-2.key")) == new


def test_it_is_refused_while_another_terminal_has_the_clinic_open(
    folder: Path, key_file: Path, old_key: bytes, desk: Actor, change: Callable[[bytes], bytes]
) -> None:
    with Records.open(folder, old_key, clock=SystemClock()) as records:
        with pytest.raises(RecordsUnavailable, match="open at another terminal: close the kiosk everywhere"):
            change(old_key)
        with records.write(desk) as writer:
            writer.audit("seen")
    whole(folder, old_key)
    assert find_key("C-1", file=key_file) == old_key


OPEN = """
import sys
from pathlib import Path
from kiosk.core.clock import SystemClock
from kiosk.records import Records
with Records.open(Path(sys.argv[1]), bytes.fromhex(sys.stdin.readline()), clock=SystemClock()):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--terminal", "Desk 1"], "Desk 1"),
        pytest.param(["--terminal=Desk 1"], "Desk 1", marks=pytest.mark.thorough),
        pytest.param(["--role", "reception"], "Desk", marks=pytest.mark.thorough),
        ([], "Kiosk"),
    ],
)
def test_the_terminal_that_has_the_clinic_open_is_named(
    folder: Path, old_key: bytes, change: Callable[[bytes], bytes], arguments: list[str], name: str
) -> None:
    watcher = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(folder), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # without a terminal, whose number would be part of the name
    )
    assert watcher.stdin is not None
    assert watcher.stdout is not None
    print(old_key.hex(), file=watcher.stdin, flush=True)
    assert watcher.stdout.readline() == "open\n"
    try:
        with pytest.raises(RecordsUnavailable) as refused:
            change(old_key)
        with pytest.raises(RecordsUnavailable) as refused_alike:
            EmbeddedStore(folder, old_key).refuse_others()
    finally:
        watcher.communicate("")
    assert refused_alike.value.sentence == refused.value.sentence
    assert refused.value.sentence.endswith(f"It is open at {name} (process {watcher.pid}).")


@pytest.mark.parametrize(
    "step",
    ["alone", "the new key waits", "copied", "encrypted again", "opened by the new key", "in its place", "finished"],
)
def test_a_kill_after_any_step_leaves_one_key_that_opens(
    folder: Path, key_file: Path, old_key: bytes, change: Callable[[bytes], bytes], step: str
) -> None:
    process = run(folder, key_file, step)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    key = find_key("C-1", file=key_file, folder=folder)
    assert (key == old_key) == (step not in {"in its place", "finished"})
    whole(folder, key)
    assert not new_key_file(key_file).exists()
    assert {file.name for file in folder.iterdir()} == {"records.db", "records.counter"}
    whole(folder, change(key))


@pytest.mark.thorough
@pytest.mark.parametrize("kills", [4, 15])
def test_kills_at_random_moments_leave_one_key_that_opens(
    folder: Path, key_file: Path, old_key: bytes, kills: int
) -> None:
    def change(seconds: float | None) -> bytes:
        process = run(folder, key_file, "none")
        assert process.stdout is not None
        process.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        process.kill()
        process.communicate()
        return find_key("C-1", file=key_file, folder=folder)

    begun = time.monotonic()
    assert change(None) != old_key
    undisturbed = time.monotonic() - begun
    rand = random.Random(7)  # noqa: S311
    for _ in range(kills):
        whole(folder, change(rand.uniform(0, undisturbed)))


def test_the_journal_of_a_change_that_was_killed_never_reaches_the_next(
    folder: Path, old_key: bytes, change: Callable[[bytes], bytes]
) -> None:
    # A kill in the middle of encrypting anew leaves the copy with a journal that undoes what was done so far.
    copy = folder / "records.db.new"
    shutil.copy(folder / "records.db", copy)
    connection = connect_file(copy, derive(old_key, "records"), wal=False)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("UPDATE secret SET sealed = randomblob(60)")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE secret SET sealed = randomblob(60)")
    connection.execute("UPDATE document SET body = 'undone'")
    shutil.copy(folder / "records.db.new-journal", folder / "left")
    connection.close()
    (folder / "left").rename(folder / "records.db.new-journal")
    whole(folder, change(old_key))


def test_with_neither_key_the_records_stay_and_a_sentence_says_what_to_do(
    folder: Path, key_file: Path, old_key: bytes
) -> None:
    key_file.write_text("11" * 32)
    new_key_file(key_file).write_text("22" * 32)
    new_key_file(key_file).chmod(0o600)
    with pytest.raises(KeyMissing, match="brings the key back by the words of the recovery sheet"):
        find_key("C-1", file=key_file, folder=folder)
    whole(folder, old_key)


PAGE = 4096


@pytest.mark.parametrize("page", [0, 3, 40, -1])
def test_a_copy_that_the_disk_spoiled_replaces_nothing(
    folder: Path, key_file: Path, old_key: bytes, change: Callable[[bytes], bytes], page: int
) -> None:
    copy = folder / "records.db.new"
    under_way = change_in_steps(folder, old_key, key_file)
    assert "encrypted again" in under_way  # which is where it stops
    data = bytearray(copy.read_bytes())
    data[page % (len(data) // PAGE) * PAGE + 100] ^= 1
    copy.write_bytes(data)
    with pytest.raises(RecordsDamaged, match="not what was copied: the old key stays"):
        next(under_way)
    finish(folder, key_file)
    assert find_key("C-1", file=key_file) == old_key
    whole(folder, old_key)
    whole(folder, change(old_key))


def test_a_copy_that_is_whole_but_lacks_a_document_replaces_nothing(
    folder: Path, key_file: Path, old_key: bytes
) -> None:
    under_way = change_in_steps(folder, old_key, key_file)
    assert "encrypted again" in under_way  # which is where it stops
    new = derive(read_key(new_key_file(key_file)), "records")
    connection = connect_file(folder / "records.db.new", new, wal=False)
    connection.execute("DELETE FROM document WHERE id = 'V-7'")
    connection.close()
    with pytest.raises(RecordsDamaged, match="not what was copied"):
        next(under_way)
    finish(folder, key_file)
    whole(folder, old_key)


def test_records_that_are_damaged_keep_their_key_and_nothing_is_left_of_the_change(
    folder: Path, key_file: Path, old_key: bytes, change: Callable[[bytes], bytes]
) -> None:
    data = bytearray((folder / "records.db").read_bytes())
    data[40 * PAGE + 100] ^= 1
    (folder / "records.db").write_bytes(data)
    with pytest.raises(RecordsDamaged):
        change(old_key)
    assert (folder / "records.db").read_bytes()[40 * PAGE : 41 * PAGE] == data[40 * PAGE : 41 * PAGE]
    assert {file.name for file in folder.iterdir()} == {"records.db", "records.counter"}
    assert [file.name for file in key_file.parent.iterdir()] == ["clinic.key"]


@pytest.mark.thorough
def test_nobody_can_open_the_records_from_the_copy_to_the_renaming(
    folder: Path, key_file: Path, old_key: bytes
) -> None:
    look = "import sys; from pathlib import Path; from kiosk.records import location; print(location.is_open_elsewhere(Path(sys.argv[1])))"
    command = [sys.executable, "-c", look, str(folder / "records.db")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    locked = {
        step: subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        for step in change_in_steps(folder, old_key, key_file)
        if step in {"copied", "encrypted again", "opened by the new key"}
    }
    assert set(locked.values()) == {"True\n"}
