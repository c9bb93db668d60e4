"""What a practitioner is asked before an answer is settled or corrected: which one, what it is now, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.visits.visit import Visit
from rules import Answers, Protocol, answer_in_words
from screens.staff.answer_asking import ask_answer, ask_follow_ups
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.reason_asking import ask_reason
from screens.staff.staff_screen import StaffScreen

CORRECT_REASONS = ("I asked: it was answered by mistake", "I looked: it is different", "The records say otherwise")
AREA_REASONS = ("The client asked for it", "Only this area is treated today", "I looked: this area is left out")


async def ask_unsure(screen: StaffScreen[Any], summary: Summary) -> str | None:
    """Ask which unsure answer was looked at; return its question."""
    open_ones = [each for each in summary.unsure if each.question]
    picks = [Pick(each.question, each.short, each.answer) for each in open_ones]
    if len(picks) == 1:
        return picks[0].value
    return await screen.ask(PickScreen("Settle", picks, lead="Which one did you look at?"))


async def ask_kind(
    screen: StaffScreen[Any], protocol: Protocol, kinds: Mapping[str, Sequence[str]]
) -> tuple[str, str] | None:
    """Ask which kind of the list that the lead signed it is; return the question and the kind."""
    picks = [
        Pick(f"{question_id}\n{kind}", kind, protocol.question(question_id).short)
        for question_id, listed in kinds.items()
        for kind in listed
    ]
    picked = await screen.ask(PickScreen("Name the kind", picks, lead="Which kind is it? Only these are on the list."))
    if not picked:
        return None
    question_id, _, kind = picked.partition("\n")
    return question_id, kind


async def pick_answer(screen: StaffScreen[Any], answers: Answers) -> str | None:
    """Show all answers; return the question whose answer was touched."""
    today = screen.clinic.today()
    picks = [
        Pick(question.id, question.short, answer_in_words(question, answers.raw.get(question.id), today=today))
        for question in answers.protocol.in_order
        if question.id in answers.raw and answers.raw[question.id] != ""
    ]
    return await screen.ask(PickScreen("All answers", picks, lead="Touch an answer to correct it, with a reason."))


async def ask_again(
    screen: StaffScreen[Any], room: Room, visit: Visit, question_id: str, *, title: str, now: Any = None
) -> tuple[Any, dict[str, Any]] | None:
    """Ask what the answer is, and what it newly opens; None if there are no answers or the screen was left."""
    answers = room.answers(visit)
    if answers is None:
        return None
    question = answers.protocol.question(question_id)
    born = screen.clinic.clients.get(visit.client_id).date_of_birth
    raw = await ask_answer(screen, answers, question, born=born, title=title, unknown=False, now=now)
    if raw is None:
        return None
    today = screen.clinic.today()
    also = await ask_follow_ups(screen, answers, question, raw, born=born, today=today, title=title, unknown=False)
    return None if also is None else (raw, also)


async def ask_why_changed(screen: StaffScreen[Any], *, is_area: bool) -> str | None:
    """Ask why an answer is changed."""
    return await ask_reason(screen, "Why are you changing it?", AREA_REASONS if is_area else CORRECT_REASONS)
