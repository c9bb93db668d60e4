"""Findings in a practitioner's words: what was answered, why it counts, until when, and the source. Never an id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from kiosk.core.phrases import Tone, outcome_tone
from kiosk.visits import clinic_findings
from rules import HOUSE_RULE, Finding, Protocol, answer_in_words, day_in_words
from rules.engine.wording import UNKNOWN_WORDS

_CLINICS_OWN = "this clinic's rule"
_ASIDE = ("area", "note")
"""What is named as the answer behind a finding only where there is no other."""


@dataclass(frozen=True)
class FindingNote:
    """One finding as a colleague would tell it."""

    rule: str
    """Whose finding it is, to tell two apart; nobody reads it."""
    title: str
    """What was answered, or what is to be looked at."""
    reason: str
    source: str
    tone: Tone
    new: bool
    brief: str = ""
    """The reason without what is said of the day."""
    until: str = ""
    """Until when, as a day; empty where no day is known."""
    document: str = ""
    """The sources by their titles alone, where there is no room for the places in them."""


@dataclass(frozen=True)
class UnsureNote:
    """An answer the client was not sure of, or would rather not give, in one line. `question` can be settled."""

    question: str
    short: str
    answer: str
    reason: str
    source: str
    rule: str
    new: bool
    document: str = ""
    """The sources by their titles alone."""


def said(protocol: Protocol, raw: Mapping[str, Any], question_id: str, today: date) -> str:
    """Return the answer to one question in words; nothing if there is none."""
    if question_id not in raw or not protocol.has_question(question_id):
        return ""
    return answer_in_words(protocol.question(question_id), raw[question_id], today=today)


def finding_notes(
    protocol: Protocol, findings: Sequence[Finding], raw: Mapping[str, Any], changed: frozenset[str], today: date
) -> tuple[FindingNote, ...]:
    """Tell the findings that fired, worst first; what the clinic's own finding says several times is one."""
    told = [finding_note(protocol, each, raw, changed, today) for each in findings if each.because == "yes"]
    groups = [list(group) for _, group in groupby(told, key=lambda each: each.rule)]
    return tuple(group[0] if len(group) == 1 else _joined(group) for group in groups)


def _joined(notes: Sequence[FindingNote]) -> FindingNote:
    first = notes[0]
    return FindingNote(
        rule=first.rule,
        title=f"{clinic_findings.TITLES.get(first.rule, first.title)}: {len(notes)}",
        reason=" ".join(each.reason for each in notes),
        brief=" ".join(each.brief for each in notes),
        source=first.source,
        tone=first.tone,
        new=any(each.new for each in notes),
        document=first.document,
    )


def finding_note(
    protocol: Protocol, finding: Finding, raw: Mapping[str, Any], changed: frozenset[str], today: date
) -> FindingNote:
    """Tell a finding that fired."""
    questions = [each for each in finding.questions if protocol.has_question(each) and each in raw]
    named = [each for each in questions if each not in _ASIDE] or [each for each in questions if each != "note"]
    title = " · ".join(f"{protocol.question(each).short}: {said(protocol, raw, each, today)}" for each in named)
    plain = "A note from the client" if questions else "The clinic's own rule"
    return FindingNote(
        rule=finding.rule,
        title=title or clinic_findings.TITLES.get(finding.rule, plain),
        reason=finding.staff,
        source=_sources(protocol, finding),
        tone=outcome_tone(finding.outcome),
        new=bool(changed & set(questions)),
        brief=protocol.rule(finding.rule).staff if _is_dated(protocol, finding) else finding.staff,
        until=_short_day(finding.until, today) if finding.until else "",
        document=_documents(protocol, finding),
    )


def _short_day(day: date, today: date) -> str:
    words = day_in_words(day, today).split()
    return " ".join((words[0], words[1][:3], *words[2:]))


def _is_dated(protocol: Protocol, finding: Finding) -> bool:
    return finding.until is not None and any(rule.id == finding.rule for rule in protocol.rules)


def _sources(protocol: Protocol, finding: Finding) -> str:
    inferred = ("inferred",) if finding.inferred else ()
    return " · ".join((*dict.fromkeys(source_words(protocol, each) for each in finding.source), *inferred))


def _documents(protocol: Protocol, finding: Finding) -> str:
    return " · ".join(dict.fromkeys(document_words(protocol, each) for each in finding.source))


def document_words(protocol: Protocol, citation: str) -> str:
    """Name the document of a source by its title, without the place in it."""
    document, _, place = citation.partition(", ")
    if not place:
        return _CLINICS_OWN if citation == HOUSE_RULE else citation
    title = next((each.title for each in protocol.sources if each.id == document), place)
    return title.partition(" (")[0].partition(",")[0]


def source_words(protocol: Protocol, citation: str) -> str:
    """Name a source: a place in the treatment's own document, or another document by its title."""
    document, _, place = citation.partition(", ")
    if not place:
        return _CLINICS_OWN if citation == HOUSE_RULE else citation
    if document == protocol.sources[0].id:
        return place
    found = next((each for each in protocol.sources if each.id == document), None)
    if found is None:
        return place
    title = found.title.partition(" (")[0]
    if found.strength is None:
        return f"{title.partition(',')[0]}, {place}"
    return f"{title} ({found.strength})"


def unsure_note(
    protocol: Protocol, finding: Finding, raw: Mapping[str, Any], changed: frozenset[str], today: date
) -> UnsureNote:
    """Tell a finding that an unsure answer left open."""
    questions = [each for each in finding.questions if protocol.has_question(each)]
    unknown = [each for each in questions if isinstance(raw.get(each), str) and raw[each] in UNKNOWN_WORDS]
    names = unknown or questions
    return UnsureNote(
        question=unknown[0] if unknown else "",
        short=" / ".join(protocol.question(each).short for each in names) or "An answer",
        answer=said(protocol, raw, unknown[0], today) if unknown else "not clear from the answers",
        reason=finding.staff,
        source=_sources(protocol, finding),
        rule=finding.rule,
        new=bool(changed & set(questions)),
        document=_documents(protocol, finding),
    )
