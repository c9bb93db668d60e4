"""The results of a check: a property is proven, with the number of cases and seconds, or here is its smallest counterexample."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.model.words import day_in_words


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A sentence that says what goes wrong, and the answers, in words, that make it; all others are harmless."""

    sentence: str
    answers: tuple[tuple[str, str], ...] = ()
    on: date | None = None
    about: str | None = None
    """What is at fault, if one fault causes many sentences: only the smallest of them is shown."""

    @property
    def size(self) -> tuple[int, int, int]:
        """What makes one smaller than another: fewer answers, then shorter ones, then a shorter sentence."""
        return (len(self.answers), sum(len(answer) for _, answer in self.answers), len(self.sentence))

    def lines(self) -> Iterator[str]:
        """Say it to a person, line by line."""
        yield self.sentence
        for question, answer in self.answers:
            yield f"  {question}: {answer}"
        if self.answers:
            yield "  every other answer harmless"
        if self.on is not None:
            yield f"  on {day_in_words(self.on)}"

    def to_json(self) -> dict[str, Any]:
        return {
            "sentence": self.sentence,
            "answers": dict(self.answers),
            "on": None if self.on is None else self.on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Property:
    """Something that must hold of every protocol: its letter and what it says."""

    letter: str
    says: str


@dataclass(slots=True)
class Tally:
    """What a property counts while it is judged: cases looked at, named exceptions it met, and what it went by."""

    cases: int = 0
    exceptions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def excuse(self, name: str) -> None:
        """Note a named exception, once."""
        if name not in self.exceptions:
            self.exceptions.append(name)


@dataclass(frozen=True, slots=True)
class PropertyResult:
    """The result of one property: proven if there is no counterexample. There is one for each fault, the smallest first."""

    judged: Property
    cases: int
    seconds: float
    counterexamples: tuple[Counterexample, ...] = ()
    exceptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What the property is based on, for a reader to check."""

    @property
    def counterexample(self) -> Counterexample | None:
        """The smallest counterexample; None if the property is proven."""
        return next(iter(self.counterexamples), None)

    @property
    def proven(self) -> bool:
        """Whether the property holds in every case."""
        return not self.counterexamples

    def to_json(self) -> dict[str, Any]:
        return {
            "letter": self.judged.letter,
            "says": self.judged.says,
            "proven": self.proven,
            "cases": self.cases,
            "seconds": round(self.seconds, 4),
            "exceptions": list(self.exceptions),
            "notes": list(self.notes),
            "counterexample": None if self.counterexample is None else self.counterexample.to_json(),
            "counterexamples": [each.to_json() for each in self.counterexamples],
        }
