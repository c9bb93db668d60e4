"""One tap at a time: what is touched does what it does before anything else is read.

Each widget of Textual works off what it is told for itself, and a tap passes through several of them before it acts. So
of two keys that are touched while the machine is busy, the second one could act first: 05 was typed as 55, `lindqvist` as
`liindqvst`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from textual._queue import Queue
from textual.message_pump import MessagePump

_MOST_TURNS: Final = 200
"""Turns of the loop after which what was touched waits for something else, and nothing waits for it."""


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
