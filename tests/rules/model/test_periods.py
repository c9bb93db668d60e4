"""A period has passed on the first day by which it has fully passed, never a day too early."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules import Period, day_in_words
from rules.prover import counting

STARTS = st.dates(date(1896, 1, 1), date(2104, 12, 31))
UNITS = st.sampled_from(["days", "weeks", "months"])


@pytest.mark.parametrize(
    ("start", "period", "passed"),
    [
        (date(2026, 8, 31), "6 months", date(2027, 3, 1)),
        (date(2026, 8, 30), "6 months", date(2027, 3, 1)),
        (date(2026, 8, 29), "6 months", date(2027, 3, 1)),
        (date(2026, 8, 28), "6 months", date(2027, 2, 28)),
        (date(2027, 8, 29), "6 months", date(2028, 2, 29)),
        (date(2027, 8, 30), "6 months", date(2028, 3, 1)),
        (date(2026, 12, 31), "6 months", date(2027, 7, 1)),
        (date(2026, 5, 31), "1 month", date(2026, 7, 1)),
        (date(2024, 2, 29), "12 months", date(2025, 3, 1)),
        (date(2024, 2, 29), "48 months", date(2028, 2, 29)),
        (date(2026, 9, 13), "3 days", date(2026, 9, 16)),
        (date(2026, 12, 31), "3 weeks", date(2027, 1, 21)),
        (date(2099, 8, 31), "6 months", date(2100, 3, 1)),
    ],
)
def test_a_period_rounds_to_the_safe_side(start: date, period: str, passed: date):
    assert Period.of(period).passed_on(start) == passed


def test_each_day_of_eight_years_around_2100_agrees_with_days_counted_out():
    day, six_months = date(2096, 1, 1), Period.of("6 months")
    while day < date(2104, 1, 1):
        assert six_months.passed_on(day) == counting.passed(day, "6 months"), day
        day += timedelta(days=1)


@given(start=STARTS, count=st.integers(1, 30), unit=UNITS)
def test_every_period_agrees_with_days_counted_out(start: date, count: int, unit: str):
    assert Period.of(f"{count} {unit}").passed_on(start) == counting.passed(start, f"{count} {unit}")


@given(start=STARTS, count=st.integers(1, 30), unit=UNITS)
def test_a_period_takes_neither_fewer_nor_more_days_than_it_says(start: date, count: int, unit: str):
    period = Period.of(f"{count} {unit}")
    passed = period.passed_on(start)
    assert passed is not None
    assert period.shortest_days <= (passed - start).days <= period.longest_days


@given(start=STARTS, one=st.integers(1, 14), other=st.integers(1, 14), units=st.tuples(UNITS, UNITS))
def test_a_period_that_surely_covers_another_never_ends_before_it(
    start: date, one: int, other: int, units: tuple[str, str]
):
    longer, shorter = Period.of(f"{one} {units[0]}"), Period.of(f"{other} {units[1]}")
    ends, other_ends = longer.passed_on(start), shorter.passed_on(start)
    assert ends is not None
    assert other_ends is not None
    if longer.surely_covers(shorter):
        assert ends >= other_ends


def test_six_months_cover_six_months_and_not_a_day_more():
    assert Period.of("6 months").surely_covers(Period.of("6 months"))
    assert Period.of("6 months").surely_covers(Period.of("24 weeks"))
    assert not Period.of("6 months").surely_covers(Period.of("7 months"))
    assert not Period.of("6 months").surely_covers(Period.of("26 weeks"))


@pytest.mark.parametrize("period", ["1 day", "1 week", "1 month", "9999 months"])
def test_beyond_the_last_year_there_is_no_day(period: str):
    assert Period.of(period).passed_on(date.max) is None


def test_the_last_day_there_is_can_still_be_reached():
    assert Period.of("1 month").passed_on(date(9999, 11, 30)) == date(9999, 12, 30)
    assert Period.of("2 months").passed_on(date(9999, 10, 31)) == date(9999, 12, 31)
    assert Period.of("2 months").passed_on(date(9999, 11, 1)) is None


@pytest.mark.parametrize(
    "words", ["3", "days", "0 days", "-1 days", "3 years", "3  days", "3.5 days", "3 Days", "03 days", ""]
)
def test_a_period_is_written_one_way(words: str):
    with pytest.raises(ValidationError, match="a period is written like"):
        Period.of(words)


def test_a_period_reads_as_people_say_it():
    assert [Period.of(words).words for words in ("1 day", "1 months", "3 weeks")] == ["1 day", "1 month", "3 weeks"]


def test_a_day_is_said_in_words():
    assert day_in_words(date(2027, 3, 1)) == "1 March 2027"
