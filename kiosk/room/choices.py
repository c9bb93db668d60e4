"""What would change it: what the clinic can choose so that a visit may go further, in a line each. For the practitioner alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from kiosk.room.other_treatment import answers_for
from kiosk.visits import clinic_findings, courses
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit
from rules import INCOMPLETE, Answers, Finding, Outcome, Protocol, Verdict, answer_in_words, day_in_words, several
from rules.engine.better_plans import BetterPlan, TreatmentPlan, better_plans, by_rules, may_be_left_out, plan_of

_MOST: Final = 3
"""Lines that a practitioner reads: the smallest changes."""
_WORDS: Final = {
    Outcome.ELIGIBLE: "eligible",
    Outcome.CAUTION: "with care",
    Outcome.REVIEW: "look first",
    Outcome.DEFERRED: "not yet",
}
_STEPS: Final = {"laser_planned": "laser", "extraction_ok": "extraction"}


def choices(books: Books, visit: Visit, answers: Answers, others: Sequence[Visit], gives: Sequence[str]) -> list[str]:
    """Return the smallest changes that give a better outcome; `gives` are the other treatments the practitioner may offer.

    What the clinic's own findings say counts like the rules: it stays whatever is chosen, but for two treatments on one area.
    """
    verdict = visit.verdict
    if verdict is None or verdict.outcome == INCOMPLETE:
        return []
    recorded = courses.sessions_on_record(others, visit.treatment, before=verdict.on)
    counted = courses.with_record(answers, recorded[-1] if recorded else None)
    planned = plan_of(counted, verdict.on)
    answers_to = {visit.treatment: counted} | {name: answers_for(books.protocols[name], answers) for name in gives}
    judge_by_rules = by_rules(answers_to)
    by_the_rules = {finding.undated for finding in judge_by_rules(planned).findings}
    own = [finding for finding in verdict.findings if finding.undated not in by_the_rules]

    def judge(plan: TreatmentPlan) -> Verdict:
        besides = own if plan.treatment == visit.treatment else _of_another(books, plan.treatment, visit, verdict)
        return judge_by_rules(plan).with_findings(_still(besides, plan, visit, others, books))

    found = better_plans(planned, judge, may_leave_out=may_be_left_out(counted), instead=gives)
    return [_line(books, each, planned, counted.protocol) for each in found[:_MOST]]


def _still(
    besides: Sequence[Finding], plan: TreatmentPlan, visit: Visit, others: Sequence[Visit], books: Books
) -> list[Finding]:
    """Return those of the clinic's own findings that hold for a plan; two treatments meet on one area of one day alone."""
    still = [each for each in besides if each.rule != clinic_findings.TWO_TREATMENTS]
    for each in besides:
        if each.rule == clinic_findings.TWO_TREATMENTS and plan.on == visit.day:
            beside = [other for other in others if other.day == visit.day and other.treatment != visit.treatment]
            if any(plan.areas & _areas(books, other) for other in beside):
                still.append(replace(each, until=plan.on + timedelta(days=1)))
    return [each for each in still if each.until is None or each.until > plan.on]


def _areas(books: Books, visit: Visit) -> frozenset[str]:
    answers = books.judge.answers(visit) if visit.checkin else None
    return plan_of(answers, visit.day).areas if answers else frozenset()


def _of_another(books: Books, treatment: str, visit: Visit, verdict: Verdict) -> list[Finding]:
    """Return what the clinic's own rules would say of another treatment for this client."""
    title = books.judge.rules_of(visit).title
    found = [each for each in verdict.findings if each.outcome >= Outcome.DEFERRED][:1]
    besides = [clinic_findings.other_treatment(each, title, verdict.on) for each in found]
    if not books.library.is_signed(treatment):
        besides.append(clinic_findings.unsigned(title))
    if undecided := books.library.undecided(treatment):
        besides.append(clinic_findings.undecided(title, undecided))
    return besides


def _line(books: Books, better: BetterPlan, planned: TreatmentPlan, protocol: Protocol) -> str:
    plan, changes = better.plan, []
    if plan.treatment != planned.treatment:
        changes.append(f"{books.titles()[plan.treatment]} instead")
    if plan.areas != planned.areas:
        question = protocol.question("area")
        kept = [option.id for option in question.options if option.id in plan.areas]
        changes.append(f"{answer_in_words(question, kept)} only")
    left_out = sorted(plan.without - planned.without)
    if left_out:
        changes.append(f"without {' and '.join(_STEPS[each] for each in left_out)}")
    if plan.on != planned.on:
        changes.append(f"from {day_in_words(plan.on, books.today())}")
    words = ", ".join(changes)
    return f"{words[:1].upper()}{words[1:]}: {_outcome(better)}"


def _outcome(better: BetterPlan) -> str:
    words = _WORDS[better.outcome]
    open_ones = len(better.verdict.unanswered)
    return f"{words}; {several(open_ones, 'question', 'questions')} still to ask" if open_ones else words
