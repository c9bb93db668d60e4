"""Typing: the field, the screen keyboard whole and in two steps, and the number pad."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import ComposeResult

from kiosk.core.language import speak
from screens.lockdown import LockedApp, LockedScreen
from screens.widgets import RUB_OUT, Field, Keyboard, KeyTyped
from screens.widgets.inline_message import fitting
from screens.widgets.keyboard_letters import ACCENTS, GROUPS, LETTERS, letters_now
from tests.screens.stage import HandClock, QuickPilot


class TypingApp(LockedApp[int]):
    """A field and a keyboard."""

    def __init__(self, **given: object) -> None:
        super().__init__(HandClock())
        self.given = given

    def get_theme_variable_defaults(self) -> dict[str, str]:
        from screens.themes import theme_variables

        return theme_variables()

    def on_mount(self) -> None:
        given = self.given

        class TypedScreen(LockedScreen[None]):
            AUTO_FOCUS = "Field"

            def compose(self) -> ComposeResult:
                yield Field("Name", **given)  # type: ignore[arg-type]
                yield Keyboard()

            def on_key_typed(self, event: KeyTyped) -> None:
                field = self.query_one(Field)
                if event.text == RUB_OUT:
                    field.rub_out()
                else:
                    field.type(event.text)

        self.push_screen(TypedScreen())

    @property
    def field(self) -> Field:
        return self.screen.query_one(Field)


async def ready(app: TypingApp) -> QuickPilot:
    pilot = QuickPilot(app)
    await pilot.pause()
    app.clock.move(1)
    return pilot


async def test_letters_digits_and_spaces_are_typed_where_the_cursor_stands() -> None:
    app = TypingApp()
    async with app.run_test():
        pilot = await ready(app)
        await pilot.press(*"Ann Bo", "left", "left", "x", "home", "Z", "end", "!")
        assert app.field.value == "ZAnn xBo!"
        await pilot.press("backspace", "home", "delete")
        assert app.field.value == "Ann xBo"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A\x1b]52;c;aGk=\x1b\\B", "A]52;c;aGk=\\B"),
        ("Jo\u202eRED\u2066x", "JoREDx"),
        ("[@click=app.quit]Jo[/]", "[@click=app.quit]Jo[/]"),
        ("one\r\ntwo", "one two"),
        ("Zoe\u0308", "Zoë"),
    ],
)
async def test_what_is_pasted_is_clean(text: str, kept: str) -> None:
    app = TypingApp()
    async with app.run_test():
        pilot = await ready(app)
        app.post_message(events.Paste(text))
        await pilot.pause()
        assert app.field.value == kept


async def test_a_paste_that_is_too_long_keeps_its_beginning() -> None:
    app = TypingApp(limit=5)
    async with app.run_test():
        pilot = await ready(app)
        app.post_message(events.Paste("abcdefgh"))
        await pilot.pause()
        assert app.field.value == "abcde"


async def test_a_field_of_digits_takes_nothing_else() -> None:
    app = TypingApp(digits=True, limit=4)
    async with app.run_test():
        pilot = await ready(app)
        await pilot.press(*"1a2-³4567")
        assert app.field.value == "1245"


async def test_a_secret_is_not_shown() -> None:
    app = TypingApp(secret=True)
    async with app.run_test():
        pilot = await ready(app)
        await pilot.press(*"264817")
        assert "264817" not in app.field.render().plain
        assert "••••••" in app.field.render().plain


@pytest.mark.parametrize("width", [40, 69])
async def test_below_seventy_columns_a_letter_takes_two_touches(width: int) -> None:
    app = TypingApp()
    async with app.run_test(size=(width, 12)):
        pilot = await ready(app)
        for group, letter in (("ABCDE", "C"), ("UVWXYZ", "Z")):
            for value in (group, letter):
                key = next(key for key in app.screen.query("Key") if key.value == value)
                assert await pilot.click(key)
                await pilot.pause()
        assert app.field.value == "CZ"


@pytest.mark.parametrize("group", ["ABCDE", "UVWXYZ"])
async def test_beside_a_group_of_letters_are_space_hyphen_and_delete(group: str) -> None:
    app = TypingApp()
    async with app.run_test(size=(40, 12)):
        pilot = await ready(app)
        for value in (group, "-", group, " ", group, "\0back", group, RUB_OUT):
            keys = [key for key in app.screen.query("Key") if key.value == value]
            assert len(keys) == 1
            assert await pilot.click(keys[0])
            await pilot.pause()
        assert app.field.value == "-"


async def test_from_seventy_columns_on_every_letter_is_there_at_once() -> None:
    app = TypingApp()
    async with app.run_test(size=(70, 24)):
        pilot = await ready(app)
        for letter in "QP":
            key = next(key for key in app.screen.query("Key") if key.value == letter)
            assert await pilot.click(key)
        assert app.field.value == "QP"
        assert {key.region.size for key in app.screen.query("Key") if len(key.label) == 1} == {(7, 3), (14, 3)}


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_accents_can_be_typed(size: tuple[int, int]) -> None:
    app = TypingApp()
    async with app.run_test(size=size):
        pilot = await ready(app)
        way = ["\0more", "ÉÈÍŁÑ", "Ł"] if size[0] < 70 else ["\0accent", "Ł"]
        for value in way:
            key = next(key for key in app.screen.query("Key") if key.value == value)
            assert await pilot.click(key)
            await pilot.pause()
        assert app.field.value == "Ł"


def test_no_letter_is_missing_from_the_keyboard() -> None:
    alphabet = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ'-")
    assert alphabet <= set("".join(LETTERS))
    assert alphabet - set("'-") <= set("".join(GROUPS))
    assert set("ÄÖÜßÉÑŁØÅ") <= set("".join(ACCENTS))


@pytest.mark.parametrize(("language", "letters"), [("es", "ñáéíóúü¿¡"), ("fr", "àâæçéèêëîïôœùûüÿ")])
def test_a_language_has_its_letters_on_the_keyboard_first(language: str, letters: str) -> None:
    speak(language)
    mine = letters_now()
    assert set(letters.upper()) <= set("".join((*mine.accents, *mine.digits)))
    assert set(letters.upper()) <= set("".join(mine.groups[5:8]))
    assert mine.lead.split() == [*mine.accents[0][:3]]
    assert [len(row) for row in (*mine.accents, *mine.digits)] == [10] * 6
    assert all(len(group) <= 6 for group in mine.groups)
    assert set("0123456789-'.,") <= set("".join(mine.digits))
    assert len(mine.groups) == len(GROUPS)


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_letter_of_the_language_is_two_touches_away(size: tuple[int, int]) -> None:
    speak("es")
    app = TypingApp()
    async with app.run_test(size=size):
        pilot = await ready(app)
        way = ["\0more", "ÑÁÉÍÓÚ", "Ñ"] if size[0] < 70 else ["\0accent", "Ñ"]
        for value in way:
            key = next(key for key in app.screen.query("Key") if key.value == value)
            assert key.region.width >= 7
            assert key.region.height >= 3
            assert await pilot.click(key)
            await pilot.pause()
        assert app.field.value == "Ñ"


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("There is no 31 February. Please check the day.", "There is no 31 February. Please check the day."),
        (
            "One question has no answer yet: Breast-feeding or pregnancy. Please touch it to answer.",
            "One question has no answer yet: Breast-feeding or pregnancy.",
        ),
        (
            "The records cannot be reached just now: nothing was lost, and the kiosk goes on by itself; have it checked.",
            "The records cannot be reached just now.",
        ),
        (
            "Une question reste sans réponse : la date de la dernière séance de ce soin, ici ou ailleurs. Touchez-la.",
            "Une question reste sans réponse.",
        ),
        ("no end at all but many words that go on and on and do not fit into two lines of the screen", None),
    ],
)
def test_where_it_is_short_as_much_is_said_as_fits_beside_the_field(sentence: str, shown: str | None) -> None:
    assert fitting(sentence, 38) == (shown or sentence)
