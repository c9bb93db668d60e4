"""A staff terminal of a real clinic on a stage, beside a second connection on which everybody else works."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from textual.widget import Widget

from kiosk.commands.parser import Role
from kiosk.people.staff import StaffMember
from screens.app import KioskApp
from screens.looks import Look
from screens.palettes import Depth
from screens.staff.day_list import DayList
from screens.widgets import Action, Choice
from tests.kiosk.conftest import PINS, FixedClock, House, open_clinic, people
from tests.screens.looking import cut_labels, faint, faint_elsewhere, hidden_signs, in_view, melted, rows, runs
from tests.screens.sizes import BIG, PROMISED, SMALLEST
from tests.screens.stage import QuickPilot, Stage
from tests.screens.unpainted import unpainted

PATIENCE_SECONDS = 60


class MovingClock(FixedClock):
    """The clinic's clock, as the stage moves it."""

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.forward(seconds=seconds)


@dataclass
class StaffStage(Stage):
    """A staff terminal, with everybody else in `house`, on another connection to the same records."""

    house: House | None = None

    def look(self) -> None:
        """Fail if anything in view is hard to read, too small to touch, or steers the terminal."""
        look(self)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, as slowly as a person."""
        for key in keys:
            await self.settle()
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type on a real keyboard."""
        await self.settle()
        await super().type(text)

    async def tap(self, target: str | Widget) -> None:
        """Touch a widget; it must be there and not covered."""
        await self.settle()
        await super().tap(target)

    async def tick(self, seconds: float) -> None:
        """Let seconds pass without a touch."""
        await self.settle()
        await super().tick(seconds)

    async def wait(self, holds: Callable[[], Any], what: str) -> None:
        """Wait for what a thread, a timer or another terminal brings about."""
        until = monotonic() + PATIENCE_SECONDS
        while not holds():
            assert monotonic() < until, f"never saw {what}; the screen was {self.screen}:\n{self.text}"
            await self.pilot.pause(0.005)

    async def touch_line(self, words: str) -> None:
        """Touch the line of the day that holds these words, wherever it is."""
        await self.until_line(words)
        lines = self.app.screen.query_one(DayList)
        at = next(number for number, line in enumerate(self.lines) if words in line and number >= lines.region.y)
        assert await self.pilot.click(lines, offset=(9, at - lines.region.y)), f"{words!r} is covered"
        await self.settle()

    async def open_line(self, words: str) -> None:
        """Choose the line that holds these words by keys, and open it."""
        await self.until_line(words)
        lines = self.app.screen.query_one(DayList)
        await self.press("home")
        for _ in range(lines.option_count):
            if lines.row is not None and words in lines.row.name:
                break
            await self.press("down")
        await self.press("enter")

    async def until_line(self, words: str) -> None:
        """Wait until a line of the day, in view or not, holds these words."""

        def there() -> bool:
            found = self.app.screen.query(DayList)
            return bool(found) and any(words in row.name for row in found.first().rows)

        await self.wait(there, f"a line {words!r}")
        await self.settle()

    async def until(self, words: str) -> None:
        """Wait until the words stand on the screen."""
        await self.wait(lambda: words in self.text, repr(words))
        await self.settle()

    async def until_said(self, words: str) -> None:
        """Wait until the words stand beside what is typed."""
        await self.wait(lambda: words in self.beside, repr(words))
        await self.settle()

    async def pick(self, words: str) -> None:
        """Touch the card that says this."""
        await self.until_choice(words)
        for _ in range(12):
            found = [each for each in self.app.screen.query(Choice) if each.label.startswith(words)]
            if found and found[0].has_class("-shown"):
                await self.tap(found[0])
                return
            await self.tap("#more")
        raise AssertionError(f"no card says {words!r}:\n{self.text}")

    async def until_choice(self, words: str) -> None:
        """Wait for a card, on whichever page."""

        def there() -> bool:
            return any(each.label.startswith(words) for each in self.app.screen.query(Choice))

        await self.wait(there, f"a card {words!r}")
        await self.settle()

    async def sign(self, who: str = "roca") -> None:
        """Type the PIN and wait until it has been checked."""
        await self.wait(lambda: self.screen == "PinScreen", "the PIN pad")
        pad = self.app.screen
        if self.text.count("PIN ›"):
            await self.press("enter")
        await self.type(PINS[who])
        await self.press("enter")
        await self.wait(lambda: self.app.screen is not pad, "the PIN checked")
        await self.settle()


def look(stage: Stage) -> None:
    """Fail if anything on a staff screen is hard to read, too small to touch, or steers the terminal."""
    app = stage.app
    small = [
        f"{type(widget).__name__} {widget.size.width}x{widget.size.height}"
        for widget in in_view(app)
        if isinstance(widget, Action)
        and widget.region.area
        and (widget.outer_size.width < 7 or widget.outer_size.height < 3)
    ]
    written = [*runs(app.screen._compositor.render_strips())]
    problems = [
        *faint(written, palette=app.appearance.palette),
        *faint_elsewhere(written, app.appearance.palette),
        *melted(written, app.appearance.palette),
        *hidden_signs(written),
        *small,
    ]
    if app.size.width >= PROMISED[0]:
        problems += cut_labels(in_view(app))
    assert not problems, f"{stage.screen}: {'; '.join(problems[:4])}\n" + "\n".join(rows(app))


@asynccontextmanager
async def staff_stage(
    house: House,
    member: StaffMember | None,
    *,
    role: Role = "reception",
    size: tuple[int, int] = PROMISED,
    depth: Depth = Depth.ALL,
    look: Look | None = None,
) -> AsyncIterator[StaffStage]:
    """Open a terminal of the house's clinic, where `member` is signed in; None leaves it at the sign-in."""
    clock = house.clock
    assert isinstance(clock, MovingClock)
    with open_clinic(house.folder.parent, clock, "desk") as clinic:
        app = KioskApp(clinic, role, depth=depth, greys=False)
        with unpainted():
            async with app.run_test(size=size):
                stage = StaffStage(app, QuickPilot(app), clock, None, house=house)  # type: ignore[arg-type]
                if look is not None:
                    app.appearance.choose(look)
                await stage.pilot.pause()
                if member is not None:
                    app.open_staff_home(member)
                    await stage.wait(lambda: stage.screen in ("BoardScreen", "DayScreen"), "the home of staff")
                await stage.settle()
                yield stage


__all__ = ["BIG", "PINS", "PROMISED", "SMALLEST", "MovingClock", "StaffStage", "look", "people", "staff_stage"]
