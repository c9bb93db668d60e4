"""The clinic's terminals: which kiosk is doing what, and who there wants help. Names clients by visit id only."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor
from kiosk.core.errors import NotFound
from kiosk.records import Kind, Reader, Writer, machine
from kiosk.records.context import Context
from kiosk.visits.visit import VisitState
from kiosk.visits.visit_book import VisitBook

_PAST_ALL_COUNTDOWNS = 30
_FORGOTTEN_AFTER = timedelta(days=1)


HelpKind = Literal["help", "private"]
"""What a client calls staff for: any help, or to talk where nobody listens."""


class Terminal(BaseModel):
    """What one terminal is doing. `notice` stays for the desk until the next client begins or the desk clears it."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # an earlier version kept more

    id: str
    revision: int = 0
    role: str = "client"
    state: str = "idle"
    visit_ids: tuple[str, ...] = ()
    question: int = 0
    total: int = 0
    since: datetime | None = None
    seen_at: datetime | None = None
    help_since: datetime | None = None
    help_answered_by: str | None = None
    help_kind: HelpKind = "help"
    private_since: datetime | None = None
    """When somebody asked last to talk in private, in the call that is open."""
    notice: str | None = None
    asked: str | None = None
    """The visit that somebody without an appointment asked for here, while the notice says so."""
    wants_language: str | None = None
    """The language that somebody here would like and that can't be spoken yet, while the notice says so."""
    open_visit: str | None = None
    """The visit that a desk has open."""
    open_by: str = ""
    open_at: str = ""
    """Who has it open there, and the desk's name as people know it."""
    host: str = ""
    pid: int = 0

    @property
    def name(self) -> str:
        return self.id

    @property
    def is_calling(self) -> bool:
        """Whether somebody called whom nobody has gone to yet."""
        return self.help_since is not None and self.help_answered_by is None

    def asks_private(self, began: datetime) -> bool:
        """Tell whether the client who began then still waits to talk in private."""
        return self.is_calling and self.private_since is not None and self.private_since >= began

    def without_call(self, began: datetime) -> dict[str, Any]:
        """Return what changes as the client who began then calls nobody any more; who called before them still waits."""
        is_earlier = self.is_calling and self.help_since is not None and self.help_since < began
        return {} if is_earlier else NO_CALL


class Terminals:
    """All terminals of the clinic."""

    def __init__(self, context: Context, visits: VisitBook) -> None:
        self._context = context
        self._visits = visits
        self.name = context.terminal
        self.host = machine.host(context)

    def me(self) -> Terminal:
        with self._context.records.read() as reader:
            return self.read(reader, self.name)

    def all(self) -> tuple[Terminal, ...]:
        """Return every terminal that is known, by name."""
        with self._context.records.read() as reader:
            found = [Terminal.model_validate(document) for document in reader.all(Kind.TERMINAL)]
        return tuple(sorted(found, key=lambda terminal: terminal.name))

    def read(self, reader: Reader, name: str) -> Terminal:
        """Return a terminal as it stands; a new one if it has done nothing yet."""
        document = reader.get(Kind.TERMINAL, name)
        if document is None:
            return Terminal(id=name, host=self.host, pid=os.getpid())
        return Terminal.model_validate(document)

    def write(self, writer: Writer, **changes: Any) -> Terminal:
        """Change this terminal's line as part of a larger change.

        Whose check-in died with the process before this one stopped half-way, unless they are here again.
        """
        now = self._context.clock.now()
        before = self.read(writer, self.name)
        if before.state == "busy" and self.has_ended(before):
            self._stop(writer, tuple(each for each in before.visit_ids if each not in changes.get("visit_ids", ())))
            before = before.model_copy(update=_idle(before))
        return self._put(
            writer, before.model_copy(update={"seen_at": now, "host": self.host, "pid": os.getpid(), **changes})
        )

    def change(self, actor: Actor, **changes: Any) -> Terminal:
        """Change this terminal's line."""
        with self._context.records.write(actor) as writer:
            return self.write(writer, **changes)

    def call_help(self, actor: Actor, kind: HelpKind = "help") -> Terminal:
        """Call staff to this terminal; a second call while one is open may only make it private."""
        with self._context.records.write(actor) as writer:
            mine = self.read(writer, self.name)
            now = self._context.clock.now()
            private = {"help_kind": kind, "private_since": now} if kind == "private" else {}
            if mine.is_calling:
                return self.write(writer, **private) if private else mine
            writer.audit("help.called", detail={"terminal": self.name, "kind": kind})
            return self.write(writer, **{**NO_CALL, "help_since": now, **private})

    def answer_help(self, name: str, actor: Actor) -> Terminal:
        """Say that somebody is on the way to a terminal; who, and when, is in the audit trail."""

        def answered(terminal: Terminal, writer: Writer) -> dict[str, Any]:
            if not terminal.help_since:
                return {}
            writer.audit("help.taken", detail={"terminal": name})
            return {"help_answered_by": actor.name}

        return self._of_other(name, actor, answered)

    def settle_walk_in(self, writer: Writer, visit_id: str) -> None:
        """Take the notice of somebody without an appointment off the board: the desk has taken them in, or not."""
        for document in writer.all(Kind.TERMINAL):
            terminal = Terminal.model_validate(document)
            if terminal.asked == visit_id:
                self._put(writer, terminal.model_copy(update={"notice": None, "asked": None}))

    def clear(self, name: str, actor: Actor) -> Terminal:
        """Take a terminal's notice and call off the board."""
        return self._of_other(name, actor, lambda _terminal, _writer: {"notice": None, **NO_CALL})

    def _of_other(self, name: str, actor: Actor, changes: Callable[[Terminal, Writer], dict[str, Any]]) -> Terminal:
        with self._context.records.write(actor) as writer:
            if writer.get(Kind.TERMINAL, name) is None:
                raise NotFound("This terminal is not known. Look at the board again.")
            terminal = self.read(writer, name)
            return self._put(writer, terminal.model_copy(update=changes(terminal, writer)))

    def _put(self, writer: Writer, terminal: Terminal) -> Terminal:
        revision = writer.put(
            Kind.TERMINAL,
            terminal.model_dump(mode="json", exclude={"revision"}),
            expect=terminal.revision or None,
            index={"visit_id": list(terminal.visit_ids), "state": terminal.state},
        )
        return terminal.model_copy(update={"revision": revision})

    def is_gone(self, terminal: Terminal) -> bool:
        """Tell whether a terminal died: its process ended, or it was silent for longer than any countdown."""
        if terminal.seen_at is None:
            return False
        if self.has_ended(terminal):
            return True
        settings = self._context.settings
        longest = settings.longest_idle_seconds + settings.countdown_seconds + _PAST_ALL_COUNTDOWNS
        return self._context.clock.now() - terminal.seen_at > timedelta(seconds=longest)

    def has_ended(self, terminal: Terminal) -> bool:
        """Tell whether the process of a terminal on this machine has ended."""
        return terminal.host == self.host and bool(terminal.pid) and not _alive(terminal.pid)

    def busy_elsewhere(self) -> frozenset[str]:
        """Return the ids of the visits that are being answered at another terminal."""
        return frozenset(
            visit_id
            for terminal in self.all()
            if terminal.name != self.name and terminal.state == "busy" and not self.is_gone(terminal)
            for visit_id in terminal.visit_ids
        )

    def sweep(self, actor: Actor) -> tuple[str, ...]:
        """Mark the check-ins of terminals that died as stopped half-way; return the visits' ids.

        Any terminal may do it, at its start or when it looks at the board: what was answered stays in its draft.
        """
        gone = [
            terminal
            for terminal in self.all()
            if terminal.visit_ids and terminal.state == "busy" and self.is_gone(terminal)
        ]
        stopped: list[str] = []
        for terminal in gone:
            with self._context.records.write(actor) as writer:
                now = self.read(writer, terminal.name)
                if now.revision != terminal.revision:
                    continue
                stopped += self._stop(writer, now.visit_ids)
                self._put(writer, now.model_copy(update=_idle(now)))
        self._forget_old(actor)
        return tuple(stopped)

    def _forget_old(self, actor: Actor) -> None:
        """Take terminals off the board that nobody has used for a day."""
        limit = self._context.clock.now() - _FORGOTTEN_AFTER
        old = [
            terminal
            for terminal in self.all()
            if terminal.seen_at and terminal.seen_at < limit and not terminal.visit_ids
        ]
        if old:
            with self._context.records.write(actor) as writer:
                for terminal in old:
                    if self.read(writer, terminal.name).revision == terminal.revision:
                        writer.remove(Kind.TERMINAL, terminal.name, expect=terminal.revision)

    def _stop(self, writer: Writer, visit_ids: tuple[str, ...]) -> list[str]:
        stopped = []
        for visit_id in visit_ids:
            visit = self._visits.get(visit_id, writer)
            if visit.state is VisitState.arrived and not visit.stopped:
                self._visits.write(writer, visit.model_copy(update={"stopped": True}), "visit.stopped")
                stopped.append(visit_id)
        return stopped


NO_CALL: dict[str, Any] = {"help_since": None, "help_answered_by": None, "help_kind": "help", "private_since": None}
"""A terminal's fields when nobody calls from it."""
IDLE: dict[str, Any] = {
    "state": "idle",
    "visit_ids": (),
    "question": 0,
    "total": 0,
    "since": None,
}
"""A terminal's fields when nobody is there; a notice to the desk stays, and so does a call: whoever waits for it was told so."""


def _idle(terminal: Terminal) -> dict[str, Any]:
    """Return a terminal's fields once it has died; what the desk was told of its clients stays on their lines."""
    return {**IDLE, "visit_ids": terminal.visit_ids if terminal.notice else ()}


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
