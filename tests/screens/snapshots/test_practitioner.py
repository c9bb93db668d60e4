"""What a practitioner reads: the day, the visit on one screen, and what follows from deciding."""

from __future__ import annotations

from tests.screens.snapshots.walk import SIZES, Begin

MOSS = "Dr Moss"
VISITS = {
    "ready, with a note": "Charlotte", "at the desk, eligible": "Priya", "deferred": "Oliver", "contraindicated": "Viktor",
    "in progress": "Aisha", "finished": "Maria", "put off": "Sofia", "declined": "Daniel", "still to come": "Kofi",
}  # fmt: skip


@SIZES
async def test_the_day_and_its_visits(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("practitioner", size) as at:
        await at.sign_in("R. Adeyemi")
        await at.see("DayScreen", "of another practitioner")
        await at.open("Mateo")
        await at.see("SummaryScreen", "ready, an unsure answer")
        await at.back("DayScreen")
        await at.open("Chiara")
        await at.see("SummaryScreen", "at the desk, review")
        await at.sign_in(MOSS)
        await at.see("DayScreen", "a full day")
        for state, name in VISITS.items():
            await at.open(name)
            await at.see("SummaryScreen", state)
            if name == "Oliver":
                await at.press("g")
                await at.see("SummaryScreen", "what is missing", said=True)
            await at.back("DayScreen")
        at.clock.jump(days=1)
        await at.see("DayScreen", "an empty day")


@SIZES
async def test_deciding(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("practitioner", size) as at:
        await at.sign_in(MOSS)
        await at.open("Charlotte")
        await at.press("a")
        await at.see("PickScreen", "all answers")
        await at.pick("Rosacea")
        await at.see("PickScreen", "correct an answer")
        await at.pick("Yes")
        await at.see("PickScreen", "why it is changed")
        await at.back("SummaryScreen")
        await at.press("o")
        await at.see("PickScreen", "put off until")
        await at.pick("Another day")
        await at.see("DateScreen", "put off until")
        await at.back("SummaryScreen")
        await at.press("d")
        await at.see("PickScreen", "why decline")
        await at.back("SummaryScreen")
        await at.press("c")
        if size[1] < 20:
            await at.see("SureScreen", "the client's note")
            await at.press("enter")
        await at.see("PickManyScreen", "which care")
        await at.press("1", "2", "enter")
        await at.see("PinScreen", "with care")
        await at.back("SummaryScreen")
        await at.press("g")
        await at.see("PinScreen", "go ahead")
        await at.sign(MOSS)
        await at.see("SummaryScreen", "just started", said=True)


@SIZES
async def test_finishing(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("practitioner", size) as at:
        await at.sign_in(MOSS)
        await at.open("Aisha")
        await at.press("f")
        await at.see("FinishScreen", "nothing is filled in")
        await at.press("1")
        await at.see("PickManyScreen", "which areas")
        await at.press("1", "enter")
        await at.see("FinishScreen", "an area")
        await at.press("2")
        await at.see("PickManyScreen", "which steps")
        await at.press("1", "enter")
        await at.see("FinishScreen", "a step, others left out")
        await at.press("3")
        await at.see("PickScreen", "suction")
        await at.press("2")
        await at.see("PickScreen", "passes")
        await at.press("2")
        await at.see("PickScreen", "tip or crystals")
        await at.press("1")
        await at.see("PickScreen", "device")
        await at.pick("Not noted")
        await at.see("FinishScreen", "the machine")
        await at.press("5")
        await at.see("PickManyScreen", "skin after")
        await at.press("1", "enter")
        await at.see("FinishScreen", "the skin")
        await at.pick("Note for next time")
        await at.see("TextScreen", "note for next time")
        await at.type("Less suction on the nose.")
        await at.press("enter")
        await at.see("FinishScreen", "a note")
        await at.press("p")
        await at.see("FinishScreen", "as planned")
        await at.press("enter")
        await at.see("PinScreen", "session done")
        await at.sign(MOSS)
        await at.see("PickScreen", "next session")
        await at.pick("Not now")
        await at.see("PaperScreen", "after-care")


@SIZES
async def test_the_products_of_a_room(begin: Begin, size: tuple[int, int]) -> None:
    async with begin("practitioner", size) as at:
        for clinic in (at.clinic, at.app.clinic):
            clinic.__dict__["settings"] = clinic.settings.model_copy(update={"product_lots": True})
        await at.sign_in(MOSS)
        await at.press("p")
        await at.see("PickScreen", "no product is open")
        await at.pick("Scan a label")
        await at.see("ScanScreen", "a label")
