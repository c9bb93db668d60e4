"""The demo's day laid around the present minute, so that at any hour somebody can check in right now."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

PAST, NEAR, FUTURE = 200, 60, 280
"""Minutes that the day spans before now, until when clients can check in now, and that it spans after now."""
_GRID = 5
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Times:
    """Moments of today by their distance from now, in minutes; near midnight they move closer together."""

    now: datetime
    """The present moment, in the clinic's zone."""

    def start(self, offset: float) -> time:
        """Return when an appointment `offset` minutes from now starts."""
        # By way of UTC: on the night the clocks go forward, an hour of the wall clock does not exist.
        moment = self._base.astimezone(UTC) + timedelta(minutes=self._squeezed(offset))
        local = moment.astimezone(self.now.tzinfo)
        if local.date() != self.now.date():
            return _LAST_MINUTE if local.date() > self.now.date() else time(0, 0)
        return local.time().replace(second=0, microsecond=0)

    def moment(self, offset: float) -> datetime:
        """Return the moment `offset` minutes from now, which has passed, in UTC."""
        return self.now.astimezone(UTC) + timedelta(minutes=min(0.0, self._squeezed(offset)))

    @property
    def _base(self) -> datetime:
        """Now, on the grid of an appointment book unless the day has no room for that."""
        now = self.now.replace(second=0, microsecond=0)
        return now if self._left < FUTURE or self._passed < PAST else now - timedelta(minutes=now.minute % _GRID)

    @cached_property
    def _passed(self) -> int:
        """How many minutes before now can be used, at most PAST."""
        return self._usable(PAST, -1)

    @cached_property
    def _left(self) -> int:
        """How many minutes after now can be used, at most FUTURE."""
        return self._usable(FUTURE, 1)

    def _usable(self, most: int, step: int) -> int:
        """Count the minutes up to midnight, or up to where the clocks change: a wall clock that jumps misleads people."""
        for minutes in range(1, most + 1):
            moment = (self.now.astimezone(UTC) + timedelta(minutes=step * minutes)).astimezone(self.now.tzinfo)
            if moment.date() != self.now.date() or moment.utcoffset() != self.now.utcoffset():
                return minutes - 1
        return most

    def _squeezed(self, offset: float) -> float:
        if offset <= 0:
            return offset * min(1.0, self._passed / PAST)
        if self._left >= FUTURE:
            return offset
        near = min(float(NEAR), self._left)
        if offset <= NEAR:
            # A start that has just passed can still check in.
            slack = min(10.0, self._passed) * (1 - near / NEAR)
            return offset * (near + slack) / NEAR - slack
        return near + (offset - NEAR) * (self._left - near) / (FUTURE - NEAR)
