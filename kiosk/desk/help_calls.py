"""Who hears that a kiosk asks for help, and how loud: the first desk at once, the other desks and the rooms later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from kiosk.core.actor import Actor
from kiosk.core.language_names import english_name
from kiosk.core.phrases import fine_span
from kiosk.desk.desk_first import PRIVATE
from kiosk.visits.books import Books
from kiosk.visits.terminals import HelpKind, Terminal
from kiosk.visits.visit import Visit, VisitState

OTHER_DESKS_AFTER = timedelta(seconds=60)
ROOMS_AFTER = timedelta(minutes=3)

HELP_WORDS: dict[HelpKind, str] = {"help": "asks for help", "private": f"{PRIVATE}: come, say no name"}


def help_words(terminal: Terminal) -> str:
    """Say what a kiosk calls for."""
    asks = HELP_WORDS[terminal.help_kind]
    return f"{asks} ({language_wanted(terminal)})" if terminal.notice == "language" else asks


def language_wanted(terminal: Terminal) -> str:
    """Say that somebody at a kiosk would like a language in which not all may be asked yet."""
    return f"wants {english_name(terminal.wants_language or 'another language')}: not signed yet"


class Loudness(StrEnum):
    """How a terminal of staff tells of a call."""

    ALOUD = "aloud"
    SILENT = "silent"


@dataclass(frozen=True)
class HelpCall:
    """A kiosk that asks for help, without saying who is there."""

    terminal: str
    words: str
    since: datetime
    loudness: Loudness

    def line(self, now: datetime) -> str:
        """Return `Kiosk 1 asks for help · 40 s`."""
        return f"{self.terminal} {self.words} · {fine_span(self.since, now)}"


def calls_heard(
    books: Books, role: Literal["reception", "practitioner"], practitioner: str | None
) -> tuple[HelpCall, ...]:
    """Return the open calls that this terminal tells of, the longest wait first.

    `practitioner` is the name of whoever is signed in at a room, if anybody is.
    """
    now = books.clock.now()
    is_first = books.settings.first_desk in ("", books.terminal)
    after = ROOMS_AFTER if role == "practitioner" else timedelta() if is_first else OTHER_DESKS_AFTER
    calling = [
        (terminal.help_since, terminal)
        for terminal in books.terminals.all()
        if terminal.is_calling and terminal.help_since and now - terminal.help_since >= after
    ]
    if not calling:  # looked for once a second: the day is read only where somebody calls
        return ()
    treating = role == "practitioner" and _is_treating(books.visits.of_day(books.today()), practitioner)
    loudness = Loudness.SILENT if treating else Loudness.ALOUD
    return tuple(
        HelpCall(terminal.name, help_words(terminal), since, loudness)
        for since, terminal in sorted(calling, key=lambda each: each[0])
    )


def take_call(books: Books, terminal: str, by: Actor | None) -> None:
    """Say that somebody is on the way; without a name where nobody is signed in: whoever is nearest goes, and no PIN keeps them."""
    books.terminals.answer_help(terminal, by or Actor(name=books.terminal, role="system", terminal=books.terminal))


def _is_treating(visits: Iterable[Visit], practitioner: str | None) -> bool:
    treated = (visit for visit in visits if visit.state is VisitState.in_progress and not visit.is_to_finish)
    return any(visit.practitioner == practitioner for visit in treated)
