"""What is put into a folder is taken into the day book, moved out of the way, and told about.

The order makes it safe to stop anywhere: first the appointments, part by part; then the report; then the file is moved. A
file that is still there is read again, and what was taken already is not taken twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, KioskError, RecordsUnavailable
from kiosk.schedule.drop_folder import DONE, FULL, REFUSED, DropFolder, Dropped
from kiosk.schedule.importing import import_schedule, let_others_write
from kiosk.schedule.report import ImportReport
from kiosk.schedule.report_words import report_in_words
from kiosk.schedule.taken_files import note_refused_file
from kiosk.visits.books import Books

ENDINGS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ics", ".ical")
_OTHER_KIND: Final = f"Only schedules are taken from this folder ({', '.join(ENDINGS)}): export one of these."
_NO_FILE: Final = "This is a link or something else that holds no text of its own: put the file itself here."
_UNREADABLE: Final = "It can't be read ({}): let the account that runs the kiosk read it."
_NO_ROOM: Final = "The disk of the watched folder is full: make room on it; the file is read again then."
_STUCK: Final = "A file can be neither taken nor moved ({}); it stays where it is until it changes."
_UNEXPECTED: Final = (
    "The kiosk could not work with it ({}), and took nothing more of it: try another export, and report this."
)


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What became of one file, for the log: the file itself is not named, because names of clients are in names of files."""

    place: str
    sentence: str


def take_all(
    folder: DropFolder, books: Books, actor: Actor, *, between: Callable[[], object] = let_others_write
) -> Iterator[TakenFile]:
    """Take every file that is whole, and yield what became of each; nothing if another watcher is at it.

    Raises what keeps the records from being written, such as a full disk: the file stays, and the next round takes it.
    """
    with folder.alone() as alone:
        for dropped in folder.whole() if alone else ():
            yield _take(folder, dropped, books, actor, between)


def _take(folder: DropFolder, dropped: Dropped, books: Books, actor: Actor, between: Callable[[], object]) -> TakenFile:
    _keep_room(folder)
    try:
        report = _read(folder, dropped, books, actor, between)
    except (BadInput, OSError) as error:
        sentence = error.sentence if isinstance(error, BadInput) else _UNREADABLE.format(_why(error))
        return _refused(folder, dropped, books, actor, sentence)
    except KioskError:
        raise
    except Exception as error:  # noqa: BLE001  (one odd file must not keep the others from being taken)
        return _refused(folder, dropped, books, actor, _UNEXPECTED.format(type(error).__name__))
    return _moved(folder, dropped, DONE, "\n".join(report_in_words(report)) + "\n", report.summary)


def _read(
    folder: DropFolder, dropped: Dropped, books: Books, actor: Actor, between: Callable[[], object]
) -> ImportReport:
    if not dropped.is_file:
        raise BadInput(_NO_FILE)
    if dropped.path.suffix.casefold() not in ENDINGS:
        raise BadInput(_OTHER_KIND)
    data = folder.read(dropped)
    return import_schedule(books, data, actor=actor, between=between, file=dropped.path.name, by_itself=True)


def _refused(folder: DropFolder, dropped: Dropped, books: Books, actor: Actor, sentence: str) -> TakenFile:
    moved = _moved(folder, dropped, REFUSED, f"{sentence}\n", sentence)
    note_refused_file(books, dropped.path.name, sentence, actor)
    return moved


def _keep_room(folder: DropFolder) -> None:
    try:
        folder.keep_room()
    except OSError as error:
        sentence = _NO_ROOM if error.errno in FULL else f"The watched folder can't be used now: {_why(error)}."
        raise RecordsUnavailable(sentence) from None


def _moved(folder: DropFolder, dropped: Dropped, place: str, report: str, sentence: str) -> TakenFile:
    try:
        folder.put(dropped, place, report)
    except OSError as error:
        if error.errno in FULL:
            raise RecordsUnavailable(_NO_ROOM) from None
        folder.leave(dropped)
        return TakenFile("", _STUCK.format(_why(error)))
    return TakenFile(place, sentence)


def _why(error: OSError) -> str:
    return (error.strerror or "the disk refused").lower()
