"""The health file: how a clinic stands, for a program that watches over machines. Names of checks and states, never a sentence.

Sentences may name a member of staff, a folder or a printer; whoever is told that something is wrong runs the doctor.
"""

import json
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kiosk.core.errors import BadInput
from kiosk.operations.check import STATES, Check

_FOR_ALL = 0o644


def health_of(checks: Sequence[Check], at: datetime, version: str) -> dict[str, object]:
    """Return what the file says: the worst state of all, how many checks have each, and the state of each by name."""
    by_name: dict[str, str] = {}
    for check in checks:
        by_name[check.name] = max(by_name.get(check.name, STATES[0]), check.state, key=STATES.index)
    worst = max(by_name.values(), key=STATES.index, default=STATES[0])
    return {
        "checked_at": at.isoformat(timespec="seconds"),
        "state": "well" if worst == "unknown" else worst,
        "kiosk": version,
        "counts": {state: sum(found == state for found in by_name.values()) for state in STATES},
        "checks": by_name,
    }


def write_health(file: Path, health: dict[str, object]) -> None:
    """Put the file in place of the one before, whole at every moment, readable by all. Raises BadInput if it can't be written."""
    try:
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
                handle.write(json.dumps(health, indent=2) + "\n")
                handle.flush()
                os.fchmod(handle.fileno(), _FOR_ALL)
                os.fsync(handle.fileno())
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        why = (error.strerror or "the disk refused").lower()
        raise BadInput(f"The health file {file} cannot be written: {why}. Choose another with --health.") from None
