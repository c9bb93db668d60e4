"""Puts a client straight before a screen: what lies before it is answered without a screen, and looked at by the tests of the whole way."""

from __future__ import annotations

from typing import Any

from kiosk.checkin import Asked, CheckIn, Step
from tests.screens.stage import Stage


async def to_question(stage: Stage, question: str, answers: dict[str, str], code: str = "LU101") -> None:
    """Be where `question` is asked; `answers` are values given before it, else no or the first."""
    await set_out(stage)
    way = stage.app.way
    assert way is not None
    admit(way.check_in, code)
    for _ in range(40):
        asked = way.check_in.asked
        if asked.question.id == question:
            way.show()
            await stage.settle()
            return
        raw = answers.get(asked.question.id, harmless(asked))
        if raw is not None:
            way.check_in.answer(raw)
        way.check_in.next()
    raise AssertionError(f"{question} was never asked")


async def set_out(stage: Stage) -> None:
    """Begin with a client by a key, who may then be anywhere."""
    looks, stage.looks = stage.looks, False
    await stage.press("enter")
    stage.looks = looks


def admit(check_in: CheckIn, code: str) -> None:
    """Say by a booking code who one is, and go on to the first question."""
    check_in.identify_code(code)
    check_in.yes()
    assert check_in.step is Step.PRIVACY
    check_in.accept()


def harmless(asked: Asked) -> Any:
    """Return no, or the first answer; nothing where a note may be left."""
    match asked.question.type:
        case "yes_no":
            return "no"
        case "one_of":
            return asked.options[0].id
        case "note":
            return None
        case _:
            return [asked.options[0].id]
