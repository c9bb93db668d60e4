"""What makes a protocol consistent with itself, beyond the shape of each part: names that exist, gates that can open."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rules.model.condition import Condition, LessThanAgo, looks
from rules.model.fields import QuestionType, Sources
from rules.model.outcome import Outcome
from rules.model.period import LONGEST_YEARS, Period
from rules.model.protocol import Protocol, Question, Rule
from rules.reading.strict_yaml import Loc

_PRE_CANCEROUS: Final = re.compile(
    r"actini|solar|\bsun|senil|arsenic|\btar\b|radiation|x-?ray|thermal|puva|cancer|malign|carcinom|melanom|bowen|in situ"
    r"|leuko?plak|leucoplas|erythroplas|eritroplas|acantho|poroker|\bhorn|\bcuerno|\bcorne\b|\bak\b|dysplas|displas"
)
"""What names a patch that is, or can turn into, cancer: in English, Spanish and French, without accents."""
_NO_KIND: Final = ("any", "all", "other", "every", "none", "unknown")
_RESERVED: Final = frozenset({"not_sure", "prefer_not", "within", "longer_ago"})
_CHOSEN: Final = (QuestionType.YES_NO, QuestionType.ONE_OF, QuestionType.ANY_OF, QuestionType.AREAS)


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Something a protocol may not say: where, and a sentence."""

    loc: Loc
    sentence: str


def inconsistencies(protocol: Protocol) -> Iterator[Inconsistency]:
    """Find what is wrong with a protocol, in the order of its parts."""
    yield from _twice(protocol)
    for place, question in enumerate(protocol.questions):
        yield from _question(protocol, question, ("questions", place))
    for place, rule in enumerate(protocol.rules):
        yield from _rule(protocol, rule, ("rules", place))
    yield from _use(protocol)
    for condition, loc in _conditions_elsewhere(protocol):
        yield from _condition(protocol, condition, loc)
        yield from _timeless(condition, loc)
    if protocol.course.intervals[-1].only_if is not None:
        yield Inconsistency(("course", "intervals"), "The last interval is for everybody else; leave out its only_if.")
    for weeks, loc in _ranges(protocol):
        if weeks[0] > weeks[1]:
            yield Inconsistency(loc, f"{weeks[0]} to {weeks[1]} runs backwards; write the smaller number first.")
    for sources, loc in _all_sources(protocol):
        yield from _cited(protocol, sources, loc)
    for place, document in enumerate(protocol.sources):
        for number, section in enumerate(document.against or ()):
            if section not in document.sections:
                at = ("sources", place, "against", number)
                yield Inconsistency(
                    at, f'"{document.id}" has no section "{section}" that could speak against the treatment.'
                )


def _twice(protocol: Protocol) -> Iterator[Inconsistency]:
    groups: tuple[tuple[str, Iterable[str]], ...] = (
        ("sources", (document.id for document in protocol.sources)),
        ("questions", (question.id for question in protocol.questions)),
        ("rules", (rule.id for rule in protocol.rules)),
        ("steps", (step.id for step in protocol.steps)),
        ("aftercare", (care.id for care in protocol.aftercare)),
    )
    for group, ids in groups:
        seen: set[str] = set()
        for place, name in enumerate(ids):
            if name in seen:
                yield Inconsistency(
                    (group, place, "id"), f'"{name}" is the id of two entries in {group}; give each its own.'
                )
            seen.add(name)


def _question(protocol: Protocol, question: Question, loc: Loc) -> Iterator[Inconsistency]:
    ids = [option.id for option in question.options]
    if question.type not in _CHOSEN and ids:
        yield Inconsistency(
            (*loc, "options"), f'"{question.id}" is of type {question.type}; such a question has no options.'
        )
    if question.type in _CHOSEN and len(ids) < 2:  # noqa: PLR2004
        yield Inconsistency(loc, f'"{question.id}" needs at least two options.')
    if question.type is QuestionType.YES_NO and ids != ["yes", "no"]:
        yield Inconsistency((*loc, "options"), f'"{question.id}" is of type yes_no; its options are yes and no.')
    for reserved in _RESERVED.intersection(ids):
        yield Inconsistency(
            (*loc, "options"), f'"{reserved}" can\'t be an option: every question has it anyway, or none has.'
        )
    for option in question.harmless:
        if option not in ids:
            yield Inconsistency((*loc, "harmless"), f'"{question.id}" has no option "{option}".')
    if (question.type is QuestionType.LAST_TIME) != (question.period is not None):
        yield Inconsistency(loc, f'"{question.id}": a last_time question has a period, and no other question has one.')
    if question.period is not None and question.period.is_too_long:
        yield Inconsistency((*loc, "period"), too_long(question.period))
    yield from _kinds(question, (*loc, "kinds"))
    if question.only_if is None:
        return
    yield from _condition(protocol, question.only_if, (*loc, "only_if"))
    yield from _timeless(question.only_if, (*loc, "only_if"))
    order = {each.id: place for place, each in enumerate(protocol.in_order)}
    for gate in question.only_if.questions:
        if order.get(gate, -1) >= order[question.id]:
            yield Inconsistency(
                (*loc, "only_if"), f'"{question.id}" is asked before "{gate}", which decides whether it is.'
            )


def _kinds(question: Question, loc: Loc) -> Iterator[Inconsistency]:
    """Find kinds that may not settle a yes: what can turn into cancer, and words that name no kind."""
    if question.kinds is not None and question.type is not QuestionType.YES_NO:
        yield Inconsistency(
            loc, f'"{question.id}" is of type {question.type}; only a yes or no is settled by naming a kind.'
        )
    for number, kind in enumerate(question.kinds or ()):
        plain = "".join(
            each for each in unicodedata.normalize("NFKD", kind.casefold()) if not unicodedata.combining(each)
        )
        if _PRE_CANCEROUS.search(plain):
            yield Inconsistency(
                (*loc, number), f'"{kind}" can turn into cancer, so naming it settles nothing; leave it out.'
            )
        elif plain.strip() in (*_NO_KIND, question.short.casefold(), question.id):
            yield Inconsistency((*loc, number), f'"{kind}" is no kind of {question.short.lower()}; name one.')


def _rule(protocol: Protocol, rule: Rule, loc: Loc) -> Iterator[Inconsistency]:
    if rule.outcome is Outcome.ELIGIBLE:
        yield Inconsistency((*loc, "outcome"), f"{rule.id}: a rule can't make anybody eligible; leave it out.")
    if not rule.source and not rule.house:
        yield Inconsistency(loc, f'{rule.id} cites no source; cite one, or write "house: true" if the clinic made it.')
    yield from _condition(protocol, rule.when, (*loc, "when"))
    for look in looks(rule.when):
        if isinstance(look, LessThanAgo) and look.less_than_ago.is_too_long:
            yield Inconsistency((*loc, "when"), too_long(look.less_than_ago))


def too_long(period: Period) -> str:
    """Say that a period is longer than a rule may look back."""
    return f"{period} is too long; a period is {LONGEST_YEARS * 12} months at most."


def _condition(protocol: Protocol, condition: Condition, loc: Loc) -> Iterator[Inconsistency]:
    for look in looks(condition):
        for question_id in look.questions:
            if not protocol.has_question(question_id):
                yield Inconsistency(loc, f'There is no question "{question_id}".')
                continue
            question = protocol.question(question_id)
            if question.type not in look.needs:
                kinds = " or ".join(sorted(look.needs))
                yield Inconsistency(loc, f'"{question_id}" is of type {question.type}; this condition needs {kinds}.')
                continue
            for option in look.options:
                if option not in question.option_ids:
                    yield Inconsistency(loc, f'"{question_id}" has no option "{option}".')
            if isinstance(look, LessThanAgo) and question.period is not None:
                yield from _covered(question, look, loc)


def _covered(question: Question, look: LessThanAgo, loc: Loc) -> Iterator[Inconsistency]:
    if question.period is not None and not question.period.surely_covers(look.less_than_ago):
        yield Inconsistency(
            loc,
            f'"{question.id}" asks for {question.period}, and this looks back {look.less_than_ago}: '
            "an answer of longer ago could not settle it. Ask for the longer period.",
        )


def _timeless(condition: Condition, loc: Loc) -> Iterator[Inconsistency]:
    if condition.period is not None:
        yield Inconsistency(loc, "Only a rule may look at the calendar; use another condition here.")


def _use(protocol: Protocol) -> Iterator[Inconsistency]:
    used = {question_id for rule in protocol.rules for question_id in rule.when.questions}
    for question in reversed(protocol.in_order):
        if question.only_if is not None and question.id in used:
            used.update(question.only_if.questions)
    for place, question in enumerate(protocol.questions):
        if question.informational and question.id in used:
            yield Inconsistency(("questions", place), f'"{question.id}" is informational, and yet a rule uses it.')
        if not question.informational and question.id not in used:
            sentence = f'No rule uses "{question.id}"; write "informational: true" if it decides nothing.'
            yield Inconsistency(("questions", place), sentence)


def _conditions_elsewhere(protocol: Protocol) -> Iterator[tuple[Condition, Loc]]:
    for place, interval in enumerate(protocol.course.intervals):
        if interval.only_if is not None:
            yield interval.only_if, ("course", "intervals", place, "only_if")
    for place, care in enumerate(protocol.aftercare):
        if care.only_if is not None:
            yield care.only_if, ("aftercare", place, "only_if")
    for place, step in enumerate(protocol.steps):
        if step.only_if is not None:
            yield step.only_if, ("steps", place, "only_if")
        for number, note in enumerate(step.tailored):
            yield note.when, ("steps", place, "tailored", number, "when")


def _ranges(protocol: Protocol) -> Iterator[tuple[tuple[int, int], Loc]]:
    if protocol.course.sessions is not None:
        yield protocol.course.sessions, ("course", "sessions")
    for place, interval in enumerate(protocol.course.intervals):
        yield interval.weeks, ("course", "intervals", place, "weeks")


def _all_sources(protocol: Protocol) -> Iterator[tuple[Sources, Loc]]:
    yield protocol.course.source, ("course", "source")
    for place, interval in enumerate(protocol.course.intervals):
        yield interval.source, ("course", "intervals", place, "source")
    groups = ("rules", "steps", "indications", "results", "feelings", "cons", "risks", "prepare", "aftercare")
    for group in groups:
        for place, part in enumerate(getattr(protocol, group)):
            yield part.source, (group, place, "source")


def _cited(protocol: Protocol, sources: Sources, loc: Loc) -> Iterator[Inconsistency]:
    documents = {document.id: document for document in protocol.sources}
    for place, ref in enumerate(sources):
        document = documents.get(ref.document)
        if document is None:
            yield Inconsistency((*loc, place), f'There is no source document "{ref.document}".')
        elif not document.has(ref):
            yield Inconsistency(
                (*loc, place), f'"{ref.document}" has no such place: {ref.section} {ref.item or ""}'.rstrip() + "."
            )
