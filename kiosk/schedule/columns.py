"""Which column of a schedule is which, found by name in any order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.schedule.column_titles import FAMILY_FIRST, ColumnTitles, others_column, our_column, title_key

REQUIRED: Final = ("start", "client", "date of birth", "treatment")
EXPECTED: Final = ("practitioner", "phone", "booking code")
_EACH_COUNTS: Final = frozenset({"status", "cancelled", "no show"})
"""What several columns may say: each of them may tell that nobody comes."""
_FIRST_COUNTS: Final = frozenset(
    {"phone", "booking code", "client number", "practitioner", "laser", "language", "end", "duration"}
)
"""What an appointment can do without: of several columns the first that says something is taken."""
_LONGEST_TITLE: Final = 40


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column is in a file."""

    places: Mapping[str, Sequence[int]]
    others: tuple[tuple[str, int], ...] = ()
    """Title and place of each column that is not read."""
    remarks: tuple[str, ...] = ()
    family_first: bool = False
    """Whether the title of the column of names says that the family name comes first."""
    several: tuple[str, ...] = field(default=())
    """Columns that stand several times and of which the first that says something is taken."""

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Return what a line says in the column `name`; empty if the line or the file has no such cell."""
        for place in self.places.get(name, ()):
            if place < len(cells) and (text := cells[place].strip()):
                return text
        return ""

    def cells(self, cells: Sequence[str], name: str) -> tuple[str, ...]:
        """Return what a line says in every column of this name."""
        return tuple(cells[place].strip() for place in self.places.get(name, ()) if place < len(cells))

    def has(self, name: str) -> bool:
        """Tell whether the file has the column `name`."""
        return name in self.places


def find_columns(header: Sequence[str], titles: ColumnTitles | None = None) -> Columns:
    """Find the columns of a schedule. Raises BadInput, with one sentence, if one is missing or occurs twice."""
    titles = titles or ColumnTitles()
    columns = place_columns(header, titles)
    _require(columns.places, header, titles)
    return replace(columns, remarks=_missed(columns.places))


def place_columns(header: Sequence[str], titles: ColumnTitles) -> Columns:
    """Find the columns by their names; case, spaces, hyphens and underscores do not matter, nor does the order.

    What the clinic or its booking program has named wins over our own name of a column, and that over another name of the same
    thing. Raises BadInput, with one sentence, if a column occurs twice.
    """
    places = titles.places(header)
    named = {place for found in places.values() for place in found}
    free = [(place, title) for place, title in enumerate(header) if place not in named]
    own, other = _by_name(free, our_column), _by_name(free, others_column)
    for name in own.keys() | other.keys():
        if name in places and name not in _EACH_COUNTS:
            continue
        if name in _EACH_COUNTS | _FIRST_COUNTS:
            places[name] = [*places.get(name, []), *own.get(name, []), *other.get(name, [])]
        elif name == "client":  # beside "name" it may be a number, or half of the name: nobody can tell which to leave
            places[name] = sorted(own.get(name, []) + other.get(name, []))
        else:
            places[name] = own.get(name) or other[name]
    for name, found in places.items():
        if len(found) > 1 and name not in _EACH_COUNTS | _FIRST_COUNTS:
            raise BadInput(
                f'The schedule file has two columns "{name}" (columns {found[0] + 1} and {found[1] + 1}); keep one, or say in '
                f"clinic.toml which is meant (docs/schedule.md)."
            )
    read = {place for found in places.values() for place in found}
    others = tuple((title, place) for place, title in enumerate(header) if place not in read)
    if "start" not in places and "day" in places:
        places["start"] = places.pop("day")  # one column with date and time, under the name of the first half
    return Columns(
        places,
        others,
        family_first=any(title_key(header[place]) in FAMILY_FIRST for place in places.get("client", ())),
        several=tuple(name for name in sorted(places) if name in _FIRST_COUNTS and len(places[name]) > 1),
    )


def _by_name(titles: Iterable[tuple[int, str]], name_of: Callable[[str], str | None]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, title in titles:
        if name := name_of(title):
            found.setdefault(name, []).append(place)
    return found


def _require(places: Mapping[str, Sequence[int]], header: Sequence[str], titles: ColumnTitles) -> None:
    if not places:
        raise BadInput(
            "The first line of the schedule file is not a header row; it must name the columns, for example: "
            + ", ".join(REQUIRED + EXPECTED)
            + "."
        )
    named = {"family name", "given name"} <= set(places)
    missing = [name for name in REQUIRED if name not in places and not (name == "client" and named)]
    for name in missing:
        if absent := titles.absent(name, header):
            raise BadInput(
                f'The schedule file has no column "{clean(absent[0], _LONGEST_TITLE)}", which clinic.toml names for the "{name}"; '
                "name the column as the file has it."
            )
    if missing:
        quoted = [f'"{name}"' for name in missing]
        columns = "column " + quoted[0] if len(missing) == 1 else "columns " + " and ".join(quoted)
        raise BadInput(
            f"The schedule file has no {columns}; its header row must name at least: {', '.join(REQUIRED)}. If they have other "
            "names there, say so in clinic.toml (docs/schedule.md)."
        )


def _missed(places: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    missing = [f'"{name}"' for name in EXPECTED if name not in places]
    if not missing:
        return ()
    return (f"The file has no column {' and no '.join(missing)}; the appointments were taken without.",)
