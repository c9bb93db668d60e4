"""What can go wrong in a clinic, each as one sentence that a person can act on."""

# ruff: noqa: N818  (named by what happened: "except StaleWrite" reads as it is meant)

import shlex
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar


def command(folder: Path, words: str) -> str:
    """Return a command on the clinic in a folder as a sentence names it: ready to be run."""
    return f"`kiosk --data {shlex.quote(str(folder))} {words}`"


class KioskError(Exception):
    """Something a person must know about: ``str(error)`` is a sentence that says what is wrong, where, and what to do.

    The sentence holds no personal data beyond the name of a member of staff, so it may be shown on any screen.
    """

    exit_status: ClassVar[int] = 2

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadInput(KioskError):
    """What was typed, read from a file or passed by a caller cannot be taken."""

    def __init__(self, sentence: str, *, part: str = "") -> None:
        super().__init__(sentence)
        self.part = part
        """Which field of a date it is about: `d`, `m` or `y`; empty where that can't be told."""


class NotFound(KioskError):
    """What was asked for is not there."""


class NotAllowed(KioskError):
    """This person may not do this."""


class StaleWrite(KioskError):
    """Somebody else changed the document after the writer read it; nothing was written."""

    def __init__(
        self,
        sentence: str,
        *,
        who: str = "",
        at: datetime | None = None,
        current: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.who = who
        """The name of the person who made the newer change; empty if it is not known."""
        self.at = at
        """When the newer change was made."""
        self.current = current
        """The document as it stands now, or ``None`` if it was removed."""


class RecordsUnavailable(KioskError):
    """The records cannot be read or written now (full or read-only disk, lost connection). Nothing was lost."""


class RecordsDamaged(KioskError):
    """The records are not what was written: altered, cut short or rolled back."""


class NotPrinted(KioskError):
    """A printer did not take a paper; nothing else is lost."""


class SchemaTooNew(KioskError):
    """The records were written by a newer version of the kiosk."""


class KeyMissing(KioskError):
    """No usable key for this clinic's records."""


class WrongPin(KioskError):
    """A name and PIN that do not match."""


class LockedOut(KioskError):
    """Too many wrong PINs: nobody may try again before ``until``."""

    def __init__(self, sentence: str, *, until: datetime) -> None:
        super().__init__(sentence)
        self.until = until
