"""The last part of the way: verdicts, consents, and the one write that turns a draft into a completed check-in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import rules
from kiosk.checkin import client_texts, drafts
from kiosk.checkin.shapes import Booked, Ending
from kiosk.checkin.way import Place, Way
from kiosk.core.errors import NotAllowed
from kiosk.records import Reader, Writer
from kiosk.visits import consent, recall, rejudge
from kiosk.visits.consent import ConsentText
from kiosk.visits.terminals import IDLE
from kiosk.visits.visit import CheckInRecord, Consent, Visit, VisitState
from rules import Answers, NextStep, Outcome, Verdict

_ROUND_TO = 5
_WAITING = frozenset({VisitState.arrived, VisitState.screened, VisitState.confirmed})


@dataclass(frozen=True)
class Entered:
    """How answers came in where the client did not type them: a paper form."""

    by: str
    filled_on: date
    filled_at: datetime | None = None


@dataclass(frozen=True)
class Completion:
    """Finishes a check-in whose questions are all answered."""

    place: Place
    way: Way

    @property
    def answers(self) -> Mapping[str, Answers]:
        """The answers by treatment."""
        if self.way.questions is None:
            raise NotAllowed("The questions have not been asked yet.")
        return self.way.questions.answers

    def consents_to_ask(self, on: date | None = None) -> tuple[ConsentText, ...]:
        """Return the consents to ask for, one a visit, in the order of the appointments."""
        clinic, day = self.place.clinic, on or self.place.clinic.today()
        by: Literal["client", "guardian"] = "guardian" if self.way.needs_guardian else "client"
        asked = [visit for visit in self.way.visits if consent.is_asked(self.verdict(visit.treatment, day))]
        first = self._looked_at_first(day) if asked else frozenset()
        return tuple(
            consent.consent_text(
                visit.id,
                clinic.protocols.get(visit.treatment, self.answers[visit.treatment].protocol),
                self.answers[visit.treatment],
                looked_at_first=visit.id in first,
                by=by,
            )
            for visit in asked
        )

    def _looked_at_first(self, on: date) -> frozenset[str]:
        """Return the visits at which the practitioner is going to look first, for whatever reason the clinic has."""
        clinic, now = self.place.clinic, self.place.clinic.clock.now()
        with clinic.records.read() as reader:
            everything = clinic.visits.of_client(self.way.visits[0].client_id, reader)
        ids = {visit.id for visit in self.way.visits}
        answered = [
            visit.model_copy(
                update={
                    "state": VisitState.screened,
                    "checkins": (*visit.checkins, self._record(visit, everything, on, now, None)),
                }
            )
            for visit in everything
            if visit.id in ids
        ]
        judged = clinic.judge.judge_all(answered, everything, on=on, at=now)
        return frozenset(visit.id for visit in judged if visit.verdict and visit.verdict.worst >= Outcome.REVIEW)

    def verdict(self, treatment: str, on: date) -> Verdict:
        """Return what the rules alone say of a treatment."""
        answers = self.answers[treatment]
        return rules.evaluate(answers.protocol, answers, on=on)

    def complete(self, entered: Entered | None = None) -> tuple[Visit, ...]:
        """Keep the completed check-in of every visit, all or none; return the visits as they stand then."""
        clinic, way = self.place.clinic, self.way
        on = max(rejudge.due(clinic, visit) for visit in way.visits)
        with clinic.records.write(self.place.actor) as writer:
            kept = self.write(writer, on, entered)
            drafts.drop(writer, tuple(visit.id for visit in kept))
            if entered is None:
                declined = any(visit.state is VisitState.declined for visit in kept)
                clinic.terminals.write(writer, **IDLE, notice="declined" if declined else None)
        return kept

    def write(self, writer: Writer, on: date, entered: Entered | None) -> tuple[Visit, ...]:
        """Write the completed visits as part of a larger change."""
        clinic = self.place.clinic
        now = clinic.clock.now()
        everything = clinic.visits.of_client(self.way.visits[0].client_id, writer)
        ids = [visit.id for visit in self.way.visits]
        screened = []
        for visit in (each for each in everything if each.id in ids):
            fresh = visit.arrive(now, "staff") if entered and visit.state is VisitState.booked else visit
            if fresh.state is not VisitState.arrived:
                raise NotAllowed("The desk has changed this visit in the meantime. Please come to the desk.")
            record = self._record(fresh, everything, on, now, entered)
            after = fresh.screen(record)
            refused = record.consent is not None and not record.consent.given
            screened.append(after.end(VisitState.declined, now) if refused else after)
        self._keep_texts(writer)
        return rejudge.write_judged(clinic, writer, screened, "visit.check_in", on=on)

    def _record(
        self, visit: Visit, everything: Sequence[Visit], on: date, now: datetime, entered: Entered | None
    ) -> CheckInRecord:
        way, clinic = self.way, self.place.clinic
        answers = self.answers[visit.treatment]
        verdict = self.verdict(visit.treatment, on)
        if not verdict.complete:
            raise NotAllowed("Some questions still have no answer. Please go back and answer them.")
        recalled = recall.last_time(everything, visit.treatment, [each.id for each in way.visits])
        asked = [question.id for question in rules.asked(answers.protocol, answers)]
        return CheckInRecord(
            protocol=verdict.protocol,
            version=verdict.version,
            sha256=verdict.sha256,
            answers=answers.to_json(),
            verdict=verdict.to_record(),
            consent=way.consents.get(visit.id),
            answered_by=way.answered_by,
            guardian_present=way.guardian_present,
            started_at=way.started_at or now,
            finished_at=now,
            terminal=clinic.terminal,
            entered_by=entered.by if entered else None,
            filled_at=entered.filled_at if entered else None,
            filled_on=entered.filled_on if entered else None,
            privacy_sha=way.privacy_sha,
            changed=recall.changed(asked, answers.raw, recalled.raw) if recalled else (),
            last_answers=recalled.raw if recalled else None,
        )

    def _keep_texts(self, writer: Writer) -> None:
        clinic = self.place.clinic
        for text in self.way.consent_texts:
            clinic.keep_text(writer, text.sha, f"consent {text.treatment}", consent.content(text))
        if self.way.privacy_sha:
            drafts.keep_notice(clinic, writer, self.way.privacy_sha)

    # The last screen

    def ending(self, kept: Sequence[Visit]) -> Ending:
        """Return the last screen; it looks alike whatever was found."""
        clinic = self.place.clinic
        with clinic.records.read() as reader:
            delay = self._delay(reader, kept)
            booked = self._booked(reader, kept)
        return Ending(thanks=client_texts.THANKS, delay_minutes=delay, show=_later(kept), booked=booked)

    def _delay(self, reader: Reader, kept: Sequence[Visit]) -> int | None:
        """Return by how many minutes the practitioner runs late, from those who wait and are due already."""
        clinic = self.place.clinic
        now = clinic.now()
        mine = {visit.id for visit in kept}
        names = {visit.practitioner for visit in kept if visit.practitioner}
        starts = [
            visit.begins(clinic.settings.zone, at_the_latest=True)
            for visit in clinic.visits.of_day(now.date(), reader)
            if visit.practitioner in names and visit.id not in mine and visit.state in _WAITING
        ]
        late = max((now - start for start in starts), default=timedelta(0))
        minutes = int(late.total_seconds() // 60) // _ROUND_TO * _ROUND_TO
        return minutes if minutes > 0 else None

    def _booked(self, reader: Reader, kept: Sequence[Visit]) -> Booked | None:
        clinic = self.place.clinic
        if not kept:
            return None
        later = [
            visit
            for visit in clinic.visits.of_client(kept[0].client_id, reader)
            if visit.day > clinic.today() and visit.state is VisitState.booked
        ]
        if not later:
            return None
        return Booked(later[0].id, clinic.settings.clinic_name, later[0].day, later[0].start)


def after_notice(words: str) -> Ending:
    """Return the last screen after a notice: what to do next, and nothing else."""
    return Ending(thanks=(words,))


def _later(kept: Sequence[Visit]) -> str | None:
    verdicts = [visit.verdict for visit in kept]
    dated = [
        verdict for verdict in verdicts if verdict and verdict.next_step is NextStep.BOOK_FROM and verdict.earliest
    ]
    if not dated:
        return None
    worst = max(dated, key=lambda verdict: verdict.earliest or date.min)
    approximate = all(finding.approximate for finding in worst.findings if finding.until == worst.earliest)
    return client_texts.later_day(worst.earliest, approximate=approximate)


def given(text: ConsentText, *, name: str | None, yes: bool, by: str, how: str, at: datetime) -> Consent:
    """Return a consent, or a no, to exactly this text."""
    return Consent.model_validate(
        {
            "text_sha": text.sha,
            "given": yes,
            "name": name,
            "by": by,
            "how": how,
            "at": at,
            "named": dict(text.named),
        }
    )
