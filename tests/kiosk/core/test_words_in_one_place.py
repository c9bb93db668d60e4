"""What people read of a day, a time or an unsure answer is put in words in one place, so that it reads alike everywhere."""

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from kiosk.core.answer_words import answer_for_client, written
from kiosk.core.phrases import day_and_time, dotted_day, next_step_mark
from kiosk.visits import clinic_findings
from kiosk.visits.visit import STATE_WORDS
from kiosk.visits.visit_parts import DECISION_WORDS, Decision, VisitState
from rules import Finding, Outcome, QuestionType, Verdict
from rules.engine.wording import verdict_in_words
from tests.kiosk.conftest import PEEL, House
from tests.sources import ROOT, modules, named, nodes

DATES = "kiosk/core/phrases.py"
ANSWERS = {"kiosk/core/answer_words.py", "rules/engine/wording.py"}
"""Where the client's words for an unsure answer are, and those of staff."""
VERDICTS = "rules/engine/wording.py"
FOLDER_NAME = "kiosk/records/backup/restoration.py"
"""It puts a moment into the name of a folder, which nobody reads aloud."""
NAME_IN_WORDS = re.compile(r"""\.replace\(["']_["'], ["'] ["']\)""")
DATE_FORMAT = re.compile(r"%[A-Za-z]")
UNSURE = re.compile(r"i'm not sure|not sure|rather not say", re.IGNORECASE)


A_DAY = re.compile(r"(.*_)?(date|date_of_birth|day|earliest|until|valid_from|[a-z]+_on)")
AS_WRITTEN = {
    "kiosk/commands/visit_output.py": "JSON",
    "kiosk/governance/set_number.py": "YAML",
    "kiosk/schedule/import_history.py": "the id of a document",
    "screens/reception/appointment_picking.py": "the id of a choice",
    "rules/compare/worked_cases.py": "the notation of its file",
    "rules/model/words.py": "the one place",
    "kiosk/core/phrases.py": "the one place",
}
"""Where a day stands as programs read it, and why."""
NEXT_STEPS = re.compile(
    r"(to the room|practitioner looks first|book from .*|practitioner talks, book nothing yet|book later)",
    re.IGNORECASE,
)


def sources() -> Iterator[tuple[str, tuple[ast.AST, ...]]]:
    """Yield what every module says but those of the prover, which shares nothing with the engine, its words included."""
    return ((named(path), nodes(path)) for path in modules() if "prover" not in path.parts)


def formats(source: Iterable[ast.AST]) -> Iterator[str]:
    """Yield each date format that is written out, in an f-string or a call of strftime."""
    for node in source:
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield from (part for part in ast.unparse(node.format_spec).split() if DATE_FORMAT.search(part))
        elif isinstance(node, ast.Attribute) and node.attr == "strftime":
            yield node.attr


def test_days_and_times_are_written_out_in_one_place() -> None:
    assert {name for name, source in sources() if list(formats(source))} == {DATES, FOLDER_NAME}


def test_an_unsure_answer_is_named_in_one_place() -> None:
    naming = {
        name
        for name, source in sources()
        for node in source
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and UNSURE.fullmatch(node.value)
    }
    assert naming == ANSWERS


NAMES_IN_WORDS = {
    "kiosk/people/client_book.py": "the fields of a client",
    "kiosk/core/schedule_settings.py": "the columns of a schedule",
    "kiosk/commands/visit_output.py": "a question of rules that are no longer on record",
    "kiosk/commands/rules/protocol_text.py": "the times of after-care",
    "rules/lint/aftercare_times.py": "the times of after-care",
    "rules/compare/reworded.py": "the fields of a protocol",
    "kiosk/room/last_time.py": "a step that its protocol has no more",
}
"""Where a name in code reads as words by itself, and which."""


def test_no_state_decision_or_step_is_shown_by_its_name_in_code() -> None:
    assert set(DECISION_WORDS) == set(get_args(Decision))
    assert set(STATE_WORDS) == set(VisitState)
    shown = {name for name, _ in sources() if NAME_IN_WORDS.search((ROOT / name).read_text(encoding="utf-8"))}
    assert shown == set(NAMES_IN_WORDS)


def bare_days(source: Iterable[ast.AST]) -> Iterator[str]:
    """Yield each day that a text, or a line of a paper, takes as it is, which is how programs write it."""
    for node in source:
        if isinstance(node, ast.FormattedValue):
            shown = [node.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pair":
            shown = node.args
        else:
            continue
        for each in shown:
            if (isinstance(each, ast.Attribute) and A_DAY.fullmatch(each.attr)) or (
                isinstance(each, ast.Call)
                and isinstance(each.func, ast.Attribute)
                and each.func.attr in ("isoformat", "date")
            ):
                yield ast.unparse(each)


def test_no_sentence_for_people_writes_a_day_as_programs_do() -> None:
    found = {name: days for name, source in sources() if (days := list(bare_days(source)))}
    assert {name: days for name, days in found.items() if name not in AS_WRITTEN} == {}


@pytest.mark.parametrize(
    "line",
    [
        'f"not before {visit.earliest}"',
        'f"on {day.isoformat()}"',
        'f"at {then.date()}"',
        'pair("Born", client.date_of_birth)',
    ],
)
def test_a_day_that_is_left_as_it_is_is_found(line: str) -> None:
    assert len(list(bare_days(ast.walk(ast.parse(line))))) == 1


def test_a_next_step_is_named_in_one_place() -> None:
    naming = {
        name
        for name, source in sources()
        for node in source
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NEXT_STEPS.fullmatch(node.value)
    }
    assert naming == {VERDICTS}


@pytest.mark.parametrize(
    ("outcome", "earliest", "words"),
    [
        (Outcome.ELIGIBLE, None, "eligible, to the room"),
        (Outcome.REVIEW, None, "review, practitioner looks first"),
        (Outcome.DEFERRED, date(2027, 3, 1), "deferred, book from 1 March 2027"),
        (Outcome.CONTRAINDICATED, None, "contraindicated, practitioner talks, book nothing yet"),
    ],
)
def test_desk_and_commands_read_the_same_next_step(outcome: Outcome, earliest: date | None, words: str) -> None:
    found = Finding("R-1", outcome, "yes", "", "Because.", until=earliest)
    verdict = Verdict.of(protocol=PEEL, version=1, sha256="", on=date(2027, 2, 1), findings=[found])
    assert verdict_in_words(verdict) == words
    mark = next_step_mark(verdict.next_step, verdict.earliest, date(2026, 1, 1))
    assert mark is not None
    assert words.endswith(mark.words)


def test_every_finding_of_the_clinic_has_its_title_beside_its_sentence() -> None:
    rules = {
        value for name, value in vars(clinic_findings).items() if name.isupper() and str(value).startswith("HOUSE-")
    }
    assert len(rules) > 5
    assert rules <= set(clinic_findings.TITLES)


@pytest.mark.parametrize(
    ("raw", "words"),
    [("not_sure", "I'm not sure"), ("within", "In the last"), ("2026-06-01", "1 June"), ("2026-06", "June 2026")],
)
def test_a_client_reads_the_answer_that_was_chosen(house: House, raw: str, words: str) -> None:
    protocol = house.clinic.protocols[PEEL]
    question = next(each for each in protocol.questions if each.type is QuestionType.LAST_TIME)
    assert answer_for_client(question, raw, date(2026, 7, 30)).startswith(words)


def test_a_day_is_written_as_it_is_typed_and_a_moment_as_records_date_it() -> None:
    moment = datetime(2027, 3, 1, 9, 5, 7, tzinfo=UTC)
    assert dotted_day(moment.date()) == "01.03.2027"
    assert day_and_time(moment) == "1 March 2027, 09:05"
    assert day_and_time(moment, seconds=True) == "1 March 2027, 09:05:07"
    assert written(["face", "neck"]) == "face, neck"
