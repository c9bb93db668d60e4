"""What a machine prints by itself once a day, at opening: the morning list, and blank forms for whoever wants paper."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.errors import KioskError, NotFound, NotPrinted
from kiosk.core.language import ENGLISH
from kiosk.handouts.page import Paper
from kiosk.records import Kind, Reader, Writer
from kiosk.records.machine import machine_id
from kiosk.visits.books import Books
from kiosk.visits.kept_language import own_language

LABELS: Final[Mapping[str, str]] = {
    "morning-list": "The morning list",
    "forms": "Blank forms",
    "forms-large": "Blank forms, large print",
}
_AGAIN_AFTER: Final = timedelta(minutes=10)


def print_at_opening(books: Books, actor: Actor) -> None:
    """Print what is due on this machine. May be called often, at any number of its terminals: each paper is printed once.

    What the printer refuses is tried again after ten minutes; until then every desk reads why (`not_printed`).
    """
    if not _is_time(books):
        return
    for what in books.settings.printing.at_opening:
        if _claim(books, actor, what):
            try:
                print_opening_paper(books, actor, what)
            except (NotPrinted, NotFound) as error:
                _give_back(books, actor, what, error)
                return


def print_opening_paper(books: Books, actor: Actor, what: str) -> str:
    """Print one of them now, whatever was printed before; return what to say."""
    from kiosk.handouts.printing import print_paper  # noqa: PLC0415 - the PDF library is slow to load

    papers = tuple(_papers(books, what))
    name = [print_paper(paper, books.settings.printing) for paper in papers][-1]
    with books.records.write(actor) as writer:
        writer.audit("desk.opening_paper", detail={"paper": what, "day": books.today().isoformat()})
        if what in books.settings.printing.at_opening:
            done = _kept(books, writer).get("done", ())
            _keep(books, writer, {"done": [*dict.fromkeys((*done, what))]})
    return f"Sent to the printer “{name}”."


def not_printed(books: Books) -> str | None:
    """Say why a paper of this morning is not printed on this machine yet, or nothing."""
    if not books.settings.printing.at_opening:
        return None
    with books.records.read() as reader:
        kept = _kept(books, reader)
    return str(kept["refused"]) if kept.get("refused") else None


def _is_time(books: Books) -> bool:
    """Tell whether there is something to print on this day, and it is late enough."""
    printing, now = books.settings.printing, books.now()
    if not printing.at_opening or now.time() < printing.not_before or books.clock_doubt() is not None:
        return False
    with books.records.read() as reader:
        kept = _kept(books, reader)
        if set(printing.at_opening) <= set(kept.get("done", ())):
            return False
        tried = kept.get("refused_at")
        if tried and books.clock.now() - datetime.fromisoformat(tried) < _AGAIN_AFTER:
            return False
        return bool(books.visits.of_day(now.date(), reader))


def _papers(books: Books, what: str) -> Iterator[Paper]:
    from kiosk.checkin.blank_form import blank_form, form_languages  # noqa: PLC0415 - with it comes what a check-in needs
    from kiosk.desk.morning_list import morning_list  # noqa: PLC0415

    if what == "morning-list":
        yield morning_list(books, books.today())
        return
    wanted = _languages_of_today(books)
    for treatment in books.protocols:
        for language in form_languages(books, treatment):
            if language in wanted:
                yield blank_form(books, treatment, large=what == "forms-large", language=language)


def _languages_of_today(books: Books) -> frozenset[str]:
    """Return English, and what today's clients read."""
    with books.records.read() as reader:
        visits = books.visits.of_day(books.today(), reader)
        read = (own_language(books.clients.get(each.client_id, reader), (each,)) for each in visits)
        return frozenset((ENGLISH, *read))


def _claim(books: Books, actor: Actor, what: str) -> bool:
    """Take a paper on; False where this or another terminal of this machine has."""
    with books.records.write(actor) as writer:
        kept = _kept(books, writer)
        if what in kept.get("done", ()):
            return False
        _keep(books, writer, {"done": [*kept.get("done", ()), what]})
        return True


def _give_back(books: Books, actor: Actor, what: str, error: KioskError) -> None:
    with books.records.write(actor) as writer:
        done = [each for each in _kept(books, writer).get("done", ()) if each != what]
        at = books.clock.now().isoformat()
        _keep(books, writer, {"done": done, "refused": error.sentence, "refused_at": at})


def _kept(books: Books, reader: Reader) -> dict[str, Any]:
    """Return what this machine has printed today."""
    found = reader.get(Kind.META, _id(books))
    return found if found is not None and found["day"] == books.today().isoformat() else {}


def _keep(books: Books, writer: Writer, says: dict[str, Any]) -> None:
    before = writer.get(Kind.META, _id(books))
    document = {"id": _id(books), "day": books.today().isoformat(), **says}
    writer.put(Kind.META, document, expect=before["revision"] if before else None)


def _id(books: Books) -> str:
    """Return the name of what is kept: where several machines share the records, each has a printer of its own."""
    return "opening-papers" if books.records.is_embedded else f"opening-papers-{machine_id(books.folder)}"
