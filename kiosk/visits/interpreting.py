"""Who interpreted or helped while a client answered, as staff read it, and what that means for the consent."""

from collections.abc import Mapping
from typing import Final

from kiosk.visits.visit import CheckInRecord
from kiosk.visits.visit_parts import AnsweredBy, HelpedBy

_ANSWERED: Final[Mapping[AnsweredBy, str]] = {
    "client": "answered by the client",
    "guardian": "answered by the guardian",
    "helper": "answered with a helper",
    "interpreter": "answered with an interpreter",
    "staff": "answered with staff",
}
_WHO: Final[Mapping[HelpedBy, str]] = {
    "professional": "as a job",
    "staff": "a member of staff",
    "family": "family or a friend",
}
_CHECK: Final = "interpreted by family or a friend. Go through it with a professional interpreter, or let the client say it in their own words."


def answered_words(record: CheckInRecord) -> str:
    """Say who answered, and who interpreted or helped."""
    return f"{_ANSWERED[record.answered_by]}{_by_whom(record)}"


def answered_by(record: CheckInRecord) -> str:
    """Name who answered, and who interpreted or helped."""
    return f"{record.answered_by}{_by_whom(record)}"


def _by_whom(record: CheckInRecord) -> str:
    return f" ({_WHO[record.helped_by]})" if record.helped_by else ""


def why_check_consent(record: CheckInRecord | None) -> str:
    """Say why a consent is to be checked in the room; empty where nobody of the family interpreted, or nobody said yes."""
    if record is None or record.consent is None or not record.consent.given:
        return ""
    return _CHECK if record.answered_by == "interpreter" and record.helped_by == "family" else ""
