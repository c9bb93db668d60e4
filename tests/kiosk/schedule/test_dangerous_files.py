"""Files as clinics have them that once lost a name, booked nobody's visit, emptied a day or swapped a date in silence."""

from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.settings import Settings
from kiosk.desk.board import todays_board
from kiosk.people.names import plain_words
from kiosk.schedule import ImportReport, import_schedule
from kiosk.schedule.codes import are_row_numbers
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.name_columns import ClientColumn, says_more
from kiosk.schedule.phones import read_phone
from kiosk.schedule.sources import read_schedule
from kiosk.schedule.status import StatusWords, is_marked
from kiosk.schedule.unclear import UnclearError
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import TODAY, House

FILES = Path(__file__).parent / "files" / "dangerous"
TILL = Actor(name="system user", role="system", system_user="till")
GIVEN = st.sampled_from(
    ["Ben", "Al", "James", "Maria", "Ana", "Ana Maria", "José", "Rosa María", "Jo", "Zoë", "O'Neil", "Anne-Sophie"]
)
FAMILY = st.sampled_from(
    ["Okoro", "James", "Maria", "García López", "van der Berg", "O'Brien", "Smith-Jones", "Núñez", "Do", "Ana"]
)
MANNER = ScheduleConventions("dmy", ZoneInfo("Europe/London"), {"parisian-peel": "Parisian Peel"})
HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code"


def take(house: House, data: bytes | str, **options: Any) -> ImportReport:
    return import_schedule(house.clinic, data.encode() if isinstance(data, str) else data, actor=TILL, **options)


def take_file(house: House, name: str, **options: Any) -> ImportReport:
    return take(house, (FILES / name).read_bytes(), **options)


def booked(house: House, day: date) -> list[Visit]:
    return house.clinic.visits.of_day(day)


def names(house: House, day: date) -> list[str]:
    return [house.clinic.clients.get(visit.client_id).full_name for visit in booked(house, day)]


def sentences(report: ImportReport) -> str:
    return " ".join(sentence for _, sentence in (*report.warnings, *report.refused))


class TestNames:
    """First names are never lost, and two people are never made one in silence."""

    @pytest.mark.parametrize("file", ["name-and-surname-twins.csv", "name-and-surname-twins-same-treatment.csv"])
    def test_a_name_beside_a_surname_is_a_first_name(self, house: House, file: str) -> None:
        report = take_file(house, file)
        assert (report.taken, report.refused) == (2, ())
        day = date(2026, 11, 30)
        assert names(house, day) == ["Vera Halvorsen", "Nora Halvorsen"]
        clients = [house.clinic.clients.get(visit.client_id) for visit in booked(house, day)]
        assert [(client.given_name, client.phone_last4) for client in clients] == [("Vera", "0201"), ("Nora", "0202")]
        assert take_file(house, file).unchanged == 2

    @pytest.mark.parametrize(
        ("client", "family", "given"),
        [
            ("Vera Halvorsen", "Halvorsen", "Vera"),
            ("Vera Halvorsen", "HALVORSEN", "Vera"),
            ("VERA HALVORSEN", "halvorsen", "VERA"),
            ("Ana Núñez", "Nunez", "Ana"),
            ("Ana NUNEZ", "Núñez", "Ana"),
            ("Jan Łuć", "LUC", "Jan"),
            ("Rosa Groß", "GROSS", "Rosa"),
            ("Halvorsen Vera", "Halvorsen", "Vera"),
            ("Halvorsen, Vera", "Halvorsen", "Vera"),
            ("Mary O'Brien", "O Brien", "Mary"),
            ("Mary O’Brien", "OBRIEN", "Mary"),
            ("Mary Ann Smith-Jones", "Smith Jones", "Mary Ann"),
            ("Anna van der Berg", "Van der Berg", "Anna"),
            ("Anna Vanderberg", "van der Berg", "Anna"),
            ("Ana García", "García López", "Ana"),
            ("Vera", "Halvorsen", "Vera"),
            ("Vera Halvorson", "Halvorsen", "Vera Halvorson"),
            ("王小明", "王", "小明"),
            ("Halvorsen", "Halvorsen", ""),
            ("🌸", "Hana", "🌸"),
        ],
    )
    def test_a_family_name_is_found_in_a_whole_one_however_it_is_written(
        self, client: str, family: str, given: str
    ) -> None:
        assert ClientColumn().read(client, "", family) == (given, family)

    @pytest.mark.parametrize(
        ("client", "given", "family"),
        [
            ("Halvorsen", "Vera", "Halvorsen"),
            ("Vera Halvorsen", "VERA", "Halvorsen"),
            ("Halvorsen, Vera", "Vera", "Halvorsen"),
            ("José Núñez", "Jose", "Núñez"),
        ],
    )
    def test_a_first_name_beside_a_name_is_not_lost_either(self, client: str, given: str, family: str) -> None:
        assert ClientColumn().read(client, given, "") == (given, family)

    def test_what_the_column_holds_decides_not_the_line(self) -> None:
        lines = [
            ("Vera", "", "Halvorsen"),
            ("Nora", "", "Halvorsen"),
            ("James", "", "James"),
            ("Ana Maria", "", "Maria"),
        ]
        naming = ClientColumn.of(lines)
        assert naming.read("James", "", "James") == ("James", "James")
        assert naming.read("Ana Maria", "", "Maria") == ("Ana Maria", "Maria")
        mirrored = ClientColumn.of([("Halvorsen", "Vera", ""), ("James", "James", "")])
        assert mirrored.read("James", "James", "") == ("James", "James")

    @pytest.mark.parametrize(
        "columns",
        [
            "First,Name",
            "First,Last",
            "forename,name",
            "christian name,client",
            "Client Name,Client Surname",
            "Customer first name,Customer last name",
            "Name,Guest Surname",
            "Nombre,Apellidos",
            "Prénom,Nom",
            "Vorname,Nachname",
        ],
    )
    def test_each_half_of_a_name_is_read_whatever_its_column_is_called(self, columns: str) -> None:
        file = (
            f"start,{columns},DOB,service\n2026-07-30 10:00,Vera,Halvorsen,1990-02-02,parisian-peel\n"
            "2026-07-30 11:00,Nora,Halvorsen,1990-02-02,parisian-peel\n"
        )
        lines = read_schedule(file.encode(), MANNER).lines
        assert [(line.given_name, line.family_name) for line in lines] == [("Vera", "Halvorsen"), ("Nora", "Halvorsen")]

    @pytest.mark.parametrize(
        "columns", ["client,name", "Client,Client name", "name,full name", "nombre,apellidos,name"]
    )
    def test_two_columns_that_may_hold_the_name_are_refused(self, columns: str) -> None:
        with pytest.raises(BadInput, match='two columns "client"'):
            read_schedule(f"start,{columns},dob,treatment\n".encode(), MANNER)

    @pytest.mark.parametrize(
        ("columns", "names", "sentence"),
        [
            (
                "client,middle name",
                "Vera Halvorsen,Ann",
                'The column "middle name" was passed over, and what it says of names',
            ),
            ("client,Preferred name", "Halvorsen,Vera", 'The column "Preferred name" was passed over'),
            ("client,Christian", "Halvorsen,Vera", 'The "client" is one word (line 2)'),
            ("client,Christian", "1234,Vera", 'The "client" is one word (line 2)'),
        ],
    )
    def test_a_part_of_a_name_that_is_not_read_is_told(self, columns: str, names: str, sentence: str) -> None:
        file = f"start,{columns},dob,treatment\n2026-07-30 10:00,{names},1990-02-02,parisian-peel\n"
        assert sentence in " ".join(remark for _, remark in read_schedule(file.encode(), MANNER).remarks)

    @pytest.mark.parametrize(
        ("columns", "names"),
        [
            ("client,Display name", "Vera Halvorsen,HALVORSEN Vera"),
            ("client,staff name", "Vera Halvorsen,Dr Moss"),
            ("client,room name", "Vera Halvorsen,Rose"),
            ("client,laser", "王小明,no"),
            ("given name,family name", "Vera,Halvorsen"),
        ],
    )
    def test_where_nothing_is_lost_nothing_is_told(self, columns: str, names: str) -> None:
        file = f"start,{columns},dob,service\n2026-07-30 10:00,{names},1990-02-02,parisian-peel\n"
        assert [remark for _, remark in read_schedule(file.encode(), MANNER).remarks if "no column" not in remark] == []

    @given(st.lists(st.tuples(GIVEN, FAMILY), min_size=1, max_size=6, unique=True), st.booleans())
    def test_nobody_in_such_a_file_becomes_another(self, people: list[tuple[str, str]], mirrored: bool) -> None:
        people = [("Vera", "Halvorsen"), *people]
        own = "first name" if mirrored else "surname"
        rows = [
            f"2026-07-30 1{n}:00,{family if mirrored else first},{first if mirrored else family},1990-02-02,parisian-peel,K-{n}9"
            for n, (first, family) in enumerate(people)
        ]
        text = f"start,name,{own},date of birth,treatment,code\n" + "\n".join(rows)
        lines = read_schedule(text.encode(), MANNER).lines
        told = [(line.given_name, line.family_name) for line in lines]
        said = [set(plain_words(f"{first} {family}")) for first, family in people]
        assert [set(plain_words(" ".join(each))) for each in told] == said, "no word is lost, none comes from elsewhere"
        assert len({line.person for line in lines}) == len(
            {tuple(sorted(plain_words(" ".join(each)))) for each in people}
        )

    @given(st.lists(st.tuples(GIVEN, FAMILY), min_size=1, max_size=6, unique=True))
    def test_whole_names_beside_a_surname_are_parted(self, people: list[tuple[str, str]]) -> None:
        naming = ClientColumn.of([(f"{first} {family}", "", family.upper()) for first, family in people])
        for first, family in people:
            assert naming.read(f"{first} {family}", "", family.upper()) == (first, family.upper())
            assert naming.read(f"{family}, {first}", "", family)[1] == family

    def test_columns_of_their_own_win_and_a_third_name_is_told(self, house: House) -> None:
        header = "start,client,first name,last name,date of birth,treatment"
        rows = "2026-07-30 11:00,Vera Solveig Halvorsen,Vera,Halvorsen,1985-07-31,parisian-peel"
        report = take(house, f"{header}\n{rows}\n")
        assert names(house, TODAY) == ["Vera Halvorsen"]
        assert 'The "client" has more names than the columns of given and family name (line 2)' in sentences(report)
        assert not says_more("Halvorsen, Vera", "Vera", "Halvorsen")
        assert not says_more("VERA HALVORSEN", "Vera", "Halvorsen")
        assert says_more("Nora Halvorsen", "Vera", "Halvorsen")

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Ben Okoro", "Al Okoro"),
            ("Jo Do", "Le Do"),
            ("Ana Roy", "Anna Roy"),
            ("Van Roy", "Roy"),
            ("Roy Roy", "Roy"),
        ],
    )
    def test_twins_are_two_whatever_their_names_are(self, house: House, one: str, other: str) -> None:
        rows = "\n".join(
            f"2026-07-30 1{n}:00,{name},1985-07-31,parisian-peel,,,K{n}" for n, name in enumerate((one, other))
        )
        assert take(house, f"{HEAD}\n{rows}\n").taken == 2
        assert len({visit.client_id for visit in booked(house, TODAY)}) == 2

    def test_a_walk_in_is_not_taken_for_a_twin(self, house: House) -> None:
        twin = house.client("Ben", "Okoro", date(1985, 7, 31))
        check_in = house.clinic.check_in()
        check_in.no_appointment()
        check_in.request_walk_in("Al", "Okoro", 31, 7, 1985, "600111222", "parisian-peel")
        (asked,) = booked(house, TODAY)
        assert asked.client_id != twin.id

    def test_names_the_other_way_round_are_told(self, house: House) -> None:
        take(house, f'{HEAD}\n2026-07-30 10:00,"Ali, Hassan",1985-07-31,parisian-peel,,,K1\n')
        report = take(house, f'{HEAD}\n2026-07-30 11:00,"Hassan, Ali",1985-07-31,medical-facial,,,K2\n')
        assert "Given and family name are swapped" in sentences(report)

    def test_two_numbers_of_what_reads_as_one_client_are_told(self, house: House) -> None:
        rows = "2026-07-30 10:00,Halvorsen,1985-07-31,parisian-peel,,020 7946 0201,K1\n"
        rows += "2026-07-30 11:00,Halvorsen,1985-07-31,medical-facial,,020 7946 0202,K2\n"
        report = take(house, f"{HEAD}\n{rows}")
        assert "another telephone number here than on line 2" in sentences(report)
        same = rows.replace("020 7946 0202", "+44 20 7946 0201")
        assert "another telephone" not in sentences(take(house, f"{HEAD}\n{same}"))


class TestColumnsThatAreNotRead:
    """What they say of an appointment is told, where it may be that nobody comes."""

    @pytest.mark.parametrize("title", ["Booking state", "Confirmation status", "Attendance", "Outcome"])
    def test_a_status_is_read_under_its_other_names(self, title: str) -> None:
        file = (
            f"start,client,dob,treatment,{title}\n2026-07-30 10:00,Vera Halvorsen,1990-02-02,parisian-peel,Cancelled\n"
        )
        assert read_schedule(file.encode(), MANNER).lines == ()

    @pytest.mark.parametrize("word", ["Cancelled", "NO-SHOW", "storno / cancelled", "Cancelled once, came later"])
    def test_a_status_in_another_column_is_told(self, word: str) -> None:
        file = f'start,client,dob,treatment,Remark\n2026-07-30 10:00,Vera Halvorsen,1990-02-02,parisian-peel,"{word}"\n'
        schedule = read_schedule(file.encode(), MANNER)
        assert len(schedule.lines) == 1
        told = [remark for _, remark in schedule.remarks if "nobody comes" in remark]
        assert len(told) == (word in {"Cancelled", "NO-SHOW"})
        assert all('"Remark"' in remark and "(line 2)" in remark for remark in told)


class TestCalledOff:
    """Who is not coming is not booked; a visit that is booked is the desk's to cancel."""

    def test_cancelled_and_no_show_lines_are_not_booked(self, house: House) -> None:
        report = take_file(house, "cancelled-rows.csv")
        assert (report.taken, report.cancelled, report.exit_status) == (1, 2, 0)
        assert names(house, date(2026, 11, 30)) == ["Owen Hartley"]
        assert "2 cancelled in the file" in report.summary
        assert report.called_off == ()

    def test_a_booked_visit_that_is_cancelled_later_is_reported_and_cancelled_with_one_key(self, house: House) -> None:
        take_file(house, "cancelled-rows.csv")
        (visit,) = booked(house, date(2026, 11, 30))
        report = take_file(house, "status-flips-to-cancelled.csv")
        (off,) = report.called_off
        assert (off.visit_id, off.day, off.start, off.how) == (visit.id, visit.day, time(9), "cancelled")
        assert report.vanished == ()
        told = house.visit(visit)
        assert (told.state, told.called_off) == (VisitState.booked, "cancelled"), "only a person cancels"
        assert standing(told) == "booked, cancelled in the schedule"
        again = take_file(house, "status-flips-to-cancelled.csv")
        assert again.called_off == report.called_off, "it is said until somebody has acted"
        ended = house.desk().as_scheduled(house.visit(visit))
        assert ended.state is VisitState.cancelled
        assert take_file(house, "status-flips-to-cancelled.csv").called_off == ()
        assert house.desk().undo(ended).state is VisitState.booked

    def test_the_desks_board_says_so_until_it_is_done(self, house: House) -> None:
        line = "2026-07-30 1{n}:00,{name},1990-02-0{n},parisian-peel,Dr Roca,,Q-{n},{status}\n"
        people = [(1, "Vera Lindqvist"), (2, "Owen Hartley")]
        head = f"{HEAD},status\n"
        take(house, head + "".join(line.format(n=n, name=name, status="Confirmed") for n, name in people))
        later = zip(people, ("Canceled", "no show"), strict=True)
        take(house, head + "".join(line.format(n=n, name=name, status=status) for (n, name), status in later))
        marks = {row.name: str(row.mark) for row in todays_board(house.clinic).rows}
        assert marks == {
            "Vera Lindqvist": "▲ cancelled in the schedule: C",
            "Owen Hartley": "▲ no show in the schedule: C",
        }
        desk = house.desk()
        ended = [desk.as_scheduled(visit) for visit in booked(house, TODAY)]
        assert [visit.state for visit in ended] == [VisitState.cancelled, VisitState.no_show]
        with pytest.raises(NotAllowed, match="does not call this visit off"):
            desk.as_scheduled(ended[0])

    def test_a_visit_that_is_on_again_is_on_again(self, house: House) -> None:
        text = f"{HEAD},status\n2026-07-30 11:00,Vera Lindqvist,1990-02-02,parisian-peel,Dr Roca,,Q-1,{{}}\n"
        take(house, text.format("Confirmed"))
        take(house, text.format("Cancelled"))
        report = take(house, text.format("Confirmed"))
        (visit,) = booked(house, TODAY)
        assert (report.called_off, visit.called_off) == ((), None)
        take(house, text.format("Cancelled"))
        house.desk().as_scheduled(*booked(house, TODAY))
        report = take(house, text.format("Confirmed"))
        assert "This visit was cancelled here" in sentences(report), "the desk hears of it, for it is not booked again"

    def test_who_is_here_already_is_told_and_not_called_off(self, house: House) -> None:
        text = f"{HEAD},status\n2026-07-30 10:30,Anna Ferrer,1984-03-05,parisian-peel,Dr Roca,,Q-1,{{}}\n"
        take(house, text.format("Confirmed"))
        house.check_in(*[house.clinic.clients.get(visit.client_id) for visit in booked(house, TODAY)])
        report = take(house, text.format("Cancelled"))
        assert report.called_off == ()
        assert "has checked in already" in sentences(report)

    def test_a_cancelled_line_beside_a_new_one_of_the_same_code_is_a_move(self, house: House) -> None:
        line = "2026-07-30 {at},Vera Lindqvist,1990-02-02,parisian-peel,Dr Roca,,Q-1,{status}\n"
        take(house, f"{HEAD},status\n" + line.format(at="11:00", status="Confirmed"))
        for order in (1, -1):
            rows = [line.format(at="11:00", status="Cancelled"), line.format(at="12:00", status="Confirmed")][::order]
            report = take(house, f"{HEAD},status\n" + "".join(rows))
            assert (report.called_off, report.refused, report.taken) == ((), (), 0)
            assert [visit.start for visit in booked(house, TODAY)] == [time(12)]

    def test_without_a_code_the_visit_is_found_by_its_client_and_time(self, house: House) -> None:
        line = "2026-07-30 {at},{who},1990-02-02,parisian-peel,Dr Roca,,,{status}\n"
        people = [("11:00", "Vera Lindqvist"), ("12:00", "Owen Hartley")]
        take(house, f"{HEAD},status\n" + "".join(line.format(at=at, who=who, status="") for at, who in people))
        report = take(
            house,
            f"{HEAD},status\n"
            + line.format(at="12:00", who="HARTLEY, Owen", status="CANCELLED").replace(
                "HARTLEY, Owen", '"HARTLEY, Owen"'
            ),
        )
        (off,) = report.called_off
        assert off.start == time(12)

    def test_a_cancelled_line_that_cannot_be_read_turns_nothing_away(self, house: House) -> None:
        rows = "soon,,,hot stones,,,,Cancelled\n2026-07-30 11:00,Vera Lindqvist,1990-02-02,parisian-peel,,,,Booked\n"
        report = take(house, f"{HEAD},status\n{rows}")
        assert (report.taken, report.cancelled, report.refused) == (1, 1, ())

    @pytest.mark.parametrize(
        ("header", "yes", "no"),
        [
            ("Canceled", ("true", "TRUE", "Yes", "x", "2026-07-29 10:00"), ("false", "No", "", "0")),
            ("Cancelled at", ("29 Jul 2026",), ("", "-")),
            ("Did not arrive", ("Yes",), ("No",)),
            ("no-show", ("1",), ("0",)),
            ("Status", ("CANCELED", "Late cancel", "Cancelled by client", "Void", "cancelada", "Annulé", "No Show", "no_show", "DNA"),
             ("Confirmed", "NOT CONFIRMED", "booked", "Completed", "")),
            ("Appt Status", ("cancelled",), ("kept",)),
            ("STATE", ("cancelled",), ("BOOKED",)),
        ],
    )  # fmt: skip
    def test_it_stands_in_many_columns_and_many_words(
        self, house: House, header: str, yes: tuple[str, ...], no: tuple[str, ...]
    ) -> None:
        line = "2026-07-30 11:00,Vera Lindqvist,1990-02-02,parisian-peel,Dr Roca,,"
        for place in (f"{{}},{HEAD}\n{{}},{line}\n", f"{HEAD},{{}}\n{line},{{}}\n"):
            for word in yes:
                assert take(house, place.format(header, word), dry_run=True).cancelled == 1, word
            for word in no:
                report = take(house, place.format(header, word), dry_run=True)
                assert (report.cancelled, report.taken) == (0, 1), word
                assert "does not know" not in sentences(report)

    def test_an_unknown_word_is_taken_and_told_once(self, house: House) -> None:
        rows = "".join(
            f"2026-07-30 1{n}:00,Client {n}x,1990-02-0{n},parisian-peel,Dr Roca,,,Storniert\n" for n in (1, 2)
        )
        report = take(house, f"{HEAD},status\n{rows}")
        assert report.taken == 2
        assert sentences(report).count("a word that the kiosk does not know (line 2 and 1 more)") == 1
        assert "Storniert" not in sentences(report)

    def test_a_clinic_sets_words_of_its_own(self, house: House) -> None:
        own = {"status": {"cancelled": ["Storniert"], "no_show": ["nicht da"], "booked": ["declined"]}}
        values = house.clinic.settings.model_dump(exclude_none=True) | {"schedule": own}
        house.clinic.__dict__["settings"] = Settings.checked(values)
        rows = "".join(
            f"2026-07-30 1{n}:00,Client {n}x,1990-02-0{n},parisian-peel,Dr Roca,,,{word}\n"
            for n, word in enumerate(("STORNIERT", "Nicht da", "Declined", "no-show"), start=1)
        )
        report = take(house, f"{HEAD},status\n{rows}")
        assert (report.taken, report.cancelled) == (1, 3)

    def test_a_word_among_others_counts_unless_it_is_denied(self) -> None:
        words = StatusWords.of()
        assert words.read("Cancelled (< 24 h)") == "cancelled"
        assert words.read("No-show, charged") == "no_show"
        assert words.read("not cancelled") is None
        assert not is_marked("N/A")


class TestRowNumbers:
    """What counts the lines of a file is no booking code."""

    def test_tomorrows_file_does_not_empty_today(self, house: House) -> None:
        first = take_file(house, "rownumber-code-day1.csv")
        second = take_file(house, "rownumber-code-day2.csv")
        assert (first.taken, second.taken, second.moved) == (2, 2, 0)
        assert names(house, date(2026, 11, 29)) == ["Ana Duarte", "Ben Okoro"]
        assert names(house, date(2026, 11, 30)) == ["Carla Ruiz", "Dan Petit"]
        assert [sentence for line, sentence in second.warnings if not line and "counts the lines" in sentence]
        assert not any(visit.booking_code for visit in booked(house, date(2026, 11, 30)))
        assert take_file(house, "rownumber-code-day1.csv").unchanged == 2

    def test_a_line_put_in_between_gives_nobody_anothers_visit(self, house: House) -> None:
        line = "2026-07-30 {at},{who},1990-02-02,parisian-peel,Dr Roca,,{code}\n"
        take(
            house,
            f"{HEAD}\n"
            + line.format(at="11:00", who="Ana Duarte", code=1)
            + line.format(at="12:00", who="Ben Okoro", code=2),
        )
        before = {visit.id: visit.client_id for visit in booked(house, TODAY)}
        rows = [("10:00", "Zoe Ruiz"), ("11:00", "Ana Duarte"), ("12:00", "Ben Okoro")]
        report = take(
            house, f"{HEAD}\n" + "".join(line.format(at=at, who=who, code=n) for n, (at, who) in enumerate(rows, 1))
        )
        assert (report.taken, report.unchanged) == (1, 2)
        assert before.items() <= {visit.id: visit.client_id for visit in booked(house, TODAY)}.items()

    @pytest.mark.parametrize(
        ("codes", "counts"),
        [
            (["1"], True), (["1", "2", "3"], True), (["3", "1", "2"], True), (["001", "002"], True), (["2", "3"], True), (["#1", "#2"], True),
            (["1", "", "2"], True), ([], False), (["17"], False), (["1001", "1002"], False), (["1", "3"], False), (["1", "1"], False),
            (["A1", "A2"], False), (["1", "LSC-2"], False),
        ],
    )  # fmt: skip
    def test_counting_is_told_from_codes(self, codes: list[str], counts: bool) -> None:
        assert are_row_numbers(codes) is counts

    def test_a_code_that_stands_for_another_client_on_another_day_is_no_move(self, house: House) -> None:
        take(house, f"{HEAD}\n2026-07-30 11:00,Ana Duarte,1990-02-02,parisian-peel,Dr Roca,,K-21\n")
        text = f"{HEAD}\n2026-07-31 11:00,Carla Ruiz,1991-02-02,medical-facial,Dr Roca,,K-21\n2026-07-31 12:00,Dan Petit,1992-02-02,parisian-peel,Dr Roca,,K-22\n"
        report = take(house, text)
        assert (report.taken, report.moved) == (2, 0)
        assert sentences(report).count("stands for another client already (line 2)") == 1
        assert names(house, TODAY) == ["Ana Duarte"]
        assert names(house, date(2026, 7, 31)) == ["Carla Ruiz", "Dan Petit"]
        assert take(house, text).unchanged == 2, "the next time it is known"

    def test_codes_that_count_on_from_another_page_give_nobody_anothers_visit(self, house: House) -> None:
        line = "2026-07-30 {at},{who},1990-02-02,parisian-peel,Dr Roca,,{code}\n"
        rows = [("11:00", "Ana Duarte"), ("12:00", "Ben Okoro"), ("13:00", "Dan Petit")]
        take(house, f"{HEAD}\n" + "".join(line.format(at=at, who=who, code=n) for n, (at, who) in enumerate(rows, 21)))
        before = {visit.id: visit.client_id for visit in booked(house, TODAY)}
        rows = [("10:00", "Zoe Ruiz"), *rows]
        report = take(
            house, f"{HEAD}\n" + "".join(line.format(at=at, who=who, code=n) for n, (at, who) in enumerate(rows, 21))
        )
        assert (report.taken, report.moved, report.vanished) == (1, 0, ())
        assert before.items() <= {visit.id: visit.client_id for visit in booked(house, TODAY)}.items()
        assert sentences(report).count("stands for another client already") == 1

    def test_two_services_under_one_code_are_two_visits(self, house: House) -> None:
        first = take_file(house, "code-shared-two-services.csv")
        assert (first.taken, first.refused) == (2, ())
        assert take_file(house, "code-shared-two-services.csv").unchanged == 2
        head, peel, facial = (FILES / "code-shared-two-services.csv").read_text().splitlines()
        again = take(house, f"{head}\n{facial}\n{peel}\n")
        assert (again.unchanged, again.changed) == (2, 0), "in whichever order they stand"
        off = take(house, f"{head},status\n{peel},Booked\n{facial},Cancelled\n")
        assert [each.start for each in off.called_off] == [time(9, 45)]

    def test_the_same_client_on_another_day_is_a_move_as_ever(self, house: House) -> None:
        take(house, f"{HEAD}\n2026-07-30 11:00,Ana Duarte,1990-02-02,parisian-peel,Dr Roca,,K-21\n")
        assert take(house, f"{HEAD}\n2026-07-31 11:00,ANA DUARTE,1990-02-02,parisian-peel,Dr Roca,,k21\n").moved == 1

    @pytest.mark.parametrize(("file", "count"), [("code-sci.csv", 2), ("code-na.csv", 2), ("code-dash.csv", 1)])
    def test_a_spoiled_code_is_none(self, house: House, file: str, count: int) -> None:
        report = take_file(house, file)
        assert (report.taken, report.refused) == (count, ())
        assert len(set(names(house, date(2026, 11, 30)))) == count
        assert sentences(report).count("the appointment was taken without a code") == count


class TestOrderOfDates:
    """A date is read in the clinic's order or not at all."""

    def test_one_date_that_can_only_be_month_first_refuses_the_file(self, house: House) -> None:
        with pytest.raises(BadInput) as refused:
            take_file(house, "us-dates-in-dmy-clinic.csv")
        sentence = refused.value.sentence
        assert "writes dates month first" in sentence
        assert "and this clinic day first" in sentence
        assert "07/31" not in sentence
        assert booked(house, date(2026, 12, 1)) == booked(house, date(2026, 1, 12)) == []

    @pytest.mark.parametrize("mark", ["/", ".", "-", " / "])
    @pytest.mark.parametrize("place", ["start", "birth", "date"])
    def test_wherever_it_stands(self, house: House, mark: str, place: str) -> None:
        head = "date,time,client,date of birth,treatment"
        lines = [["01/08/2026", "10:00", f"Client {'abcdef'[n]}", "05/06/1990", "parisian-peel"] for n in range(5)]
        if place == "start":
            head = head.replace("date,time,", "start,")
            lines = [[f"{line[0]} {line[1]}", *line[2:]] for line in lines]
        wrong = "08/31/2026" if place != "birth" else "06/25/1990"
        at = {"start": 0, "birth": 3, "date": 0}[place]
        lines[3][at] = f"{wrong} 10:00 AM" if place == "start" else wrong
        text = "\n".join([head, *(",".join(line) for line in lines)]).replace("/", mark)
        with pytest.raises(BadInput, match=r"line 5, "):
            take(house, text)

    def test_a_day_first_file_in_a_month_first_clinic_is_refused_too(self, house: House) -> None:
        values = house.clinic.settings.model_dump(exclude_none=True)
        house.clinic.__dict__["settings"] = Settings.checked(values | {"date_order": "mdy"})
        with pytest.raises(BadInput, match="writes dates day first"):
            take(house, f"{HEAD}\n31/07/2026 09:00,Ana Duarte,1990-02-02,parisian-peel\n")
        assert take(house, f"{HEAD}\n07/31/2026 09:00,Ana Duarte,12/24/1990,parisian-peel\n").taken == 1

    def test_a_cancelled_line_counts_as_evidence(self, house: House) -> None:
        rows = "08/01/2026 09:00,Ana Duarte,1990-02-02,parisian-peel,,,,\n08/31/2026 09:00,Ben Okoro,1990-02-02,parisian-peel,,,,cancelled\n"
        with pytest.raises(BadInput, match="line 3"):
            take(house, f"{HEAD},status\n{rows}")

    def test_a_day_that_no_order_has_costs_its_line_only(self, house: House) -> None:
        rows = "31/07/2026 09:00,Ana Duarte,31/02/1990,parisian-peel\n31/07/2026 10:00,Ben Okoro,24/12/1990,parisian-peel\n"
        report = take(house, f"{HEAD}\n{rows}")
        assert (report.taken, len(report.refused)) == (1, 1)


class TestTelephones:
    """The last four digits are a proof: they are the client's, or there is no number."""

    @pytest.mark.parametrize("file", ["phone-ext.csv", "phone-two.csv", "phone-long.csv"])
    def test_the_number_itself_is_taken(self, house: House, file: str) -> None:
        report = take_file(house, file)
        (visit,) = booked(house, date(2026, 11, 30))
        client = house.clinic.clients.get(visit.client_id)
        assert (client.phone, client.phone_last4) == ("020 7946 0101", "0101")
        assert [line for line, sentence in report.warnings if "phone" in sentence] == [2]

    @pytest.mark.parametrize(
        ("cell", "number"),
        [
            ("020 7946 0101 ext 4455", "020 7946 0101"),
            ("020 7946 0101 Ext. 4455", "020 7946 0101"),
            ("020 7946 0101 EXTENSION: 4455", "020 7946 0101"),
            ("020 7946 0101x4455", "020 7946 0101"),
            ("020 7946 0101 X 4455", "020 7946 0101"),
            ("02079460101ext44", "02079460101"),
            ("020 7946 0101 #44", "020 7946 0101"),
            ("020 7946 0101;ext=4455", "020 7946 0101"),
            ("020 7946 0101, ext 4455", "020 7946 0101"),
            ("04 91 22 33 44 poste 12", "04 91 22 33 44"),
            ("020 7946 0101 / 07700 900123", "020 7946 0101"),
            ("020 7946 0101/07700900123", "020 7946 0101"),
            ("020 7946 0101; 07700 900123", "020 7946 0101"),
            ("020 7946 0101 | 07700 900123", "020 7946 0101"),
            ("020 7946 0101 or 07700 900123", "020 7946 0101"),
            ("020 7946 0101 & 07700 900123", "020 7946 0101"),
            ("020 7946 0101 - 07700 900123", "020 7946 0101"),
            ("020 7946 0101, 07700 900123, 07700 900456", "020 7946 0101"),
            ("020 7946 0101/2", "020 7946 0101"),
            ("020 7946 0101 (2)", "020 7946 0101"),
            ("020 7946 0101 (home)", "020 7946 0101"),
            ("7700900123.0", "7700900123"),
            ("7700900123,00", "7700900123"),
            ("447700900123.0", "447700900123"),
            ("+44 20 7946 0101", "+44 20 7946 0101"),
            ("+44 (0)20 7946 0101", "+44 (0)20 7946 0101"),
            ("(020) 7946-0101", "(020) 7946-0101"),
            ("030/1234567", "030/1234567"),
            ("089 123456-12", "089 123456-12"),
            ("089 123456 - 12", "089 123456 - 12"),
            ("020.7946.0101", "020.7946.0101"),
            ("0044 20 7946 0101", "0044 20 7946 0101"),
            ("1-212-555-0000", "1-212-555-0000"),
            ("020 7946 (0101)", "020 7946 (0101)"),
            ("", ""),
        ],
    )
    def test_what_is_around_it_is_left_out(self, cell: str, number: str) -> None:
        assert read_phone(cell)[0] == number

    @pytest.mark.parametrize(
        "cell",
        [
            "7.7009E+09", "7,7009E+09", "4.47701e11", "2.07946E10", "02079460101 07700900123", "020 7946 0101-4455-77",
            "5550101 / 5555", "07700 900123 (020 7946 0101)", "call mum", "07700 900123 Vera", "12", "#####",
            "+44 20 7946 0101 07700 900123", "020 7946 0101 ext", "1-800-FLOWERS", "0" * 41,
        ],
    )  # fmt: skip
    def test_what_cannot_be_told_is_no_number(self, cell: str) -> None:
        with pytest.raises(UnclearError, match='"phone"'):
            read_phone(cell)

    def test_the_appointment_is_taken_without_it_and_the_number_on_record_stays(self, house: House) -> None:
        text = f"{HEAD}\n2026-07-30 11:00,Ana Duarte,1990-02-02,parisian-peel,Dr Roca,{{}},K-21\n"
        take(house, text.format("07700 900123"))
        report = take(house, text.format("7.7009E+09"))
        assert "a spreadsheet has rounded" in sentences(report).casefold()
        (visit,) = booked(house, TODAY)
        assert house.clinic.clients.get(visit.client_id).phone_last4 == "0123"
