"""What somebody else changed about a visit while it was open at a desk, in words."""

from collections.abc import Iterator

from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.desk_first import step_mark
from kiosk.people.client_book import Client
from kiosk.records.context import Context
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit
from kiosk.visits.visit_parts import DESK_STEP_WORDS


def changes(context: Context, before: tuple[Visit, Client], after: tuple[Visit, Client]) -> tuple[str, ...]:
    """Return what is different, and who did it where the visit says so; never an answer."""
    (old, old_client), (new, new_client) = before, after
    return (
        *_done(context, old, new),
        *_different("Now", standing(old), standing(new)),
        *_different("Next step", _step(context, old), _step(context, new)),
        *_different("Day", long_day(old.day), long_day(new.day)),
        *_different("Time", clock_time(old.start), clock_time(new.start)),
        *_different("With", old.practitioner, new.practitioner),
        *_different("Name", old_client.full_name, new_client.full_name),
        *_different("Consent", _consent(old), _consent(new)),
    )


def _done(context: Context, old: Visit, new: Visit) -> Iterator[str]:
    for step in new.desk_steps[len(old.desk_steps) :]:
        yield f"{clock_time(context.local(step.at))}  {step.by}: {DESK_STEP_WORDS.get(step.what, step.what)}"
    if len(new.desk_steps) < len(old.desk_steps):
        yield "The desk's last step was taken back"
    if new.raised and new.raised != old.raised:
        at = clock_time(context.local(new.raised.at))
        yield f"{at}  {new.raised.by} asks the practitioner to look first: {new.raised.reason}"
    elif old.raised and not new.raised:
        yield "“Look first” was taken back"
    if len(new.checkins) > len(old.checkins) > 0:
        yield "The client has answered again"


def _different(what: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{what}: {new or 'nothing'}" + (f", was {old}" if old else "")


def _step(context: Context, visit: Visit) -> str:
    mark = step_mark(visit, context.settings, context.today())
    return mark.words if mark else ""


def _consent(visit: Visit) -> str:
    consent = visit.checkin.consent if visit.checkin else None
    return "" if consent is None else "given" if consent.given else "refused"
