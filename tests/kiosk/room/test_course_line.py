"""The course as a line: a dot for each session, and each day under its dot."""

import re
from datetime import date, timedelta

import pytest

import rules
from kiosk.room.course_line import CourseDot, course_dots, course_rows
from tests.kiosk.conftest import PEEL, TODAY, House

DONE = [TODAY - timedelta(days=52), TODAY - timedelta(days=24)]
SOON = date(2026, 8, 20)


def test_each_day_stands_under_its_dot() -> None:
    line, days = course_rows(course_dots(DONE, rules.protocol(PEEL), following=SOON), 40)
    assert line == "●─────●─────◐╌╌╌╌╌╌╌○╌╌╌╌╌╌╌╌╌╌╌○╌○"
    assert days == "8 Jun 6 Jul today · from 20 Aug"
    for sign, words in (("●", "8 Jun"), ("◐", "today"), ("○", "from 20 Aug")):
        assert days[line.index(sign) :].startswith(words)


def test_a_day_that_is_booked_is_said_as_it_is() -> None:
    _, days = course_rows(course_dots([], rules.protocol(PEEL), following=SOON, is_booked=True), 40)
    assert days == "today · 20 Aug"


@pytest.mark.parametrize("before", [0, 1, 3, 12])
def test_it_fits_any_width_and_each_day_that_is_left_begins_under_its_dot(before: int) -> None:
    done = [TODAY - timedelta(days=28 * back) for back in range(before, 0, -1)]
    dots = course_dots(done, rules.protocol(PEEL), following=SOON)
    for width in range(1, 80):
        line, days = course_rows(dots, width)
        assert max(len(line), len(days)) <= width
        assert "◐" in line
        said = list(re.finditer(r"(from )?\d+ [A-Z][a-z]{2}|today", days))
        assert all(line[each.start()] in "●◐○" for each in said)
        if width >= 24:
            assert {"today", "from 20 Aug"} <= {each[0] for each in said}


def test_sessions_elsewhere_are_drawn_without_a_day() -> None:
    dots = course_dots([], rules.protocol(PEEL), earlier=1)
    assert dots[:2] == (CourseDot("◌"), CourseDot("◐", "today"))


def test_a_long_course_shows_its_last_sessions_only() -> None:
    done = [TODAY - timedelta(days=28 * back) for back in range(12, 0, -1)]
    dots = course_dots(done, rules.protocol(PEEL))
    assert [dot.sign for dot in dots] == ["●"] * 6 + ["◐"]


def test_the_summary_draws_the_window_and_then_what_is_booked_in_it(house: House) -> None:
    anna = house.client()
    visit = house.confirmed(anna)
    assert house.room().summary(visit).course[:2] == (CourseDot("◐", "today"), CourseDot("○", "from 20 Aug"))
    house.book(anna, day=date(2026, 8, 24))
    assert house.room().summary(visit).course[1] == CourseDot("○", "24 Aug")
