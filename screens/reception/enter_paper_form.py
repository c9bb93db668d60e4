"""Entering a paper form: the same questions, verdict and record as at the kiosk, with the time it was filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from kiosk.checkin import paper_form
from kiosk.checkin.paper_entry import PaperConsent, PaperEntry
from kiosk.core.language import ENGLISH
from kiosk.core.phrases import clock_time
from kiosk.visits.visit import Visit
from rules import Question, QuestionType
from screens.reception.appointment_picking import read_time
from screens.reception.paper_check_screen import ENTERED, PaperCheckScreen
from screens.staff.answer_asking import ask_answer
from screens.staff.paper_language_asking import ask_paper_language
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_TITLE = "Paper form"
_JUST_NOW = ((0, "just now"), (15, "a quarter of an hour ago"), (60, "an hour ago"))


async def enter_paper_form(screen: StaffScreen[Any], visit: Visit) -> Visit | None:
    """Ask each question as the paper has it, when it was filled in and what the consent says; keep it once all was seen again."""
    entry = PaperEntry.begin(screen.clinic, visit)
    while True:
        filled = await _fill(screen, entry)
        if filled is None:
            return None
        entry = filled
        picked = await screen.ask(PaperCheckScreen(entry.rows(screen.clinic)))
        if picked is None:
            return None
        if picked == ENTERED:
            break
        entry = entry.again(picked)
    return paper_form.enter(
        screen.clinic,
        visit.id,
        entry.raw,
        staff=screen.member,
        consent=entry.consent_given,
        filled_at=entry.filled_at,
        language=entry.language or ENGLISH,
    )


async def _fill(screen: StaffScreen[Any], entry: PaperEntry) -> PaperEntry | None:
    """Ask for all that is open."""
    while (question := entry.next_question) is not None:
        raw = await _ask(screen, entry, question)
        if raw is None:
            return None
        entry = entry.answered(question.id, raw)
    if entry.filled_at is None:
        filled_at = await _when(screen)
        if filled_at is None:
            return None
        entry = replace(entry, filled_at=filled_at)
    if entry.language is None:
        language = await ask_paper_language(screen, entry.visit)
        if language is None:
            return None
        entry = replace(entry, language=language)
    if entry.wants_consent and entry.consent is None:
        picks = [Pick("paper", "It is signed"), Pick("declined", "It was refused"), Pick("later", "There is none yet")]
        consent = await screen.ask(PickScreen(_TITLE, picks, lead="What does the consent on paper say?"))
        if consent is None:
            return None
        entry = replace(entry, consent=cast("PaperConsent", consent))
    return entry


async def _ask(screen: StaffScreen[Any], entry: PaperEntry, question: Question) -> Any | None:
    number, total = entry.place
    return await ask_answer(
        screen,
        entry.answers,
        question,
        born=entry.born,
        title=f"{_TITLE}   {number} of {total}",
        unknown=question.type is not QuestionType.NOTE,
    )


async def _when(screen: StaffScreen[Any]) -> datetime | None:
    now = screen.clinic.now()
    times = [(now - timedelta(minutes=minutes), words) for minutes, words in _JUST_NOW]
    picks = [Pick(at.isoformat(), words.capitalize(), clock_time(at)) for at, words in times]
    picked = await screen.ask(
        PickScreen(_TITLE, [*picks, Pick(OTHER, "Another time…")], lead="When was it filled in?", lasts=True)
    )
    if picked is None:
        return None
    if picked != OTHER:
        return datetime.fromisoformat(picked).astimezone(now.tzinfo)
    typed = await screen.ask(
        TextScreen(_TITLE, "Time today", lead="As in 10:30.", needed="A time is needed, as in 10:30.")
    )
    return datetime.combine(now.date(), read_time(typed), tzinfo=now.tzinfo) if typed else None
