"""Finding out who is at the kiosk, and telling nobody who does not know already."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.core.language import tr
from kiosk.core.typed_dates import typed_day
from kiosk.people.names import name_key
from kiosk.records import Kind, Reader
from kiosk.records.context import Context

WINDOW = timedelta(minutes=10)
FREE_TRIES = 3
LONGEST_WAIT = 60
_OLDEST = 130
WHAT = "identify"


def read_birth_date(day: str | int, month: str | int, year: str | int, today: date) -> date:
    """Return a date of birth from its three fields; BadInput says in words what is wrong."""
    fields = {"d": str(day), "m": str(month), "y": str(year)}
    born = typed_day(fields, example="1984")
    if born > today:
        raise BadInput(tr("This date of birth is in the future. Please check the year."), part="y")
    if today.year - born.year > _OLDEST:
        raise BadInput(tr("{year} is too long ago. Please check the year.").format(year=born.year), part="y")
    return born


@dataclass(frozen=True)
class WrongEntries:
    """Wrong entries of the last ten minutes, of one terminal or one name."""

    times: tuple[datetime, ...]

    @property
    def wait_until(self) -> datetime | None:
        """When the next try is allowed: at once after the first few, then later each time."""
        over = len(self.times) - FREE_TRIES
        if over < 0:
            return None
        return max(self.times) + timedelta(seconds=min(LONGEST_WAIT, 5 * 2**over))


class WrongTries:
    """What was typed wrong, counted in the records: per terminal and per name."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._terminal = f"{WHAT}:terminal:{context.terminal}"

    def wait_seconds(self, family_name: str | None = None) -> int:
        """Return how long the next try has to wait, in whole seconds; 0 if it need not."""
        keys = [self._terminal, *([name_tries(family_name)] if family_name else [])]
        now = self._context.clock.now()
        with self._context.records.read() as reader:
            ends = [self._tries(reader, key, now).wait_until for key in keys]
        waits = [(end - now).total_seconds() for end in ends if end is not None and end > now]
        return min(LONGEST_WAIT, int(-(-max(waits, default=0) // 1)))

    def count_wrong(self, family_name: str | None, actor: Actor) -> int:
        """Keep one wrong entry; return how many there were, of this terminal or this name, whichever is more."""
        now = self._context.clock.now()
        most = 0
        with self._context.records.write(actor) as writer:
            for document in writer.find(Kind.ATTEMPT, what=WHAT):
                if not still_count(document["times"], now):
                    writer.remove(Kind.ATTEMPT, document["id"], expect=document["revision"])
            for key in [self._terminal, *([name_tries(family_name)] if family_name else [])]:
                times = (*self._tries(writer, key, now).times, now)
                most = max(most, len(times))
                before = writer.get(Kind.ATTEMPT, key)
                writer.put(
                    Kind.ATTEMPT,
                    {"id": key, "what": WHAT, "times": [time.isoformat() for time in times]},
                    expect=before["revision"] if before else None,
                )
        return most

    def wrong_of(self, name: str) -> int:
        """Return how many wrong entries there were of one name, at any terminal."""
        with self._context.records.read() as reader:
            return len(self._tries(reader, name_tries(name), self._context.clock.now()).times)

    def _tries(self, reader: Reader, key: str, now: datetime) -> WrongEntries:
        document = reader.get(Kind.ATTEMPT, key)
        return WrongEntries(tuple(still_count(document["times"], now)) if document else ())


def name_tries(family_name: str) -> str:
    """Return the id of a name's wrong entries."""
    return f"{WHAT}:name:{name_key(family_name)}"


def still_count(times: list[str], now: datetime) -> list[datetime]:
    """Return the wrong entries that are recent enough to count, or not too far ahead: a wrong clock's are far."""
    return [time for text in times if abs(now - (time := datetime.fromisoformat(text))) < WINDOW]
