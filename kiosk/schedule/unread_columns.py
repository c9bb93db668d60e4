"""What columns say that are not read: a part of a name there may tell two people apart, a "cancelled" that nobody comes.

Nothing is taken from such a column, and the report says so.
"""

import re
import unicodedata
from collections.abc import Sequence

from kiosk.core.clean import clean
from kiosk.people.names import plain_words
from kiosk.schedule.booking_line import where
from kiosk.schedule.columns import Columns
from kiosk.schedule.spreadsheet import SheetLine
from kiosk.schedule.status import StatusWords

_NAMES = ("client", "given name", "family name")
_OF_NAMES = frozenset(
    [
        "name",
        "names",
        "forename",
        "forenames",
        "surname",
        "surnames",
        "middle",
        "initial",
        "initials",
        "nombre",
        "nombres",
        "apellido",
        "apellidos",
        "prenom",
        "prenoms",
        "nom",
        "vorname",
        "nachname",
    ]
)
_OF_OTHERS = frozenset(
    [
        "practitioner",
        "provider",
        "therapist",
        "staff",
        "employee",
        "doctor",
        "dr",
        "user",
        "resource",
        "room",
        "location",
        "branch",
        "clinic",
        "company",
        "business",
        "treatment",
        "service",
        "product",
        "package",
        "category",
        "type",
        "item",
        "event",
        "calendar",
        "guardian",
        "parent",
        "emergency",
        "referrer",
        "user",
        "file",
        "payer",
    ]
)
"""What besides a client may have a name: leaving such a column out loses nothing."""
_LONGEST_TITLE = 40

_A_NAME = (
    'The column "{title}" was passed over, and what it says of names was not taken; if two clients differ only there, add it to '
    "the column of their given names."
)
_ONE_WORD = (
    'The "client" is one word ({where}); if that is half of a name, add the column with the other half: two people with the same '
    "half and date of birth are one client here."
)
_CALLED_OFF = (
    'The column "{title}" says on some lines ({where}) that nobody comes, and was passed over, so the appointments were taken; '
    'if they are called off, name that column "status".'
)


def passed_over(columns: Columns, lines: Sequence[SheetLine], words: StatusWords) -> list[str]:
    """Return a sentence on each column that was not read and says something of names, or that nobody comes."""
    remarks: list[str] = []
    for title, place in columns.others:
        cells = [(line, line.cells[place].strip()) for line in lines if place < len(line.cells)]
        shown = clean(title, limit=_LONGEST_TITLE)
        if _is_of_names(title) and any(set(plain_words(cell)) - _read(columns, line) for line, cell in cells):
            remarks.append(_A_NAME.format(title=shown))
        off = [line.number for line, cell in cells if cell and words.exactly(cell) in ("cancelled", "no_show")]
        if off:
            remarks.append(_CALLED_OFF.format(title=shown, where=where(off)))
    people = [
        line for line in lines if columns.cell(line.cells, "date of birth")
    ]  # the others are no people, or refused
    single = [line.number for line in people if _is_half(" ".join(columns.cell(line.cells, name) for name in _NAMES))]
    if single:
        remarks.append(_ONE_WORD.format(where=where(single)))
    return remarks


def _is_of_names(title: str) -> bool:
    said = set(re.split(r"[\W_]+", " ".join(plain_words(title))))
    return bool(said & _OF_NAMES) and not said & _OF_OTHERS


def _read(columns: Columns, line: SheetLine) -> set[str]:
    return {word for name in _NAMES for word in plain_words(columns.cell(line.cells, name))}


def _is_half(name: str) -> bool:
    """Tell whether a name is one word, and not one that is written without a space."""
    words = name.replace(",", " ").split()
    return (
        len(words) == 1
        and words[0][0].isalnum()
        and not unicodedata.name(words[0][0], "").startswith(("CJK", "HANGUL"))
    )
