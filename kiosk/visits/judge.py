"""What the rules say of a visit as it stands: the client's answers, what staff settled or corrected, and the clinic's records.

Nothing here is stored and nothing read from the records: whoever calls brings the client's other visits along.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import rules
from kiosk.core.errors import NotAllowed
from kiosk.visits import clinic_findings, courses
from kiosk.visits.less_strict_answers import EarlierAnswer, find_less_strict
from kiosk.visits.rulebook import Rulebook
from kiosk.visits.visit import CheckInRecord, Correction, Judgement, Settled, Visit, VisitState
from rules import Answers, Finding, Protocol, Question, Verdict
from rules.compare.comparison import MovedCase
from rules.compare.sharing import answers_alike, differences, is_one

_WENT_AHEAD = frozenset({"go_ahead", "with_care"})
_FOR_ONE_DAY = frozenset({"today", "days"})
OPEN = frozenset({VisitState.screened, VisitState.confirmed, VisitState.in_progress})


@dataclass(frozen=True)
class Judge:
    """Evaluates visits under one clinic's protocols."""

    protocols: Mapping[str, Protocol]
    """Those that count, by treatment."""
    rulebook: Rulebook
    finding_valid_days: int
    """For how many days a finding on record counts."""

    def protocol(self, treatment: str) -> Protocol:
        """Return a treatment's protocol; NotAllowed if the clinic has none."""
        found = self.protocols.get(treatment)
        if found is None:
            raise NotAllowed(f"There are no rules for the treatment “{treatment}” in this clinic. Ask the lead.")
        return found

    def rules_of(self, visit: Visit) -> Protocol:
        """Return the rules that a visit was answered under, or else those in force; NotAllowed if there are none."""
        answers = self.answers(visit)
        return self.protocol(visit.treatment) if answers is None else answers.protocol

    def given(self, record: CheckInRecord) -> Answers:
        """Return the answers of a check-in as the client gave them.

        They count under the rules in force now; if these ask what was not asked then, or not in these words, or if there are
        none any more, under those they were given for.
        """
        now = self.protocols.get(record.protocol)
        answers = _read(now, record) if now is not None else None
        if now is not None and record.sha256 == now.sha256 and answers is not None:
            return answers
        then = self.rulebook.by_hash(record.sha256)
        if answers is not None and _asked(answers, then):
            return answers
        answers = _read(then, record) if then is not None else None
        if answers is None:
            raise NotAllowed(
                "The questions changed since this check-in, so its answers can't be judged any more. Reopen the check-in."
            )
        return answers

    def answers(self, visit: Visit, others: Sequence[Visit] = ()) -> Answers | None:
        """Return the answers as they count now: settled and corrected in the order in which that was done."""
        if visit.checkin is None:
            return None
        given = self.given(visit.checkin)
        try:
            return self._changed(given, visit, others)
        except rules.AnswerError:
            # What was settled or corrected is no longer an answer under the rules in force: it counts under those it was given for.
            older = self._answered_under(visit.checkin)
            answers = _read(older, visit.checkin) if older is not None else None
            if answers is None or answers.protocol.sha256 == given.protocol.sha256:
                raise
            return self._changed(answers, visit, others)

    def _changed(self, answers: Answers, visit: Visit, others: Sequence[Visit]) -> Answers:
        for change in self.changes(visit, others, answers):
            held_for = change.raw if isinstance(change, Settled) else change.was
            says = change.says if isinstance(change, Settled) else change.raw
            if answers.raw.get(change.question) != held_for:
                continue
            for question, raw in {change.question: says, **change.also}.items():
                answers = answers.with_kept(question, raw, answered_on=change.day)
        return answers

    def changes(self, visit: Visit, others: Sequence[Visit], given: Answers) -> list[Settled | Correction]:
        """Return what was settled or corrected and may still hold, oldest first."""
        carried = [
            settled
            for other in others
            for settled in other.settled
            if other.id != visit.id and self._still_holds(settled, other, visit, given)
        ]
        settled_here = [each for each in visit.settled if self._kind_counts(each, visit)]
        both: list[Settled | Correction] = [*settled_here, *visit.corrections]
        own = sorted(both, key=lambda change: change.number)
        return [*sorted(carried, key=lambda settled: settled.at), *own]

    def _still_holds(self, settled: Settled, other: Visit, visit: Visit, given: Answers) -> bool:
        if not self._kind_counts(settled, visit):
            return False
        asking = self._asked_alike(settled.question, other, visit, given.protocol)
        if asking is None or (visit.day - settled.day).days > self.finding_valid_days:
            return False
        # What was seen on a day says nothing about another day's skin.
        return asking.horizon not in _FOR_ONE_DAY or settled.day == visit.day

    def _kind_counts(self, settled: Settled, visit: Visit) -> bool:
        """Tell whether the kind that was named, if one was, is still among those that the lead signed."""
        if settled.kind is None:
            return True
        now = self.protocols.get(visit.treatment)
        if now is None or not now.has_question(settled.question):
            return False
        return settled.kind in (now.question(settled.question).kinds or ())

    def _asked_alike(self, name: str, other: Visit, visit: Visit, protocol: Protocol) -> Question | None:
        """Return a question if another visit's check-in asked the very same; None if it did not."""
        asked = self._answered_under(other.checkin) if other.checkin is not None else None
        if asked is None or not asked.has_question(name) or not protocol.has_question(name):
            return None
        then, now = asked.question(name), protocol.question(name)
        same = is_one(then, now) if other.treatment != visit.treatment else not any(differences(then, now))
        return now if same else None

    def _answered_under(self, record: CheckInRecord) -> Protocol | None:
        now = self.protocols.get(record.protocol)
        return now if now is not None and now.sha256 == record.sha256 else self.rulebook.by_hash(record.sha256)

    def judge(self, visit: Visit, others: Sequence[Visit], *, on: date, at: datetime) -> Judgement:
        """Evaluate one visit; `others` are the client's other visits, with their own judgements."""
        judgement = self.judge_all([visit], others, on=on, at=at)[0].judgement
        if judgement is None:
            raise _no_check_in()
        return judgement

    def judge_all(self, visits: Sequence[Visit], others: Sequence[Visit], *, on: date, at: datetime) -> list[Visit]:
        """Evaluate visits of one client together, so that what one says against another is seen."""
        ids = {visit.id for visit in visits}
        rest = [other for other in others if other.id not in ids]
        together = [*rest, *visits]
        counted = [self._counted(visit, together) for visit in visits]
        first = [
            self._by_rules(visit, answers, together, on, at) for visit, answers in zip(visits, counted, strict=True)
        ]
        both = zip(first, counted, strict=True)
        return [self._with_clinic_findings(visit, answers, [*rest, *first], on) for visit, answers in both]

    def _counted(self, visit: Visit, others: Sequence[Visit]) -> Answers:
        answers = self.answers(visit, others)
        if answers is None:
            raise _no_check_in()
        return answers

    def by_rules(self, visit: Visit, others: Sequence[Visit], *, on: date, at: datetime) -> Visit:
        """Evaluate one visit by its treatment's rules and the sessions on record, without the clinic's own findings."""
        return self._by_rules(visit, self._counted(visit, others), others, on, at)

    def _by_rules(self, visit: Visit, answers: Answers, others: Sequence[Visit], on: date, at: datetime) -> Visit:
        recorded = courses.sessions_on_record(others, visit.treatment, before=on)
        last = recorded[-1] if recorded else None
        counted = courses.with_record(answers, last)
        verdict = rules.evaluate(counted.protocol, counted, on=on)
        if last is not None and courses.unsure_beside_record(answers, last):
            verdict = _beside(verdict, rules.evaluate(answers.protocol, courses.as_recorded(answers, last), on=on))
        notes = [note for note in (courses.contradiction(answers, last),) if note]
        notes += courses.forbidden_sessions(answers, recorded)
        if visit.checkin is not None and verdict.sha256 != visit.checkin.sha256:
            version = f"version {verdict.version}"
            notes.append(f"The rules changed after this check-in. Its answers are judged by {version}, in force now.")
        return visit.judged(Judgement(on=on, at=at, verdict=verdict.to_record(), notes=tuple(notes)))

    def _with_clinic_findings(self, visit: Visit, answers: Answers, others: Sequence[Visit], on: date) -> Visit:
        judgement, verdict = visit.judgement, visit.verdict
        if judgement is None or verdict is None:
            raise _no_check_in()
        titles = {name: protocol.title for name, protocol in self.protocols.items()}
        title = answers.protocol.title
        findings = list(
            clinic_findings.against_others(visit, others, titles, on=on, valid_days=self.finding_valid_days)
        )
        findings += self._same_area(visit, others, titles)
        findings += self._less_strict(visit, answers, others, on)
        findings += _other_day(visit, answers, on)
        now = self.protocols.get(visit.treatment)
        if now is None:
            findings.append(clinic_findings.no_rules(title))
        elif not self.rulebook.is_signed(visit.treatment):
            findings.append(clinic_findings.unsigned(title))
        if undecided := self.rulebook.undecided(visit.treatment):
            findings.append(clinic_findings.undecided(title, undecided))
        if now is not None and verdict.sha256 != now.sha256:
            findings.append(clinic_findings.older_rules(title))
        elif now is not None and (lost := self._lost(visit, answers, others, verdict, on)):
            findings.append(clinic_findings.milder_rules(title, lost))
        judged = verdict.with_findings(findings)
        return visit.judged(judgement.model_copy(update={"verdict": judged.to_record()}))

    def _less_strict(self, visit: Visit, now: Answers, others: Sequence[Visit], on: date) -> list[Finding]:
        """Return a finding for each answer that says less than it did at an earlier check-in of the client."""
        return [
            clinic_findings.less_strict_finding(each.question, each.then, now.raw[each.question.id], each.on, on)
            for each in find_less_strict(now, self._said_before(visit, others), on)
        ]

    def _said_before(self, visit: Visit, others: Sequence[Visit]) -> list[EarlierAnswer]:
        """Return what counted at each earlier check-in of the client, newest first; what can't be read any more is left out."""
        if visit.checkin is None:
            return []
        before: list[tuple[datetime, EarlierAnswer]] = []
        for other in (*others, visit):
            for record in other.checkins:
                if record.finished_at >= visit.checkin.finished_at:
                    continue
                counts = record is other.checkin
                with suppress(NotAllowed):
                    answers = self.answers(other, others) if counts else self.given(record)
                    went_ahead = counts and other.decision is not None and other.decision.decision in _WENT_AHEAD
                    if answers is not None:
                        before.append((record.finished_at, EarlierAnswer(answers, went_ahead)))
        return [said for _, said in sorted(before, key=lambda each: each[0], reverse=True)]

    def _lost(
        self, visit: Visit, answers: Answers, others: Sequence[Visit], verdict: Verdict, on: date
    ) -> list[Finding]:
        """Return what the rules of the check-in say about its answers as they count now, and the rules in force no longer say."""
        record = visit.checkin
        then = None if record is None or record.sha256 == verdict.sha256 else self._answered_under(record)
        if then is None:
            return []
        recorded = courses.sessions_on_record(others, visit.treatment, before=on)
        counted = courses.with_record(answers, recorded[-1] if recorded else None)
        before = rules.evaluate(then, counted, on=on)
        moved = MovedCase({}, before, verdict)
        return [finding for finding in before.findings if moved.speaks_less(finding.rule)]

    def _same_area(self, visit: Visit, others: Sequence[Visit], titles: Mapping[str, str]) -> list[Finding]:
        beside = [
            other
            for other in others
            if (
                other.id != visit.id and other.day == visit.day and other.treatment != visit.treatment and other.checkin
            )
            and other.state in OPEN | {VisitState.finished}
        ]
        if not beside:
            return []
        mine, asked = self._areas(visit), self.rules_of(visit).question("area")
        return [
            clinic_findings.two_treatments(
                [option.label.lower() for option in asked.options if option.id in both],
                titles.get(other.treatment, other.treatment),
            )
            for other in beside
            if (both := clinic_findings.same_areas(mine, self._areas(other)))
        ]

    def _areas(self, visit: Visit) -> frozenset[str]:
        answers = self.answers(visit)
        areas = answers.resolved.get("area") if answers else None
        return areas if isinstance(areas, frozenset) else frozenset()


def _asked(answers: Answers, then: Protocol | None) -> bool:
    """Tell whether all that is asked now was asked then, in the same words as far as they tell what an answer means."""
    now = answers.protocol
    if not rules.evaluate(now, answers, on=answers.answered_on).complete:
        return False
    return then is None or all(
        then.has_question(question.id) and answers_alike(then.question(question.id), question)
        for question in rules.asked(now, answers)
    )


def _other_day(visit: Visit, answers: Answers, on: date) -> list[Finding]:
    """Return a finding if what holds for a day or a few was answered on another, and not settled or corrected since."""
    answered = date.fromisoformat(visit.checkin.answers["answered_on"]) if visit.checkin else on
    if answered >= on:
        return []
    since = {each.question for each in visit.settled if each.day == on}
    since |= {each.question for each in visit.corrections if each.day == on}
    asked = [each for each in rules.asked(answers.protocol, answers) if each.horizon in _FOR_ONE_DAY]
    shorts = [each.short for each in asked if each.period is None and each.id not in since]
    return [clinic_findings.other_day(shorts, answered, on)] if shorts else []


def _read(protocol: Protocol, record: CheckInRecord) -> Answers | None:
    try:
        return Answers.from_json(protocol, record.answers)
    except rules.AnswerError:
        return None


def _beside(verdict: Verdict, recorded: Verdict) -> Verdict:
    """Add what the record alone makes certain to a verdict on unsure answers."""
    said = {finding.undated for finding in verdict.findings}
    certain = [
        finding
        for finding in recorded.findings
        if finding.because == "yes" and "session_last" in finding.questions and finding.undated not in said
    ]
    return verdict.with_findings(certain)


def _no_check_in() -> NotAllowed:
    return NotAllowed(
        "This visit has no completed check-in, so there is nothing to judge. Let the client check in first."
    )
