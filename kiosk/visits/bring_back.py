"""The bring-back list: who mentioned a spot that no doctor has looked at, until one has.

A visit comes on it with the verdict that says so, whatever becomes of the visit, and leaves it when staff note that a doctor has
looked. Only the visits' ids are kept.
"""

from datetime import tzinfo
from typing import Final

from kiosk.records import Writer
from kiosk.visits.clinic_findings import is_clinic_finding
from kiosk.visits.id_list import IdList
from kiosk.visits.visit import Visit
from rules import day_in_words

LESION: Final = "lesion"
"""The question about a new, changing or bleeding spot, mole or lump that no doctor has looked at."""
LIST: Final = IdList("bring-back")


def mentions_lesion(visit: Visit) -> bool:
    """Tell whether the verdict of a visit mentions such a spot."""
    findings = visit.judgement.verdict["findings"] if visit.judgement else ()
    return any(
        each["because"] == "yes" and LESION in each.get("questions", ()) and not is_clinic_finding(each["rule"])
        for each in findings
    )


def is_advised(visit: Visit) -> bool:
    """Tell whether somebody advised the client to see a doctor, and gave the slip."""
    return any(each.decision == "advised" for each in visit.signoffs)


def advised_by(visit: Visit, zone: tzinfo) -> str:
    """Return who advised the client, and on which day of the clinic; nothing where nobody has."""
    signed = next((each for each in reversed(visit.signoffs) if each.decision == "advised"), None)
    return f"{signed.by}, {day_in_words(signed.at.astimezone(zone).date())}" if signed else ""


def is_seen(visit: Visit) -> bool:
    """Tell whether somebody noted that a doctor has looked."""
    return any(each.decision == "doctor_saw" for each in visit.signoffs)


def note_bring_back(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list if its verdict mentions such a spot, or take it off once a doctor has looked."""
    if mentions_lesion(visit) or is_seen(visit):
        LIST.note(writer, visit.id, belongs=not is_seen(visit))
