"""Waiting for a server, but not for ever.

A server that was stopped, or whose machine is gone, closes no connection and answers nothing, and what TCP does about
that takes long or, on a local socket, never happens. So silence is counted here, while waiting.
"""

from collections.abc import Callable, Generator
from typing import Any, Final, TypeVar

import psycopg

SILENCE_SECONDS: Final = 4.0
"""How many seconds a server may be silent before it counts as not answering."""
COPYING_SECONDS: Final = 600.0
"""The same while a whole clinic is copied, when one statement may be about all there is."""
_STEP_SECONDS: Final = 0.1

_Result = TypeVar("_Result")


class NoAnswer(psycopg.OperationalError):
    """The server was silent for too long; the connection is closed, and what it did is for the server to undo."""

    def __init__(self) -> None:
        super().__init__("the server does not answer")


class PatientConnection(psycopg.Connection[Any]):
    """A connection on which no wait outlasts a silent server. `given_up` may end a wait before its time."""

    patience: float = SILENCE_SECONDS
    given_up: Callable[[], bool] = staticmethod(lambda: False)

    def wait(self, gen: Generator[Any, Any, _Result], *given: Any, **named: Any) -> _Result:
        """Wait as psycopg does, but only while the server is heard of now and then."""
        try:
            return super().wait(self._listened(gen), *given, **named)
        except NoAnswer:
            self.pgconn.finish()
            raise

    def _listened(self, gen: Generator[Any, Any, _Result]) -> Generator[Any, Any, _Result]:
        # Steps are counted and not seconds: a machine that was busy or asleep itself has not waited meanwhile.
        silent = 0
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                silent = 0 if ready else silent + 1
                if silent and (silent * _STEP_SECONDS >= self.patience or self.given_up()):
                    raise NoAnswer
                wanted = gen.send(ready)
        except StopIteration as done:
            result: _Result = done.value
            return result


def is_silence(error: psycopg.Error) -> bool:
    """Tell whether an error means that the server did not answer, and not that it answered with a no."""
    return isinstance(error, NoAnswer | psycopg.errors.ConnectionTimeout)
