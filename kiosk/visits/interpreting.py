"""Who interpreted or helped while a client answered, and in which language they wrote, as staff read it."""

from collections.abc import Mapping
from typing import Final

from kiosk.core.language import ENGLISH
from kiosk.core.language_names import english_name
from kiosk.people.client_book import Client
from kiosk.visits.kept_language import own_language
from kiosk.visits.visit import CheckInRecord, Visit
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
NOTE: Final = "note"
"""The question that a client answers in their own words."""
_CHECK: Final = "interpreted by family or a friend. Go through it with a professional interpreter, or let the client say it in their own words."


def answered_words(record: CheckInRecord) -> str:
    """Say who answered, and who interpreted or helped."""
    return f"{_ANSWERED[record.answered_by]}{_by_whom(record)}"


def answered_by(record: CheckInRecord) -> str:
    """Name who answered, and who interpreted or helped."""
    return f"{record.answered_by}{_by_whom(record)}"


def _by_whom(record: CheckInRecord) -> str:
    return f" ({_WHO[record.helped_by]})" if record.helped_by else ""


def why_check_consent(visit: Visit, client: Client) -> str:
    """Say why a consent is to be checked in the room; empty where nobody of the family interpreted, or nobody said yes.

    Whoever helps a client who was not spoken to in their own language interprets, too.
    """
    record = visit.checkin
    if record is None or record.consent is None or not record.consent.given or record.helped_by != "family":
        return ""
    interprets = record.answered_by == "interpreter" or own_language(client, (visit,)) != (visit.language or ENGLISH)
    return _CHECK if interprets else ""


def note_written(record: CheckInRecord | None) -> str:
    """Say in which language the note was written: ", in Spanish"; empty for English, and where it is not known."""
    written = record.note_language if record else None
    return f", in {english_name(written)}" if written and written != ENGLISH else ""
