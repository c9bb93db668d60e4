"""A schedule file merged into a real clinic's day book."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.records import Kind
from kiosk.schedule import ImportReport, import_schedule, last_import
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import TODAY, House

IMPORTER = Actor(name="root", role="system", system_user="root")
THURSDAY = (Path(__file__).parent / "files" / "thursday.csv").read_text(encoding="utf-8")
HEADER = "start,client,date of birth,treatment,practitioner,phone,booking code\n"
ANNA = "2026-07-30 11:00,Anna Bell,1985-07-31,parisian-peel,Dr Roca,,"


def take(house: House, text: str, **options: Any) -> ImportReport:
    return import_schedule(house.clinic, text.encode(), actor=IMPORTER, **options)


def on_the_day(house: House, day: date = TODAY) -> dict[str, Visit]:
    return {entry.client.full_name: entry.visit for entry in house.clinic.daybook(day).entries()}


def everything(house: House) -> list[Any]:
    with house.clinic.records.read() as reader:
        days = reader.partitions(Kind.VISIT)
        visits = [document for day in days for document in reader.all(Kind.VISIT, day)]
        return [*visits, *reader.all(Kind.CLIENT)]


def sentences(report: ImportReport) -> str:
    return "\n".join(f"{line}: {sentence}" for line, sentence in report.warnings)


class TestTheFirstImport:
    def test_every_line_becomes_a_booked_visit(self, house: House) -> None:
        report = take(house, THURSDAY)
        assert (report.taken, report.refused, report.warnings, report.exit_status) == (4, (), (), 0)
        visits = on_the_day(house)
        grace = visits["Grace O'Connell"]
        assert (grace.state, grace.start, grace.treatment) == (VisitState.booked, time(12, 0), "medical-facial")
        assert (grace.practitioner, grace.laser, grace.language, grace.booking_code) == (
            "Dr Roca",
            "yes",
            "en",
            "LSC-1003",
        )
        amelie = house.clinic.clients.get(visits["Amélie Fontaine"].client_id)
        assert (amelie.given_name, amelie.family_name, amelie.phone) == ("Amélie", "Fontaine", "020 7946 0101")
        assert amelie.language == "fr"

    def test_a_dry_run_reports_the_same_and_writes_nothing(self, house: House) -> None:
        before = everything(house)
        report = take(house, THURSDAY, dry_run=True)
        assert (report.taken, report.dry_run) == (4, True)
        assert everything(house) == before
        assert last_import(house.clinic) is None

    def test_it_is_audited_as_the_system_user_once_for_each_visit_and_once_for_the_file(self, house: House) -> None:
        take(house, THURSDAY)
        with house.clinic.records.read() as reader:
            mine = [entry for entry in reader.trail() if entry.actor.system_user == "root"]
        assert [entry.event for entry in mine].count("visit.schedule") == 4
        (whole,) = [entry for entry in mine if entry.event == "schedule.import"]
        assert whole.detail["new"] == 4
        assert "Fontaine" not in str([entry.detail for entry in mine])

    def test_the_board_can_tell_how_old_the_schedule_is(self, house: House) -> None:
        take(house, THURSDAY)
        assert last_import(house.clinic) == house.clock.now()

    def test_a_client_on_record_is_found_again_without_case_and_accents(self, house: House) -> None:
        known = house.client("Rosa", "Garcia-Lopez", date(1968, 5, 5))
        take(house, THURSDAY)
        assert on_the_day(house)["Rosa Garcia-Lopez"].client_id == known.id

    def test_two_treatments_of_one_new_client_make_one_client(self, house: House) -> None:
        take(
            house,
            HEADER + ANNA + "A1\n" + ANNA.replace("11:00", "12:00").replace("parisian-peel", "medical-facial") + "A2\n",
        )
        assert len({entry.visit.client_id for entry in house.clinic.daybook().entries()}) == 1

    def test_twins_are_two_clients(self, house: House) -> None:
        take(house, HEADER + ANNA + "A1\n" + ANNA.replace("Anna", "Ella") + "A2\n")
        assert len({entry.visit.client_id for entry in house.clinic.daybook().entries()}) == 2

    def test_an_unreadable_file_changes_nothing(self, house: House) -> None:
        before = everything(house)
        with pytest.raises(BadInput):
            take(house, "start,client\n")
        assert everything(house) == before

    def test_good_lines_are_taken_and_the_status_says_that_some_were_not(self, house: House) -> None:
        report = take(house, HEADER + ANNA + "A1\n" + ANNA.replace("1985", "2085") + "A2\n")
        assert (report.taken, report.exit_status, [line for line, _ in report.refused]) == (1, 1, [3])


class TestTheSecondImport:
    def test_of_the_same_file_changes_nothing(self, house: House) -> None:
        take(house, THURSDAY)
        before = everything(house)
        report = take(house, THURSDAY)
        assert everything(house) == before
        assert (report.taken, report.moved, report.changed, report.unchanged) == (0, 0, 0, 4)

    @pytest.mark.parametrize("who", ["Amélie Fontaine", "Rosa García López"], ids=["by code", "by name and birth"])
    def test_with_another_time_moves_the_visit(self, house: House, who: str) -> None:
        take(house, THURSDAY)
        before = on_the_day(house)[who]
        report = take(house, THURSDAY.replace("11:00", "16:15").replace("12:30", "16:15"))
        after = on_the_day(house)[who]
        assert report.moved == 2
        assert (after.id, after.start, after.revision) == (before.id, time(16, 15), before.revision + 1)

    def test_with_another_day_moves_the_visit_and_keeps_where_it_was(self, house: House) -> None:
        take(house, THURSDAY)
        before = on_the_day(house)["Amélie Fontaine"]
        report = take(house, THURSDAY.replace("2026-07-30 11:00", "2026-08-03 09:00"))
        after = on_the_day(house, date(2026, 8, 3))["Amélie Fontaine"]
        assert (report.moved, report.vanished) == (1, ())
        assert (after.id, after.moved_from) == (before.id, TODAY)
        assert "Amélie Fontaine" not in on_the_day(house)

    def test_with_another_practitioner_or_laser_changes_the_visit(self, house: House) -> None:
        take(house, THURSDAY)
        report = take(house, THURSDAY.replace("yes,en", "no,en"))
        assert (report.changed, report.moved) == (1, 0)
        assert on_the_day(house)["Grace O'Connell"].laser == "no"

    def test_without_a_line_reports_the_visit_and_leaves_it_booked(self, house: House) -> None:
        take(house, THURSDAY)
        gone = on_the_day(house)["Tomasz Łuczak"]
        report = take(house, "".join(line for line in THURSDAY.splitlines(keepends=True) if "Łuczak" not in line))
        assert [vanished.visit_id for vanished in report.vanished] == [gone.id]
        assert report.exit_status == 0
        assert house.visit(gone) == gone

    def test_a_badly_written_line_is_refused_and_its_visit_not_called_gone(self, house: House) -> None:
        take(house, THURSDAY)
        report = take(house, THURSDAY.replace("11:30", "11.3o").replace("12:30,", "12:99,"))
        assert [line for line, _ in report.refused] == [3, 5]
        assert report.vanished == ()

    def test_a_visit_of_another_day_or_of_a_walk_in_is_not_called_gone(self, house: House) -> None:
        take(house, THURSDAY)
        house.book(house.client(), source="walk_in")
        house.book(house.client("Later", "Day"), day=date(2026, 8, 6))
        assert take(house, THURSDAY).vanished == ()

    def test_a_code_that_came_later_finds_its_visit(self, house: House) -> None:
        take(house, THURSDAY)
        before = on_the_day(house)["Rosa García López"]
        report = take(house, THURSDAY.replace("0104,,", "0104,LSC-1004,"))
        assert report.taken == 0
        assert on_the_day(house)["Rosa García López"].booking_code == "LSC-1004"
        assert on_the_day(house)["Rosa García López"].id == before.id

    def test_a_code_is_the_same_in_small_letters_and_without_its_hyphen(self, house: House) -> None:
        take(house, THURSDAY)
        assert take(house, THURSDAY.replace("LSC-1001", "lsc 1001")).taken == 0

    def test_a_new_telephone_number_is_taken_over(self, house: House) -> None:
        take(house, THURSDAY)
        take(house, THURSDAY.replace("7946 0101", "7946 0999"))
        client = house.clinic.clients.get(on_the_day(house)["Amélie Fontaine"].client_id)
        assert client.phone_last4 == "0999"


class TestBesideTheDesk:
    """The desk and the booking program both change appointments: neither undoes the other's work."""

    def test_a_name_that_the_desk_corrected_stays_and_finds_its_visit(self, house: House) -> None:
        take(house, THURSDAY)
        visit = on_the_day(house)["Rosa García López"]
        house.desk().correct_name(house.clinic.clients.get(visit.client_id), "Rosa", "Garcés Lobo")
        report = take(house, THURSDAY)
        assert (report.taken, report.unchanged, report.vanished, report.warnings) == (0, 4, (), ())
        assert on_the_day(house)["Rosa Garcés Lobo"].id == visit.id

    def test_a_visit_that_the_desk_reassigned_stays_so(self, house: House) -> None:
        take(house, THURSDAY)
        house.desk().reassign(on_the_day(house)["Amélie Fontaine"], "Bea Ortiz")
        take(house, THURSDAY)
        assert on_the_day(house)["Amélie Fontaine"].practitioner == "Bea Ortiz"

    def test_a_visit_that_the_desk_cancelled_stays_cancelled(self, house: House) -> None:
        take(house, THURSDAY)
        house.desk().cancel(on_the_day(house)["Amélie Fontaine"])
        assert take(house, THURSDAY).warnings == ()
        assert on_the_day(house)["Amélie Fontaine"].state is VisitState.cancelled

    def test_a_visit_that_the_desk_moved_to_another_day_is_not_booked_twice(self, house: House) -> None:
        take(house, THURSDAY)
        _, new = house.desk().move(on_the_day(house)["Amélie Fontaine"], date(2026, 8, 3), time(9, 0))
        report = take(
            house, THURSDAY + "2026-08-03 12:30,Bob Late,1968-05-05,medical-facial,Dr Roca,,LSC-2000,Late,Bob,,\n"
        )
        assert (report.taken, report.vanished) == (1, ())
        assert house.visit(new) == new

    def test_a_new_appointment_under_the_code_of_one_that_is_over_is_a_new_visit(self, house: House) -> None:
        take(house, THURSDAY)
        old = on_the_day(house)["Amélie Fontaine"]
        house.clock.forward(minutes=76)  # the appointment and the time in which somebody may still come are over
        house.desk().no_show(house.visit(old))
        report = take(house, THURSDAY.replace("2026-07-30 11:00", "2026-08-03 09:00"))
        assert report.taken == 1
        assert on_the_day(house, date(2026, 8, 3))["Amélie Fontaine"].id != old.id
        assert house.visit(old).state is VisitState.no_show

    def test_a_client_who_has_checked_in_is_told_and_not_moved(self, house: House) -> None:
        take(house, THURSDAY)
        amelie = on_the_day(house)["Amélie Fontaine"]
        house.check_in(house.clinic.clients.get(amelie.client_id))
        before = house.visit(amelie)
        report = take(house, THURSDAY.replace("11:00", "16:15"))
        assert report.moved == 0
        assert sentences(report).startswith("2: This client has checked in already")
        assert house.visit(amelie) == before
        assert take(house, THURSDAY.replace("11:00", "16:15")).warnings == report.warnings

    def test_another_person_under_a_code_gets_the_visit_and_the_desk_is_told(self, house: House) -> None:
        take(house, THURSDAY)
        before = on_the_day(house)["Amélie Fontaine"]
        report = take(house, THURSDAY.replace("Amélie Fontaine,1985-07-31", "Amélie Fontaine,1985-07-13"))
        after = on_the_day(house)["Amélie Fontaine"]
        assert after.id == before.id
        assert house.clinic.clients.get(after.client_id).date_of_birth == date(1985, 7, 13)
        assert "This booking code has another name or date of birth than before" in sentences(report)
        assert take(house, THURSDAY.replace("Amélie Fontaine,1985-07-31", "Amélie Fontaine,1985-07-13")).warnings == ()


class TestWarnings:
    def test_clashing_times_are_taken_and_told_with_both_lines(self, house: House) -> None:
        report = take(house, HEADER + ANNA + "A1\n" + ANNA.replace("Anna", "Ella") + "A2\n")
        assert report.taken == 2
        assert sentences(report) == "3: The practitioner has two appointments at this time (the other: line 2)."

    def test_a_clash_with_a_visit_that_the_file_does_not_know_is_told(self, house: House) -> None:
        house.book(house.client(), start=time(11, 0))
        assert "a visit in the day book that is not in this file" in sentences(take(house, THURSDAY))

    def test_a_practitioner_takes_the_spelling_of_the_staff_list(self, house: House) -> None:
        take(house, HEADER + ANNA.replace("Dr Roca", "DR ROCA") + "A1\n")
        assert on_the_day(house)["Anna Bell"].practitioner == "Dr Roca"

    def test_a_practitioner_who_is_not_on_the_staff_list_is_told_once(self, house: House) -> None:
        report = take(house, HEADER + ANNA.replace("Dr Roca", "Nobody") + "A1\n")
        assert report.taken == 1
        assert sentences(report).startswith("0: A practitioner is named who is not on the staff list (line 2)")

    def test_a_file_of_days_that_have_passed_is_told(self, house: House) -> None:
        assert "days that have passed" in sentences(take(house, HEADER + ANNA.replace("2026", "2025") + "A1\n"))
