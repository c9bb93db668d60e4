"""Lines of a schedule that are nobody's appointment: totals, footers, breaks, and times that are kept free."""

import unicodedata
from typing import Final

from kiosk.schedule.codes import why_none

_PLACEHOLDERS: Final = frozenset(
    {
        "walkin", "walkinclient", "noname", "unknown", "blocked", "block", "blockedtime", "lunch", "lunchbreak", "break", "teabreak",
        "busy", "hold", "onhold", "held", "reserved", "unavailable", "notavailable", "closed", "timeoff", "dayoff", "holiday", "leave",
        "admin", "admintime", "meeting", "training", "tbc", "tba", "na", "none", "free", "available", "empty", "sincita", "comida",
        "descanso", "bloqueado", "reservado", "ocupado", "libre", "vacaciones", "reunión", "formación", "sansrendezvous", "pause",
        "déjeuner", "pausedéjeuner", "bloqué", "réservé", "occupé", "congé", "réunion", "formation",
    }
)  # fmt: skip


def is_nobodys(*, name: str, born: str, phone: str, code: str, number: str, when: str, ours: bool) -> bool:
    """Tell whether a line names nobody, or is no appointment at all; `ours` says that it names a treatment of this clinic."""
    if born or number:
        return False
    key = "".join(c for c in unicodedata.normalize("NFC", name).casefold() if c.isalpha())
    has_code = bool(code) and not why_none(code)  # programs give breaks and walk-ins a code too
    if not phone and (key in _PLACEHOLDERS or not (key or (has_code and ours))):
        return True
    return not ours and not any(c.isdigit() for c in when)
