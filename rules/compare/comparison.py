"""Which of all cases that can be enumerated two versions of a protocol judge differently, and which come out milder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from rules.engine.answers import Answers, resolve
from rules.engine.evaluation import evaluate
from rules.engine.verdict import INCOMPLETE, Finding, Verdict
from rules.engine.wording import outcome_in_words
from rules.model.fields import QuestionType
from rules.model.outcome import Outcome
from rules.model.protocol import Protocol


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case that two versions judge differently: the answers that are not harmless, and both outcomes."""

    answers: Mapping[str, Any]
    before: Verdict
    after: Verdict

    @property
    def turn(self) -> str:
        """The outcome before and after, with the earliest days."""
        return f"{outcome_in_words(self.before)} -> {outcome_in_words(self.after)}"

    @property
    def milder(self) -> bool:
        """Whether it comes out milder: a milder outcome, an earlier day, or a day where there was none."""
        before, after = self.before, self.after
        if before.worst is not after.worst:
            return after.worst < before.worst
        if before.worst is not Outcome.DEFERRED or after.earliest is None:
            return False
        return before.earliest is None or after.earliest < before.earliest

    def speaks_less(self, rule_id: str) -> bool:
        """Tell whether a rule says less about it than before: nothing, something milder, or until an earlier day."""
        before, after = (_of_rule(verdict, rule_id) for verdict in (self.before, self.after))
        return any(not any(_as_strict(now, was) for now in after) for was in before)


@dataclass(frozen=True)
class Comparison:
    """How many cases were enumerated, and which of them are judged differently, smallest first."""

    cases: int
    moved: tuple[MovedCase, ...]
    on: date
    """The day of the visit in all of them."""

    @cached_property
    def milder(self) -> tuple[MovedCase, ...]:
        """The cases that come out milder: if there is any, the new version is weaker."""
        return tuple(each for each in self.moved if each.milder)

    def weakens(self, rule_id: str) -> bool:
        """Tell whether a rule says less in any case."""
        return any(each.speaks_less(rule_id) for each in self.moved)

    def costs(self, question_id: str, option: str | None = None) -> bool:
        """Tell whether a case that answers a question, or one option of it, comes out milder."""
        return any(
            question_id in each.answers and (option is None or option in _chosen(each.answers[question_id]))
            for each in self.milder
        )

    def turns(self) -> dict[str, list[MovedCase]]:
        """Return the cases by how their outcome turns, the most frequent first."""
        found: dict[str, list[MovedCase]] = {}
        for each in self.moved:
            found.setdefault(f"{each.before.outcome} -> {each.after.outcome}", []).append(each)
        return dict(sorted(found.items(), key=lambda turn: -len(turn[1])))


def _of_rule(verdict: Verdict, rule_id: str) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.rule == rule_id]


def _as_strict(now: Finding, was: Finding) -> bool:
    if now.outcome is not was.outcome:
        return now.outcome > was.outcome
    return now.until is None or (was.until is not None and now.until >= was.until)


def _chosen(raw: Any) -> tuple[Any, ...]:
    return tuple(raw) if isinstance(raw, list | tuple) else (raw,)


def differs(before: Verdict, after: Verdict) -> bool:
    """Tell whether two verdicts differ in outcome, earliest day, or the rules that speak."""
    return _said(before) != _said(after)


def _said(verdict: Verdict) -> tuple[object, ...]:
    spoken = sorted((each.rule, each.because, each.outcome, str(each.until)) for each in verdict.findings)
    return (verdict.outcome, verdict.earliest, spoken)


def compare(
    old: Protocol, new: Protocol, cases: Iterable[Mapping[str, Any]], harmless: Mapping[str, Any], on: date
) -> Comparison:
    """Judge cases under both versions. Each case says what differs from the harmless answers (to questions of either)."""
    base = {each: _resolved(each, harmless, on) for each in (old, new)}
    count, moved = 0, []
    for case in cases:
        count += 1
        before, after = (evaluate(each, _under(base[each], case, on), on=on) for each in (old, new))
        if differs(before, after):
            differing = {question: raw for question, raw in case.items() if harmless.get(question) != raw}
            moved.append(MovedCase(differing, before, after))
    moved.sort(key=lambda each: (INCOMPLETE in (each.before.outcome, each.after.outcome), len(each.answers)))
    return Comparison(count, tuple(moved), on)


def _fits(protocol: Protocol, question_id: str, raw: Any) -> bool:
    if not protocol.has_question(question_id):
        return False
    question = protocol.question(question_id)
    if isinstance(raw, list | tuple):
        return question.type in (QuestionType.AREAS, QuestionType.ANY_OF) and set(raw) <= question.option_ids
    if question.type in (QuestionType.YES_NO, QuestionType.ONE_OF):
        return raw in question.option_ids or raw in ("not_sure", "prefer_not")
    return question.type not in (QuestionType.AREAS, QuestionType.ANY_OF) or raw in ("not_sure", "prefer_not")


def _resolved(protocol: Protocol, raw: Mapping[str, Any], on: date) -> Answers:
    known = {question: value for question, value in raw.items() if _fits(protocol, question, value)}
    return resolve(protocol, known, answered_on=on)


def _under(base: Answers, case: Mapping[str, Any], on: date) -> Answers:
    part = _resolved(base.protocol, case, on)
    raw, resolved = {**base.raw, **part.raw}, {**base.resolved, **part.resolved}
    return Answers(protocol=base.protocol, answered_on=on, raw=raw, resolved=resolved)


@lru_cache(maxsize=8)
def compared(old: Protocol, new: Protocol) -> Comparison:
    """Judge every case that can be enumerated, of either version, under both."""
    from rules.prover.values import DAY  # noqa: PLC0415 - enumerating is loaded only where it is needed

    both = [_enumerated(each) for each in (old, new)]
    harmless = {question: raw for answers, _ in both for question, raw in answers.items()}
    cases = {key: case for _, enumerated in both for key, case in enumerated.items()}
    return compare(old, new, cases.values(), harmless, DAY)


@lru_cache(maxsize=4)
def _enumerated(protocol: Protocol) -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]:
    """Return the harmless answers, and what is answered in each case, by a key that is the same for the same answers."""
    from rules.prover.world import World  # noqa: PLC0415

    world = World(protocol)
    return world.given_harmless, {repr(sorted(case.items())): case for case in world.answered}
