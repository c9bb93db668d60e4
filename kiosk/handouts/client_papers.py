"""The papers that a client takes home, in the language that is spoken while they are made. None says more than it should."""

from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.core.language import tr, tr_later
from kiosk.core.local_dates import begun, local_day, local_moment
from kiosk.core.settings import Settings
from kiosk.handouts.page import BlankLine, Line, Paper, Paragraph, Section, section
from kiosk.handouts.telephone_codes import appointment_codes
from kiosk.visits import afterwards
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit
from rules import AfterCare, Protocol, When

ADVICE: Final = tr_later(
    "Please have a doctor look at one place on your skin, just to be safe. Let us know when they have."
)
WHEN_WORDS: Final = {
    When.AT_ONCE: tr_later("Now"),
    When.TONIGHT: tr_later("Tonight"),
    When.UNTIL_NEXT_MORNING: tr_later("Until tomorrow morning"),
    When.NEXT_MORNING: tr_later("Tomorrow morning"),
    When.IN_SUN: tr_later("In the sun"),
    When.ANY_TIME: tr_later("At any time"),
}


def appointment_slip(books: Books, ahead: Visit, said: Iterable[str]) -> Paper:
    """Return when to come and where, never what for; `said` are sentences to the client."""
    return Paper(
        title=tr("Your next appointment"),
        lead=books.settings.clinic_name,
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(section(begun(_when(ahead)), [Paragraph(each) for each in said]), *_contact(books.settings)),
        kind="Appointment",
        size="A5",
        code=appointment_codes(books, ahead)[0].data,
    )


def how_to_prepare(books: Books, ahead: Visit, protocol: Protocol) -> Paper:
    """Return what a client does before they come. It names the treatment and nobody."""
    return Paper(
        title=tr("How to prepare"),
        lead=protocol.title,
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(
            section(tr("Before you come"), [Paragraph(each.text) for each in protocol.prepare]),
            section(tr("Your appointment: {day_and_time}.").format(day_and_time=_when(ahead)), []),
            *_contact(books.settings),
        ),
        kind="How to prepare",
        size="A5",
    )


def after_care(books: Books, visit: Visit, title: str, items: Iterable[AfterCare]) -> Paper:
    """Return what the client does at home, in order of time, and when to come again. It names the treatment and nobody."""
    told = tuple(items)
    parts = [
        section(tr(words), [Paragraph(item.text) for item in told if item.when is when])
        for when, words in WHEN_WORDS.items()
        if any(item.when is when for item in told)
    ]
    nothing = section(tr("At home"), [Paragraph(tr("There is nothing special to do."))])
    return Paper(
        title=tr("After your treatment"),
        lead=title,
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(*(parts or [nothing]), *_again(books, visit), *_contact(books.settings)),
        kind="After-care",
        size="A5",
    )


def doctors_slip(books: Books) -> Paper:
    """Return the advice to see a doctor, with lines for what the doctor says. It names nobody and no condition."""
    return Paper(
        title=tr("Please see a doctor"),
        lead=tr("{clinic}, {day}").format(clinic=books.settings.clinic_name, day=local_day(books.today())),
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(
            section(tr("Our advice"), [Paragraph(tr(ADVICE))]),
            section(
                tr("For the doctor"),
                [BlankLine(tr("Looked at on")), BlankLine(tr("By")), BlankLine(tr("Found"), rows=2)],
            ),
            *_contact(books.settings),
        ),
        kind="Advice",
        size="A5",
    )


def _when(visit: Visit) -> str:
    return local_moment(visit.day, visit.start)


def _again(books: Books, visit: Visit) -> Iterator[Section]:
    ahead, today = afterwards.appointment_ahead(books, visit), books.today()
    window = afterwards.window_after(books, visit)
    if ahead is not None:
        yield section(tr("Your next appointment: {day_and_time}.").format(day_and_time=_when(ahead)), [])
    elif window is not None:
        first, last = (local_day(each, today) for each in window)
        yield section(tr("Next session: {first} to {last}.").format(first=first, last=last), [])


def _contact(settings: Settings) -> Iterator[Section]:
    lines: list[Line] = [Paragraph(each) for each in (settings.clinic_phone, settings.clinic_address) if each]
    if lines:
        yield section(settings.clinic_name, lines)
