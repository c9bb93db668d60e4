"""What would change a verdict: the days on which it changes by itself, and the answers on which it rests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rules.engine.answers import Answers
from rules.engine.evaluation import asked, evaluate
from rules.engine.verdict import Finding, Verdict
from rules.engine.wording import answer_in_words, outcome_in_words, verdict_in_words
from rules.model.protocol import Protocol
from rules.model.words import day_in_words, several

_ASIDE: Final = {
    "HOUSE-UNSIGNED": ("The signature", "once the clinic's lead signs these rules"),
    "HOUSE-UNDECIDED": ("The decision", "once the clinic's lead decides what is asked besides"),
}
"""What ends a finding that no answer causes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A later day on which the same answers get another verdict."""

    on: date
    verdict: Verdict

    def __str__(self) -> str:
        return f"From {day_in_words(self.on)}, all else equal: {self.verdict.outcome}."


@dataclass(frozen=True, slots=True)
class Rests:
    """A finding without a day: the answers on which it rests, and the outcome without it."""

    finding: Finding
    questions: tuple[str, ...]
    otherwise: Verdict


def turns(protocol: Protocol, answers: Answers, verdict: Verdict) -> tuple[Turn, ...]:
    """Return the later days on which the outcome changes by itself: whatever lasts until a day ends on it.

    Answers stay as they were resolved; what is true of today's skin is taken to stay so.
    """
    found: list[Turn] = []
    here = verdict
    while days := [finding.until for finding in here.findings if finding.until is not None and finding.until > here.on]:
        after = evaluate(protocol, answers, on=min(days))
        if (after.outcome, after.earliest is None) != (here.outcome, here.earliest is None):
            found.append(Turn(after.on, after))
        here = after
    return tuple(found)


def rests_on(protocol: Protocol, verdict: Verdict) -> tuple[Rests, ...]:
    """Return, for each finding without a day, the outcome without it, if nothing else changed."""
    return tuple(
        Rests(finding, finding.questions, verdict.without_findings([finding]))
        for finding in verdict.findings
        if finding.until is None and all(protocol.has_question(each) for each in finding.questions)
    )


def account(protocol: Protocol, answers: Answers, verdict: Verdict) -> tuple[str, ...]:
    """Say a verdict in sentences: the outcome, each finding with its answers, rule, source and end, and what would change it."""
    return tuple(_account(protocol, answers, verdict))


def _account(protocol: Protocol, answers: Answers, verdict: Verdict) -> Iterator[str]:
    carries = f", with {', '.join(protocol.overlays)}" if protocol.overlays else ""
    yield f"{protocol.title}, version {verdict.version}{carries}, on {day_in_words(verdict.on)}: {verdict_in_words(verdict)}."
    for finding in verdict.findings:
        yield from _finding(protocol, answers, finding)
    if not verdict.findings and verdict.complete:
        rules = several(len(protocol.rules), "rule", "rules")
        questions = several(len(asked(protocol, answers)), "question", "questions")
        yield f"No rule speaks against it: {rules} looked at, {questions} asked and answered."
    if verdict.unanswered:
        names = ", ".join(protocol.question(each).short for each in verdict.unanswered)
        yield f"Still to be answered: {names}."
    yield from _changes(protocol, answers, verdict)


def _finding(protocol: Protocol, answers: Answers, finding: Finding) -> Iterator[str]:
    why = "because of" if finding.because == "yes" else "left open by"
    said = "; ".join(_said(protocol, answers, each) for each in finding.questions if protocol.has_question(each))
    inferred = ", inferred" if finding.inferred else ""
    yield f"{finding.outcome.value.capitalize()} by {finding.rule}{inferred}{f', {why} {said}' if said else ''}."
    yield f"  {finding.staff}"
    yield f"  Source: {'; '.join(_source(protocol, each) for each in finding.source)}."
    if finding.until is not None:
        at_most = " at the latest, because the answer is not an exact day" if finding.approximate else ""
        yield f"  Until: {day_in_words(finding.until)}{at_most}."


def _said(protocol: Protocol, answers: Answers, question_id: str) -> str:
    question = protocol.question(question_id)
    if question_id not in answers.raw:
        return f"{question.short}: no answer"
    return f"{question.short}: {answer_in_words(question, answers.raw[question_id])}"


def _source(protocol: Protocol, citation: str) -> str:
    strengths = {document.id: document.strength for document in protocol.sources}
    strength = strengths.get(citation.partition(",")[0])
    return f"{citation} ({strength})" if strength else citation


def _changes(protocol: Protocol, answers: Answers, verdict: Verdict) -> Iterator[str]:
    by_itself, by_answer = turns(protocol, answers, verdict), rests_on(protocol, verdict)
    if not by_itself and not by_answer:
        return
    yield "What would change it:"
    yield from (f"  {turn}" for turn in by_itself)
    for each in by_answer:
        names = " and ".join(dict.fromkeys(protocol.question(name).short for name in each.questions))
        same = "still " if each.otherwise.outcome == verdict.outcome else ""
        then = f"{same}{outcome_in_words(each.otherwise)}"
        end = "once it is known and harmless" if each.finding.because == "unknown" else "once this is no longer so"
        if not names:
            names, end = _ASIDE.get(each.finding.rule, ("The practitioner's look", "once they have looked"))
        yield f"  {names}: {end} ({each.finding.rule}), all else equal: {then}."
