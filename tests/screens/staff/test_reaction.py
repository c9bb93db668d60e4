"""A reaction from the telephone to the list of what is left to do, and closed there: at the desk and in the room."""

from __future__ import annotations

import pytest

from kiosk.desk.condition_words import named_conditions
from kiosk.visits.visit import Visit
from screens.staff.reaction_asking import CALLED, REPORTED
from tests.kiosk.conftest import House
from tests.screens.staff.terminal import PROMISED, SMALLEST, staff_stage


def finished(house: House) -> Visit:
    visit = house.confirmed(house.client(phone="600 123 456"))
    room = house.room()
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    done: Visit = room.finish(going, ["face"], [], pin_checked=house.dr_roca)
    return done


def test_what_the_desk_may_touch_names_no_condition(house: House) -> None:
    for words in (*REPORTED, *CALLED):
        assert named_conditions(words, house.clinic.protocols.values()) == ()


async def test_the_desk_notes_a_reaction_by_touch_and_closes_it_from_the_list(house: House) -> None:
    visit = finished(house)
    async with staff_stage(house, house.rita, size=PROMISED) as stage:
        await stage.open_line("Anna Ferrer")
        await stage.tap("Reaction")
        await stage.pick("Puffiness")
        await stage.pick("Today")
        await stage.until("Noted. Call back by Thursday 30 July")
        assert "Puffiness" not in stage.text
        assert house.visit(visit).reactions[0].said == "Puffiness"
        await stage.tap("#back")
        await stage.until("1 client to call back (due): T shows whom")
        await stage.press("t")
        await stage.pick("Anna Ferrer")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.tap("Called back ›")
        await stage.pick("Told what to do at home")
        await stage.pick("No, it is closed")
        await stage.until("Noted: the call is closed.")
        await stage.tap("#back")
        await stage.wait(lambda: "to call back" not in stage.text, "an empty list")
    assert house.visit(visit).reactions[0].call_due is None


@pytest.mark.thorough
async def test_the_practitioner_closes_it_by_keys_on_the_smallest_screen(house: House) -> None:
    visit = house.desk().note_reaction(finished(house), "Puffiness", house.clinic.today())
    async with staff_stage(house, house.dr_roca, role="practitioner", size=SMALLEST) as stage:
        await stage.until("to call back")
        await stage.press("t")
        await stage.wait(lambda: stage.screen == "PickScreen", "the list")
        await stage.press("1")
        await stage.wait(lambda: stage.screen == "SummaryScreen", "the visit")
        await stage.press("t")
        await stage.wait(lambda: stage.screen == "PickScreen", "what came of it")
        await stage.press("1")
        await stage.until("Is another call needed?")
        await stage.press("1")
        await stage.until("Noted: the call is closed.")
    assert house.visit(visit).reactions[0].call_due is None
