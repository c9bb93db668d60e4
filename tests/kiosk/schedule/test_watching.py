"""A folder that is watched: each file is taken once it is whole, moved, and told about, whatever happens in between."""

import argparse
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from kiosk.clinic import Clinic
from kiosk.commands import watch_command
from kiosk.core.errors import BadInput, RecordsUnavailable
from kiosk.core.settings import load, save
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.schedule import drop_folder, importing, watching
from kiosk.schedule.drop_folder import DropFolder, Dropped
from kiosk.schedule.taken_files import read_files
from kiosk.schedule.watching import TakenFile, take_all
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import KEY, SYSTEM, TODAY, FixedClock, House
from tests.running import Ran, run

HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code\n"
ANNA = "2026-07-30 12:00,Anna Ferrer,1984-03-05,parisian-peel,Dr Roca,020 7946 0101,A1\n"
BEN = "2026-07-30 13:00,Ben Okoro,1970-01-02,parisian-peel,Dr Roca,020 7946 0102,B1\n"
ICS = (
    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTART:20260730T140000\nSUMMARY:Parisian Peel: Zoe Kent\n"
    "DESCRIPTION:Date of birth: 1990-01-01\nEND:VEVENT\nEND:VCALENDAR\n"
)


class Watched:
    """A watched folder, and the clock by which files settle."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house = house
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.clock = FixedClock()
        self.drop = DropFolder(folder, self.clock)

    def put(self, name: str, text: str = HEAD + ANNA) -> Path:
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def look(self, **after: float) -> list[TakenFile]:
        self.clock.forward(**after)
        return list(take_all(self.drop, self.house.clinic, SYSTEM, between=lambda: None))

    def take(self) -> list[TakenFile]:
        """Look, and look again when everything has settled."""
        return self.look() + self.look(seconds=61)

    def names(self, place: str = "") -> list[str]:
        return sorted(each.name for each in (self.folder / place).iterdir() if each.is_file() and each.name[0] != ".")

    def booked(self) -> list[str]:
        entries = self.house.clinic.daybook(TODAY).entries()
        return sorted(f"{entry.client.full_name} {entry.visit.start:%H:%M}" for entry in entries)

    def report(self, place: str = "done") -> str:
        (report,) = (self.folder / place).glob("*.report.txt")
        return report.read_text(encoding="utf-8")


@pytest.fixture
def watched(house: House, tmp_path: Path) -> Watched:
    return Watched(house, tmp_path / "drop")


def test_files_are_taken_in_order_moved_and_told_about(watched: Watched) -> None:
    first, second = watched.put("b.csv", HEAD + ANNA), watched.put("a.csv", HEAD + ANNA.replace("12:00", "12:30") + BEN)
    os.utime(first, (1, 1))
    os.utime(second, (2, 2))
    watched.put("later.ics", ICS)
    assert [each.sentence for each in watched.take()] == ["1 new.", "1 new, 1 moved.", "1 new."], (
        "a calendar of one invitation"
    )
    assert watched.booked() == ["Anna Ferrer 12:30", "Ben Okoro 13:00", "Zoe Kent 14:00"]
    assert watched.names() == []
    stamp = "20260730T080101"
    assert watched.names("done") == [
        f"{stamp} {name}{more}" for name in ("a.csv", "b.csv", "later.ics") for more in ("", ".report.txt")
    ]
    for name in watched.names("done"):
        assert stat.S_IMODE((watched.folder / "done" / name).stat().st_mode) == 0o600
    with watched.house.clinic.records.read() as reader:
        assert [(each.name, each.is_taken) for each in read_files(reader)] == [
            ("later.ics", True),
            ("a.csv", True),
            ("b.csv", True),
        ]


def test_a_file_is_taken_once_it_has_not_changed_for_a_while(watched: Watched) -> None:
    watched.put("a.csv", HEAD)
    assert watched.look() == []
    watched.put("a.csv", HEAD + ANNA)
    assert watched.look(seconds=6) == []
    watched.put("a.csv", HEAD + ANNA + BEN)
    assert watched.look(seconds=6) == []
    assert watched.look(seconds=4) == []
    assert [each.sentence for each in watched.look(seconds=1)] == ["2 new."]


def test_an_empty_file_is_given_time_to_be_filled(watched: Watched) -> None:
    watched.put("a.csv", "")
    assert watched.look() == watched.look(seconds=59) == []
    (told,) = watched.look(seconds=1)
    assert (told.place, watched.names("done")) == ("refused", [])
    assert "empty" in watched.report("refused")


@pytest.mark.parametrize("name", [".hidden.csv", "~$open.xlsx", "a.csv.part", "b.csv.crdownload", "c.TMP"])
def test_what_is_still_being_written_by_its_name_is_left(watched: Watched, name: str) -> None:
    watched.put(name)
    assert watched.take() == []
    (watched.folder / name).rename(watched.folder / "whole.csv")
    assert [each.place for each in watched.take()] == ["done"]


def test_one_look_is_enough_for_what_was_finished_before(watched: Watched) -> None:
    path = watched.put("a.csv")
    changed = datetime.fromtimestamp(path.stat().st_ctime, UTC).timestamp()
    for later, places in ((4.0, []), (5.1, ["done"])):
        once = DropFolder(watched.folder, FixedClock(datetime.fromtimestamp(changed + later, UTC)))
        assert [each.place for each in take_all(once, watched.house.clinic, SYSTEM)] == places


def test_some_refused_lines_refuse_no_file_and_nobody_is_named_in_the_report(watched: Watched) -> None:
    watched.put("Anna Ferrer.csv", HEAD + ANNA + BEN.replace("1970-01-02", "soon"))
    assert [(each.place, each.sentence) for each in watched.take()] == [("done", "1 new, 1 refused.")]
    assert "Line 3: " in watched.report()
    for word in ("Ferrer", "Okoro", "7946", "1970", "B1"):
        assert word not in watched.report()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "no header\nat all\n", "header"),
        ("a.pdf", HEAD + ANNA, "Only schedules are taken from this folder"),
        ("a", HEAD + ANNA, "Only schedules"),
    ],
)
def test_what_is_no_schedule_is_refused_with_a_report(watched: Watched, name: str, text: str, says: str) -> None:
    watched.put(name, text)
    assert [each.place for each in watched.take()] == ["refused"]
    assert says in watched.report("refused")
    assert watched.names() == []
    with watched.house.clinic.records.read() as reader:
        assert [each.is_taken for each in read_files(reader)] == [False]


def test_links_and_pipes_are_not_followed(watched: Watched, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(HEAD + ANNA, encoding="utf-8")
    (watched.folder / "link.csv").symlink_to(secret)
    os.mkfifo(watched.folder / "pipe.csv")
    assert [each.place for each in watched.take()] == ["refused", "refused"]
    assert watched.booked() == []
    assert secret.exists()
    (watched.folder / "done" / "x").write_text("", encoding="utf-8")
    shutil.rmtree(watched.folder / "done")
    (watched.folder / "done").symlink_to(tmp_path)
    with pytest.raises(BadInput, match="is a link to somewhere else"):
        DropFolder(watched.folder, watched.clock)


@pytest.mark.parametrize(
    "name",
    ["ñandú 日本.csv", "two\nlines.csv", "--force.csv", "a\u202egnp.csv", "x" * 240 + ".csv", " .csv", "a.b.c.CSV", b"\xff\xe9.csv", "日" * 80 + ".csv"],
)  # fmt: skip
def test_odd_names_are_taken_and_made_readable(watched: Watched, name: str | bytes) -> None:
    path = os.path.join(os.fsencode(watched.folder), os.fsencode(name))  # noqa: PTH118  (a name may be any bytes)
    with open(path, "wb") as file:  # noqa: PTH123
        file.write((HEAD + ANNA).encode())
    assert [each.place for each in watched.take()] == ["done"]
    moved = [each for each in watched.names("done") if not each.endswith(".report.txt")]
    assert len(moved) == 1
    assert moved[0].isprintable()
    assert moved[0].casefold().endswith(".csv")


def test_the_same_name_twice_in_a_second_is_kept_twice(watched: Watched) -> None:
    watched.put("a.csv")
    watched.take()
    watched.put("a.csv", HEAD + BEN)
    watched.look()
    watched.clock.ticks += 5
    assert len(watched.look()) == 1
    assert len([each for each in watched.names("done") if each.endswith(".csv")]) == 2


def test_a_visit_that_has_begun_is_never_lost(watched: Watched) -> None:
    watched.put("a.csv", HEAD + ANNA + BEN)
    watched.take()
    (anna,) = watched.house.clinic.visits.by_code("A1")
    watched.house.clinic.visits.save(anna.model_copy(update={"state": VisitState.arrived}), SYSTEM, "visit.arrive")
    watched.put("a.csv", HEAD + ANNA.replace("12:00", "16:00"))
    watched.put("b.csv", HEAD + BEN.replace("Okoro", "Okoro "))
    assert len(watched.take()) == 2
    kept = watched.house.clinic.visits.get(anna.id)
    assert (kept.state, kept.start) == (VisitState.arrived, anna.start)
    assert watched.booked() == ["Anna Ferrer 12:00", "Ben Okoro 13:00"]


def test_a_newer_file_that_comes_while_the_one_before_is_read_is_read_too(watched: Watched) -> None:
    watched.put("a.csv", HEAD + ANNA)
    watched.look()
    watched.clock.forward(seconds=5)

    def newer() -> None:
        watched.put("a.part", HEAD + BEN).rename(watched.folder / "a.csv")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(watching, "import_schedule", _then(newer))
        assert [each.sentence for each in watched.look()] == ["1 new."]
    assert watched.names() == ["a.csv"]
    assert len(watched.take()) == 1
    assert watched.booked() == ["Anna Ferrer 12:00", "Ben Okoro 13:00"]


def _then(what: Callable[[], None]) -> Callable[..., object]:
    """Return the import of a schedule, after which something happens before the file is moved."""
    taking: Callable[..., object] = watching.import_schedule

    def both(*arguments: object, **options: object) -> object:
        report = taking(*arguments, **options)
        what()
        return report

    return both


def test_a_file_that_was_read_and_cannot_be_moved_is_read_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def read_only(source: Path, *to: object, **options: int) -> None:
        if source.name == "a.csv":
            raise OSError(errno.EROFS, "Read-only file system")
        rename(source, *to, **options)  # type: ignore[arg-type]

    watched.put("a.csv")
    monkeypatch.setattr(os, "rename", read_only)
    (told,) = watched.take()
    assert "read-only file system" in told.sentence
    assert [watched.look(seconds=6), watched.look(seconds=6)] == [[], []]
    with watched.house.clinic.records.read() as reader:
        assert len(read_files(reader)) == 1


def test_a_folder_for_what_was_taken_is_made_again(watched: Watched) -> None:
    (watched.folder / "done").rmdir()
    watched.put("a.csv")
    assert [each.place for each in watched.take()] == ["done"]


@pytest.mark.parametrize("at", ["part", "before the report", "after the report"])
def test_what_is_killed_in_the_middle_is_taken_whole_by_the_next(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    watched.put("a.csv", HEAD + ANNA + BEN)
    watched.look()
    watched.clock.forward(seconds=5)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if at == "before the report":
            patched.setattr(drop_folder, "write_whole", die)
        elif at == "after the report":
            patched.setattr(Dropped, "is_still_there", die)
        with pytest.raises(KeyboardInterrupt):
            list(take_all(watched.drop, watched.house.clinic, SYSTEM, between=die if at == "part" else lambda: None))
    assert watched.names() == ["a.csv"]
    again = Watched(watched.house, watched.folder)
    again.clock.forward(minutes=5)
    (told,) = again.take()
    assert told.sentence == ("1 new, 1 unchanged." if at == "part" else "2 unchanged.")
    assert again.booked() == ["Anna Ferrer 12:00", "Ben Okoro 13:00"]
    assert again.names() == []


def test_two_watchers_at_once_take_each_file_once(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Watched(watched.house, watched.folder)
    watched.put("a.csv", HEAD + ANNA + BEN)
    watched.look()
    other.look()
    watched.clock.forward(seconds=5)
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    meanwhile: list[list[TakenFile]] = []
    taken = list(
        take_all(watched.drop, watched.house.clinic, SYSTEM, between=lambda: meanwhile.append(other.look(seconds=5)))
    )
    assert [each.sentence for each in taken] == ["2 new."]
    assert meanwhile == [[], []]
    assert other.look(seconds=5) == []


def test_a_file_that_nobody_may_read_is_refused_and_one_that_cannot_be_moved_is_tried_once(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.put("a.csv")

    def denied(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(DropFolder, "read", denied)
    assert [each.place for each in watched.take()] == ["refused"]
    assert "It can't be read (permission denied)" in watched.report("refused")
    monkeypatch.setattr(DropFolder, "put", denied)
    watched.put("b.csv")
    (told,) = watched.take()
    assert "it stays where it is until it changes" in told.sentence
    assert watched.look(seconds=60) == []
    watched.put("b.csv", HEAD + BEN)
    assert len(watched.take()) == 1


def test_a_full_disk_leaves_the_file_for_the_next_round(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.put("a.csv")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def no_records(*_: object, **__: object) -> None:
        raise RecordsUnavailable("The disk is full.")

    for target, name, fail in ((drop_folder, "write_whole", full), (watching, "import_schedule", no_records)):
        with monkeypatch.context() as patched:
            patched.setattr(target, name, fail)
            with pytest.raises(RecordsUnavailable, match="disk"):
                watched.take()
        assert watched.names() == ["a.csv"]
    assert [each.place for each in watched.take()] == ["done"]


def test_on_a_full_disk_a_file_is_not_read_in_vain_again_and_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    watched.put("a.csv")
    watched.look()
    with monkeypatch.context() as patched:
        patched.setattr(os, "posix_fallocate", full)
        patched.setattr(drop_folder, "write_whole", full)
        for _ in range(3):
            with pytest.raises(RecordsUnavailable, match="disk of the watched folder is full"):
                watched.look(seconds=30)
    with watched.house.clinic.records.read() as reader:
        assert read_files(reader) == ()
    assert [each.sentence for each in watched.look(seconds=30)] == ["1 new."]
    assert [each.name for each in watched.folder.iterdir() if each.is_file()] == [".kiosk-watch"]


@pytest.mark.parametrize("when", ["before it is read", "while it is read"])
def test_nothing_goes_through_a_link_that_takes_the_place_of_a_folder(
    watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    (elsewhere / "20260101T000000 theirs.csv").write_text("theirs", encoding="utf-8")

    def swap() -> None:
        (watched.folder / "done").rename(tmp_path / "moved")
        (watched.folder / "done").symlink_to(elsewhere)

    watched.put("a.csv")
    watched.look()
    if when == "before it is read":
        swap()
    else:
        monkeypatch.setattr(watching, "import_schedule", _then(swap))
        assert [each.place for each in watched.look(seconds=5)] == ["done"]
        assert sorted(each.suffix for each in (tmp_path / "moved").iterdir()) == [".csv", ".txt"]
    with pytest.raises(BadInput, match="done is a link to somewhere else: put a folder there"):
        watched.look(seconds=5)
    with pytest.raises(BadInput, match="is a link"):
        watched.drop.forget_old(1)
    assert [each.name for each in elsewhere.iterdir()] == ["20260101T000000 theirs.csv"]


def test_an_error_of_the_kiosks_own_keeps_no_other_file(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    watched.put("a.csv")
    watched.put("b.ics", ICS)
    taking: Callable[..., object] = watching.import_schedule

    def odd(books: object, data: bytes, **options: object) -> object:
        if data.startswith(b"BEGIN"):
            return taking(books, data, **options)
        raise ValueError("Anna Ferrer")

    monkeypatch.setattr(watching, "import_schedule", odd)
    assert sorted(each.place for each in watched.take()) == ["done", "refused"]
    assert "(ValueError)" in watched.report("refused")
    assert "Ferrer" not in watched.report("refused")


def test_files_are_removed_after_their_days(watched: Watched) -> None:
    watched.put("a.csv")
    watched.put("b.csv", "no schedule")
    watched.take()
    (watched.folder / "done" / "notes.txt").write_text("somebody's own", encoding="utf-8")
    watched.clock.forward(days=29)
    assert watched.drop.forget_old(30) == 0
    watched.clock.forward(days=2)
    assert watched.drop.forget_old(30) == 2
    assert (watched.names("done"), watched.names("refused")) == (["notes.txt"], [])


def test_the_command_takes_what_is_there_once_and_says_what_came_of_it(
    house: House, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clinic-kiosk").mkdir(mode=0o700)
    shutil.copy(base / "keys" / KEY, tmp_path / "clinic-kiosk" / f"{clinic_id(house.folder)}.key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    save(house.folder, load(house.folder))
    drop = tmp_path / "drop"

    def watch() -> Ran:
        clock = FixedClock(datetime.fromtimestamp(drop.stat().st_ctime + 60, UTC) if drop.exists() else house.clock.at)
        return run(("--data", house.folder, "schedule", "watch", drop, "--once"), os.environ, clock=clock)

    for own in (house.folder, house.folder / "protocols", tmp_path / "clinic-kiosk", ""):
        ran = run(("--data", house.folder, "schedule", "watch", own, "--once"), os.environ, clock=house.clock)
        assert ("which would be moved" if own else "nothing is named here") in ran.complaint
    assert not (house.folder / "refused").exists()
    assert "There is no folder" in watch().complaint
    drop.mkdir()
    assert watch().status == 0
    (drop / "Anna.csv").write_text(HEAD + ANNA, encoding="utf-8")
    ran = watch()
    assert (ran.status, ran.err) == (0, "")
    assert "1 new." in ran.out
    assert "Anna" not in ran.out
    (drop / "b.csv").write_text("none", encoding="utf-8")
    assert watch().status == 1


def test_a_folder_that_is_gone_is_told_and_looked_at_again(watched: Watched) -> None:
    watched.folder.rename(watched.folder.with_name("away"))
    with pytest.raises(RecordsUnavailable, match="can't be used now"):
        watched.look()
    watched.folder.with_name("away").rename(watched.folder)
    watched.put("a.csv")
    assert [each.place for each in watched.take()] == ["done"]


def test_a_workbook_is_taken_too(watched: Watched) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (HEAD + ANNA).splitlines():
        book.active.append(line.split(","))
    book.save(watched.folder / "thursday.xlsx")
    assert [each.sentence for each in watched.take()] == ["1 new."]


def test_what_is_in_the_way_is_said_once_and_the_next_round_goes_on(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.put("a.csv")
    down = [True]

    @contextmanager
    def opened(_: object) -> Iterator[Clinic]:
        if down:
            raise RecordsUnavailable("The server does not answer.")
        yield watched.house.clinic

    monkeypatch.setattr(watch_command, "opened", opened)
    rounds = watch_command.Rounds(argparse.Namespace(clock=watched.clock), watched.drop)
    for _ in range(3):
        assert not rounds.try_once(), "so it waits longer"
        watched.clock.forward(minutes=1)
    assert capsys.readouterr().err == "kiosk: The server does not answer.\n"
    assert watched.names() == ["a.csv"]
    down.clear()
    assert rounds.try_once()
    assert capsys.readouterr().out == "1 new.\n"
    assert watched.booked() == ["Anna Ferrer 12:00"]
