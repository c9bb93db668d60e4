"""A part of the board: by what is typed of a name, by practitioner, by next step, by being late."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from kiosk.desk.board import Board, todays_board
from kiosk.desk.board_filter import BoardFilter, filter_choices
from tests.kiosk.conftest import House


@pytest.fixture
def day(house: House) -> Board:
    """A day with four clients, one of them late, one to be looked at first."""
    house.screened(house.client("Amélie", "Fontaine"), eczema="yes")
    house.book(house.client("Tomasz", "Łuczak"), practitioner="Dr Moss")
    house.book(house.client("Zoë [/x]", "O'Neil"), start=time(9, 30))
    house.book(house.client("Ana", "van der Berg"))
    return todays_board(house.clinic)


def left(day: Board, **wanted: str) -> list[str]:
    """Return whose lines stay."""
    return [row.name for row in BoardFilter(**wanted).narrow(day).rows]


@pytest.mark.parametrize(
    ("typed", "stay"),
    [
        ("lie", ["Amélie Fontaine"]),
        ("FONT", ["Amélie Fontaine"]),
        ("luc", ["Tomasz Łuczak"]),
        ("oneil", ["Zoë [/x] O'Neil"]),
        ("o'ne", ["Zoë [/x] O'Neil"]),
        ("zoe neil", ["Zoë [/x] O'Neil"]),
        ("vanderb", ["Ana van der Berg"]),
        ("berg ana", ["Ana van der Berg"]),
        ("nobody", []),
    ],
)
def test_any_part_of_any_name_finds_accents_aside(day: Board, typed: str, stay: list[str]) -> None:
    assert left(day, text=typed) == stay


def test_nothing_typed_leaves_all(day: Board) -> None:
    assert BoardFilter().narrow(day) == day
    assert len(left(day, text="  ")) == 4


def test_it_narrows_to_a_practitioner_a_next_step_or_the_late(day: Board) -> None:
    assert dict(filter_choices(day)) == {
        "practitioner:Dr Moss": "Dr Moss",
        "practitioner:Dr Roca": "Dr Roca",
        "step:practitioner_first": "Practitioner looks first",
        "late": "Late",
    }
    assert left(day, only="practitioner:Dr Moss") == ["Tomasz Łuczak"]
    assert left(day, only="step:practitioner_first") == ["Amélie Fontaine"]
    assert left(day, only="late") == ["Zoë [/x] O'Neil"]
    assert left(day, only="late", text="font") == []


def test_a_narrowed_board_still_counts_everybody_and_names_no_first_that_it_does_not_show(day: Board) -> None:
    narrowed = BoardFilter(only="practitioner:Dr Moss").narrow(day)
    assert narrowed.counts == day.counts
    assert day.first is not None
    assert narrowed.first is None


def test_a_short_name_is_found_by_all_of_the_name_and_stays_short(house: House) -> None:
    house.book(house.client("Amélie", "Fontaine"))
    house.book(house.client("Ana", "van der Berg"))
    settings = house.clinic.settings.model_copy(update={"board_names": "short"})
    day = todays_board(replace(house.clinic, settings=settings))
    assert left(day, text="fontaine") == ["Amélie F."]
    assert left(day, text="vanderberg ana") == ["Ana V."]
