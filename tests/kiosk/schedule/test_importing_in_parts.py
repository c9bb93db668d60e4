"""A long schedule is written in parts: others write in between, and whatever ends it in the middle loses nothing."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from kiosk.core.errors import RecordsUnavailable
from kiosk.records import Kind
from kiosk.records.embedded.sqlcipher import SqlCipherEngine
from kiosk.records.storage import commit_of
from kiosk.schedule import ImportReport, import_schedule, importing, last_import
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import SYSTEM, TODAY, House

HEADER = "start,client,date of birth,treatment,practitioner,phone,booking code\n"


def sheet(count: int, *, codes: bool = True, later: int = 0, a_day: int = 10) -> bytes:
    """Return a schedule of so many different clients."""
    lines = []
    for number in range(count):
        start = datetime.combine(TODAY, time(9)) + timedelta(days=number // a_day, minutes=number % a_day + later)
        name = "Ann" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
        born = date(1960, 1, 1) + timedelta(days=number // 2)
        code = f"K{number:04}" if codes else ""
        lines.append(f"{start:%Y-%m-%d %H:%M},{name} Bell,{born},parisian-peel,Dr Roca,020 {number:07},{code}\n")
    return (HEADER + "".join(lines)).encode()


def take(house: House, data: bytes, between: Callable[[], object] = lambda: None) -> ImportReport:
    return import_schedule(house.clinic, data, actor=SYSTEM, between=between)


def day_book(house: House) -> list[tuple[object, ...]]:
    """Return all visits and clients without what is made up at random."""
    with house.clinic.records.read() as reader:
        names = {each["id"]: (each["given_name"], each["phone"]) for each in reader.all(Kind.CLIENT)}
        visits = [each for day in reader.partitions(Kind.VISIT) for each in reader.all(Kind.VISIT, day)]
        kept = [each for day in reader.partitions(Kind.IMPORT) for each in reader.all(Kind.IMPORT, day)]
    lines = sorted(str(sorted(line.items())) for each in kept for line in each.get("lines", {}).values())
    assert len(names) == len(set(names.values())), "a client came in twice"
    booked = [(each["day"], each["start"], names[each["client_id"]], each["booking_code"]) for each in visits]
    return [*sorted(booked), *lines]


def test_no_part_has_more_than_fifty_lines(house: House) -> None:
    gaps = []
    take(house, sheet(125), lambda: gaps.append(len(day_book(house))))
    with house.clinic.records.read() as reader:
        lines_of = Counter(commit_of(row) for row in reader.rows(Kind.VISIT))
    assert sorted(lines_of.values()) == [25, 50, 50]
    assert len(gaps) == 3, "others may write after each part"


def test_another_writer_gets_in_after_each_part(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 4)
    others = []

    def book_another() -> None:
        others.append(house.book(house.client(given=f"Zoe{'x' * len(others)}"), day=TODAY + timedelta(days=40)))

    report = take(house, sheet(10), book_another)
    assert (report.taken, len(others)) == (10, 3)
    assert all(house.visit(visit) == visit for visit in others)


def test_a_client_who_checks_in_between_two_parts_is_not_moved(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    take(house, sheet(10))
    monkeypatch.setattr(importing, "AT_ONCE", 5)
    (last,) = house.clinic.visits.by_code("K0009")

    def arrive() -> None:
        now = house.visit(last)
        if now.state is VisitState.booked:
            house.clinic.visits.save(now.model_copy(update={"state": VisitState.arrived}), SYSTEM, "visit.arrive")

    report = take(house, sheet(10, later=30), arrive)
    assert (report.moved, report.unchanged) == (9, 1)
    assert (house.visit(last).state, house.visit(last).start) == (VisitState.arrived, last.start)
    assert [(line, "checking in already" in sentence) for line, sentence in report.warnings] == [(11, True)]


@pytest.mark.parametrize("codes", [True, False])
@pytest.mark.parametrize("parts", [1, 2, 3])
def test_what_was_stopped_between_two_parts_ends_the_same_when_it_is_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch, parts: int, codes: bool
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 4)
    done = []

    def stop() -> None:
        done.append("part")
        if len(done) == parts:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(house, sheet(12, codes=codes, a_day=5), stop)
    assert last_import(house.clinic) is None, "it was not read to its end"
    halfway = day_book(house)
    assert len(halfway) == 2 * 4 * parts
    report = take(house, sheet(12, codes=codes, a_day=5))
    assert (report.taken, report.unchanged) == (12 - 4 * parts, 4 * parts)
    whole = day_book(house)
    assert set(halfway) <= set(whole)
    assert len(whole) == 24
    again = take(house, sheet(12, codes=codes, a_day=5))
    assert (again.unchanged, again.warnings, again.vanished) == (12, (), ())
    assert day_book(house) == whole


@pytest.mark.parametrize("codes", [True, False])
def test_two_who_read_the_same_file_at_once_book_everybody_once(
    house: House, monkeypatch: pytest.MonkeyPatch, codes: bool
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    others: list[ImportReport] = []

    def read_it_too() -> None:
        if not others:
            others.append(take(house, sheet(9, codes=codes)))

    report = take(house, sheet(9, codes=codes), read_it_too)
    assert (report.taken, report.unchanged, others[0].taken, others[0].unchanged) == (3, 6, 6, 3)
    assert len(day_book(house)) == 18


def test_what_stops_it_is_said_with_how_far_it_came(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 4)
    write, full = house.clinic.records.write, RecordsUnavailable("The disk is full.")
    calls = []

    def failing(actor: object) -> object:
        calls.append(actor)
        if len(calls) == 3:
            raise full
        return write(actor)  # type: ignore[arg-type]

    monkeypatch.setattr(house.clinic.records, "write", failing)
    with pytest.raises(RecordsUnavailable) as stopped:
        take(house, sheet(12))
    assert (
        str(stopped.value)
        == "The disk is full. 8 lines of 12 had been taken; read the same file again to take the rest."
    )


@pytest.mark.parametrize("codes", [True, False])
def test_twice_as_many_lines_of_one_day_take_twice_as_many_looks(
    house: House, monkeypatch: pytest.MonkeyPatch, codes: bool
) -> None:
    looks: Counter[str] = Counter()
    fetch, lookup = SqlCipherEngine.fetch, SqlCipherEngine.lookup

    def rows(what: str, found: object) -> object:
        looks[what] += len(found) if isinstance(found, list) else 1
        return found

    monkeypatch.setattr(SqlCipherEngine, "fetch", lambda self, *of: rows("rows", fetch(self, *of)))
    monkeypatch.setattr(SqlCipherEngine, "lookup", lambda self, *of: rows("rows", lookup(self, *of)))

    def cost(count: int) -> int:
        looks.clear()
        take(house, sheet(count, codes=codes, a_day=1000))
        return looks["rows"]

    cost(80)
    few, many = cost(40), cost(80)
    assert many < 2.2 * few
    assert many < 10 * 80
