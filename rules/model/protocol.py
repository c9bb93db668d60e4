"""The model of a protocol file: one treatment's questionnaire, rules, course, steps, after-care and sources."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, Literal

from pydantic import Field, model_validator

from rules.model.condition import Condition
from rules.model.course import AfterCare, Consent, Course, Information, OpenPoint, Risk, TreatmentStep
from rules.model.fields import (
    OTHER,
    Count,
    Day,
    Document,
    Flag,
    Horizon,
    Name,
    ProtocolId,
    ProtocolPart,
    QuestionType,
    RuleId,
    Sources,
    Stated,
    Text,
    added_later,
)
from rules.model.outcome import Outcome
from rules.model.period import Period

HOUSE_RULE: Final = "house rule"
"""What is cited where a rule is the clinic's own."""
ENGINE: Final = "2"
"""The version of the engine's meaning; part of every protocol's hash, so that a sign-off covers both."""


class Option(ProtocolPart):
    """One answer that can be chosen."""

    id: Name
    label: Text


class Several(ProtocolPart):
    """Why one question names more than one thing: which kind of exception it is, and the reason in words.

    One item of a source that names several; several names, signs or kinds of one thing.
    """

    kind: Literal["one_item", "names", "signs", "kinds"]
    why: Text


class Question(ProtocolPart):
    """One fact, asked in plain words.

    `only_if` is the gate: the question is asked only if that surely holds. `period` is what "when did you last" is asked
    for. `topic` names the matter without a condition or a medicine, for texts that others may hear. `harmless` are the
    options that need no second look, where they are not plain from the type. `several` says why the question asks more than
    one thing at once, if it does. `states` are the lengths of time that its texts state and that no period of its own measures.
    `kinds`: a practitioner who names one of them settles a yes. It is empty while there are none yet; without it, naming a
    kind settles nothing.
    """

    id: Name
    type: QuestionType
    horizon: Horizon
    ask: Text
    why: Text
    short: Text
    topic: Text
    help: Text | None = None
    options: tuple[Option, ...] = ()
    only_if: Condition | None = None
    period: Period | None = None
    informational: Flag = False
    harmless: tuple[Name, ...] = ()
    several: Several | None = None
    states: tuple[Stated, ...] = ()
    kinds: tuple[Text, ...] | None = added_later(None)

    @model_validator(mode="before")
    @classmethod
    def _options_in_short(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        options = value.get("options")
        if options is None and value.get("type") == QuestionType.YES_NO:
            options = {"yes": "Yes", "no": "No"}
        if isinstance(options, dict):
            return {**value, "options": [{"id": option, "label": label} for option, label in options.items()]}
        return value

    @cached_property
    def option_ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options)

    @property
    def harmless_options(self) -> frozenset[str]:
        """The options that speak for themselves as harmless: those declared, else what its type makes plain."""
        if self.harmless:
            return frozenset(self.harmless)
        if self.type is QuestionType.YES_NO:
            return frozenset({"no"})
        return self.option_ids - {OTHER} if self.type is QuestionType.AREAS else frozenset()

    def label(self, option_id: str) -> str:
        """Return the label of an option; KeyError if there is none."""
        return {option.id: option.label for option in self.options}[option_id]


class Rule(ProtocolPart):
    """What follows from certain answers: an outcome, in words for the client and for staff, with its source."""

    id: RuleId
    outcome: Outcome
    when: Condition
    client: Text
    staff: Text
    source: Sources = ()
    inferred: Flag = False
    house: Flag = False

    @model_validator(mode="before")
    @classmethod
    def _period_in_texts(cls, value: Any) -> Any:
        """Put the rule's own period where its texts say {period}: a number in a text can't differ from the rule's."""
        if not isinstance(value, dict):
            return value
        period = _period_in(value.get("when"))
        if period is None:
            return value
        filled = {
            key: text.replace("{period}", period)
            for key in ("client", "staff")
            if isinstance(text := value.get(key), str)
        }
        return {**value, **filled}

    @property
    def period(self) -> Period | None:
        """The period the rule measures, if it measures one."""
        return self.when.period

    @property
    def questions_used(self) -> tuple[str, ...]:
        """The ids of the questions the rule looks at itself (their gates not counted)."""
        return self.when.questions

    @cached_property
    def citations(self) -> tuple[str, ...]:
        """The sources in words; a house rule says that it is one."""
        return (*map(str, self.source), *((HOUSE_RULE,) if self.house else ()))


def _period_in(when: Any) -> str | None:
    if isinstance(when, dict):
        if isinstance(when.get("less_than_ago"), str):
            return str(when["less_than_ago"])
        parts = when.get("all") or when.get("any")
        return next(filter(None, map(_period_in, parts)), None) if isinstance(parts, list) else None
    return None


_NAMED_RULE: Final = re.compile(r"\{([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\}")
_SAY_PERIODS: Final = (
    "questions",
    "steps",
    "indications",
    "results",
    "feelings",
    "cons",
    "risks",
    "prepare",
    "aftercare",
    "consent",
    "open_points",
)


def with_periods(written: Any) -> Any:
    """Put the period of a rule where texts other than a rule's name it, {PP-ACCUTANE-6M}, and note that they state it."""
    if not isinstance(written, dict) or not isinstance(written.get("rules"), list):
        return written
    rules = (each for each in written["rules"] if isinstance(each, dict))
    periods = {each.get("id"): period for each in rules if (period := _period_in(each.get("when"))) is not None}
    return written | {key: _with_periods(written[key], periods) for key in _SAY_PERIODS if key in written}


def _with_periods(group: Any, periods: Mapping[Any, str]) -> Any:
    if isinstance(group, list | tuple):
        return [_part_with_periods(part, periods) for part in group]
    return _part_with_periods(group, periods)


def _part_with_periods(part: Any, periods: Mapping[Any, str]) -> Any:
    named: list[str] = []
    filled = _filled(part, periods, named)
    if not named:
        return part
    whole = {"text": filled} if isinstance(filled, str) else filled
    stated = whole.get("states", ())
    return whole | {"states": [*stated, *named]} if isinstance(stated, list | tuple) else whole


def _filled(node: Any, periods: Mapping[Any, str], named: list[str]) -> Any:
    if isinstance(node, str):
        if "{" not in node:
            return node
        named += [rule for rule in _NAMED_RULE.findall(node) if rule in periods and rule not in named]
        return _NAMED_RULE.sub(lambda found: periods.get(found[1], found[0]), node)
    if isinstance(node, list | tuple):
        return [_filled(part, periods, named) for part in node]
    if isinstance(node, dict):
        return {key: _filled(part, periods, named) for key, part in node.items()}
    return node


class Protocol(ProtocolPart):
    """One treatment's reviewed file. `names` are words that readers know by sight, however long."""

    id: ProtocolId
    title: Text
    version: Count
    valid_from: Day
    status: Literal["draft", "active", "retired"]
    summary: Text
    sources: tuple[Document, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = Field(min_length=1)
    course: Course
    steps: tuple[TreatmentStep, ...] = Field(min_length=1)
    indications: tuple[Information, ...] = ()
    results: tuple[Information, ...] = ()
    feelings: tuple[Risk, ...] = added_later(())
    cons: tuple[Information, ...] = ()
    risks: tuple[Risk, ...] = added_later(())
    prepare: tuple[Information, ...] = added_later(())
    """What the client does before coming, told with the appointment. To nobody in particular: no answer is known yet."""
    aftercare: tuple[AfterCare, ...] = ()
    consent: Consent
    open_points: tuple[OpenPoint, ...] = ()
    names: tuple[Text, ...] = ()
    overlays: tuple[Text, ...] = ()
    """The overlays it carries, each with its version; never written in a file."""

    @model_validator(mode="before")
    @classmethod
    def _periods_of_rules_in_texts(cls, value: Any) -> Any:
        return with_periods(value)

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return self.sha256 == other.sha256 if isinstance(other, Protocol) else NotImplemented

    @cached_property
    def sha256(self) -> str:
        """The hash of the exact content and of the engine's version; it changes with every character."""
        canonical = json.dumps(
            {"engine": ENGINE, "protocol": self.model_dump(mode="json")},
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    @cached_property
    def _questions_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _rules_by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def in_order(self) -> tuple[Question, ...]:
        """All questions in the order they are asked: by horizon, then as in the file."""
        return tuple(sorted(self.questions, key=lambda question: question.horizon.rank))

    def question(self, question_id: str) -> Question:
        """Return a question; KeyError if there is none of that id."""
        return self._questions_by_id[question_id]

    def has_question(self, question_id: str) -> bool:
        return question_id in self._questions_by_id

    def rule(self, rule_id: str) -> Rule:
        """Return a rule; KeyError if there is none of that id."""
        return self._rules_by_id[rule_id]
