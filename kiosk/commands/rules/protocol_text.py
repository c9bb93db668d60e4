"""A protocol as a person reads it: questions, rules with their sources, course, steps, after-care and open points."""

import textwrap
from collections.abc import Iterable, Iterator

from rules import Consent, Horizon, Information, Protocol, Question, QuestionType, Risk, Rule, SourceRef, day_in_words
from rules.engine.explain import condition_in_words

_WIDTH = 100
_HORIZONS = {
    Horizon.SETTING: "the setting",
    Horizon.TODAY: "today",
    Horizon.DAYS: "the last days",
    Horizon.WEEKS: "the last weeks",
    Horizon.MONTHS: "the last months",
    Horizon.EVER: "ever",
    Horizon.CLOSING: "to close",
}
_TYPES = {
    QuestionType.YES_NO: "yes or no",
    QuestionType.ONE_OF: "one of",
    QuestionType.ANY_OF: "any of",
    QuestionType.AREAS: "areas",
    QuestionType.LAST_TIME: "last time",
    QuestionType.NOTE: "free text",
}


def protocol_in_words(protocol: Protocol, which: str = "") -> Iterator[str]:
    """Write a protocol out, line by line; `which` says where it comes from."""
    yield f"{protocol.title} ({protocol.id})"
    yield f"version {protocol.version}, valid from {day_in_words(protocol.valid_from)}, {protocol.status}"
    if which:
        yield from _text(which, "")
    yield f"hash {protocol.sha256}"
    if protocol.overlays:
        yield f"with {', '.join(protocol.overlays)}"
    yield from _text(protocol.summary, "")
    yield from _heading("Questions, in the order they are asked")
    for question in protocol.in_order:
        yield from _question(protocol, question)
    yield from _heading("Rules")
    for rule in protocol.rules:
        yield from _rule(protocol, rule)
    yield from _course(protocol)
    yield from _steps(protocol)
    yield from _information("For whom", protocol.indications)
    yield from _information("What it can do", protocol.results)
    yield from _information("What the client may feel", protocol.feelings)
    yield from _information("What can go wrong", protocol.risks)
    yield from _information("What it can't do", protocol.cons)
    yield from _information("How to prepare", protocol.prepare)
    yield from _heading("After-care")
    for care in protocol.aftercare:
        only = "" if care.only_if is None else f" [only if {condition_in_words(protocol, care.only_if)}]"
        yield from _entry(f"{care.when.value.replace('_', ' ')}: {care.text}{only}", care.source)
    yield from _heading("Consent")
    yield from _consent(protocol.consent)
    yield from _heading("Open points, for the clinic to settle")
    for point in protocol.open_points:
        yield from _text(point.text, "  - ")
    yield from _heading("Source documents")
    for document in protocol.sources:
        strength = f" [{document.strength}]" if document.strength else ""
        yield from _text(f"{document.id}: {document.title}{strength}", "  ")
        if document.note is not None:
            yield from _text(document.note, "    ")


def _consent(consent: Consent) -> Iterator[str]:
    yield f"  {consent.title}"
    for head, words in (
        ("What is done: ", consent.done),
        ("Other choices: ", consent.choices),
        ("What to do after: ", consent.after),
        *(("", paragraph) for paragraph in consent.paragraphs),
    ):
        if words is not None:
            yield from _text(f"{head}{words}", "    ")
    if (asked := consent.teach_back) is not None:
        answers = ", ".join(f"{each.label}{' (right)' if each.id == asked.right else ''}" for each in asked.options)
        yield from _text(f"Asked back: {asked.ask} {answers}", "    ")
        yield from _text(f"After another answer: {asked.explain}", "    ")
        yield from _text(f"For the practitioner to go through again: {asked.risk}", "    ")


def _heading(words: str) -> tuple[str, str]:
    return "", words.upper()


def _text(words: str, lead: str) -> list[str]:
    indent = " " * len(lead)
    return textwrap.wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)


def _sources(sources: Iterable[SourceRef]) -> str:
    return "; ".join(map(str, sources))


def _entry(words: str, sources: Iterable[SourceRef], how: str = "") -> list[str]:
    return [*_text(words, "  - "), *_text(_sources(sources) + how, "      ")]


def _question(protocol: Protocol, question: Question) -> Iterator[str]:
    kind = _TYPES[question.type]
    period = "" if question.period is None else f", {question.period}"
    informational = ", decides nothing" if question.informational else ""
    yield f"  {question.id}  ({kind}{period}; {_HORIZONS[question.horizon]}{informational})"
    yield from _text(question.ask, "      ")
    yield from _text(f"Why: {question.why}", "      ")
    if question.help is not None:
        yield from _text(f"Help: {question.help}", "      ")
    yield from _text(f"For staff: {question.short}. Spoken of as: {question.topic}", "      ")
    if question.options and question.type is not QuestionType.YES_NO:
        options = ", ".join(f"{option.id} ({option.label})" for option in question.options)
        yield from _text(f"Options: {options}", "      ")
    if question.kinds is not None:
        kinds = ", ".join(question.kinds) or "none; a lead lists them in an overlay"
        yield from _text(f"Kinds that settle a yes, when a practitioner names one: {kinds}", "      ")
    if question.only_if is not None:
        yield from _text(f"Asked only if {condition_in_words(protocol, question.only_if)}", "      ")


def _rule(protocol: Protocol, rule: Rule) -> Iterator[str]:
    yield f"  {rule.id}  {rule.outcome.value}"
    yield from _text(f"If {condition_in_words(protocol, rule.when)}", "      ")
    yield from _text(f"Client: {rule.client}", "      ")
    yield from _text(f"Staff: {rule.staff}", "      ")
    inferred = " (inferred)" if rule.inferred else ""
    yield from _text(f"Source: {'; '.join(rule.citations)}{inferred}", "      ")


def _course(protocol: Protocol) -> Iterator[str]:
    yield from _heading("Course")
    yield from _text(protocol.course.says, "  ")
    for each in protocol.course.intervals:
        whom = "" if each.only_if is None else f" if {condition_in_words(protocol, each.only_if)}"
        yield from _entry(f"{each.words} between two sessions{whom}", each.source)
    yield from _text(_sources(protocol.course.source), "  ")


def _steps(protocol: Protocol) -> Iterator[str]:
    yield from _heading("Steps")
    for step in protocol.steps:
        only = "" if step.only_if is None else f" [only if {condition_in_words(protocol, step.only_if)}]"
        title = f"{step.title} (optional)" if step.optional else step.title
        yield from _entry(f"{title}: {step.text}{only}", step.source)
        for note in step.tailored:
            yield from _text(f"if {condition_in_words(protocol, note.when)}: {note.text}", "      ")


def _information(heading: str, parts: tuple[Information, ...]) -> Iterator[str]:
    if parts:
        yield from _heading(heading)
    for part in parts:
        inferred = " (inferred)" if isinstance(part, Risk) and part.inferred else ""
        yield from _entry(part.text, part.source, inferred)
