"""Whoever can't check in now reads why, and what to do next; and the desk knows who is here."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from kiosk.checkin.screen_data import NoticeKind
from kiosk.checkin.texts import client_texts
from kiosk.demo.people import DESK
from kiosk.desk.board import WAITING, todays_board
from kiosk.desk.desk import Desk
from kiosk.visits.visit import Visit
from tests.screens.conftest import Open
from tests.screens.leading import answer, set_out, show, to_code
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage


def words(stage: Stage) -> str:
    """What can be read, in one line, without the edges of what it is on."""
    return " ".join(stage.text.replace("▌", " ").split())


def booked(stage: Stage, code: str) -> Visit:
    """Return the visit of a booking code as it stands."""
    (visit,) = stage.clinic.visits.by_code(code)
    return visit


def no_show(stage: Stage, visit: Visit) -> None:
    stage.clock.move(3600)
    desk(stage).no_show(visit)


def moved(stage: Stage, visit: Visit) -> None:
    day = visit.day.replace(day=visit.day.day + 1)
    desk(stage).move(visit, day, visit.start)


def checked_in(stage: Stage, visit: Visit) -> None:
    check_in = stage.clinic.check_in()
    check_in.identify_code(visit.booking_code or "")
    check_in.yes()
    check_in.accept()
    while check_in.step == "question":
        answer(check_in, {})
    check_in.finish()
    while check_in.step == "consent":
        check_in.give("Tomasz Łuczak")


def desk(stage: Stage) -> Desk:
    return stage.clinic.desk(stage.clinic.staff.by_name(DESK.name))


@AT_TWO_SIZES
async def test_every_notice_is_read_whole_and_one_touch_leads_on(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        for each in sorted({*get_args(NoticeKind)} - {"language"}):  # that one asks before it calls: it has two ways on
            check_in = await set_out(stage)
            check_in._show(each, wait=7)
            await show(stage)
            notice = client_texts.notice(each, wait=7)
            for text in (notice.title, notice.text, notice.next_step_text):
                assert text in words(stage), each
            await stage.tap("#go")
            assert stage.screen == ("CheckInMethodScreen" if notice.may_retry else "DoneScreen"), each
            if not notice.may_retry:
                assert notice.next_step_text in words(stage), each
                assert "What comes next?" not in words(stage), "it is said; who was moved has another date, too"


@pytest.mark.parametrize(
    ("meanwhile", "said", "next_step", "waits"),
    [
        (no_show, "We noted that you did not come", "They know that you are here.", "came after all"),
        (moved, "It is not today any more.", "They know that you are here.", "is here: moved to another day"),
        (checked_in, "We know that you are here.", "Please take a seat.", ""),
    ],
)
async def test_a_client_whose_visit_has_changed_knows_what_to_do_and_so_does_the_desk(
    open_stage: Open, meanwhile: Callable[[Stage, Visit], None], said: str, next_step: str, waits: str
) -> None:
    async with open_stage() as stage:
        visit = booked(stage, "LU101")
        meanwhile(stage, visit)
        await to_code(stage, "LU101")
        assert said in words(stage)
        assert next_step in words(stage)
        waiting = next(group for group in todays_board(stage.clinic).groups if group.id == WAITING)
        marks = [str(row.mark) for row in waiting.rows if row.visit_id == visit.id]
        assert [mark for mark in marks if waits in mark] == marks
        assert marks


async def test_who_came_after_all_checks_in_once_the_desk_has_noted_it(open_stage: Open) -> None:
    async with open_stage() as stage:
        visit = booked(stage, "LU101")
        no_show(stage, visit)
        await to_code(stage, "LU101")
        await stage.tap("#go")
        await stage.tap("#go")
        desk(stage).come_after_all(booked(stage, "LU101"))
        await to_code(stage, "LU101")
        assert stage.screen == "YourVisitScreen"
