"""A short way from the screen to the stored answer, and one judgement at its end."""

import sys
from collections import Counter
from collections.abc import Callable
from datetime import time
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import rules
from kiosk.checkin import paper_form
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.records import Kind
from kiosk.visits.judge import Judge
from kiosk.visits.visit import Visit, VisitState
from rules import Answers, Outcome
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, House

KIOSK = Path(__file__).parents[3] / "kiosk"
MOST_FRAMES = 3


def kiosk_frames(frame: FrameType | None) -> list[str]:
    """Return the functions of kiosk/ on the stack, without those of kiosk/records and without comprehensions.

    A comprehension is a frame of its own only until Python 3.11.
    """
    found = []
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(KIOSK) and not file.is_relative_to(KIOSK / "records"):
            name = frame.f_code.co_qualname
            if not name.endswith("comp>"):
                found.append(name)
        frame = frame.f_back
    return found


def stacks(act: Callable[[], object]) -> dict[str, list[str]]:
    """Return the frames of kiosk/ at the moment an answer is taken by the rules, and when the draft is written."""
    seen: dict[str, list[str]] = {}

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event != "call":
            return
        if frame.f_code is Answers.with_answer.__code__:
            seen["taken"] = kiosk_frames(frame)
        elif frame.f_code.co_name == "put" and frame.f_locals.get("kind") is Kind.DRAFT:
            seen["stored"] = kiosk_frames(frame)

    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(None)
    return seen


@pytest.mark.parametrize("raw", [["face"], "not_sure"])
def test_from_the_screen_to_the_stored_answer_are_three_frames_at_most(house: House, raw: Any) -> None:
    """Frames are counted in kiosk/ outside kiosk/records: from `answer` to the rules, and from `next` to the records."""
    anna = house.client()
    visit = house.book(anna)
    check_in = house.at_questions(anna)
    taken = stacks(lambda: check_in.answer(raw))["taken"]
    stored = stacks(check_in.next)["stored"]
    assert taken[-1] == "CheckIn.answer"
    assert stored[-1] == "CheckIn.next"
    assert len(taken) <= MOST_FRAMES, taken
    assert len(stored) <= MOST_FRAMES, stored
    with house.clinic.records.read() as reader:
        (draft,) = reader.find(Kind.DRAFT, visit_id=visit.id)
    assert draft["questions"]["answers"][PEEL]["raw"] == {"area": raw}


class Counted:
    """How often visits are judged, and by how many evaluations of the rules."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.judged = 0
        self.evaluated: Counter[str] = Counter()
        judge_all, evaluate = Judge.judge_all, rules.evaluate

        def judging(judge: Judge, visits: Any, *rest: Any, **named: Any) -> list[Visit]:
            self.judged += 1
            return judge_all(judge, visits, *rest, **named)

        def evaluating(protocol: Any, *rest: Any, **named: Any) -> Any:
            self.evaluated[protocol.id] += 1
            return evaluate(protocol, *rest, **named)

        monkeypatch.setattr(Judge, "judge_all", judging)
        monkeypatch.setattr(rules, "evaluate", evaluating)


ONCE_ALONE_ONCE_WITH_THE_RECORDS = 2
"""What the rules alone say stands in the check-in; with the clinic's records it is the judgement."""


def at_review(house: House, **changes: Any) -> CheckIn:
    anna = house.client()
    house.book(anna)
    answers = {treatment: {**good, **changes} for treatment, good in GOOD.items()}
    return house.answer_all(house.at_questions(anna), answers)


def end(check_in: CheckIn, *, yes: bool = True) -> None:
    check_in.finish()
    while check_in.step is Step.CONSENT:
        if yes:
            check_in.give("Anna Ferrer")
        else:
            check_in.decline()
    assert check_in.step is Step.DONE


@pytest.mark.parametrize("yes", [True, False])
def test_a_check_in_with_a_consent_is_judged_once(house: House, monkeypatch: pytest.MonkeyPatch, yes: bool) -> None:
    check_in = at_review(house)
    counted = Counted(monkeypatch)
    end(check_in, yes=yes)
    assert counted.judged == 1
    assert counted.evaluated == {PEEL: ONCE_ALONE_ONCE_WITH_THE_RECORDS}


def test_a_check_in_without_a_consent_is_judged_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    check_in = at_review(house, herpes_active="yes")
    counted = Counted(monkeypatch)
    check_in.finish()
    assert check_in.step is Step.DONE
    assert counted.judged == 1
    assert counted.evaluated == {PEEL: ONCE_ALONE_ONCE_WITH_THE_RECORDS}


def test_two_visits_are_judged_once_together(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = house.client()
    house.book(anna)
    house.book(anna, FACIAL, start=time(11, 30))
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    counted = Counted(monkeypatch)
    end(check_in)
    assert counted.judged == 1
    assert counted.evaluated == dict.fromkeys((PEEL, FACIAL), ONCE_ALONE_ONCE_WITH_THE_RECORDS)


def test_a_paper_form_is_judged_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = house.book(house.client())
    counted = Counted(monkeypatch)
    paper_form.enter(house.clinic, visit.id, GOOD[PEEL], staff=house.rita, consent="paper")
    assert counted.judged == 1


def test_the_answers_of_a_visit_are_read_once_for_its_judgement(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = house.screened(house.client())
    read: list[str] = []
    answers = Judge.answers

    def reading(judge: Judge, visit: Visit, *others: Any) -> Answers | None:
        read.append(visit.id)
        return answers(judge, visit, *others)

    monkeypatch.setattr(Judge, "answers", reading)
    house.clinic.judge.judge_all([visit], [], on=visit.day, at=house.clock.now())
    assert read == [visit.id]


def test_a_judgement_bears_the_moment_at_which_it_is_kept(house: House) -> None:
    check_in = at_review(house)
    visit = house.clinic.daybook().entries()[0].visit
    check_in.finish()
    house.clock.forward(minutes=3)
    check_in.give("Anna Ferrer")
    kept = house.visit(visit)
    assert kept.judgement is not None
    assert kept.checkin is not None
    assert kept.judgement.at == kept.checkin.finished_at == house.clock.now()


def test_what_changes_while_the_consent_is_read_is_judged_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another visit of the client comes in between: what it says counts."""
    check_in = at_review(house)
    peel = house.clinic.daybook().entries()[0].visit
    check_in.finish()
    facial = house.book(house.clinic.clients.get(peel.client_id), FACIAL, start=time(11, 30))
    paper_form.enter(house.clinic, facial.id, GOOD[FACIAL], staff=house.rita, consent="paper")
    counted = Counted(monkeypatch)
    check_in.give("Anna Ferrer")
    assert counted.judged == 1
    kept = house.visit(peel)
    assert kept.state is VisitState.screened
    assert kept.verdict is not None
    assert "HOUSE-TWO-TREATMENTS" in {finding.rule for finding in kept.verdict.findings}
    assert kept.verdict.worst >= Outcome.REVIEW


def test_an_answer_changed_after_the_consent_was_asked_is_judged_again(house: House) -> None:
    check_in = at_review(house)
    visit = house.clinic.daybook().entries()[0].visit
    check_in.finish()
    check_in.back()
    check_in.change("herpes_active", PEEL)
    check_in.answer("yes")
    while check_in.step is Step.QUESTION:
        check_in.next()
    end(check_in)
    kept = house.visit(visit)
    assert kept.verdict is not None
    assert kept.verdict.worst >= Outcome.DEFERRED
