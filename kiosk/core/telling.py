"""Telling somebody who waits how far something that takes a while has come."""

from collections.abc import Callable

Tell = Callable[[str], None]
"""Hears what is being done now, in a few words that name nobody."""


def tell_nobody(_words: str) -> None:
    """Hear it where nobody waits."""
