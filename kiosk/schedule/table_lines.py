"""A table as a schedule: what each of its lines says, or why it cannot be taken. Pure."""

from collections.abc import Sequence
from typing import Final

from kiosk.schedule.booking_line import BookingLine, OffLine, Person, Refusal, Remark, Schedule, where, without_repeats
from kiosk.schedule.conventions import ScheduleConventions
from kiosk.schedule.file_habits import FileHabits
from kiosk.schedule.line_reader import LineReader, sentence
from kiosk.schedule.spreadsheet import Sheet
from kiosk.visits.visit_book import code_key

_UNKNOWN_STATUS: Final = (
    'The "status" is a word that the kiosk does not know ({where}), so the appointment was taken; '
    "say in clinic.toml what it means (docs/schedule.md)."
)
_MORE_NAMES: Final = (
    'The "client" has more names than the columns of given and family name ({where}); those two were taken.'
)
_TITLED: Final = 'The "client" has a title before the name ({where}); it was left out.'
_NOBODY: Final = "A line names nobody ({where}) and was passed over: a total, a break, or a time that is kept free."
_UNKNOWN_SERVICE: Final = (
    'The "treatment" is none of this kiosk\'s ({where}), so the appointment was counted and passed over; if it is one, say in '
    "clinic.toml which (docs/schedule.md)."
)


def read_table(sheet: Sheet, conventions: ScheduleConventions) -> Schedule:
    """Read a table of appointments. A remark with line 0 is about the whole file.

    Raises BadInput if the file cannot be read as a schedule at all, or its dates are not in the clinic's order.
    """
    file = FileHabits.of(sheet, conventions)
    readers = [LineReader(line, file) for line in file.lines]
    taken: list[BookingLine] = []
    off: list[OffLine] = []
    refused, remarks = list(sheet.refused), []
    codes: set[str] = set()
    people: set[Person] = set()
    for reader in readers:
        if reader.off is not None:
            off.append(reader.off_line(reader.off))
        elif reader.what != "appointment":
            continue
        elif lines := reader.lines():
            taken += lines
            remarks += [Remark(reader.number, remark) for remark in reader.remarks]
        else:
            refused.append(Refusal(reader.number, sentence(reader.wrong)))
            codes |= {code_key(reader.code)} - {""}
            people |= reader.people
    taken, again = without_repeats(taken)
    return Schedule(
        lines=tuple(taken),
        refused=tuple(sorted(refused + again)),
        remarks=(*file.remarks, *_about_many(readers), *remarks),
        refused_codes=frozenset(codes),
        refused_people=frozenset(people),
        called_off=tuple(off),
        elsewhere=sum(reader.what == "elsewhere" and reader.off is None for reader in readers),
    )


def _about_many(readers: Sequence[LineReader]) -> list[Remark]:
    """Return one remark for what may concern every line."""
    ours = [reader for reader in readers if reader.what == "appointment"]
    found = (
        (_UNKNOWN_STATUS, [reader.number for reader in ours if reader.unknown_status and reader.off is None]),
        (_MORE_NAMES, [reader.number for reader in ours if reader.more_names]),
        (_TITLED, [reader.number for reader in ours if reader.titled]),
        (_NOBODY, [reader.number for reader in readers if reader.what == "nobody"]),
        (_UNKNOWN_SERVICE, [each.number for each in readers if each.what == "elsewhere" and each.booked.unknown]),
    )
    return [Remark(0, text.format(where=where(numbers))) for text, numbers in found if numbers]
