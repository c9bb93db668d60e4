"""The prover is proven against the engine too: an engine with a fault in it is told, whatever the protocol says."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rules import Answers, Finding, LastTime, Outcome, Period, Protocol, Verdict, protocol
from rules.engine import answers, evaluation
from tests.rules.prover.faults import FACIAL, PEEL, each_said, found, said

Given = Answers | Mapping[str, Any]
Engine = Callable[[Protocol, Given], Verdict]
honest = evaluation.evaluate
pytestmark = pytest.mark.thorough


def faulty(monkeypatch: pytest.MonkeyPatch, fault: Callable[[Protocol, Answers, date], Verdict]) -> None:
    """Put an engine in place that makes this of resolved answers."""

    def evaluate(judged: Protocol, given: Given, *, on: date) -> Verdict:
        resolved = given if isinstance(given, Answers) else answers.resolve(judged, given, answered_on=on)
        return fault(judged, resolved, on)

    monkeypatch.setattr(evaluation, "evaluate", evaluate)


def redrawn(verdict: Verdict, findings: tuple[Finding, ...]) -> Verdict:
    return Verdict.of(
        protocol=verdict.protocol,
        version=verdict.version,
        sha256=verdict.sha256,
        on=verdict.on,
        findings=findings,
        unanswered=verdict.unanswered,
    )


class TestUnknownAnswers:
    def test_taken_for_no_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def as_no(judged: Protocol, given: Answers, on: date) -> Verdict:
            for question in judged.questions:
                if given.is_unknown(question.id) and question.type.value == "yes_no":
                    given = given.with_answer(question.id, "no")
            return honest(judged, given, on=on)

        faulty(monkeypatch, as_no)
        assert said(protocol(PEEL), "b").startswith(
            "The answer to Eczema (eczema) is unknown, and the verdict is eligible, not at least review.\n"
            "  Eczema (eczema): not sure"
        )

    def test_forgotten_where_something_else_is_found_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def forgetful(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            sure = tuple(finding for finding in verdict.findings if finding.because == "yes")
            return redrawn(verdict, sure) if sure else verdict

        faulty(monkeypatch, forgetful)
        assert "that must leave one finding of review, and leaves none" in said(protocol(PEEL), "b")

    def test_found_twice_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def twice(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            unknown = tuple(finding for finding in verdict.findings if finding.because == "unknown")
            return redrawn(verdict, verdict.findings + unknown)

        faulty(monkeypatch, twice)
        assert "leaves review, review" in said(protocol(PEEL), "b")

    def test_only_cautioned_against_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def lenient(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            return redrawn(
                verdict,
                tuple(
                    replace(finding, outcome=Outcome.CAUTION) if finding.because == "unknown" else finding
                    for finding in verdict.findings
                ),
            )

        faulty(monkeypatch, lenient)
        assert "the verdict is caution, not at least review" in said(protocol(FACIAL), "b")


class TestMissingAnswers:
    def test_taken_for_no_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def complete(judged: Protocol, given: Answers, on: date) -> Verdict:
            return replace(honest(judged, given, on=on), unanswered=(), outcome=Outcome.ELIGIBLE)

        faulty(monkeypatch, complete)
        assert "What is asked and not answered is" in said(protocol(PEEL), "b")


class TestHiddenAnswers:
    def test_that_are_used_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ungated = Protocol.model_validate(
            {
                **protocol(PEEL).model_dump(mode="json"),
                "questions": [
                    {**each, "only_if": None} for each in protocol(PEEL).model_dump(mode="json")["questions"]
                ],
            }
        )

        def stale(_judged: Protocol, given: Answers, on: date) -> Verdict:
            return redrawn(honest(given.protocol, given, on=on), honest(ungated, dict(given.raw), on=on).findings)

        faulty(monkeypatch, stale)
        assert any("not asked, and yet the answer" in each for each in each_said(protocol(PEEL), "d"))


class TestWorseAnswers:
    def test_that_help_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def blind_to_crowds(judged: Protocol, given: Answers, on: date) -> Verdict:
            if len(given.raw.get("area", [])) > 3:
                given = given.with_answer("area", ["face"])
            return honest(judged, given, on=on)

        faulty(monkeypatch, blind_to_crowds)
        assert "is worse, and makes it" in said(protocol(PEEL), "e")

    def test_that_hide_a_contraindication_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def soft(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            return redrawn(
                verdict,
                tuple(
                    replace(finding, outcome=min(finding.outcome, Outcome.REVIEW)) if finding.until else finding
                    for finding in verdict.findings
                ),
            )

        faulty(monkeypatch, soft)
        assert "surely holds and cites" in said(protocol(PEEL), "a")


def clipped(period: Period, start: date) -> date | None:
    """Months as most libraries count them: 31 August and six months make 28 February."""
    if period.unit.value != "months":
        return start + timedelta(days=period.shortest_days)
    ahead = start.year * 12 + start.month - 1 + period.count
    year, month = ahead // 12, ahead % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


passed_on = Period.passed_on


def a_day_early(period: Period, start: date) -> date | None:
    end = passed_on(period, start)
    return end and end - timedelta(days=1)


def a_day_late(period: Period, start: date) -> date | None:
    end = passed_on(period, start)
    return end and end + timedelta(days=1)


def with_a_leap_day_in_2100(period: Period, start: date) -> date | None:
    end = passed_on(period, start)
    return end and (
        end - timedelta(days=1) if period.unit.value != "months" and start < date(2100, 3, 1) < end else end
    )


class TestPeriods:
    @pytest.mark.parametrize(
        ("fault", "what"),
        [
            (clipped, "31 August 2100"),
            (a_day_early, "does not fire"),
            (a_day_late, "fires until"),
            (with_a_leap_day_in_2100, "February 2100"),
        ],
    )
    def test_that_end_on_the_wrong_day_are_told(
        self, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Period, date], date | None], what: str
    ) -> None:
        monkeypatch.setattr(Period, "passed_on", fault)
        told = each_said(protocol(PEEL), "f")
        assert any("counted out, it" in each and what in each for each in told)

    def test_that_take_a_month_for_its_first_day_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def early(judged: Protocol, given: Answers, on: date) -> Verdict:
            resolved = {
                question: replace(value, day=value.day.replace(day=1))
                if isinstance(value, LastTime) and value.approximate and value.day and value.raw != "within"
                else value
                for question, value in given.resolved.items()
            }
            return honest(judged, replace(given, resolved=resolved), on=on)

        faulty(monkeypatch, early)
        assert "in 20" in said(protocol(PEEL), "f")

    def test_that_run_anew_each_day_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        faulty(monkeypatch, lambda judged, given, on: honest(judged, dict(given.raw), on=on))
        assert any("within 3 days" in each for each in each_said(protocol(PEEL), "f"))


class TestTheEarliestDay:
    def test_that_is_the_first_of_several_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def hasty(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            days = [finding.until for finding in verdict.findings if finding.outcome == "deferred" and finding.until]
            return replace(verdict, earliest=min(days)) if verdict.earliest else verdict

        faulty(monkeypatch, hasty)
        assert "and on it PP-ACCUTANE-6M still holds" in said(protocol(PEEL), "g")

    def test_that_is_named_though_a_finding_has_none_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def bold(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            days = [finding.until for finding in verdict.findings if finding.outcome == "deferred" and finding.until]
            return replace(verdict, earliest=max(days)) if days and verdict.outcome == "deferred" else verdict

        faulty(monkeypatch, bold)
        told = said(protocol(PEEL), "g")
        assert told.startswith("The earliest day is 4 March 2027, and on it PP-")

    def test_that_is_later_than_it_need_be_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def timid(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            later = verdict.earliest and verdict.earliest + timedelta(days=1)
            return replace(verdict, earliest=later)

        faulty(monkeypatch, timid)
        assert "the day before nothing is in the way either" in said(protocol(PEEL), "g")

    def test_that_a_review_makes_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def eager(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            days = [finding.until for finding in verdict.findings if finding.until]
            return replace(verdict, earliest=max(days)) if days else verdict

        faulty(monkeypatch, eager)
        assert "The outcome is review" in said(protocol(FACIAL), "g")


class TestTheSecondEvaluation:
    def test_misses_a_lost_finding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def careless(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            kept = tuple(finding for finding in verdict.findings if finding.rule != "PP-SUN")
            return redrawn(verdict, kept)

        faulty(monkeypatch, careless)
        assert said(protocol(PEEL), "m").startswith("The engine does not find PP-SUN caution")

    def test_misses_a_wrong_next_step(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def wrong(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            return replace(verdict, next_step=None) if verdict.outcome == "review" else verdict

        faulty(monkeypatch, wrong)
        assert "The next step is None; by the findings it is practitioner_first." in said(protocol(PEEL), "m")

    def test_misses_findings_out_of_order(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def jumbled(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            return replace(verdict, findings=verdict.findings[::-1])

        faulty(monkeypatch, jumbled)
        assert found(protocol(PEEL), "m") is not None


class TestIndependence:
    def test_of_questions_that_the_engine_joins_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def tired(judged: Protocol, given: Answers, on: date) -> Verdict:
            verdict = honest(judged, given, on=on)
            return redrawn(verdict, verdict.findings[:1])

        faulty(monkeypatch, tired)
        told = said(protocol(PEEL), "n")
        assert told.startswith("The engine does not find")
        assert told.count("): ") == 2
