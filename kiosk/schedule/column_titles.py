"""What booking programs write above each column, in English, Spanish and French, and how two titles are told to be one."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from kiosk.schedule.booking_programs import programs

# The first name of each is the one we print; the others are what booking programs call the same thing.
NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "start": (
            "start time", "starts", "starts at", "begin", "begins", "time", "appointment", "appointment time", "appointment start",
            "date time", "date and time", "start date time", "scheduled time", "scheduled at", "when", "hora", "hora de inicio",
            "hora inicio", "inicio", "fecha y hora", "cita", "heure", "heure de début", "début", "date et heure", "horaire",
        ),
        "day": (
            "date", "appointment date", "start date", "visit date", "scheduled date", "booking day", "fecha", "día", "fecha de la cita",
            "fecha cita", "jour", "date du rendez-vous", "date de rendez-vous",
        ),
        "client": (
            "name", "names", "full name", "customer", "patient", "guest", "invitee", "attendee", "nombre", "cliente", "paciente",
            "nombre completo", "nombre del cliente", "nombre cliente", "nombre y apellidos", "apellidos y nombre", "nom", "patiente", "nom du client",
            "nom complet", "nom et prénom",
        ),
        "date of birth": (
            "dob", "birth date", "birthdate", "birthday", "born", "born on", "fecha de nacimiento", "fecha nacimiento", "nacimiento",
            "fecha de nac", "f nacimiento", "date de naissance", "naissance", "né le", "née le", "ddn",
        ),
        "treatment": (
            "treatments", "treatment name", "treatment id", "service", "services", "service name", "services booked", "service class",
            "procedure", "appointment type", "appointment type name", "appt type", "event type name", "tratamiento", "tratamientos", "servicio",
            "servicios", "tipo de cita", "traitement", "traitements", "soin", "soins", "prestation", "prestations", "type de rendez-vous",
        ),
        "practitioner": (
            "practitioner name", "provider", "provider name", "therapist", "therapist name", "with", "staff", "staff member", "staff name",
            "staff member name", "team member", "team member name", "employee", "clinician", "profesional", "especialista", "terapeuta",
            "doctor", "doctora", "praticien", "praticienne", "professionnel", "thérapeute",
        ),
        "phone": (
            "phone number", "telephone", "telephone number", "tel", "mobile", "mobile phone", "mobile number", "cell", "cell phone",
            "cell number", "contact number", "landline", "home phone", "work phone", "text reminder number", "teléfono", "móvil", "celular",
            "teléfono móvil", "número de teléfono", "teléfono del cliente", "téléphone", "portable", "téléphone portable", "numéro de téléphone",
        ),
        "booking code": (
            "code", "booking", "booking number", "booking id", "booking reference", "booking ref", "reference", "ref", "confirmation code",
            "confirmation number", "appointment code", "appointment id", "código", "código de reserva", "referencia", "localizador",
            "número de reserva", "référence", "code de réservation", "numéro de réservation",
        ),
        "family name": (
            "family names", "family", "surname", "surnames", "last name", "last names", "last", "lname", "apellido", "apellidos",
            "nom de famille", "nachname",
        ),
        "given name": (
            "given names", "given", "first name", "first names", "first", "fname", "forename", "forenames", "christian name",
            "christian names", "prénom", "prénoms", "vorname",
        ),
        "client number": (
            "client id", "client no", "client account id", "client account", "customer-id", "customer-number", "patient-id", "patient-number",
            "guest code", "account id", "account number", "número de cliente", "id cliente", "numéro de client", "id client",
        ),
        "laser": ("laser planned", "with laser", "láser"),
        "language": ("lang", "preferred language", "idioma", "langue"),
        "end": (
            "end time", "ends", "ends at", "finish", "finish time", "end date time", "end date and time", "appointment end", "stop time",
            "stop date time", "hora de fin", "hora fin", "heure de fin",
        ),
        "duration": ("length", "minutes", "duration minutes", "duration min", "appointment length", "duración", "durée"),
        "status": (
            "state", "appointment status", "appointment state", "appt status", "booking status", "visit status", "estado", "statut",
            "booking state", "confirmation status", "attendance", "attendance status", "outcome", "appointment outcome",
        ),
        "cancelled": (
            "canceled", "is cancelled", "is canceled", "cancelled at", "canceled at", "cancelled on", "canceled on", "cancelled date",
            "canceled date", "date cancelled", "date canceled", "cancellation date", "deleted", "deleted at", "cancelada", "anulada", "annulé",
        ),
        "no show": ("no shows", "is no show", "did not arrive", "did not attend", "did not come", "dna", "no asistió"),
    }
)  # fmt: skip
FAMILY_FIRST: Final = frozenset(
    {"apellidosynombre", "nometprenom", "lastfirst", "lastnamefirstname", "surnamename", "familynamegivenname"}
)
"""Titles of a column of whole names that say that the family name comes first."""

_LONGEST: Final = 100
MOST_COLUMNS: Final = 1_000
"""No table has more, and each takes its time."""
_WHOSE: Final = ("clients", "client", "customer", "patient", "guest", "attendee", "invitee")
"""Whose name, birth or telephone it is, as in "Client Surname"."""
_THEIRS: Final = frozenset({"client", "family name", "given name", "date of birth", "phone", "language"})


def title_key(title: str) -> str:
    """Return what two spellings of a title have in common: letters and digits, without case, accents and "&"."""
    plain = unicodedata.normalize("NFKD", title[:_LONGEST].casefold().replace("&", " and "))
    return "".join(c for c in plain if c.isalnum())


_OWN: Final = {title_key(name): name for name in NAMES}
_OTHER: Final = {title_key(other): name for name, others in NAMES.items() for other in others}


def our_column(title: str) -> str | None:
    """Return the column that has this very name."""
    return _OWN.get(title_key(title))


def others_column(title: str) -> str | None:
    """Return the column that booking programs give this name."""
    key = title_key(title)
    if key in FAMILY_FIRST:
        return "client"
    if key in _OTHER or key in _OWN:
        return _OTHER.get(key)
    shorter = (key.removeprefix(whose) for whose in _WHOSE if key.startswith(whose))
    return next((name for short in shorter if (name := (_OWN | _OTHER).get(short)) in _THEIRS), None)


@dataclass(frozen=True, slots=True)
class ColumnTitles:
    """The titles that a clinic has named in its settings, and the booking program it uses."""

    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    program: str | None = None

    def places(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Return where the columns are that the clinic, or else its booking program, has named; the first named is the first."""
        keys = [title_key(title) for title in header]
        found: dict[str, list[int]] = {}
        for titles_of in (self.named, self._of_program(keys)):
            used = {place for places in found.values() for place in places}
            for name, titles in titles_of.items():
                places = [
                    n for title in titles for n, key in enumerate(keys) if key == title_key(title) and n not in used
                ]
                if places and name not in found:
                    found[name] = places
        return found

    def name_of(self, title: str) -> str | None:
        """Return the column that one title stands for, wherever it is written; None if no column is called so."""
        return next(iter(self.places([title])), None) or our_column(title) or others_column(title)

    def count(self, header: Sequence[str]) -> int:
        """Return how many columns a line names, if it is a header."""
        looked_at = header[:MOST_COLUMNS]
        known = {our_column(title) or others_column(title) for title in looked_at} - {None}
        return len(known | set(self.places(looked_at)))

    def absent(self, name: str, header: Sequence[str]) -> Sequence[str]:
        """Return the titles that the clinic has named for a column, if the file has none of them."""
        return () if name in self.places(header) else self.named.get(name, ())

    def _of_program(self, keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
        if self.program is not None:
            return programs()[self.program]
        every = set(keys)
        fitting = (
            columns
            for columns in programs().values()
            if all(title_key(title) in every for titles in columns.values() for title in titles)
        )
        return max(fitting, key=len, default={})
