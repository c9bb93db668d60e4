"""Entering a paper form: the same questions, verdict and record as at the kiosk, with the time it was filled in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kiosk.checkin import paper_form
from kiosk.core.phrases import clock_time
from kiosk.visits import consent as consents
from kiosk.visits.visit import Visit
from rules import QuestionType, asked, evaluate, resolve
from screens.staff.answer_asking import ask_answer
from screens.staff.pick_screens import OTHER, Pick, PickScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_JUST_NOW = ((0, "just now"), (15, "a quarter of an hour ago"), (60, "an hour ago"))


async def enter_paper_form(screen: StaffScreen[Any], visit: Visit) -> Visit | None:
    """Ask each question as the paper has it, then when it was filled in and what the consent says."""
    clinic = screen.clinic
    protocol, today = clinic.judge.protocol(visit.treatment), clinic.today()
    born = clinic.clients.get(visit.client_id).date_of_birth
    answers = resolve(
        protocol,
        {"laser_planned": visit.laser} if visit.laser and protocol.has_question("laser_planned") else {},
        answered_on=today,
    )
    while True:
        open_ones = [each for each in asked(protocol, answers) if each.id not in answers.raw]
        if not open_ones:
            break
        question = open_ones[0]
        total = len(asked(protocol, answers))
        title = f"Paper form   {total - len(open_ones) + 1} of {total}"
        unknown = question.type is not QuestionType.NOTE
        raw = await ask_answer(screen, answers, question, born=born, title=title, unknown=unknown)
        if raw is None:
            return None
        answers = answers.with_answer(question.id, raw, answered_on=today, born=born)
    filled_at = await _when(screen)
    if filled_at is None:
        return None
    consent: Any = None
    verdict = evaluate(protocol, answers, on=max(today, visit.day))
    if consents.is_asked(verdict):
        picks = [Pick("paper", "It is signed"), Pick("declined", "It was refused"), Pick("later", "There is none yet")]
        consent = await screen.ask(PickScreen("Paper form", picks, lead="What does the consent on paper say?"))
        if consent is None:
            return None
    raw_answers = {key: value for key, value in answers.raw.items() if key != "laser_planned" or not visit.laser}
    return paper_form.enter(
        clinic,
        visit.id,
        raw_answers,
        staff=screen.member,
        consent=None if consent == "later" else consent,
        filled_at=filled_at,
    )


async def _when(screen: StaffScreen[Any]) -> datetime | None:
    now = screen.clinic.now()
    picks = [
        Pick(str(minutes), words.capitalize(), clock_time(now - timedelta(minutes=minutes)))
        for minutes, words in _JUST_NOW
    ]
    picked = await screen.ask(
        PickScreen("Paper form", [*picks, Pick(OTHER, "Another time…")], lead="When was it filled in?")
    )
    if picked is None:
        return None
    if picked != OTHER:
        return now - timedelta(minutes=int(picked))
    from screens.reception.appointment_picking import read_time  # noqa: PLC0415 - only here

    typed = await screen.ask(
        TextScreen("Paper form", "Time today", lead="As in 10:30.", needed="A time is needed, as in 10:30.")
    )
    return datetime.combine(now.date(), read_time(typed), tzinfo=now.tzinfo) if typed else None
