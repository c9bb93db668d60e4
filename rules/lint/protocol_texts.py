"""Every text of a protocol, by its place: what the numbers, the reading grade and the languages are judged over.

In a place, entries go by their id, the rest by their number from 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from rules.model.protocol import Protocol
from rules.reading.translations import NAMES

ENGLISH: Final = "en"
_FOR_CLIENTS: Final = frozenset({"ask", "why", "help", "client", "claim", "but", "aftercare", "consent"})
_SHORT_FOR_CLIENTS: Final = frozenset({"title", "short", "label"})

Translations = Mapping[str, Mapping[str, str]]
"""For each language other than English its texts, by place."""


@dataclass(frozen=True, slots=True)
class ProtocolText:
    """One text: its place ("rules.PP-HERPES.client"), what it is, and the rule or question it belongs to, if to one.

    `states` are the lengths of time that its part declares to state.
    """

    place: str
    kind: str
    words: str
    rule: str | None = None
    question: str | None = None
    states: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """Its part of the protocol: "questions.rash", "aftercare.wash", "consent"."""
        return ".".join(self.place.split(".")[: 1 if self.kind == "consent" else 2])

    @property
    def is_short(self) -> bool:
        """Whether clients read it as a name or a label."""
        return self.kind in _SHORT_FOR_CLIENTS

    @property
    def is_translated(self) -> bool:
        """Whether every language has it: what clients read. What staff read is English, and may be there."""
        return self.for_client or self.is_short

    @property
    def for_client(self) -> bool:
        """Whether clients read or hear it in whole sentences."""
        return self.kind in _FOR_CLIENTS


def texts(protocol: Protocol) -> Iterator[ProtocolText]:
    """Walk through all texts of a protocol that somebody is shown, in the order of the file."""
    yield ProtocolText("title", "title", protocol.title)
    yield ProtocolText("summary", "summary", protocol.summary)
    for question in protocol.questions:
        at = f"questions.{question.id}"
        for what in ("ask", "why", "help", "short", "topic"):
            words = getattr(question, what)
            if words is not None:
                yield ProtocolText(f"{at}.{what}", what, words, question=question.id, states=question.states)
        for option in question.options:
            yield ProtocolText(
                f"{at}.options.{option.id}", "label", option.label, question=question.id, states=question.states
            )
    for rule in protocol.rules:
        yield ProtocolText(f"rules.{rule.id}.client", "client", rule.client, rule=rule.id)
        yield ProtocolText(f"rules.{rule.id}.staff", "staff", rule.staff, rule=rule.id)
    yield ProtocolText("course.says", "course", protocol.course.says)
    for step in protocol.steps:
        yield ProtocolText(f"steps.{step.id}.title", "step", step.title, states=step.states)
        yield ProtocolText(f"steps.{step.id}.text", "step", step.text, states=step.states)
        for number, note in enumerate(step.tailored, start=1):
            yield ProtocolText(f"steps.{step.id}.tailored.{number}", "step", note.text, states=step.states)
    yield from _told_to_clients(protocol)
    for number, point in enumerate(protocol.open_points, start=1):
        yield ProtocolText(f"open_points.{number}", "open point", point.text, states=point.states)


def _told_to_clients(protocol: Protocol) -> Iterator[ProtocolText]:
    for group in ("indications", "results", "feelings", "cons", "risks", "prepare"):
        for number, information in enumerate(getattr(protocol, group), start=1):
            yield ProtocolText(f"{group}.{number}.claim", "claim", information.claim, states=information.states)
            if information.but is not None:
                yield ProtocolText(f"{group}.{number}.but", "but", information.but, states=information.states)
    for care in protocol.aftercare:
        yield ProtocolText(f"aftercare.{care.id}", "aftercare", care.text, states=care.states)
    consent = protocol.consent
    for what in ("title", "done", "choices", "after"):
        words = getattr(consent, what)
        if words is not None:
            yield ProtocolText(f"consent.{what}", "consent", words, states=consent.states)
    for number, paragraph in enumerate(consent.paragraphs, start=1):
        yield ProtocolText(f"consent.paragraphs.{number}", "consent", paragraph, states=consent.states)
    if (asked := consent.teach_back) is not None:
        yield ProtocolText("consent.teach_back.ask", "consent", asked.ask, states=consent.states)
        for option in asked.options:
            yield ProtocolText(f"consent.teach_back.options.{option.id}", "label", option.label)
        yield ProtocolText("consent.teach_back.explain", "consent", asked.explain, states=consent.states)
        yield ProtocolText("consent.teach_back.risk", "staff", asked.risk)


def known_names(words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words that readers of a translation know by sight."""
    return tuple(text for place, text in words.items() if place.startswith(NAMES))


def in_languages(protocol: Protocol, translations: Translations) -> Iterator[tuple[str, ProtocolText]]:
    """Walk through all texts in every language there is; a text that a translation lacks is left out."""
    for text in texts(protocol):
        yield ENGLISH, text
        for language, words in translations.items():
            if text.place in words:
                yield language, replace(text, words=words[text.place])
