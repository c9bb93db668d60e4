import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import gettempdir

import pytest

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.records import Records
from tests.faults import altering, clocks, disks, kills, servers, tampering
from tests.faults.__main__ import main
from tests.faults.hostile import hostile
from tests.faults.processes import lacking
from tests.faults.telling import DAY, KEY, Endured, Kept, Noticed, Result, Told

pytestmark = pytest.mark.disk


@pytest.mark.parametrize(
    ("run", "times"),
    [
        (kills.random_kills, 4),
        (clocks.jumping, 40),
        (clocks.nights, 24),
        (tampering.tamperings, len(tampering.WAYS)),
        (altering.cuts, 10),
        (altering.bits, 10),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_nothing_is_lost_or_silently_accepted_by(
    run: Callable[[Path, int], Sequence[Result]], times: int, tmp_path: Path
) -> None:
    results = run(tmp_path, times)
    assert [result for result in results if not result.is_good] == []


@pytest.fixture
def place() -> Iterator[Path]:
    with disks.place_for_others() as folder:
        yield folder


def test_nothing_is_lost_where_the_folder_cannot_be_written_to_for_a_while(place: Path) -> None:
    assert disks.read_only(place, 2) == [Kept("folder read-only, then not", 10, [], "2 times")]


def test_nobody_is_let_through_to_a_folder_that_another_run_shuts(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("shut")
    before = [folder.stat().st_mode for folder in place.parents]
    with pytest.raises(ValueError, match="place_for_others"):
        disks.let_others_through(place)
    assert [folder.stat().st_mode for folder in place.parents] == before


@pytest.mark.system
def test_nothing_is_lost_where_the_disk_of_a_server_is_full(place: Path) -> None:
    before = Path(gettempdir()).stat().st_mode
    results = servers.full_server(place, 1)
    assert Path(gettempdir()).stat().st_mode == before
    assert [result for result in results if not result.is_good] == []


def test_a_visit_that_is_gone_is_counted_as_lost(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    with (
        Records.create(folder, KEY, clock=SystemClock()) as records,
        records.write(Actor(name="test", role="system")) as writer,
    ):
        writer.put("visit", {"id": "V-1"}, partition=DAY)
    assert lacking(folder, ["V-1"]) == []
    assert lacking(folder, ["V-1", "V-2"]) == ["V-2"]
    (folder / "records.counter").unlink()
    assert lacking(folder, ["V-1"])[0] == "V-1"


def test_one_lost_change_or_one_silent_acceptance_makes_it_fail(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told()
    told.add(Kept("kills", 3, []))
    told.add(Noticed("bits", 5, 4, 1, []))
    assert told.close()
    told.add(Kept("kills", 3, ["V-7"]))
    assert not told.close()
    said = capsys.readouterr().out.splitlines()
    assert "    V-7" in said
    assert "acknowledged 6, found 5, lost 1" in said
    accepting = Told()
    accepting.add(Noticed("bits", 5, 4, 0, ["bit 3 of byte 9"]))
    assert not accepting.close()
    pouring = Told()
    pouring.add(Endured(20_000, [], [], [], []))
    assert pouring.close()
    assert "20,000 sequences, 0 ended, 0 answered, 0 touches astray" in capsys.readouterr().out.splitlines()
    for wrong in (
        (["client, status 0"], [], [], []),
        ([], ["1"], [], []),
        ([], [], ["1"], []),
        ([], [], [], ["a title"]),
    ):
        failing = Told()
        failing.add(Endured(20_000, *wrong))
        assert not failing.close()
    assert not Told().close()


def test_hostile_bytes_are_the_same_each_time_and_hold_no_touch_that_would_count() -> None:
    lots, again = ([hostile(random.Random(7), 3000, calm=calm) for calm in (False, True)] for _ in range(2))  # noqa: S311
    assert lots == again
    touch = re.compile(rb"\x1b\[<[0-2];[0-9]{1,2};[0-9]{1,2}[Mm]")
    for lot in lots:
        assert not touch.search(lot)
        assert b"\x11" not in lot
        for form in (
            b"\x1b[48;30;100;600;1000t",
            b"\x1b]52;c;",
            b"\x1bP",
            b"\x1bO",
            b"\x1b[200~",
            b"\xe9a",
            b"\x1b[M",
            b"417\r",
        ):
            assert form in lot, form
    assert lots[1].count(b"\x1b\x1b") == 0


def test_a_fault_that_is_not_there_is_named_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["faults", "earthquake"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "there is no fault earthquake; there are: kills" in capsys.readouterr().err
