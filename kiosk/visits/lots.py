"""Which visits had a product of a lot: for each lot, the ids of the visits whose record names it."""

from typing import Final

from kiosk.records import Kind, Reader, Writer
from kiosk.visits.visit import Visit

_PREFIX: Final = "lot "


def lot_key(lot: str) -> str:
    """Return a lot as it is compared: without spaces, small letters like capitals."""
    return "".join(lot.split()).casefold()


def note_lots(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list of each lot that its record names."""
    if visit.session is None:
        return
    for lot in {lot_key(product.lot) for product in visit.session.products if product.lot}:
        kept = writer.get(Kind.META, _PREFIX + lot)
        ids = list(kept["visits"]) if kept else []
        if visit.id not in ids:
            document = {"id": _PREFIX + lot, "visits": [*ids, visit.id]}
            writer.put(Kind.META, document, expect=kept["revision"] if kept else None)


def ids_of_lot(reader: Reader, lot: str) -> tuple[str, ...]:
    """Return the ids of the visits whose record names a lot."""
    kept = reader.get(Kind.META, _PREFIX + lot_key(lot))
    return tuple(kept["visits"]) if kept else ()
