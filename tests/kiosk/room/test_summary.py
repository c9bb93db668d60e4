"""The summary as plain data: the verdict in words, findings with their reasons, what changed, the course."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

import rules
from kiosk.core.phrases import Tone
from kiosk.room.finding_words import finding_notes, unsure_note
from kiosk.room.next_decisions import advised_decision
from kiosk.room.summary import Summary
from kiosk.room.visit_words import with_waiting
from kiosk.visits import clinic_findings
from kiosk.visits.visit import Visit
from rules import Outcome, answer_in_words
from rules.proof.proving import prove
from rules.reading.overlays import shipped_overlays
from tests.kiosk.conftest import FACIAL, GOOD_PEEL, PEEL, TODAY, House
from tests.rules.evaluations import both
from tests.rules.oracle.clients import one_at_a_time


def told(house: House, visit: Visit) -> Summary:
    """Return the summary of a visit as it stands."""
    return house.room().summary(house.visit(visit))


@pytest.mark.parametrize(
    ("answers", "word", "detail", "tone"),
    [
        ({}, "YES", "nothing speaks against it today", Tone.GO),
        ({"strong_sun": "yes"}, "YES, WITH CARE", "read on before you start", Tone.LOOK),
        ({"eczema": "yes"}, "LOOK FIRST", "you decide after looking or asking", Tone.LOOK),
        ({"herpes_active": "yes"}, "NOT TODAY", "look again at the next visit", Tone.STOP),
        ({"isotretinoin": "stopped", "isotretinoin_last": "2026-02-28"}, "NOT TODAY", "possible from Friday 28 August 2026", Tone.STOP),
        ({"rosacea": "yes"}, "NOT THIS TREATMENT", "talk with the client, book nothing yet", Tone.STOP),
    ],
)  # fmt: skip
def test_the_band_says_the_verdict_in_a_word(
    house: House, answers: dict[str, Any], word: str, detail: str, tone: Tone
) -> None:
    band = told(house, house.screened(house.client(), **answers)).band
    assert (band.word, band.detail, band.tone) == (word, detail, tone)


def test_what_the_desk_raised_is_the_banner_unless_the_rules_say_less(house: House) -> None:
    raised = house.desk().raise_(house.screened(house.client()), "The cheeks look sore.")
    band = told(house, raised).band
    assert (band.word, band.detail) == ("LOOK FIRST", "Rita Roy asks, 10:00: The cheeks look sore.")
    assert band.tone is Tone.LOOK
    house.desk().raise_(stays := house.screened(house.client("B"), rosacea="yes"), "The cheeks look sore.")
    assert told(house, stays).band.word == "NOT THIS TREATMENT"


def test_a_note_leaves_the_verdict_at_caution_but_neither_banner_nor_advice(house: House) -> None:
    visit = house.confirmed(house.client(), note="I marry in May.")
    summed = told(house, visit)
    assert summed.verdict is not None
    assert summed.verdict.outcome is Outcome.CAUTION
    assert (summed.band.word, summed.band.tone) == ("YES", Tone.GO)
    assert "read the note first" in summed.band.detail
    assert advised_decision(visit, summed) == "go_ahead"
    cared = house.confirmed(house.client("B"), note="I marry in May.", strong_sun="yes")
    assert told(house, cared).band.word == "YES, WITH CARE"


@pytest.mark.parametrize(
    ("answers", "advised"),
    [
        ({}, "go_ahead"),
        ({"strong_sun": "yes"}, "with_care"),
        ({"eczema": "yes"}, ""),
        ({"herpes_active": "yes"}, "put_off"),
        ({"rosacea": "yes"}, "decline"),
    ],
)
def test_the_advised_decision_follows_the_banner(house: House, answers: dict[str, Any], advised: str) -> None:
    visit = house.confirmed(house.client(), **answers)
    assert advised_decision(visit, told(house, visit)) == advised


def test_a_review_of_the_interval_alone_says_until_when_to_wait(house: House) -> None:
    last = TODAY - timedelta(days=8)
    recent = {"had_before": "yes", "session_last": last.isoformat(), "goal": "acne"}
    assert told(house, house.screened(house.client(), FACIAL, **recent)).wait_until == last + timedelta(weeks=2)
    also = told(house, house.screened(house.client("B"), FACIAL, **recent, rash="not_sure"))
    assert also.looks_first
    assert also.wait_until is None


def test_a_finding_begins_with_what_was_answered_and_ends_with_its_source(house: House) -> None:
    visit = house.screened(house.client(), isotretinoin="stopped", isotretinoin_last="2026-02-28")
    (finding,) = told(house, visit).findings
    assert "28 February" in finding.title
    assert "6 months" in finding.reason
    assert "28 August 2026" in finding.reason
    assert finding.source == "contraindications 1 · discontinue 1"
    assert finding.document == "Parisian Peel Medical Microdermabrasion"
    assert finding.until == "28 Aug"
    assert not finding.new


def test_unsure_answers_stand_apart_from_findings(house: House) -> None:
    summed = told(house, house.screened(house.client(), lesion="not_sure", keratosis="prefer_not", strong_sun="yes"))
    assert [each.rule for each in summed.findings] == ["PP-SUN"]
    assert {(each.question, each.answer) for each in summed.unsure} == {
        ("lesion", "not sure"),
        ("keratosis", "rather not say"),
    }


def test_a_settled_answer_names_who_looked(house: House) -> None:
    visit = house.screened(house.client(), lesion="not_sure")
    house.room().settle(visit, "lesion", "no", pin_checked=house.dr_roca)
    summed = told(house, visit)
    assert summed.unsure == ()
    (line,) = summed.settled
    assert "no, Dr Roca looked, 10:00 (was: not sure)" in line


def test_an_inferred_finding_says_so(house: House) -> None:
    visit = house.screened(house.client(), FACIAL, herpes_active="yes")
    (finding,) = told(house, visit).findings
    assert finding.source.endswith("· inferred")


def test_rules_that_were_not_proven_are_marked(house: House) -> None:
    protocol = house.clinic.protocols[PEEL]
    visit = house.screened(house.client())
    assert (
        told(house, visit).protocol == f"Rules: version {protocol.version}, signed by the lead, Lena Lead, NOT PROVEN"
    )
    signing = replace(house.clinic.library.drafted(PEEL), proof=prove(protocol).proof.to_json())  # type: ignore[union-attr]
    house.clinic.sign_protocols([signing], house.lead)
    assert told(house, visit).protocol == f"Rules: version {protocol.version}, signed by the lead, Lena Lead"


def test_what_is_said_of_the_rest_counts_what_needs_no_look(house: House) -> None:
    clean = told(house, house.screened(house.client()))
    one = told(house, house.screened(house.client("B", "Other"), eczema="yes"))
    assert clean.rest == "14 other answers"
    assert one.rest == "13 other answers"


def test_a_refused_consent_is_said(house: House) -> None:
    client = house.client()
    visit = house.book(client)
    way = house.at_questions(client)
    house.answer_all(way, {PEEL: GOOD_PEEL})
    way.finish()
    way.decline()
    assert told(house, visit).consent == "Consent refused, 10:00"


def test_the_guardian_stands_beside_who_answered(house: House) -> None:
    summed = told(house, house.screened(house.client(born=date(2010, 1, 1))))
    assert summed.answered.endswith("guardian here")
    assert summed.age == 16


@pytest.mark.parametrize(
    ("question", "raw", "words"),
    [
        ("rosacea", "yes", "yes"),
        ("rosacea", "not_sure", "not sure"),
        ("rosacea", None, "not answered"),
        ("area", ["face", "decollete"], "face, upper chest"),
        ("retinoid_last", "2026-07-29", "29 July"),
        ("retinoid_last", "2026-06", "June 2026"),
        ("retinoid_last", "within", "within 3 days"),
        ("isotretinoin_last", "longer_ago", "longer ago than 6 months"),
        ("note", "", "nothing"),
        ("note", "May", "“May”"),
    ],
)
def test_answers_are_said_in_words(question: str, raw: object, words: str) -> None:
    assert answer_in_words(rules.protocol(PEEL).question(question), raw, today=TODAY) == words


def test_how_long_somebody_waits_stands_beside_the_appointment_and_no_time_twice(house: House) -> None:
    visit = house.confirmed(house.client())

    def stands() -> str:
        summed = told(house, visit)
        return with_waiting(house.clinic, summed.state, summed.waits, summed.start)

    assert stands() == "ready"  # the appointment is at half past ten
    house.clock.forward(minutes=30)
    assert stands() == "ready, waiting 0 min"
    house.clock.forward(minutes=12)
    assert stands() == "ready, waiting 12 min"
    late = house.confirmed(house.client("Berta", "Soler"))
    house.clock.forward(minutes=3)
    summed = told(house, late)
    assert with_waiting(house.clinic, summed.state, summed.waits, summed.start) == "ready, waiting 3 min since 10:42"
    house.room().start(visit)
    assert stands() == "with you since 10:45"


def test_a_check_in_that_was_answered_again_shows_both_answers_with_their_times(house: House) -> None:
    client = house.client()
    visit = house.screened(client)
    house.desk().reopen(house.visit(visit))
    house.clock.forward(minutes=16)
    house.check_in(client, isotretinoin="stopped", isotretinoin_last="2026-06", area=["neck"])
    (again,) = told(house, visit).answered_again
    assert (again.first, again.again) == ("10:00", "10:16")
    assert [(each.short, each.before, each.now) for each in again.changes] == [
        ("Areas", "face", "neck"),
        ("Accutane (isotretinoin)", "no, never", "yes, but I stopped"),
        ("Last Accutane", "not asked", "June 2026"),
    ]
    assert told(house, house.screened(house.client("Berta", "Soler"))).answered_again == ()


ID = re.compile(r"\b[A-Z]{2,}(-[A-Z0-9]+)+\b|\b[a-z]+_[a-z_]+\b|\b[a-z]+-(form|page|list|label|review|peel|facial)\b")
"""A rule's id, a question's or an option's, a document's."""


@pytest.mark.parametrize("treatment", [PEEL, FACIAL])
@pytest.mark.parametrize("unknown", [False, True])
def test_nobody_reads_an_id_of_any_rule_question_or_source(treatment: str, unknown: bool) -> None:
    written, protocol = both(treatment, tuple(shipped_overlays()))
    for raw in one_at_a_time(written, TODAY):
        if ("not_sure" in raw.values()) != unknown:
            continue
        answers = rules.resolve(protocol, raw, answered_on=TODAY)
        findings = rules.evaluate(protocol, answers, on=TODAY).findings
        notes = finding_notes(protocol, findings, raw, frozenset(), TODAY)
        read = [text for each in notes for text in (each.title, each.reason, each.source, each.document, each.until)]
        for each in findings:
            if each.because == "unknown":
                note = unsure_note(protocol, each, raw, frozenset(), TODAY)
                read += [note.short, note.answer]
        assert not [text for text in read if ID.search(text)]


def test_what_the_clinic_itself_finds_several_times_is_one_finding(house: House) -> None:
    anna = house.client()
    peel, facial = house.book(anna, PEEL), house.book(anna, FACIAL, start=time(11))
    house.check_in(anna, rosacea="yes", keratosis="yes", autoimmune="yes")
    (found,) = [each for each in told(house, facial).findings if each.rule == clinic_findings.OTHER_TREATMENT]
    assert found.title == "An answer for another treatment: 3"
    assert "rules out Parisian Peel: Rosacea" in found.reason
    assert "Keratosis" in found.reason
    assert len(told(house, peel).findings) == 4
