"""Who hears that a kiosk asks for help, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest

from kiosk.clinic import Clinic
from kiosk.desk.board import todays_board
from kiosk.desk.help_calls import calls_heard, take_call
from tests.kiosk.conftest import PEEL, House, open_clinic


@pytest.fixture
def kiosk(house: House) -> Iterator[Clinic]:
    """A client's kiosk on the same records, which has called for help."""
    with open_clinic(house.folder.parent, house.clock, "kiosk-2") as clinic:
        clinic.terminals.call_help(clinic.actor_client())
        yield clinic


def heard(house: House, role: Literal["reception", "practitioner"] = "reception", who: str | None = None) -> list[str]:
    """Return how each call is told of here."""
    return [f"{call.terminal} {call.loudness}" for call in calls_heard(house.clinic, role, who)]


def first_desk(house: House, name: str) -> None:
    house.clinic.__dict__["settings"] = house.clinic.settings.model_copy(update={"first_desk": name})


@pytest.mark.usefixtures("kiosk")
def test_every_desk_hears_it_at_once_where_none_is_first(house: House) -> None:
    assert heard(house) == ["kiosk-2 aloud"]


@pytest.mark.usefixtures("kiosk")
def test_the_first_desk_hears_it_at_once_and_the_others_after_a_minute(house: House) -> None:
    first_desk(house, house.clinic.terminal)
    assert heard(house) == ["kiosk-2 aloud"]
    first_desk(house, "another desk")
    house.clock.forward(seconds=59)
    assert heard(house) == []
    house.clock.forward(seconds=1)
    assert heard(house) == ["kiosk-2 aloud"]


@pytest.mark.usefixtures("kiosk")
def test_a_room_hears_it_after_three_minutes_and_in_silence_while_somebody_is_treated_there(house: House) -> None:
    house.room().start(house.confirmed(house.client()))
    house.clock.forward(seconds=179)
    assert heard(house, "practitioner", "Dr Roca") == []
    house.clock.forward(seconds=1)
    assert heard(house, "practitioner", "Dr Roca") == ["kiosk-2 silent"]
    assert heard(house, "practitioner", "Dr Other") == ["kiosk-2 aloud"]
    assert heard(house, "practitioner") == ["kiosk-2 aloud"]  # nobody is signed in


def test_once_taken_nobody_hears_it_and_the_client_reads_that_somebody_comes(house: House, kiosk: Clinic) -> None:
    take_call(house.clinic, "kiosk-2", house.rita.actor("desk"))
    assert heard(house) == []
    assert kiosk.terminals.me().help_answered_by == "Rita Roy"


def test_who_called_and_who_took_it_is_in_the_trail(house: House, kiosk: Clinic) -> None:
    take_call(house.clinic, "kiosk-2", house.rita.actor("desk-1"))
    take_call(house.clinic, kiosk.terminal, house.bea.actor("desk-2"))  # a moment too late: it was taken
    with house.clinic.records.read() as reader:
        found = [
            (each.event, str(each.actor), each.detail) for each in reader.trail() if each.event.startswith("help.")
        ]
    assert found[:2] == [
        ("help.called", "client", {"terminal": "kiosk-2", "kind": "help"}),
        ("help.taken", "Rita Roy", {"terminal": "kiosk-2"}),
    ]


def test_a_call_is_taken_without_anybody_signed_in(house: House, kiosk: Clinic) -> None:
    take_call(house.clinic, "kiosk-2", None)
    assert kiosk.terminals.me().help_answered_by == house.clinic.terminal


def test_a_private_call_says_private_and_names_nobody(house: House, kiosk: Clinic) -> None:
    kiosk.terminals.call_help(kiosk.actor_client(), "private")
    house.clock.forward(seconds=40)
    (call,) = calls_heard(house.clinic, "reception", None)
    assert call.line(house.clinic.clock.now()) == "kiosk-2 asks to talk in private: come, say no name · 40 s"


@pytest.mark.parametrize("taken", [True, False])
def test_a_walk_in_that_is_settled_leaves_the_top(house: House, *, taken: bool) -> None:
    check_in = house.clinic.check_in()
    check_in.no_appointment()
    check_in.request_walk_in("Will", "Walker", 3, 4, 1990, "600 100 200", PEEL)
    assert [call.words for call in todays_board(house.clinic).calls] == ["somebody has no appointment"]
    (entry,) = house.clinic.daybook().entries()
    if taken:
        house.desk().accept_walk_in(entry.visit, entry.visit.start, "Dr Roca")
    else:
        house.desk().refuse_walk_in(entry.visit)
    assert todays_board(house.clinic).calls == ()
