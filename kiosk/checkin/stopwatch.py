"""How long each question is in view until it is answered."""

from kiosk.core.clock import Clock


class Stopwatch:
    """Adds to `seconds`, by question, what passes from the moment it is in view to its answer.

    Time after an answer does not count, unless another answer follows; a question that is only looked at again counts whole.
    """

    def __init__(self, clock: Clock, seconds: dict[str, float]) -> None:
        self._clock = clock
        self._seconds = seconds
        self._name: str | None = None
        self._since = 0.0
        self._answered = False

    def in_view(self, name: str) -> None:
        """Begin with a question; the one in view already goes on."""
        if name != self._name:
            self._name, self._since, self._answered = name, self._clock.monotonic(), False

    def answered(self) -> None:
        """Count until now: the question in view has an answer."""
        if self._name is not None:
            now = self._clock.monotonic()
            self._seconds[self._name] = round(self._seconds.get(self._name, 0.0) + now - self._since, 1)
            self._since, self._answered = now, True

    def left(self) -> None:
        """End with the question in view; one that was left as it stood was in view all the time."""
        if not self._answered:
            self.answered()
        self._name = None
