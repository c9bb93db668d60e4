"""What a client takes home from a visit, each on half a sheet: the slip, how to prepare, a copy of the consent, after-care, advice."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import chain, count
from pathlib import Path
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.language import ENGLISH, speaking
from kiosk.core.new_file import write_output
from kiosk.core.settings import Settings
from kiosk.handouts import client_papers
from kiosk.handouts.consent_copy import consent_copy
from kiosk.handouts.page import Paper
from kiosk.handouts.telephone_codes import Code, appointment_codes, contact_codes
from kiosk.visits import afterwards, bring_back
from kiosk.visits.books import Books
from kiosk.visits.kept_language import own_language
from kiosk.visits.paper_language import PaperLanguage, for_clients, paper_language
from kiosk.visits.visit import Visit, VisitState


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


SaidToClient = Callable[[str], Sequence[str]]
"""Returns sentences to the client in a language."""


def nothing_said(language: str) -> tuple[str, ...]:  # noqa: ARG001 - nothing, in any language
    """Say nothing to the client."""
    return ()


def possible(books: Books, visit: Visit) -> tuple[TakeAway, ...]:
    """Return the papers there are for a visit as it stands."""
    consent = visit.checkin.consent if visit.checkin else None
    ahead = afterwards.appointment_ahead(books, visit)
    there = {
        TakeAway.SLIP: ahead is not None,
        TakeAway.PREPARE: ahead is not None and _asks_to_prepare(books, ahead),
        TakeAway.CONSENT: consent is not None and consent.given,
        TakeAway.AFTER_CARE: visit.state is VisitState.finished or visit.is_to_finish,
        TakeAway.ADVICE: bring_back.mentions_lesion(visit),
    }
    return tuple(what for what, is_there in there.items() if is_there)


def _asks_to_prepare(books: Books, visit: Visit) -> bool:
    protocol = books.protocols.get(visit.treatment)
    return protocol is not None and bool(protocol.prepare)


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


def paper_of(
    books: Books, visit: Visit, what: TakeAway, said: SaidToClient = nothing_said, *, english: bool = False
) -> Paper:
    """Return a paper of a visit in the client's language, or in English if asked for; NotAllowed where there is none.

    `said` says what the slip tells the client besides, in a language.
    """
    wanted = own_language(books.clients.get(visit.client_id), (visit,))
    match what:
        case TakeAway.SLIP:
            ahead = _ahead(books, visit, "No appointment is booked, so there is no slip.")
            chosen = paper_language(books, wanted, english=english)
            return _in(chosen, lambda: client_papers.appointment_slip(books, ahead, said(chosen.code)))
        case TakeAway.PREPARE:
            return _how_to_prepare(books, visit, wanted, english=english)
        case TakeAway.CONSENT:
            with books.records.read() as reader:
                return consent_copy(books, reader, visit, books.clients.get(visit.client_id, reader))
        case TakeAway.AFTER_CARE:
            return _after_care(books, visit, wanted, english=english)
        case TakeAway.ADVICE:
            if not bring_back.mentions_lesion(visit):
                raise NotAllowed("Nothing at this visit asks for a doctor to look.")
            return _in(paper_language(books, wanted, english=english), lambda: client_papers.doctors_slip(books))


def _in(chosen: PaperLanguage, make: Callable[[], Paper]) -> Paper:
    """Make a paper in the language that was chosen for it, and let it tell staff why."""
    with speaking(chosen.code):
        return replace(make(), language=chosen.code, told=chosen.told)


def _ahead(books: Books, visit: Visit, otherwise: str) -> Visit:
    ahead = afterwards.appointment_ahead(books, visit)
    if ahead is None:
        raise NotAllowed(otherwise)
    return ahead


def _how_to_prepare(books: Books, visit: Visit, wanted: str, *, english: bool) -> Paper:
    nothing = "No appointment is booked that asks for anything before it."
    ahead = _ahead(books, visit, nothing)
    protocol = books.protocols.get(ahead.treatment)
    if protocol is None or not protocol.prepare:
        raise NotAllowed(nothing)
    chosen = paper_language(books, wanted, protocol, english=english)
    words = for_clients(books, protocol, chosen.code) or protocol
    return _in(chosen, lambda: client_papers.how_to_prepare(books, ahead, words))


def _after_care(books: Books, visit: Visit, wanted: str, *, english: bool) -> Paper:
    if visit.state is not VisitState.finished and not visit.is_to_finish:
        raise NotAllowed("There is no after-care yet: the session is not finished.")
    protocol = books.judge.rules_of(visit)
    chosen = paper_language(books, wanted, protocol, english=english)
    words = for_clients(books, protocol, chosen.code) or protocol
    concerned = {each.id for each in afterwards.care_after(books, visit)}
    items = [each for each in words.aftercare if each.id in concerned]
    return _in(chosen, lambda: client_papers.after_care(books, visit, words.title, items))


def codes_of(books: Books, visit: Visit, what: TakeAway, language: str = ENGLISH) -> tuple[Code, ...]:
    """Return what may stand as a code beside a paper on a screen: the first that has room is shown. Never a consent."""
    ahead = afterwards.appointment_ahead(books, visit)
    with speaking(language):
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
