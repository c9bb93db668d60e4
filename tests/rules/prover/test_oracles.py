"""What judges shares nothing with what it judges, and is right by itself."""

import ast
import importlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules.checks
import rules.lint
import rules.prover
from rules.lint.quantities import quantities
from rules.lint.reading_grade import grade, syllables_of
from rules.prover import counting

HERE = Path(rules.prover.__file__).parent
LINT = Path(rules.lint.__file__).parent
CHECKS = Path(rules.checks.__file__).parent
JUDGING = sorted([*HERE.glob("*.py"), *LINT.glob("*.py"), CHECKS / "written_protocol.py"])
SECOND = [HERE / "counting.py", HERE / "second_evaluation.py", CHECKS / "written_protocol.py", LINT / "quantities.py"]


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
    return names


class TestTheProver:
    @pytest.mark.parametrize("file", JUDGING, ids=lambda file: file.stem)
    def test_borrows_neither_the_engines_dates_nor_its_conditions(self, file: Path) -> None:
        borrowed = (
            "model.period",
            "model.condition",
            "engine.judging",
            "engine.known_answers",
            "engine.explain",
            "engine.wording",
        )
        for module in borrowed:
            assert importlib.import_module(f"rules.{module}"), "moved: name the module by its new name"
            assert f"rules.{module}" not in imported(file)

    @pytest.mark.parametrize("file", SECOND, ids=lambda file: file.stem)
    def test_evaluates_a_second_time_without_anything_of_the_engine(self, file: Path) -> None:
        own = {each for each in imported(file) if each.startswith("rules")}
        allowed = ("rules.prover", "rules.checks", "rules.lint.number_words", "rules.model.protocol")
        assert all(each.startswith(allowed) for each in own)

    def test_counts_days_without_the_arithmetic_of_datetime(self) -> None:
        assert imported(HERE / "counting.py").isdisjoint({"datetime.timedelta", "calendar", "calendar.monthrange"})
        tree = ast.parse((HERE / "counting.py").read_text(encoding="utf-8"))
        used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert used.isdisjoint({"toordinal", "fromordinal", "replace", "weekday", "isocalendar", "monthrange"})


class TestCountingDays:
    @pytest.mark.parametrize(
        ("start", "period", "first_day"),
        [
            ((2026, 8, 31), "6 months", (2027, 3, 1)),
            ((2026, 8, 30), "6 months", (2027, 3, 1)),
            ((2026, 8, 28), "6 months", (2027, 2, 28)),
            ((2027, 8, 29), "6 months", (2028, 2, 29)),
            ((2027, 8, 30), "6 months", (2028, 3, 1)),
            ((2099, 8, 29), "6 months", (2100, 3, 1)),
            ((2095, 8, 29), "6 months", (2096, 2, 29)),
            ((2026, 10, 31), "1 month", (2026, 12, 1)),
            ((2026, 12, 31), "6 months", (2027, 7, 1)),
            ((2026, 7, 31), "12 months", (2027, 7, 31)),
            ((2024, 2, 29), "12 months", (2025, 3, 1)),
            ((2100, 2, 26), "3 days", (2100, 3, 1)),
            ((2096, 2, 26), "3 days", (2096, 2, 29)),
            ((2099, 12, 31), "3 weeks", (2100, 1, 21)),
            ((2000, 2, 28), "1 day", (2000, 2, 29)),
        ],
    )
    def test_finds_the_day_a_calendar_on_the_wall_shows(
        self, start: tuple[int, int, int], period: str, first_day: tuple[int, int, int]
    ) -> None:
        assert counting.passed(date(*start), period) == date(*first_day)

    @given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(-4000, 4000))
    def test_steps_as_days_do(self, day: date, count: int) -> None:
        try:
            expected = day + timedelta(days=count)
        except OverflowError:
            assert counting.days_on(day, count) is None
        else:
            assert counting.days_on(day, count) == expected

    @given(st.dates(date(1990, 1, 1), date(2110, 12, 31)), st.integers(1, 60))
    def test_months_have_passed_no_day_before_they_have(self, start: date, count: int) -> None:
        end = counting.months_on(start, count)
        assert end is not None
        months = (end.year - start.year) * 12 + end.month - start.month
        assert (months, end.day) >= (count, start.day)
        before = end - timedelta(days=1)
        assert ((before.year - start.year) * 12 + before.month - start.month, before.day) < (count, start.day)

    @pytest.mark.parametrize("period", ["3 days", "3 weeks", "6 months", "1 month"])
    @given(on=st.dates(date(2000, 1, 1), date(2110, 12, 31)))
    def test_finds_the_last_day_since_which_a_period_has_passed(self, period: str, on: date) -> None:
        last = counting.last_that_passed(on, period)
        next_day = last + timedelta(days=1)
        assert counting.passed(last, period) <= on  # type: ignore[operator]
        assert counting.passed(next_day, period) > on  # type: ignore[operator]

    def test_ends_with_the_years_a_date_can_carry(self) -> None:
        assert counting.passed(date(9999, 12, 31), "1 day") is None
        assert counting.passed(date(9999, 8, 31), "6 months") is None
        assert counting.days_on(date(1, 1, 1), -1) is None

    @pytest.mark.parametrize(
        ("waited", "needed", "covered"),
        [
            ("4 weeks", "2 weeks", True),
            ("4 weeks", "1 month", False),
            ("1 month", "4 weeks", True),
            ("5 weeks", "1 month", True),
        ],
    )
    def test_knows_which_period_covers_which(self, waited: str, needed: str, covered: bool) -> None:
        assert counting.covers(waited, needed) is covered


class TestReadingNumbers:
    @pytest.mark.parametrize(
        ("language", "words", "low", "high", "unit"),
        [
            ("en", "wait half a year", 6, 6, "month"),
            ("en", "a 6-month rest", 6, 6, "month"),
            ("en", "three full days", 3, 3, "day"),
            ("en", "every 4 to 6 weeks", 28, 42, "day"),
            ("en", "4–6 weeks", 28, 42, "day"),
            ("en", "72 hours", 3, 3, "day"),
            ("en", "36 hours", 36 * 60, 36 * 60, "minute"),
            ("en", "about half an hour", 30, 30, "minute"),
            ("en", "two and a half weeks", 17.5, 17.5, "day"),
            ("en", "forty-two days", 42, 42, "day"),
            ("en", "a fortnight", 14, 14, "day"),
            ("en", "4 to 6 sessions", 4, 6, "session"),
            ("es", "medio año", 6, 6, "month"),
            ("es", "de 3 a 4 semanas", 21, 28, "day"),
            ("es", "tres días", 3, 3, "day"),
            ("fr", "une demi-année", 6, 6, "month"),
            ("fr", "trois à quatre semaines", 21, 28, "day"),
        ],
    )
    def test_finds_them_in_digits_and_in_words(
        self, language: str, words: str, low: float, high: float, unit: str
    ) -> None:
        (found,) = quantities(words, language)
        assert (found.low, found.high, found.unit) == (low, high, unit)

    @pytest.mark.parametrize("words", ["twice a day", "some minutes", "in 2027", "the next morning"])
    def test_leaves_what_is_no_length_of_time(self, words: str) -> None:
        assert list(quantities(words, "en")) == []


class TestTheReadingGrade:
    @pytest.mark.parametrize(
        ("word", "syllables"),
        [
            ("skin", 1), ("clogged", 1), ("pores", 1), ("treated", 2), ("washes", 2), ("acne", 2), ("isotretinoin", 5),
            ("moisturiser", 4), ("doctor", 2), ("2027", 4),
        ],
    )  # fmt: skip
    def test_counts_syllables(self, word: str, syllables: int) -> None:
        assert syllables_of(word) == syllables

    def test_is_the_published_formula(self) -> None:
        # Ten words, two sentences, eleven syllables.
        assert grade(["The cat sat on the mat.", "The dog was happy."]) == pytest.approx(
            0.39 * 10 / 2 + 11.8 * 11 / 10 - 15.59
        )

    def test_takes_nothing_for_plain(self) -> None:
        assert grade([]) == 0.0


@pytest.mark.parametrize("period", ["3 days", "2 weeks", "6 months"])
def test_no_day_before_the_first_of_all_is_said_to_be_the_last_that_passed(period: str) -> None:
    with pytest.raises(ValueError, match="not within the years a date can carry"):
        counting.last_that_passed(date.min, period)


@pytest.mark.parametrize("period", ["3 days", "2 weeks", "6 months"])
def test_a_period_that_ends_after_the_last_of_all_days_never_passes(period: str) -> None:
    assert counting.passed(date.max, period) is None
