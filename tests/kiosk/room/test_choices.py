"""What would change it, in a practitioner's words: what the clinic can choose, and nothing that it can't."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

import kiosk.checkin
import kiosk.desk
import kiosk.handouts
from kiosk.checkin.screen_data import Step
from kiosk.records import Kind
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, SYSTEM, TODAY, House


def choices(house: House, visit: Visit) -> tuple[str, ...]:
    told = house.room().summary(house.visit(visit))
    return tuple(told.choices)


def imported(file: Path) -> set[str]:
    """Return the last words of the modules that a file imports."""
    tree = ast.parse(file.read_text("utf-8"))
    return {(each.module or "").rpartition(".")[2] for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}


@pytest.fixture
def peel_only(house: House) -> House:
    """Return the house, with a practitioner who gives nothing but peels."""
    return replace(house, dr_roca=house.dr_roca.model_copy(update={"treatments": (PEEL,)}))


def test_an_area_is_left_out(peel_only: House) -> None:
    visit = peel_only.screened(peel_only.client(), area=["face", "neck"], rash="yes", rash_where=["face"])
    assert choices(peel_only, visit) == ("Neck only: with care",)


def test_a_day_is_waited_for(peel_only: House) -> None:
    visit = peel_only.screened(peel_only.client(), retinoid="yes", retinoid_last=str(TODAY - timedelta(days=1)))
    assert choices(peel_only, visit) == ("From 1 August: eligible",)


def test_both_where_one_is_not_enough(peel_only: House) -> None:
    visit = peel_only.screened(
        peel_only.client(),
        area=["face", "neck"],
        rash="yes",
        rash_where=["face"],
        retinoid="yes",
        retinoid_last=str(TODAY - timedelta(days=1)),
    )
    assert choices(peel_only, visit) == ("Neck only, from 1 August: with care",)


def test_the_laser_is_left_out(house: House) -> None:
    visit = house.screened(house.client(), FACIAL, laser_planned="yes")
    assert choices(house, visit) == ("Without laser: eligible",)


def test_another_treatment_is_looked_at_first_where_this_one_is_ruled_out(house: House) -> None:
    visit = house.screened(house.client(), rosacea="yes")
    assert choices(house, visit) == ("Medical facial instead: look first; 6 questions still to ask",)


def test_two_treatments_on_one_area_keep_apart_by_area_or_by_day(house: House) -> None:
    anna = house.client()
    peel, _ = house.book(anna, PEEL), house.book(anna, FACIAL, start=time(11))
    way = house.answer_all(
        house.at_questions(anna), {PEEL: {**GOOD[PEEL], "area": ["face", "hands"]}, FACIAL: GOOD[FACIAL]}
    )
    way.finish()
    while way.step is Step.CONSENT:
        way.give(anna.full_name)
    assert choices(house, peel) == ("Hands only: eligible", "From 31 July: eligible")


def test_what_the_clinic_itself_says_counts_like_the_rules(peel_only: House) -> None:
    """While the lead has not signed these rules, nothing that can be chosen makes more of a visit than a look first."""
    with peel_only.clinic.records.write(SYSTEM) as writer:
        for kept in writer.find(Kind.SIGNOFF, subject=PEEL):
            writer.remove(Kind.SIGNOFF, kept["id"], expect=kept["revision"])
    visit = peel_only.screened(peel_only.client(), retinoid="yes", retinoid_last=str(TODAY - timedelta(days=1)))
    assert choices(peel_only, visit) == ("From 1 August: look first",)


def test_a_session_on_record_counts_beside_the_answer(peel_only: House) -> None:
    anna = peel_only.client(phone="600 123 456")
    seen = peel_only.confirmed(anna)
    room = peel_only.room()
    going = room.decide(seen, "go_ahead", pin_checked=peel_only.dr_roca, seen_sha=seen.content_sha)
    room.finish(going, ["face"], [], pin_checked=peel_only.dr_roca)
    peel_only.clock.forward(days=14)
    peel_only.clinic.confirm_date(peel_only.rita.actor("desk"))
    assert choices(peel_only, peel_only.screened(anna)) == ("From 20 August: eligible",)


def test_no_screen_of_the_desk_proposes_anything_of_it() -> None:
    """What the clinic could choose instead is the practitioner's to say."""
    for package in (kiosk.desk, kiosk.checkin, kiosk.handouts):
        for file in Path(package.__file__ or "").parent.rglob("*.py"):
            assert not {"choices", "better_plans"} & imported(file), file.name


def test_nothing_is_proposed_for_what_may_go_ahead_or_is_over(house: House) -> None:
    assert choices(house, house.screened(house.client())) == ()
    visit = house.screened(house.client("Berta", "Soler"), retinoid="yes", retinoid_last=str(TODAY))
    seen = house.visit(visit)
    house.room().decide(seen, "decline", pin_checked=house.dr_roca, seen_sha=seen.content_sha, reason="Not today.")
    assert choices(house, visit) == ()
