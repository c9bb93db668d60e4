"""Drawing verdicts again: a visit with the client's other open visits of that day, for one speaks about the other."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kiosk.judge import OPEN
from kiosk.records import Reader, Writer
from kiosk.visit import Visit

if TYPE_CHECKING:
    from kiosk.clinic import Clinic


def due(clinic: "Clinic", visit: Visit) -> date:
    """Return the day for which a visit is to be judged."""
    return max(visit.day, clinic.today())


def is_of_today(clinic: "Clinic", visit: Visit) -> bool:
    """Tell whether the verdict of an open visit is of the day for which it is to be judged."""
    return visit.state not in OPEN or visit.judgement is None or visit.judgement.on >= due(clinic, visit)


def others_of(clinic: "Clinic", reader: Reader, visits: Sequence[Visit]) -> list[Visit]:
    """Return the other visits of the client whose visits these are."""
    ids = {visit.id for visit in visits}
    return [other for other in clinic.visits.of_client(visits[0].client_id, reader) if other.id not in ids]


def write_judged(
    clinic: "Clinic", writer: Writer, visits: Sequence[Visit], what: str, *, on: date, **detail: Any
) -> tuple[Visit, ...]:
    """Judge visits of one client and keep them, with every other open visit of that day whose verdict changes by it."""
    others = others_of(clinic, writer, visits)
    siblings = [other for other in others if other.day == visits[0].day and other.state in OPEN and other.checkin]
    judged = clinic.judge.judge_all([*visits, *siblings], others, on=on, at=clinic.clock.now())
    for before, after in zip(siblings, judged[len(visits) :], strict=True):
        _write_if_other(clinic, writer, before, after)
    return tuple(clinic.visits.write(writer, visit, what, **detail) for visit in judged[: len(visits)])


def refresh_siblings(clinic: "Clinic", writer: Writer, visit: Visit) -> None:
    """Judge the client's other open visits of that day again, after this one came, changed or went."""
    others = others_of(clinic, writer, [visit])
    siblings = [other for other in others if other.day == visit.day and other.state in OPEN and other.checkin]
    if siblings:
        judged = clinic.judge.judge_all(siblings, [*others, visit], on=due(clinic, visit), at=clinic.clock.now())
        for before, after in zip(siblings, judged, strict=True):
            _write_if_other(clinic, writer, before, after)


def _write_if_other(clinic: "Clinic", writer: Writer, before: Visit, after: Visit) -> None:
    one, two = before.judgement, after.judgement
    if one is None or two is None or (one.verdict, one.notes) != (two.verdict, two.notes):
        clinic.visits.write(writer, after, "visit.judge")
