"""What holds for every client, whatever they answer."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules import (
    AnswerError,
    Answers,
    Outcome,
    Protocol,
    Verdict,
    aftercare,
    asked,
    evaluate,
    interval,
    protocol,
    read_answers,
    resolve,
    shipped,
    steps,
)
from rules.prover import counting
from tests.rules.clinic import PEEL, healthy
from tests.rules.strategies import DAYS, UNKNOWNS, any_answer, clients, worse

PROTOCOLS = [protocol(protocol_id) for protocol_id in shipped()]
every_protocol = pytest.mark.parametrize("judged", PROTOCOLS, ids=shipped())


def outcomes(verdict: Verdict) -> list[Outcome]:
    return [finding.outcome for finding in verdict.findings]


def used_questions(judged: Protocol) -> set[str]:
    """The questions that can matter: those a rule looks at, and the gates before them."""
    used = {question for rule in judged.rules for question in rule.questions_used}
    for question in reversed(judged.questions):
        if question.id in used and question.only_if is not None:
            used |= set(question.only_if.questions)
    return used


@every_protocol
@given(data=st.data(), on=DAYS)
def test_every_client_gets_a_verdict(judged: Protocol, data: st.DataObject, on: date):
    answers = resolve(judged, data.draw(clients(judged, on, complete=False)), answered_on=on)
    verdict = evaluate(judged, answers, on=on)
    if verdict.unanswered:
        assert (verdict.outcome, verdict.next_step, verdict.earliest) == ("incomplete", None, None)
    else:
        assert verdict.outcome == max(outcomes(verdict), default=Outcome.ELIGIBLE)
        assert verdict.next_step is not None
    assert outcomes(verdict) == sorted(outcomes(verdict), reverse=True)
    assert set(verdict.unanswered) <= {question.id for question in asked(judged, answers)} - set(answers.raw)
    assert interval(judged, answers).weeks
    assert len(steps(judged, answers)) == len(judged.steps)
    assert set(aftercare(judged, answers)) <= set(judged.aftercare)


@every_protocol
@given(data=st.data(), on=DAYS)
def test_a_worse_answer_never_improves_the_verdict(judged: Protocol, data: st.DataObject, on: date):
    answers = data.draw(clients(judged, on))
    worsened = [
        (question.id, answer) for question in judged.questions for answer in worse(question, answers[question.id], on)
    ]
    assume(worsened)
    before = evaluate(judged, answers, on=on).outcome
    for question_id, answer in worsened:
        after = evaluate(judged, {**answers, question_id: answer}, on=on).outcome
        assert after >= before, (question_id, answers[question_id], answer)


@every_protocol
@given(data=st.data(), on=DAYS)
def test_an_unknown_answer_to_an_asked_question_never_leaves_a_client_eligible(
    judged: Protocol, data: st.DataObject, on: date
):
    answers = data.draw(clients(judged, on))
    question_id = data.draw(st.sampled_from(sorted(used_questions(judged) - {"note"})))
    answers[question_id] = data.draw(st.sampled_from(UNKNOWNS))
    resolved = resolve(judged, answers, answered_on=on)
    is_asked = question_id in {question.id for question in asked(judged, resolved)}
    verdict = evaluate(judged, resolved, on=on)
    open_findings = [
        finding for finding in verdict.findings if finding.questions == (question_id,) and finding.because == "unknown"
    ]
    assert len(open_findings) == (1 if is_asked else 0)
    if is_asked:
        assert verdict.outcome != Outcome.ELIGIBLE
        assert open_findings[0].outcome in (Outcome.CAUTION, Outcome.REVIEW)


@every_protocol
@given(data=st.data(), on=DAYS)
def test_each_unknown_answer_leaves_exactly_one_finding_of_its_own(judged: Protocol, data: st.DataObject, on: date):
    answers = resolve(judged, data.draw(clients(judged, on)), answered_on=on)
    unknown = {
        question.id
        for question in asked(judged, answers)
        if answers.is_unknown(question.id) and question.id in used_questions(judged)
    }
    found = [
        finding.questions[0]
        for finding in evaluate(judged, answers, on=on).findings
        if finding.because == "unknown" and len(finding.questions) == 1
    ]
    assert sorted(found) == sorted(unknown)


@every_protocol
@given(data=st.data(), on=DAYS)
def test_answers_to_questions_that_are_not_asked_count_for_nothing(judged: Protocol, data: st.DataObject, on: date):
    raw = data.draw(clients(judged, on))
    answers = resolve(judged, raw, answered_on=on)
    now_asked = {question.id for question in asked(judged, answers)}
    verdict = evaluate(judged, answers, on=on)
    for question in judged.questions:
        if question.id not in now_asked:
            raw[question.id] = data.draw(any_answer(question, on))
            assert evaluate(judged, raw, on=on) == verdict
            assert evaluate(judged, answers.without(question.id), on=on) == verdict


@every_protocol
@given(data=st.data(), on=DAYS, later=st.integers(0, 200))
def test_the_earliest_day_holds_and_the_day_before_does_not(
    judged: Protocol, data: st.DataObject, on: date, later: int
):
    answers = resolve(judged, data.draw(clients(judged, on)), answered_on=on)
    verdict = evaluate(judged, answers, on=on + timedelta(days=later))
    deferrals = {finding.rule for finding in verdict.findings if finding.outcome is Outcome.DEFERRED}
    if verdict.earliest is None:
        undated = [
            finding for finding in verdict.findings if finding.outcome is Outcome.DEFERRED and finding.until is None
        ]
        assert verdict.outcome is not Outcome.DEFERRED or undated
        return
    then, the_day_before = (
        evaluate(judged, answers, on=day) for day in (verdict.earliest, verdict.earliest - timedelta(days=1))
    )
    assert not [
        finding for finding in then.findings if finding.rule in deferrals and finding.outcome is Outcome.DEFERRED
    ]
    assert [
        finding
        for finding in the_day_before.findings
        if finding.rule in deferrals and finding.outcome is Outcome.DEFERRED
    ]


@given(
    on=DAYS,
    medicine=st.none() | st.integers(0, 250),
    cream=st.none() | st.integers(0, 10),
)
def test_the_earliest_day_of_a_peel_is_that_of_the_days_counted_out(on: date, medicine: int | None, cream: int | None):
    changes: dict[str, Any] = {}
    last_medicine = None if medicine is None else on - timedelta(days=medicine)
    last_cream = None if cream is None else on - timedelta(days=cream)
    if last_medicine is not None:
        changes |= {"isotretinoin": "stopped", "isotretinoin_last": last_medicine.isoformat()}
    if last_cream is not None:
        changes |= {"retinoid": "yes", "retinoid_last": last_cream.isoformat()}
    verdict = evaluate(protocol(PEEL), healthy(PEEL, **changes), on=on)
    medicine_over = on if last_medicine is None else counting.passed(last_medicine, "6 months")
    cream_over = on if last_cream is None else counting.passed(last_cream, "3 days")
    assert medicine_over is not None
    assert cream_over is not None
    first = max(on, medicine_over, cream_over)
    if first == on:
        assert verdict.outcome is Outcome.ELIGIBLE
    else:
        assert (verdict.outcome, verdict.earliest) == (Outcome.DEFERRED, first)


@every_protocol
@given(data=st.data(), on=DAYS)
def test_every_verdict_comes_back_from_json_as_it_was(judged: Protocol, data: st.DataObject, on: date):
    verdict = evaluate(judged, data.draw(clients(judged, on, complete=False)), on=on)
    published = json.loads(json.dumps(verdict.to_json()))
    assert Verdict.from_json(published).to_json() == published
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_record()))) == verdict


@every_protocol
@given(data=st.data(), on=DAYS, later=st.integers(0, 400))
def test_answers_come_back_from_json_with_the_same_verdict_on_any_day(
    judged: Protocol, data: st.DataObject, on: date, later: int
):
    answers = resolve(judged, data.draw(clients(judged, on, complete=False)), answered_on=on)
    again = Answers.from_json(judged, json.loads(json.dumps(answers.to_json())))
    assert again == answers
    day = on + timedelta(days=later)
    assert evaluate(judged, again, on=day) == evaluate(judged, answers, on=day)


@every_protocol
@given(data=st.data(), on=DAYS)
def test_the_order_in_which_answers_are_given_does_not_matter(judged: Protocol, data: st.DataObject, on: date):
    raw = data.draw(clients(judged, on))
    given_one_by_one = Answers(protocol=judged, answered_on=on)
    for question_id in data.draw(st.permutations(sorted(raw))):
        given_one_by_one = given_one_by_one.with_answer(question_id, raw[question_id])
    assert evaluate(judged, given_one_by_one, on=on) == evaluate(judged, raw, on=on)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(UNKNOWNS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@every_protocol
@given(data=st.data())
def test_whatever_is_sent_as_an_answer_is_taken_or_refused_in_one_sentence(judged: Protocol, data: st.DataObject):
    ids = st.sampled_from([question.id for question in judged.questions]) | st.text(max_size=5)
    raw = data.draw(st.dictionaries(ids, JSON, max_size=4))
    try:
        answers = resolve(judged, raw, answered_on=date(2026, 9, 15))
    except AnswerError as error:
        refused = error
    else:
        assert set(answers.raw) == set(raw)
        return
    assert refused.place in raw
    assert refused.sentence


@given(text=st.text() | st.binary() | JSON.map(json.dumps))
def test_whatever_is_sent_as_json_is_read_or_refused_in_one_sentence(text: str | bytes):
    try:
        answers = read_answers(text)
    except AnswerError as error:
        refused = error
    else:
        assert all(isinstance(value, str | list) for value in answers.values())
        return
    assert refused.sentence
