"""The worst visit there can be, on the practitioner's one screen: all findings above the fold, and all else within reach of keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.core.phrases import Tone
from kiosk.room.course_line import course_dots
from kiosk.room.finding_words import FindingNote, UnsureNote, finding_note
from kiosk.room.last_time import LastSession
from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.room.verdict_words import Band, ChangedAnswer
from kiosk.room.visit_words import AnsweredAgain
from kiosk.visits import clinic_findings
from kiosk.visits.visit import Visit
from rules import Finding, Outcome, Protocol
from screens.practitioner.finding_line import FindingLine
from screens.staff.pull_scroll import is_wholly_in_view
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, House
from tests.rules.evaluations import ALL, both
from tests.screens.practitioner.hands import opened, words
from tests.screens.staff.terminal import PROMISED, StaffStage, staff_stage

FOLD = (100, 30)
NAME = "Maximiliana-Theodora Wilhelmina van der Hohenlohe-Langenburg zu Schwarzenbach"
NOTE = "I marry in May, fly to the sea on Sunday, and was sore for two days after the last one. " * 3


def every_finding(protocol: Protocol) -> tuple[FindingNote, ...]:
    """Return a finding of each rule and of each kind that the clinic has of its own: more than any answers can lead to."""
    raw = {question.id: _answer(question) for question in protocol.questions}
    found = [_finding(rule.id, rule.outcome, rule.staff, rule.when.questions) for rule in protocol.rules]
    found += [
        _finding(rule, Outcome.REVIEW, f"{title}. {'Look at it with care, and ask. ' * 4}", ())
        for rule, title in clinic_findings.TITLES.items()
    ]
    found.sort(key=lambda each: -each.outcome.rank)
    return tuple(finding_note(protocol, each, raw, frozenset(raw), TODAY) for each in found)


def _answer(question: Any) -> Any:
    options = [option.id for option in question.options]
    if question.type.value == "last_time":
        return "2026-07-29"
    if question.type.value in ("areas", "any_of"):
        return options
    return options[0] if options else NOTE


def _finding(rule: str, outcome: Outcome, staff: str, questions: tuple[str, ...]) -> Finding:
    until = TODAY if outcome is Outcome.DEFERRED else None
    return Finding(rule, outcome, "yes", "", staff, until=until, source=("house rule",), questions=questions)


def worst(told: Summary, treatment: str, *, unsure: bool) -> Summary:
    """Return a summary with all that it can hold at once."""
    protocol = both(treatment, ALL)[1]
    found = every_finding(protocol)
    open_ones = tuple(UnsureNote("", each.title, "not sure", each.reason, "", each.rule, new=True) for each in found)
    changed = tuple(ChangedAnswer(each.title, "no", "yes") for each in found[:6])
    return replace(
        told,
        name=NAME,
        findings=() if unsure else found,
        unsure=open_ones if unsure else (),
        band=Band("NOT THIS TREATMENT", "talk with the client, book nothing yet", Tone.STOP, Outcome.CONTRAINDICATED),
        asked_by_desk="Rita Roy asks you to look first: the cheeks look sore, and she says they hurt.",
        go_through="Small bruises or red dots: the client did not know it after reading the consent.",
        answered_fast=("Cold sore", "Rosacea", "Keratosis"),
        notes=("The client says this would be the first session; a session on 2 July 2026 is on record.",),
        settled=("Eczema: no, Dr Roca looked, 10:04 (was: not sure)",),
        corrected=("Skin allergy: no → yes, Dr Roca 10:05: I asked: it was answered by mistake",),
        answered_again=(AnsweredAgain("09:50", "09:58", changed),),
        changed_since="2 July",
        changes=changed,
        choices=("Neck only, from 1 August: with care",),
        last_time=LastSession(
            "2 July",
            "Dr Roca",
            areas="face, neck",
            steps="Crystals and suction, Topicals",
            machine="medium tip, suction low, 2 passes",
            skin="before: dry; after: pink",
            products="Soothing mask, lot L123",
            note="Two passes on the left cheek are enough.",
            reaction="Itching for two days, noted by Rita Roy, 4 July",
        ),
        course=course_dots([TODAY.replace(day=2)], protocol, following=TODAY),
        note=NOTE,
        also_today=("11:00 Medical facial: not today",),
        wishes=("Calls: please fetch me", "Needs: hearing, stairs"),
        concerns="oily skin, dull skin, enlarged pores, clogged pores, fine lines, acne scars",
    )


@pytest.fixture(params=[(PEEL, False), (PEEL, True), (FACIAL, False)], ids=["peel", "peel, all unsure", "facial"])
def shown(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, house: House) -> House:
    """Return a house in which every visit is the worst there can be."""
    treatment, unsure = request.param
    drawn = Room.summary
    monkeypatch.setattr(
        Room, "summary", lambda *given, **named: worst(drawn(*given, **named), treatment, unsure=unsure)
    )
    house.confirmed(house.client())
    return house


def told(house: House) -> Summary:
    visit: Visit = house.room().my_day()[0].visit
    summary: Summary = house.room().summary(visit)
    return summary


async def test_all_findings_the_banner_and_the_decisions_are_above_the_fold(shown: House) -> None:
    summed = told(shown)
    async with staff_stage(shown, shown.dr_roca, role="practitioner", size=FOLD) as stage:
        await opened(stage)
        first = stage.text
        begins = [each.title[:12] for each in summed.findings] or [each.short[:12] for each in summed.unsure]
        assert len(begins) > 40
        assert [title for title in begins if title not in first] == [], first
        assert "NOT THIS TREATMENT   talk with the client, book nothing yet" in first
        assert "The desk" in first
        assert NAME[:40] in first
        for decision in ("Call in", "Go ahead", "With care", "Put off", "Decline"):
            assert decision in stage.lines[-3] + stage.lines[-2]


PARTS = (
    "The client's note", "What would change it", "Answered at 09:50, again at 09:58", "Changed since 2 July", "Last time, 2 July",
    "Two passes on the left cheek", "Itching for two days", "medium tip", "Soothing mask", "Course", "Would like help with",
    "Steps", "Also today", "Consent 10:00", "Rules: version", "please fetch me", "Go through again", "Answered fast", "Look at this",
    "Settled", "Corrected",
)  # fmt: skip


@pytest.mark.thorough
async def test_at_80_by_24_page_down_shows_each_part_and_tab_each_finding(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Room.summary
    monkeypatch.setattr(Room, "summary", lambda *given, **named: worst(drawn(*given, **named), PEEL, unsure=False))
    house.confirmed(house.client())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=PROMISED) as stage:
        await opened(stage)
        seen = await _pages(stage, "pagedown")
        assert [part for part in PARTS if part not in seen] == []
        back = await _pages(stage, "pageup")
        assert "NOT THIS TREATMENT" in back
        await stage.press("tab", "enter")
        assert "the cheeks look sore, and she says they hurt." in words(stage).replace("▌ ", "")
        await stage.press("enter")
        for each in told(house).findings:
            await stage.press("tab")
            (line,) = [line for line in stage.app.screen.query(FindingLine) if line.has_focus]
            assert line.line.title == each.title
            assert is_wholly_in_view(line), each.title


async def _pages(stage: StaffStage, key: str) -> str:
    seen, last = stage.text, ""
    while stage.text != last:
        last = stage.text
        await stage.press(key)
        seen += "\n" + stage.text
    return " ".join(seen.split())
