"""The products that are open in a room today, scanned or typed once in the morning, and the names of those scanned before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.gs1 import read_label
from kiosk.records import Kind, Reader
from kiosk.records.context import Context
from kiosk.visits.session import ProductUsed

_OPEN: Final = "open-products "
_NAMES: Final = "product-names"
_LONGEST_NAME: Final = 60
_LONGEST_LOT: Final = 20
_MOST_NAMES: Final = 500


@dataclass(frozen=True)
class OpenProducts:
    """What one terminal's room has open. Each morning begins with none."""

    context: Context
    actor: Actor

    def today(self) -> tuple[ProductUsed, ...]:
        """Return what was scanned or typed in here today, in that order."""
        with self.context.records.read() as reader:
            return self._of_today(reader)

    def names(self) -> tuple[str, ...]:
        """Return the names of all products that were named here or in another room, in order."""
        with self.context.records.read() as reader:
            kept = reader.get(Kind.META, _NAMES)
        return tuple(sorted(set(kept["names"].values()), key=str.casefold)) if kept else ()

    def scanned(self, text: str) -> ProductUsed:
        """Return what a scanned label says; without a name if a product of its number was never named."""
        label = read_label(text, self.context.today())
        with self.context.records.read() as reader:
            kept = reader.get(Kind.META, _NAMES)
        name = kept["names"].get(label.gtin, "") if kept and label.gtin else ""
        return ProductUsed(name=name, lot=label.lot, expires=label.expires, gtin=label.gtin, serial=label.serial)

    def add(self, product: ProductUsed) -> tuple[ProductUsed, ...]:
        """Put a product on today's list, and keep its name for the next scan."""
        kept = checked_product(product)
        return self._keep((*(each for each in self.today() if each != kept), kept), kept)

    def put_away(self, product: ProductUsed) -> tuple[ProductUsed, ...]:
        """Take a product off today's list."""
        return self._keep(tuple(each for each in self.today() if each != product))

    def _keep(self, products: Sequence[ProductUsed], named: ProductUsed | None = None) -> tuple[ProductUsed, ...]:
        document_id = _OPEN + self.context.terminal
        with self.context.records.write(self.actor) as writer:
            before = writer.get(Kind.META, document_id)
            document = {
                "id": document_id,
                "day": self.context.today().isoformat(),
                "products": [each.model_dump(mode="json") for each in products],
            }
            writer.put(Kind.META, document, expect=before["revision"] if before else None)
            if named is not None:
                kept = writer.get(Kind.META, _NAMES)
                names = dict(kept["names"]) if kept else {}
                number = named.gtin or named.name
                if names.get(number) != named.name and len(names) < _MOST_NAMES:
                    renamed = {"id": _NAMES, "names": {**names, number: named.name}}
                    writer.put(Kind.META, renamed, expect=kept["revision"] if kept else None)
            return self._of_today(writer)

    def _of_today(self, reader: Reader) -> tuple[ProductUsed, ...]:
        kept = reader.get(Kind.META, _OPEN + self.context.terminal)
        if kept is None or kept["day"] != self.context.today().isoformat():
            return ()
        return tuple(ProductUsed.model_validate(each) for each in kept["products"])


def checked_product(product: ProductUsed) -> ProductUsed:
    """Return a product as it is kept: clean, with a name."""
    name, lot = clean(product.name, _LONGEST_NAME), "".join(clean(product.lot, 2 * _LONGEST_LOT).split())
    if not name:
        raise BadInput("Name the product that was used.")
    if len(lot) > _LONGEST_LOT:
        raise BadInput(f"A lot has at most {_LONGEST_LOT} characters. Look at the label again.")
    words = {"in_spite": clean(product.in_spite), "lot_unknown": clean(product.lot_unknown)}
    return product.model_copy(update={"name": name, "lot": lot, **words})


def usable(products: Sequence[ProductUsed], today: date) -> tuple[ProductUsed, ...]:
    """Return the products that have not expired: those that one touch may choose."""
    return tuple(each for each in products if not each.has_expired(today))
