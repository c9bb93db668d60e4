"""A treatment's questionnaire and consent on paper, to fill in by hand: for a client who wants paper, and for a day without power."""

from collections.abc import Iterator
from typing import Final

import rules
from kiosk.checkin.texts import client_texts
from kiosk.core.answer_words import client_options
from kiosk.core.errors import BadInput, NotFound
from kiosk.handouts.page import BlankLine, Line, Paper, Paragraph, Section, section
from kiosk.visits.books import Books
from kiosk.visits.consent import consent_text
from rules import Protocol, Question, QuestionType
from rules.model import condition as conditions
from rules.model.condition import Condition

LANGUAGES: Final = ("en",)
"""The languages in which there are texts."""
_SEVERAL: Final = frozenset({QuestionType.AREAS, QuestionType.ANY_OF})
_BOX: Final = "☐"
_NOTE_ROWS: Final = 4


def blank_form(books: Books, treatment: str, *, large: bool = False, language: str = "en") -> Paper:
    """Return the form of the protocol in force, in large print if wanted."""
    if language not in LANGUAGES:
        raise BadInput(f"There are no texts in the language “{language}” yet: leave it out for English.")
    protocol = books.protocols.get(treatment)
    if protocol is None:
        raise NotFound(f"There are no rules for the treatment “{treatment}”: there are {', '.join(books.protocols)}.")
    version = f"version {protocol.version}, {protocol.sha256[:8]}"
    signed = "" if books.library.in_force(treatment).signed else ", not signed by the lead"
    return Paper(
        title=protocol.title,
        lead=f"{books.settings.clinic_name}. Please fill in with a pen, and tick the boxes that fit. Then give it to our desk.",
        foot=f"{protocol.title}, {version}{signed}",
        made_at=books.now(),
        sections=(
            section(
                "You",
                [BlankLine("Name"), BlankLine("Date of birth: day, month, year"), BlankLine("Today: day and time")],
            ),
            section(*_privacy(books)),
            section("Questions", _questions(protocol)),
            *_consent(books, protocol),
        ),
        kind=f"Form {protocol.title}",
        large=large,
    )


def _privacy(books: Books) -> tuple[str, list[Line]]:
    notice = client_texts.privacy(books.settings)
    return notice.title, [Paragraph(notice.short)]


def _questions(protocol: Protocol) -> Iterator[Line]:
    numbers = {question.id: number for number, question in enumerate(protocol.in_order, start=1)}
    for question in protocol.in_order:
        yield Paragraph(f"{numbers[question.id]}. {question.ask}", strong=True)
        if question.only_if is not None:
            yield Paragraph(f"Only if {_gate(protocol, question.only_if, numbers)}. If not, leave it out.")
        if question.help:
            yield Paragraph(question.help)
        yield from _answers(question)


def _answers(question: Question) -> Iterator[Line]:
    if question.type is QuestionType.NOTE:
        yield Paragraph("You may leave this empty.")
        yield BlankLine("", rows=_NOTE_ROWS)
        return
    if question.type is QuestionType.LAST_TIME:
        yield BlankLine("Day, month, year")
        yield Paragraph("If you only know the month, leave the day empty. If you know neither, tick one:")
    if question.type in _SEVERAL:
        yield Paragraph(
            "You can tick more than one." + (" You may leave this empty." if question.informational else "")
        )
    # A box and its words stay on one line.
    yield Paragraph("    ".join(f"{_BOX} {option.label}".replace(" ", "\xa0") for option in client_options(question)))


def _gate(protocol: Protocol, gate: Condition, numbers: dict[str, int]) -> str:
    """Say when a question is to be answered, by the numbers of those it depends on."""
    if isinstance(gate, conditions.All | conditions.AnyOf):
        joined = " and " if isinstance(gate, conditions.All) else ", or "
        return joined.join(_gate(protocol, part, numbers) for part in gate.parts)
    first, *more = gate.questions
    at = f"question {numbers[first]}"
    if isinstance(gate, conditions.Meets):
        return f"you ticked a place at {at} that you also ticked at question {numbers[more[0]]}"
    if isinstance(gate, conditions.ApartFrom):
        return f"no place that you ticked at {at} is one you ticked at question {numbers[more[0]]}"
    if isinstance(gate, conditions.LessThanAgo):
        return f"the day at {at} is less than {gate.less_than_ago.words} ago"
    if isinstance(gate, conditions.Written):
        return f"you wrote something at {at}"
    labels = " or ".join(f"“{protocol.question(first).label(option)}”" for option in gate.options)
    if isinstance(gate, conditions.Includes):
        labels = f"“{protocol.question(first).label(gate.includes)}”"
    return f"you ticked {labels} at {at}"


def _consent(books: Books, protocol: Protocol) -> Iterator[Section]:
    """Yield the consent as it is read, without what only answers would add, and where to sign."""
    nothing = rules.resolve(protocol, {}, answered_on=books.today())
    text = consent_text("", protocol, nothing, looked_at_first=False)
    lines: list[Line] = []
    for part in text.parts:
        lines += [Paragraph(part.heading, strong=True)] if part.heading else []
        lines.append(Paragraph(part.text))
    yield section(text.title, lines)
    age, both = books.settings.age_of_consent, books.settings.both_parents
    guardians = ("Mother or legal guardian", "Father or legal guardian") if both else ("Parent or legal guardian",)
    yield section(
        "To sign",
        [
            Paragraph(f"{_BOX} Yes, I agree        {_BOX} No".replace(" ", "\xa0")),
            BlankLine("Your name"),
            BlankLine("Signature"),
            BlankLine("Day and time"),
            Paragraph(f"If you are under {age}, {'both parents sign' if both else 'a parent or guardian signs'}, too:"),
            *(line for who in guardians for line in (BlankLine(f"{who}, name"), BlankLine("Signature"))),
        ],
    )
