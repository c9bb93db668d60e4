"""What is done and said around a session: the course, the steps, what the client reads before, and does after.

`states` are the lengths of time that a part's texts state, other than those of the course.
"""

from datetime import date
from typing import Any

from pydantic import Field, model_validator

from rules.model.condition import Condition
from rules.model.fields import Count, Flag, Name, ProtocolPart, Range, Sources, Stated, Text, When, added_later
from rules.model.teach_back import TeachBack
from rules.model.words import several


class Interval(ProtocolPart):
    """The usual weeks between two sessions, least and most, and for whom; without a condition, for everybody else."""

    weeks: Range
    only_if: Condition | None = None
    source: Sources

    @property
    def words(self) -> str:
        """The interval as people say it: "3 to 4 weeks", "1 week"."""
        least, most = self.weeks
        return several(most, "week", "weeks") if least == most else f"{least} to {most} weeks"

    def late_note(self, last: date, on: date) -> str | None:
        """Say that it has been longer since the last session than is usual; None if it has not. A note, not a finding."""
        days = (on - last).days
        if days <= self.weeks[1] * 7:
            return None
        usual = "1 week is" if self.weeks[1] == 1 else f"{self.words} are"
        return f"{several(days, 'day', 'days')} since the last session; {usual} usual."


class Course(ProtocolPart):
    """The series of sessions: how many, how far apart, and from which on they are maintenance."""

    sessions: Range | None = None
    maintenance_from: Count | None = None
    intervals: tuple[Interval, ...] = Field(min_length=1)
    says: Text
    source: Sources

    def session_line(self, number: int) -> str:
        """Say which session of the course the `number`-th is: "session 3 of 4-6", "session 7, maintenance", "session 2"."""
        if self.maintenance_from is not None and number >= self.maintenance_from:
            return f"session {number}, maintenance"
        if self.sessions is None:
            return f"session {number}"
        least, most = self.sessions
        planned = str(most) if least == most else f"{least}\N{EN DASH}{most}"
        return f"session {number} of {planned}"


class StepNote(ProtocolPart):
    """How a step is tailored for some."""

    when: Condition
    text: Text


class TreatmentStep(ProtocolPart):
    """One step of the treatment. `only_if`: left out unless that surely holds. `optional`: the practitioner may leave it out."""

    id: Name
    title: Text
    text: Text
    optional: Flag = False
    only_if: Condition | None = None
    tailored: tuple[StepNote, ...] = ()
    states: tuple[Stated, ...] = ()
    source: Sources


class Information(ProtocolPart):
    """Something the client reads before consent. A claim that its own source qualifies is never said without `but`."""

    claim: Text
    but: Text | None = None
    states: tuple[Stated, ...] = ()
    source: Sources

    @property
    def text(self) -> str:
        """The claim with what qualifies it."""
        return self.claim if self.but is None else f"{self.claim} {self.but}"


class Risk(Information):
    """What can go wrong, or what is felt. `inferred`: its source speaks of the same kind of procedure, and not of this treatment."""

    inferred: Flag = False


class AfterCare(ProtocolPart):
    """What the client does after the session, and when. `only_if`: only for those it concerns."""

    id: Name
    when: When
    text: Text
    only_if: Condition | None = None
    states: tuple[Stated, ...] = ()
    source: Sources


class Consent(ProtocolPart):
    """What the client agrees to, in plain words; the last paragraph is what is signed.

    `done` says what is done, `choices` what else there is, `after` what to do afterwards and whom to call; `teach_back` asks
    one thing of it back.
    """

    title: Text
    done: Text | None = added_later(None)
    choices: Text | None = added_later(None)
    after: Text | None = added_later(None)
    paragraphs: tuple[Text, ...] = Field(min_length=1)
    states: tuple[Stated, ...] = ()
    teach_back: TeachBack | None = added_later(None)


class OpenPoint(ProtocolPart):
    """Something that the sources leave open, and how the protocol reads it. Written as a text, if it states no length."""

    text: Text
    states: tuple[Stated, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value
