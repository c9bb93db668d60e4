"""Any order of next, back, answer and change: no answer is lost, nothing incomplete is finished, the verdict is the rules'."""

import shutil
import tempfile
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import rules
from kiosk.checkin import drafts
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.visits.visit import VisitState
from rules import Question
from rules.compare.sharing import OWN
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, FixedClock, open_clinic, people

UNKNOWN = ["not_sure", "prefer_not"]


def possible(question: Question) -> st.SearchStrategy[Any]:
    """Return any answer that a question can have."""
    ids = [option.id for option in question.options]
    match question.type:
        case "note":
            return st.sampled_from(["", "please be gentle"])
        case "last_time":
            return st.sampled_from(
                ["within", "longer_ago", "2026-07-29", "2026-07-01", "2026-05", "2025-12-31", *UNKNOWN]
            )
        case "areas" | "any_of":
            several = st.lists(
                st.sampled_from([each for each in ids if each != "none"]), min_size=1, max_size=3, unique=True
            )
            return several | st.sampled_from(UNKNOWN)
        case _:
            return st.sampled_from([*ids, *UNKNOWN])


class ClientsWay(RuleBasedStateMachine):
    """A client who wanders about in the questions of two treatments; `said` is what we remember of it."""

    template: Path
    base: Path

    @initialize(two=st.booleans())
    def come(self, *, two: bool) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=self.base))
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self.clinic = open_clinic(self.folder, FixedClock())
        self.house = people(self.clinic, FixedClock())
        anna = self.house.client()
        self.visits = [self.house.book(anna)]
        if two:
            self.visits.append(self.house.book(anna, FACIAL, time(11)))
        self.check_in = self.house.at_questions(anna)
        self.said: dict[tuple[str, str], Any] = {}
        self.finished = False

    def teardown(self) -> None:
        if hasattr(self, "clinic"):
            self.clinic.close()
            shutil.rmtree(self.folder)

    def asks(self) -> bool:
        return hasattr(self, "check_in") and self.check_in.step is Step.QUESTION

    def reviews(self) -> bool:
        return hasattr(self, "check_in") and self.check_in.step is Step.REVIEW

    @precondition(asks)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        asked = self.check_in.asked
        raw = data.draw(possible(asked.question))
        self.check_in.answer(raw)
        for treatment in asked.treatments:
            self.said[treatment, asked.question.id] = raw

    @precondition(asks)
    @rule(data=st.data(), steps=st.integers(5, 40))
    def answer_on(self, data: st.DataObject, steps: int) -> None:
        for _ in range(steps):
            if self.check_in.step is Step.QUESTION and self.check_in.asked.value is None:
                self.answer(data)
            if self.check_in.step is Step.QUESTION:
                self.next()

    @precondition(asks)
    @rule()
    def next(self) -> None:
        asked = self.check_in.asked
        if asked.value is None and not asked.may_be_left:
            with pytest.raises(BadInput):
                self.check_in.next()
            assert self.check_in.asked == asked
        else:
            self.check_in.next()
        if self.check_in.step is Step.UNSURE_HELP:
            self.check_in.help_wanted(False)

    @precondition(lambda self: self.asks() or self.reviews())
    @rule()
    def back(self) -> None:
        self.check_in.back()
        while self.check_in.step in (Step.PRIVACY, Step.VISIT):
            if self.check_in.step is Step.VISIT:
                self.check_in.yes()
            self.check_in.accept()

    @precondition(reviews)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        row = data.draw(st.sampled_from(self.check_in.rows))
        self.check_in.change(row.question_id, row.treatment)
        assert self.check_in.asked.question.id == row.question_id

    @precondition(asks)
    @rule()
    def die_and_be_brought_back(self) -> None:
        self.check_in.next() if self.check_in.asked.value is not None else None
        if self.check_in.step is Step.UNSURE_HELP:
            self.check_in.help_wanted(False)
        self.check_in = self.clinic.check_in()  # what the process had in memory is gone
        self.check_in.resume(self.visits[0].id, self.house.rita)

    @precondition(lambda self: self.asks() or self.reviews())
    @rule(language=st.sampled_from(["en", "es", "fr"]))
    def speak(self, language: str) -> None:
        step, before = self.check_in.step, self.check_in.language
        place = (self.check_in.asked.question.id, self.check_in.asked.number) if self.asks() else None
        if self.check_in.choose_language(language) is Step.NOTICE:
            assert language == "fr"  # which no lead has signed
            self.check_in.back()
            language = before
        assert (self.check_in.step, self.check_in.language) == (step, language)
        assert place == ((self.check_in.asked.question.id, self.check_in.asked.number) if self.asks() else None)

    @precondition(reviews)
    @rule(anew=st.none() | st.sampled_from(["en", "es"]))
    def finish(self, anew: str | None) -> None:
        if not all(row.answered for row in self.check_in.rows):
            with pytest.raises(BadInput):
                self.check_in.finish()
            return
        self.check_in.finish()
        while self.check_in.step is Step.CONSENT:
            self.check_in.give("Anna Ferrer")
            if anew and self.check_in.step is Step.CONSENT:  # before the second one
                self.check_in.choose_language(anew)
                anew = None
        assert self.check_in.step is Step.DONE
        self.finished = True
        self.judge()

    def judge(self) -> None:
        for visit in self.visits:
            now = self.house.visit(visit)
            protocol = rules.protocol(visit.treatment)
            left = {each.id: "prefer_not" for each in protocol.questions if each.informational}
            raw = left | {name: value for (treatment, name), value in self.said.items() if treatment == visit.treatment}
            expected = rules.evaluate(protocol, raw, on=TODAY)
            assert expected.complete
            assert now.state is VisitState.screened
            assert now.checkin is not None
            assert now.checkin.verdict == expected.to_record()
            assert (now.checkin.consent is not None) == (str(expected.outcome) in ("eligible", "caution", "review"))
            assert now.language == self.check_in.language
            if now.checkin.consent is not None:
                assert now.checkin.consent.language == now.language
            assert now.verdict is not None
            rest = [finding for finding in now.verdict.findings if not finding.rule.startswith("HOUSE-")]
            assert sorted(rest, key=repr) == sorted(expected.findings, key=repr)
            assert now.verdict.worst >= expected.worst
        with self.clinic.records.read() as reader:
            assert drafts.of_visit(reader, self.visits[0].id) is None

    @precondition(lambda self: getattr(self, "finished", False))
    @rule()
    def touch_the_last_screen(self) -> None:
        with pytest.raises(NotAllowed):
            self.check_in.back()
        with pytest.raises(NotAllowed):
            self.check_in.next()
        assert self.check_in.step is Step.DONE

    @invariant()
    def nothing_said_is_lost(self) -> None:
        if not hasattr(self, "check_in") or self.finished:
            return
        questions = self.check_in._draft.questionnaire
        assert questions is not None
        kept = {
            (treatment, name): raw
            for treatment, answers in questions.answers.items()
            for name, raw in answers.raw.items()
        }
        assert kept == self.said

    @invariant()
    def a_shared_question_has_one_answer(self) -> None:
        if not hasattr(self, "said"):
            return
        for (treatment, name), raw in self.said.items():
            other = FACIAL if treatment == PEEL else PEEL
            if name not in OWN and (other, name) in self.said:
                assert self.said[other, name] == raw

    @invariant()
    def nothing_unfinished_is_done(self) -> None:
        if hasattr(self, "visits") and not self.finished:
            assert self.check_in.step is not Step.DONE
            assert all(self.house.visit(visit).checkin is None for visit in self.visits)

    @precondition(lambda self: self.asks() or self.reviews())
    @rule()
    def press_what_is_not_there(self) -> None:
        step = self.check_in.step
        for call in (self.check_in.yes, self.check_in.decline, self.check_in.skip_proof, self.check_in.acknowledge):
            with pytest.raises(NotAllowed):
                call()
        assert self.check_in.step is step


@pytest.mark.hypothesis
def test_any_way_through_the_questions_keeps_every_answer_and_ends_in_the_rules_verdict(
    staffed: Path, tmp_path: Path
) -> None:
    template = Path(shutil.copytree(staffed, tmp_path / "template"))
    with open_clinic(template, FixedClock()) as clinic:
        people(clinic, FixedClock()).sign_translation("es")
    run_state_machine_as_test(
        type("Way", (ClientsWay,), {"template": template, "base": tmp_path}),
        settings=settings(
            max_examples=settings.default.max_examples // 2,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # each example opens a clinic: shrinking one would take minutes
        ),
    )
