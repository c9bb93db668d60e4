"""Each screen that a client can come to, switched to another language and back: it says what a new one says, and nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path

import pytest
from textual.widgets import Static

from kiosk.commands.parser import Role
from screens.carrying_over import Left
from screens.client.client_screen import ClientScreen
from screens.client.language_notice_screen import LanguageNoticeScreen
from screens.client.review_answers import ReviewAnswers
from screens.registry import SCREENS, screen_class
from screens.spoken_screen import SpokenScreen
from screens.widgets import Action, Field, InlineMessage, Key
from screens.widgets.cards import Cards
from screens.widgets.pages import Pages
from tests.screens.gallery import ways
from tests.screens.snapshots.walk import SIZES, Begin, Walk, walked
from tests.screens.stage import is_in_view


@dataclass
class Switching(Walk):
    """Goes where the kept texts come from, and speaks another language on each screen and then English again."""

    lost: list[str] = field(default_factory=list)

    async def keep(self, state: str) -> None:
        """Switch, compare with a new screen, switch back, and note what is not as before."""
        await self.at_rest()
        screen = self.app.screen
        if not isinstance(screen, SpokenScreen) or not screen.speaks_to_clients or screen.is_too_small:
            return
        if isinstance(screen, LanguageNoticeScreen):
            return  # another language asks anew, or is spoken
        await self._take_told_away()
        before, held, typed = await self.at_rest(), self._held, self._typed
        if isinstance(screen, ClientScreen) and screen.is_under_words:
            return  # what is signed under other words begins with reading them
        now = self.app.language.code
        await self._speak("es" if now == "en" else "fr")
        switched = self.app.screen
        assert isinstance(switched, SpokenScreen)
        said, left = self._said, Left.on(switched)
        turned = [each.place[0] for each in self._turning]
        if typed != self._typed:
            self._lose(state, f"{typed} became {self._typed}")
        fresh = switched.again()
        self.app.kept_screens.show_instead(fresh)
        await self.at_rest()
        self._turn_to(turned)
        await self.at_rest()
        if said != self._said:
            self._lose(state, f"{said}\nwhere a new screen says\n{self._said}")
        as_it_was = fresh.again()
        as_it_was.left = left
        self.app.kept_screens.show_instead(as_it_was)
        await self.at_rest()
        await self._speak(now)
        after = await self.at_rest()
        if after != before:
            self._lose(state, f"{before}\nbecame\n{after}")
        if held != self._held:
            self._lose(state, f"the focus on {held} became one on {self._held}")
        self.clock.move(1.0)

    def _lose(self, state: str, what: str) -> None:
        self.lost.append(f"{self.screen} {state}: {what}")

    async def _speak(self, language: str) -> None:
        self.app.choose_language(language)
        await self.at_rest()

    async def _take_told_away(self) -> None:
        """Leave out what is said of a key that was pressed before: in another language it is gone."""
        for told in self.app.screen.query(InlineMessage):
            told.show("")
        await self.app.screen.query("#trouble").remove()

    @property
    def _turning(self) -> list[Pages | ReviewAnswers]:
        return [*self.app.screen.query(Pages), *self.app.screen.query(ReviewAnswers)]

    def _turn_to(self, turned: list[int]) -> None:
        for text, page in zip(self._turning, turned, strict=True):
            while text.place[0] != page and text.turn(1 if text.place[0] < page else -1):
                pass

    @property
    def _said(self) -> list[str]:
        """All that is in view but what somebody typed."""
        parts = [each for each in self.app.screen.query("*") if is_in_view(each)]
        said = [each.render().plain for each in parts if isinstance(each, Pages)]
        said += [str(each.content) for each in parts if isinstance(each, Static)]
        labels = [(each, each.label) for each in parts if isinstance(each, Action | Field)]
        return said + [label.upper() if isinstance(each, Key) else label for each, label in labels]

    @property
    def _typed(self) -> list[object]:
        screen = self.app.screen
        return [
            *[(each.value, each.cursor) for each in screen.query(Field)],
            *[(value, card.chosen) for cards in screen.query(Cards) for value, card in cards.by_value.items()],
        ]

    @property
    def _held(self) -> tuple[object, ...]:
        held = self.app.screen.focused
        return type(held), getattr(held, "id", None), getattr(held, "cursor", None)


@pytest.mark.thorough
@pytest.mark.parametrize("way", [pytest.param(way, id=way.__name__.removeprefix("test_")) for way in ways()])
@SIZES
async def test_another_language_loses_nothing_and_says_what_a_new_screen_says(
    demo_template: Path, tmp_path: Path, way: Callable[[Begin, tuple[int, int]], Awaitable[None]], size: tuple[int, int]
) -> None:
    lost: list[str] = []

    @asynccontextmanager
    async def begin(role: Role, size: tuple[int, int]) -> AsyncIterator[Walk]:
        async with walked(demo_template, tmp_path, None, role, size, kind=Switching) as walk:
            assert isinstance(walk, Switching)
            walk.lost = lost
            yield walk

    await way(begin, size)
    assert not lost, "\n\n".join(lost)


def test_a_screen_that_is_made_with_something_says_how_it_is_made_again() -> None:
    for kind in kinds():
        given = [each for each in signature(kind.__init__).parameters.values() if each.name != "self"]
        if any(each.default is each.empty for each in given):
            made_again = "again" in vars(kind) or getattr(kind, "is_under_words", False) or not kind.speaks_to_clients
            assert made_again, f"{kind.__name__}: switched to another language, it would not be made"


def kinds() -> Iterator[type[SpokenScreen]]:
    """Yield every kind of screen that speaks a client's language."""
    for name in SCREENS:
        screen_class(name)
    waiting = [SpokenScreen]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            yield kind
