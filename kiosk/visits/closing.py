"""Closing terminals from elsewhere: whoever runs the clinic asks, and each terminal that is meant closes itself and says so."""

from dataclasses import dataclass
from typing import Final

from kiosk.core.actor import Actor
from kiosk.records import Kind, Reader
from kiosk.records.context import Context

_REQUEST: Final = "closing"
_LETTER: Final = " · "
"""What the machine's letter follows where several share the records."""


@dataclass(frozen=True)
class CloseRequest:
    """The last request: its number, the terminal it is for (empty: all), and who has closed since."""

    number: int = 0
    terminal: str = ""
    closed: tuple[str, ...] = ()

    def is_for(self, terminal: str) -> bool:
        return self.terminal in ("", terminal, terminal.rpartition(_LETTER)[0])


def close_request(reader: Reader) -> CloseRequest:
    """Return the last request there was."""
    kept = reader.get(Kind.META, _REQUEST)
    return CloseRequest() if kept is None else CloseRequest(kept["number"], kept["terminal"], tuple(kept["closed"]))


def ask_to_close(context: Context, actor: Actor, terminal: str = "") -> CloseRequest:
    """Leave a request for one terminal, or for all, to be noticed within a second, and return it."""
    with context.records.write(actor) as writer:
        before = writer.get(Kind.META, _REQUEST)
        asked = CloseRequest(close_request(writer).number + 1, terminal)
        document = {"id": _REQUEST, "number": asked.number, "terminal": terminal, "closed": []}
        writer.put(Kind.META, document, expect=before["revision"] if before else None)
        writer.audit("kiosk.close.asked", subject=terminal)
    return asked


def say_closed(context: Context, actor: Actor) -> None:
    """Say that this terminal closes because it was asked."""
    with context.records.write(actor) as writer:
        kept = writer.get(Kind.META, _REQUEST)
        if kept is not None:
            document = {**kept, "closed": [*kept["closed"], context.terminal]}
            writer.put(Kind.META, document, expect=kept["revision"])
        writer.audit("kiosk.close", subject=context.terminal)


class ClosingWatch:
    """Notices at one terminal that it is asked to close. Looking costs next to nothing while nobody writes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._version: int | None = None
        self._known: int | None = None

    def is_asked(self) -> bool:
        """Tell whether this terminal was asked since the last look; what was asked before the first one is over."""
        version = self._context.records.data_version()
        if version == self._version:
            return False
        with self._context.records.read() as reader:
            request = close_request(reader)
        self._version = version
        known, self._known = self._known, request.number
        return known not in (None, request.number) and request.is_for(self._context.terminal)
