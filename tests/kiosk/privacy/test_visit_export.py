"""Visits go out to other programs: each once when it is over, once more when it changes, never half and never unsaid."""

import csv
import errno
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from kiosk.core.errors import BadInput
from kiosk.handouts.exported_visit import schema_of_export
from kiosk.handouts.visit_rows import COLUMNS
from kiosk.people.client_book import Client
from kiosk.privacy import visit_export
from kiosk.privacy.erase import erase
from kiosk.privacy.visit_export import ExportFormat, VisitsOut, export_visits
from kiosk.records.audit_trail import AuditEntry
from kiosk.visits.private_record import mark_private, mark_public
from kiosk.visits.record_lock import lock
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import SYSTEM, House
from tests.running import ROOT

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SCHEMA_FILE = ROOT / "docs" / "visit-export.schema.json"


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "out"


def export(house: House, to: Path, kind: ExportFormat = "json", since: datetime = LONG_AGO, **more: Any) -> VisitsOut:
    return export_visits(house.clinic, to, kind, since, SYSTEM, **more)


def missed(house: House, client: Client | None = None) -> Visit:
    """Book a visit that ends at once, because nobody comes."""
    visit = house.book(client or house.client())
    return house.clinic.visits.save(visit.end(VisitState.no_show, house.clock.now()), SYSTEM, "visit.no_show")


def treated(house: House, client: Client) -> Visit:
    visit = house.confirmed(client)
    room = house.room()
    room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, note_shown=True)
    room.finish(house.visit(visit), ("face",), (), "-2 on the left", pin_checked=house.dr_roca)
    return house.visit(visit)


def entries(house: House, event: str) -> list[AuditEntry]:
    with house.clinic.records.read() as reader:
        return [entry for entry in reader.trail() if entry.event == event]


def names(to: Path) -> set[str]:
    return {file.name for file in to.iterdir()}


def test_a_finished_visit_goes_out_once_and_once_more_when_it_changes(house: House, to: Path) -> None:
    visit = treated(house, house.client())
    house.book(house.client("Bert", "Soler"))
    assert export(house, to).files == (f"{visit.id}.json",)
    first = json.loads((to / f"{visit.id}.json").read_text("utf-8"))
    assert (first["state"], first["session"]["areas"], first["verdict"]["outcome"]) == (
        "finished",
        ["face"],
        "eligible",
    )
    assert export(house, to).visits == 0
    house.desk().note_reaction(house.visit(visit), "It is red.", house.clinic.today() + timedelta(days=1))
    assert export(house, to).files == (f"{visit.id}.json",)
    second = json.loads((to / f"{visit.id}.json").read_text("utf-8"))
    assert second["revision"] > first["revision"]
    assert [each["said"] for each in second["reactions"]] == ["It is red."]
    assert names(to) == {f"{visit.id}.json"}
    assert [entry.detail["visit"] for entry in entries(house, "visit.export")] == [visit.id, visit.id]


def test_files_are_for_their_owner_only_and_each_is_in_the_trail_under_its_client(house: House, to: Path) -> None:
    visit = missed(house)
    export(house, to)
    assert to.stat().st_mode & 0o777 == 0o700
    assert (to / f"{visit.id}.json").stat().st_mode & 0o777 == 0o600
    (entry,) = entries(house, "visit.export")
    assert (entry.subject, entry.detail) == (visit.client_id, {"visit": visit.id, "format": "json", "to": str(to)})


def test_what_goes_out_keeps_to_a_schema_that_stays(house: House, to: Path) -> None:
    visits = [treated(house, house.client()), missed(house, house.client("Bert", "Soler"))]
    export(house, to)
    Draft202012Validator.check_schema(schema_of_export())
    check = Draft202012Validator(schema_of_export())
    for visit in visits:
        check.validate(json.loads((to / f"{visit.id}.json").read_text("utf-8")))
    out = json.loads((to / f"{visits[0].id}.json").read_text("utf-8"))
    assert (out["language"], out["consent"]["language"]) == ("en", "en")
    # Other programs rest on these names: add to them, and never rename or remove one without another format.
    assert json.loads(SCHEMA_FILE.read_text("utf-8")) == schema_of_export()


def test_only_what_ended_or_changed_since_then_goes_out(house: House, to: Path) -> None:
    missed(house)
    house.clock.forward(hours=1)
    since = house.clock.now()
    later = missed(house, house.client("Bert", "Soler"))
    assert export(house, to, since=since).files == (f"{later.id}.json",)
    assert export(house, to, since=LONG_AGO).visits == 0  # it goes on where it stopped
    assert export(house, to, since=LONG_AGO, again=True).visits == 2


def test_what_was_changed_after_the_clock_was_set_back_goes_out_too(house: House, to: Path) -> None:
    since = house.clock.now()
    missed(house)
    house.clock.forward(minutes=-30)
    missed(house, house.client("Bert", "Soler"))
    assert export(house, to, since=since).visits == 2


def test_each_folder_and_format_has_a_cursor_of_its_own(house: House, to: Path) -> None:
    visit = missed(house)
    assert [export(house, to, kind).files for kind in ("json", "csv", "pdf")] == [
        (f"{visit.id}.json",),
        ("visits-000001.csv",),
        (f"{visit.id}.pdf",),
    ]
    assert export(house, to.with_name("elsewhere")).visits == 1
    assert visit.id in PdfReader(to / f"{visit.id}.pdf").pages[0].extract_text()


def table(file: Path) -> list[dict[str, str]]:
    text = file.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_holds_a_row_a_visit_and_no_formula(house: House, to: Path) -> None:
    visit = treated(house, house.client("=1+1", "@SUM(A1)"))
    export(house, to, "csv")
    (row,) = table(to / "visits-000001.csv")
    assert tuple(row) == COLUMNS
    assert (row["visit"], row["state"], row["outcome"], row["consent_given"]) == (
        visit.id,
        "finished",
        "eligible",
        "yes",
    )
    assert (row["given_name"], row["family_name"], row["notes"]) == ("'=1+1", "'@SUM(A1)", "'-2 on the left")
    assert row["answers"].count("; ") > 5
    second = missed(house, house.client("Bert", "Soler"))
    export(house, to, "csv")
    assert [row["visit"] for row in table(to / "visits-000002.csv")] == [second.id]


@pytest.mark.parametrize("kind", ["json", "csv"])
@pytest.mark.parametrize("where", ["write_whole", "sync_folder", "keep"])
def test_one_that_is_killed_goes_on_with_nothing_lost_and_nothing_half(
    house: House, to: Path, kind: ExportFormat, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = {missed(house, house.client(f"Bert {letter}", "Soler")).id for letter in "ABCDE"}
    monkeypatch.setattr(visit_export, "_AT_ONCE", 2)
    place: Any = visit_export._Export if where == "keep" else visit_export
    real, calls = getattr(place, where), []

    def killed_at_second(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == (1 if kind == "csv" else 2):
            if where == "write_whole":
                (to / f"{Path(str(arguments[0])).name}.part").write_text("half of it", "utf-8")
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(place, where, killed_at_second)
        with pytest.raises(KeyboardInterrupt):
            export(house, to, kind)
    export(house, to, kind)
    if kind == "json":
        assert names(to) == {f"{each}.json" for each in visits}
        assert {json.loads(file.read_text("utf-8"))["visit"] for file in to.iterdir()} == visits
    else:
        assert names(to) == {"visits-000001.csv"}
        assert sorted(row["visit"] for row in table(to / "visits-000001.csv")) == sorted(visits)
    noted = [entry.detail["visit"] for entry in entries(house, "visit.export")]
    assert set(noted) == visits
    assert max(map(noted.count, visits)) <= 2
    assert export(house, to, kind).visits == 0


def test_a_disk_that_refuses_is_said_and_noted_and_the_next_one_goes_on(
    house: House, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = missed(house)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(visit_export, "write_whole", full)
        with pytest.raises(BadInput, match="no space left on device"):
            export(house, to)
    assert len(entries(house, "visits.export.failed")) == 1
    assert export(house, to).files == (f"{visit.id}.json",)


def test_of_two_at_once_one_goes_on_later(house: House, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = missed(house)
    real = visit_export.write_whole

    def beside_another(file: Path, content: str | bytes) -> None:
        monkeypatch.setattr(visit_export, "write_whole", real)
        assert export(house, to).visits == 1
        real(file, content)

    monkeypatch.setattr(visit_export, "write_whole", beside_another)
    with pytest.raises(BadInput, match=r"Another export into .* is under way"):
        export(house, to)
    assert names(to) == {f"{visit.id}.json"}
    assert export(house, to).visits == 0


def test_it_is_refused_where_a_backup_would_take_it_along(house: House) -> None:
    with pytest.raises(BadInput, match="the clinic's own folder"):
        export(house, house.folder / "out")


def test_private_and_locked_records_wait_until_they_open_as_they_are(house: House, to: Path) -> None:
    private, locked = house.client(), house.client("Bert", "Soler")
    visit, _ = missed(house, private), missed(house, locked)
    mark_private(house.clinic, private.id, "wish", house.rita)
    lock(house.clinic, locked.id, "A complaint.", SYSTEM)
    done = export(house, to)
    assert (done.visits, done.left_out) == (0, 2)
    assert names(to) == set()
    mark_public(house.clinic, private.id, house.lead)
    done = export(house, to)
    assert (done.files, done.left_out) == ((f"{visit.id}.json",), 1)


def test_what_is_erased_does_not_go_out_and_erasing_says_where_it_went_before(house: House, to: Path) -> None:
    erased, again = house.client(), house.client("Bert", "Soler")
    missed(house, erased)
    erase(house.clinic, erased.id, SYSTEM, forced=True)
    visit = missed(house, again)
    assert export(house, to).files == (f"{visit.id}.json",)
    assert erase(house.clinic, again.id, SYSTEM, forced=True).exported_to == (str(to),)
    assert export(house, to, again=True).visits == 0
