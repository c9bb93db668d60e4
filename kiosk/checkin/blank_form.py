"""A treatment's questionnaire and consent on paper, to fill in by hand: for a client who wants paper, and for a day without power."""

from collections.abc import Iterator
from typing import Final

import rules
from kiosk.checkin.texts import client_texts, form_texts
from kiosk.core.answer_words import client_options
from kiosk.core.errors import BadInput, NotFound
from kiosk.core.language import ENGLISH, languages, speaking, tr
from kiosk.core.language_names import english_name
from kiosk.handouts.page import BlankLine, Line, Paper, Paragraph, Section, section
from kiosk.visits.books import Books
from kiosk.visits.consent import consent_text
from kiosk.visits.paper_language import for_clients
from rules import Protocol, Question, QuestionType
from rules.model import condition as conditions
from rules.model.condition import Condition

_SEVERAL: Final = frozenset({QuestionType.AREAS, QuestionType.ANY_OF})
_BOX: Final = "☐"
_NOTE_ROWS: Final = 4


def blank_form(books: Books, treatment: str, *, large: bool = False, language: str = ENGLISH) -> Paper:
    """Return the form of the protocol in force, in large print if wanted; BadInput for a language in which nobody signed its words."""
    protocol = books.protocols.get(treatment)
    if protocol is None:
        raise NotFound(f"There are no rules for the treatment “{treatment}”: there are {', '.join(books.protocols)}.")
    shown = for_clients(books, protocol, language) if language in languages() else None
    if shown is None:
        raise BadInput(_no_words(protocol, language))
    version = f"version {protocol.version}, {protocol.sha256[:8]}"
    signed = "" if books.library.in_force(treatment).signed else ", not signed by the lead"
    with speaking(language):
        return Paper(
            title=shown.title,
            lead=form_texts.how_to_fill_in(books.settings.clinic_name),
            foot=f"{protocol.title}, {version}{signed}",
            made_at=books.now(),
            sections=(
                section(
                    tr(form_texts.YOU),
                    [BlankLine(tr(each)) for each in (form_texts.NAME, form_texts.BIRTH, form_texts.TODAY)],
                ),
                section(*_privacy(books)),
                section(tr(form_texts.QUESTIONS), _questions(shown)),
                *_consent(books, protocol, shown, language),
            ),
            kind=f"Form {protocol.title}"
            if language == ENGLISH
            else f"Form {protocol.title}, {english_name(language)}",
            large=large,
            language=language,
        )


def form_languages(books: Books, treatment: str) -> tuple[str, ...]:
    """Return the languages in which there is a form of a treatment: English, and those whose words the lead signed."""
    signed = books.library.translations(treatment)
    return tuple(each for each in languages() if each == ENGLISH or each in signed)


def _no_words(protocol: Protocol, language: str) -> str:
    if language not in languages():
        return f"The kiosk has no words in “{language}”: it has {', '.join(languages())}. Leave it out for English."
    name = english_name(language)
    return f"Nobody has signed the {name} words of {protocol.title}: let the lead sign them first, or leave it out for English."


def _privacy(books: Books) -> tuple[str, list[Line]]:
    notice = client_texts.privacy(books.settings)
    return notice.title, [Paragraph(notice.short)]


def _questions(protocol: Protocol) -> Iterator[Line]:
    numbers = {question.id: number for number, question in enumerate(protocol.in_order, start=1)}
    for question in protocol.in_order:
        yield Paragraph(f"{numbers[question.id]}. {question.ask}", strong=True)
        if question.only_if is not None:
            yield Paragraph(form_texts.only_if(_gate(protocol, question.only_if, numbers)))
        if question.help:
            yield Paragraph(question.help)
        yield from _answers(question)


def _answers(question: Question) -> Iterator[Line]:
    if question.type is QuestionType.NOTE:
        yield Paragraph(tr(form_texts.MAY_BE_EMPTY))
        yield BlankLine("", rows=_NOTE_ROWS)
        return
    if question.type is QuestionType.LAST_TIME:
        yield BlankLine(tr(form_texts.DATE))
        yield Paragraph(tr(form_texts.ONLY_THE_MONTH))
    if question.type in _SEVERAL:
        more, empty = tr(form_texts.MORE_THAN_ONE), tr(form_texts.MAY_BE_EMPTY)
        yield Paragraph(f"{more} {empty}" if question.informational else more)
    # A box and its words stay on one line.
    yield Paragraph("    ".join(_boxed(option.label) for option in client_options(question)))


def _boxed(words: str) -> str:
    return f"{_BOX} {words}".replace(" ", "\xa0")


def _gate(protocol: Protocol, gate: Condition, numbers: dict[str, int]) -> str:
    """Say when a question is to be answered, by the numbers of those it depends on."""
    if isinstance(gate, conditions.All | conditions.AnyOf):
        parts = [_gate(protocol, part, numbers) for part in gate.parts]
        return form_texts.joined(parts, all_of_them=isinstance(gate, conditions.All))
    first, *more = gate.questions
    at = numbers[first]
    if isinstance(gate, conditions.Meets):
        return form_texts.same_place(at, numbers[more[0]])
    if isinstance(gate, conditions.ApartFrom):
        return form_texts.no_same_place(at, numbers[more[0]])
    if isinstance(gate, conditions.LessThanAgo):
        return form_texts.less_than_ago(gate.less_than_ago, at)
    if isinstance(gate, conditions.Written):
        return form_texts.wrote_something(at)
    options = (gate.includes,) if isinstance(gate, conditions.Includes) else gate.options
    return form_texts.ticked([protocol.question(first).label(option) for option in options], at)


def _consent(books: Books, protocol: Protocol, shown: Protocol, language: str) -> Iterator[Section]:
    """Yield the consent as it is read, without what only answers would add, and where to sign."""
    nothing = rules.resolve(protocol, {}, answered_on=books.today())
    text = consent_text("", protocol, nothing, looked_at_first=False, shown=shown, language=language)
    lines: list[Line] = []
    for part in text.parts:
        lines += [Paragraph(part.heading, strong=True)] if part.heading else []
        lines.append(Paragraph(part.text))
    yield section(text.title, lines)
    age, both = books.settings.age_of_consent, books.settings.both_parents
    guardians = map(tr, (form_texts.MOTHERS_NAME, form_texts.FATHERS_NAME) if both else (form_texts.GUARDIANS_NAME,))
    yield section(
        tr(form_texts.TO_SIGN),
        [
            Paragraph("        ".join(_boxed(tr(each)) for each in (form_texts.YES, form_texts.NO))),
            *(BlankLine(tr(each)) for each in (form_texts.YOUR_NAME, form_texts.SIGNATURE, form_texts.WHEN)),
            Paragraph(form_texts.also_signs(age, both=both)),
            *(BlankLine(each) for who in guardians for each in (who, tr(form_texts.SIGNATURE))),
        ],
    )
