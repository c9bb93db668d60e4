"""What a schedule says about an appointment besides its time: booked, cancelled, or that the client did not come."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

CalledOff = Literal["cancelled", "no_show"]
Status = Literal["booked", "cancelled", "no_show"]

_CANCELLED: Final = (
    "cancelled", "canceled", "cancel", "cancellation", "cancels", "cxl", "cxld", "canx", "late cancel", "late cancellation", "deleted",
    "void", "voided", "declined", "rejected", "removed", "withdrawn", "called off", "anulada", "anulado", "cancelada", "cancelado",
    "eliminada", "eliminado", "rechazada", "rechazado", "annulé", "annulée", "annulation", "supprimé", "supprimée", "refusé", "refusée",
)  # fmt: skip
_NO_SHOW: Final = (
    "no show", "no-show", "noshow", "no shows", "ns", "dna", "did not attend", "did not arrive", "did not come", "did not show", "didn't show",
    "didn't come", "not attended", "not arrived", "missed", "absent", "failed to attend", "fta", "no asistió", "no asistido", "no se presentó",
    "no presentada", "no presentado", "ausente", "absente", "non venu", "non venue", "non présenté", "non présentée", "lapin",
)  # fmt: skip
_BOOKED: Final = (
    "", "booked", "confirmed", "unconfirmed", "not confirmed", "accepted", "approved", "scheduled", "active", "new", "open", "pending",
    "tentative", "reserved", "requested", "waiting", "arrived", "here", "checked in", "in progress", "started", "completed", "complete", "done",
    "finished", "closed", "paid", "unpaid", "kept", "attended", "show", "showed", "ok", "online", "reservada", "reservado", "confirmada",
    "confirmado", "pendiente", "activa", "activo", "programada", "programado", "completada", "completado", "realizada", "realizado", "réservé",
    "réservée", "confirmé", "confirmée", "en attente", "planifié", "planifiée", "prévu", "prévue", "terminé", "terminée", "arrivé", "arrivée",
)  # fmt: skip
_DENIED: Final = frozenset({"not", "non", "no", "never", "pas"})
_NO: Final = frozenset(
    {"", "no", "n", "false", "0", "-", "na", "n/a", "none", "null", "nil", "non", "falso", "faux", "never"}
)


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "").replace("’", "")).split())


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What each word of a status column means; a clinic's own words come before those that are known."""

    meanings: Mapping[str, Status]

    @classmethod
    def of(
        cls, *, booked: Iterable[str] = (), cancelled: Iterable[str] = (), no_show: Iterable[str] = ()
    ) -> "StatusWords":
        """Return the known words with a clinic's own."""
        own: tuple[tuple[Iterable[str], Status], ...] = (
            (booked, "booked"),
            (cancelled, "cancelled"),
            (no_show, "no_show"),
        )
        known: tuple[tuple[Iterable[str], Status], ...] = (
            (_BOOKED, "booked"), (_CANCELLED, "cancelled"), (_NO_SHOW, "no_show"),
        )  # fmt: skip
        pairs = [(_key(word), status) for words, status in (*known, *own) for word in words]
        return cls(MappingProxyType(dict(pairs)))

    def exactly(self, text: str) -> Status | None:
        """Return what a whole cell means, and None if it is no such word: in other columns people write sentences."""
        return self.meanings.get(_key(text))

    def read(self, text: str) -> Status | None:
        """Return what a word of a status column means, alone or among others ("Cancelled by client"); None if unknown."""
        key = _key(text)
        if key in self.meanings:
            return self.meanings[key]
        words = key.split()
        if any(
            key.startswith(_key(word)) or f" {_key(word)}" in f" {key}"
            for word in ("no show", "did not attend", "did not come")
        ):
            return "no_show"
        if not _DENIED & set(words) and any(self.meanings.get(word) == "cancelled" for word in words):
            return "cancelled"
        return None


def is_marked(text: str) -> bool:
    """Tell whether a column that is headed "cancelled" or "no show" says yes: with a tick, a word, or a day."""
    return text.strip().casefold() not in _NO
