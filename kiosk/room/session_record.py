"""What a practitioner notes of a session: the words that need not be typed, and what is refused."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.room.open_products import checked_product
from kiosk.visits.session import MachineSettings, ProductUsed, SessionDetails

SKIN_BEFORE: Final = ("As usual", "Dry", "Oily", "Red", "Sensitive", "Uneven", "Tanned")
SKIN_AFTER: Final = ("Calm", "Pink", "Red", "Warm", "Dry", "Small bruise", "Red dots", "Scrape")
TIPS: Final = ("Crystals", "Fine tip", "Medium tip", "Coarse tip")
SUCTIONS: Final = ("Low", "Medium", "High")
MOST_PASSES: Final = 20
_LONGEST: Final = 60
_MOST_WORDS: Final = 12


def checked_session(details: SessionDetails, today: date) -> SessionDetails:
    """Return the details as they are kept: clean, within bounds, and no product that had expired without a word why."""
    machine = details.machine
    if machine.passes is not None and not 1 <= machine.passes <= MOST_PASSES:
        raise BadInput(f"Passes are a number from 1 to {MOST_PASSES}.")
    return SessionDetails(
        machine=MachineSettings(
            device=clean(machine.device, _LONGEST),
            tip=clean(machine.tip, _LONGEST),
            suction=clean(machine.suction, _LONGEST),
            passes=machine.passes,
        ),
        skin_before=_words(details.skin_before),
        skin_after=_words(details.skin_after),
        products=tuple(_product(each, today) for each in details.products),
    )


def _words(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (clean(each, _LONGEST) for each in said))))[:_MOST_WORDS]


def _product(product: ProductUsed, today: date) -> ProductUsed:
    kept = checked_product(product)
    if kept.has_expired(today) and not kept.in_spite:
        raise BadInput(f"{kept.name} has expired. Choose another, or write why it was used.")
    return kept
