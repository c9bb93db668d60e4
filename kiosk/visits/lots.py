"""Which visits had a product of a lot: for each lot, the ids of the visits whose record names it."""

from typing import Final

from kiosk.records import Kind, Reader, Writer
from kiosk.visits.session import ProductUsed
from kiosk.visits.visit import Visit

_PREFIX: Final = "lot "


def lot_key(lot: str) -> str:
    """Return a lot as it is compared: without spaces, small letters like capitals."""
    return "".join(lot.split()).casefold()


def products_of_lot(visit: Visit, lot: str) -> tuple[ProductUsed, ...]:
    """Return the products of a lot that a visit's record names, signed or still to sign."""
    return tuple(each for each in visit.done.products if lot_key(each.lot) == lot_key(lot)) if visit.done else ()


def note_lots(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list of each lot that its record names."""
    if visit.done is None:
        return
    for lot in {lot_key(product.lot) for product in visit.done.products if product.lot}:
        kept = writer.get(Kind.META, _PREFIX + lot)
        ids = list(kept["visits"]) if kept else []
        if visit.id not in ids:
            document = {"id": _PREFIX + lot, "visits": [*ids, visit.id]}
            writer.put(Kind.META, document, expect=kept["revision"] if kept else None)


def ids_of_lot(reader: Reader, lot: str) -> tuple[str, ...]:
    """Return the ids of the visits whose record names a lot, or named it before it was signed."""
    kept = reader.get(Kind.META, _PREFIX + lot_key(lot))
    return tuple(kept["visits"]) if kept else ()
