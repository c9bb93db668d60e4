"""The morning list and blank forms, printed by themselves once a day; a printer that refuses is told at the desk, and tried again."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.printer_settings import Printing
from kiosk.core.settings import load, save
from kiosk.desk.board import todays_board
from kiosk.desk.morning_list import morning_list
from kiosk.desk.opening_papers import print_at_opening, print_opening_paper
from kiosk.handouts.page import plain
from kiosk.people.wishes import Wishes
from kiosk.visits.private_record import mark_private
from tests.kiosk.conftest import FACIAL, PEEL, House, open_clinic
from tests.kiosk.handouts.fake_lp import Queue, fake_lp

DESK = Actor(name="desk", role="system")
SEVEN = datetime(2026, 7, 31, 5, 0, tzinfo=UTC)  # in Madrid


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """A printer that is sent the words of a paper: how they are set in type is shown elsewhere, and takes long."""
    monkeypatch.setattr("kiosk.handouts.printing.to_pdf", lambda paper: plain(paper).encode())
    return fake_lp(tmp_path, monkeypatch)


def a_desk(house: House, *papers: str) -> Clinic:
    """Return a desk's terminal of a clinic that wants these papers at opening, at six in the morning."""
    printing = Printing.model_validate({"printer": "desk", "at_opening": papers})
    save(house.folder, load(house.folder).model_copy(update={"printing": printing}))
    house.clock.at = SEVEN - timedelta(hours=1)
    return open_clinic(house.folder.parent, house.clock, "desk")


def titles(queue: Queue) -> list[str]:
    return [arguments.split(" -t ")[1].removesuffix(" -") for arguments in queue.arguments]


def test_each_is_printed_once_a_day_not_before_its_time_and_by_one_desk(house: House, queue: Queue) -> None:
    desk = a_desk(house, "morning-list", "forms")
    house.book(house.client())
    print_at_opening(desk, DESK)
    assert titles(queue) == []
    house.clock.at = SEVEN
    for terminal in (desk, house.clinic, desk):  # the other one's settings name no printer
        print_at_opening(terminal, DESK)
    assert sorted(titles(queue)) == ["Form Medical facial", "Form Parisian Peel", "Morning list"]
    assert "Anna Ferrer" in queue.papers[titles(queue).index("Morning list")].decode()
    with desk.records.read() as reader:
        events = [entry.event for entry in reader.trail()]
    assert events.count("desk.opening_paper") == 2


def test_forms_are_printed_in_english_and_in_what_todays_clients_read_as_far_as_the_lead_signed_it(
    house: House, queue: Queue
) -> None:
    desk = a_desk(house, "forms")
    for language in ("es", "fr"):
        house.sign_translation(language, PEEL)
    house.clock.at = SEVEN
    house.book(house.client(language="es"))
    print_at_opening(desk, DESK)
    assert sorted(titles(queue)) == ["Form Medical facial", "Form Parisian Peel", "Form Parisian Peel, Spanish"]


def test_the_next_day_it_is_printed_again_and_nothing_on_a_day_without_a_visit(house: House, queue: Queue) -> None:
    desk = a_desk(house, "morning-list")
    house.clock.at = SEVEN
    print_at_opening(desk, DESK)
    assert titles(queue) == []
    for name in ("Ferrer", "Soler"):
        house.book(house.client("Anna", name))
        print_at_opening(desk, DESK)
        house.clock.forward(days=1)
    assert titles(queue) == ["Morning list"] * 2


def test_a_printer_that_refuses_is_told_on_the_board_and_tried_again_after_ten_minutes(
    house: House, queue: Queue
) -> None:
    desk = a_desk(house, "morning-list")
    house.book(house.client())
    house.clock.at = SEVEN
    queue.refuse("lp: Unable to connect to server")
    print_at_opening(desk, DESK)
    print_at_opening(desk, DESK)
    assert titles(queue) == ["Morning list"]
    (remark,) = todays_board(desk).remarks
    assert remark.startswith(
        "The papers of this morning: The printer “desk” did not take it (Unable to connect to server)"
    )
    queue.refuse("")
    house.clock.forward(minutes=9)
    print_at_opening(desk, DESK)
    assert len(titles(queue)) == 1
    house.clock.forward(minutes=1)
    print_at_opening(desk, DESK)
    assert len(titles(queue)) == 2
    assert todays_board(desk).remarks == ()


def test_what_was_printed_by_hand_is_no_longer_missed(house: House, queue: Queue) -> None:
    desk = a_desk(house, "morning-list")
    house.book(house.client())
    house.clock.at = SEVEN
    queue.refuse("lp: Unable to connect to server")
    print_at_opening(desk, DESK)
    queue.refuse("")
    assert print_opening_paper(desk, DESK, "morning-list") == "Sent to the printer “desk”."
    assert todays_board(desk).remarks == ()
    house.clock.forward(minutes=10)
    print_at_opening(desk, DESK)
    assert len(titles(queue)) == 2


def test_of_a_private_record_the_list_says_no_more_than_the_board(house: House) -> None:
    client = house.client(phone="020 7946 0101")
    house.book(client)
    mark_private(house.clinic, client.id, "staff", house.rita)
    text = " ".join(plain(morning_list(house.clinic, house.clinic.today())).split())
    assert "10:30 ☐ is here: Anna Ferrer; Parisian Peel" in text
    assert "7946" not in text
    assert "1984" not in text


def test_the_list_says_who_comes_when_by_practitioner_and_nothing_that_was_answered(house: House) -> None:
    house.book(house.client("Bert", "Soler"), FACIAL, time(9), practitioner="Dr Vidal")
    wishes = Wishes(said_at=house.clinic.clock.now(), call_by="fetch", needs=("hearing",))
    anna = house.client(phone="020 7946 0101", wishes=wishes)
    house.screened(anna, rosacea="yes")
    house.desk().cancel(house.book(house.client("Carla", "Gone"), start=time(12)))
    paper = morning_list(house.clinic, house.clinic.today())
    assert [part.title for part in paper.sections] == ["Dr Roca", "Dr Vidal"]
    text = " ".join(plain(paper).split())
    assert (
        "10:30 ☐ is here: Anna Ferrer, born 5 March 1984; Parisian Peel; telephone 020 7946 0101; Call nobody" in text
    )
    assert "09:00 ☐ is here: Bert Soler" in text
    assert "Gone" not in text
    assert "osacea" not in text
    assert "Ferrer" not in paper.foot + paper.kind
    (nobody,) = morning_list(house.clinic, house.clinic.today() + timedelta(days=5)).sections
    assert nobody.title == "Nobody is booked."
