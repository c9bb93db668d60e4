"""What a consent asks back is checked with the rest: it is there, it has one right answer, and it reads plainly."""

from typing import Any

import pytest

from rules import protocol, shipped
from rules.checks.results import Tally
from rules.lint import asking_back, reading_grade
from rules.model.protocol import Protocol

PEEL = "parisian-peel"


def edited(**changes: Any) -> Protocol:
    written = protocol(PEEL).model_dump(mode="json")
    written["consent"]["teach_back"] = (
        None if changes.get("teach_back", 0) is None else written["consent"]["teach_back"] | changes
    )
    return Protocol.model_validate(written)


def said(judged: Protocol) -> str:
    return " ".join(each.sentence for each in asking_back.judge(judged))


@pytest.mark.parametrize("protocol_id", shipped())
def test_what_ships_asks_one_thing_back_and_its_right_answer_is_not_always_the_first(protocol_id: str) -> None:
    shown = protocol(protocol_id)
    assert said(shown) == ""
    asked = shown.consent.teach_back
    assert asked is not None
    assert asked.options[0].id != asked.right
    said_in_the_consent = " ".join(risk.text for risk in shown.risks)
    assert asked.risk in said_in_the_consent


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"teach_back": None}, "asks nothing back"),
        ({"right": "moon"}, 'calls "moon" right, which is not one of its options'),
        ({"options": {"sun": "The sun"}}, "has 1 option;"),
        ({"options": {"sun": "The sun", "a": "A", "b": "B", "c": "C"}}, "has 4 options"),
        ({"options": {"sun": "The sun", "star": "the Sun"}}, "two options with equal labels"),
        ({"options": {"sun": "The sun", "long": "x" * 33}}, "longer than 32 signs"),
    ],
)
def test_a_consent_that_asks_nothing_back_or_wrongly_is_told(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in said(edited(**changes))


def test_what_is_asked_back_is_graded_like_all_that_clients_read() -> None:
    hard = "Photosensitisation necessitates comprehensive dermatological considerations."
    for changes in ({"ask": hard}, {"explain": hard}, {"options": {"sun": hard, "b": "B"}}):
        found = reading_grade.judge(edited(**changes), (), Tally())
        assert any("consent.teach_back" in each.sentence for each in found), changes
