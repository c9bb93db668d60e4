"""What the check-in refuses, it refuses in words: no id, no encoding and nothing meant for staff reaches a client."""

import ast
import importlib
import re
import traceback
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin import paper_form
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.checkin.signing import NOTHING
from kiosk.checkin.texts import answering_texts, client_texts, first_texts
from kiosk.core.errors import KioskError, NotAllowed, NotFound, RecordsUnavailable, StaleWrite
from kiosk.core.typed_dates import not_after, typed_month
from tests.kiosk.conftest import FACIAL, GOOD, GOOD_PEEL, PEEL, House

KIOSK = Path(__file__).parents[3] / "kiosk"
CLIENTS = ("checkin/*.py", "people/identify.py", "core/typed_dates.py", "visits/consent.py")
"""Where a client's way can be refused."""
FOR_STAFF = ("paper_form.py", "blank_form.py", "drafts.py", "revisit.py")
"""Forms are printed and entered, and drafts handed over, by staff."""

NOT_WORDS = re.compile(r'[a-z]_[a-z]|\d{4}-\d|["{}\[\]<>|\\]|null|true|false|JSON|UTF|None|[A-Z]{2}-|-peel|-facial|: $')
BAD: tuple[Any, ...] = (
    None, True, 7, 1.5, {}, {"a": "b"}, [], ["nose"], ["face", "face"], ["none", "dull"], [["face"]], [None], "", "maybe",
    "YES", "2026-07", "2026-02-30", "2026-13", "0202-06-01", "202-11", "20-11", "12026-01-01", "2026-07-31", "2027-01",
    "1983-03-05", "1950-01", "1900-01-01", "1000-01",
)  # fmt: skip


def in_words(sentence: str) -> None:
    assert not NOT_WORDS.search(sentence), sentence
    assert sentence.endswith((".", "?")), sentence
    assert sentence[0].isupper() or sentence[0].isdigit(), sentence


class Refusals:
    """Every sentence that came, and where it was raised."""

    def __init__(self) -> None:
        self.where: set[tuple[str, int]] = set()
        self.sentences: set[str] = set()

    def of(self, act: Callable[[], Any]) -> str:
        with pytest.raises(KioskError) as error:
            act()
        in_words(error.value.sentence)
        raised = traceback.extract_tb(error.value.__traceback__)[-1]
        self.where.add((Path(raised.filename).name, raised.lineno or 0))
        self.sentences.add(error.value.sentence)
        return error.value.sentence


def raised_in(tree: ast.AST) -> Iterator[ast.Raise]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = node.exc.func
            if isinstance(name, ast.Name) and name.id in ("BadInput", "NotAllowed", "NotFound"):
                yield node


def sites() -> dict[tuple[str, int], str | None]:
    """Return every place where a client's way is refused, with its sentence where that is always the same."""
    found: dict[tuple[str, int], str | None] = {}
    for pattern in CLIENTS:
        for file in KIOSK.glob(pattern):
            if file.name in FOR_STAFF:
                continue
            for node in raised_in(ast.parse(file.read_text(encoding="utf-8"))):
                (said,) = node.exc.args  # type: ignore[union-attr]
                found[file.name, node.lineno] = always_said(said)
    return found


def always_said(said: ast.expr) -> str | None:
    """Return a sentence that stands where it is raised, or in the catalogue; None where it is put together."""
    match said:
        case ast.Call(func=ast.Name(id="tr"), args=[words]):
            return always_said(words)
        case ast.Constant(value=str() as sentence):
            return sentence
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module.endswith("_texts"):
            sentence = getattr(importlib.import_module(f"kiosk.checkin.texts.{module}"), name)
            assert isinstance(sentence, str)
            return sentence
    return None


def test_every_refusal_of_the_check_in_is_in_words(house: House) -> None:
    told = Refusals()
    at_who(house, told)
    at_proof_and_visit(house, told)
    at_every_question(house, told)
    at_the_end(house, told)
    places = sites()
    assert len(places) > 25, "these are the files of the client's way"
    for place, sentence in places.items():
        if sentence is not None:
            in_words(sentence)
        else:
            assert place in told.where, f"{place} is refused with what is put together, and nothing leads there"
    assert len(told.where) > 25, "most places are reached by a client"


def at_who(house: House, told: Refusals) -> None:
    check_in = house.clinic.check_in()
    for name, *born in (
        ("", 5, 3, 1984), ("...", 5, 3, 1984), ("Ferrer", "", 3, 1984), ("Ferrer", 5, "x", 1984), ("Ferrer", 5, 3, ""),
        ("Ferrer", 5, 3, 84), ("Ferrer", 5, 3, 198), ("Ferrer", 5, 3, "0198"), ("Ferrer", 5, 13, 1984), ("Ferrer", 31, 2, 1984),
        ("Ferrer", 29, 2, 1985), ("Ferrer", 5, 3, 2030), ("Ferrer", 5, 3, 1850), ("Ferrer", 5, 3, 19840), ("Ferrer", "²", 3, 1984),
    ):  # fmt: skip
        told.of(lambda name=name, born=born: check_in.identify(name, *born))
    for parts in ({"d": "", "m": "6", "y": "2024"}, {"m": "0", "y": "2024"}, {"m": "11", "y": "202"}):
        told.of(lambda parts=parts: typed_month(parts, by_cards=True))
    for month_only in (True, False):
        told.of(lambda month_only=month_only: not_after(date(2030, 1, 1), date(2026, 7, 30), month_only=month_only))
    for code in ("", "---", " "):
        told.of(lambda code=code: check_in.identify_code(code))
    told.of(lambda: check_in.identify_scan("Ferrer3"))
    for act in (
        check_in.next, check_in.back, check_in.yes, check_in.accept, check_in.finish, check_in.decline, check_in.take_back,
        check_in.still_so, check_in.resume, check_in.acknowledge, lambda: check_in.asked, lambda: check_in.rows,
        lambda: check_in.consent, lambda: check_in.answer("yes"), lambda: check_in.give("Anna"), lambda: check_in.prove("1234"),
        lambda: check_in.give_first_name("Anna"), lambda: check_in.help_wanted(True), lambda: check_in.guardian(True),
        lambda: check_in.change("area", PEEL), check_in.in_view, lambda: check_in.language_help(wanted=True),
    ):  # fmt: skip
        told.of(act)
    check_in.no_appointment()
    for given in (
        ("", "Ferrer", 5, 3, 1984, "600111222", PEEL), ("Anna", "Ferrer", 5, 3, 984, "600111222", PEEL),
        ("Anna", "Ferrer", 5, 3, 1984, "12", PEEL), ("Anna", "Ferrer", 5, 3, 1984, "600111222", "laser-hair"),
    ):  # fmt: skip
        told.of(lambda given=given: check_in.request_walk_in(*given))
    for number in range(12):
        asking = house.clinic.check_in()
        asking.no_appointment()
        asking.request_walk_in("Walk", f"In{chr(97 + number)}", 5, 3, 1984, "600111222", PEEL)
    told.of(lambda: check_in.request_walk_in("Anna", "Ferrer", 5, 3, 1984, "600111222", PEEL))


def at_proof_and_visit(house: House, told: Refusals) -> None:
    born = date(1990, 1, 2)
    for given in ("Paula", "Pilar"):
        house.book(house.client(given, "Prado", born, phone="600333444"), start=time(10, 20))
    check_in = house.clinic.check_in()
    check_in.identify("Prado", 2, 1, 1990)
    told.of(lambda: check_in.give_first_name(""))
    check_in.give_first_name("Paula")
    for digits in ("", "12", "9999"):
        told.of(lambda digits=digits: check_in.prove(digits))
    check_in.skip_proof()
    check_in.yes()
    told.of(check_in.yes)


def at_every_question(house: House, told: Refusals) -> None:
    """Give every answer that can't be one to every question of both treatments, follow-ups included."""
    anna = house.client(born=date(1984, 3, 5))
    house.book(anna)
    house.book(anna, FACIAL, start=time(11))
    check_in = house.at_questions(anna)
    opened = {"rash": "yes", "rash_where": ["hands"], "retinoid": "yes", "retinoid_last": "longer_ago", "had_before": "yes",
              "session_last": "longer_ago", "isotretinoin": "stopped", "isotretinoin_last": "longer_ago"}  # fmt: skip
    answers = {treatment: {**good, **opened} for treatment, good in GOOD.items()}
    asked = set()
    while check_in.step is Step.QUESTION:
        question = check_in.asked.question
        asked.add((question.id, check_in.asked.treatment))
        told.of(check_in.still_so)
        if not check_in.asked.may_be_left:
            told.of(check_in.next)
        for raw in BAD:
            if taken(check_in, raw):
                check_in.take_back()
            else:
                told.of(lambda raw=raw: check_in.answer(raw))
        check_in.answer(answers[check_in.asked.treatment].get(question.id, ""))
        check_in.next()
    assert {"rash_where", "retinoid_last", "isotretinoin_last", "session_last"} <= {name for name, _ in asked}
    check_in.change("retinoid", PEEL)
    told.of(lambda: check_in.change("area", PEEL))
    check_in.take_back()
    check_in.back()
    told.of(check_in.finish)
    told.of(lambda: check_in.change("session_last", "laser-hair"))


def taken(check_in: CheckIn, raw: Any) -> bool:
    """Tell whether something is an answer to the question after all, such as a month to a last time."""
    try:
        check_in.answer(raw)
    except KioskError:
        return False
    return True


def at_the_end(house: House, told: Refusals) -> None:
    berta = house.client("Berta", "Soler", date(2015, 5, 5))
    visit = house.book(berta)
    check_in = house.answer_all(house.at_questions(berta), GOOD)
    house.clock.forward(days=-3)
    told.of(check_in.finish)
    house.clock.forward(days=3)
    check_in.finish()
    told.of(lambda: check_in.give("Berta"))
    told.of(lambda: check_in.give("123", relation="mother"))
    told.of(lambda: check_in.give(drawn=NOTHING, relation="mother"))
    told.of(lambda: check_in.give("Berta Soler", relation="mother"))
    told.of(check_in.back)
    house.clock.forward(days=-3)
    told.of(lambda: check_in.give("Maria Soler", relation="mother"))
    house.clock.forward(days=3)
    house.desk().left(house.visit(visit))
    told.of(lambda: check_in.give("Maria Soler", relation="mother"))


def test_the_sentence_says_what_is_wrong_with_a_date(house: House) -> None:
    anna = house.client(born=date(1984, 3, 5))
    house.book(anna)
    check_in = house.at_questions(anna)
    while check_in.asked.question.id != "isotretinoin_last":
        check_in.answer({**GOOD_PEEL, "isotretinoin": "stopped"}[check_in.asked.question.id])
        check_in.next()
    told = Refusals()
    for raw, sentence in (
        ("0202-06-01", "Please write the year with four digits, such as 2024."),
        ("202-11", "Please write the year with four digits, such as 2024."),
        ("1950-01-01", "This is the date of birth, or before it. Please check it."),
        ("1984-03-05", "This is the date of birth, or before it. Please check it."),
        ("1984-02", "This is the date of birth, or before it. Please check it."),
        ("1900-01-01", "This is more than 120 years ago. Please check the year."),
        ("2026-07-31", "This date is in the future. Please check the date."),
        ("2026-02-30", "There is no such day. Please check the date."),
    ):
        assert told.of(lambda raw=raw: check_in.answer(raw)) == sentence
        assert check_in.asked.value is None, "what is refused is no answer"
    told.of(lambda: check_in.answer("1984-03"))
    check_in.answer("1984-04")
    assert check_in.asked.value == "1984-04"


def test_a_last_time_that_is_taken_back_is_unanswered_and_asked_again(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    changes = {"retinoid": "yes", "retinoid_last": "2026-07-28"}
    check_in = house.answer_all(house.at_questions(anna), {PEEL: {**GOOD_PEEL, **changes}})
    assert check_in.step is Step.REVIEW
    check_in.change("retinoid_last", PEEL)
    check_in.take_back()
    assert check_in.asked.value is None
    told = Refusals()
    assert "choose an answer" in told.of(check_in.next), "it does not stay in force in silence"
    check_in.back()
    (row,) = [row for row in check_in.rows if row.question_id == "retinoid_last"]
    assert (row.answered, row.answer_text) == (False, "Not answered yet")
    told.of(check_in.finish)
    check_in.change("rosacea", PEEL)
    check_in.next()
    assert check_in.asked.question.id == "retinoid_last", "it is asked again"
    check_in.answer("within")
    check_in.next()
    check_in.finish()
    verdict = house.visit(visit).verdict
    assert verdict is not None
    assert verdict.earliest == date(2026, 8, 2)


def test_what_is_taken_back_is_taken_back_for_both_treatments(house: House) -> None:
    anna = house.client()
    house.book(anna)
    house.book(anna, FACIAL, start=time(11))
    check_in = house.at_questions(anna)
    while check_in.asked.question.id != "herpes_active":
        check_in.answer(GOOD[check_in.asked.treatment][check_in.asked.question.id])
        check_in.next()
    check_in.answer("yes")
    check_in.take_back()
    assert check_in.asked.value is None
    assert check_in.asked.treatments == (PEEL, FACIAL)


def test_an_earlier_answer_that_can_be_none_any_more_is_not_offered_again(house: House) -> None:
    anna = house.client(phone="600123456")
    visit = house.screened(anna, isotretinoin="stopped", isotretinoin_last="2020-01-01")
    record = visit.checkin
    assert record is not None
    kept = {**record.answers, "raw": {**record.answers["raw"], "isotretinoin_last": "0202-01-01"}}
    spoiled = visit.model_copy(update={"checkins": (record.model_copy(update={"answers": kept}),)})
    house.clinic.visits.save(spoiled, house.clinic.actor_system(), "visit.check_in")
    house.clock.forward(days=6)
    house.clinic.confirm_date(house.rita.actor("desk"))
    house.book(anna, start=time(10, 30))
    check_in = house.at_questions(anna, prove=True)
    offered = {}
    while check_in.step is Step.QUESTION:
        asked = check_in.asked
        offered[asked.question.id] = asked.last
        given = {**GOOD_PEEL, "isotretinoin": "stopped", "isotretinoin_last": "longer_ago"}.get(asked.question.id, "")
        check_in.answer(given)
        check_in.next()
    assert offered["isotretinoin"] == "stopped"
    assert offered["isotretinoin_last"] is None


def test_answers_of_a_form_count_from_the_day_it_was_filled_in_when_they_are_offered_again(house: House) -> None:
    anna = house.client(phone="600123456")
    visit = house.book(anna)
    on = house.clinic.today() - timedelta(days=89)
    paper_form.enter(house.clinic, visit.id, GOOD_PEEL, staff=house.rita, on=on)
    for days, last in ((1, "never"), (1, None)):
        house.clock.forward(days=days)
        house.book(anna, start=time(10, 30))
        check_in = house.at_questions(anna, prove=True)
        while check_in.asked.question.id != "isotretinoin":
            check_in.answer(GOOD_PEEL.get(check_in.asked.question.id, ""))
            check_in.next()
        assert check_in.asked.last == last


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotAllowed("This consent is the client's own."), "This consent is the client's own."),
        (StaleWrite("Petra changed this visit at 10:30."), answering_texts.CHANGED_BY_DESK),
        (NotFound("There is no visit with that id in this clinic."), answering_texts.CHANGED_BY_DESK),
        (RecordsUnavailable("The disk of the records is full."), first_texts.TRY_AGAIN_SOON),
    ],
)
def test_a_client_reads_no_sentence_that_is_meant_for_staff(error: KioskError, sentence: str) -> None:
    assert client_texts.told_to_client(error) == sentence
