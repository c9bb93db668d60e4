"""Which visits had a product of a lot: for each lot, the ids of the visits whose record names it."""

from typing import Final

from kiosk.records import Writer
from kiosk.visits.id_list import IdList
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
        list_of_lot(lot).note(writer, visit.id)


def list_of_lot(lot: str) -> IdList:
    """Return the list of the visits whose record names a lot, or named it before it was signed."""
    return IdList(_PREFIX + lot_key(lot))
