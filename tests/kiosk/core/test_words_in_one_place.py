"""What people read of a day, a time or an unsure answer is put in words in one place, so that it reads alike everywhere."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.core.answer_words import client_words, written
from kiosk.core.phrases import day_and_time, dotted_day
from kiosk.visits import house_findings
from rules import QuestionType
from tests.kiosk.conftest import PEEL, House

ROOT = Path(__file__).parents[3]
DATES, ANSWERS = "kiosk/core/phrases.py", "kiosk/core/answer_words.py"
FOLDER_NAME = "kiosk/records/backup/restoration.py"
"""It puts a moment into the name of a folder, which nobody reads aloud."""
DATE_FORMAT = re.compile(r"%[A-Za-z]")
UNSURE = re.compile(r"i'm not sure|not sure|rather not say", re.IGNORECASE)


def trees() -> Iterator[tuple[str, ast.AST]]:
    for floor in ("kiosk", "screens"):
        for file in sorted((ROOT / floor).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def formats(tree: ast.AST) -> Iterator[str]:
    """Yield each date format that is written out, in an f-string or a call of strftime."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield from (part for part in ast.unparse(node.format_spec).split() if DATE_FORMAT.search(part))
        elif isinstance(node, ast.Attribute) and node.attr == "strftime":
            yield node.attr


def test_days_and_times_are_written_out_in_one_place() -> None:
    assert {name for name, tree in trees() if list(formats(tree))} == {DATES, FOLDER_NAME}


def test_an_unsure_answer_is_named_in_one_place() -> None:
    naming = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and UNSURE.fullmatch(node.value)
    }
    assert naming == {ANSWERS}


def test_every_finding_of_the_clinic_has_its_title_beside_its_sentence() -> None:
    rules = {value for name, value in vars(house_findings).items() if name.isupper() and isinstance(value, str)}
    assert len(rules) > 5
    assert rules - set(house_findings.TITLES) == {house_findings.LESS_STRICT}, "it has the title of the answer"


@pytest.mark.parametrize(
    ("raw", "words"),
    [("not_sure", "I'm not sure"), ("within", "In the last"), ("2026-06-01", "1 June"), ("2026-06", "June 2026")],
)
def test_a_client_reads_the_answer_that_was_chosen(house: House, raw: str, words: str) -> None:
    protocol = house.clinic.protocols[PEEL]
    question = next(each for each in protocol.questions if each.type is QuestionType.LAST_TIME)
    assert client_words(question, raw, date(2026, 7, 30)).startswith(words)


def test_a_day_is_written_as_it_is_typed_and_a_moment_as_records_date_it() -> None:
    moment = datetime(2027, 3, 1, 9, 5, 7, tzinfo=UTC)
    assert dotted_day(moment.date()) == "01.03.2027"
    assert day_and_time(moment) == "2027-03-01 09:05"
    assert day_and_time(moment, seconds=True) == "2027-03-01 09:05:07"
    assert written(["face", "neck"]) == "face, neck"
