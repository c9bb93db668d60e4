"""The schedules that were read last, for the desk: which files, when, and what a person must look at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.privacy.deletion import READ_FILES
from kiosk.records import Kind, Reader, Writer
from kiosk.records.context import Context
from kiosk.schedule.report import ImportReport

_MOST: Final = 20
_MOST_LINES: Final = 200
_LONGEST: Final = 60


class ReadFile(BaseModel):
    """One file that was read, or refused. What it says names nobody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    at: datetime
    by: str
    is_taken: bool
    summary: str
    refused: tuple[tuple[int, str], ...] = ()
    warnings: tuple[tuple[int, str], ...] = ()
    held_back: tuple[int, ...] = ()
    called_off: tuple[str, ...] = ()
    """Ids of visits that the file has as cancelled, and that were booked here then."""
    vanished: tuple[str, ...] = ()
    """Ids of visits that the file no longer had."""
    by_itself: bool = False
    """Whether nobody saw it when it was read."""
    is_seen: bool = False
    """Whether somebody at the desk looked at it since."""

    @property
    def asks_for_a_look(self) -> bool:
        """Whether it was refused, or says something that a person must look at, and nobody has."""
        said = self.refused or self.warnings or self.held_back or self.called_off or self.vanished
        return self.by_itself and not self.is_seen and bool(said or not self.is_taken)


def read_files(reader: Reader) -> tuple[ReadFile, ...]:
    """Return the files that were read last, the newest first."""
    document = reader.get(Kind.META, READ_FILES)
    return tuple(ReadFile.model_validate(each) for each in document["files"]) if document else ()


def as_read(at: datetime, name: str, actor: Actor, report: ImportReport, *, by_itself: bool = False) -> ReadFile:
    """Return what is kept of a file that was read."""
    return ReadFile(
        name=_shown(name),
        at=at,
        by=actor.name,
        is_taken=True,
        summary=report.summary,
        refused=tuple((each.line, each.sentence) for each in report.refused[:_MOST_LINES]),
        warnings=tuple((each.line, each.sentence) for each in report.warnings[:_MOST_LINES]),
        held_back=report.held_back[:_MOST_LINES],
        called_off=tuple(off.visit_id for off in report.called_off),
        vanished=tuple(gone.visit_id for gone in report.vanished[:_MOST_LINES]),
        by_itself=by_itself,
    )


def note_read_file(writer: Writer, file: ReadFile) -> None:
    """Keep what reading a file did, as part of its last write."""
    before: Mapping[str, Any] | None = writer.get(Kind.META, READ_FILES)
    files = [file.model_dump(mode="json"), *(before["files"] if before else [])][:_MOST]
    writer.put(Kind.META, {"id": READ_FILES, "files": files}, expect=before["revision"] if before else None)


def note_refused_file(context: Context, name: str, sentence: str, actor: Actor) -> None:
    """Keep that a file could not be read at all."""
    at = context.clock.now()
    with context.records.write(actor) as writer:
        note_read_file(
            writer,
            ReadFile(name=_shown(name), at=at, by=actor.name, is_taken=False, summary=sentence, by_itself=True),
        )
        writer.audit("schedule.refused")


def note_look(context: Context, file: ReadFile, actor: Actor) -> None:
    """Keep that somebody at the desk has looked at a file."""
    with context.records.write(actor) as writer:
        document = writer.get(Kind.META, READ_FILES)
        if document is None:
            return
        files = [ReadFile.model_validate(each) for each in document["files"]]
        looked = [each.model_copy(update={"is_seen": True}) if each.at == file.at else each for each in files]
        told = [each.model_dump(mode="json") for each in looked]
        writer.put(Kind.META, {"id": READ_FILES, "files": told}, expect=document["revision"])


def _shown(name: str) -> str:
    return clean(name.encode(errors="replace").decode(), _LONGEST)
