"""The errors of a database driver as the kiosk's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kiosk.core.errors import KioskError

DriverError = TypeVar("DriverError", bound=Exception)


@contextmanager
def translated_errors(
    raised: type[DriverError], translated: Callable[[DriverError], KioskError | None]
) -> Iterator[None]:
    """Raise what `translated` makes of a driver's error; the error itself where that is None: it is a mistake in this program."""
    try:
        yield
    except raised as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error
