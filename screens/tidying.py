"""When Python looks for what nobody needs any more: never while somebody waits for a screen.

Left to itself it does so in the middle of whatever makes the most objects, which is laying out the next question, and holds
that up for 50 to 80 ms. So what a terminal needs as long as it runs is set aside once, and the rest is looked through while a
screen takes no keys yet, or nobody touches anything.
"""

from __future__ import annotations

import gc
from typing import Final

AFTER_PAINT: Final = 0.1
"""Seconds after a screen came into view: it takes no keys for some time yet."""
_YOUNG: Final = 1
_MANY: Final = 20_000
"""Objects made since the last time, less those that are gone."""


def hold_off() -> None:
    """Look for nothing while a program begins: nothing of what it imports is left over, and somebody waits for its first screen."""
    gc.disable()


def leave_to_python() -> None:
    """Let Python look again when it wants to."""
    gc.enable()


class Tidying:
    """Looks for what nobody needs, when it is told to."""

    def begin(self) -> None:
        """Set aside what there is, and do nothing by itself from now on."""
        gc.collect()
        gc.freeze()
        gc.disable()

    def after_a_step(self) -> None:
        """Look through what was made since the last time: enough where a screen stays and shows something else."""
        gc.collect(_YOUNG)

    def now(self) -> None:
        """Look through everything that came since the beginning: it is little, and what a screen left behind is in it."""
        gc.collect()

    def while_nobody_waits(self) -> None:
        """Do so if there is much of it: staff stay on one screen for hours."""
        if gc.get_count()[0] > _MANY:
            gc.collect()

    def end(self) -> None:
        """Leave it to Python again."""
        leave_to_python()
        gc.unfreeze()
