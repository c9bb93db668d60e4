"""Dates and PINs that staff type: as clients type theirs, and by the same fields."""

from __future__ import annotations

from tests.kiosk.conftest import House
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import PINS, StaffStage, staff_stage


def parts(stage: StaffStage) -> dict[str, str]:
    return dict(stage.app.screen.query_one("DateFields").parts)


async def to_date(stage: StaffStage) -> None:
    await stage.press("a")
    await stage.pick("By date of birth")
    await stage.wait(lambda: stage.screen == "DateScreen", "the date")
    await stage.settle()


@AT_TWO_SIZES
async def test_a_date_is_typed_with_tabs_in_a_burst_or_pasted(house: House, size: tuple[int, int]) -> None:
    whole = {"d": "31", "m": "07", "y": "1985"}
    async with staff_stage(house, house.rita, size=size) as stage:
        await to_date(stage)
        await stage.press("3", "1", "tab", "7", "tab", *"1985")
        assert parts(stage) == {**whole, "m": "7"}
        await stage.press("shift+tab", "shift+tab")
        await stage.burst(*"31/07/1985")
        assert parts(stage) == whole
        await stage.paste("02.03.1979")
        assert parts(stage) == {"d": "02", "m": "03", "y": "1979"}
        await stage.paste("1979-03-02")
        assert stage.beside == "Please write the date like this: 31.07.1985."


@AT_TWO_SIZES
async def test_what_is_wrong_stands_beside_the_field_it_names(house: House, size: tuple[int, int]) -> None:
    async with staff_stage(house, house.rita, size=size) as stage:
        await to_date(stage)
        for typed, part, words in (
            ("31021984", "part-d", "There is no 31 February. Please check the day."),
            ("0103198", "part-y", "Please write the year with four digits, such as 2024."),
            ("01032099", "part-y", "1 March 2099 is in the future. Please check the year."),
        ):
            await stage.tap("#part-d")
            stage.app.screen.query_one("DateFields").clear()
            await stage.type(typed)
            await stage.press("enter")
            assert stage.beside == words
            assert stage.app.screen.focused is not None
            assert stage.app.screen.focused.id == part
            assert all(f" {key} " in stage.text for key in "1234567890"), "the pad stays in view"
        await stage.press(*"1984")
        assert not stage.beside


@AT_TWO_SIZES
async def test_a_pin_in_a_burst_or_pasted_keeps_every_digit(house: House, size: tuple[int, int]) -> None:
    async with staff_stage(house, None, size=size) as stage:
        await stage.pick("Rita Roy")
        await stage.wait(lambda: stage.screen == "PinScreen", "the PIN pad")
        await stage.type("12")
        await stage.press("enter")
        assert stage.beside == "A PIN has at least 6 digits."
        await stage.press("backspace", "backspace")
        await stage.burst(*PINS["rita"])
        assert stage.app.screen.query_one("Field").value == PINS["rita"]
        stage.app.screen.query_one("Field").clear()
        await stage.press("tab", "tab")
        await stage.burst(*PINS["rita"])
        assert stage.app.screen.query_one("Field").value == PINS["rita"], "digits are typed wherever the focus is"
        stage.app.screen.query_one("Field").clear()
        stage.app.screen.query_one("Field").focus()
        await stage.settle()
        await stage.paste(" ".join(PINS["rita"]))
        await stage.press("enter")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
