"""What the engine says: outcomes, findings and verdicts, frozen and serialisable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Literal, Self

from rules.model.outcome import Outcome
from rules.model.words import earliest_in_words

INCOMPLETE: Final = "incomplete"
"""The outcome of a verdict while something that is asked has not been answered."""


class NextStep(StrEnum):
    """What reception sees instead of the outcome."""

    ROOM = "room"
    PRACTITIONER_FIRST = "practitioner_first"
    BOOK_FROM = "book_from"
    PRACTITIONER_TALKS = "practitioner_talks"


_ELIGIBLE: Final = Outcome.ELIGIBLE
_DEFERRED: Final = Outcome.DEFERRED
_STEPS: Final = {
    Outcome.ELIGIBLE: NextStep.ROOM,
    Outcome.CAUTION: NextStep.ROOM,
    Outcome.REVIEW: NextStep.PRACTITIONER_FIRST,
    Outcome.DEFERRED: NextStep.PRACTITIONER_FIRST,
    Outcome.CONTRAINDICATED: NextStep.PRACTITIONER_TALKS,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired (`because` is "yes") or could not be settled ("unknown"), in words for two readers.

    `until` is the first day on which it no longer holds; None if no day is known. `questions` are the ids of the questions
    it rests on; `approximate` says that `until` rests on a "last time" that is not an exact day.
    """

    rule: str
    outcome: Outcome
    because: Literal["yes", "unknown"]
    client: str
    staff: str
    until: date | None = None
    source: tuple[str, ...] = ()
    inferred: bool = False
    questions: tuple[str, ...] = ()
    approximate: bool = False

    @property
    def undated(self) -> Self:
        """This finding without a day for the client: only the whole verdict knows which day to say."""
        plain = self.client.removesuffix(self._day) if self.until is not None else self.client
        return self if plain == self.client else replace(self, client=plain)

    @property
    def dated(self) -> Self:
        """This finding with its day for the client."""
        return replace(self, client=self.undated.client + self._day)

    @property
    def _day(self) -> str:
        return (
            ""
            if self.until is None
            else f" You can come from {earliest_in_words(self.until, approximate=self.approximate)}."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the eight published keys."""
        return {
            "rule": self.rule,
            "outcome": self.outcome.value,
            "because": self.because,
            "until": None if self.until is None else self.until.isoformat(),
            "client": self.client,
            "staff": self.staff,
            "source": list(self.source),
            "inferred": self.inferred,
        }

    def to_record(self) -> dict[str, Any]:
        """Return everything, to be kept."""
        return {**self.to_json(), "questions": list(self.questions), "approximate": self.approximate}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `to_json` or `to_record` wrote; KeyError or ValueError for anything else."""
        return cls(
            rule=stored["rule"],
            outcome=Outcome(stored["outcome"]),
            because=stored["because"],
            client=stored["client"],
            staff=stored["staff"],
            until=_day(stored["until"]),
            source=tuple(stored["source"]),
            inferred=stored["inferred"],
            questions=tuple(stored.get("questions", ())),
            approximate=stored.get("approximate", False),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The worst outcome of all findings, for one treatment on one day.

    `outcome` is "incomplete", and `next_step` None, while `unanswered` names questions that are asked and not answered.
    `earliest` is set only if the outcome is deferred and every finding at deferred names a day: the latest of them. The
    client reads that day once, in the finding it comes from, and no other day.
    """

    protocol: str
    version: int
    sha256: str
    on: date
    outcome: Outcome | Literal["incomplete"]
    next_step: NextStep | None
    earliest: date | None
    findings: tuple[Finding, ...]
    unanswered: tuple[str, ...]

    @classmethod
    def of(
        cls,
        *,
        protocol: str,
        version: int,
        sha256: str,
        on: date,
        findings: Iterable[Finding],
        unanswered: tuple[str, ...] = (),
    ) -> Self:
        """Make the verdict from its findings, worst first; equal ones keep their order."""
        ordered = tuple(findings)
        if len(ordered) > 1:
            ordered = tuple(sorted(ordered, key=_worst_first))
        worst = ordered[0].outcome if ordered else _ELIGIBLE
        earliest = None if unanswered or worst is not _DEFERRED else _latest(ordered)
        if earliest is not None:
            ordered = _saying(earliest, ordered)
        return cls(
            protocol=protocol,
            version=version,
            sha256=sha256,
            on=on,
            outcome=INCOMPLETE if unanswered else worst,
            next_step=None if unanswered else _next_step(worst, earliest),
            earliest=earliest,
            findings=ordered,
            unanswered=unanswered,
        )

    @property
    def worst(self) -> Outcome:
        """The worst outcome among the findings so far, complete or not."""
        return self.findings[0].outcome if self.findings else Outcome.ELIGIBLE

    @property
    def complete(self) -> bool:
        """Whether everything that is asked has been answered."""
        return not self.unanswered

    def with_findings(self, extra: Iterable[Finding]) -> Self:
        """Return this verdict with more findings, with its outcome, next step and earliest day worked out again."""
        return self._drawn((*self.findings, *extra))

    def without_findings(self, gone: Iterable[Finding]) -> Self:
        """Return this verdict without these findings (settled by a practitioner, say), worked out again."""
        settled = tuple(gone)
        return self._drawn(tuple(finding for finding in self.findings if finding not in settled))

    def _drawn(self, findings: tuple[Finding, ...]) -> Self:
        return self.of(
            protocol=self.protocol,
            version=self.version,
            sha256=self.sha256,
            on=self.on,
            findings=(finding.undated for finding in findings),
            unanswered=self.unanswered,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the published form."""
        return {**self._head(), "findings": [finding.to_json() for finding in self.findings], **self._tail()}

    def to_record(self) -> dict[str, Any]:
        """Return everything, to be kept; `from_json` reads it back equal."""
        return {**self._head(), "findings": [finding.to_record() for finding in self.findings], **self._tail()}

    def _head(self) -> dict[str, Any]:
        return {
            "protocol": self.protocol,
            "version": self.version,
            "sha256": self.sha256,
            "on": self.on.isoformat(),
            "outcome": str(self.outcome),
            "next_step": None if self.next_step is None else self.next_step.value,
            "earliest": None if self.earliest is None else self.earliest.isoformat(),
        }

    def _tail(self) -> dict[str, Any]:
        return {"unanswered": list(self.unanswered)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `to_json` or `to_record` wrote; KeyError or ValueError for anything else."""
        outcome, step = stored["outcome"], stored["next_step"]
        return cls(
            protocol=stored["protocol"],
            version=stored["version"],
            sha256=stored["sha256"],
            on=date.fromisoformat(stored["on"]),
            outcome=INCOMPLETE if outcome == INCOMPLETE else Outcome(outcome),
            next_step=None if step is None else NextStep(step),
            earliest=_day(stored["earliest"]),
            findings=tuple(Finding.from_json(finding) for finding in stored["findings"]),
            unanswered=tuple(stored["unanswered"]),
        )


def _worst_first(finding: Finding) -> int:
    return -finding.outcome.rank


def _latest(findings: tuple[Finding, ...]) -> date | None:
    latest: date | None = None
    for finding in findings:
        if finding.outcome is not _DEFERRED:
            continue
        if finding.until is None:
            return None
        if latest is None or finding.until > latest:
            latest = finding.until
    return latest


def _saying(earliest: date, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Let one finding that lasts until the verdict's day say it to the client: preferably one that knows the exact day."""
    lasting = [finding for finding in findings if finding.outcome is _DEFERRED and finding.until == earliest]
    saying = min(lasting, key=lambda finding: finding.approximate)
    return tuple(finding.dated if finding is saying else finding for finding in findings)


def _next_step(worst: Outcome, earliest: date | None) -> NextStep:
    return _STEPS[worst] if earliest is None else NextStep.BOOK_FROM


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
