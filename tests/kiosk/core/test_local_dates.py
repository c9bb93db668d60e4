"""Days, times, numbers and names read as each language writes them; English reads as it does for staff, letter by letter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from kiosk.core import phrases
from kiosk.core.answer_words import answer_for_client, client_options
from kiosk.core.errors import BadInput
from kiosk.core.language import number, speaking
from kiosk.core.local_dates import begun, local_day, local_long_day, local_moment, local_month, local_name, local_time
from kiosk.core.typed_dates import not_after, typed_day, typed_month
from rules import Question, day_in_words, month_in_words

FIRST, LAST = date(2027, 3, 1), date(2027, 12, 31)
TODAY = date(2026, 7, 30)


@pytest.fixture(params=["en", "xx"])
def _english(request: pytest.FixtureRequest) -> Iterator[None]:
    """Speak English, or a language of which nothing is known."""
    with speaking(request.param):
        yield


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize("day", [FIRST, LAST])
def test_english_is_what_staff_read(day: date) -> None:
    assert local_long_day(day) == phrases.long_day(day)
    assert local_long_day(day, year=False) == phrases.long_day(day, year=False)
    assert local_day(day) == day_in_words(day)
    assert local_day(day, LAST) == day_in_words(day, LAST)
    assert local_month(day) == month_in_words(day)
    assert local_time(time(9, 5)) == phrases.clock_time(time(9, 5)) == "09:05"
    assert number(1200) == "1,200"
    assert local_name("Anna", "Ferrer") == "Anna Ferrer"


SPANISH = (
    "lunes, 1 de marzo de 2027",
    "lunes, 1 de marzo",
    "1 de marzo de 2027",
    "1 de marzo",
    "marzo de 2027",
    "9:05",
)
FRENCH = ("lundi 1er mars 2027", "lundi 1er mars", "1er mars 2027", "1er mars", "mars 2027", "09:05")


@pytest.mark.parametrize(("language", "words"), [("es", SPANISH), ("fr", FRENCH)])
def test_a_language_writes_a_day_in_its_own_way(language: str, words: tuple[str, ...]) -> None:
    with speaking(language):
        said = (
            local_long_day(FIRST),
            local_long_day(FIRST, year=False),
            local_day(FIRST),
            local_day(FIRST, date(2027, 2, 1)),
            local_month(FIRST),
            local_time(datetime(2027, 3, 1, 9, 5, tzinfo=UTC)),
        )
        assert said == words
        assert local_moment(FIRST, time(10, 30)) == f"{words[0]}, 10:30"
        assert local_moment(FIRST, time(10, 30), weekday=False) == f"{words[2]}, 10:30"
        assert local_name("Anna", "") == "Anna"


def test_any_language_that_babel_knows_can_be_added() -> None:
    with speaking("pt-BR"):
        assert local_long_day(LAST) == "sexta-feira, 31 de dezembro de 2027"
        assert number(12000) == "12.000"


def test_a_line_begins_with_a_capital() -> None:
    assert begun("lunes, 1 de marzo") == "Lunes, 1 de marzo"
    assert begun("1 March") == "1 March"


def said_of(day: str, month: str, year: str = "2026") -> str:
    with pytest.raises(BadInput) as refused:
        not_after(typed_day({"d": day, "m": month, "y": year}, by_cards=True), TODAY)
    return refused.value.sentence


def test_what_is_wrong_with_a_typed_date_names_it() -> None:
    assert said_of("31", "4") == "There is no 31 April. Please check the day."
    assert said_of("29", "2") == "There is no 29 February in 2026. Please check the day."
    assert said_of("31", "7") == "31 July 2026 is in the future. Please check the day."
    assert said_of("", "7") == "Please type the day, or touch what you know."
    with pytest.raises(BadInput, match=r"^August 2026 is in the future\. Please check the month\.$"):
        not_after(typed_month({"m": "8", "y": "2026"}), TODAY, month_only=True)


@pytest.mark.parametrize(
    ("language", "april", "july"), [("es", "31 de abril", "31 de julio de 2026"), ("fr", "31 avril", "31 juillet 2026")]
)
def test_a_typed_date_is_named_in_the_language(language: str, april: str, july: str) -> None:
    with speaking(language):
        assert april in said_of("31", "4")
        assert july in said_of("31", "7")


def last_time(period: str) -> Question:
    texts = {"ask": "When?", "why": "We count from then.", "short": "Used", "topic": "use"}
    return Question.model_validate({"id": "used", "type": "last_time", "horizon": "days", "period": period, **texts})


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        ("3 days", ("In the last 3 days", "More than 3 days ago")),
        ("1 week", ("In the last 1 week", "More than 1 week ago")),
        ("6 months", ("In the last 6 months", "More than 6 months ago")),
    ],
)
def test_the_period_is_said_in_what_a_client_chooses(period: str, labels: tuple[str, str]) -> None:
    within, longer_ago, *unsure = client_options(last_time(period))
    assert (within.label, longer_ago.label) == labels
    assert [(each.label, each.key) for each in unsure] == [("I'm not sure", "N"), ("Rather not say", "R")]


@pytest.mark.parametrize(
    ("language", "raw", "words"),
    [
        ("en", "2026-06-01", "1 June"),
        ("es", "2026-06-01", "1 de junio"),
        ("fr", "2026-06-01", "1er juin"),
        ("es", "2026-06", "Junio de 2026"),
        ("fr", "2025-06-01", "1er juin 2025"),
    ],
)
def test_a_day_that_was_answered_reads_in_the_language(language: str, raw: str, words: str) -> None:
    with speaking(language):
        assert answer_for_client(last_time("3 days"), raw, TODAY) == words
