"""What a practitioner finds of an answer, from the first question to the visit as it is judged with it: settled, a kind, corrected."""

from __future__ import annotations

from typing import Any

from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.visits.visit import Visit
from rules import answer_in_words
from screens.practitioner import correction_asking as asking
from screens.staff.staff_screen import StaffScreen

Found = tuple[str, Visit]
"""What was found, in a sentence, and the visit with it; nothing of it is signed yet."""


async def find_unsure(screen: StaffScreen[Any], room: Room, visit: Visit, summary: Summary) -> Found | None:
    """Settle one of the unsure answers by having looked or asked; None if it was left."""
    picked = await asking.ask_unsure(screen, summary)
    return await _settled(screen, room, visit, picked) if picked else None


async def find_kind(screen: StaffScreen[Any], room: Room, visit: Visit, summary: Summary) -> Found | None:
    """Settle a yes by naming its kind, from the list that the lead signed."""
    protocol = screen.clinic.judge.rules_of(visit)
    picked = await asking.ask_kind(screen, protocol, summary.kinds)
    if picked is None:
        return None
    question_id, kind = picked
    sentence = f"Settled: {protocol.question(question_id).short}: {kind}."
    return sentence, room.settle_kind(visit, question_id, kind)


async def find_any(screen: StaffScreen[Any], room: Room, visit: Visit) -> Found | None:
    """Show all answers; one that is touched is settled if it is unsure, and else corrected."""
    answers = room.answers(visit)
    picked = await asking.pick_answer(screen, answers) if answers else None
    if answers is None or picked is None:
        return None
    if answers.is_unknown(picked):
        return await _settled(screen, room, visit, picked)
    return await _corrected(screen, room, visit, picked, answers.raw[picked])


async def _settled(screen: StaffScreen[Any], room: Room, visit: Visit, question_id: str) -> Found | None:
    answered = await asking.ask_again(screen, room, visit, question_id, title="I looked or asked")
    if answered is None:
        return None
    raw, also = answered
    return f"Settled: {_words(screen, visit, question_id, raw)}.", room.settle(visit, question_id, raw, also=also)


async def _corrected(screen: StaffScreen[Any], room: Room, visit: Visit, question_id: str, now: Any) -> Found | None:
    is_area = question_id == "area"
    title = "Other areas" if is_area else "Correct an answer"
    answered = await asking.ask_again(screen, room, visit, question_id, title=title, now=now)
    reason = await asking.ask_why_changed(screen, is_area=is_area) if answered else None
    if answered is None or not reason:
        return None
    raw, also = answered
    if is_area:
        found = room.change_areas(visit, raw, reason)
    else:
        found = room.correct(visit, question_id, raw, reason, also=also)
    return f"Changed: {_words(screen, visit, question_id, raw)}.", found


def _words(screen: StaffScreen[Any], visit: Visit, question_id: str, raw: Any) -> str:
    question = screen.clinic.judge.rules_of(visit).question(question_id)
    return f"{question.short}: {answer_in_words(question, raw, today=screen.clinic.today())}"
