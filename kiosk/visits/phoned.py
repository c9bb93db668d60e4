"""Taking visits off the list of whom to phone, once nobody can need to phone about them any more."""

from kiosk.core.actor import Actor
from kiosk.core.errors import NotFound
from kiosk.records import Reader
from kiosk.visits import to_phone
from kiosk.visits.books import Books
from kiosk.visits.visit import CAME, Visit


def shorten_phone_list(books: Books, actor: Actor) -> int:
    """Take off what is over; return how many visits. What the desk would still read stays."""
    with books.records.read() as reader:
        visits = {each.id: each for each in books.visits.to_phone(reader)}
        over = [id_ for id_ in to_phone.LIST.ids(reader) if _is_over(books, reader, visits.get(id_))]
    if over:
        with books.records.write(actor) as writer:
            again = [id_ for id_ in over if _is_over(books, writer, _still_kept(books, writer, id_))]
            to_phone.LIST.forget(writer, again)
    return len(over)


def _still_kept(books: Books, reader: Reader, visit_id: str) -> Visit | None:
    try:
        return books.visits.get(visit_id, reader)
    except NotFound:
        return None


def _is_over(books: Books, reader: Reader, visit: Visit | None) -> bool:
    """Tell whether a visit is removed, its day is over, its client came some time ago, or a later one was put off since."""
    if visit is None:
        return True
    if to_phone.is_rearranged(visit):
        return visit.day < books.today()
    if not to_phone.is_put_off(visit):
        return True
    later = [
        each
        for each in books.visits.of_client(visit.client_id, reader)
        if each.treatment == visit.treatment and (each.day, each.start) > (visit.day, visit.start)
    ]
    came = [each.day for each in later if each.state in CAME]
    is_followed = any(to_phone.is_put_off(each) for each in later)
    return is_followed or bool(came and books.today() - min(came) > to_phone.KEPT_AFTER_COMING)
