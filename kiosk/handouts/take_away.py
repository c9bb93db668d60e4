"""What a client takes home from a visit, each on half a sheet: the slip, how to prepare, a copy of the consent, after-care, advice."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.new_file import write_output
from kiosk.core.phrases import clock_time, long_day
from kiosk.core.settings import Settings
from kiosk.handouts.consent_copy import consent_copy
from kiosk.handouts.page import BlankLine, Line, Paper, Paragraph, Section, section
from kiosk.handouts.telephone_codes import Code, appointment_codes, contact_codes
from kiosk.visits import afterwards, bring_back
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit, VisitState
from rules import When, day_in_words


class TakeAway(StrEnum):
    """One kind of paper."""

    SLIP = "slip"
    PREPARE = "prepare"
    CONSENT = "consent"
    AFTER_CARE = "after-care"
    ADVICE = "advice"


LABELS: Final = {
    TakeAway.SLIP: "The appointment",
    TakeAway.PREPARE: "How to prepare",
    TakeAway.CONSENT: "Copy of the consent",
    TakeAway.AFTER_CARE: "After-care",
    TakeAway.ADVICE: "Advice to see a doctor",
}
ADVICE: Final = "Please have a doctor look at one place on your skin, just to be safe. Let us know when they have."
WHEN_WORDS: Final = {
    When.AT_ONCE: "Now",
    When.TONIGHT: "Tonight",
    When.UNTIL_NEXT_MORNING: "Until tomorrow morning",
    When.NEXT_MORNING: "Tomorrow morning",
    When.IN_SUN: "In the sun",
    When.ANY_TIME: "At any time",
}


def possible(books: Books, visit: Visit) -> tuple[TakeAway, ...]:
    """Return the papers there are for a visit as it stands."""
    consent = visit.checkin.consent if visit.checkin else None
    ahead = afterwards.appointment_ahead(books, visit)
    there = {
        TakeAway.SLIP: ahead is not None,
        TakeAway.PREPARE: ahead is not None and bool(_to_prepare(books, ahead)),
        TakeAway.CONSENT: consent is not None and consent.given,
        TakeAway.AFTER_CARE: visit.state is VisitState.finished or visit.is_to_finish,
        TakeAway.ADVICE: bring_back.mentions_lesion(visit),
    }
    return tuple(what for what, is_there in there.items() if is_there)


def at_desk(books: Books, visit: Visit) -> tuple[TakeAway, ...]:
    """Return the papers that the desk can show, print or save; that there is advice to see a doctor tells of a condition."""
    printing = books.settings.printing
    goes_out = bool(printing.printer or printing.folder)
    return tuple(
        each
        for each in possible(books, visit)
        if is_shown_at_desk(each, books.settings) or (goes_out and each is not TakeAway.ADVICE)
    )


def is_shown_at_desk(what: TakeAway, settings: Settings) -> bool:
    """Tell whether the desk reads a paper: not what may name a condition or a medicine, unless it may."""
    return what is TakeAway.SLIP or settings.desk_sees_conditions


def paper_of(books: Books, visit: Visit, what: TakeAway, said: tuple[str, ...] = ()) -> Paper:
    """Return a paper of a visit; `said` are sentences to the client for the slip. NotAllowed where there is none."""
    match what:
        case TakeAway.SLIP:
            return _slip(books, visit, said)
        case TakeAway.PREPARE:
            return _how_to_prepare(books, visit)
        case TakeAway.CONSENT:
            with books.records.read() as reader:
                return consent_copy(books, reader, visit, books.clients.get(visit.client_id, reader))
        case TakeAway.AFTER_CARE:
            return _after_care(books, visit)
        case TakeAway.ADVICE:
            return _advice(books, visit)


def _slip(books: Books, visit: Visit, said: tuple[str, ...] = ()) -> Paper:
    """Return when to come and where, never what for."""
    ahead = afterwards.appointment_ahead(books, visit)
    if ahead is None:
        raise NotAllowed("No appointment is booked, so there is no slip.")
    when = f"{long_day(ahead.day)}, {clock_time(ahead.start)}"
    return Paper(
        title="Your next appointment",
        lead=books.settings.clinic_name,
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(section(when, [Paragraph(each) for each in said]), *_contact(books.settings)),
        kind="Appointment",
        size="A5",
        code=appointment_codes(books, ahead)[0].data,
    )


def _how_to_prepare(books: Books, visit: Visit) -> Paper:
    """Return what a client does before they come. It names the treatment and nobody."""
    ahead = afterwards.appointment_ahead(books, visit)
    to_do = _to_prepare(books, ahead) if ahead is not None else ()
    if ahead is None or not to_do:
        raise NotAllowed("No appointment is booked that asks for anything before it.")
    when = f"{long_day(ahead.day)}, {clock_time(ahead.start)}"
    return Paper(
        title="How to prepare",
        lead=books.titles().get(ahead.treatment, ahead.treatment),
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(
            section("Before you come", [Paragraph(each) for each in to_do]),
            section(f"Your appointment: {when}.", []),
            *_contact(books.settings),
        ),
        kind="How to prepare",
        size="A5",
    )


def _to_prepare(books: Books, visit: Visit) -> tuple[str, ...]:
    protocol = books.protocols.get(visit.treatment)
    return tuple(each.text for each in protocol.prepare) if protocol is not None else ()


def _after_care(books: Books, visit: Visit) -> Paper:
    """Return what the client does at home, in order of time, and when to come again. It names the treatment and nobody."""
    if visit.state is not VisitState.finished and not visit.is_to_finish:
        raise NotAllowed("There is no after-care yet: the session is not finished.")
    items = afterwards.care_after(books, visit)
    parts = [
        section(words, [Paragraph(item.text) for item in items if item.when is when])
        for when, words in WHEN_WORDS.items()
        if any(item.when is when for item in items)
    ]
    nothing = section("At home", [Paragraph("There is nothing special to do.")])
    return Paper(
        title="After your treatment",
        lead=books.titles().get(visit.treatment, visit.treatment),
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(*(parts or [nothing]), *_again(books, visit), *_contact(books.settings)),
        kind="After-care",
        size="A5",
    )


def _advice(books: Books, visit: Visit) -> Paper:
    """Return the advice to see a doctor, with lines for what the doctor says. It names nobody and no condition."""
    if not bring_back.mentions_lesion(visit):
        raise NotAllowed("Nothing at this visit asks for a doctor to look.")
    return Paper(
        title="Please see a doctor",
        lead=f"{books.settings.clinic_name}, {day_in_words(books.today())}",
        foot=books.settings.clinic_name,
        made_at=books.now(),
        sections=(
            section("Our advice", [Paragraph(ADVICE)]),
            section("For the doctor", [BlankLine("Looked at on"), BlankLine("By"), BlankLine("Found", rows=2)]),
            *_contact(books.settings),
        ),
        kind="Advice",
        size="A5",
    )


def _again(books: Books, visit: Visit) -> Iterator[Section]:
    ahead, today = afterwards.appointment_ahead(books, visit), books.today()
    window = afterwards.window_after(books, visit)
    if ahead is not None:
        yield section(f"Your next appointment: {long_day(ahead.day)}, {clock_time(ahead.start)}.", [])
    elif window is not None:
        days = f"{day_in_words(window[0], today)} to {day_in_words(window[1], today)}"
        yield section(f"Next session: {days}.", [])


def _contact(settings: Settings) -> Iterator[Section]:
    lines: list[Line] = [Paragraph(each) for each in (settings.clinic_phone, settings.clinic_address) if each]
    if lines:
        yield section(settings.clinic_name, lines)


def codes_of(books: Books, visit: Visit, what: TakeAway) -> tuple[Code, ...]:
    """Return what may stand as a code beside a paper on a screen: the first that has room is shown. Never a consent."""
    ahead = afterwards.appointment_ahead(books, visit)
    if what is TakeAway.SLIP and ahead is not None:
        return appointment_codes(books, ahead)
    return () if what in (TakeAway.SLIP, TakeAway.CONSENT) else contact_codes(books.settings)


def hand_out(books: Books, actor: Actor, visit: Visit, paper: Paper, printer: str = "") -> str:
    """Print a paper of a visit; return what to say. It is in the audit trail once the printer has it."""
    from kiosk.handouts.printing import print_paper  # noqa: PLC0415 - the PDF library is slow to load

    name = print_paper(paper, books.settings.printing, printer)
    note_handed_out(books, actor, visit, paper, "printed")
    return f"{paper.kind}: sent to the printer “{name}”."


def save_paper(books: Books, actor: Actor, visit: Visit, paper: Paper) -> str:
    """Write a paper into the folder that is set, under a name that says nobody; return what to say."""
    from kiosk.handouts.pdf import to_pdf  # noqa: PLC0415 - slow to load

    folder = books.settings.printing.folder
    if not folder:
        raise BadInput("No folder for papers is set on this machine: write printing.folder in clinic.toml.")
    at = books.now().replace(tzinfo=None).isoformat(timespec="seconds").replace(":", "")
    stem = f"{paper.kind.casefold().replace(' ', '-')}-{at}"
    names = (Path(folder) / f"{stem}{more}.pdf" for more in chain(("",), (f"-{number}" for number in count(2))))
    file = next(name for name in names if not name.exists())
    write_output(file, to_pdf(paper))
    note_handed_out(books, actor, visit, paper, "saved")
    return f"Saved as {file.name} in {folder}."


def note_handed_out(books: Books, actor: Actor, visit: Visit, paper: Paper, how: str) -> None:
    """Note in the audit trail that a paper left the machine."""
    with books.records.write(actor) as writer:
        detail = {"visit": visit.id, "paper": paper.kind, "how": how}
        writer.audit("visit.hand_out", subject=visit.client_id, detail=detail)
