"""Appointments from iCalendar files: what a calendar program writes, on the clinic's clock, for the days that are asked for."""

import os
import shutil
from datetime import date, time
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.core.settings import Settings, load, save
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.schedule import ImportReport, import_schedule
from kiosk.schedule.calendar_repetitions import MOST_RULES
from kiosk.schedule.file_text import MOST_BYTES
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import KEY, TODAY, FixedClock, House, open_clinic, people
from tests.running import Ran, run

CLERK = Actor(name="clerk", role="system")
BORN = "DESCRIPTION:Date of birth: 1984-03-05"
ZONE = """BEGIN:VTIMEZONE
TZID:Clinic Time
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE"""


def event(*lines: str, uid: str = "u1", title: str = "Parisian Peel: Anna Ferrer", born: str = BORN) -> str:
    told = [f"UID:{uid}"] if uid else []
    told += [f"SUMMARY:{title}"] if title else []
    told += [born] if born else []
    return "\n".join(("BEGIN:VEVENT", *told, *lines, "END:VEVENT"))


def ics(*parts: str, method: str = "PUBLISH") -> bytes:
    inner = "\n".join((f"METHOD:{method}", *parts))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n{inner}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


def take(house: House, data: bytes, **options: Any) -> ImportReport:
    return import_schedule(house.clinic, data, actor=CLERK, **options)


def booked(house: House, first: date = TODAY, last: date = date(2026, 11, 1)) -> list[Visit]:
    with house.clinic.records.read() as reader:
        return list(house.clinic.visits.of_days(first, last, reader))


def times(house: House) -> list[str]:
    return [f"{visit.day:%m-%d} {visit.start:%H:%M}" for visit in booked(house)]


def sentences(report: ImportReport) -> str:
    return "\n".join(sentence for _, sentence in (*report.warnings, *report.refused))


class TestTimes:
    """The clinic is in Madrid: two hours ahead of UTC in summer, one in winter."""

    @pytest.mark.parametrize(
        ("start", "told"),
        [
            ("DTSTART:20260731T093000", "07-31 09:30"),  # floating
            ("DTSTART:20260731T073000Z", "07-31 09:30"),
            ("DTSTART;TZID=Europe/London:20260731T083000", "07-31 09:30"),
            ("DTSTART;TZID=W. Europe Standard Time:20260731T093000", "07-31 09:30"),
            ("DTSTART;TZID=Clinic Time:20260731T083000", "07-31 09:30"),
            ("DTSTART:20260731T223000Z", "08-01 00:30"),
        ],
    )
    def test_a_time_is_on_the_clinics_clock(self, house: House, start: str, told: str) -> None:
        report = take(house, ics(ZONE, event(start)))
        assert (report.taken, report.refused, report.warnings) == (1, (), ()), sentences(report)
        assert times(house) == [told]

    def test_a_zone_nobody_knows_is_read_as_the_clinics_with_a_remark(self, house: House) -> None:
        report = take(house, ics(event("DTSTART;TZID=Atlantis/Main:20260731T093000")))
        assert times(house) == ["07-31 09:30"]
        assert "time zone 1 time of it" in sentences(report)

    def test_an_entry_of_a_whole_day_is_a_remark(self, house: House) -> None:
        report = take(house, ics(event("DTSTART;VALUE=DATE:20260731"), event("DTSTART:20260731T093000", uid="u2")))
        assert (report.taken, report.refused, report.exit_status) == (1, (), 0)
        assert "1 entry of the calendar is all day, without a time, so it is no appointment." in sentences(report)

    @pytest.mark.parametrize(
        ("lines", "minutes"),
        [
            (("DTSTART:20260731T093000", "DTEND:20260731T101500"), 45),
            (("DTSTART:20260731T093000", "DURATION:PT30M"), 30),
            (("DTSTART:20260731T093000", "DTEND:20260731T101500Z"), None),  # on two clocks, nobody can tell
            (("DTSTART:20260731T093000",), None),
        ],
    )
    def test_the_diary_knows_how_long_an_appointment_is_if_the_calendar_does(
        self, house: House, lines: tuple[str, ...], minutes: int | None
    ) -> None:
        take(house, ics(event(*lines)))
        assert [visit.minutes for visit in booked(house)] == [minutes]

    def test_only_the_days_that_are_asked_for_are_read(self, house: House) -> None:
        inside = ("20260730T090000", "20261030T090000")
        data = ics(*(event(f"DTSTART:{at}", uid=at) for at in ("20260729T090000", *inside, "20261031T090000")))
        report = take(house, data)
        assert times(house) == ["07-30 09:00", "10-30 09:00"]
        assert report.refused == ()


def test_an_entry_without_an_identity_is_known_again_by_its_client(house: House) -> None:
    data = ics(event("DTSTART:20260731T093000", uid=""))
    assert (take(house, data).taken, take(house, data).unchanged) == (1, 1)


class TestRepetitions:
    def test_a_rule_without_end_is_spelled_out_for_these_days_only_by_the_wall_clock(self, house: House) -> None:
        report = take(house, ics(event("DTSTART;TZID=Europe/London:20260105T100000", "RRULE:FREQ=WEEKLY;BYDAY=MO")))
        assert report.taken == 13
        assert times(house)[0] == "08-03 11:00"
        assert times(house)[-1] == "10-26 11:00"  # both clocks go back in the night before
        assert (
            take(house, ics(event("DTSTART;TZID=Europe/London:20260105T100000", "RRULE:FREQ=WEEKLY"))).unchanged == 13
        )

    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            (("RRULE:FREQ=WEEKLY;COUNT=2",), ["08-03 10:00", "08-10 10:00"]),
            (("RRULE:FREQ=WEEKLY;UNTIL=20260810T080000Z",), ["08-03 10:00", "08-10 10:00"]),
            (("RRULE:FREQ=WEEKLY;UNTIL=20260810",), ["08-03 10:00", "08-10 10:00"]),
            (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260810T100000"), ["08-03 10:00", "08-17 10:00"]),
            (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260803T080000Z,20260810T080000Z"), ["08-17 10:00"]),
            (("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260810"), ["08-03 10:00", "08-17 10:00"]),
            (("RDATE:20260805T120000",), ["08-03 10:00", "08-05 12:00"]),
            (("RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2",), ["08-03 10:00", "09-07 10:00"]),
        ],
    )
    def test_ends_exceptions_and_additions(self, house: House, rule: tuple[str, ...], told: list[str]) -> None:
        start = "DTSTART:20260803T100000" if "Z" not in "".join(rule) else "DTSTART;TZID=Europe/Madrid:20260803T100000"
        assert take(house, ics(event(start, *rule))).refused == ()
        assert times(house) == told

    def test_one_that_was_moved_or_called_off_is_so_and_keeps_its_place(self, house: House) -> None:
        series = event("DTSTART;TZID=Europe/Madrid:20260803T100000", "RRULE:FREQ=WEEKLY;COUNT=4")
        take(house, ics(series))
        ids = {visit.day: visit.id for visit in booked(house)}
        moved = event("RECURRENCE-ID;TZID=Europe/Madrid:20260810T100000", "DTSTART:20260811T090000Z")
        off = event("RECURRENCE-ID:20260817T080000Z", "DTSTART:20260817T080000Z", "STATUS:CANCELLED")
        report = take(house, ics(moved, series, off))
        assert (report.moved, report.unchanged, report.taken, report.vanished) == (1, 2, 0, ())
        assert times(house) == ["08-03 10:00", "08-11 11:00", "08-17 10:00", "08-24 10:00"]
        assert house.clinic.visits.get(ids[date(2026, 8, 10)]).day == date(2026, 8, 11)
        assert [off.day for off in report.called_off] == [date(2026, 8, 17)]
        assert {visit.state for visit in booked(house)} == {VisitState.booked}, "only a person cancels"

    def test_this_and_all_that_follow(self, house: House) -> None:
        series = event("DTSTART:20260803T100000", "RRULE:FREQ=WEEKLY;COUNT=3")
        later = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260810T100000", "DTSTART:20260810T113000")
        take(house, ics(series, later))
        assert times(house) == ["08-03 10:00", "08-10 11:30", "08-17 11:30"]

    def test_one_that_comes_alone_moves_its_visit_and_no_other(self, house: House) -> None:
        take(house, ics(event("DTSTART:20260803T100000", "RRULE:FREQ=WEEKLY;COUNT=3")))
        moved = event("RECURRENCE-ID:20260810T100000", "DTSTART:20260811T110000")
        report = take(house, ics(moved, method="REQUEST"))
        assert (report.moved, report.taken, report.vanished) == (1, 0, ())
        assert times(house) == ["08-03 10:00", "08-11 11:00", "08-17 10:00"]

    def test_one_without_a_start_is_refused_and_one_without_a_time_is_no_appointment(self, house: House) -> None:
        weekly = "RRULE:FREQ=WEEKLY;COUNT=2"
        report = take(house, ics(event(weekly), event("DTSTART;VALUE=DATE:20260731", weekly, uid="day off")))
        assert [sentence for _, sentence in report.refused if 'The "start" is empty' in sentence], sentences(report)
        assert "1 entry of the calendar is all day" in sentences(report)
        assert times(house) == []

    def test_one_that_begins_after_these_days_is_left_for_a_later_file(self, house: House) -> None:
        report = take(house, ics(event("DTSTART:20261231T100000", "RRULE:FREQ=WEEKLY")))
        assert (booked(house), report.warnings, report.refused) == ([], (), ())

    @pytest.mark.parametrize("gone", ["00010101T000000Z", "99991231T235959Z"])
    def test_an_exception_at_the_end_of_all_days_takes_nothing_away(self, house: House, gone: str) -> None:
        start = "DTSTART;TZID=Pacific/Auckland:20260803T200000"
        take(house, ics(event(start, "RRULE:FREQ=WEEKLY;COUNT=2", f"EXDATE:{gone}")))
        assert times(house) == ["08-03 10:00", "08-10 10:00"]

    def test_one_that_is_moved_into_these_days_from_before_them_is_taken(self, house: House) -> None:
        series = event("DTSTART:20260706T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
        take(house, ics(series, event("RECURRENCE-ID:20260713T100000", "DTSTART:20260731T100000")))
        assert times(house) == ["07-31 10:00"]

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY",
            "FREQ=MINUTELY;COUNT=1000000",
            "FREQ=HOURLY",
            "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=" + ",".join(map(str, range(20))),
            "FREQ=WEEKLY;BYSETPOS=0",  # means nothing
            "FREQ=SOMETIMES",
        ],
    )
    def test_a_rule_of_more_than_a_clinic_can_treat_is_a_remark(self, house: House, rule: str) -> None:
        report = take(
            house, ics(event("DTSTART:20260803T100000", f"RRULE:{rule}"), event("DTSTART:20260731T093000", uid="2"))
        )
        assert times(house) == ["07-31 09:30"]
        assert "1 repetition of the calendar can't be spelled out" in sentences(report)

    def test_a_rule_that_never_comes_true_and_many_of_them_take_no_time(self, house: House) -> None:
        never = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"
        old = event("DTSTART:19000101T100000", "RRULE:FREQ=DAILY", uid="old")
        data = ics(old, *(event("DTSTART:20260803T100000", never, uid=f"n{n}") for n in range(MOST_RULES + 3)))
        report = take(house, data)
        assert (report.taken, booked(house)) == (0, [])
        assert "499 repetitions of the calendar can't be spelled out" in sentences(report)

    def test_rules_of_many_times_a_day_are_fewer(self, house: House) -> None:
        hours = "RRULE:FREQ=DAILY;UNTIL=20260730T235959;BYHOUR=" + ",".join(map(str, range(20)))
        often = (event("DTSTART:20260730T000000", hours, uid=f"o{n}", title="") for n in range(MOST_RULES // 20 + 2))
        report = take(house, ics(*often))
        assert "2 repetitions of the calendar can't be spelled out" in sentences(report)


class TestCalledOff:
    @pytest.mark.parametrize("how", ["status", "method", "declined"])
    def test_a_booked_one_that_is_called_off_is_told_and_stays_for_the_desk(self, house: House, how: str) -> None:
        guest = "ATTENDEE;CN=Anna Ferrer{}:mailto:anna@example.org"
        take(house, ics(event("DTSTART:20260731T093000", guest.format(""))))
        off = {
            "status": ics(event("DTSTART:20260731T093000", "STATUS:CANCELLED", "SEQUENCE:1")),
            "method": ics(event("DTSTART:20260731T093000", "SEQUENCE:1"), method="CANCEL"),
            "declined": ics(event("DTSTART:20260731T093000", guest.format(";PARTSTAT=DECLINED"))),
        }[how]
        report = take(house, off)
        assert (report.cancelled, [each.how for each in report.called_off]) == (1, ["cancelled"])
        (visit,) = booked(house)
        assert (visit.state, visit.called_off) == (VisitState.booked, "cancelled")

    def test_what_is_called_off_without_a_time_is_found_by_its_identity(self, house: House) -> None:
        take(house, ics(event("DTSTART:20260731T093000")))
        report = take(house, ics("BEGIN:VEVENT\nUID:u1\nSEQUENCE:2\nEND:VEVENT", method="CANCEL"))
        assert len(report.called_off) == 1

    def test_the_newest_version_counts_and_a_cancellation_before_an_equal_one(self, house: House) -> None:
        one, two = event("DTSTART:20260731T093000", "SEQUENCE:1"), event("DTSTART:20260731T110000", "SEQUENCE:2")
        take(house, ics(two, one))
        assert times(house) == ["07-31 11:00"]
        both = ics(two) + ics(event("DTSTART:20260731T110000", "SEQUENCE:2"), method="CANCEL")
        assert len(take(house, both).called_off) == 1


class TestWhoAndWhat:
    @pytest.mark.parametrize(
        "title",
        [
            "Parisian Peel: Anna Ferrer", "Anna Ferrer: Parisian Peel", "Anna Ferrer - Parisian Peel", "Parisian Peel (Anna Ferrer)",
            "Parisian Peel with Anna Ferrer", "Parisian Peel between Dr Roca and Anna Ferrer", "parisian-peel | Ferrer\\, Anna",
            "Anna Ferrer – Parisian Peel – Dr Roca",
        ],
    )  # fmt: skip
    def test_titles_as_programs_write_them(self, house: House, title: str) -> None:
        report = take(house, ics(event("DTSTART:20260731T093000", title=title)))
        assert report.taken == 1, sentences(report)
        (visit,) = booked(house)
        client = house.clinic.clients.get(visit.client_id)
        assert (client.given_name, client.family_name, visit.treatment) == ("Anna", "Ferrer", "parisian-peel")

    def test_the_description_tells_the_rest(self, house: House) -> None:
        text = "Name: Anna Ferrer\\nPhone: 020 7946 0101\\nDate of birth: 05/03/1984\\nLanguage: es\\nPrice: 90\\nTime: 7 pm"
        report = take(house, ics(event("DTSTART:20260731T093000", title="Parisian Peel", born=f"DESCRIPTION:{text}")))
        assert (report.taken, report.refused) == (1, ()), sentences(report)
        (visit,) = booked(house)
        client = house.clinic.clients.get(visit.client_id)
        assert (client.date_of_birth, client.phone, visit.language) == (date(1984, 3, 5), "020 7946 0101", "es")
        assert visit.start == time(9, 30)

    def test_a_description_in_html_and_values_on_the_next_line(self, house: House) -> None:
        text = "<b>Client name:</b><br>Anna Ferrer<br/>Birth date:<br>1984-03-05<br>Anna &amp; Co"
        report = take(house, ics(event("DTSTART:20260731T093000", title="Parisian Peel", born=f"DESCRIPTION:{text}")))
        assert report.taken == 1, sentences(report)

    def test_properties_of_the_programs_own_attendees_and_organizer(self, house: House) -> None:
        lines = (
            "DTSTART:20260731T093000", "X-DATE-OF-BIRTH:1984-03-05", "X-ACME-PHONE:020 7946 0101", "X-BOOKING-CODE:ABC123",
            "CATEGORIES:Peels,Parisian Peel", "ATTENDEE;CN=Anna Ferrer;ROLE=REQ-PARTICIPANT:mailto:anna@example.org",
            "ATTENDEE;CN=Dr Roca:mailto:roca@example.org", "ATTENDEE;CUTYPE=ROOM;CN=Room 2:mailto:room@example.org",
            "ORGANIZER;CN=Piel Clara:mailto:desk@example.org",
        )  # fmt: skip
        report = take(house, ics(event(*lines, title="Appointment", born="")))
        assert report.taken == 1, sentences(report)
        (visit,) = booked(house)
        client = house.clinic.clients.get(visit.client_id)
        assert (client.full_name, client.phone) == ("Anna Ferrer", "020 7946 0101")
        assert (visit.practitioner, visit.booking_code, visit.treatment) == ("Dr Roca", "ABC123", "parisian-peel")

    def test_an_organizer_who_is_staff_treats_and_a_guest_may_be_a_telephone(self, house: House) -> None:
        guests = ("ORGANIZER;CN=Dr Roca:mailto:roca@example.org", "ATTENDEE;CN=Anna Ferrer:tel:+442079460101")
        take(house, ics(event("DTSTART:20260731T093000", "X-ACME-COLOUR:red", *guests, title="Parisian Peel")))
        (visit,) = booked(house)
        client = house.clinic.clients.get(visit.client_id)
        assert (visit.practitioner, client.full_name, client.phone) == ("Dr Roca", "Anna Ferrer", "+442079460101")

    @pytest.mark.parametrize(
        ("title", "more"),
        [
            ("Hot Stone Massage: Anna Ferrer", ""),
            ("Hot Stone Massage", "\\nName: Anna Ferrer"),
            ("Anna Ferrer - Hot Stone Massage", "\\nName: Anna Ferrer"),
        ],
    )
    def test_a_service_of_another_kind_is_counted_and_passed_over(self, house: House, title: str, more: str) -> None:
        report = take(house, ics(event("DTSTART:20260731T093000", title=title, born=f"{BORN}{more}")))
        assert (booked(house), report.elsewhere, report.refused) == ([], 1, ())

    def test_a_client_on_record_needs_no_birth_date_in_the_calendar(self, house: House) -> None:
        anna = house.client(phone="020 7946 0101")
        report = take(house, ics(event("DTSTART:20260731T093000", born="DESCRIPTION:Tel: +44 20 7946 0101")))
        assert [visit.client_id for visit in booked(house)] == [anna.id]
        assert "it was taken from the only client on record with this name" in sentences(report)

    @pytest.mark.parametrize("twin", [True, False])
    def test_whom_nobody_can_tell_is_refused_with_day_and_time_and_without_a_name(
        self, house: House, twin: bool
    ) -> None:
        if twin:
            house.client(born=date(1990, 1, 1))
            house.client(born=date(1991, 1, 1))
        report = take(house, ics(event("DTSTART:20260731T093000", born="")))
        ((line, sentence),) = report.refused
        assert line == 1
        assert sentence.startswith('31 July 2026, 09:30: The "date of birth" is empty')
        assert "Ferrer" not in sentences(report)

    def test_breaks_are_a_remark(self, house: House) -> None:
        report = take(
            house,
            ics(event("DTSTART:20260731T120000", title="Lunch", born=""), event("DTSTART:20260731T093000", uid="2")),
        )
        assert (report.taken, report.refused, report.exit_status) == (1, (), 0)
        assert "Some entries name no client and no treatment" in sentences(report)

    def test_a_clinics_own_pattern(self, base: Path, clock: FixedClock) -> None:
        folder = base / "clinic"
        schedule = {"schedule": {"calendar": {"title": "#{code} {client} / {born} / {treatment} *{any}", "days": 10}}}
        save(folder, Settings.checked(load(folder).model_dump() | schedule))
        with open_clinic(base, clock) as clinic:
            house = people(clinic, clock)
            title = "#A77 Ferrer\\, Anna / 05.03.1984 / Parisian Peel * paid"
            report = take(house, ics(event("DTSTART:20260731T093000", title=title, born="")))
            assert report.taken == 1, sentences(report)
            assert take(house, ics(event("DTSTART:20260831T093000", title=title, born=""))).taken == 0
            (visit,) = booked(house)
            assert visit.booking_code == "A77"

    @pytest.mark.parametrize("title", ["no parts", "{client} {client}", "{patient}: {treatment}"])
    def test_a_pattern_with_other_parts_is_refused(self, base: Path, title: str) -> None:
        with pytest.raises(BadInput, match=r"schedule\.calendar\.title"):
            Settings.checked(load(base / "clinic").model_dump() | {"schedule": {"calendar": {"title": title}}})


class TestBrokenFiles:
    def test_one_broken_entry_costs_no_other(self, house: House) -> None:
        broken = "BEGIN:VEVENT\nUID:b\nEND:VTODO\nDTSTART:20260731T100000\nEND:VEVENT"
        report = take(house, ics(ZONE, broken, event("DTSTART;TZID=Clinic Time:20260731T083000")))
        assert times(house) == ["07-31 09:30"]
        assert "1 entry of the calendar cannot be read" in sentences(report)

    def test_an_entry_whose_time_makes_no_sense_is_refused(self, house: House) -> None:
        report = take(house, ics(event("DTSTART:tomorrow"), event("DTSTART:20260731T093000", uid="2")))
        assert (report.taken, len(report.refused)) == (1, 1)
        assert 'The "start" is empty' in sentences(report)

    @pytest.mark.parametrize(
        "data", [b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n\0\0"]
    )
    def test_an_empty_calendar_changes_nothing(self, house: House, data: bytes) -> None:
        assert take(house, data).summary == "no appointments in the file."

    def test_one_that_is_cut_off_gives_what_is_whole(self, house: House) -> None:
        data = ics(event("DTSTART:20260731T093000"), event("DTSTART:20260731T103000", uid="2"))
        take(house, data[: data.rindex(b"END:VEVENT") - 8])
        assert times(house) == ["07-31 09:30"]

    def test_western_european_bytes_are_read_with_a_remark(self, house: House) -> None:
        data = ics(event("DTSTART:20260731T093000", title="Parisian Peel: Amélie Ferrer")).decode().encode("cp1252")
        report = take(house, data)
        assert [client.given_name for client in house.clinic.clients.find_by_name("Ferrer")] == ["Amélie"]
        assert "not UTF-8" in sentences(report)

    def test_too_much_is_refused(self, house: House) -> None:
        with pytest.raises(BadInput, match="larger than"):
            take(house, b"BEGIN:VCALENDAR\n" + b" " * MOST_BYTES)
        with pytest.raises(BadInput, match="more than 20,000 entries"):
            take(house, b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 20_001 + b"END:VCALENDAR\n")


def test_a_folder_of_calendars_is_read_as_one(
    house: House, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clinic-kiosk").mkdir(mode=0o700)
    shutil.copy(base / "keys" / KEY, tmp_path / "clinic-kiosk" / f"{clinic_id(house.folder)}.key")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "calendars"
    folder.mkdir()

    def kiosk() -> Ran:
        return run(("--data", house.folder, "schedule", "import", folder), os.environ, clock=house.clock)

    assert "There is no calendar (.ics) in the folder" in kiosk().complaint
    (folder / "1.ics").write_bytes(ics(event("DTSTART:20260731T093000")).rstrip())
    (folder / "2.ICS").write_bytes(ics(event("DTSTART:20260731T103000", uid="2")))
    (folder / "notes.txt").write_text("no calendar", encoding="utf-8")
    (folder / "gone.ics").symlink_to(folder / "nowhere")
    assert kiosk().out == "2 new.\n"


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:99991231T235959Z", "RRULE:FREQ=DAILY"),
        ("DTSTART:00010101T000000Z", "EXDATE:00010101T000000Z", "RRULE:FREQ=DAILY"),
        ("DTSTART:20260803T100000", "RRULE:FREQ=DAILY;INTERVAL=0"),
        ("DTSTART:20260803T100000", "RRULE:FREQ=DAILY;COUNT=-1"),
        (
            "DTSTART:20260803T100000",
            "DTSTART:20260804T100000",
            "SUMMARY:twice",
            "DESCRIPTION:a",
            "STATUS:X",
            "STATUS:Y",
        ),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260810T100000", "DTSTART:99991231T235959Z"),
        ("RRULE:FREQ=NEVER", "RDATE:x", "EXDATE:x", "ATTENDEE", "CATEGORIES:", "X-:", "SEQUENCE:x", "DURATION:x"),
    ],
)
def test_nothing_that_a_calendar_can_say_stops_the_others(house: House, lines: tuple[str, ...]) -> None:
    series = event("DTSTART:20260803T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    report = take(house, ics(event(*lines), event("DTSTART:20260731T093000", uid="good"), series))
    assert "07-31 09:30" in times(house), sentences(report)


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VEVENT\n" * 1_500 + f"X-PAD:{'a' * 60}\n" * 15_000,
        event("DTSTART:20260730T100000", f"DESCRIPTION:{' ' * 20_000}a\n{'<br' * 50_000}"),
    ],
    ids=["entries without an end", "blanks and marks without an end"],
)
def test_what_has_no_end_takes_no_time(house: House, text: str) -> None:
    before = process_time()
    take(house, ics(text))
    assert process_time() - before < 10  # it took minutes
