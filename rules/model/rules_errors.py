"""What can be wrong with the input of rules/; each error is a sentence a person can act on."""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import Enum, auto
from pathlib import Path


class RulesError(Exception):
    """Something given to rules/ is wrong; `sentence` says what, where, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ProtocolError(RulesError):
    """A protocol file says something it may not; `line` and `column` count from 1. `others` are further errors of the same file."""

    def __init__(self, file: Path | str, line: int, column: int, sentence: str) -> None:
        super().__init__(sentence)
        self.file, self.line, self.column = file, line, column
        self.others: tuple[ProtocolError, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.sentence}"


class UnknownProtocolError(RulesError):
    """There is no protocol of that id."""


class AnswerFault(Enum):
    """Why an answer is refused, for whoever has words of their own for it."""

    NOT_AN_ANSWER = auto()
    NO_SUCH_DAY = auto()
    YEAR_NOT_OF_FOUR_DIGITS = auto()
    IN_THE_FUTURE = auto()
    BEFORE_BIRTH = auto()
    TOO_LONG_AGO = auto()


class AnswerError(RulesError):
    """An answer is not one that this question can have; `place` names the question, or the place in the text.

    The sentence is for whoever writes answers as JSON: it names ids. `fault` is for whoever may not show them.
    """

    def __init__(self, place: str, sentence: str, fault: AnswerFault = AnswerFault.NOT_AN_ANSWER) -> None:
        super().__init__(sentence)
        self.place, self.fault = place, fault


def did_you_mean(slip: str, known: Iterable[str]) -> str:
    """Suggest what an unknown name may mean: the end of a sentence."""
    names = sorted(set(known))
    near = get_close_matches(slip, names, n=1)
    return f"; did you mean {near[0]}" if near else f"; there are {', '.join(names) or 'none'}"


def near(slip: str, known: Iterable[str]) -> str:
    """Suggest at most three known names that are near: the end of a sentence, empty if none is."""
    *others, last = get_close_matches(slip, sorted(set(known)), n=3) or [""]
    return f"; did you mean {', '.join(others)}{' or ' if others else ''}{last}" if last else ""
