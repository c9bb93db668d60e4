"""What a screen outlives: records that cannot be reached or read end nothing, whatever was being done with them.

Most calls say by themselves what went wrong. This is for all others: a touch, a timer, a worker.
"""

from __future__ import annotations

from textual.message import Message
from textual.message_pump import CallbackError, MessagePump
from textual.worker import WorkerFailed

from kiosk.core.errors import RecordsDamaged, RecordsUnavailable

Unreachable = RecordsUnavailable | RecordsDamaged


def unreachable(error: BaseException | None) -> Unreachable | None:
    """Return what is behind an error if the records are: Textual wraps what a timer or a worker raised."""
    if isinstance(error, CallbackError):
        error = error.__cause__
    elif isinstance(error, WorkerFailed):
        error = error.error
    return error if isinstance(error, Unreachable) else None


class SurvivesRecordFailures(MessagePump):
    """Goes on after a message that failed because of the records, and has it told."""

    def tell_unreachable(self, sentence: str) -> None:
        """Say it on the screen in view."""
        raise NotImplementedError

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except (RecordsUnavailable, RecordsDamaged, CallbackError) as error:
            reason = unreachable(error)
            if reason is None:
                raise
            self.tell_unreachable(reason.sentence)
