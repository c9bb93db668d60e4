"""By how many minutes a practitioner runs late today, as somebody said it; gone the next day."""

from collections.abc import Mapping
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.records import Kind, Reader
from kiosk.visits.books import Books

MOST_MINUTES: Final = 240
_LATE: Final = "running-late"


def minutes_late(books: Books, reader: Reader) -> Mapping[str, int]:
    """Return the minutes by practitioner, as they were said today."""
    kept = reader.get(Kind.META, _LATE)
    return kept["minutes"] if kept and kept["day"] == books.today().isoformat() else {}


def say_running_late(books: Books, practitioner: str, minutes: int, actor: Actor) -> None:
    """Keep by how many minutes a practitioner runs late; 0 if they don't. `BadInput` beyond `MOST_MINUTES`."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise BadInput(f"Name the minutes as a number from 0 to {MOST_MINUTES}.")
    with books.records.write(actor) as writer:
        before = writer.get(Kind.META, _LATE)
        late = {**minutes_late(books, writer), practitioner: minutes}
        writer.put(
            Kind.META,
            {"id": _LATE, "day": books.today().isoformat(), "minutes": {name: n for name, n in late.items() if n}},
            expect=before["revision"] if before else None,
        )
        writer.audit("practitioner.late", detail={"practitioner": practitioner, "minutes": minutes})
