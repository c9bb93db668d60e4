"""The columns of booking programs, as each exports its appointments: `booking_programs.json`.

A file whose header has every title of a program is read as that program's by itself; `schedule.preset` in clinic.toml says it
where a clinic has left some columns out of its export.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).with_suffix(".json")

Titles = Mapping[str, Sequence[str]]
"""The titles of each column, by the column's name."""


@cache
def programs() -> Mapping[str, Titles]:
    """Return the columns of each booking program that is known."""
    known: Mapping[str, Titles] = json.loads(_FILE.read_text(encoding="utf-8"))
    return known
