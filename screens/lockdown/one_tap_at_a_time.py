"""One tap, and one key, at a time: it does what it does before anything else is read.

Each widget of Textual works off what it is told for itself, and a tap passes through several of them before it acts. So
of two keys that are touched while the machine is busy, the second one could act first: 05 was typed as 55, `lindqvist` as
`liindqvst`. A key that no widget takes comes back to the application to act there, and where the focus goes next is told
to the application, too: letters that followed the key that opens a field acted as keys of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from textual import events
from textual._queue import Queue
from textual.message_pump import MessagePump

_MOST_TURNS: Final = 200
"""Turns of the loop after which what was touched waits for something else, and nothing waits for it."""
_MOST_ROUNDS: Final = 4
"""So often a key lets pass what is left of the one before: it comes back, it acts, and the focus goes on."""


class TurnsOfKeys:
    """Keys wait in the application's line until what is left of the key before them is worked off, and taps wait behind keys."""

    def __init__(self, app: MessagePump) -> None:
        self._app = app
        self._waited: dict[events.Event, int] = {}
        """Keys, and taps after them, in the order in which they came, and how often each was put back while it was the next."""

    @property
    def are_taken(self) -> bool:
        """Whether a key waits: a tap that comes now is not to overtake it."""
        return bool(self._waited)

    def waits(self, key: events.Event) -> bool:
        """Put a key back at the end of the line if anything but keys and taps is there, or a key that came before it."""
        line: Queue[Any] = self._app._message_queue  # noqa: SLF001
        there = {id(each) for each in (key, self._app._pending_message, *line.values)}  # noqa: SLF001
        # What was pressed for the question before is taken out of the line: nothing may wait for it.
        self._waited = {each: times for each, times in self._waited.items() if id(each) in there}
        is_next = next(iter(self._waited), key) is key
        if is_next:
            left = (each for each in (self._app._pending_message, *line.values) if each is not None)  # noqa: SLF001
            if self._waited.get(key, 0) >= _MOST_ROUNDS or all(_is_fresh_input(each) for each in left):
                self._waited.pop(key, None)
                return False
        self._waited[key] = self._waited.get(key, 0) + is_next
        line.put_nowait(key)
        return True


def _is_fresh_input(message: object) -> bool:
    return isinstance(message, events.InputEvent) and not message.is_forwarded


async def come_to_rest(nodes: Iterable[MessagePump]) -> None:
    """Wait until what these were told is worked off, all of it, or until it takes too long."""
    line = tuple(nodes)
    for _ in range(_MOST_TURNS):
        if all(is_at_rest(node) for node in line):
            return
        await asyncio.sleep(0)


def is_at_rest(node: MessagePump) -> bool:
    """Tell whether a widget has worked off all that it was told, and waits for more."""
    queue: Queue[Any] = node._message_queue  # noqa: SLF001
    return not node._running or (queue.empty() and bool(queue.ready_event._waiters))  # noqa: SLF001
