"""Every screen of the desk, painted for every rule: none shows a word of what was answered. A paper form is the one exception: whoever enters it has it in hand."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from textual.widgets import OptionList

from kiosk.checkin import paper_form
from kiosk.desk.condition_words import named_conditions
from kiosk.visits.visit import Visit
from rules import NextStep
from rules.compare.worked_cases import load_cases
from screens.reception.visit_screen import RAISE_REASONS
from screens.staff.day_list import DayList
from tests.kiosk.conftest import House
from tests.kiosk.desk.rules_of_all import EVERYTHING, WITH_CASES
from tests.screens.staff.terminal import BIG, PROMISED, SMALLEST, StaffStage, staff_stage

ASIDE = ("e", "w", "p", "b", "g", "y", "s")
"""Keys of what a visit may offer beside its own page; what asks for the reaction of a client is left out: it is the client who names it."""


def read(stage: StaffStage) -> None:
    """Fail if a word in view names a condition."""
    text = " ".join(stage.text.split())
    assert named_conditions(text, EVERYTHING) == (), (
        f"{stage.screen}: {named_conditions(text, EVERYTHING)}\n{stage.text}"
    )


def one_for_each_rule(house: House) -> list[Visit]:
    """Check in one client for each rule in force, on paper; return the visits."""
    visits: list[Visit] = []
    for protocol, file in WITH_CASES:
        if protocol.sha256 != house.clinic.protocols[protocol.id].sha256:
            continue  # with an overlay that is not in force
        seen: set[str] = set()
        for case in load_cases(file).cases:
            fired = {each.rule for each in case.expected.fires or ()}
            if not fired - seen or case.expected.outcome in ("refused", "incomplete") or case.on != case.answered_on:
                continue
            seen |= fired
            visit = house.book(house.client("Client", f"Number{len(visits)}"), protocol.id)
            visits.append(
                paper_form.enter(house.clinic, visit.id, dict(case.answers), staff=house.rita, consent="paper")
            )
        assert {rule.id for rule in protocol.rules} - seen <= set(), protocol.id
    return visits


def leave_much_to_do(house: House, visits: list[Visit]) -> None:
    """Send everybody home and book them for tomorrow, so that all are phoned; and leave a call and a lot for later."""
    tomorrow = house.clinic.today() + timedelta(days=1)
    for visit in visits:
        house.desk().left(house.visit(visit))
        house.book(house.clinic.clients.get(visit.client_id), visit.treatment, day=tomorrow)
    seen = house.confirmed(house.client("Client", "Done"), note="")
    going = house.room().decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
    done = house.room().finish(going, ["face"], [], pin_checked=house.dr_roca)
    house.desk().note_reaction(done, "I think it is herpes", tomorrow)


def _deferred(visits: list[Visit]) -> str:
    """Return the name of one whom the rules put off to a day."""
    return next(f"Client Number{at}" for at, each in enumerate(visits) if each.next_step is NextStep.BOOK_FROM)


async def home(stage: StaffStage) -> None:
    """Go back to the board."""
    while stage.screen != "BoardScreen":
        await stage.press("escape")


async def leave_board(stage: StaffStage, key: str) -> None:
    """Press a key until the board, which may still be busy with what was left, opens what it stands for."""
    while stage.screen == "BoardScreen":
        await stage.press(key)


async def read_lists(stage: StaffStage) -> None:
    """Read the call list line by line with what can be done there, what is to do, all clients and an absence."""
    await leave_board(stage, "g")
    await stage.wait(lambda: stage.screen == "CallListScreen" and "To bring back" in stage.text, "whom to phone")
    lines = stage.app.screen.query_one(OptionList)
    assert "Booked too early" in str(lines.get_option_at_index(0).prompt)
    for _ in range(lines.option_count):
        read(stage)
        await stage.press("down")
    await stage.press("home")
    for key in ("c", "b") if "Another day" in stage.text else ("c",):
        await stage.press(key)
        await stage.wait(lambda: stage.screen == "PickScreen", "what can be done")
        read(stage)
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "CallListScreen", "the list")
    await home(stage)
    await leave_board(stage, "t")
    await stage.until_choice("Client Done")
    read(stage)
    await home(stage)
    await leave_board(stage, "a")
    await stage.pick("By name or telephone")
    await stage.wait(lambda: stage.screen == "TextScreen", "the name")
    await stage.type("Client")
    await stage.press("enter")
    await stage.until_choice("Client Number0")
    read(stage)
    await stage.tap("#more")
    read(stage)
    await home(stage)
    await leave_board(stage, "y")
    await stage.pick("Tomorrow")
    read(stage)
    await stage.pick("Dr Roca")
    await stage.wait(lambda: stage.screen == "PickScreen", "what is done with the day")
    read(stage)
    await home(stage)


def test_the_usual_reasons_name_no_condition() -> None:
    assert [reason for reason in RAISE_REASONS if named_conditions(reason, EVERYTHING)] == []


async def test_a_reason_that_names_a_condition_is_pointed_out_before_it_is_kept(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.press("r")
        await stage.pick("Something else")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason")
        await stage.type("I think she has herpes")
        await stage.press("enter")
        await stage.until("“herpes” may name a condition")
        assert house.visit(visit).raised is None
        await stage.pick("Write it differently")
        await stage.wait(lambda: stage.screen == "TextScreen", "the reason again")
        assert "herpes" in stage.text
        for _ in "herpes":
            await stage.press("backspace")
        await stage.type("something to show")
        await stage.press("enter")
        await stage.wait(lambda: house.visit(visit).raised is not None, "the raise")
        raised = house.visit(visit).raised
        assert raised is not None
        assert raised.reason == "I think she has something to show"


@pytest.mark.thorough
@pytest.mark.parametrize("size", [PROMISED, BIG, SMALLEST])
async def test_no_screen_of_the_desk_names_a_condition_for_any_rule(house: House, size: tuple[int, int]) -> None:
    house.clock.forward(days=47)
    house.clinic.confirm_date(house.lead.actor())
    visits = one_for_each_rule(house)
    house.book(house.client("Client", "Booked"), start=time(17))
    async with staff_stage(house, house.rita, size=size) as stage:
        read(stage)
        board = stage.app.screen
        for number, visit in enumerate(visits):
            await board.open_visit(visit.id)  # type: ignore[attr-defined]
            await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
            await stage.settle()
            read(stage)
            if number < 2:
                for key in ("r", *ASIDE):
                    await stage.press(key)
                    read(stage)
                    while stage.screen != "VisitScreen":
                        await stage.press("escape")
            await stage.press("c")
            await stage.settle()
            read(stage)
            await stage.press("escape")
            await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        read(stage)
        for key in ("m", "f7", "f", "w", "d", "b"):
            await stage.press(key)
            await stage.wait(lambda: stage.screen != "BoardScreen", f"what {key} opens")
            await stage.settle()
            read(stage)
            await home(stage)
        await stage.press("home", "n")
        await stage.until("decides first")
        read(stage)
        lines = board.query_one(DayList)
        for chosen, answer in ((_deferred(visits), "talks with the client"), ("Client Booked", "Free times")):
            assert any(row.name == chosen for row in lines.rows)
            while lines.row is None or lines.row.name != chosen:
                await stage.press("down")
            await stage.press("n")
            await stage.until(answer)
            read(stage)
        await home(stage)
        leave_much_to_do(house, visits)
        await read_lists(stage)
        await stage.press("l")
        await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
        read(stage)
