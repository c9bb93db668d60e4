"""(f) Every period holds on each day of eight years, 2100 among them, against days counted out apart from the engine's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from rules.checks.results import Counterexample, Property, Tally
from rules.checks.written_protocol import looks_in
from rules.engine import answers, evaluation
from rules.engine.answers import Answers
from rules.engine.verdict import Verdict
from rules.model.protocol import Protocol
from rules.model.words import day_in_words
from rules.prover import counting
from rules.prover.case_table import JudgedCase
from rules.prover.second_evaluation import Last, Picture
from rules.prover.world import World

PROPERTY: Final = Property(
    "f",
    "Every period holds to the day, for each day of eight years, 2100 among them, and for answers that are not exact.",
)
YEARS: Final = range(2096, 2104)


@dataclass(frozen=True)
class Round:
    """Rules of one component, with answers that let each of them fire until a day."""

    rules: tuple[int, ...]
    questions: tuple[str, ...]
    raw: Mapping[str, Any]
    last_times: tuple[str, ...]
    periods: tuple[str, ...]


def judge(world: World, tally: Tally) -> Iterator[Counterexample]:
    """Judge each period at its first day, the day before it has passed, and the day on which it has."""
    measuring = [
        place
        for place, rule in enumerate(world.written.rules)
        if any("less_than_ago" in look for look in looks_in(rule["when"]))
    ]
    chosen = rounds(world, measuring)
    for place in measuring:
        if not any(place in each.rules for each in chosen):
            yield Counterexample(
                f"{world.written.rules[place]['id']} measures a period, and no answers let it run out."
            )
    for each in chosen:
        yield from _tried(world, each, tally)


def _tried(world: World, each: Round, tally: Tally) -> Iterator[Counterexample]:
    def judged(own: Tally) -> Iterator[Counterexample]:
        trial = _Trial(world, each, own)
        yield from trial.each_day()
        yield from trial.not_exact()

    yield from world.once(PROPERTY.letter, each.questions, each.raw, tally, judged)


def rounds(world: World, measuring: list[int]) -> list[Round]:
    """Put the rules that measure a period together where the same answers let them run out."""
    cases = {place: case for place in measuring if (case := _running_out(world, place)) is not None}
    return [_round(world, case, [place for place in cases if cases[place] is case]) for case in _once(cases.values())]


def _once(cases: Iterable[JudgedCase]) -> list[JudgedCase]:
    return list({id(case): case for case in cases}.values())


def _round(world: World, case: JudgedCase, rules: list[int]) -> Round:
    last_times = tuple(
        question for question in case.answers if world.written.questions[question]["type"] == "last_time"
    )
    periods = (
        look["less_than_ago"]
        for place in rules
        for look in looks_in(world.written.rules[place]["when"])
        if "less_than_ago" in look
    )
    return Round(tuple(rules), case.component.questions, case.raw, last_times, tuple(dict.fromkeys(periods)))


def _running_out(world: World, place: int) -> JudgedCase | None:
    """Find the smallest case in which a rule holds until a day, all last times being that of one day."""
    table = next(table for table in world.tables if place in table.component.rules)
    cases = [case for case in table.cases if case.held[place].truth == "yes" and case.held[place].until is not None]
    return min(cases, key=world.size, default=None)


@dataclass(frozen=True)
class _Trial:
    """One round on trial: every day of the years, and every month for answers that are not exact."""

    world: World
    round: Round
    tally: Tally

    @property
    def part(self) -> Protocol:
        return self.world.part(self.round.questions)

    def each_day(self) -> Iterator[Counterexample]:
        written, first = self.world.written, days()[0]
        seen = self.world.second.picture(self.round.raw, first, self.round.questions)
        raw = {**self.round.raw, **dict.fromkeys(self.round.last_times, "longer_ago")}
        given = answers.resolve(self.part, raw, answered_on=first)
        for start in days():
            last = given
            for question in self.round.last_times:
                last = last.with_answer(question, start.isoformat(), answered_on=start)
                seen[question] = Last(start, written.questions[question]["period"])
            yield from self._judged(last, seen)

    def not_exact(self) -> Iterator[Counterexample]:
        for answered_on, said in _not_exact():
            raw = {**self.round.raw, **dict.fromkeys(self.round.last_times, said)}
            given = answers.resolve(self.part, raw, answered_on=answered_on)
            yield from self._judged(given, self.world.second.picture(raw, answered_on, self.round.questions))

    def _judged(self, given: Answers, seen: Picture) -> Iterator[Counterexample]:
        rules, answered_on = self.world.written.rules, given.answered_on
        last = seen[self.round.last_times[0]]
        start = last.day if isinstance(last, Last) and last.day is not None else answered_on
        # With all else unchanged a rule holds from the day of answering until its day, and not again.
        held = {place: self.world.second.held(rules[place]["when"], seen, answered_on) for place in self.round.rules}
        for on in _turning(start, self.round.periods):
            if on < answered_on:
                continue
            verdict = evaluation.evaluate(self.part, given, on=on)
            self.tally.cases += len(self.round.rules)
            for place, reads in held.items():
                holds = reads.truth == "yes" and (reads.until is None or on < reads.until)
                expected, got = (reads.until,) if holds else None, _firing(verdict, rules[place]["id"])
                if expected != got:
                    yield self._counterexample(
                        place, given, on, f"counted out, it {_does(expected)}; the engine says that it {_does(got)}"
                    )

    def _counterexample(self, place: int, given: Answers, on: date, difference: str) -> Counterexample:
        rule = self.world.written.rules[place]
        rests_on = self.world.written.reach(rule["when"])
        raw = {question: value for question, value in given.raw.items() if question in rests_on}
        answered, judged = day_in_words(given.answered_on), day_in_words(on)
        return self.world.counterexample(
            f"{rule['id']}, answered on {answered} and judged on {judged}: {difference}.", raw, on, about=rule["id"]
        )


def _turning(start: date, periods: tuple[str, ...]) -> list[date]:
    """Name the days that matter: for each period the last day within it, and the first after it."""
    turning: set[date] = set()
    for period in periods:
        end = counting.passed(start, period)
        before = None if end is None else counting.days_on(end, -1)
        turning |= {day for day in (before, end) if day is not None}
    return sorted(turning)


def _not_exact() -> Iterator[tuple[date, str]]:
    """Name days of answering, three a month, and what is answered on each that is not a day."""
    for year in YEARS:
        for month in range(1, 13):
            end = counting.month_end(year, month)
            before = counting.days_on(date(year, month, 1), -1) or end
            for answered_on in (date(year, month, 1), date(year, month, 28), end):
                for written in ("within", "longer_ago", end.isoformat()[:7], before.isoformat()[:7]):
                    yield answered_on, written


def _firing(verdict: Verdict, rule: str) -> tuple[date | None] | None:
    for finding in verdict.findings:
        if finding.rule == rule and finding.because == "yes":
            return (finding.until,)
    return None


def _does(fires: tuple[date | None] | None) -> str:
    if fires is None:
        return "does not fire"
    return "fires" if fires[0] is None else f"fires until {day_in_words(fires[0])}"


@cache
def days() -> tuple[date, ...]:
    """Return each day of the eight years."""
    return tuple(
        date(year, month, day)
        for year in YEARS
        for month in range(1, 13)
        for day in range(1, counting.month_length(year, month) + 1)
    )
