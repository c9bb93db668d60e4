"""Judging again what was judged: each stored verdict recomputed, with the rules and the answers that it was drawn from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from kiosk.core.telling import Tell, tell_nobody
from kiosk.governance import sign_offs
from kiosk.records import Reader
from kiosk.records.context import Context
from kiosk.replay.impact import given, visits
from kiosk.visits import clinic_findings
from kiosk.visits.books import Books
from kiosk.visits.judge import Judge
from kiosk.visits.visit import Judgement, Visit
from rules import AnswerError, Protocol, Verdict, day_in_words, evaluate, outcome_in_words
from rules.model import canonical


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored verdict that comes out differently: which one, and how."""

    visit: str
    day: date
    which: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Replay:
    """The result of a replay: how many visits and verdicts were recomputed, and every difference."""

    visits: int
    verdicts: int
    differences: tuple[Difference, ...]


def replay(
    books: Books,
    first: date,
    last: date,
    *,
    only: Collection[str] | None = None,
    by_every_word: bool = False,
    tell: Tell = tell_nobody,
) -> Replay:
    """Recompute every verdict of the visits of these days.

    The verdict of each check-in comes from its own answers alone. The verdict as it stands is drawn with what was settled,
    corrected and on record at its time; findings on the clinic's other visits are taken as they were stored.
    `only` are the hashes of the rules whose verdicts are recomputed; what an older engine said is compared `by_every_word`, or
    without its sentences. `tell` hears which day it has come to.
    """
    seen, verdicts = 0, 0
    differences: list[Difference] = []
    with books.records.read() as reader:
        for visit in visits(reader, first, last):
            tell(f"Judging again: {day_in_words(visit.day)}")
            found = [
                _of_check_in(books, reader, visit, number, by_every_word=by_every_word)
                for number, record in enumerate(visit.checkins)
                if only is None or record.sha256 in only
            ]
            if visit.judgement is not None and (only is None or visit.judgement.verdict["sha256"] in only):
                found.append(_of_judgement(books, reader, visit, visit.judgement, by_every_word=by_every_word))
            seen += bool(found)
            verdicts += len(found)
            differences += [difference for difference in found if difference is not None]
    return Replay(seen, verdicts, tuple(differences))


def _of_check_in(books: Books, reader: Reader, visit: Visit, number: int, *, by_every_word: bool) -> Difference | None:
    record, which = visit.checkins[number], f"check-in {number + 1}"
    answers = given(books.library, record, reader)
    if answers is None:
        return Difference(visit.id, visit.day, which, _NOT_KEPT)
    again = evaluate(answers.protocol, answers, on=Verdict.from_json(record.verdict).on)
    return _compared(
        visit, which, record.verdict, again, wordless=not (by_every_word or _is_of_today(answers.protocol))
    )


def _of_judgement(
    books: Books, reader: Reader, visit: Visit, judgement: Judgement, *, by_every_word: bool
) -> Difference | None:
    which = "the verdict as it stands"
    stored = Verdict.from_json(judgement.verdict)
    protocol = books.library.by_hash(stored.sha256, reader)
    if protocol is None:
        return Difference(visit.id, visit.day, which, _NOT_KEPT)
    others = [
        _at(other, judgement.at) for other in books.visits.of_client(visit.client_id, reader) if other.id != visit.id
    ]
    then = judge_under(books, protocol)
    try:
        again = then.by_rules(_at(visit, judgement.at), others, on=judgement.on, at=judgement.at).verdict
    except AnswerError as error:
        return Difference(visit.id, visit.day, which, error.sentence)
    if again is None:
        return Difference(visit.id, visit.day, which, _NOT_KEPT)
    signed = _was_signed(reader, books, protocol, judgement.at)
    if signed == any(finding.rule == clinic_findings.UNSIGNED for finding in stored.findings):
        word = (
            "was signed then, and the verdict says it was not" if signed else "was not signed then, and nothing says so"
        )
        return Difference(visit.id, visit.day, which, f"{protocol.title}, version {protocol.version}, {word}.")
    again = again.with_findings(
        finding for finding in stored.findings if clinic_findings.is_clinic_finding(finding.rule)
    )
    return _compared(visit, which, judgement.verdict, again, wordless=not (by_every_word or _is_of_today(protocol)))


_is_of_today = canonical.is_of_this_engine
_NOT_KEPT: Final = "The rules or answers it was drawn from are not on record, so it can't be recomputed."


def judge_under(books: Books, protocol: Protocol) -> Judge:
    """Return what evaluates visits by one version of one treatment's rules."""
    return Judge({protocol.id: protocol}, books.library, books.settings.finding_valid_days)


def _at(visit: Visit, moment: datetime) -> Visit:
    """Return a visit without anything that was added after a moment."""
    done = visit.session is not None and visit.session.done_at <= moment
    waits = visit.to_sign is not None and visit.to_sign.since <= moment
    return visit.model_copy(
        update={
            "settled": tuple(each for each in visit.settled if each.at <= moment),
            "corrections": tuple(each for each in visit.corrections if each.at <= moment),
            "checkins": tuple(each for each in visit.checkins if each.finished_at <= moment),
            "session": visit.session if done else None,
            "to_sign": visit.to_sign if waits else None,
        }
    )


def _was_signed(reader: Reader, context: Context, protocol: Protocol, moment: datetime) -> bool:
    signed: Sequence[Mapping[str, Any]] = [
        each for each in sign_offs.sign_offs(reader, protocol.id) if datetime.fromisoformat(each["at"]) <= moment
    ]
    counts = sign_offs.holding(signed, context.local(moment).date())
    return counts is not None and counts["sha256"] == protocol.sha256


def _compared(
    visit: Visit, which: str, stored: Mapping[str, Any], again: Verdict, *, wordless: bool
) -> Difference | None:
    """Compare a verdict with the stored one; `wordless` is everything but its sentences."""
    known = _wordless if wordless else dict
    if known(stored) == known(again.to_record()):
        return None
    before = Verdict.from_json(stored)
    said = [_spoken(each) for each in (before, again)]
    if said[0] != said[1]:
        sentence = f"stored {said[0]}; recomputed {said[1]}."
    else:
        sentence = "the outcome is the same, but what it says, cites or rests on is not."
    return Difference(visit.id, visit.day, which, sentence)


def _wordless(record: Mapping[str, Any]) -> dict[str, Any]:
    findings = [{key: each[key] for key in each if key not in ("client", "staff")} for each in record["findings"]]
    return {**record, "findings": findings}


def _spoken(verdict: Verdict) -> str:
    rules = ", ".join(f"{each.rule}{'?' if each.because == 'unknown' else ''}" for each in verdict.findings)
    return f"{outcome_in_words(verdict)} ({rules or 'nothing found'})"
