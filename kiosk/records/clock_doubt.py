"""Whether a terminal's clock can be believed: compared with the newest record, and with when terminals last agreed.

A clock that is behind the newest record, or more than a week after it, is in doubt. What a terminal writes while its
clock is in doubt proves nothing; so the moment before is kept, and every terminal is measured against that until staff
confirm the date. One whose clock is right is then in no doubt, whatever another one wrote.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed, RecordsUnavailable
from kiosk.core.phrases import day_and_time
from kiosk.records.context import Context
from kiosk.records.kinds import Kind
from kiosk.records.transaction import Writer

_ID: Final = "clock"
_MOST_DAYS_AWAY: Final = timedelta(days=7)
_SLACK: Final = timedelta(minutes=2)
_AGREED_FOR: Final = timedelta(days=1)


def clock_doubt(context: Context) -> str | None:
    """Say why staff must confirm the date at this terminal before any verdict, or nothing."""
    newest, now = context.records.last_change(), context.clock.now()
    with context.records.read() as reader:
        kept = reader.get(Kind.META, _ID) or {}
    if kept.get("confirmed_on") == context.today().isoformat():
        return None
    believed = datetime.fromisoformat(kept["believed"]) if kept.get("believed") else None
    measure = _measure(believed, newest)
    if measure is None:
        return None
    wrong = _wrong(now, measure)
    if wrong is None:
        if believed is not None and now - believed > _AGREED_FOR:
            # Forgotten once a clock that is right has written last; until then what is kept moves along with it.
            _keep(context, None if measure == newest else now)
        return None
    if believed is None:
        _keep(context, measure)
    return f"This terminal's clock says {day_and_time(context.local(now))}, {wrong}. Confirm the date (M at the desk), or set the clock."


def confirm_clock(context: Context, actor: Actor) -> None:
    """Confirm that this terminal's date is right; only staff may."""
    if actor.role == "client":
        raise NotAllowed("Only staff can confirm the date. Please come to the desk.")
    today = context.today().isoformat()
    with context.records.write(actor) as writer:
        _put(writer, {"believed": context.clock.now().isoformat(), "confirmed_on": today})
        writer.audit("clock.confirm", detail={"date": today})


def _measure(believed: datetime | None, newest: datetime | None) -> datetime | None:
    """Return the newest moment that a believed clock has written, as far as that can be told."""
    if believed is None or newest is None:
        return newest
    return newest if _wrong(newest, believed) is None else believed


def _wrong(moment: datetime, measure: datetime) -> str | None:
    if moment < measure - _SLACK:
        return "which is before the newest record"
    if moment - measure > _MOST_DAYS_AWAY:
        return "more than a week after the newest record"
    return None


def _keep(context: Context, believed: datetime | None) -> None:
    with suppress(RecordsUnavailable), context.records.write(context.actor_system()) as writer:
        _put(writer, {"believed": believed.isoformat() if believed else None})


def _put(writer: Writer, values: Mapping[str, Any]) -> None:
    before = writer.get(Kind.META, _ID)
    writer.put(Kind.META, {"id": _ID, **(before or {}), **values}, expect=before["revision"] if before else None)
