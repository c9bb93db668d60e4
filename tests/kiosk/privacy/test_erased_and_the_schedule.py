"""A schedule that still names a client who was erased does not bring them back, unless somebody says so."""

import os
import shutil
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.settings import load, save
from kiosk.privacy.erase import erase
from kiosk.privacy.merge_clients import merge
from kiosk.privacy.purge import purge
from kiosk.records import Kind
from kiosk.records.audit.verification import verify
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.schedule import ImportReport, import_schedule
from kiosk.schedule.taken_files import read_files
from tests.kiosk.conftest import KEY, LEAD, FixedClock, House, open_clinic, people
from tests.kiosk.privacy.pages import everything_on_disk
from tests.running import Ran, run

CLERK = Actor(name="clerk", role="system", system_user="clerk")
HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code\n"
ANNA = "2026-07-30 12:00,{},1984-03-05,parisian-peel,Dr Roca,020 7946 0999,{}\n"
BEN = "2026-07-30 13:00,Ben Okoro,1970-01-02,parisian-peel,Dr Roca,,B1\n"


def take(house: House, *lines: str, **options: Any) -> ImportReport:
    return import_schedule(house.clinic, (HEAD + "".join(lines)).encode(), actor=CLERK, **options)


def annas(house: House) -> list[str]:
    return [client.full_name for client in house.clinic.clients.born_on(date(1984, 3, 5))]


def erased(house: House, code: str = "A1") -> None:
    """Take Anna's appointment from a schedule, and erase her."""
    take(house, ANNA.format("Anna Ferrer", code), BEN)
    (client,) = house.clinic.clients.find_by_name("Ferrer")
    erase(house.clinic, client.id, CLERK)
    assert annas(house) == []


def in_the_trail(house: House, event: str) -> list[tuple[str, dict[str, object]]]:
    with house.clinic.records.read() as reader:
        return [(entry.subject, dict(entry.detail)) for entry in reader.trail() if entry.event == event]


@pytest.mark.parametrize("code", ["A1", ""])
@pytest.mark.parametrize("name", ["Anna Ferrer", '"FERRER, Anna"', "Ferrér Ánna"])
def test_she_is_left_out_and_her_line_is_named_however_she_is_written(house: House, name: str, code: str) -> None:
    erased(house, code)
    for dry_run in (True, False, False):
        report = take(house, BEN, ANNA.format(name, code), dry_run=dry_run)
        assert (report.taken, report.unchanged, report.refused, report.exit_status) == (0, 1, (), 0)
        assert report.held_back == (3,)
        assert report.summary == "1 unchanged, 1 of erased clients, not taken."
    assert annas(house) == []
    assert in_the_trail(house, "schedule.import")[-1][1]["held_back"] == 1


@pytest.mark.parametrize("line", ["Anna Ferrer,1985-03-05", "Anna Maria Ferrer,1984-03-05"])
def test_another_person_is_taken(house: House, line: str) -> None:
    erased(house)
    report = take(house, f"2026-07-30 12:00,{line},parisian-peel,Dr Roca,,A1\n")
    assert (report.taken, report.held_back) == (1, ())


def test_she_is_not_given_another_clients_visit_under_its_code(house: House) -> None:
    erased(house)
    take(house, ANNA.format("Rosa Lima", "A2"))
    report = take(house, ANNA.format("Anna Ferrer", "A2"))
    assert report.held_back == (2,)
    assert annas(house) == ["Rosa Lima"]


def test_the_desk_says_so_and_she_comes_back_and_stays(house: House) -> None:
    erased(house)
    assert take(house, ANNA.format("Anna Ferrer", "A1"), bring_back=True, dry_run=True).taken == 1
    assert annas(house) == []
    both = ANNA.format("Anna Ferrer", "A1"), ANNA.format("Anna Ferrer", "A3").replace("parisian-peel", "medical-facial")
    report = take(house, *both, bring_back=True)
    assert (report.taken, report.held_back, annas(house)) == (2, (), ["Anna Ferrer"])
    (client,) = house.clinic.clients.find_by_name("Ferrer")
    assert in_the_trail(house, "client.brought_back") == [(client.id, {})]
    assert take(house, *both).unchanged == 2
    erase(house.clinic, client.id, CLERK)
    assert take(house, *both).held_back == (2, 3)
    assert verify(house.clinic.records) == []


def test_who_comes_back_in_person_is_taken_again(house: House) -> None:
    erased(house)
    house.clock.forward(minutes=1)
    house.client("Anna", "Ferrer")
    assert take(house, ANNA.format("Anna Ferrer", "A1")).taken == 1


def test_it_is_forgotten_at_its_own_end_and_a_purge_removes_it(house: House) -> None:
    erased(house)
    house.clock.forward(days=365)
    house.clinic.confirm_date(LEAD)
    assert purge(house.clinic, CLERK).fingerprints == 0
    assert take(house, ANNA.format("Anna Ferrer", "A1")).held_back == (2,)
    house.clock.forward(days=1)
    house.clinic.confirm_date(LEAD)
    assert take(house, ANNA.format("Anna Ferrer", "A1"), dry_run=True).taken == 1
    assert purge(house.clinic, CLERK).fingerprints == 1
    with house.clinic.records.read() as reader:
        assert reader.get(Kind.META, "erased")["people"] == {}  # type: ignore[index]


def test_how_long_is_a_setting_and_nought_keeps_nothing(base: Path, clock: FixedClock) -> None:
    folder = base / "clinic"
    save(folder, load(folder).model_copy(update={"keep_erased_days": 0}))
    with open_clinic(base, clock) as clinic:
        house = people(clinic, clock)
        erased(house)
        with clinic.records.read() as reader:
            assert reader.get(Kind.META, "erased") is None
        assert take(house, ANNA.format("Anna Ferrer", "A1")).taken == 1


def test_the_other_name_of_a_merged_record_is_recognised_too(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    merge(house.clinic, anna.id, twin.id, CLERK)
    erase(house.clinic, anna.id, CLERK)
    report = take(house, ANNA.format("Ana Ferer", ""), ANNA.format("Anna Ferrer", "A1"))
    assert report.held_back == (2, 3)


def test_what_went_from_a_record_that_must_be_kept_does_not_come_back_either(house: House) -> None:
    client = house.client()
    house.screened(client)
    take(house, ANNA.format("Anna Ferrer", "A9").replace("07-30", "07-31"))
    assert erase(house.clinic, client.id, CLERK).kept_until is not None
    report = take(house, ANNA.format("Anna Ferrer", "A9").replace("07-30", "07-31"))
    assert report.held_back == (2,)
    assert [visit.start for visit in house.clinic.visits.of_client(client.id)] == [time(10, 30)]
    assert house.clinic.clients.get(client.id).phone is None


def test_no_page_of_the_disk_and_no_entry_of_the_trail_holds_name_or_fingerprint(house: House, base: Path) -> None:
    erased(house)
    with house.clinic.records.read() as reader:
        (fingerprint,) = reader.get(Kind.META, "erased")["people"]  # type: ignore[index]
        trail = "".join(row.entry for row in reader.trail_rows())
    assert fingerprint not in trail
    disk = everything_on_disk(house.folder, base / "keys" / KEY)
    assert fingerprint.encode() in disk
    assert b"Ferrer" not in disk


def test_the_command_names_the_lines_and_takes_them_when_told(
    house: House, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased(house)
    (tmp_path / "clinic-kiosk").mkdir(mode=0o700)
    shutil.copy(base / "keys" / KEY, tmp_path / "clinic-kiosk" / f"{clinic_id(house.folder)}.key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def kiosk(*options: str) -> Ran:
        text = HEAD + ANNA.format("Anna Ferrer", "A1")
        words = ("--data", house.folder, "schedule", "import", "-", *options)
        return run(words, os.environ, stdin=text, clock=house.clock)

    ran = kiosk()
    assert ran.status == 0
    assert "Appointments of clients who were erased were left out (line 2)." in ran.out
    assert "read the file with --bring-back" in ran.out
    assert "Ferrer" not in ran.out
    assert kiosk("--json").json["held_back"] == [2]
    assert "1 new, " in kiosk("--bring-back").out


def test_the_names_of_files_are_forgotten_with_her(house: House) -> None:
    take(house, ANNA.format("Anna Ferrer", "A1"), file="Anna Ferrer.csv")
    (client,) = house.clinic.clients.find_by_name("Ferrer")
    with house.clinic.records.read() as reader:
        assert [file.name for file in read_files(reader)] == ["Anna Ferrer.csv"]
    erase(house.clinic, client.id, CLERK)
    with house.clinic.records.read() as reader:
        assert [(file.name, file.summary) for file in read_files(reader)] == [("", "1 new.")]
