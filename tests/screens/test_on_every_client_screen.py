"""What holds on each screen that a client can come to: nothing is told by colour alone, and no key of the kiosk is silent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.checkin.texts import first_texts
from kiosk.commands.parser import Role
from kiosk.core.language import tr
from screens.client.review_answers import ReviewTile
from screens.help.cleaning_screen import CleaningScreen
from screens.help.countdown_screen import CountdownScreen
from screens.help.language_screen import LanguageScreen
from screens.minimum_size_screen import LEAST_ROWS
from screens.palettes import Depth
from screens.staff.staff_screen import StaffScreen
from screens.widgets import Action, Choice, Field, InlineMessage
from tests.screens.gallery import ways
from tests.screens.looking import faint, name, runs
from tests.screens.snapshots.walk import SIZES, Begin, Walk, walked
from tests.screens.stage import is_in_view

Cell = tuple[str, bool, bool, bool]
"""A sign, and whether it is bold, underlined and reversed: all that a terminal without colours has."""


@dataclass
class Uncoloured(Walk):
    """Goes where the kept texts come from, at a terminal without colours, and tries what is on each screen."""

    missing: list[str] = field(default_factory=list)

    async def keep(self, state: str) -> None:
        """Choose, focus and be told, and note what looks as before."""
        await self.at_rest()
        screen = self.app.screen
        missing = faint([*runs(screen._compositor.render_strips())], palette=self.app.appearance.palette)
        missing += [f"{name(each)} does not stand out" for each in self._quiet()]
        missing += [f"the digit of {name(each)}, which is typed into a field" for each in self._digits_that_type()]
        held = screen.focused
        for part in self._one_of_each_kind():
            screen.set_focus(None)
            missing += [f"the focus on {name(part)}"] * await self._looks_alike(
                part, lambda part=part: screen.set_focus(part, scroll_visible=False)
            )
            if isinstance(part, Choice):
                chosen = part.chosen
                missing += [f"the choice of {name(part)}"] * await self._looks_alike(
                    part, lambda part=part: setattr(part, "chosen", not part.chosen)
                )
                part.chosen = chosen
        screen.set_focus(held, scroll_visible=False)
        missing += [each async for each in self._silent_keys()]
        self.missing += [f"{self.screen} {state}: {each}" for each in missing]

    def _quiet(self) -> Iterator[Action | InlineMessage]:
        """Yield what should be noticed first and is neither bold nor reversed: the main action, what is said, an answer to look at."""
        for part in self.app.screen.query("*"):
            is_first = isinstance(part, ReviewTile) and part.answer.first
            is_main = isinstance(part, Action) and part.has_class("-main") and not part.disabled
            if is_in_view(part) and (is_first or is_main or isinstance(part, InlineMessage)):
                assert isinstance(part, Action | InlineMessage)
                if not any(bold or reverse for sign, bold, _, reverse in self._cells(part) if not sign.isspace()):
                    yield part

    def _digits_that_type(self) -> list[Choice]:
        """Return the cards with a digit beside a field: the digit would be typed, and choose nothing."""
        fields = [each for each in self.app.screen.query(Field) if is_in_view(each)]
        return [each for each in self.app.screen.query(Choice) if fields and is_in_view(each) and each.number]

    def _one_of_each_kind(self) -> list[Action | Field]:
        kinds: dict[tuple[object, ...], Action | Field] = {}
        for part in self.app.screen.query("*"):
            if isinstance(part, Action | Field) and part.can_focus and not part.disabled and is_in_view(part):
                kinds.setdefault((type(part), part.size, *sorted(part.classes)), part)
        return [*kinds.values()]

    async def _looks_alike(self, part: Action | Field, change: Callable[[], object]) -> bool:
        await self.pilot.pause()
        before = self._cells(part)
        change()
        await self.pilot.pause()
        return self._cells(part) == before

    def _cells(self, part: Action | Field | InlineMessage) -> list[Cell]:
        area = part.region
        return [
            (sign, *(bool(style and each) for each in (style.bold, style.underline, style.reverse)))
            for strip in self.app.screen._compositor.render_strips()[area.y : area.bottom]
            for text, style, _ in strip.crop(area.x, area.right)
            if style is not None
            for sign in text
        ]

    async def _silent_keys(self) -> AsyncIterator[str]:
        """Yield the keys of languages and speech, where they do and say nothing."""
        screen = self.app.screen
        if isinstance(screen, StaffScreen | CleaningScreen | CountdownScreen) or self.app.size.height < LEAST_ROWS:
            return  # staff read English; nothing that is pressed counts; any key says that somebody is here
        said = self.beside
        self.clock.move(1.0)  # beyond the guard of a screen that has just come
        if screen.speaks_to_clients and not isinstance(screen, LanguageScreen):
            await self.press("f2")
            if self.screen != "LanguageScreen":
                yield "f2 shows no languages"
            await self.press("f2")
        await self.press("f4")
        if not tr(first_texts.NO_SPEECH).startswith(self.beside[:30] or "nothing"):
            yield f"f4 says {self.beside!r}"
        for each in screen.query(InlineMessage):
            each.show(said)


@pytest.mark.thorough
@pytest.mark.parametrize("way", [pytest.param(way, id=way.__name__.removeprefix("test_")) for way in ways()])
@SIZES
async def test_nothing_is_told_by_colour_alone_and_no_key_is_silent(
    demo_template: Path, tmp_path: Path, way: Callable[[Begin, tuple[int, int]], Awaitable[None]], size: tuple[int, int]
) -> None:
    missing: list[str] = []

    @asynccontextmanager
    async def begin(role: Role, size: tuple[int, int]) -> AsyncIterator[Walk]:
        async with walked(demo_template, tmp_path, None, role, size, kind=Uncoloured, depth=Depth.NONE) as walk:
            assert isinstance(walk, Uncoloured)
            walk.missing = missing
            yield walk

    await way(begin, size)
    assert not missing, "\n".join(missing)
