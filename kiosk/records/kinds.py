"""The kinds of documents a clinic keeps, and the columns that find each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a document is. A member is its own name as text, so ``"visit"`` serves as well."""

    CLIENT = "client"
    VISIT = "visit"  # partition: the clinic day, as 2026-07-30
    STAFF = "staff"
    DRAFT = "draft"
    TERMINAL = "terminal"  # what a kiosk is doing now
    ATTEMPT = "attempt"  # wrong entries and wrong PINs
    TEXT = "text"  # texts that were shown, by their hash
    SIGNOFF = "signoff"
    META = "meta"
    IMPORT = "import"


COLUMNS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        # The column that narrows most comes first: a look-up by several begins there.
        Kind.CLIENT: (
            "date_of_birth",
            "phone",
            "phone_last4",
            "name_key",
            "family_words",
            "given_words",
            "merged_into",
        ),
        Kind.VISIT: ("booking_code", "client_id", "practitioner_id", "treatment", "state"),
        Kind.STAFF: ("name_key", "role"),
        Kind.DRAFT: ("visit_id", "client_id", "terminal"),
        Kind.TERMINAL: ("visit_id", "state"),
        Kind.ATTEMPT: ("name_key", "terminal", "what"),
        Kind.TEXT: ("subject", "language"),
        Kind.SIGNOFF: ("sha256", "subject", "visit_id", "client_id"),
        Kind.META: (),
        Kind.IMPORT: ("sha256",),
    }
)

PASSING = frozenset({Kind.DRAFT, Kind.TERMINAL})
"""Live states that change with every step of a client. Each carries a keyed hash of itself instead of an audit entry; only
the coming of a draft, and the going of both, are in the audit trail."""

AUDITED = frozenset(Kind) - PASSING
"""Kinds whose every change is in the audit trail."""

UNNAMED = frozenset({Kind.ATTEMPT})
"""Kinds whose ids tell a name: the audit trail names them by a keyed hash."""
