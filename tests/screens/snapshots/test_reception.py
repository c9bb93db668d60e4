"""What reception reads: the board, visits however far they have come, and all that can be done at the desk."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin.paper_entry import PaperEntry
from kiosk.core.errors import WrongPin
from kiosk.governance.protocol_files import FOLDER
from kiosk.schedule import import_schedule
from kiosk.visits.private_record import OpeningReason, mark_private
from rules import Question, QuestionType
from rules.reading.loader import shipped_file
from screens.reception.paper_check_screen import PaperCheckScreen
from tests.screens.snapshots.walk import SIZES, Begin, Walk

DESK = "Nadia Petrov"
LEAD = "Ines Duarte"
PEEL = "parisian-peel"
HEAD = "start,client,date of birth,treatment,practitioner,phone,booking code,status\n"
LINES = (
    "2026-11-23 15:00,Ana Prieto,14/03/1990,Parisian Peel,Dr Moss,600 111 222,AAA111,booked\n"
    "2026-11-23 15:30,Nobody,31/02/1990,Parisian Peel,Dr Moss,600 111 223,AAA112,booked\n"
)
VISITS = {
    "booked": "Hannah", "late": "Peter", "two treatments": "Grace", "to the room": "Priya", "book from": "Oliver",
    "practitioner first": "Chiara", "practitioner talks": "Viktor", "stopped half-way": "Fatima", "passed on": "Charlotte",
    "in progress": "Aisha", "finished": "Maria", "put off": "Sofia", "declined": "Daniel", "did not come": "Emma",
    "cancelled": "Jack",
}  # fmt: skip


@SIZES
async def test_the_board_and_its_visits(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("reception", size) as at:
        await at.sign_in(DESK)
        await at.see("BoardScreen", "a full day")
        await at.press("f1")
        await at.see("PageScreen", "help at the board")
        await at.back("BoardScreen")
        for state, name in VISITS.items():
            await at.open(name)
            await at.see("VisitScreen", state)
            await at.back("BoardScreen")
        at.app.screen.do("find")  # type: ignore[attr-defined]
        await at.see("FindNameScreen", "nothing typed yet")
        await at.press("h", "a")
        await at.see("FindNameScreen", "whom two letters leave")
        await at.press("enter")
        await at.see("BoardScreen", "a part of the day")
        await at.press("escape")
        at.clinic.terminals.call_help(at.clinic.actor_client())
        await at.see("BoardScreen", "a call for help")
        await at.press("c")
        await at.see("SureScreen", "who it is")
        await at.back("BoardScreen")
        await at.press("g")
        await at.see("CallListScreen", "whom to phone")
        await at.press("c")
        await at.see("PickScreen", "how the call ended")
        await at.back("BoardScreen")
        at.clock.jump(days=1)
        await at.see("BoardScreen", "an empty day")


def a_private_record(at: Walk) -> None:
    """Have a record opened that is private."""
    desk, lead = at.clinic.staff.by_name(DESK), at.clinic.staff.by_name(LEAD)
    entry = next(each for each in at.clinic.daybook().entries() if each.client.given_name == "Hannah")
    mark_private(at.clinic, entry.client.id, "known", lead)
    at.clinic.desk(desk).open(entry.visit.id, OpeningReason(picked="appointment", line="She asks about her bill."))


async def enter_a_form(at: Walk) -> None:
    """Fill in what the paper says and come to the page on which it is compared."""
    entry = next(each for each in at.clinic.daybook().entries() if each.client.given_name == "Hannah")
    begun = PaperEntry.begin(at.clinic, entry.visit)
    while (question := begun.next_question) is not None:
        begun = begun.answered(question.id, usual(question))
    begun = replace(begun, filled_at=at.clinic.now(), consent="paper")
    at.app.push_screen(PaperCheckScreen(begun.rows(at.clinic)))
    await at.see("PaperCheckScreen")


def usual(question: Question) -> Any:
    """Return an answer that asks for nothing further."""
    if question.type is QuestionType.NOTE:
        return ""
    if question.type is QuestionType.LAST_TIME:
        return "longer_ago"
    first, *_ = sorted(question.harmless_options) or [question.options[0].id]
    return [first] if question.type in (QuestionType.AREAS, QuestionType.ANY_OF) else first


@SIZES
async def test_what_the_desk_does_with_a_visit(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("reception", size) as at:
        await at.sign_in(DESK)
        await at.open("Priya")
        await at.press("r")
        await at.see("PickScreen", "reasons to look first")
        await at.pick("Something else")
        await at.see("TextScreen", "a reason")
        await at.press("enter")
        await at.see("TextScreen", "no reason", said=True)
        await at.type("Looks pale")
        await at.see("TextScreen", "a reason typed")
        await at.press("enter")
        await at.see("VisitScreen", "raised", said=True)
        await at.press("enter")
        await at.see("VisitScreen", "just passed on", said=True)
        await at.press("a")
        await at.see("SureScreen", "answer again")
        await at.back("VisitScreen")
        await at.press("e")
        await at.see("TextScreen", "correct the name")
        await at.back("VisitScreen")
        await at.back("BoardScreen")
        await at.open("Hannah")
        await at.press("b")
        await at.see("PickScreen", "another day")
        await at.pick("Another day or time")
        await at.see("DateScreen", "another day")
        await at.back("VisitScreen")
        await at.press("p")
        await at.see("PickScreen", "which practitioner")
        await at.back("VisitScreen")
        await at.press("s")
        await at.see("PaperScreen", "slip")
        await at.back("VisitScreen")
        await at.press("f")
        await at.see("PickScreen", "paper form, first question")
        await at.pick("Choose from the list")
        await at.see("PickManyScreen", "paper form, areas")
        await at.press("enter")
        await at.see("PickManyScreen", "paper form, nothing picked", said=True)
        await at.press("f6")
        await at.see("VisitScreen", "a form put aside", said=True)
        await at.press("f7")
        await at.see("CallerScreen")
        await at.back("BoardScreen")
        await at.see("BoardScreen", "a form put aside")
        await enter_a_form(at)


@SIZES
async def test_what_else_the_desk_does(
    begin: Begin, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with begin("reception", size) as at:
        await at.sign_in(DESK)
        await at.press("a")
        await at.see("PickScreen", "find by what")
        await at.pick("By name or telephone")
        await at.see("TextScreen", "find")
        await at.type("kowalska")
        await at.press("enter")
        await at.see("PickScreen", "found")
        await at.back("BoardScreen")
        await at.press("a")
        await at.pick("By date of birth")
        await at.see("DateScreen", "empty")
        await at.type("31021984")
        await at.press("enter")
        await at.see("DateScreen", "no such day", said=True)
        await at.back("BoardScreen")
        await at.press("w")
        await at.see("TextScreen", "walk-in")
        await at.back("BoardScreen")
        (downloads := tmp_path / "home" / "Downloads").mkdir(parents=True)
        (file := downloads / "monday.csv").write_text(HEAD + LINES, encoding="utf-8")
        written = datetime(2026, 11, 23, 8, 5, tzinfo=UTC).timestamp()
        os.utime(file, (written, written))
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        await at.press("s")
        await at.see("PickScreen", "which schedule")
        await at.pick("monday.csv")
        await at.see("PreviewScreen", "of a schedule")
        await at.press("enter")
        await at.see("BoardScreen", "schedule read", said=True)
        await at.press("s")
        await at.pick("What was read lately")
        await at.see("PickScreen", "what was read lately")
        await at.press("1")
        await at.see("ReadFileScreen")
        await at.back("BoardScreen")
        called_off = HEAD + LINES.splitlines()[0].replace("booked", "cancelled")
        import_schedule(at.clinic, called_off.encode(), actor=at.clinic.actor_system())
        await at.open("Ana")
        await at.see("VisitScreen", "called off")


@SIZES
async def test_signing_in_and_the_terminal(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("reception", size) as at:
        await at.see("SignInScreen", "at a terminal of staff")
        await at.pick(DESK)
        await at.see("PinScreen", "empty")
        await at.type("12")
        await at.press("enter")
        await at.see("PinScreen", "too short", said=True)
        await at.retype("111111")
        await at.press("enter")
        await at.see("PinScreen", "wrong", said=True)
        for _ in range(4):
            with pytest.raises(WrongPin):
                at.clinic.staff.check_pin(DESK, "111111", terminal=at.clinic.terminal)
        await at.type("111111")
        await at.press("enter")
        await at.see("PinScreen", "locked out", said=True)
        await at.sign_in(LEAD)
        await at.press("m")
        await at.see("StaffMenuScreen", "of a lead")
        await at.pick("Unlock somebody")
        await at.see("PickScreen", "unlock whom")
        await at.back("StaffMenuScreen")
        a_private_record(at)
        await at.pick("Private records")
        await at.see("PrivateOpeningsScreen")
        await at.back("StaffMenuScreen")
        await at.pick("Close the kiosk")
        await at.see("SureScreen", "close the kiosk")
        await at.back("StaffMenuScreen")
        await at.pick("Lock this screen")
        await at.see("LockScreen")
        await at.press("enter")
        await at.see("PinScreen", "unlock")
        at.app.go_home()
        at.clock.jump(days=30)
        await at.see("SignInScreen", "a doubt about the date")


@SIZES
async def test_what_the_lead_does(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("reception", size) as at:
        await at.sign_in(LEAD)
        await at.press("m")
        await at.see("StaffMenuScreen", "to go on from")
        await at.pick("Staff")
        await at.see("PickScreen", "staff")
        await at.pick(DESK)
        await at.see("PickScreen", "one of the staff")
        await at.pick("A new PIN")
        await at.see("NewPinScreen")
        await at.back("StaffMenuScreen")
        await at.pick("Rules in force")
        await at.see("PickScreen", "rules in force")
        await at.back("StaffMenuScreen")
        own = at.clinic.folder / FOLDER / PEEL / "es.yaml"
        own.parent.mkdir(parents=True)
        words = shipped_file(PEEL).with_name(own.name).read_text("utf-8")
        own.write_text(words.replace("Use crema solar", "Póngase crema solar"), encoding="utf-8")
        await at.pick("Rules in force")
        await at.pick("Parisian Peel in Spanish")
        await at.see("TranslationScreen", "words that changed")
        await at.back("StaffMenuScreen")
        await at.pick("Figures")
        await at.see("PickScreen", "which figures")
        await at.pick("Today")
        await at.pick("Show them")
        await at.see("PageScreen", "figures of today")
        await at.back("StaffMenuScreen")
        await at.pick("For an inspector")
        for _ in range(2):
            await at.type("23112026")
            await at.press("enter")
        await at.pick("Dr Moss")
        await at.pick("Medical facial")
        await at.see("LinesScreen", "visits for an inspector")
        await at.back("StaffMenuScreen")
