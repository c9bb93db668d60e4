"""When a file was written, however odd the time is that a program gave it."""

import os
from datetime import UTC, datetime
from typing import Final

_FIRST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 30, tzinfo=UTC)


def written_at(status: os.stat_result) -> datetime:
    """Return when a file was written last, no farther away than every clock can show."""
    return datetime.fromtimestamp(min(max(status.st_mtime, _FIRST.timestamp()), _LAST.timestamp()), UTC)
