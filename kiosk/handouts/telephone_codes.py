"""What a telephone's camera takes from a screen: an appointment, the clinic's contact. Nothing about anybody's health.

What is said beside a code, and the words in one, are in the language that is spoken.
"""

from dataclasses import dataclass

from kiosk.core.language import tr
from kiosk.core.local_dates import begun, local_moment
from kiosk.core.settings import Settings
from kiosk.records.context import Context
from kiosk.visits.visit import Visit


@dataclass(frozen=True)
class Code:
    """What is in a code, and what is said beside it."""

    data: bytes
    hint: str


def appointment_codes(context: Context, visit: Visit) -> tuple[Code, ...]:
    """Return an appointment as a calendar entry and, for where that has no room, as words. Never the treatment."""
    from kiosk.handouts.calendar_entry import calendar_entry  # noqa: PLC0415 - its library is slow to load

    settings = context.settings
    name, made_at = settings.clinic_name, context.clock.now()
    entry = calendar_entry(name, visit.day, visit.start, settings.zone, visit_id=visit.id, made_at=made_at)
    when = local_moment(visit.day, visit.start)
    return (
        Code(entry, tr("Your telephone's camera can take it into your calendar.")),
        Code(f"{name}\n{begun(when)}".encode(), tr("Your telephone's camera can keep it.")),
    )


def contact_codes(settings: Settings) -> tuple[Code, ...]:
    """Return how the clinic is reached, as telephones keep it; nothing where the clinic does not say."""
    if settings.clinic_phone is None:
        return ()
    from segno import helpers  # noqa: PLC0415 - only where there is something to draw

    card = helpers.make_mecard_data(settings.clinic_name, phone=settings.clinic_phone)
    return (Code(card.encode(), tr("Your telephone's camera can keep our number.")),)
