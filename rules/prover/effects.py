"""(d) Every question matters or says that it does not; every option leads somewhere; what is hidden does not count.

What a protocol says of itself here is not taken at its word. Only wishes are informational: what is asked in the setting or to
close, and names nothing that a rule or the source speaks of. An option that is not harmless has to make the verdict worse, all
else equal, than each harmless one does; one that is harmless may not make it worse than another.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import UNKNOWNS, looked_at, looks_in, question_name
from rules.engine import evaluation
from rules.model.fields import Horizon, QuestionType
from rules.model.protocol import Protocol, Question
from rules.prover.case_table import JudgedCase, Table, said_of
from rules.prover.values import DAY, Value, all_given
from rules.prover.world import World

PROPERTY: Final = Property(
    "d",
    "Every question can change the verdict or is informational, as only wishes are; every option but the harmless ones makes "
    "it worse all else equal, or opens a question; nothing hidden counts.",
)

_CHOSEN_ALONE: Final = (QuestionType.YES_NO, QuestionType.ONE_OF)
_WISHES: Final = (Horizon.SETTING, Horizon.CLOSING)


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Look at each question, at each option, and at every case in which something is hidden."""
    for table in world.tables:
        for question_id in table.component.questions:
            question = world.protocol.question(question_id)
            yield from _question(world, table, question, tally)
            if question.informational:
                yield from _no_wish(world.protocol, question, tally)
            else:
                yield from _options(world, table, question, tally)
        hidden = partial(_hidden, world, table)
        if _stands_alone(table):
            yield from world.once(PROPERTY.letter, table.component.questions, {}, tally, hidden)
        else:
            yield from hidden(tally)


def _question(world: World, table: Table, question: Question, tally: Tally) -> Iterator[Counterexample]:
    name = question_name(world.protocol, question.id)
    first, *others = table.values(question.id)
    for case in table.cases:
        if case.answers.get(question.id) != first:
            continue
        tally.cases += 1
        for other in (other for value in others for other in table.instead(case, question.id, value)):
            if _verdict(other) == _verdict(case) and other.said == case.said:
                continue
            if question.informational:
                sentence = f"{name} is declared informational, and yet this answer changes the verdict."
                yield world.counterexample(sentence, other.raw)
                return
            if _verdict(other) != _verdict(case):
                return
    if not question.informational:
        yield Counterexample(f"{name} can't change any verdict; declare it informational, or give it a rule.")


def _no_wish(protocol: Protocol, question: Question, tally: Tally) -> Iterator[Counterexample]:
    """Find a question about a fact that is passed off as informational."""
    tally.cases += 1
    name = question_name(protocol, question.id)
    if question.horizon not in _WISHES:
        yield Counterexample(
            f'{name} looks at "{question.horizon}" and is declared informational; only what is asked in the setting or to '
            "close may be. Give it a rule, or do not ask it."
        )
    asked = f"{question.ask} {question.short}"
    spoken = [(rule.id, rule.staff) for rule in protocol.rules]
    spoken += [(f"cons {number}", each.claim) for number, each in enumerate(protocol.cons, start=1)]
    for listed in protocol.names:
        if _has(listed, asked):
            for place, words in spoken:
                if _has(listed, words):
                    yield Counterexample(
                        f"{name} is declared informational, and {place} speaks of {listed}; give it a rule of its own."
                    )


def _has(name: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", words, re.IGNORECASE) is not None


def _verdict(case: JudgedCase) -> tuple[Any, ...]:
    return case.verdict.outcome, case.verdict.earliest


def _options(world: World, table: Table, question: Question, tally: Tally) -> Iterator[Counterexample]:
    followers = [
        each["id"]
        for each in world.written.questions.values()
        if each["only_if"] and any(question.id in looked_at(look) for look in looks_in(each["only_if"]))
    ]
    reached: set[str] = set()
    for case in table.cases:
        option = _single(case.answers.get(question.id))
        if option is not None and option not in reached and _reaches(case, question.id, followers):
            reached.add(option)
    plain = {case.answers.get(question.id) for case in table.cases if not case.verdict.findings}
    for each in question.options:
        tally.cases += 1
        if question.type in _CHOSEN_ALONE and each.id in question.harmless_options - plain:
            yield Counterexample(
                f"{question_name(world.protocol, question.id)}: the option {each.label} ({each.id}) counts as harmless, and "
                "every answer with it leads to a finding."
            )
        if each.id not in reached and each.id not in question.harmless_options:
            yield Counterexample(
                f"{question_name(world.protocol, question.id)}: the option {each.label} ({each.id}) reaches no rule and opens "
                "no question; give it a rule, or list it as harmless."
            )
    yield from _worse(world, table, question, tally)


def _worse(world: World, table: Table, question: Question, tally: Tally) -> Iterator[Counterexample]:
    """Compare each option with the harmless ones, all else equal.

    A question whose options are all alike in rank, such as a goal, has none to hold them against; nor have the places of a
    follow-up ("where is the rash?"), none of which is harmless by itself.
    """
    if question.type is QuestionType.AREAS and question.only_if is not None:
        return
    domain = table.values(question.id)
    single = {option: value for value in domain if (option := _single(value)) is not None}
    harmless = [value for option, value in single.items() if option in question.harmless_options]
    worse: set[str] = set()
    for case in table.cases:
        option = _single(case.answers.get(question.id))
        if option is None:
            continue
        least = [other.outcome for value in harmless for other in table.instead(case, question.id, value)]
        tally.cases += 1
        if option in question.harmless_options:
            if option in question.harmless and _surely(case) > min(least):
                yield _not_harmless(world, question, option, case)
                return
        elif least and _surely(case) > max(least):
            worse.add(option)
    for each in question.options if harmless else ():
        if each.id in single.keys() - question.harmless_options - worse:
            yield Counterexample(
                f"{question_name(world.protocol, question.id)}: the option {each.label} ({each.id}) never makes the verdict worse "
                "than each harmless one does, all else equal; give it a rule of its own, or list it as harmless."
            )


def _single(value: Value | None) -> str | None:
    """Return the one option that an answer consists of; None for several, for an unknown, and for none."""
    if isinstance(value, tuple):
        return str(value[0]) if len(value) == 1 else None
    return None if value is None or value in UNKNOWNS else str(value)


def _surely(case: JudgedCase) -> int:
    """Return how bad a case is by rules that surely hold; 0 if something unknown is worse."""
    known = max((finding.outcome.rank for finding in case.verdict.findings if finding.because == "yes"), default=0)
    return known if known == case.outcome else 0


def _not_harmless(world: World, question: Question, option: str, case: JudgedCase) -> Counterexample:
    sentence = (
        f"{question_name(world.protocol, question.id)}: the option {question.label(option)} ({option}) is listed as harmless, and here "
        "the verdict is worse with it than with another that is."
    )
    return world.counterexample(sentence, case.raw)


def _reaches(case: JudgedCase, question: str, followers: list[str]) -> bool:
    opened = any(follower in case.answers for follower in followers)
    return opened or any(
        finding.because == "yes" and question in finding.questions for finding in case.verdict.findings
    )


def _stands_alone(table: Table) -> bool:
    """Tell whether rules rest on the questions, and on none of them with those of another component."""
    return bool(table.component.rules) and not table.component.cut


def _hidden(world: World, table: Table, tally: Tally) -> Iterator[Counterexample]:
    """Give answers to what is not asked: each that a question can have, and all such questions at once."""
    component, protocol, rest = table.component, world.protocol, {}
    if _stands_alone(table):
        protocol = world.part(component.questions)
    else:
        rest = world.rest_of(component)
    for case in table.cases:
        hidden = [question for question in component.questions if question not in case.answers]
        alone = [{question: value} for question in hidden for value in table.values(question)]
        together = [{question: table.values(question)[at] for question in hidden} for at in (0, -1)]
        for given in (*alone, *(together if len(hidden) > 1 else ())):
            tally.cases += 1
            raw = {**case.raw, **all_given(given)}
            verdict = evaluation.evaluate(protocol, {**rest, **raw}, on=DAY)
            if said_of(verdict) != case.said or verdict.unanswered or verdict.earliest != case.verdict.earliest:
                unasked = ", ".join(question_name(world.protocol, each) for each in given)
                answers = ", ".join(str(all_given(given)[each]) for each in given)
                sentence = f"{unasked}: not asked, and yet the answer {answers} changes the verdict."
                yield world.counterexample(sentence, raw, about=unasked)
