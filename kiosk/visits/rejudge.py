"""Drawing verdicts again: a visit with the client's other open visits of that day, because one may count for the other."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed
from kiosk.records import Reader, Writer
from kiosk.records.context import Context
from kiosk.visits import clinic_findings
from kiosk.visits.books import Books
from kiosk.visits.judge import OPEN
from kiosk.visits.visit import Visit


def day_judged_for(context: Context, visit: Visit) -> date:
    """Return the day of the appointment, or today where that has passed."""
    return max(visit.day, context.today())


def is_current(books: Books, visit: Visit) -> bool:
    """Tell whether an open visit was judged for its day, and by the rules in force."""
    return is_of_its_day(books, visit) and is_by_rules_in_force(books, visit)


def is_of_its_day(books: Books, visit: Visit) -> bool:
    """Tell whether an open visit was judged for its day; once that day has come, whether on it, too."""
    judgement, day = visit.judgement, day_judged_for(books, visit)
    if visit.state not in OPEN or judgement is None or visit.is_to_finish:
        return True
    return judgement.on == day and (day > books.today() or books.local(judgement.at).date() == day)


def is_by_rules_in_force(books: Books, visit: Visit) -> bool:
    """Tell whether an open visit was judged by the rules in force, or is known to have been answered under others."""
    judgement = visit.judgement
    if visit.state not in OPEN or judgement is None or visit.is_to_finish:
        return True
    now = books.protocols.get(visit.treatment)
    found = {finding["rule"] for finding in judgement.verdict["findings"]}
    if now is None or clinic_findings.NO_RULES in found:
        return now is None and clinic_findings.NO_RULES in found
    return judgement.verdict["sha256"] == now.sha256 or clinic_findings.OLDER_RULES in found


def as_due(books: Books, visit: Visit) -> Visit:
    """Return a visit as it may be shown: judged for its day, though nobody has opened it yet. Nothing is written."""
    if is_current(books, visit) or books.clock_doubt():
        return visit
    with books.records.read() as reader:
        try:
            return _judged(books, reader, [visit], day_judged_for(books, visit))[1][0]
        except NotAllowed:  # its rules are gone: whoever opens it is told
            return visit


def redraw(books: Books, actor: Actor, treatments: Collection[str]) -> int:
    """Judge again who is checked in today for one of these treatments and not yet treated; return how many verdicts changed."""
    if books.clock_doubt():
        return 0  # whoever opens such a visit is asked for the date first, and has it judged then
    changed = 0
    with books.records.write(actor) as writer:
        for visit_id in [each.id for each in checked_in_today(books, writer) if each.treatment in treatments]:
            visit = books.visits.get(visit_id, writer)
            with suppress(
                NotAllowed
            ):  # its answers can't be judged any more: whoever opens it is told to reopen the check-in
                siblings, judged = _judged(books, writer, [visit], day_judged_for(books, visit))
                both = zip([visit, *siblings], judged, strict=True)
                changed += sum(_write_if_other(books, writer, before, after) for before, after in both)
    return changed


def checked_in_today(books: Books, reader: Reader) -> list[Visit]:
    """Return today's visits that are checked in and not yet treated."""
    here = (visit for visit in books.visits.of_day(books.today(), reader) if visit.treatment in books.protocols)
    return [visit for visit in here if visit.state in OPEN and visit.checkin is not None]


def others_of(books: Books, reader: Reader, visits: Sequence[Visit]) -> list[Visit]:
    """Return the other visits of the client whose visits these are."""
    ids = {visit.id for visit in visits}
    return [other for other in books.visits.of_client(visits[0].client_id, reader) if other.id not in ids]


@dataclass(frozen=True)
class JudgedAhead:
    """Visits judged before they are written, with everything the judgement rests on."""

    visits: tuple[Visit, ...]
    """Those asked for, followed by the client's other open visits of that day."""
    rests_on: tuple[object, ...]


def judge_ahead(books: Books, reader: Reader, visits: Sequence[Visit], *, on: date) -> JudgedAhead:
    """Judge visits of one client that are written later; nothing is kept."""
    siblings, judged = _judged(books, reader, visits, on)
    return JudgedAhead(tuple(judged), _rests_on(books, reader, visits, siblings, on))


def _rests_on(
    books: Books, reader: Reader, visits: Sequence[Visit], siblings: Sequence[Visit], on: date
) -> tuple[object, ...]:
    """Return all that a judgement of visits rests on, to be compared: the day, the rules, their answers, other visits.

    How a visit ends counts only for the others judged with it.
    """
    together = [*visits, *siblings]
    return (
        on,
        {name: protocol.sha256 for name, protocol in books.protocols.items()},
        {
            each.treatment: (books.library.is_signed(each.treatment), books.library.undecided(each.treatment))
            for each in together
        },
        [(each.id, each.revision, each.checkin and (each.checkin.sha256, each.checkin.answers)) for each in visits],
        [each.state for each in together] if len(together) > 1 else [],
        [(other.id, other.revision) for other in others_of(books, reader, visits)],
    )


def write_judged(
    books: Books,
    writer: Writer,
    visits: Sequence[Visit],
    event: str,
    *,
    on: date,
    ahead: JudgedAhead | None = None,
    **detail: Any,
) -> tuple[Visit, ...]:
    """Judge visits of one client and keep them, with every other open visit of that day whose verdict changes by it.

    What was judged `ahead` is not judged again as long as all that it rests on still holds.
    """
    siblings, judged = _judged(books, writer, visits, on, ahead)
    for before, after in zip(siblings, judged[len(visits) :], strict=True):
        _write_if_other(books, writer, before, after)
    return tuple(books.visits.write(writer, visit, event, **detail) for visit in judged[: len(visits)])


def _judged(
    books: Books, reader: Reader, visits: Sequence[Visit], on: date, ahead: JudgedAhead | None = None
) -> tuple[list[Visit], list[Visit]]:
    """Return the client's other open visits of that day, and the visits judged, followed by these others."""
    others = others_of(books, reader, visits)
    siblings = _siblings(books, others, visits[0].day)
    together, now = [*visits, *siblings], books.clock.now()
    if ahead is None or ahead.rests_on != _rests_on(books, reader, visits, siblings, on):
        return siblings, books.judge.judge_all(together, others, on=on, at=now)
    judgements = [each.judgement.model_copy(update={"at": now}) for each in ahead.visits if each.judgement]
    return siblings, [each.judged(judgement) for each, judgement in zip(together, judgements, strict=True)]


def refresh_siblings(books: Books, writer: Writer, visit: Visit) -> None:
    """Judge the client's other open visits of that day again, after this one came, changed or went."""
    others = others_of(books, writer, [visit])
    siblings = _siblings(books, others, visit.day)
    if siblings:
        judged = books.judge.judge_all(
            siblings, [*others, visit], on=day_judged_for(books, visit), at=books.clock.now()
        )
        for before, after in zip(siblings, judged, strict=True):
            _write_if_other(books, writer, before, after)


def _siblings(books: Books, others: Sequence[Visit], day: date) -> list[Visit]:
    """Return a client's other visits to be judged with this one, without those whose rules are gone."""
    return [
        other
        for other in others
        if other.day == day and other.state in OPEN and other.checkin and other.treatment in books.protocols
    ]


def _write_if_other(books: Books, writer: Writer, before: Visit, after: Visit) -> bool:
    one, two = before.judgement, after.judgement
    if one is not None and two is not None and (one.verdict, one.notes) == (two.verdict, two.notes):
        return False
    books.visits.write(writer, after, "visit.judge")
    return True
