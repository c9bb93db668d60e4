"""Drawing verdicts again: a visit with the client's other open visits of that day, for one speaks about the other."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kiosk.errors import NotAllowed
from kiosk.judge import OPEN
from kiosk.records import Reader, Writer
from kiosk.visit import Visit

if TYPE_CHECKING:
    from kiosk.clinic import Clinic


def due(clinic: "Clinic", visit: Visit) -> date:
    """Return the day for which a visit is to be judged."""
    return max(visit.day, clinic.today())


def is_of_today(clinic: "Clinic", visit: Visit) -> bool:
    """Tell whether an open visit was judged for its day; once that day has come, whether on it, too."""
    judgement, day = visit.judgement, due(clinic, visit)
    if visit.state not in OPEN or judgement is None:
        return True
    return judgement.on == day and (day > clinic.today() or clinic.local(judgement.at).date() == day)


def as_due(clinic: "Clinic", visit: Visit) -> Visit:
    """Return a visit as it may be shown: judged for its day, though nobody has opened it yet. Nothing is written."""
    if is_of_today(clinic, visit) or clinic.clock_doubt():
        return visit
    with clinic.records.read() as reader:
        try:
            return _judged(clinic, reader, [visit], due(clinic, visit))[1][0]
        except NotAllowed:  # its rules are gone: whoever opens it is told
            return visit


def others_of(clinic: "Clinic", reader: Reader, visits: Sequence[Visit]) -> list[Visit]:
    """Return the other visits of the client whose visits these are."""
    ids = {visit.id for visit in visits}
    return [other for other in clinic.visits.of_client(visits[0].client_id, reader) if other.id not in ids]


def write_judged(
    clinic: "Clinic", writer: Writer, visits: Sequence[Visit], what: str, *, on: date, **detail: Any
) -> tuple[Visit, ...]:
    """Judge visits of one client and keep them, with every other open visit of that day whose verdict changes by it."""
    siblings, judged = _judged(clinic, writer, visits, on)
    for before, after in zip(siblings, judged[len(visits) :], strict=True):
        _write_if_other(clinic, writer, before, after)
    return tuple(clinic.visits.write(writer, visit, what, **detail) for visit in judged[: len(visits)])


def _judged(clinic: "Clinic", reader: Reader, visits: Sequence[Visit], on: date) -> tuple[list[Visit], list[Visit]]:
    """Return the client's other open visits of that day, and the visits judged, followed by these others."""
    others = others_of(clinic, reader, visits)
    siblings = _siblings(clinic, others, visits[0].day)
    return siblings, clinic.judge.judge_all([*visits, *siblings], others, on=on, at=clinic.clock.now())


def refresh_siblings(clinic: "Clinic", writer: Writer, visit: Visit) -> None:
    """Judge the client's other open visits of that day again, after this one came, changed or went."""
    others = others_of(clinic, writer, [visit])
    siblings = _siblings(clinic, others, visit.day)
    if siblings:
        judged = clinic.judge.judge_all(siblings, [*others, visit], on=due(clinic, visit), at=clinic.clock.now())
        for before, after in zip(siblings, judged, strict=True):
            _write_if_other(clinic, writer, before, after)


def _siblings(clinic: "Clinic", others: Sequence[Visit], day: date) -> list[Visit]:
    """Return those of a client's other visits that are judged along; one whose rules are gone holds up no other."""
    return [
        other
        for other in others
        if other.day == day and other.state in OPEN and other.checkin and other.treatment in clinic.protocols
    ]


def _write_if_other(clinic: "Clinic", writer: Writer, before: Visit, after: Visit) -> None:
    one, two = before.judgement, after.judgement
    if one is None or two is None or (one.verdict, one.notes) != (two.verdict, two.notes):
        clinic.visits.write(writer, after, "visit.judge")
