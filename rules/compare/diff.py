"""What differs between two versions of a protocol, in words; what is weaker than before says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rules.compare.comparison import Comparison
from rules.compare.reworded import Reading
from rules.engine.explain import condition_in_words
from rules.model.protocol import Protocol, Question, Rule

_HEAD: Final = (
    ("title", "The title"),
    ("version", "The version"),
    ("valid_from", "Valid from"),
    ("status", "The status"),
)
_OF_A_QUESTION: Final = frozenset({"id", "options", "only_if", "period", "type", "kinds"})
_OF_A_RULE: Final = frozenset({"id", "outcome", "when", "source", "inferred", "house"})
_OF_A_PROTOCOL: Final = frozenset({"id", "rules", "questions", "overlays", *(name for name, _ in _HEAD)})
"""What gets sentences of its own; all else is compared field by field."""


@dataclass(frozen=True, slots=True)
class ProtocolChange:
    """One difference, as a sentence; `judges` says that it may change a verdict, `weaker` that it makes some milder."""

    sentence: str
    judges: bool
    weaker: bool = False


def protocol_changes(old: Protocol, new: Protocol, cases: Comparison | None = None) -> tuple[ProtocolChange, ...]:
    """Say in words what changed: first what is weaker, then what else may change a verdict.

    `cases`, all that can be enumerated under both, tell what is weaker; without them the words alone decide.
    """
    found = [*_rules(old, new, cases), *_questions(old, new, cases), *_head(old, new)]
    found += [ProtocolChange(sentence, judges=False) for sentence in _reworded(old, new)]
    return tuple(sorted(dict.fromkeys(found), key=lambda change: (not change.weaker, not change.judges)))


def _rules(old: Protocol, new: Protocol, cases: Comparison | None) -> Iterator[ProtocolChange]:
    before, after = ({rule.id: rule for rule in each.rules} for each in (old, new))
    for rule_id, rule in before.items():
        if rule_id in after:
            continue
        when = condition_in_words(old, rule.when)
        weaker = cases is None or any(each.speaks_less(rule_id) for each in cases.milder)
        gone = "is gone, which is WEAKER" if weaker else "is gone"
        yield ProtocolChange(
            f"The rule {rule_id} {gone}; it was {rule.outcome.value} if {when}.", judges=True, weaker=weaker
        )
    for rule_id, rule in after.items():
        if rule_id not in before:
            when = condition_in_words(new, rule.when)
            yield ProtocolChange(f"A new rule {rule_id}: {rule.outcome.value} if {when}.", judges=True)
        else:
            yield from _rule(old, new, before[rule_id], rule, cases)


def _rule(
    old: Protocol, new: Protocol, before: Rule, after: Rule, cases: Comparison | None
) -> Iterator[ProtocolChange]:
    if before.outcome is not after.outcome:
        weaker = after.outcome < before.outcome
        sentence = f"{after.id} is {_word(weaker=weaker)}: {after.outcome.value} instead of {before.outcome.value}."
        yield ProtocolChange(sentence, judges=True, weaker=weaker)
    if before.when != after.when:
        yield _condition(old, new, before, after, cases)
    if (before.citations, before.inferred) != (after.citations, after.inferred):
        was, now = (f"{'; '.join(each.citations)}{', inferred' if each.inferred else ''}" for each in (before, after))
        yield ProtocolChange(f"{after.id} cites {now}; before, {was}.", judges=False)


def _condition(old: Protocol, new: Protocol, before: Rule, after: Rule, cases: Comparison | None) -> ProtocolChange:
    """Say how a rule's condition changed: weaker if a period is shorter, or if the rule says less in some case."""
    was, now = before.period, after.period
    if was is not None and now is not None and was != now:
        weaker = not now.surely_covers(was)
        return ProtocolChange(
            f"{after.id} is {_word(weaker=weaker)}: {now} instead of {was}.", judges=True, weaker=weaker
        )
    weaker = cases is not None and before.outcome is after.outcome and cases.weakens(after.id)
    fires = "is WEAKER: it fires" if weaker else "fires"
    then, at_first = condition_in_words(new, after.when), condition_in_words(old, before.when)
    if then == at_first:
        so = ", and is WEAKER" if weaker else ""
        return ProtocolChange(
            f"{after.id} is written differently{so}; in words both are: if {then}.", judges=True, weaker=weaker
        )
    return ProtocolChange(f"{after.id} {fires} if {then}; before, if {at_first}.", judges=True, weaker=weaker)


def _word(*, weaker: bool) -> str:
    return "WEAKER" if weaker else "stricter"


def _questions(old: Protocol, new: Protocol, cases: Comparison | None) -> Iterator[ProtocolChange]:
    before, after = ({question.id: question for question in each.questions} for each in (old, new))
    for question_id, question in before.items():
        if question_id in after:
            continue
        weaker = not question.informational and (cases is None or cases.costs(question_id))
        so = ", which is WEAKER" if weaker else ""
        yield ProtocolChange(f'"{question.ask}" ({question_id}) is no longer asked{so}.', judges=True, weaker=weaker)
    for question_id, question in after.items():
        if question_id not in before:
            yield ProtocolChange(f'A new question: "{question.ask}" ({question_id}).', judges=True)
        else:
            yield from _question(old, new, before[question_id], question, cases)
    shared = [question.id for question in new.in_order if question.id in before]
    if shared != [question.id for question in old.in_order if question.id in after]:
        yield ProtocolChange("The questions are asked in another order.", judges=False)


def _question(
    old: Protocol, new: Protocol, before: Question, after: Question, cases: Comparison | None
) -> Iterator[ProtocolChange]:
    costs = cases is not None and cases.costs(after.id)
    if before.only_if != after.only_if:
        was, now = (
            "always" if each.only_if is None else f"only if {condition_in_words(protocol, each.only_if)}"
            for protocol, each in ((old, before), (new, after))
        )
        weaker = costs or (cases is None and before.only_if is None and not before.informational)
        so = ", which is WEAKER" if weaker else ""
        yield ProtocolChange(f"{after.id} is asked {now}{so}; before, {was}.", judges=True, weaker=weaker)
    if before.period != after.period:
        yield ProtocolChange(
            f"{after.id} asks for {after.period or 'no period'} instead of {before.period or 'no period'}.", judges=True
        )
    if before.type is not after.type:
        so = ", which is WEAKER" if costs else ""
        sentence = f"{after.id} is a {after.type.value} question instead of {before.type.value}{so}."
        yield ProtocolChange(sentence, judges=True, weaker=costs)
    for option in sorted(before.option_ids - after.option_ids):
        weaker = option not in before.harmless_options if cases is None else cases.costs(after.id, option)
        so = ", which is WEAKER" if weaker else ""
        yield ProtocolChange(f'{after.id} lost the option "{before.label(option)}"{so}.', judges=True, weaker=weaker)
    for option in sorted(after.option_ids - before.option_ids):
        yield ProtocolChange(f'{after.id} has a new option "{after.label(option)}".', judges=True)
    for option in sorted(after.option_ids & before.option_ids):
        if before.label(option) != after.label(option):
            was, now = before.label(option), after.label(option)
            yield ProtocolChange(f'{after.id}: the option "{was}" reads "{now}" now.', judges=False)
    for kind in after.kinds or ():
        if kind not in (before.kinds or ()):
            yield ProtocolChange(f'{after.id}: a practitioner who names "{kind}" settles a yes.', judges=True)
    for kind in before.kinds or ():
        if kind not in (after.kinds or ()):
            yield ProtocolChange(f'{after.id}: naming "{kind}" settles nothing any more.', judges=True)


def _head(old: Protocol, new: Protocol) -> Iterator[ProtocolChange]:
    for name, words in _HEAD:
        if getattr(old, name) != getattr(new, name):
            yield ProtocolChange(f"{words} is {getattr(new, name)} instead of {getattr(old, name)}.", judges=False)
    if old.overlays != new.overlays:
        was, now = (", ".join(each.overlays) or "no overlay" for each in (old, new))
        yield ProtocolChange(f"It carries {now} instead of {was}.", judges=False)


def _reworded(old: Protocol, new: Protocol) -> Iterator[str]:
    """Yield every text that changed, with old and new words; of parts added or removed, the whole text."""
    reading = Reading(old, new)
    for group, but in (("rules", _OF_A_RULE), ("questions", _OF_A_QUESTION)):
        before, after = ({each.id: each for each in getattr(protocol, group)} for protocol in (old, new))
        for name in dict.fromkeys((*before, *after)):
            if name in before and name in after:
                yield from reading.parts(name, before[name], after[name], but)
            else:
                yield from reading.values(name, before.get(name), after.get(name))
    yield from reading.parts("", old, new, _OF_A_PROTOCOL)
