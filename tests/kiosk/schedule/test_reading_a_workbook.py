"""Workbooks as clinics have them: cells by their type, and nothing that a file can do to its reader."""

import io
import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.schedule import import_schedule
from kiosk.schedule.booking_line import Schedule
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.sources import read_schedule
from tests.kiosk.conftest import House

FILES = Path(__file__).parent / "files"
HEAD = ("start", "client", "date of birth", "treatment", "practitioner", "phone", "booking code")
NINE = datetime.fromisoformat("2026-11-30T09:00")
BORN = datetime.fromisoformat("1985-07-31")
ROW = (NINE, "Vera Lindqvist", BORN, "Parisian Peel", "Dr Moss", "020 7946 0101", "Q-1")


def workbook(*sheets: Iterable[Iterable[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for n, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {n}")
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def changed(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        assert before in parts.read(part)
        for name in parts.namelist():
            content = parts.read(name)
            new.writestr(name, content.replace(before, after) if name == part else content)
    return out.getvalue()


def as_a_spreadsheet_writes_it(data: bytes) -> bytes:
    """Return the workbook with its texts in a part of their own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        texts: list[str] = []

        def share(cell: re.Match[str]) -> str:
            texts.append(f"<si><t>{cell[1]}</t></si>")
            return f' t="s"><v>{len(texts) - 1}</v></c>'

        for name in parts.namelist():
            content = re.sub(r' t="inlineStr"><is><t>([^<]*)</t></is></c>', share, parts.read(name).decode())
            content = content.replace(
                "</Types>",
                '<Override PartName="/xl/sharedStrings.xml" '
                'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
            )
            new.writestr(name, content)
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{"".join(texts)}</sst>')
    return out.getvalue()


def read(data: bytes, order: str = "dmy") -> Schedule:
    treatments = {"parisian-peel": "Parisian Peel", "medical-facial": "Medical Facial"}
    return read_schedule(data, ScheduleConventions(order, ZoneInfo("Europe/London"), treatments))


def unreadable(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read(data)
    return caught.value.sentence


WHOLE = workbook([HEAD, ROW])


class TestCells:
    def test_dates_and_times_are_read_by_their_type(self) -> None:
        split = ("date", "time", *HEAD[1:])
        for sheet in (
            [HEAD, ROW],
            [split, (NINE.date(), time(9), *ROW[1:])],
            [split, (NINE.replace(hour=0), datetime.fromisoformat("1899-12-30T09:00"), *ROW[1:])],
            [HEAD, ("30/11/2026 09:00", *ROW[1:])],
            [HEAD, (NINE, ROW[1], BORN.date(), *ROW[3:])],
        ):
            schedule = read(workbook(sheet))
            (line,) = schedule.lines
            assert (line.day, line.start, line.date_of_birth) == (date(2026, 11, 30), time(9), date(1985, 7, 31))
            assert (schedule.refused, schedule.remarks, line.number) == ((), (), 2)

    def test_a_day_that_a_spreadsheet_counts_is_a_date_by_its_format_and_refused_without(self) -> None:
        book = Workbook()
        book.active.append(HEAD)
        book.active.append((NINE, "Vera Lindqvist", 31259, *ROW[3:]))
        assert "a day as a spreadsheet counts them" in read(saved(book)).refused[0].sentence
        book.active["C2"].number_format = "dd/mm/yyyy"
        (line,) = read(saved(book)).lines
        assert line.date_of_birth == date(1985, 7, 31)

    def test_numbers_are_what_they_were_before_a_spreadsheet_had_them(self) -> None:
        (line,) = read(workbook([HEAD, (*ROW[:5], 7700900123, 123457000000.0)])).lines
        assert (line.phone, line.booking_code) == ("7700900123", "123457000000")
        data = workbook([HEAD, (*ROW[:5], 7700900123, 123457000000)])
        short = changed(data, "xl/worksheets/sheet1.xml", b"<v>7700900123</v>", b"<v>7.700900123E9</v>")
        assert read(short).lines == (line,)

    def test_a_formula_is_never_worked_out(self) -> None:
        book = Workbook()
        book.active.append(HEAD)
        book.active.append((*ROW[:4], '=HYPERLINK("http://x.example","Dr Moss")', *ROW[5:]))
        (line,) = read(saved(book)).lines
        assert line.practitioner == "", "a formula without a kept value says nothing"

    def test_errors_of_a_spreadsheet_and_empty_rows_say_nothing(self) -> None:
        (line,) = read(workbook([HEAD, (), (*ROW[:5], "#N/A", "#REF!"), (None,) * 7])).lines
        assert (line.phone, line.booking_code, line.number) == ("", "", 3)

    def test_dates_of_a_workbook_that_counts_from_1904_are_the_same(self) -> None:
        book = Workbook()
        book.epoch = datetime.fromisoformat("1904-01-01")
        book.active.append(HEAD)
        book.active.append(ROW)
        (line,) = read(saved(book)).lines
        assert (line.day, line.date_of_birth) == (date(2026, 11, 30), date(1985, 7, 31))


class TestSheets:
    def test_habits_are_read_as_in_any_table(self) -> None:
        rows = [
            ("Appointments report",), (), ("date", "time", *HEAD[1:]), (NINE.date(), time(9), "Mrs Vera Lindqvist", *ROW[2:]),
            (None, time(10), "Owen Hartley", BORN, "Medical Facial (45 min)", "Dr Moss", None, "Q-2"), ("date", "time", *HEAD[1:]),
            (None, time(12), None, None, "Lunch", "Dr Moss", None, None), ("Total", 2),
        ]  # fmt: skip
        schedule = read(workbook(rows))
        assert [(line.number, line.full_name, line.start.hour) for line in schedule.lines] == [
            (4, "Vera Lindqvist", 9),
            (5, "Owen Hartley", 10),
        ]
        assert schedule.refused == ()
        assert len(schedule.remarks) == 4

    def test_the_first_sheet_with_a_header_is_read_and_others_are_told(self) -> None:
        book = [[("Notes", "Say hello")], [HEAD, ROW], [HEAD, (NINE, "Owen Hartley", *ROW[2:])]]
        schedule = read(workbook(*book))
        assert [line.full_name for line in schedule.lines] == ["Vera Lindqvist"]
        assert [remark.sentence for remark in schedule.remarks] == [
            'The workbook has more sheets with appointments; only "Sheet 2", the first of them, was read.'
        ]
        assert read(workbook(*book[:2])).remarks == ()

    def test_a_hidden_sheet_is_not_read(self) -> None:
        book = Workbook()
        book.active.append(HEAD)
        book.active.append(("old", *ROW[1:]))
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Today")
        shown.append(HEAD)
        shown.append(ROW)
        assert len(read(saved(book)).lines) == 1

    def test_a_wrong_size_that_a_program_wrote_hides_nothing(self) -> None:
        data = workbook([HEAD, ROW])
        small = changed(data, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:G2" />', b'<dimension ref="A1:A1" />')
        assert len(read(small).lines) == 1

    def test_month_first_text_among_real_dates_refuses_the_file(self) -> None:
        rows = [HEAD, ROW, ("12/13/2026 10:00", "Owen Hartley", *ROW[2:])]
        assert "writes dates month first" in unreadable(workbook(rows))

    def test_it_comes_into_the_day_book(self, house: House) -> None:
        rows = [HEAD, (NINE.replace(month=7), *ROW[1:])]
        actor = Actor(name="system user", role="system", system_user="till")
        assert import_schedule(house.clinic, workbook(rows), actor=actor).taken == 1
        assert import_schedule(house.clinic, workbook(rows), actor=actor).unchanged == 1


class TestDanger:
    def test_what_is_no_workbook_is_said_in_a_sentence(self) -> None:
        assert "cannot be opened" in unreadable((FILES / "habits" / "xlsx.csv").read_bytes())
        assert "cannot be opened" in unreadable(workbook([HEAD, ROW])[:2000])
        assert "no Excel workbook" in unreadable(workbook([HEAD]).replace(b"xl/workbook.xml", b"xl/workbook.xmx"))
        assert "is empty" in unreadable(workbook([]))
        assert "the old kind (.xls), or one with a password" in unreadable(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
        )
        assert "is a PDF" in unreadable(b"%PDF-1.7\n")
        assert "is a web page" in unreadable(b"\n<html><table><tr><td>start</td></tr></table>")

    @given(st.binary(max_size=200), st.integers(0, 4000), st.binary(min_size=1, max_size=8))
    def test_whatever_is_in_it_it_is_read_or_refused_in_a_sentence(
        self, data: bytes, place: int, spoiled: bytes
    ) -> None:
        with suppress(BadInput):
            read(b"PK\x03\x04" + data)
        with suppress(BadInput):
            read(WHOLE[:place] + spoiled + WHOLE[place + len(spoiled) :])

    def test_a_part_that_is_damaged_is_said_in_a_sentence(self) -> None:
        data = workbook([HEAD, ROW])
        for part, before, after in (
            ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData"),
            ("xl/workbook.xml", b"<sheets>", b"<sheet"),
            ("xl/styles.xml", b"<cellXfs", b"<cellXf"),
        ):
            assert "cannot be opened" in unreadable(changed(data, part, before, after))

    def test_what_unpacks_to_too_much_is_refused_before_it_is(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
            parts.writestr("xl/workbook.xml", "")
            for n in range(9):
                parts.writestr(f"xl/worksheets/sheet{n}.xml", b" " * 8 * 1024 * 1024)
        assert "unpacks to more than a schedule can hold" in unreadable(out.getvalue())

    @pytest.mark.parametrize(
        ("part", "at", "element", "many"),
        [
            ("xl/worksheets/sheet1.xml", b"</row></sheetData>", b"<c/>", 750_000),
            ("xl/worksheets/sheet1.xml", b"</row></sheetData>", b"<c><v></v></c>", 375_000),
            ("xl/sharedStrings.xml", b"</sst>", b"<si/>", 750_000),
            ("xl/styles.xml", b"</cellXfs>", b"<xf/>", 375_000),
            ("[Content_Types].xml", b"</Types>", b'<Override PartName="/a" ContentType="b"/>', 375_000),
            ("xl/_rels/workbook.xml.rels", b"</Relationships>", b'<Relationship Type="a" Target="b" Id="c"/>', 375_000),
        ],
    )  # fmt: skip
    def test_what_would_take_all_memory_or_half_a_minute_is_refused_before_it_is_read(
        self, part: str, at: bytes, element: bytes, many: int
    ) -> None:
        data = as_a_spreadsheet_writes_it(workbook([HEAD, ROW]))
        assert "unpacks to more than a schedule can hold" in unreadable(changed(data, part, at, element * many + at))
        assert len(read(changed(data, part, at, element + at)).lines) == 1

    def test_a_sheet_that_is_named_often_is_read_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A line of a million cells in a workbook that names its sheet twenty times took minutes."""
        opened: list[str] = []
        real = ReadOnlyWorksheet._get_source

        def source(sheet: ReadOnlyWorksheet) -> object:
            opened.append(sheet._worksheet_path)
            return real(sheet)

        monkeypatch.setattr(ReadOnlyWorksheet, "_get_source", source)
        data = workbook([HEAD, ROW])
        named = re.search(rb"<sheet [^>]*/>", zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml"))
        assert named is not None
        again = b"".join(named[0].replace(b"Sheet 1", b"Sheet %d" % n) for n in range(1, 21))
        assert len(read(changed(data, "xl/workbook.xml", named[0], again)).lines) == 1
        assert opened == ["xl/worksheets/sheet1.xml"] * 2, "once for its size, once for its lines"

    @pytest.mark.parametrize(
        "doctype",
        [
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        ],
    )
    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
    def test_entities_are_refused(self, doctype: bytes, part: str) -> None:
        data = as_a_spreadsheet_writes_it(workbook([HEAD, ROW]))
        assert len(read(data).lines) == 1
        root = {"xl/worksheets/sheet1.xml": b"<worksheet", "xl/sharedStrings.xml": b"<sst"}[part]
        assert "cannot be opened" in unreadable(changed(data, part, root, doctype + root))

    def test_a_cell_at_the_far_end_costs_nothing(self) -> None:
        book = Workbook()
        book.active.append(HEAD)
        book.active.append(ROW)
        book.active["XFD1048576"] = "x"
        assert len(read(saved(book)).lines) == 1

    def test_a_cell_to_the_right_of_the_header_is_told(self) -> None:
        assert "to the right of the header" in read(workbook([HEAD, (*ROW, "x")])).refused[0].sentence
