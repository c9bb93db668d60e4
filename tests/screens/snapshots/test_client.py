"""What a client reads, from the first touch to the last."""

from __future__ import annotations

from datetime import date, time

from kiosk.checkin.screen_data import Booked
from kiosk.demo.acting import HARMLESS
from screens.client.booked_screen import BookedScreen
from tests.screens.snapshots.walk import SIZES, Begin, Walk


async def anew(at: Walk) -> None:
    """Begin as the next client."""
    if at.screen != "OpeningScreen":
        at.app.leave_way("client")
        await at.wait(lambda: at.screen == "OpeningScreen", "the opening screen")
        await at.settle()
    await at.press("enter")


async def by_code(at: Walk, code: str) -> None:
    """Check in as the client of this booking code."""
    await anew(at)
    await at.press("2")
    await at.type(code)
    await at.press("enter")


async def by_name(at: Walk, name: str, born: str) -> None:
    """Check in as the client of this name and date of birth."""
    await anew(at)
    await at.press("1")
    await at.type(name)
    await at.press("enter")
    await at.type(born)
    await at.press("enter")


async def to_question(at: Walk, question: str, **answers: object) -> None:
    """Answer harmlessly, but for `answers`, until `question` is asked; empty, until all are answered."""
    way = at.app.way
    while way.check_in.step == "question" and way.check_in.asked.question.id != question:
        asked = way.check_in.asked.question.id
        if asked != "note":
            way.check_in.answer(answers.get(asked, HARMLESS.get(asked, "no")))
        way.check_in.next()
    way.show()
    await at.settle()


@SIZES
async def test_coming_in(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await at.see("OpeningScreen")
        await at.tap("Español")
        await at.see("OpeningScreen", "in Spanish")
        await at.press("f2")
        await at.see("LanguageScreen")
        await at.press("1")
        await at.tap("Who to be")
        await at.see("DemoScreen", "first page")
        await at.turn("second page")
        await at.back("OpeningScreen")
        await at.tap("#help")
        await at.see("HelpScreen", "before anything")
        await at.back("OpeningScreen")
        at.app.clean_screen()
        await at.see("CleaningScreen")
        at.app.pop_screen()
        await at.settle()
        await at.press("enter")
        await at.see("CheckInMethodScreen")
        await at.press("1")
        await at.see("NameScreen", "empty")
        await at.press("enter")
        await at.see("NameScreen", "nothing typed")
        await at.type("luczak")
        await at.see("NameScreen", "typed")
        await at.press("enter")
        await at.see("BirthScreen", "empty")
        await at.type("31021979")
        await at.press("enter")
        await at.see("BirthScreen", "no such day", said=True)
        await at.retype("03021979")
        await at.see("BirthScreen", "typed")
        await at.press("enter")
        await at.see("ProofScreen", "empty")
        await at.type("0113")
        await at.press("enter")
        await at.see("ProofScreen", "wrong")
        await at.retype("0112")
        await at.press("enter")
        await at.see("YourVisitScreen", "proven")
        await at.tap("No, this is not me")
        await by_name(at, "luczak", "03021979")
        await at.tap("#skip")
        await at.see("YourVisitScreen", "not proven")
        await by_name(at, "luczak", "04021979")
        await at.see("NoticeScreen", "not found")


@SIZES
async def test_what_may_stand_in_the_way(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_name(at, "kowalska", "16061996")
        await at.see("FirstNameScreen")
        await anew(at)
        await at.press("2")
        await at.see("CodeScreen", "empty")
        await at.type("LU117")
        await at.see("CodeScreen", "typed")
        await at.press("enter")
        await at.see("NoticeScreen", "early")
        await at.press("enter")
        await at.see("DoneScreen", "after a notice")
        await by_code(at, "LU116")
        await at.see("NoticeScreen", "late")
        await by_code(at, "LU109")
        await at.press("1")
        await at.see("GuardianScreen")
        await at.tap("No")
        await at.see("NoticeScreen", "no guardian")


@SIZES
async def test_how_to_call_somebody(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_code(at, "LU110")
        await at.press("1")
        await at.see("CallingScreen")
        await at.pick("By the name I use")
        await at.see("CallingNameScreen")
        await at.press("enter")
        await at.see("NeedsScreen")


@SIZES
async def test_without_an_appointment(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await anew(at)
        await at.press("3")
        await at.see("WalkInScreen", "empty")
        await at.press("enter")
        await at.see("WalkInScreen", "nothing typed")
        await at.type("Jo")
        await at.press("enter")
        await at.see("WalkInFamilyScreen")
        await at.type("Sunday")
        await at.press("enter")
        await at.see("WalkInBirthScreen")
        await at.type("01021990")
        await at.press("enter")
        await at.see("WalkInPhoneScreen", "empty")
        await at.press("enter")
        await at.see("WalkInPhoneScreen", "nothing typed")
        await at.type("447700900123")
        await at.press("enter")
        await at.see("WalkInTreatmentScreen")
        await at.tap("Medical facial")
        await at.see("NoticeScreen", "the desk knows")


@SIZES
async def test_first_questions(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_code(at, "LU101")
        await at.press("1")
        await at.see("PrivacyScreen")
        await at.tap("#whole")
        await at.see("WholePrivacyScreen", "first page")
        await at.turn("second page")
        at.app.way.show()
        await at.settle()
        await at.tap("#helper")
        await at.see("WhoAnswersScreen")
        await at.tap("An interpreter, for me")
        await at.see("WhoHelpsScreen")
        await at.tap("#back")
        await at.press("1")
        await at.see("AreasScreen", "nothing chosen")
        await at.press("enter")
        await at.see("AreasScreen", "no answer")
        await at.press("1", "2")
        await at.see("AreasScreen", "two chosen")
        await at.press("enter")
        await at.see("ChoiceScreen", "nothing chosen")
        await at.press("2")
        await at.see("ChoiceScreen", "chosen")
        at.app.tell_unreachable("The records cannot be reached just now.")
        await at.see("ChoiceScreen", "records out of reach", said=True)
        await to_question(at, "herpes_active")
        await at.see("ChoiceScreen", "cold sore")
        at.app.choose_language("es")
        await at.see("ChoiceScreen", "in Spanish")
        at.app.choose_language("en")
        await to_question(at, "isotretinoin")
        await at.see("ChoiceScreen", "several answers")


@SIZES
async def test_dates_lists_and_notes(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_code(at, "LU101")
        await at.press("1")
        at.app.way.check_in.accept()
        await to_question(at, "isotretinoin_last", isotretinoin="stopped")
        if size[1] < 20:
            await at.see("LastTimeScreen")
            await at.press("1")
        await at.see("LastTimeDayScreen", "empty")
        await at.type("31022026")
        await at.press("enter")
        await at.see("LastTimeDayScreen", "no such day", said=True)
        if size[1] < 20:
            await at.press("escape")
            await at.tap("I know the month")
        else:
            await at.tap("I only know the month")
        await at.see("LastTimeMonthScreen", "empty")
        await at.type("132026")
        await at.press("enter")
        await at.see("LastTimeMonthScreen", "no such month", said=True)
        if size[1] < 20:
            await at.press("escape")
            await at.tap("Only roughly")
        else:
            await at.tap("I only know it roughly")
        await at.see("LastTimeRoughlyScreen")
        await at.press("1")
        await at.press("enter")
        await to_question(at, "concerns")
        await at.see("SeveralAnswersScreen", "nothing chosen")
        await at.press("1", "2")
        await at.see("SeveralAnswersScreen", "two chosen")
        await to_question(at, "note")
        await at.see("NoteScreen", "empty")
        await at.type("I am getting married in May and would like to look rested by then, if that can be done")
        await at.see("NoteScreen", "a long note")
        await at.press("enter")
        await at.see("ReviewScreen", "what asks for a look first")
        if size[1] < 20:
            await at.press("enter")
            await at.see("ReviewScreen", "second page")


@SIZES
async def test_agreeing_and_the_end(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_code(at, "LU101")
        await at.press("1")
        at.app.way.check_in.accept()
        await to_question(at, "")
        while at.screen == "ReviewScreen":
            await at.press("enter")
        await at.see("ConsentScreen", "first page")
        await at.turn("second page")
        while not at.app.screen.has_class("-at-end"):
            await at.press("enter")
        await at.see("ConsentScreen", "last page")
        while at.screen == "ConsentScreen":
            await at.press("enter")
        await at.see("TeachBackScreen")
        await at.press("1")
        await at.see("ExplanationScreen")
        await at.press("enter")
        await at.see("ConsentNameScreen", "empty")
        await at.press("enter")
        await at.see("ConsentNameScreen", "nothing typed")
        await at.type("Tomasz Luczak")
        await at.see("ConsentNameScreen", "typed")
        await at.press("enter")
        await at.see("DoneScreen", "checked in")
        await at.tap("#show")
        await at.see("DoneScreen", "no date to show")
        await by_code(at, "LU102")
        at.app.choose_language("en")  # this client's own is French
        await at.settle()
        await at.press("1")
        at.app.way.check_in.accept()
        await to_question(at, "", isotretinoin="stopped", isotretinoin_last="2026-06")
        while at.screen == "ReviewScreen":
            await at.press("enter")
        await at.see("DoneScreen", "deferred")
        await at.tap("#show")
        await at.see("DoneScreen", "a date to show")
        booked = Booked("V-1", "Lumen Skin Clinic", date(2027, 3, 1), time(10, 30))
        at.app.push_screen(BookedScreen(booked, None))
        await at.see("BookedScreen")
        at.app.pop_screen()
        await by_code(at, "LU113")
        await at.press("1")
        at.app.way.check_in.accept()
        at.app.way.show()
        await at.see("LastAnswerScreen")


@SIZES
async def test_help_and_leaving(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_code(at, "LU101")
        await at.press("1")
        at.app.way.check_in.accept()
        await to_question(at, "herpes_active")
        await at.press("f1")
        await at.see("HelpScreen", "at a question")
        await at.pick("What is this? Why do you ask?")
        await at.see("ReasonScreen")
        await at.press("escape", "f3")
        await at.see("LooksScreen")
        await at.press("escape", "f1")
        await at.pick("Hide my screen")
        await at.see("HiddenScreen")
        await at.press("enter", "f1")
        await at.pick("Stop and clear")
        await at.see("StopScreen", "stop and clear")
        await at.tap("No, go on")
        await at.press("f1")
        await at.pick("Go to the desk")
        await at.see("StopScreen", "go to the desk")
        await at.press("escape", "f1")
        await at.pick("Call staff")
        await at.see("CalledScreen", "the desk knows")
        at.clock.move(61)
        await at.see("CalledScreen", "after a minute")
        await at.press("enter", "f1")
        await at.pick("Talk to somebody in private")
        await at.see("CalledScreen", "in private")
        await at.press("enter")
        at.clock.move(at.clinic.settings.question_idle_seconds)
        at.app.tick()
        await at.see("CountdownScreen")
        await at.press("x")
        while at.screen != "UnsureScreen":
            await at.tap("I'm not sure")
            await at.press("enter")
        await at.see("UnsureScreen")
        await at.pilot.resize_terminal(30, 10)
        await at.see("UnsureScreen", "in a window of 30x10", said=True)


@SIZES
async def test_a_language_that_nobody_has_signed(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        at.clinic.library.translations = lambda _: {}  # type: ignore[method-assign]
        await at.tap("Español")
        await at.see("LanguageNoticeScreen", "asked")
        await at.tap("#call")
        await at.see("LanguageNoticeScreen", "called")


@SIZES
async def test_staff_at_a_clients_kiosk(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        at.app.sign_in()
        await at.see("StaffNameScreen", "empty")
        await at.type("nadia")
        await at.press("enter")
        await at.see("PinScreen", "at a client's kiosk")
        await at.sign("Nadia Petrov")
        await at.see("StaffAtKioskScreen")
        await at.press("1")
        await at.see("BringBackScreen")


@SIZES
async def test_signing_for_a_young_person(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("client", size) as at:
        await by_code(at, "LU109")
        await at.press("1")
        at.app.way.check_in.guardian(present=True)
        at.app.way.check_in.accept()
        await to_question(at, "")
        at.app.way.check_in.finish()
        at.app.way.show()
        await at.settle()
        while at.screen == "ConsentScreen":
            await at.tap("#go")
        await at.tap("Ask me in the room")
        await at.see("AssentScreen")
        await at.tap("Yes, I do")
        await at.see("RelationScreen")
        await at.tap("I am the mother")
        await at.see("SignatureScreen", "nothing drawn")
        await at.tap("#go")
        await at.see("SignatureScreen", "nothing drawn to sign with")
        await at.tap("Type my name")
        await at.see("ConsentNameScreen", "of a guardian")
        await at.type("Ella Lindqvist")
        await at.press("enter")
        await at.see("OtherNameScreen")
