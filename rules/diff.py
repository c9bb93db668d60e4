"""What differs between two versions of a protocol: in words, and in the verdicts on every case that can be enumerated."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rules.answers import Answers, resolve
from rules.engine import evaluate
from rules.explain import condition_in_words
from rules.fields import QuestionType
from rules.protocol import Protocol, Question, Rule
from rules.verdict import INCOMPLETE, Verdict

_HEAD: Final = (
    ("title", "The title"),
    ("version", "The version"),
    ("valid_from", "Valid from"),
    ("status", "The status"),
)
_TEXTS: Final = (
    ("ask", "its words"),
    ("why", "its why"),
    ("help", "its help"),
    ("short", "its short name"),
    ("topic", "its topic"),
)
_WHOLE: Final = (
    ("summary", "The summary"),
    ("course", "The course"),
    ("consent", "The consent text"),
    ("sources", "The list of sources"),
    ("names", "The list of names"),
)
_LISTS: Final = (
    ("steps", "step"),
    ("aftercare", "piece of after-care"),
    ("indications", "indication"),
    ("results", "result"),
    ("cons", "con"),
    ("open_points", "open point"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as a sentence; `judges` says that it may change a verdict."""

    sentence: str
    judges: bool


def changes(old: Protocol, new: Protocol) -> tuple[Change, ...]:
    """Say in words what changed, what may change a verdict first."""
    found = [*_rules(old, new), *_questions(old, new), *_rest(old, new)]
    return tuple(sorted(found, key=lambda change: not change.judges))


def _rules(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = ({rule.id: rule for rule in each.rules} for each in (old, new))
    for rule_id in before.keys() - after.keys():
        yield Change(f"The rule {rule_id} ({before[rule_id].outcome.value}) is gone.", judges=True)
    for rule_id, rule in after.items():
        if rule_id not in before:
            when = condition_in_words(new, rule.when)
            yield Change(f"A new rule {rule_id}: {rule.outcome.value} if {when}.", judges=True)
        else:
            yield from _rule(old, new, before[rule_id], rule)


def _rule(old: Protocol, new: Protocol, before: Rule, after: Rule) -> Iterator[Change]:
    if before.outcome is not after.outcome:
        word = "stricter" if after.outcome > before.outcome else "WEAKER"
        yield Change(f"{after.id} is {word}: {after.outcome.value} instead of {before.outcome.value}.", judges=True)
    if before.when != after.when:
        was, now = condition_in_words(old, before.when), condition_in_words(new, after.when)
        if before.period is not None and after.period is not None and before.period != after.period:
            word = "stricter" if after.period.surely_covers(before.period) else "WEAKER"
            yield Change(f"{after.id} is {word}: {after.period} instead of {before.period}.", judges=True)
        else:
            yield Change(f"{after.id} fires if {now}; before, if {was}.", judges=True)
    for name in ("client", "staff"):
        if getattr(before, name) != getattr(after, name):
            yield Change(f"{after.id}: what it says to {name} changed.", judges=False)
    if (before.citations, before.inferred) != (after.citations, after.inferred):
        was, now = "; ".join(before.citations), "; ".join(after.citations)
        yield Change(f"{after.id} cites {now}; before, {was}.", judges=False)


def _questions(old: Protocol, new: Protocol) -> Iterator[Change]:
    before, after = ({question.id: question for question in each.questions} for each in (old, new))
    for question_id in before.keys() - after.keys():
        yield Change(f'"{before[question_id].ask}" ({question_id}) is no longer asked.', judges=True)
    for question_id, question in after.items():
        if question_id not in before:
            yield Change(f'A new question: "{question.ask}" ({question_id}).', judges=True)
        else:
            yield from _question(old, new, before[question_id], question)
    shared = [question.id for question in new.in_order if question.id in before]
    if shared != [question.id for question in old.in_order if question.id in after]:
        yield Change("The questions are asked in another order.", judges=False)


def _question(old: Protocol, new: Protocol, before: Question, after: Question) -> Iterator[Change]:
    if before.only_if != after.only_if:
        was, now = (
            "always" if each.only_if is None else f"only if {condition_in_words(protocol, each.only_if)}"
            for protocol, each in ((old, before), (new, after))
        )
        yield Change(f"{after.id} is asked {now}; before, {was}.", judges=True)
    if before.period != after.period:
        yield Change(
            f"{after.id} asks for {after.period or 'no period'} instead of {before.period or 'no period'}.", judges=True
        )
    if before.type is not after.type:
        yield Change(f"{after.id} is a {after.type.value} question instead of {before.type.value}.", judges=True)
    for option in sorted(before.option_ids - after.option_ids):
        yield Change(f'{after.id} lost the option "{before.label(option)}".', judges=True)
    for option in sorted(after.option_ids - before.option_ids):
        yield Change(f'{after.id} has a new option "{after.label(option)}".', judges=True)
    for option in sorted(after.option_ids & before.option_ids):
        if before.label(option) != after.label(option):
            was, now = before.label(option), after.label(option)
            yield Change(f'{after.id}: the option "{was}" reads "{now}" now.', judges=False)
    for name, words in _TEXTS:
        if getattr(before, name) != getattr(after, name):
            now = getattr(after, name)
            yield Change(
                f'{after.id} has {words} changed: "{now}".' if now else f"{after.id} lost {words}.", judges=False
            )
    for name in ("horizon", "informational", "harmless", "several"):
        if getattr(before, name) != getattr(after, name):
            yield Change(f"{after.id}: {name} changed.", judges=False)


def _rest(old: Protocol, new: Protocol) -> Iterator[Change]:
    for name, words in _HEAD:
        if getattr(old, name) != getattr(new, name):
            yield Change(f"{words} is {getattr(new, name)} instead of {getattr(old, name)}.", judges=False)
    if old.overlays != new.overlays:
        was, now = (", ".join(each.overlays) or "no overlay" for each in (old, new))
        yield Change(f"It carries {now} instead of {was}.", judges=False)
    for name, words in _WHOLE:
        if getattr(old, name) != getattr(new, name):
            yield Change(f"{words} changed.", judges=False)
    for name, words in _LISTS:
        before, after = getattr(old, name), getattr(new, name)
        gone = [each for each in before if each not in after]
        come = [each for each in after if each not in before]
        yield from (Change(f"{_a(words)} is gone or changed: {_said(each)}", judges=False) for each in gone)
        yield from (Change(f"{_a(words)} is new or changed: {_said(each)}", judges=False) for each in come)


def _a(words: str) -> str:
    return f"{'An' if words[0] in 'aeiou' else 'A'} {words}"


def _said(part: Any) -> str:
    return part if isinstance(part, str) else str(part.text)


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that two versions judge otherwise: the answers, as far as they are not harmless, and both outcomes."""

    answers: Mapping[str, Any]
    before: Verdict
    after: Verdict

    @property
    def turn(self) -> str:
        """From which outcome to which, with the earliest days."""
        return f"{outcome_in_words(self.before)} -> {outcome_in_words(self.after)}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many cases were enumerated, and which of them are judged otherwise, smallest first."""

    cases: int
    moved: tuple[Moved, ...]

    def turns(self) -> dict[str, list[Moved]]:
        """Return the cases by how their outcome turns, the most frequent first."""
        found: dict[str, list[Moved]] = {}
        for each in self.moved:
            found.setdefault(f"{each.before.outcome} -> {each.after.outcome}", []).append(each)
        return dict(sorted(found.items(), key=lambda turn: -len(turn[1])))


def outcome_in_words(verdict: Verdict) -> str:
    """Return "deferred until 2027-03-01", "eligible"."""
    until = "" if verdict.earliest is None else f" until {verdict.earliest.isoformat()}"
    return f"{verdict.outcome}{until}"


def differs(before: Verdict, after: Verdict) -> bool:
    """Tell whether two verdicts differ in outcome, earliest day, or the rules that speak."""

    def said(verdict: Verdict) -> tuple[object, ...]:
        spoken = sorted((each.rule, each.because, each.outcome.value, str(each.until)) for each in verdict.findings)
        return (str(verdict.outcome), verdict.earliest, spoken)

    return said(before) != said(after)


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
            told = {question: raw for question, raw in case.items() if harmless.get(question) != raw}
            moved.append(Moved(told, before, after))
    moved.sort(key=lambda each: (INCOMPLETE in (each.before.outcome, each.after.outcome), len(each.answers)))
    return Comparison(count, tuple(moved))


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
