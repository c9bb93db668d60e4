"""Puts a client straight before a screen: what lies before it is answered without a screen, and looked at by the tests of the whole way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Asked, Step
from screens.client.reading_screen import ReadingScreen
from screens.screen_names import ScreenName
from screens.widgets import Choice
from tests.screens.stage import Stage


async def to_question(stage: Stage, question: str, answers: dict[str, str], code: str = "LU101") -> None:
    """Be where `question` is asked; `answers` are values given before it, else no or the first."""
    check_in = await set_out(stage)
    admit(check_in, code)
    while check_in.asked.question.id != question:
        answer(check_in, answers)
    await show(stage)


async def to_birth(stage: Stage, name: str = "Luczak") -> None:
    """Be where the date of birth is typed, with the family name said."""
    await set_out(stage)
    way = stage.app.way
    assert way is not None
    way.typed["family_name"] = name
    way.open(ScreenName.BIRTH_DATE)
    await stage.settle()
    assert stage.screen == "BirthScreen"


async def to_code(stage: Stage, code: str, *, yes: bool = False) -> CheckIn:
    """Be where a booking code leads, or what follows on "this is my visit"."""
    check_in = await set_out(stage)
    check_in.identify_code(code)
    if yes:
        check_in.yes()
    await show(stage)
    return check_in


async def to_review(stage: Stage) -> None:
    """Be where all answers are shown once more."""
    check_in = await set_out(stage)
    admit(check_in, "LU101")
    while check_in.step is Step.QUESTION:
        answer(check_in, {})
    assert check_in.step is Step.REVIEW
    await show(stage)


async def each_screen(stage: Stage) -> AsyncIterator[None]:
    """Be on one screen of the way after the other, on each page, and on each question before and after its answer."""
    way = stage.app.begin_way()
    check_in = way.check_in
    names = ScreenName
    for name in (names.CHECK_IN_METHOD, names.BOOKING_CODE, names.FAMILY_NAME, names.BIRTH_DATE):
        way.open(name)
        await stage.settle()
        yield
    for do in (lambda: check_in.identify("Luczak", 3, 2, 1979), lambda: check_in.prove("0112"), check_in.yes):
        do()
        await show(stage)
        yield
    async for _ in read(stage):
        yield
    while check_in.step is Step.QUESTION:
        await show(stage)
        yield
        for value in as_list(harmless(check_in.asked)):
            next(card for card in stage.app.screen.query(Choice) if card.value == value).press()
            await stage.settle()
            yield
        check_in.next()
    await show(stage)
    yield
    check_in.finish()
    await show(stage)
    yield
    async for _ in read(stage):
        yield
    stage.app.screen.choose(1)  # another answer than the right one: it is explained
    await stage.settle()
    yield
    async for _ in read(stage):
        yield
    check_in.give("Tomasz Luczak")
    await show(stage)
    yield


async def read(stage: Stage) -> AsyncIterator[None]:
    """Be on each page of what is read, and on the screen after it."""
    while isinstance(stage.app.screen, ReadingScreen):
        stage.app.screen.action_go()
        await stage.settle()
        yield


async def set_out(stage: Stage) -> CheckIn:
    """Begin with a client who has a keyboard, and may then be anywhere."""
    stage.app.note_keyboard()
    return stage.app.begin_way().check_in


async def show(stage: Stage) -> None:
    """Show the screen of the step at which the check-in is, and look at it."""
    assert stage.app.way is not None
    stage.app.touch()
    stage.app.way.show()
    await stage.settle()


def admit(check_in: CheckIn, code: str) -> None:
    """Say by a booking code who one is, and go on to the first question."""
    check_in.identify_code(code)
    check_in.yes()
    assert check_in.step is Step.PRIVACY
    check_in.accept()


def answer(check_in: CheckIn, answers: Mapping[str, str]) -> None:
    """Answer what is asked and go on; with no, or with the first answer, where nothing else is said."""
    asked = check_in.asked
    raw = answers.get(asked.question.id, harmless(asked))
    if raw is not None:
        check_in.answer(raw)
    check_in.next()


def as_list(raw: Any) -> list[Any]:
    """Return what is answered as the cards to choose for it."""
    return [] if raw is None else raw if isinstance(raw, list) else [raw]


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


async def pick(stage: Stage, words: str) -> None:
    """Touch the card that says this, on whichever page."""
    for _ in range(12):
        cards = [each for each in stage.app.screen.query(Choice) if each.has_class("-shown")]
        found = next((each for each in cards if each.label.startswith(words)), None)
        await stage.tap(found or "#more")
        if found:
            return
    raise AssertionError(f"no card says {words!r}:\n{stage.text}")
