"""The bring-back list: who mentioned a spot that no doctor has looked at, until one has.

A visit comes on it with the verdict that says so, whatever becomes of the visit, and leaves it when staff note that a doctor has
looked. Kept is nothing but the visits' ids.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kiosk.errors import NotFound
from kiosk.records import Kind, Reader, Writer
from kiosk.visit import Visit

if TYPE_CHECKING:
    from kiosk.clinic import Clinic

LESION: Final = "lesion"
"""The question after a new, changing or bleeding spot, mole or lump that no doctor has looked at."""
_LIST: Final = "bring-back"
_HOUSE: Final = "HOUSE-"


def tells(visit: Visit) -> bool:
    """Tell whether the verdict of a visit speaks of such a spot."""
    findings = visit.judgement.verdict["findings"] if visit.judgement else ()
    return any(
        each["because"] == "yes" and LESION in each.get("questions", ()) and not each["rule"].startswith(_HOUSE)
        for each in findings
    )


def is_advised(visit: Visit) -> bool:
    """Tell whether somebody advised the client to see a doctor, and gave the slip."""
    return any(each.decision == "advised" for each in visit.signoffs)


def is_seen(visit: Visit) -> bool:
    """Tell whether somebody noted that a doctor has looked."""
    return any(each.decision == "doctor_saw" for each in visit.signoffs)


def note(writer: Writer, visit: Visit) -> None:
    """Put a visit on the list if its verdict speaks of such a spot, or take it off once a doctor has looked."""
    kept = writer.get(Kind.META, _LIST) if tells(visit) or is_seen(visit) else None
    listed = list(kept["visits"]) if kept else []
    if is_seen(visit) and visit.id in listed:
        listed.remove(visit.id)
    elif tells(visit) and not is_seen(visit) and visit.id not in listed:
        listed.append(visit.id)
    else:
        return
    writer.put(Kind.META, {"id": _LIST, "visits": listed}, expect=kept["revision"] if kept else None)


def listed(clinic: "Clinic", reader: Reader) -> tuple[Visit, ...]:
    """Return the visits on the list, oldest first; one that was erased is on it no longer."""
    kept = reader.get(Kind.META, _LIST)
    found = []
    for visit_id in kept["visits"] if kept else ():
        with suppress(NotFound):
            found.append(clinic.visits.get(visit_id, reader))
    return tuple(sorted(found, key=lambda visit: (visit.day, visit.start)))


def of_client(clinic: "Clinic", reader: Reader, client_id: str) -> tuple[Visit, ...]:
    """Return a client's visits on the list, oldest first."""
    kept = reader.get(Kind.META, _LIST)
    if kept is None:
        return ()
    return tuple(visit for visit in clinic.visits.of_client(client_id, reader) if visit.id in kept["visits"])
