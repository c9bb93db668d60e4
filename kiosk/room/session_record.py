"""What a practitioner notes of a session: the words that need not be typed, and what is refused."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput
from kiosk.room.finish_form import SessionDraft
from kiosk.room.open_products import checked_product
from kiosk.visits.books import Books
from kiosk.visits.session import MachineSettings, ProductUsed, Session, SessionDetails, SessionToSign
from kiosk.visits.visit import Visit
from rules import PlannedStep

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


def session_done(
    books: Books,
    visit: Visit,
    planned: Sequence[PlannedStep],
    *,
    areas: Sequence[str],
    steps: Sequence[str],
    notes: str,
    details: SessionDetails,
) -> Session:
    """Return the record of a session; what was planned and not done is left out. It was over when that was said, or now."""
    protocol = books.judge.rules_of(visit)
    if not areas or not set(areas) <= {option.id for option in protocol.question("area").options}:
        raise BadInput("Choose the areas that were treated.")
    if not set(steps) <= {step.id for step in protocol.steps}:
        raise BadInput("Choose the steps that were done from the list.")
    return Session(
        areas=tuple(areas),
        steps=tuple(steps),
        left_out=tuple(each.step.id for each in planned if each.included and each.step.id not in steps),
        notes=clean_note(notes),
        done_at=visit.to_sign.since if visit.to_sign else books.clock.now(),
        **dict(checked_session(details, books.today())),
    )


def session_to_sign(books: Books, visit: Visit, filled: SessionDraft, *, by: str) -> SessionToSign:
    """Return what was filled in of a session whose record is signed later."""
    return SessionToSign(
        areas=filled.areas,
        steps=filled.steps,
        notes=clean_note(filled.note),
        by=by,
        since=visit.to_sign.since if visit.to_sign else books.clock.now(),
        **dict(checked_session(filled.details, books.today())),
    )


def _words(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (clean(each, _LONGEST) for each in said))))[:_MOST_WORDS]


def _product(product: ProductUsed, today: date) -> ProductUsed:
    kept = checked_product(product)
    if kept.has_expired(today) and not kept.in_spite:
        raise BadInput(f"{kept.name} has expired. Choose another, or write why it was used.")
    return kept
