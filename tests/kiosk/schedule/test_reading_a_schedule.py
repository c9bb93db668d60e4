"""A schedule file as appointments: what is taken, what is refused, and in which words."""

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import BadInput
from kiosk.schedule.booking_line import BookingLine, Schedule
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.file_text import MOST_BYTES
from kiosk.schedule.sources import read_schedule

FILES = Path(__file__).parent / "files"
LONDON = ZoneInfo("Europe/London")
TREATMENTS = {"parisian-peel": "Parisian Peel", "medical-facial": "Medical Facial"}
HEADER = "start,client,date of birth,treatment,practitioner,phone,booking code"


def read(data: bytes | str, *, date_order: str = "dmy", zone: ZoneInfo = LONDON) -> Schedule:
    if isinstance(data, str):
        data = data.encode()
    return read_schedule(data, ScheduleConventions(date_order, zone, TREATMENTS))


def read_file(name: str, **options: str) -> Schedule:
    return read((FILES / name).read_bytes(), **options)


def one(cells: str, header: str = HEADER, **options: str) -> BookingLine:
    schedule = read(f"{header}\n{cells}\n", **options)
    assert schedule.refused == ()
    (line,) = schedule.lines
    return line


def refusal(cells: str, header: str = HEADER) -> str:
    schedule = read(f"{header}\n{cells}\n")
    assert schedule.lines == ()
    ((number, sentence),) = schedule.refused
    assert number == 2
    return sentence


def unreadable(data: bytes | str) -> str:
    with pytest.raises(BadInput) as caught:
        read(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


class TestAGoodFile:
    def test_every_column_is_read(self) -> None:
        schedule = read_file("day.csv")
        assert schedule.refused == ()
        assert schedule.remarks == ()
        assert schedule.lines[0] == BookingLine(
            number=2,
            day=date(2026, 11, 23),
            start=time(9, 0),
            given_name="Amélie",
            family_name="Fontaine",
            date_of_birth=date(1985, 7, 31),
            treatment="parisian-peel",
            practitioner="Dr Moss",
            phone="020 7946 0101",
            booking_code="LSC-1001",
            laser=None,
            language="fr",
        )
        assert [line.laser for line in schedule.lines] == [None, None, "yes", "no"]
        assert [line.language for line in schedule.lines] == ["fr", None, "en", "es"]
        assert schedule.lines[3].booking_code == ""

    def test_columns_are_found_by_other_names_in_any_order_between_semicolons(self) -> None:
        first, second = read_file("clinic-order.csv").lines
        assert (first.day, first.start, first.date_of_birth) == (date(2026, 11, 23), time(9, 0), date(1985, 7, 31))
        assert (first.full_name, first.treatment, first.booking_code) == (
            "Amélie Fontaine",
            "parisian-peel",
            "LSC-1001",
        )
        assert (second.start, second.treatment) == (time(14, 15), "medical-facial")

    @pytest.mark.parametrize(
        "title", ["Date Of Birth", "date_of_birth", "dateOfBirth", "DATE-OF-BIRTH", " dob ", "Birthday"]
    )
    def test_a_column_is_found_however_it_is_spelled(self, title: str) -> None:
        line = one("2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel", f"start,client,{title},treatment")
        assert line.date_of_birth == date(1985, 7, 31)

    def test_our_own_name_of_a_column_wins_over_another_name_of_the_same_thing(self) -> None:
        line = one(
            "2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel,111111,222222",
            "start,client,dob,treatment,mobile,phone",
        )
        assert line.phone == "222222"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_a_byte_order_mark_and_any_line_end_are_taken(self, encoding: str, end: str) -> None:
        text = (FILES / "day.csv").read_text(encoding="utf-8").replace("\n", end)
        assert read(text.encode(encoding)) == read_file("day.csv")

    def test_the_separator_line_that_a_spreadsheet_writes_is_passed_over(self) -> None:
        text = (FILES / "clinic-order.csv").read_text(encoding="utf-8")
        assert [line.number for line in read("sep=;\n" + text).lines] == [3, 4]

    def test_empty_lines_and_empty_cells_at_the_end_do_no_harm(self) -> None:
        schedule = read(f"\n{HEADER}\n\n2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel,,,,,,\n,,,,,,\n")
        assert [line.number for line in schedule.lines] == [4]
        assert schedule.refused == ()

    def test_a_file_without_phone_and_code_is_taken_with_one_remark(self) -> None:
        schedule = read("start,client,dob,treatment\n2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel\n")
        assert len(schedule.lines) == 1
        ((number, remark),) = schedule.remarks
        assert number == 0
        assert 'no column "practitioner" and no "phone" and no "booking code"' in remark


class TestNames:
    def test_any_printable_name_is_a_name(self) -> None:
        names = {line.booking_code: (line.given_name, line.family_name) for line in read_file("names.csv").lines}
        assert names == {
            "N1": ("Zoë", "[/x] O'Neil"),
            "N2": ('"Bo"', "van der Berg"),
            "N3": ("小明", "王"),
            "N4": ("🌸", "Hana 🌸"),
            "N5": ("María José", "de la Cruz"),
            "N6": ("", "Cher"),
            "N7": ("", "[@click=app.quit]Jo[/]"),
            "N8": ("Robert');", "DROP TABLE visits;--"),
            "N9": ("", "=SUM(A1)"),
        }

    def test_control_characters_never_get_in(self) -> None:
        line = one(
            "2026-11-23 09:00,\x1b]52;c;aGk=\x07An\u202ena\u2028Bell,1985-07-31,parisian-peel,Dr\x00 Moss,,C\x081"
        )
        assert line.full_name == "]52;c;aGk=Anna Bell"
        assert line.practitioner == "Dr Moss"
        assert line.booking_code == "C1"

    def test_a_name_of_nothing_printable_is_refused(self) -> None:
        assert 'the "client" has no name' in refusal("2026-11-23 09:00,\u200b\x07,1985-07-31,parisian-peel").replace(
            "The", "the"
        )

    def test_given_and_family_name_are_taken_from_columns_of_their_own(self) -> None:
        header = "start,client,dob,treatment,family name"
        line = one("2026-11-23 09:00,Mary Ann Smith,1985-07-31,parisian-peel,Smith", header)
        assert (line.given_name, line.family_name) == ("Mary Ann", "Smith")

    def test_a_name_longer_than_a_name_is_refused(self) -> None:
        assert "longer than 100 letters" in refusal(f"2026-11-23 09:00,{'x' * 101},1985-07-31,parisian-peel")


class TestBadLines:
    def test_each_is_reported_with_its_physical_number_and_the_good_ones_are_taken(self) -> None:
        schedule = read_file("bad-lines.csv")
        assert [(line.number, line.full_name) for line in schedule.lines] == [
            (2, "Anna Good"),
            (6, "Anna Two Lines"),
            (14, "Anna Quoted"),
            (16, "Anna Last"),
        ]
        assert [line for line, _ in schedule.refused] == [3, 4, 9, 10, 11, 12, 13, 15]
        assert schedule.elsewhere == 1

    def test_no_refusal_repeats_what_the_cell_says(self) -> None:
        for _, sentence in read_file("bad-lines.csv").refused:
            assert "Anna" not in sentence
            assert "2031" not in sentence
            assert "hot-stone" not in sentence
            assert sentence.endswith(".")
            assert sentence[0].isupper()

    def test_all_that_is_wrong_with_a_line_is_said_at_once(self) -> None:
        sentences = dict(read_file("bad-lines.csv").refused)
        assert sentences[10] == (
            'The "start" is a time that no clock shows; write it like 14:30; also '
            'the "date of birth" is not a date; write it like 1985-07-31 or 31/07/1985.'
        )

    def test_the_codes_of_refused_lines_are_kept_so_that_they_do_not_count_as_gone(self) -> None:
        assert read_file("bad-lines.csv").refused_codes >= {"B2", "B3", "B6", "B7"}

    def test_an_unclosed_quotation_mark_costs_its_own_line_only(self) -> None:
        good = "2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel,,,C"
        body = "\n".join(f"{good}{n}" for n in range(50))
        schedule = read(f'{HEADER}\n2026-11-23 09:00,"Anna Bell,1985-07-31,parisian-peel\n{body}\n')
        assert [number for number, _ in schedule.refused] == [2]
        assert len(schedule.lines) == 50

    @pytest.mark.parametrize(
        ("start", "why"),
        [
            ("", "is empty"),
            ("2026-11-23", "not a date and a time"),
            ("09:00", "has a time but no date"),
            ("2026-11-23 24:00", "no clock shows"),
            ("2026-11-23 13:30 pm", "does not go with a.m. or p.m."),
            ("2026-02-29 09:00", "no calendar has"),
            ("11/31/2026 09:00", "no calendar has"),
            ("23/11/26 09:00", "year of four digits"),
            ("0202-11-23 09:00", "year of four digits"),
            ("23/11/0202 09:00", "year of four digits"),
            ("tomorrow 09:00", "is not a date"),
            ("2026-03-29 01:30", "clocks go forward"),
            ("9999-12-31T23:59-12:00", "too far away"),
        ],
    )
    def test_a_start_that_cannot_be_is_refused(self, start: str, why: str) -> None:
        assert why in refusal(f"{start},Anna Bell,1985-07-31,parisian-peel")

    @pytest.mark.parametrize(
        ("born", "why"),
        [
            ("", "is empty; without it nobody can check in"),
            ("1985-02-31", "no calendar has"),
            ("2026-11-24", "after the appointment"),
            ("1885-07-31", "more than 120 years ago"),
            ("31 Brumaire 1985", "is not a date"),
            ("July 1985", "is not a date"),
            ("31259", "a day as a spreadsheet counts them"),
            ("31259.0", "a day as a spreadsheet counts them"),
            ("1985-07-31 10:30", "has a time of day"),
            ("Tue 31/07/1985", "a day of the week that does not go with its date"),
            ("31/07/85", "year of four digits"),
            ("0198-07-31", "year of four digits"),
        ],
    )
    def test_a_date_of_birth_that_cannot_be_is_refused(self, born: str, why: str) -> None:
        assert why in refusal(f"2026-11-23 09:00,Anna Bell,{born},parisian-peel")

    def test_the_same_visit_twice_in_a_file_is_refused_the_second_time(self) -> None:
        line = "2026-11-23 {},{},1985-07-31,parisian-peel"
        schedule = read(f"{HEADER}\n{line.format('09:00', 'Anna Bell')}\n{line.format('10:00', 'ANNA  bell')}\n")
        assert [kept.number for kept in schedule.lines] == [2]
        ((number, sentence),) = schedule.refused
        assert number == 3
        assert sentence.startswith("Line 2 has the same client, date of birth and treatment")

    def test_a_booking_code_that_nobody_could_type_is_refused(self) -> None:
        why = 'The "booking code" is longer than 64 letters and digits'
        assert why in refusal(f"2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel,,,{'x' * 65}")

    def test_where_the_year_comes_first_no_date_is_taken_for_another(self) -> None:
        assert one("2026/11/05 09:00,Anna Bell,1985/07/06,parisian-peel", date_order="ymd").day == date(2026, 11, 5)
        refused = read(f"{HEADER}\n05/11/2026 09:00,Anna Bell,1985/07/06,parisian-peel\n", date_order="ymd").refused
        assert len(refused) == 1

    def test_an_unreadable_phone_laser_or_language_is_remarked_and_the_appointment_taken(self) -> None:
        schedule = read(
            f"{HEADER},laser,language\n2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel,,none,,maybe,tlh\n"
        )
        (line,) = schedule.lines
        assert (line.phone, line.laser, line.language) == ("", None, None)
        assert [number for number, _ in schedule.remarks] == [2, 2, 2]
        assert schedule.remarks[1].sentence == 'The "laser" is neither yes nor no; the kiosk will ask.'


class TestStarts:
    @pytest.mark.parametrize(
        "written",
        [
            "2026-11-23 09:05",
            "2026-11-23T09:05:00",
            "2026-11-23T09:05:00.000Z",
            "2026-11-23T10:05+01:00",
            "2026-11-23T0405-0500".replace("T0405", "T04:05"),
            "23/11/2026 9:05",
            "23.11.2026  9.05",
            "23-11-2026 09h05",
            "23/11/2026 09:05 am",
            '"23/11/2026, 9:05 a.m."',
        ],
    )
    def test_the_same_moment_is_read_from_each_way_to_write_it(self, written: str) -> None:
        line = one(f"{written},Anna Bell,1985-07-31,parisian-peel")
        assert (line.day, line.start) == (date(2026, 11, 23), time(9, 5))

    def test_a_day_that_could_be_a_month_follows_the_clinics_order(self) -> None:
        cells = "03/04/2026 09:00,Anna Bell,05/06/1985,parisian-peel"
        british, american = one(cells), one(cells, date_order="mdy")
        assert (british.day, british.date_of_birth) == (date(2026, 4, 3), date(1985, 6, 5))
        assert (american.day, american.date_of_birth) == (date(2026, 3, 4), date(1985, 5, 6))

    def test_a_time_with_an_offset_may_fall_on_another_day_of_the_clinic(self) -> None:
        line = one("2026-11-23T23:30:00Z,Anna Bell,1985-07-31,parisian-peel", zone=ZoneInfo("Asia/Tokyo"))
        assert (line.day, line.start) == (date(2026, 11, 24), time(8, 30))


class TestUnreadableFiles:
    def test_an_empty_file(self) -> None:
        assert unreadable(b"").startswith("The schedule file is empty")
        assert unreadable(b"\xef\xbb\xbf\n , \n").startswith("The schedule file is empty")
        assert unreadable(b"\x00\x00\x1a").startswith("The schedule file is empty")

    def test_a_header_alone_is_a_day_without_appointments(self) -> None:
        assert read(HEADER + "\n").lines == ()

    def test_missing_columns_are_named(self) -> None:
        assert 'no column "treatment"' in unreadable("start,client,date of birth\n")
        assert 'no columns "start" and "treatment"' in unreadable("client,date of birth\n")

    def test_a_file_without_a_header_is_told_apart(self) -> None:
        assert "not a header row" in unreadable("2026-11-23 09:00,Anna Bell,1985-07-31,parisian-peel\n")

    def test_a_column_that_stands_twice_is_named_with_both_places(self) -> None:
        assert 'two columns "client" (columns 2 and 5)' in unreadable("start,client,dob,treatment,Client\n")

    def test_a_huge_file_is_refused_before_it_is_read(self) -> None:
        assert "larger than 5 MB" in unreadable(b"x" * (MOST_BYTES + 1))

    def test_a_picture_is_not_a_schedule(self) -> None:
        assert unreadable(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"{HEADER}\n{text}".encode("utf-8", "replace")))
def test_whatever_is_in_a_file_it_is_read_or_refused_in_a_sentence(data: bytes) -> None:
    try:
        schedule = read(data)
    except BadInput:
        return
    numbers = [line.number for line in schedule.lines] + [refused.line for refused in schedule.refused]
    assert len(numbers) == len(set(numbers))
    assert all(number >= 2 for number in numbers)


@given(st.text(min_size=1, max_size=100))
def test_a_name_is_kept_as_it_is_or_said_to_be_none(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    schedule = read(f"{HEADER}\n2026-11-23 09:00,{quoted},1985-07-31,parisian-peel\n".encode("utf-8", "replace"))
    assert len(schedule.lines) + len(schedule.refused) == 1
    for line in schedule.lines:
        assert line.full_name.isprintable()
