"""A protocol as the plain data it is written in: which questions a condition looks at, and what rests on what.

Orders and words are written here once more, apart from the model's, so that a change of the model's is noticed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rules.model.protocol import Protocol

HORIZONS: Final = ("setting", "today", "days", "weeks", "months", "ever", "closing")
SEVERITY: Final = ("eligible", "caution", "review", "deferred", "contraindicated")
UNKNOWNS: Final = ("not_sure", "prefer_not")

Written = Mapping[str, Any]


class WrittenProtocol:
    """Questions in the order they are asked, and rules, as plain data. A rule goes by its place."""

    def __init__(self, protocol: Protocol) -> None:
        written = protocol.model_dump(mode="json")
        self.rules: list[dict[str, Any]] = written["rules"]
        self.questions: dict[str, dict[str, Any]] = {
            question["id"]: question
            for question in sorted(written["questions"], key=lambda each: HORIZONS.index(each["horizon"]))
        }
        self.rests_on: tuple[frozenset[str], ...] = tuple(self.reach(rule["when"]) for rule in self.rules)
        """For each rule the questions it rests on."""
        self.users: dict[str, tuple[int, ...]] = {
            question: tuple(place for place, reached in enumerate(self.rests_on) if question in reached)
            for question in self.questions
        }
        """For each question the rules that rest on it."""

    def reach(self, condition: Written) -> frozenset[str]:
        """Name the questions a condition rests on: those it looks at, their gates, and the gates of those."""
        reached: set[str] = set()
        waiting = [question for look in looks_in(condition) for question in looked_at(look)]
        while waiting:
            question = waiting.pop()
            if question not in reached:
                reached.add(question)
                gate = self.questions[question]["only_if"]
                waiting += [each for look in looks_in(gate) for each in looked_at(look)] if gate else []
        return frozenset(reached)

    def gates(self, question_id: str) -> frozenset[str]:
        """Name the questions that decide whether one is asked: its gate, and what decides whether that is asked."""
        gate = self.questions[question_id]["only_if"]
        return self.reach(gate) if gate else frozenset()

    def in_order(self, questions: Iterable[str]) -> tuple[str, ...]:
        """Put questions in the order they are asked."""
        some = set(questions)
        return tuple(question for question in self.questions if question in some)

    def at_stake(self, questions: Iterable[str]) -> str:
        """Say how bad it is not to know these answers: caution if only rules of caution use them, else review."""
        outcomes = {self.rules[place]["outcome"] for question in questions for place in self.users[question]}
        return "caution" if outcomes <= {"caution"} else "review"


def looks_in(condition: Written) -> Iterator[Written]:
    """Walk down to the parts that look at answers."""
    for part in condition.get("all") or condition.get("any") or ():
        yield from looks_in(part)
    if "all" not in condition and "any" not in condition:
        yield condition


def looked_at(look: Written) -> tuple[str, ...]:
    """Name the questions that one look takes in."""
    return tuple(look[key] for key in ("question", "written", "meets", "apart_from") if key in look)


def question_name(protocol: Protocol, question_id: str) -> str:
    """Name a question to a person who has the file before them."""
    return f"{protocol.question(question_id).short} ({question_id})"
