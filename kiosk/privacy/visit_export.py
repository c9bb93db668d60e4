"""Visits that are over, for other programs: each once, and once more when it changes; where it stopped, it goes on.

What was changed is known from the audit trail, whose entries are counted: a cursor of each folder and format says up to which
entry everything is out. An entry for each visit is in the trail before its file is there, and the cursor follows the files; so what is
killed leaves nothing half, nothing unsaid, and repeats some visits.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, StaleWrite
from kiosk.core.telling import Tell, tell_nobody
from kiosk.core.whole_file import write_whole
from kiosk.handouts.exported_visit import exported
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.visit_file import visit_file
from kiosk.handouts.visit_rows import as_table
from kiosk.privacy.client_trail import EXPORTED, about_visit
from kiosk.records import Kind, Reader
from kiosk.records.audit_trail import AuditEntry
from kiosk.records.location import sync_folder
from kiosk.records.machine import machine_id
from kiosk.visits.books import Books
from kiosk.visits.closed_record import closed_as
from kiosk.visits.visit import Visit

ExportFormat = Literal["json", "csv", "pdf"]

_AT_ONCE: Final = 50
"""How many visits go out between two notes of the cursor: so many at most are repeated after a kill."""
_WORTH_NOTING: Final = 1000
"""How many entries that change no such visit are looked at again rather than noted."""
_CHANGES_VISIT: Final = f'["{Kind.VISIT}",'
_ID: Final = re.compile(r"[A-Za-z0-9-]+")


class ExportCursor(BaseModel):
    """How far the visits are out, in one folder and format."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    to: str
    format: ExportFormat
    entry: int = 0
    """Up to which entry of the trail all is out."""
    left_out: tuple[str, ...] = ()
    """Visits whose record opens for a reason only: they follow once it opens as it is."""
    tables: int = 0
    """How many files of rows there are."""


class VisitsOut(BaseModel):
    """What an export did."""

    model_config = ConfigDict(frozen=True)

    visits: int
    left_out: int
    """How many visits wait because their record opens for a reason only."""
    files: tuple[str, ...]


def export_visits(
    books: Books,
    to: Path,
    kind: ExportFormat,
    since: datetime,
    actor: Actor,
    *,
    again: bool = False,
    tell: Tell = tell_nobody,
) -> VisitsOut:
    """Write each visit that ended, or changed after it had, since the last export into this folder; the first time, `since` then.

    With `again`, begin once more at `since`. Raises `BadInput` if the folder can't take them.
    """
    _make_place(books, to)
    with books.records.read() as reader:
        cursor = _cursor(books, reader, to, kind)
        begins = again or cursor.entry == 0
        if begins:
            cursor = cursor.model_copy(update={"entry": 0, "left_out": ()})
        changed = dict.fromkeys(cursor.left_out, cursor.entry)
        changed |= _changed(reader, cursor.entry, since if begins else None)
        end = reader.state.audit_seq
    order = sorted(changed, key=changed.__getitem__)
    export = _Export(books, to, kind, actor, cursor)
    step = len(order) if kind == "csv" else _AT_ONCE  # a table is one file
    for first in range(0, len(order), step or 1):
        some = order[first : first + step]
        is_last = first + step >= len(order)
        export.put(some, end if is_last else changed[some[-1]])
        tell(f"Looking at visits: {min(first + step, len(order)):,} of {len(order):,}")
    if end - export.cursor.entry > _WORTH_NOTING:
        export.keep(end)
    return VisitsOut(visits=export.visits, left_out=len(export.cursor.left_out), files=tuple(export.files))


class _Export:
    """One run: some visits at a time, each noted, then written, then left behind by the cursor."""

    def __init__(self, books: Books, to: Path, kind: ExportFormat, actor: Actor, cursor: ExportCursor) -> None:
        self._books = books
        self._to = to
        self._kind: ExportFormat = kind
        self._actor = actor
        self.cursor = cursor
        self.visits = 0
        self.files: list[str] = []

    def put(self, ids: Sequence[str], entry: int) -> None:
        """Write those of these visits that go out, and note that all up to an entry of the trail is out."""
        with self._books.records.read() as reader:
            over = [visit for id_ in ids if (visit := _over(reader, id_)) is not None]
            closed = {each.id for each in over if closed_as(self._books, reader, each.client_id)}
        left_out = (*(each for each in self.cursor.left_out if each not in ids), *sorted(closed))
        out = [visit for visit in over if visit.id not in closed]
        if not out and left_out == self.cursor.left_out:
            return
        if out:
            self._note(out)
            files = self._write(out)
            self.visits += len(out)
            self.files += files
        self.cursor = self.cursor.model_copy(update={"left_out": left_out})
        self.keep(entry)

    def keep(self, entry: int) -> None:
        """Keep the cursor; all up to this entry is out."""
        moved = self.cursor.model_copy(update={"entry": entry})
        document = moved.model_dump(mode="json", exclude={"revision"})
        try:
            with self._books.records.write(self._actor) as writer:
                revision = writer.put(Kind.META, document, expect=moved.revision or None)
        except StaleWrite:
            raise BadInput(
                f"Another export into {self._to} is under way: let it end, then run this again; it goes on."
            ) from None
        self.cursor = moved.model_copy(update={"revision": revision})

    def _note(self, out: Sequence[Visit]) -> None:
        with self._books.records.write(self._actor) as writer:
            for visit in out:
                detail = {"visit": visit.id, "format": self._kind, "to": str(self._to)}
                writer.audit(EXPORTED, subject=visit.client_id, detail=detail)

    def _write(self, out: Sequence[Visit]) -> list[str]:
        """Write the files; return their names. Of a visit that was erased meanwhile, none stays."""
        try:
            with self._books.records.read() as reader:
                contents = dict(self._contents(reader, out))
            for name, content in contents.items():
                write_whole(self._to / name, content)
            sync_folder(self._to)
        except OSError as error:
            self._note_failure()
            why = (error.strerror or "the disk refused").lower()
            raise BadInput(f"{self._to} cannot be written: {why}. Mend that and run this again; it goes on.") from None
        return list(contents)

    def _contents(self, reader: Reader, out: Sequence[Visit]) -> Iterator[tuple[str, str | bytes]]:
        still = [visit for each in out if (visit := _over(reader, each.id)) is not None]
        if self._kind == "csv":
            self.cursor = self.cursor.model_copy(update={"tables": self.cursor.tables + 1})
            yield f"visits-{self.cursor.tables:06}.csv", as_table(exported(self._books, reader, each) for each in still)
            return
        for visit in still:
            if self._kind == "json":
                yield f"{visit.id}.json", exported(self._books, reader, visit).model_dump_json(indent=2) + "\n"
            else:
                clients = self._books.clients.family(visit.client_id, reader)
                entries = about_visit(reader, visit, clients)
                yield f"{visit.id}.pdf", to_pdf(visit_file(self._books, reader, visit, entries))

    def _note_failure(self) -> None:
        with self._books.records.write(self._actor) as writer:
            writer.audit("visits.export.failed", detail={"format": self._kind, "to": str(self._to)})


def _make_place(books: Books, to: Path) -> None:
    if to.resolve().is_relative_to(books.folder.resolve()):
        raise BadInput(f"{to} is in the clinic's own folder, where backups would take it along: choose another.")
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{to} can't be used: {(error.strerror or 'it is no folder').lower()}.") from None


def _cursor(books: Books, reader: Reader, to: Path, kind: ExportFormat) -> ExportCursor:
    at = "" if books.records.is_embedded else machine_id(books.folder)  # a folder is one machine's
    name = hashlib.sha256("\0".join((at, kind, str(to))).encode()).hexdigest()[:16]
    kept = reader.get(Kind.META, f"export-{name}")
    return ExportCursor.model_validate(kept) if kept else ExportCursor(id=f"export-{name}", to=str(to), format=kind)


def _changed(reader: Reader, after: int, since: datetime | None) -> dict[str, int]:
    """Return each visit that was changed after an entry, or since a moment, with the last entry that says so."""
    day = "" if since is None else since.astimezone(UTC).date().isoformat()
    found: dict[str, int] = {}
    begun = since is None
    for row in reader.trail_rows(after=after):
        if not begun and row.day >= day:
            begun = (
                since is None or AuditEntry.parse(row.entry).at >= since
            )  # from there on all: a clock may be set back
        if begun and _CHANGES_VISIT in row.entry:
            changes = AuditEntry.parse(row.entry).changes
            found |= {id_: row.seq for kind, id_, *_ in changes if kind == Kind.VISIT}
    return found


def _over(reader: Reader, visit_id: str) -> Visit | None:
    document = reader.get(Kind.VISIT, visit_id)
    visit = None if document is None else Visit.model_validate(document)
    return visit if visit is not None and visit.is_over and _ID.fullmatch(visit.id) else None
