"""Two treatments share an answer only if they ask the same in the same words; an id alone says nothing."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from typing import Any

import pytest

from kiosk.checkin import drafts
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.questionnaire import Questionnaire
from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.commands.rules.review_text import review_in_words
from kiosk.governance import protocol_files
from kiosk.replay.sign_off_review import review
from rules import Protocol, protocol, read_protocol
from rules.reading.loader import read_text, shipped_file
from tests.kiosk.conftest import FACIAL, GOOD_PEEL, PEEL, TODAY, House, sign
from tests.running import run

LEGS = "leg-peel"
ASK = "ask: Do you have a cold sore right now?"
LEG_ASK = "ask: Are your legs shaved right now?"
ABOUT_LEGS = ((ASK, LEG_ASK), ("short: Cold sore", "short: Legs shaved"))


def text(*changes: tuple[str, str], name: str = LEGS) -> str:
    """The peel's file as a clinic's own protocol under another name, changed here and there."""
    written = (
        read_text(shipped_file(PEEL))
        .replace("id: parisian-peel", f"id: {name}", 1)
        .replace("\ntitle: ", "\ntitle: Leg ", 1)
    )
    written = re.sub(r"^version: \d+$", "version: 1", written, count=1, flags=re.MULTILINE)
    for old, new in changes:
        assert old in written
        written = written.replace(old, new, 1)
    return written


def written(*changes: tuple[str, str]) -> Protocol:
    return read_protocol(text(*changes), "protocol.yaml")


def add(house: House, *changes: tuple[str, str], signed: bool = True) -> None:
    protocol_files.write_protocol(house.folder / protocol_files.FOLDER / LEGS / protocol_files.PROTOCOL, text(*changes))
    if signed:
        sign(house.clinic, LEGS, house.lead)


def answers(check_in: CheckIn, said: dict[tuple[str, str], str]) -> list[tuple[str, tuple[str, ...]]]:
    """Answer all that is asked, harmlessly where nothing else is said; return what was asked, and for which treatments."""
    asked = []
    while check_in.step is Step.QUESTION:
        question, treatments = check_in.asked.question, check_in.asked.treatments
        asked.append((question.id, treatments))
        if question.type != "note":
            check_in.answer(said.get((treatments[0], question.id), GOOD_PEEL[question.id]))
        check_in.next()
    return asked


class TestAClinicsOwnProtocolWhoseColdSoreAsksAboutLegs:
    def test_is_asked_beside_the_peel_and_each_answer_counts_for_its_own(self, house: House) -> None:
        add(house, *ABOUT_LEGS)
        anna = house.client()
        peel, legs = house.book(anna), house.book(anna, LEGS, time(11, 0))
        check_in = house.at_questions(anna)
        asked = answers(check_in, {(PEEL, "herpes_active"): "yes", (LEGS, "herpes_active"): "no"})
        assert [treatments for name, treatments in asked if name == "herpes_active"] == [(PEEL,), (LEGS,)]
        assert ("rosacea", (PEEL, LEGS)) in asked
        check_in.finish()
        check_in.give("Anna Ferrer")
        said = [house.visit(each).verdict for each in (peel, legs)]
        assert [each and [found.rule for found in each.findings if "HERPES" in found.rule] for each in said] == [
            ["PP-HERPES"],
            [],
        ]

    def test_offers_no_other_treatment_on_an_answer_that_was_given_to_another_question(self, house: House) -> None:
        add(house, *ABOUT_LEGS)
        roca = house.clinic.staff.add("Dr Leg", "practitioner", "730194", actor=house.lead.actor("desk"))
        deferred = house.confirmed(house.client(), herpes_active="yes")
        offered = dict(house.room(roca).alternatives(deferred))
        assert LEGS in offered
        assert "herpes_active" in offered[LEGS].unanswered


@pytest.mark.parametrize(
    "change",
    [
        (ASK, "ask: Do you have a cold sore today?"),
        ("help: >-\n      Small blisters", "help: >-\n      Tiny blisters"),
        ("why: >-\n      The treatment rubs the skin a little. On a cold sore", "why: >-\n      The treatment rubs skin. On a cold sore"),
        ('{never: "No, never", now', '{never: "Never", now'),
        ('stopped: "Yes, but I stopped"}', 'stopped: "Yes, but I stopped", unknown_yet: "I will soon"}'),
        ("period: 6 months", "period: 7 months"),
    ],
)  # fmt: skip
def test_one_word_of_what_a_client_reads_makes_it_another_question(change: tuple[str, str]) -> None:
    name = "isotretinoin" if "never" in change[0] or "stopped" in change[0] else "herpes_active"
    name = "isotretinoin_last" if "period" in change[0] else name
    questions = Questionnaire({PEEL: protocol(PEEL), LEGS: written(change)}, TODAY)
    for each in (PEEL, LEGS):
        answered = questions.answers[each].with_answer("isotretinoin", "stopped")
        questions.answers[each] = answered
    shared = {(item.question.id, item.treatments) for item in questions.items()}
    assert {(name, (PEEL,)), (name, (LEGS,))} <= shared
    assert ("rosacea", (PEEL, LEGS)) in shared


def test_another_word_in_one_language_makes_it_another_question() -> None:
    french = {"questions.rosacea.ask": "Avez-vous déjà eu une rosacée ?"}
    words: dict[str, Any] = {
        PEEL: {"fr": french},
        FACIAL: {},
        LEGS: {"fr": {"questions.rosacea.ask": "Votre peau rougit-elle ?"}},
    }
    protocols = {PEEL: protocol(PEEL), LEGS: written()}
    apart = [item for item in Questionnaire(protocols, TODAY, words=words).items() if item.question.id == "rosacea"]
    assert [item.treatments for item in apart] == [(PEEL,), (LEGS,)]
    words[LEGS] = words[PEEL]
    together = [item for item in Questionnaire(protocols, TODAY, words=words).items() if item.question.id == "rosacea"]
    assert [item.treatments for item in together] == [(PEEL, LEGS)]


def test_what_one_treatment_asks_afresh_is_not_taken_over_from_the_last_time() -> None:
    ever = written(("horizon: today\n    ask: Do you have eczema?", "horizon: ever\n    ask: Do you have eczema?"))
    last = {LEGS: {"eczema": "no"}, PEEL: {"eczema": "no"}}
    questions = Questionnaire({LEGS: ever, PEEL: protocol(PEEL)}, TODAY, last=last)
    (eczema,) = [item for item in questions.items() if item.question.id == "eczema"]
    assert (eczema.treatments, questions.last_value(eczema)) == ((LEGS, PEEL), None)


class TestWhatWasSettledForOneTreatment:
    def settle(self, house: House) -> Any:
        anna = house.client()
        house.book(anna)
        legs = house.book(anna, LEGS, time(11, 0))
        check_in = house.at_questions(anna)
        answers(check_in, {(PEEL, "herpes_active"): "not_sure", (LEGS, "herpes_active"): "not_sure"})
        check_in.finish()
        while check_in.step is Step.CONSENT:
            check_in.give("Anna Ferrer")
        (peel,) = [each for each in house.clinic.visits.of_client(anna.id) if each.treatment == PEEL]
        house.room().settle(house.desk().confirm(peel), "herpes_active", "no", pin_checked=house.dr_roca)
        verdict = house.visit(legs).verdict
        return verdict and "herpes_active" in [name for each in verdict.findings for name in each.questions]

    def test_holds_for_another_that_asks_the_same(self, house: House) -> None:
        add(house)
        assert not self.settle(house)

    def test_says_nothing_to_another_that_asks_something_else(self, house: House) -> None:
        add(house, *ABOUT_LEGS)
        assert self.settle(house)


def test_an_answer_to_other_words_is_not_an_answer_to_the_words_in_force_now(house: House) -> None:
    add(house, *ABOUT_LEGS)
    anna = house.client()
    booked = house.book(anna, LEGS)
    check_in = house.at_questions(anna)
    answers(check_in, {})
    check_in.finish()
    check_in.give("Anna Ferrer")
    visit = house.visit(booked)
    assert not visit.verdict.findings
    add(house, ("version: 1", "version: 2"))
    again = house.clinic.judge.judge(visit, [], on=TODAY, at=house.clock.now())
    assert [finding["rule"] for finding in again.verdict["findings"]] == ["HOUSE-OLDER-RULES"]


def test_answers_to_other_words_are_not_brought_back_from_a_draft(house: House) -> None:
    add(house, *ABOUT_LEGS)
    anna = house.client()
    visit = house.book(anna, LEGS)
    check_in = house.at_questions(anna)
    while check_in.asked.question.id != "herpes_active":
        check_in.answer(GOOD_PEEL[check_in.asked.question.id])
        check_in.next()
    check_in.answer("no")
    check_in.next()
    add(house, ("version: 1", "version: 2"))
    check_in.answer("no")  # the kiosk goes on with what it began
    check_in.next()
    with house.clinic.records.read() as reader:
        draft = drafts.of_visit(reader, visit.id)
    assert draft is not None
    assert draft.protocols[LEGS] != house.clinic.protocols[LEGS].sha256
    assert house.clinic.check_in().resume(visit.id, house.rita) is Step.PRIVACY


class TestTheClashIsNamed:
    SAYS = (
        '"herpes_active" is another question in Parisian Peel, so a client who has both is asked both. '
        'ask: "Are your legs shaved right now?" here, "Do you have a cold sore right now?" there.'
    )

    @pytest.fixture
    def checked(self, house: House, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Run `kiosk rules check` in this clinic, as it is open here."""

        @contextmanager
        def opened(_: object) -> Iterator[Clinic]:
            yield house.clinic

        def checked(*argv: str) -> str:
            monkeypatch.setattr("kiosk.commands.open_clinic.opened", opened)
            ran = run(["--data", house.folder, "rules", "check", *argv], os.environ, clock=house.clock)
            return " ".join(ran.out.split())

        return checked

    @pytest.mark.thorough
    def test_by_the_check(self, house: House, checked: Any) -> None:
        add(house, *ABOUT_LEGS, signed=False)
        said = checked(LEGS)
        assert f"Asked differently by another treatment: - {self.SAYS}" in said
        assert "in Medical facial" in said
        assert '"rosacea" is another' not in said

    def test_in_what_a_program_reads(self, house: House, checked: Any) -> None:
        add(house, *ABOUT_LEGS, signed=False)
        assert '"clashes": [ "\\"herpes_active\\" is another question in' in checked(LEGS, "--json")

    def test_with_another_protocol_of_the_clinic_that_is_in_force(self, house: House, checked: Any) -> None:
        add(house, *ABOUT_LEGS)
        other = text(*ABOUT_LEGS, ("a cold sore that can hurt", "a cold sore that can hurt"), name="arm-peel")
        path = house.folder / protocol_files.FOLDER / "arm-peel" / protocol_files.PROTOCOL
        protocol_files.write_protocol(
            path, other.replace("Are your legs shaved", "Are your arms shaved").replace("Leg Parisian", "Arm")
        )
        assert 'ask: "Are your arms shaved right now?" here, "Are your legs shaved right now?" there' in checked(
            "arm-peel"
        )

    def test_before_it_is_signed(self, house: House) -> None:
        add(house, *ABOUT_LEGS, signed=False)
        said = " ".join(" ".join(review_in_words(review(house.clinic, LEGS))).split())
        assert f"Asked differently by another treatment: - {self.SAYS}" in said

    def test_and_what_ships_has_none(self, house: House) -> None:
        assert review(house.clinic, PEEL).clashes == review(house.clinic, FACIAL).clashes == ()
