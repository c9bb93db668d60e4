"""A last use lies between birth, where it is known, and the day of answering; its year has four digits; 120 years at most."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules import AnswerError, AnswerFault, Answers, evaluate, protocol, resolve
from tests.rules.clinic import FACIAL, PEEL, healthy

TODAY = date(2026, 9, 15)
BORN = date(1985, 3, 20)
CASE = Path(__file__).with_name("accutane-in-the-year-0202.json")


def refused(raw: str, *, answered_on: date = TODAY, born: date | None = None) -> AnswerError:
    given = {"isotretinoin_last": raw}
    with pytest.raises(AnswerError) as error:
        resolve(protocol(PEEL), given, answered_on=answered_on, born=born)
    with pytest.raises(AnswerError) as alone:
        Answers(protocol(PEEL), answered_on).with_answer("isotretinoin_last", raw, born=born)
    assert (error.value.sentence, error.value.fault) == (alone.value.sentence, alone.value.fault)
    assert error.value.place == "isotretinoin_last"
    assert error.value.sentence.endswith(".")
    return error.value


def taken(raw: str, *, answered_on: date = TODAY, born: date | None = None) -> date | None:
    answers = resolve(protocol(PEEL), {"isotretinoin_last": raw}, answered_on=answered_on, born=born)
    last = answers.last_time("isotretinoin_last")
    assert last is not None
    return last.day


def test_a_year_with_a_digit_left_out_makes_nobody_eligible():
    with pytest.raises(AnswerError, match=r'^"isotretinoin_last": 0202-06-01 needs a year of four digits'):
        evaluate(protocol(PEEL), json.loads(CASE.read_text()), on=TODAY)


@pytest.mark.parametrize(
    "raw",
    ["0202-06-01", "0202-06", "202-06-01", "202-11", "20-11", "12026-06-01", "0026-06-01", "0000-01-01", "0000-01", "0999-12-31"],
)  # fmt: skip
@pytest.mark.parametrize("question", ["isotretinoin_last", "retinoid_last", "session_last"])
def test_a_year_has_four_digits(raw: str, question: str):
    for treatment in (PEEL, FACIAL):
        with pytest.raises(AnswerError, match="needs a year of four digits") as error:
            resolve(protocol(treatment), {question: raw}, answered_on=TODAY)
        assert error.value.fault is AnswerFault.YEAR_NOT_OF_FOUR_DIGITS


@pytest.mark.parametrize("raw", ["1906-09-14", "1906-08", "1825-01-01", "1000-01", "1202-06-01"])
def test_nothing_was_used_more_than_120_years_ago(raw: str):
    assert refused(raw).fault is AnswerFault.TOO_LONG_AGO


def test_120_years_ago_to_the_day_is_not_more():
    assert taken("1906-09-15") == date(1906, 9, 15)
    assert taken("1906-09") == date(1906, 9, 30), "a month may lie within in part"


def test_120_years_before_a_day_that_no_other_year_has():
    # 1900 had no 29 February: 120 years before 29 February 2020 was 1 March 1900.
    leap = date(2020, 2, 29)
    assert refused("1900-02-28", answered_on=leap).fault is AnswerFault.TOO_LONG_AGO
    assert taken("1900-03-01", answered_on=leap) == date(1900, 3, 1)
    assert taken("1908-02-29", answered_on=date(2028, 2, 29)) == date(1908, 2, 29)


@pytest.mark.parametrize("raw", ["1985-03-19", "1985-02", "1950-01-01", "1950-01"])
def test_nobody_used_anything_before_birth(raw: str):
    assert refused(raw, born=BORN).fault is AnswerFault.BEFORE_BIRTH
    assert taken(raw) is not None, "where the date of birth is not known, it may be"


@pytest.mark.parametrize("raw", ["1985-03-20", "1985-03"])
def test_the_date_of_birth_itself_was_typed_for_another(raw: str):
    assert refused(raw, born=BORN).fault is AnswerFault.BEFORE_BIRTH
    assert "own date of birth" in refused(raw, born=BORN).sentence


def test_from_the_day_after_birth_on_it_may_be():
    assert taken("1985-03-21", born=BORN) == date(1985, 3, 21)
    assert taken("1985-04", born=BORN) == date(1985, 4, 30)


def test_what_names_no_day_is_before_nothing():
    child = date(2026, 9, 1)
    assert taken("within", born=child) == TODAY
    assert taken("longer_ago", born=child) is None


@pytest.mark.parametrize("raw", ["2026-09-16", "2026-10", "2027-01-01", "9999-12"])
def test_nothing_was_used_after_the_day_of_answering(raw: str):
    assert refused(raw, born=BORN).fault is AnswerFault.IN_THE_FUTURE


@pytest.mark.parametrize("raw", ["2026-02-30", "2026-13", "2026-00-10"])
def test_a_day_that_no_calendar_has_is_refused(raw: str):
    assert refused(raw, born=BORN).fault is AnswerFault.NO_SUCH_DAY


def test_no_refusal_repeats_the_date_of_birth():
    assert "1985" not in refused("1950-01-01", born=BORN).sentence


def test_the_first_days_of_the_calendar_bring_nothing_down():
    assert taken("1000-01-01", answered_on=date(1001, 1, 1)) == date(1000, 1, 1)
    assert refused("0099-01-01", answered_on=date(100, 1, 1)).fault is AnswerFault.YEAR_NOT_OF_FOUR_DIGITS


@pytest.mark.parametrize("day", ["0202-06-01", "1899-01-01", "1950-01-01", "2026-09-16"])
def test_a_day_on_record_is_replayed_whatever_it_is(day: str):
    raw: dict[str, Any] = healthy(PEEL, isotretinoin="stopped", isotretinoin_last=day)
    kept = resolve(protocol(PEEL), raw | {"isotretinoin_last": "2020-01-01"}, answered_on=TODAY).to_json()
    kept["raw"]["isotretinoin_last"] = kept["resolved"]["isotretinoin_last"]["day"] = day
    answers = Answers.from_json(protocol(PEEL), kept)
    assert answers.last_time("isotretinoin_last").day == date.fromisoformat(day)  # type: ignore[union-attr]
    assert evaluate(protocol(PEEL), answers, on=TODAY).complete
    again = answers.with_kept("isotretinoin_last", day, answered_on=TODAY)
    assert again.last_time("isotretinoin_last").day == date.fromisoformat(day)  # type: ignore[union-attr]
