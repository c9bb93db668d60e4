"""Asking staff for the answer to one question: from a paper form, after having looked, or to correct one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from kiosk.checkin.texts.client_texts import why_refused
from rules import Answers, Question, QuestionType, asked
from rules.engine.wording import UNKNOWN_WORDS
from screens.staff.pick_screens import Pick, PickManyScreen, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

Refuse = Callable[[str], str | None]
"""Says in words why an answer can't be taken, or nothing."""
_SEVERAL, _DAY, _MONTH = "\0several", "\0day", "\0month"


async def ask_answer(
    screen: StaffScreen[Any],
    answers: Answers,
    question: Question,
    *,
    born: date,
    title: str,
    unknown: bool,
    now: Any = None,
) -> Any | None:
    """Ask for one answer in the form the rules read; None if the screen was left. `unknown` offers the two unknowns.

    Only what `answers`, of a client `born` on that day, can take is given back.
    """
    extra = tuple(Pick(each, words.capitalize()) for each, words in UNKNOWN_WORDS.items()) if unknown else ()
    options = [Pick(option.id, option.label) for option in question.options]
    if question.type is QuestionType.NOTE:
        return await screen.ask(TextScreen(title, question.short, lead=question.ask, value=str(now or ""), limit=2000))
    if question.type is QuestionType.LAST_TIME:
        refuse = partial(why_refused, answers, question.id, on=screen.clinic.today(), born=born)
        return await _ask_last_time(screen, question, title, extra, refuse)
    if question.type in (QuestionType.AREAS, QuestionType.ANY_OF):
        if extra:
            first = [Pick(_SEVERAL, "Choose from the list"), *extra]
            picked = await screen.ask(PickScreen(title, first, lead=question.ask))
            if picked != _SEVERAL:
                return picked
        chosen = tuple(now) if isinstance(now, (list, tuple)) else ()
        several = await screen.ask(PickManyScreen(title, options, lead=question.ask, chosen=chosen, least=1))
        return list(several) if several else None
    return await screen.ask(
        PickScreen(title, [*options, *extra], lead=question.ask, chosen=now if isinstance(now, str) else None)
    )


async def _ask_last_time(
    screen: StaffScreen[Any], question: Question, title: str, extra: tuple[Pick, ...], refuse: Refuse
) -> str | None:
    period = question.period.words if question.period else ""
    picks = [
        Pick(_DAY, "On a day"),
        Pick(_MONTH, "In a month, the day is not known"),
        Pick("within", f"Within the last {period}"),
        Pick("longer_ago", f"Longer ago than {period}"),
        *extra,
    ]
    lead = f"{question.short}: {question.ask}"
    picked = await screen.ask(PickScreen(title, picks, lead=lead))
    if picked not in (_DAY, _MONTH):
        return picked

    def raw(named: date) -> str:
        return named.isoformat() if picked == _DAY else named.isoformat().rpartition("-")[0]

    asking = DateScreen(
        title, lead=lead, brief=question.short, month_only=picked == _MONTH, refuse=lambda named: refuse(raw(named))
    )
    named = await screen.ask(asking)
    return None if named is None else raw(named)


async def ask_follow_ups(
    screen: StaffScreen[Any],
    answers: Answers,
    question: Question,
    raw: Any,
    *,
    born: date,
    today: date,
    title: str,
    unknown: bool,
) -> dict[str, Any] | None:
    """Ask what an answer newly opens; return those answers by question, or None if the screen was left."""
    changed = answers.with_answer(question.id, raw, answered_on=today)
    also: dict[str, Any] = {}
    while True:
        open_ones = [
            each
            for each in asked(changed.protocol, changed)
            if each.id not in changed.raw and each.type is not QuestionType.NOTE
        ]
        if not open_ones:
            return also
        answer = await ask_answer(screen, changed, open_ones[0], born=born, title=title, unknown=unknown)
        if answer is None:
            return None
        changed = changed.with_answer(open_ones[0].id, answer, answered_on=today)
        also[open_ones[0].id] = answer
