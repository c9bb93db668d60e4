"""Which desk has which visit open, so that a second one is told before it changes anything."""

import os
from datetime import timedelta
from typing import Final

from kiosk.people.staff import StaffMember
from kiosk.records import Kind, Writer
from kiosk.visits.books import Books
from kiosk.visits.terminals import Terminal

_ROLE: Final = "desk"
_COUNTS_FOR: Final = timedelta(minutes=10)
"""For so long a visit counts as open: a desk that lost its power never says that it closed it."""


def note_open(books: Books, visit_id: str, staff: StaffMember) -> None:
    """Say that this desk has a visit open."""
    with books.records.write(staff.actor(books.terminal)) as writer:
        _keep(books, writer, visit_id, staff.name)


def note_closed(books: Books, visit_id: str, staff: StaffMember) -> None:
    """Say that this desk has closed it, unless it has opened another since."""
    with books.records.write(staff.actor(books.terminal)) as writer:
        if books.terminals.read(writer, _mine(books)).open_visit == visit_id:
            _keep(books, writer, None, "")


def open_elsewhere(books: Books, visit_id: str) -> tuple[str, ...]:
    """Return who else has a visit open, and where, in words."""
    since = books.clock.now() - _COUNTS_FOR
    return tuple(
        f"{terminal.open_by} has this visit open, too, at {terminal.open_at}"
        for terminal in books.terminals.all()
        if terminal.open_visit == visit_id
        and terminal.name != _mine(books)
        and terminal.seen_at is not None
        and terminal.seen_at > since
        and not books.terminals.has_ended(terminal)
    )


def _mine(books: Books) -> str:
    """Return the name of this desk's line: two on one machine may bear the same name."""
    return f"{_ROLE} {books.terminal} {os.getpid()}"


def _keep(books: Books, writer: Writer, visit_id: str | None, by: str) -> None:
    before = books.terminals.read(writer, _mine(books))
    after = Terminal(
        id=before.id,
        role=_ROLE,
        open_visit=visit_id,
        open_by=by,
        open_at=books.terminal,
        seen_at=books.clock.now(),
        host=books.terminals.host,
        pid=os.getpid(),
    )
    writer.put(
        Kind.TERMINAL,
        after.model_dump(mode="json", exclude={"revision"}),
        expect=before.revision or None,
        index={"visit_id": [], "state": after.state},
    )
