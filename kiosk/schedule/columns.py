"""Which column of a schedule is which, found by name in any order."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.core.errors import BadInput

REQUIRED = ("start", "client", "date of birth", "treatment")
EXPECTED = ("practitioner", "phone", "booking code")

# The first name of each is the one we print; the others are what booking programs call the same thing.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "start": (
        "start time",
        "starts",
        "starts at",
        "begin",
        "begins",
        "time",
        "appointment",
        "appointment time",
        "appointment start",
        "date time",
        "date and time",
        "start date time",
        "when",
    ),
    "day": ("date", "appointment date", "start date", "visit date"),
    "client": ("name", "names", "full name", "nombre", "nom"),
    "date of birth": ("dob", "birth date", "birthday", "born", "born on", "client date of birth", "client dob"),
    "treatment": ("treatments", "treatment name", "treatment id", "service", "procedure"),
    "practitioner": ("practitioner name", "provider", "therapist", "with", "staff", "staff member"),
    "phone": (
        "phone number",
        "telephone",
        "telephone number",
        "tel",
        "mobile",
        "mobile phone",
        "mobile number",
        "cell",
        "cell phone",
        "client phone",
    ),
    "booking code": (
        "code",
        "booking",
        "booking number",
        "booking id",
        "booking reference",
        "booking ref",
        "reference",
        "ref",
        "confirmation code",
        "confirmation number",
        "appointment code",
        "appointment id",
    ),
    "family name": (
        "family names",
        "family",
        "surname",
        "surnames",
        "last name",
        "last names",
        "last",
        "lname",
        "apellido",
        "apellidos",
        "nom de famille",
        "nachname",
    ),
    "given name": (
        "given names",
        "given",
        "first name",
        "first names",
        "first",
        "fname",
        "forename",
        "forenames",
        "christian name",
        "christian names",
        "prénom",
        "prénoms",
        "vorname",
    ),
    "laser": ("laser planned", "with laser"),
    "language": ("lang", "client language", "preferred language"),
    "status": (
        "state",
        "appointment status",
        "appointment state",
        "appt status",
        "booking status",
        "visit status",
        "estado",
        "statut",
        "booking state",
        "confirmation status",
        "attendance",
        "attendance status",
        "outcome",
        "appointment outcome",
    ),
    "cancelled": (
        "canceled",
        "is cancelled",
        "is canceled",
        "cancelled at",
        "canceled at",
        "cancelled on",
        "canceled on",
        "cancelled date",
        "canceled date",
        "date cancelled",
        "date canceled",
        "cancellation date",
        "deleted",
        "deleted at",
    ),
    "no show": ("no shows", "is no show", "did not arrive", "did not attend", "did not come", "dna"),
}
_MANY = frozenset({"status", "cancelled", "no show"})
"""What several columns may say: each of them may tell that nobody comes."""


def _key(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


_WHOSE = ("clients", "client", "customer", "patient", "guest", "attendee")
"""Whose name, birth or telephone it is, as in "Client Surname"."""
_THEIRS = frozenset({"client", "family name", "given name", "date of birth", "phone", "language"})

_OWN = {_key(name): name for name in _NAMES}
_OTHER = {_key(other): name for name, others in _NAMES.items() for other in others}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column is in a file."""

    places: Mapping[str, int]
    many: Mapping[str, tuple[int, ...]]
    others: tuple[tuple[str, int], ...] = ()
    """Title and place of each column that is not read."""
    remarks: tuple[str, ...] = ()

    def cell(self, cells: Sequence[str], name: str) -> str:
        """Return what a line says in the column `name`; empty if the line or the file has no such cell."""
        place = self.places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    def cells(self, cells: Sequence[str], name: str) -> tuple[str, ...]:
        """Return what a line says in every column of the name `status`, `cancelled` or `no show`."""
        return tuple(cells[place].strip() for place in self.many.get(name, ()) if place < len(cells))

    def has(self, name: str) -> bool:
        """Tell whether the file has the column `name`."""
        return name in self.places


def find_columns(header: Sequence[str]) -> Columns:
    """Find the columns by their names; case, spaces, hyphens and underscores do not matter, nor does the order.

    Our own name of a column wins over another name of the same thing. Raises BadInput, with one sentence, if a column
    is missing or occurs twice.
    """
    own = _places(header, _OWN)
    many = _places(header, _OWN | _OTHER)
    own = {name: places for name, places in own.items() if name not in _MANY}
    if "client" in own:  # beside "name" it may be a number, or half of the name: nobody can tell which to leave
        own["client"] = sorted(own["client"] + _places(header, _OTHER).get("client", []))
    other = {name: places for name, places in _places(header, _OTHER).items() if name not in own and name not in _MANY}
    for name, found in (own | other).items():
        if len(found) > 1:
            raise BadInput(
                f'The schedule file has two columns "{name}" (columns {found[0] + 1} and {found[1] + 1}); keep one.'
            )
    places = {name: found[0] for name, found in (own | other).items()}
    read = {*places.values(), *(place for found in many.values() for place in found)}
    others = tuple((title, place) for place, title in enumerate(header) if place not in read)
    if "start" not in places and "day" in places:
        places["start"] = places.pop("day")  # one column with date and time, under the name of the first half
    _require(places)
    return Columns(places, {name: tuple(many.get(name, ())) for name in _MANY}, others, _missed(places))


def _places(header: Sequence[str], names: Mapping[str, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, title in enumerate(header):
        name = names.get(_key(title)) or (None if names is _OWN else _theirs(_key(title)))
        if name:
            found.setdefault(name, []).append(place)
    return found


def _theirs(key: str) -> str | None:
    shorter = (key.removeprefix(whose) for whose in _WHOSE if key.startswith(whose) and key not in _OWN)
    return next((name for short in shorter if (name := (_OWN | _OTHER).get(short)) in _THEIRS), None)


def _require(places: Mapping[str, int]) -> None:
    if not places:
        raise BadInput(
            "The first line of the schedule file is not a header row; it must name the columns, for example: "
            + ", ".join(REQUIRED + EXPECTED)
            + "."
        )
    named = {"family name", "given name"} <= set(places)
    missing = [f'"{name}"' for name in REQUIRED if name not in places and not (name == "client" and named)]
    if missing:
        columns = "column " + missing[0] if len(missing) == 1 else "columns " + " and ".join(missing)
        raise BadInput(
            f"The schedule file has no {columns}; its header row must name at least: {', '.join(REQUIRED)}, "
            "separated by commas or semicolons."
        )


def _missed(places: Mapping[str, int]) -> tuple[str, ...]:
    missing = [f'"{name}"' for name in EXPECTED if name not in places]
    if not missing:
        return ()
    return (f"The file has no column {' and no '.join(missing)}; the appointments were taken without.",)
