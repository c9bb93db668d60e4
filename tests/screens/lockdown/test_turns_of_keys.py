"""Keys wait for what is left of the one before them; they and taps never change places."""

from __future__ import annotations

import random
from typing import cast

import pytest
from textual import events
from textual._queue import Queue
from textual.message_pump import MessagePump

from screens.lockdown.one_tap_at_a_time import TurnsOfKeys


def tap() -> events.MouseUp:
    return events.MouseUp(None, 0, 0, 0, 0, 1, shift=False, meta=False, ctrl=False)


class Line:
    """An application as far as keys wait in its line."""

    def __init__(self) -> None:
        self._message_queue: Queue[events.Event] = Queue()
        self._pending_message = None


@pytest.mark.parametrize("seed", range(20))
def test_keys_act_in_the_order_in_which_they_came_whatever_comes_between_them(seed: int) -> None:
    chance, app = random.Random(seed), Line()  # noqa: S311 - keeps no secret
    turns, line = TurnsOfKeys(cast("MessagePump", app)), app._message_queue
    to_come = list("/carla^quinn^")
    acted: list[str] = []
    while to_come or line.values:
        if to_come and (not line.values or chance.random() < 0.5):
            line.put_nowait(tap() if (key := to_come.pop(0)) == "^" else events.Key(key, None))
            continue
        if chance.random() < 0.3:
            line.put_nowait(events.Callback(callback=lambda: None))
        event = line.values.popleft()
        if isinstance(event, events.MouseUp) and not (turns.are_taken and turns.waits(event)):
            acted.append("^")
        if isinstance(event, events.Key) and not turns.waits(event):
            acted.append(event.key)
            for _ in range(chance.randrange(3)):  # comes back, and puts the focus somewhere
                line.put_nowait(events.Callback(callback=lambda: None))
    assert "".join(acted) == "/carla^quinn^"
