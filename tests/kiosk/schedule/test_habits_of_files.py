"""Files as booking programs and spreadsheets write them: each shows a habit, and is read as a receptionist would read it."""

import csv
import io
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.core.schedule_settings import Program
from kiosk.core.settings import Settings
from kiosk.desk.slots import busy
from kiosk.people.names import plain_words
from kiosk.schedule import ImportReport, import_schedule
from kiosk.schedule.booking_line import BookingLine, Schedule
from kiosk.schedule.booking_programs import programs
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.file_text import decoded_text
from kiosk.schedule.moments import read_date, read_start
from kiosk.schedule.name_order import seems_reversed
from kiosk.schedule.name_titles import without_title
from kiosk.schedule.services import Services
from kiosk.schedule.sources import read_schedule
from kiosk.schedule.unclear import UnclearError
from tests.kiosk.conftest import House

FILES = Path(__file__).parent / "files" / "habits"
LONDON = ZoneInfo("Europe/London")
ACTOR = Actor(name="system user", role="system", system_user="till")
TREATMENTS = {"parisian-peel": "Parisian Peel", "medical-facial": "Medical Facial"}
HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code"
VERA = "2026-11-30 09:00 Vera Lindqvist 1985-07-31 parisian-peel"
RENEE = "2026-11-30 09:00 Renée Müller 1985-07-31 parisian-peel"
OWEN = "2026-11-30 09:45 Owen Hartley 1990-02-02 parisian-peel"
BOTH = (RENEE, OWEN)
MONTH_FIRST = {"acuity", "calendly", "mindbody", "square", "zenoti"}


class Case(NamedTuple):
    """A file, what is taken from it, and what its remarks say beside what every such file says."""

    name: str
    lines: tuple[str, ...]
    remarks: tuple[str, ...] = ()


CASES = (
    Case("access-split", (VERA,)),
    Case("date-with-midnight", (VERA,)),
    Case("dob-midnight", (VERA,)),
    Case("dob-isoT", (VERA,)),
    Case("dob-monthname", (VERA,)),
    Case("time-dmy-monthdmy", (VERA,)),
    Case("time-dmy-nbspdmy", (VERA,)),
    Case("time-dmy-spanish", (VERA,)),
    Case("time-dmy-utc", (VERA,)),
    Case("time-dmy-ymdslash", (VERA,)),
    Case("time-dmy-range", (VERA,)),
    Case("time-mdy-dow", (VERA,)),
    Case("time-mdy-lrm-ie", (VERA,)),
    Case("time-mdy-monthname", (VERA,)),
    Case("time-mdy-nbsp-ampm", (VERA,)),
    Case("time-mdy-nnbsp-ampm", (VERA,)),
    Case(
        "merged-date-cells",
        (VERA, "2026-11-30 09:30 Owen Hartley 1990-02-02 medical-facial"),
        ('The "date" is missing (line 3)',),
    ),
    Case("treat-duration", (VERA,)),
    Case("treat-two", (VERA, VERA.replace("parisian-peel", "medical-facial"))),
    Case("enc-cp1252", BOTH, ("(line 2), and was read as a spreadsheet on Windows writes it",)),
    Case("enc-utf16", BOTH, ('The file is "Unicode text"',)),
    Case("sep-tab", BOTH),
    Case("sep-hint-tab", BOTH),
    Case("sep-hint-quoted", BOTH),
    Case("title-row", BOTH),
    Case("title-row-commas", BOTH),
    Case("totals", BOTH, ("names nobody (line 4)",)),
    Case("footer", BOTH, ("names nobody (line 5)",)),
    Case("eof-1a", BOTH, ("Characters behind the end of the file",)),
    Case("nul-tail", BOTH, ("Characters behind the end of the file",)),
    Case("repeated-header", (VERA, OWEN), ("The header is there again (line 3)",)),
    Case("shape-blocked-time", (), ("names nobody (line 2 and 1 more)",)),
    Case("allquoted-spaces", BOTH),
    Case("backslash-quote", (VERA.replace("Vera", 'Vera "Vee"'),), ("Quotation marks within a cell",)),
    Case("multiline-note", (VERA, OWEN.replace("parisian-peel", "medical-facial"))),
    Case("name-title", (VERA,), ("has a title before the name (line 2)",)),
    Case(
        "last-first-without-comma",
        (VERA.replace("Vera Lindqvist", "Lindqvist Vera"),),
        ("with the family name first (line 2), and was read with the given name first",),
    ),
    Case("shape-spanish", (VERA.replace("Vera Lindqvist", "Rosa Vidal"),)),
    Case("shape-two-phones", (VERA,), ('several columns "phone"',)),
    Case("shape-phorest", (VERA,), ('several columns "phone"',)),
    Case("shape-timely", (VERA,), ('several columns "phone"',)),
    *(
        Case(f"shape-{program}", (VERA,))
        for program in programs()
        if program not in {"phorest", "timely", "vetdata"}
    ),
)  # fmt: skip


def conventions(name: str = "", **options: object) -> ScheduleConventions:
    mdy = "-mdy-" in name or name.removeprefix("shape-") in MONTH_FIRST
    return ScheduleConventions("mdy" if mdy else "dmy", LONDON, TREATMENTS, **options)  # type: ignore[arg-type]


def read(data: bytes | str, **options: object) -> Schedule:
    return read_schedule(data.encode() if isinstance(data, str) else data, conventions(**options))


def read_habit(name: str, **options: object) -> Schedule:
    return read_schedule((FILES / f"{name}.csv").read_bytes(), conventions(name, **options))


def shown(line: BookingLine) -> str:
    return f"{line.day} {line.start:%H:%M} {line.full_name} {line.date_of_birth} {line.treatment}"


def said(schedule: Schedule) -> list[str]:
    return [sentence for _, sentence in schedule.remarks if "The file has no column" not in sentence]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_habit_is_read_as_a_person_would(case: Case) -> None:
    schedule = read_habit(case.name)
    assert [shown(line) for line in schedule.lines] == list(case.lines)
    assert schedule.refused == ()
    assert len(said(schedule)) == len(case.remarks)
    assert all(part in remark for part, remark in zip(case.remarks, said(schedule), strict=True))


def test_every_file_of_the_folder_is_tried() -> None:
    tried = {case.name for case in CASES} | {"dob-serial", "shape-vetdata-like", "xlsx"}
    assert {path.stem for path in FILES.iterdir()} == tried


def test_a_day_that_a_spreadsheet_counts_is_refused_by_its_name() -> None:
    ((line, sentence),) = read_habit("dob-serial").refused
    assert (line, "a day as a spreadsheet counts them, not a date" in sentence) == (2, True)


def test_a_file_that_names_no_client_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput, match='no columns "client" and "date of birth"'):
        read_habit("shape-vetdata-like")


class TestClientsByNumber:
    CLIENTS = "ClientAccountId;First name;Surname;DOB;Mobile\n1;Owen;Hartley;02/02/1990;\n2;Vera;Lindqvist;31/07/1985;020 7946 0101\n"

    def take(self, house: House, clients: Path, extra: str = "") -> ImportReport:
        reading = {"schedule": {"clients_file": str(clients)}, "time_zone": "Europe/London"}
        house.clinic.__dict__["settings"] = Settings.checked(
            house.clinic.settings.model_dump(exclude_none=True) | reading
        )
        data = (FILES / "shape-vetdata-like.csv").read_text(encoding="utf-8") + extra
        return import_schedule(house.clinic, data.encode(), actor=ACTOR, between=lambda: None)

    def test_whom_a_number_stands_for_is_read_from_the_file_of_clients(self, house: House, tmp_path: Path) -> None:
        clients = tmp_path / "clients.csv"
        clients.write_text(self.CLIENTS, encoding="utf-8")
        report = self.take(house, clients)
        assert (report.taken, report.exit_status) == (1, 0)
        (visit,) = house.clinic.visits.of_day(date(2026, 11, 30))
        client = house.clinic.clients.get(visit.client_id)
        assert (client.full_name, client.date_of_birth, client.phone) == (
            "Vera Lindqvist",
            date(1985, 7, 31),
            "020 7946 0101",
        )
        assert visit.practitioner == "Dr Moss"

    def test_a_number_that_stands_for_nobody_is_refused(self, house: House, tmp_path: Path) -> None:
        clients = tmp_path / "clients.csv"
        clients.write_text(self.CLIENTS, encoding="utf-8")
        report = self.take(house, clients, "2,77,Parisian Peel,Dr Moss,2026-11-30 10:00,2026-11-30 10:45,booked\n")
        assert (report.taken, [line for line, _ in report.refused]) == (1, [3])

    def test_a_file_of_clients_that_cannot_be_read_is_named(self, house: House, tmp_path: Path) -> None:
        clients = tmp_path / "clients.csv"
        with pytest.raises(BadInput, match=r"schedule\.clients_file, .*clients\.csv, cannot be read: No such file"):
            self.take(house, clients)
        clients.write_text("id;name\n1;Owen\n", encoding="utf-8")
        with pytest.raises(BadInput, match="needs columns of a client's number, name and date of birth"):
            self.take(house, clients)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "line 2 and" not in "".join(case.remarks)], ids=lambda case: case.name
)
def test_each_comes_into_the_day_book_and_changes_nothing_the_second_time(house: House, case: Case) -> None:
    order = conventions(case.name).date_order
    values = house.clinic.settings.model_dump(exclude_none=True) | {"date_order": order, "time_zone": "Europe/London"}
    house.clinic.__dict__["settings"] = Settings.checked(values)
    data = (FILES / f"{case.name}.csv").read_bytes()
    first, second = (import_schedule(house.clinic, data, actor=ACTOR, between=lambda: None) for _ in range(2))
    assert (first.taken, first.exit_status) == (len(case.lines), 0)
    assert (second.unchanged, second.taken, second.moved, second.changed) == (len(case.lines), 0, 0, 0)
    assert "two appointments at this time" not in "".join(sentence for _, sentence in first.warnings)


class TestStarts:
    @pytest.mark.parametrize(
        "written",
        [
            "30/11/2026 09:00", "30.11.2026 9.00", "30-11-2026 9h", "30 11 2026 09:00", "2026.11.30 09:00", "2026-11-30, 9:00",
            "30 November 2026 at 9:00am", "30th Nov 2026, 9 am", "30-Nov-2026 09:00", "30Nov2026 09:00", "Nov. 30, 2026 9:00 a.m.",
            "November 30th 2026 09:00:00", "2026 Nov 30 09:00", "Monday, 30 November 2026 09:00", "lunes 30 de noviembre de 2026 9:00",
            "lundi 30 novembre 2026 à 9h00", "1er novembre 2026 9h".replace("1er", "30"), "30 nov. 2026 9:00", "Mon 30/11/2026 09:00",
            "9:00 30/11/2026", "9:00am Mon 30 Nov 2026", "09:00, 30 November 2026", "Mon, 30 Nov 2026 09:00:00 +0000",
            "Mon Nov 30 2026 09:00:00 GMT+0000 (Greenwich Mean Time)", "2026-11-30 10:00 UTC+1", "2026-11-30 09:00 GMT", "2026-11-30T09:00:00.000Z",
            "2026-11-30 09:00\u202fAM", "\u200e30\u200e/\u200e11\u200e/\u200e2026\u200e \u200e9:00", "２０２６-11-30 09:00",
            "30 de noviembre de 2026 9:00 a. m.",
        ],
    )  # fmt: skip
    def test_nine_on_the_thirtieth_of_november_is_read_from_each_way_to_write_it(self, written: str) -> None:
        assert read_start(written, "", "dmy", LONDON).at.isoformat() == "2026-11-30T09:00:00"

    @pytest.mark.parametrize(
        ("written", "start", "minutes"),
        [
            ("30/11/2026 09:00 - 09:45", "09:00", 45),
            ("30/11/2026 09:00–09:45", "09:00", 45),
            ("30/11/2026 9:00 - 10:30 am", "09:00", 90),
            ("30/11/2026 11:30 - 12:15 PM", "11:30", 45),
            ("30/11/2026 1:00 - 2:15 PM", "13:00", 75),
            ("30/11/2026 11:30 am to 12:15 pm", "11:30", 45),
            ("2026-11-30 09:00-05:00", "14:00", None),
            ("2026-11-30T09:00-05:00", "14:00", None),
            ("2026-11-30 09:00 -0500", "14:00", None),
            ("09:00 - 09:45 30/11/2026", "09:00", 45),
            ("30/11/2026 09:00 - 09:00", "09:00", None),
        ],
    )
    def test_a_range_is_a_start_and_a_length_and_an_offset_is_none(
        self, written: str, start: str, minutes: int | None
    ) -> None:
        read = read_start(written, "", "dmy", LONDON)
        assert (f"{read.at:%H:%M}", read.minutes) == (start, minutes)

    @pytest.mark.parametrize(
        ("written", "why"),
        [
            ("Tue 30/11/2026 09:00", "day of the week"),
            ("2026-11-30 09:00 PST", "a time zone that is not this clinic's"),
            ("46356.375", "a day as a spreadsheet counts them"),
            ("30/11/2026", "not a date and a time"),
            ("30/12/1899 09:00:00", "a time but no date"),
            ("30 Nov 09:00", "is not a date"),
            ("30 Nov 26 09:00", "year of four digits"),
            ("30/11/2026 09:00 room 2", "not a date and a time"),
        ],
    )
    def test_what_is_none_is_said(self, written: str, why: str) -> None:
        with pytest.raises(UnclearError, match=why):
            read_start(written, "", "dmy", LONDON)

    @pytest.mark.parametrize(
        "day",
        ["30/11/2026", "30/11/2026 00:00:00", "2026-11-30T00:00:00.000Z", "Mon 30 Nov 2026", "30/11/2026 12:00 AM"],
    )
    @pytest.mark.parametrize("start", ["09:00", "30/12/1899 09:00:00", "1900-01-01 09:00", "9:00am", "09:00:00.000"])
    def test_a_day_of_its_own_goes_with_a_time(self, day: str, start: str) -> None:
        assert read_start(start, day, "dmy", LONDON).at.isoformat() == "2026-11-30T09:00:00"

    def test_a_local_name_of_the_clinics_zone_is_its_own_time(self) -> None:
        assert read_start("2026-07-30 09:00 BST", "", "dmy", LONDON).at.hour == 9
        assert read_start("2026-11-30 09:00 EST", "", "dmy", ZoneInfo("America/New_York")).at.hour == 9

    @given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["dmy", "mdy", "ymd"]))
    def test_a_day_is_read_the_same_however_it_is_written(self, day: date, order: str) -> None:
        numbers = {"dmy": f"{day:%d/%m/%Y}", "mdy": f"{day:%m/%d/%Y}", "ymd": f"{day:%Y/%m/%d}"}[order]
        for written in (
            numbers,
            day.isoformat(),
            f"{day:%d %B %Y}",
            f"{day:%B %d, %Y}",
            f"{day:%a %d %b %Y}",
            f"{numbers} 00:00:00",
        ):
            assert read_date(written, order, "date of birth", LONDON) == day

    def test_a_birthday_that_a_program_counts_in_another_zone_is_that_day(self) -> None:
        assert read_date("1985-07-30T23:00:00.000Z", "dmy", "date of birth", LONDON) == date(1985, 7, 31)
        assert read_date("1985-07-31T00:00:00.000Z", "dmy", "date of birth", LONDON) == date(1985, 7, 31)

    def test_what_is_behind_a_day_is_a_time_or_makes_it_none(self) -> None:
        with pytest.raises(UnclearError, match="is not a date"):
            read_date("31/07/1985 soon", "dmy", "date of birth", LONDON)
        with pytest.raises(UnclearError, match="has a time of day"):
            read_date("31/07/1985 10:00", "dmy", "date of birth", LONDON)
        assert read_date("31/07/1985 10:00", "dmy", "start", LONDON) == date(1985, 7, 31), (
            "the time has a column of its own"
        )

    @given(st.text(max_size=40))
    def test_whatever_is_in_a_cell_it_is_read_or_said_to_be_unclear(self, text: str) -> None:
        for reading in (lambda: read_start(text, text, "dmy", LONDON), lambda: read_date(text, "mdy", "start", LONDON)):
            with suppress(UnclearError):
                reading()


class TestOrder:
    @pytest.mark.parametrize(
        ("start", "born", "order", "told"),
        [
            ("November 30, 2026 9:00 am", "03/02/1979", "dmy", True),
            ("Nov. 30th 2026 9:00 am", "03/02/1979", "dmy", True),
            ("30 November 2026 9:00 am", "03/02/1979", "dmy", False),
            ("November 30, 2026 9:00 am", "03/03/1979", "dmy", False),
            ("November 30, 2026 9:00 am", "1979-02-03", "dmy", False),
            ("November 30, 2026 9:00 am", "03/02/1979", "mdy", False),
            ("2026-11-30 09:00", "03/02/1979", "dmy", False),
        ],
    )
    def test_months_first_in_words_make_other_dates_doubtful(
        self, start: str, born: str, order: str, told: bool
    ) -> None:
        text = f'start,client,dob,treatment\n"{start}",Vera Lindqvist,{born},parisian-peel\n'
        schedule = read_schedule(text.encode(), ScheduleConventions(order, LONDON, TREATMENTS))
        assert len(schedule.lines) == 1
        assert ["others were read day first (line 2)" in remark for remark in said(schedule)] == [True] * told


class TestBytes:
    def rows(self, *names: str) -> str:
        return (
            HEAD
            + "\n"
            + "".join(f"2026-11-30 1{n}:00,{name},1985-07-31,parisian-peel,,,K{n}\n" for n, name in enumerate(names))
        )

    NAMES = ("Renée Müller", "RENÉE MÜLLER", "Zoë O’Brien", "García Núñez", "Íñigo Ávila", "Anne-Gaëlle Çelik")

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_names_are_read_from_what_each_system_writes(self, encoding: str, end: str) -> None:
        schedule = read(self.rows(*self.NAMES).replace("\n", end).encode(encoding))
        assert [line.full_name for line in schedule.lines] == list(self.NAMES)
        assert len(said(schedule)) == (encoding not in {"utf-8", "utf-8-sig"})
        assert all("Renée" not in remark for remark in said(schedule))

    def test_a_file_of_two_encodings_is_read_line_by_line(self) -> None:
        first, second = (
            self.rows("Renée Müller").encode(),
            self.rows("x", "Owen Müller").splitlines()[2].encode("cp1252"),
        )
        assert [line.full_name for line in read(first + second).lines] == ["Renée Müller", "Owen Müller"]

    @given(st.binary(max_size=120))
    def test_any_bytes_are_some_text(self, data: bytes) -> None:
        assert isinstance(decoded_text(data).text, str)

    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("hint", ["", "sep={}\n", '"sep={}"\n', "SEP={}\r\n"])
    @pytest.mark.parametrize(
        "title",
        ["", "Appointments, Lumen; 30 Nov 2026\n\n", "Date{0}30/11/2026{0}Staff{0}Dr Moss\n", '"Report"{0}{0}{0}\n'],
    )
    def test_a_separator_is_found_under_a_title_and_a_hint(self, mark: str, hint: str, title: str) -> None:
        text = self.rows("Renée Müller", '"Hartley, Owen; Mr|"').replace("\n", "\r\n")
        text = "".join(part if n % 2 else part.replace(",", mark) for n, part in enumerate(text.split('"')))
        schedule = read(hint.format(mark) + title.format(mark) + text.replace("Hartley, Owen; Mr|", '"Hartley, Owen"'))
        assert [line.full_name for line in schedule.lines] == ["Renée Müller", "Owen Hartley"]


@given(
    st.lists(
        st.sampled_from(
            ["Vera", "Zoë", "José María", "O'Brien", 'Vera "Vee"', "Lind; qvist", "a|b", "Anne, Sophie", "x\ty"]
        ),
        min_size=1,
        max_size=5,
    ),
    st.tuples(
        st.sampled_from([",", ";", "\t", "|"]),
        st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
        st.sampled_from(["\n", "\r\n"]),
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.booleans(),
)
def test_what_any_program_writes_comes_back(
    names: list[str], how: tuple[str, int, str], encoding: str, titled: bool
) -> None:
    text, (mark, quoting, end) = io.StringIO(newline=""), how
    writer = csv.writer(text, delimiter=mark, quoting=quoting, lineterminator=end)  # type: ignore[arg-type]
    if titled:
        writer.writerow(["Appointments", "", ""])
    writer.writerow(HEAD.split(","))
    for n, name in enumerate(names):
        writer.writerow([f"2026-11-30 1{n}:00", f"{name} Ünal", "1985-07-31", "parisian-peel", "", "", f"K{n}x"])
    schedule = read(text.getvalue().encode(encoding))
    assert schedule.refused == ()
    wanted = [sorted(plain_words(f"{name} Ünal")) for name in names]
    assert [sorted(plain_words(line.full_name)) for line in schedule.lines] == wanted


class TestQuotes:
    @pytest.mark.parametrize(
        ("cell", "name"),
        [
            (r'"Vera \"Vee\" Lindqvist"', 'Vera "Vee" Lindqvist'),
            ('"Vera ""Vee"" Lindqvist"', 'Vera "Vee" Lindqvist'),
            ('"Vera "Vee" Lindqvist"', 'Vera "Vee" Lindqvist'),
            ('Vera "Vee" Lindqvist', 'Vera "Vee" Lindqvist'),
            (' "Vera Lindqvist" ', "Vera Lindqvist"),
        ],
    )
    def test_quotation_marks_within_a_name_are_kept(self, cell: str, name: str) -> None:
        (line,) = read(f"{HEAD}\n2026-11-30 09:00,{cell},1985-07-31,parisian-peel,,,K1\n").lines
        assert (line.full_name, line.booking_code) == (name, "K1")

    @pytest.mark.parametrize("stray", ['Bell"', '"', '"",""', '"x"'])
    def test_a_mark_that_is_never_closed_takes_no_line_with_it(self, stray: str) -> None:
        good = "2026-11-30 1{}:00,Anna Bell,1985-07-31,parisian-peel,,{},K{}\n"
        text = (
            f'{HEAD}\n2026-11-30 09:00,"Anna Bell,1985-07-31,parisian-peel,,,K9\n'
            + good.format(1, stray, 1)
            + good.format(2, "", 2)
        )
        schedule = read(text)
        numbers = {line.number for line in schedule.lines} | {line for line, _ in schedule.refused}
        assert numbers >= {2, 3, 4}
        assert 2 not in {line.number for line in schedule.lines}
        assert 4 in {line.number for line in schedule.lines}

    def test_a_cell_of_two_lines_may_be_the_first(self) -> None:
        text = 'client,start,dob,treatment\n"Vera\nLindqvist",2026-11-30 09:00,1985-07-31,parisian-peel\n'
        assert [shown(line) for line in read(text).lines] == [VERA]

    def test_a_header_whose_marks_make_no_sense_is_named(self) -> None:
        with pytest.raises(BadInput, match="The header row of the schedule file cannot be read: A quotation mark"):
            read('"start,client\n')

    @pytest.mark.thorough
    def test_too_many_lines_are_refused(self) -> None:
        with pytest.raises(BadInput, match="more than 20,000 lines"):
            read(HEAD + "\nx" * 20_001)
        with pytest.raises(BadInput, match="more than 20,000 lines"):
            read(HEAD + "\n," * 100_002)
        assert read(HEAD + "\n," * 50_000).lines == ()

    def test_too_many_columns_are_refused(self) -> None:
        with pytest.raises(BadInput, match="more than 1,000 columns; export fewer"):
            read("start,client,dob,treatment," + "a," * 1_000)

    def test_what_keeps_a_spreadsheet_from_making_a_number_is_left_out(self) -> None:
        (line,) = read(
            f'{HEAD}\n\'2026-11-30 09:00,Vera Lindqvist,\'31/07/1985,parisian-peel,,="07700900123",="0017"\n'
        ).lines
        assert (shown(line), line.phone, line.booking_code) == (VERA, "07700900123", "0017")
        (line,) = read(f"{HEAD}\n2026-11-30 09:00,Jan 't Hooft,1985-07-31,parisian-peel,,'+44 7700 900123,=\n").lines
        assert (line.full_name, line.phone, line.booking_code) == ("Jan 't Hooft", "+44 7700 900123", "")

    def test_a_long_note_costs_nothing(self) -> None:
        note = "\n".join(f"line {n}, said; on and on" for n in range(150))
        rows = f'2026-11-30 09:00,Anna Bell,1985-07-31,parisian-peel,,,K1,"{note}"\n2026-11-30 10:00,Ben Bell,1985-07-31,parisian-peel,,,K2,\n'
        schedule = read(f"{HEAD},notes\n{rows}")
        assert ([line.number for line in schedule.lines], schedule.refused) == ([2, 152], ())


class TestServices:
    @pytest.mark.parametrize(
        ("cell", "ours", "others"),
        [
            ("Parisian Peel (60 min)", ["parisian-peel"], False),
            ("Parisian Peel - 60 min", ["parisian-peel"], False),
            ("Parisian Peel 1h 30m", ["parisian-peel"], False),
            ("Parisian Peel £120.00", ["parisian-peel"], False),
            ("Parisian Peel (45 min, £120)", ["parisian-peel"], False),
            ("1x Parisian Peel", ["parisian-peel"], False),
            ("PARISIAN-PEEL", ["parisian-peel"], False),
            ("Parisian Peel + Medical Facial", ["parisian-peel", "medical-facial"], False),
            ("Parisian Peel (30 min) and Medical Facial (45 min)", ["parisian-peel", "medical-facial"], False),
            ("Massage, Parisian Peel", ["parisian-peel"], True),
            ("Parisian Peel, Parisian Peel", ["parisian-peel"], False),
            ("Parisian Peel consultation", [], True),
            ("Massage", [], True),
            ("Peel & Glow", ["parisian-peel"], False),
            ("Glow 60", ["medical-facial"], False),
        ],
    )
    def test_a_cell_of_services(self, cell: str, ours: list[str], others: bool) -> None:
        services = Services.of(TREATMENTS, {"parisian-peel": ["Peel & Glow"], "medical-facial": ("Glow 60",)})
        booked = services.read(cell)
        assert (list(booked.treatments), booked.others) == (ours, others)

    def test_other_services_are_counted_and_told_once_unless_they_are_known(self) -> None:
        line = "2026-11-30 1{n}:00,Client {n}x,1985-07-31,{service},,,K{n}\n"
        rows = "".join(
            line.format(n=n, service=service) for n, service in enumerate(["Massage", "Waxing", "Parisian Peel"])
        )
        schedule = read(f"{HEAD}\n{rows}")
        assert (len(schedule.lines), schedule.elsewhere, schedule.refused) == (1, 2, ())
        assert [remark for remark in said(schedule) if "none of this kiosk's (line 2 and 1 more)" in remark]
        known = read(f"{HEAD}\n{rows}", elsewhere=("massage", "Waxing"))
        assert (len(known.lines), known.elsewhere, said(known)) == (1, 2, [])

    def test_a_cancelled_service_of_another_kind_calls_nothing_off(self, house: House) -> None:
        line = "2026-07-30 11:00,Vera Lindqvist,1990-02-02,{},,,,{}\n"
        import_schedule(house.clinic, f"{HEAD},status\n{line.format('parisian-peel', '')}".encode(), actor=ACTOR)
        both = f"{HEAD},status\n{line.format('Massage', 'Cancelled')}{line.format('parisian-peel', '')}"
        report = import_schedule(house.clinic, both.encode(), actor=ACTOR)
        assert (report.called_off, report.unchanged) == ((), 1)

    def test_a_treatment_of_the_settings_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(
            BadInput, match=r"schedule\.treatments names hot-stone, which is no treatment of this clinic"
        ):
            read(HEAD, called={"hot-stone": ["Stones"]})


class TestColumnsOfTheClinic:
    ROW = "2026-11-30 09:00,Vera Lindqvist,1985-07-31,Parisian Peel\n"

    def test_titles_of_the_settings_win(self) -> None:
        titles = ColumnTitles(
            {"start": ["Termin"], "client": ("Wer",), "date of birth": ["geb."], "treatment": ["Was"]}
        )
        (line,) = read("Termin,Wer,Geb,was,client\n" + self.ROW.strip() + ",x\n", titles=titles).lines
        assert shown(line) == VERA

    def test_a_title_that_the_file_has_not_is_named(self) -> None:
        titles = ColumnTitles({"client": ["Wer"]})
        with pytest.raises(BadInput, match=r'no column "Wer", which clinic\.toml names for the "client"'):
            read("start,Who,dob,treatment\n" + self.ROW, titles=titles)
        (line,) = read("start,client,dob,treatment\n" + self.ROW, titles=titles).lines
        assert shown(line) == VERA, "another file may have the usual one"

    @pytest.mark.parametrize(
        ("cells", "number", "remarks"),
        [
            (",020 7946 0101", "020 7946 0101", 0),
            ("07700 900123,", "07700 900123", 0),
            ("07700 900123,020 7946 0101", "07700 900123", 1),
            ("call mum,020 7946 0101", "020 7946 0101", 1),
            ("call mum,none", "", 2),
        ],
    )
    def test_of_two_telephones_the_first_that_is_one_counts(self, cells: str, number: str, remarks: int) -> None:
        schedule = read(f"start,client,dob,treatment,mobile,landline\n{self.ROW.strip()},{cells}\n")
        assert (schedule.lines[0].phone, len(said(schedule))) == (number, remarks)

    @pytest.mark.parametrize("program", [program for program in programs() if program != "vetdata"])
    def test_a_preset_reads_its_programs_file_with_a_column_left_out(self, program: str) -> None:
        header, row = csv.reader((FILES / f"shape-{program}.csv").read_text(encoding="utf-8").splitlines())
        phone = header.index(programs()[program]["phone"][0])
        text = io.StringIO()
        csv.writer(text).writerows([*cells[:phone], *cells[phone + 1 :]] for cells in (header, row))
        data = text.getvalue().encode()
        (line,) = read_schedule(data, conventions(f"shape-{program}", titles=ColumnTitles({}, program))).lines
        assert (shown(line), line.practitioner) == (VERA, "Dr Moss")
        if program in {"acuity", "mindbody"}:  # whose "Type" and "Appointment" may be anything elsewhere
            with pytest.raises(BadInput):
                read_schedule(data, conventions(f"shape-{program}"))

    def test_the_settings_offer_the_programs_that_are_known(self) -> None:
        assert set(Program.__args__) == set(programs())

    def test_a_clinics_settings_are_used(self, house: House) -> None:
        reading = {
            "preset": "mindbody", "date_order": "mdy", "name_order": "family_first", "other_services": ["Massage"],
            "columns": {"client": "Kundin", "phone": ["Mobil", "Festnetz"]}, "treatments": {"parisian-peel": "Glow Peel"},
        }  # fmt: skip
        values = house.clinic.settings.model_dump(exclude_none=True) | {"schedule": reading}
        house.clinic.__dict__["settings"] = Settings.checked(values)
        rows = (
            "Date,Time,Kundin,Birthday,Appointment,Mobil,Festnetz\n"
            "07/30/2026,10:00,Lindqvist Vera,7/31/1985,Glow Peel,,020 7946 0101\n"
            "07/30/2026,11:00,Hartley Owen,7/31/1985,massage,,\n"
        )
        report = import_schedule(house.clinic, rows.encode(), actor=ACTOR)
        assert (report.taken, report.elsewhere, report.exit_status) == (1, 1, 0)
        assert "1 for services that are not this kiosk's" in report.summary
        (visit,) = house.clinic.visits.of_day(date(2026, 7, 30))
        client = house.clinic.clients.get(visit.client_id)
        assert (client.given_name, client.family_name, client.phone) == ("Vera", "Lindqvist", "020 7946 0101")

    def test_of_two_columns_that_may_be_one_the_clinic_says_which(self) -> None:
        text = "Appointment,Time,client,dob,treatment\n7,2026-11-30 09:00,Vera Lindqvist,1985-07-31,parisian-peel\n"
        with pytest.raises(
            BadInput, match=r'two columns "start" \(columns 1 and 2\); keep one, or say in clinic\.toml which is meant'
        ):
            read(text)
        assert [shown(line) for line in read(text, titles=ColumnTitles({"start": ["Time"]})).lines] == [VERA]

    def test_questions_that_were_asked_when_booking_are_columns(self) -> None:
        head = "start,client,treatment,Question 1,Response 1,Question 2,Response 2\n"
        rows = (
            "2026-11-30 09:00,Vera Lindqvist,parisian-peel,Date of birth?,31/07/1985,Anything else?,no\n"
            "2026-11-30 09:45,Owen Hartley,parisian-peel,Anything else?,no,Date of birth?,02/02/1990\n"
        )
        assert [shown(line) for line in read(head + rows).lines] == [VERA, OWEN]

    def test_lengths_are_read_from_an_end_or_a_duration(self) -> None:
        for title, cell, minutes in (("duration", "45min", 45), ("Length", "1h 30m", 90), ("duration", "0:50", 50), ("End time", "9:40 AM", 40),
                                     ("end", "2026-11-30 10:00", 60), ("end", "later", None), ("end", "25:00", None), ("end", "08:00", None), ("duration", "45", 45)):  # fmt: skip
            (line,) = read(f"start,client,dob,treatment,{title}\n{self.ROW.strip()},{cell}\n").lines
            assert line.minutes == minutes, (title, cell)


class TestLengths:
    HEAD = "start,client,dob,treatment,practitioner,duration\n"
    ROW = "2026-07-30 {},{} Lindqvist,1985-07-31,parisian-peel,Dr Roca,{}\n"

    def take(self, house: House, *rows: tuple[str, str, str]) -> ImportReport:
        text = self.HEAD + "".join(self.ROW.format(*row) for row in rows)
        return import_schedule(house.clinic, text.encode(), actor=ACTOR, between=lambda: None)

    def test_a_length_is_kept_and_changed_by_the_schedule(self, house: House) -> None:
        self.take(house, ("11:00", "Vera", "90 min"))
        assert [visit.minutes for visit in house.clinic.visits.of_day(date(2026, 7, 30))] == [90]
        assert self.take(house, ("11:00", "Vera", "90")).unchanged == 1
        assert self.take(house, ("11:00", "Vera", "1h")).changed == 1
        assert self.take(house, ("11:00", "Vera", "")).unchanged == 1, "what the file leaves empty is no news"
        (visit,) = house.clinic.visits.of_day(date(2026, 7, 30))
        assert visit.minutes == 60
        _, moved = house.desk().move(visit, date(2026, 7, 31), time(10))
        assert moved.minutes == 60

    def test_the_desk_offers_no_time_within_a_longer_visit(self, house: House) -> None:
        self.take(house, ("14:00", "Vera", "90"), ("15:30", "Nora", ""), ("16:00", "Anna", ""), ("16:30", "Eva", ""))
        first, *_ = house.clinic.visits.of_day(date(2026, 7, 30))
        others = first.model_copy(update={"id": "another", "minutes": None})
        taken = busy(house.clinic, "Dr Roca", first.day)
        inside = [
            taken.during(others.model_copy(update={"start": time(hour, minute)}))
            for hour, minute in ((13, 0), (14, 30), (15, 0))
        ]
        assert inside == [None, time(14), time(14)]
        long = others.model_copy(update={"minutes": 120, "start": time(13)})
        assert taken.during(long) == time(14)


class TestNobody:
    @pytest.mark.parametrize(
        "row",
        [
            "Total,2,,,,,", "Total appointments: 2,,,,,,", "2026-11-30 12:00,,,Lunch break,Dr Moss,,", "2026-11-30 12:00,LUNCH,,,Dr Moss,,",
            "2026-11-30 12:00,Walk in,,Parisian Peel,Dr Moss,,", "2026-11-30 12:00,-,,,,,N/A", "Page 1 of 2,,,,,,", "2026-11-30 12:00,,,,Dr Moss,,BLK-7", "2026-11-30 12:00,Blocked,,,Dr Moss,,BLK-7",
            "2026-11-30 12:00,Walk-in,,Parisian Peel,Dr Moss,,WLK-7", "Totals,Appointments,,Hours,,,",
        ],
    )  # fmt: skip
    def test_what_names_nobody_is_a_remark(self, row: str) -> None:
        schedule = read(f"{HEAD}\n2026-11-30 09:00,Vera Lindqvist,1985-07-31,parisian-peel,,,K1\n{row}\n")
        assert ([shown(line) for line in schedule.lines], schedule.refused) == ([VERA], ())
        assert ["names nobody (line 3)" in remark for remark in said(schedule)] == [True]

    def test_the_number_of_walk_ins_in_a_booking_program_names_nobody(self) -> None:
        schedule = read("start,client,client id,dob,treatment\n2026-11-30 12:00,Walk-in,100,,Parisian Peel\n")
        assert (schedule.lines, schedule.refused) == ((), ())

    @pytest.mark.parametrize(
        "row",
        [
            "2026-11-30 12:00,Vera Lindqvist,,parisian-peel,Dr Moss,,", "2026-11-30 12:00,,1985-07-31,parisian-peel,Dr Moss,,",
            "2026-11-30 12:00,,,parisian-peel,Dr Moss,020 7946 0101,", "2026-11-30 12:00,,,parisian-peel,Dr Moss,,Q-7",
            "soon,Vera Lindqvist,,parisian-peel,,,",
        ],
    )  # fmt: skip
    def test_what_may_be_somebody_is_refused(self, row: str) -> None:
        assert [line for line, _ in read(f"{HEAD}\n{row}\n").refused] == [2]


class TestNames:
    @pytest.mark.parametrize(
        ("written", "name"),
        [
            ("Mrs Vera Lindqvist", "Vera Lindqvist"), ("MRS. Vera Lindqvist", "Vera Lindqvist"), ("Prof. Dr. Vera Lindqvist", "Vera Lindqvist"),
            ("Lindqvist, Mrs Vera", "Lindqvist, Vera"), ("Sra. Vera Lindqvist", "Vera Lindqvist"), ("Mme Vera Lindqvist", "Vera Lindqvist"),
            ("Mrs", "Mrs"), ("Mrs Lindqvist", "Lindqvist"), ("Don Smith", "Don Smith"), ("Missy Dean", "Missy Dean"), ("Drew Prof", "Drew Prof"),
            ("Vera Lindqvist", "Vera Lindqvist"), ("  Vera,Lindqvist ", "  Vera,Lindqvist "),
        ],
    )  # fmt: skip
    def test_a_title_is_no_part_of_a_name(self, written: str, name: str) -> None:
        assert without_title(written) == name

    def test_who_is_on_record_with_a_title_is_the_same_without(self, house: House) -> None:
        vera = house.client("Mrs Vera", "Lindqvist", date(1985, 7, 31))
        row = "2026-07-30 11:00,{},1985-07-31,parisian-peel,,,Q-1\n"
        report = import_schedule(house.clinic, f"{HEAD}\n{row.format('Mrs Vera Lindqvist')}".encode(), actor=ACTOR)
        assert (report.taken, [visit.client_id for visit in house.clinic.visits.of_day(date(2026, 7, 30))]) == (
            1,
            [vera.id],
        )
        assert (
            import_schedule(house.clinic, f"{HEAD}\n{row.format('Vera Lindqvist')}".encode(), actor=ACTOR).unchanged
            == 1
        )

    def test_a_title_in_a_column_of_given_names_is_left_out(self) -> None:
        (line,) = read(
            "start,first name,last name,dob,treatment\n2026-11-30 09:00,Mrs Vera,Lindqvist,1985-07-31,parisian-peel\n"
        ).lines
        assert shown(line) == VERA

    @pytest.mark.parametrize(
        ("names", "family_first", "warns"),
        [
            (["Lindqvist Vera"], False, True),
            (["Vera Lindqvist"], False, False),
            (["Lindqvist Vera", "Okoro Ben", "James Harper"], False, True),
            (["Vera Lindqvist", "Ben Okoro", "Harper James"], False, False),
            (["Lindqvist Vera"], True, False),
            (["Vera Lindqvist"], True, True),
            (["Lindqvist, Vera", "王小明", "Cher"], False, False),
            (["LINDQVIST Vera"], False, False),
            (["Xu Yq", "Zed Qop"], False, False),
        ],
    )
    def test_a_column_shows_which_half_comes_first(self, names: list[str], family_first: bool, warns: bool) -> None:
        assert seems_reversed(names, family_first=family_first) is warns

    @pytest.mark.parametrize(
        ("title", "cell", "family_first"),
        [
            ("client", "Lindqvist Vera", True), ("client", "LINDQVIST Vera", False), ("client", "Vera LINDQVIST", True),
            ("client", '"Lindqvist, Vera"', True), ("Apellidos y nombre", "Lindqvist Vera", False), ("Last, First", "Lindqvist Vera", False),
        ],
    )  # fmt: skip
    def test_the_family_name_comes_first_where_that_is_said(self, title: str, cell: str, family_first: bool) -> None:
        quoted = f'"{title}"'
        schedule = read(
            f"start,{quoted},dob,treatment\n2026-11-30 09:00,{cell},1985-07-31,parisian-peel\n",
            family_first=family_first,
        )
        (line,) = schedule.lines
        assert (line.given_name, line.family_name.casefold()) == ("Vera", "lindqvist")
        assert said(schedule) == []


def test_a_date_on_the_days_first_line_only_goes_on_until_the_next() -> None:
    rows = (
        "30/11/2026,09:00,Vera Lindqvist,1985-07-31,parisian-peel\n,09:45,Owen Hartley,1990-02-02,parisian-peel\n"
        "01/12/2026,,,,\n,10:00,Dan Petit,1990-02-02,parisian-peel\n"
    )
    schedule = read("date,start time,client,dob,treatment\n" + rows)
    assert [(line.day.day, line.start) for line in schedule.lines] == [(30, time(9)), (30, time(9, 45)), (1, time(10))]
    assert read("date,start time,client,dob,treatment\n" + rows.splitlines()[1] + "\n").refused != ()
