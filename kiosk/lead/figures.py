"""The figures of a day or a month: about the clinic's rules and its kiosk, never about a client or a member of staff.

Numbers below `LEAST` are not shown: in a small clinic, "one person with this answer on Tuesday" is a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from typing import Final

from kiosk.visits.books import Books
from kiosk.visits.clinic_findings import TITLES
from kiosk.visits.to_phone import first_possible, is_put_off
from kiosk.visits.visit import CAME, CheckInRecord, Visit
from rules import Outcome, Protocol
from rules.engine.wording import headline, headline_of

LEAST: Final = 5
"""The smallest number that is shown."""
NOT_SHOWN: Final = "not shown"
_NOT_SURE: Final = "not_sure"


@dataclass(frozen=True)
class Figure:
    """One line: how many of how many, or a time. `count` is None where it, or what it gives away, is too small to be shown."""

    section: str
    what: str
    count: int | None
    of: int | None = None
    middle: float | None = None
    """The time, in the section's unit, that half take at most."""
    most: float | None = None
    """The time that nine of ten take at most."""

    @property
    def shown(self) -> str:
        """The count, or that it is not shown; how small it is stays open, since a large one may be hidden, too."""
        return NOT_SHOWN if self.count is None else str(self.count)


def figures(books: Books, first: date, last: date) -> tuple[Figure, ...]:
    """Return the figures of all days from the first to the last, in the order in which they are read."""
    with books.records.read() as reader:
        visits = list(books.visits.of_days(first, last, reader))
        put_off = [visit for visit in visits if is_put_off(visit) and first_possible(visit) is not None]
        came = sum(_came_back(visit, books.visits.of_client(visit.client_id, reader)) for visit in put_off)
    protocols = {treatment: books.protocols[treatment] for treatment in books.protocols}
    records = [record for visit in visits for record in visit.checkins]
    return (
        *_check_ins(records, protocols),
        *_times(records),
        *_questions(records, protocols),
        *_outcomes(visits),
        *_rules(visits, protocols),
        _few("Put off", "came back", came, len(put_off)),
    )


def _came_back(visit: Visit, visits: Iterable[Visit]) -> bool:
    return any(each.treatment == visit.treatment and each.day > visit.day and each.state in CAME for each in visits)


def _few(section: str, what: str, count: int, of: int | None = None) -> Figure:
    """Return a count that says nothing of anybody: where few are counted, or few are left, neither is shown."""
    if of is not None and of < LEAST:
        return Figure(section, what, None)
    hidden = 0 < count < LEAST or (of is not None and 0 < of - count < LEAST)
    return Figure(section, what, None if hidden else count, of)


def _parted(section: str, counts: Mapping[str, int], of: int | None = None) -> Iterator[Figure]:
    """Yield the parts of a whole that is known: where few are hidden, so much more is that nobody can take the rest from it."""
    hidden = {what for what, count in counts.items() if 0 < count < LEAST}
    shown = sorted((what for what, count in counts.items() if count >= LEAST), key=lambda what: counts[what])
    while hidden and shown and (len(hidden) == 1 or sum(counts[what] for what in hidden) < LEAST):
        hidden.add(shown.pop(0))
    for what, count in counts.items():
        yield Figure(section, what, None if what in hidden else count, of)


def _check_ins(records: Sequence[CheckInRecord], protocols: Mapping[str, Protocol]) -> Iterator[Figure]:
    counted = Counter(record.protocol for record in records)
    yield from _parted("Check-ins", {protocol.title: counted[treatment] for treatment, protocol in protocols.items()})


def _times(records: Sequence[CheckInRecord]) -> Iterator[Figure]:
    at_a_kiosk = [record for record in records if record.entered_by is None]
    minutes = [(record.finished_at - record.started_at).total_seconds() / 60 for record in at_a_kiosk]
    yield _timed("Minutes to complete", "at the kiosk", minutes, len(minutes) if len(minutes) >= LEAST else None)


def _timed(section: str, what: str, values: Sequence[float], count: int | None, of: int | None = None) -> Figure:
    """Return a count with the times beside it, where there are enough of those."""
    if len(values) < LEAST:
        return Figure(section, what, count, of)
    tenths = quantiles(values, n=10, method="inclusive")
    return Figure(section, what, count, of, round(tenths[4], 1), round(tenths[8], 1))


def _questions(records: Sequence[CheckInRecord], protocols: Mapping[str, Protocol]) -> Iterator[Figure]:
    """Yield for each question how many were not sure, of how many, and the seconds it was in view."""
    for protocol in protocols.values():
        of_it = [record for record in records if record.protocol == protocol.id]
        for question in protocol.questions:
            said = [record.answers["raw"][question.id] for record in of_it if question.id in record.answers["raw"]]
            seconds = [record.seconds[question.id] for record in of_it if question.id in record.seconds]
            if not said:
                continue
            unsure = _few("", "", sum(each == _NOT_SURE for each in said), len(said))
            yield _timed(f"{protocol.title}: not sure, and seconds", question.short, seconds, unsure.count, unsure.of)


def _outcomes(visits: Sequence[Visit]) -> Iterator[Figure]:
    verdicts = [visit.verdict for visit in visits if visit.verdict is not None]
    counted = Counter(headline(verdict)[0] for verdict in verdicts)
    found = {headline_of(outcome)[0]: counted[headline_of(outcome)[0]] for outcome in Outcome}
    yield from _parted("Outcomes", {what: count for what, count in found.items() if count}, len(verdicts))


def _rules(visits: Sequence[Visit], protocols: Mapping[str, Protocol]) -> Iterator[Figure]:
    """Yield how often each rule fired, and how often a practitioner went ahead all the same."""
    fired: dict[str, int] = defaultdict(int)
    overridden: dict[str, int] = defaultdict(int)
    for visit in visits:
        verdict = visit.verdict
        for rule in {finding.rule for finding in verdict.findings} if verdict else ():
            fired[rule] += 1
        for rule in {rule for signed in visit.signoffs for rule in signed.overridden}:
            overridden[rule] += 1
    for rule, count in sorted(fired.items(), key=lambda item: (-item[1], item[0])):
        yield _few("Rules that fired", _rule_in_words(rule, protocols), count)
    for rule, count in sorted(overridden.items(), key=lambda item: (-item[1], item[0])):
        yield _few("Overridden", _rule_in_words(rule, protocols), count)


def _rule_in_words(rule_id: str, protocols: Mapping[str, Protocol]) -> str:
    if rule_id in TITLES:
        return TITLES[rule_id]
    for protocol in protocols.values():
        for rule in protocol.rules:
            if rule.id == rule_id:
                asked = " and ".join(protocol.question(name).short for name in rule.questions_used)
                return f"{asked} ({rule_id})"
    return f"{rule_id}, of earlier rules"
