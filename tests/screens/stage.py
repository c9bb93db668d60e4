"""A terminal of the demo clinic on a stage: real records, real screens, and a clock that goes on only when it is told to."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sized
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.clinic import Clinic
from kiosk.commands.parser import Role
from kiosk.core.language import ENGLISH
from kiosk.demo import DemoInfo, demo_clinic, demo_info
from screens.app import KioskApp
from screens.lockdown.one_tap_at_a_time import is_at_rest
from screens.looks import Look
from screens.palettes import Depth
from screens.widgets import Action, InlineMessage
from tests.screens.looking import check
from tests.screens.unpainted import Painted, unpainted

MORNING = datetime(2026, 11, 23, 10, 24, tzinfo=UTC)
"""A Monday."""
BEYOND_GUARD = 1.0
_A_HAIR = 1e-6


class HandClock:
    """Time that stands still until it is moved."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now
        self._seconds = 1000.0
        self.waiting: list[tuple[float, Callable[[], object]]] = []

    def now(self) -> datetime:
        """Return the moment it is set to."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds it was moved by."""
        return self._seconds

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)
        self._seconds += seconds

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        """Note what is to be done once so many seconds have passed; it waits for `Stage.rest`."""
        self.waiting.append((seconds, act))


class QuickPilot(Pilot[int]):
    """Waits until every widget has worked off its messages, instead of until the machine's processor is idle."""

    async def pause(self, delay: float | None = None) -> None:
        """Wait until nothing is under way."""
        await asyncio.sleep(delay or 0)
        for _ in range(200):
            await self._until_nothing_can_go_on()
            if not self.is_quiet:
                await self._wait_for_screen()
                continue
            self.app.screen._on_timer_update()
            if not self._ready and not self.app.screen._callbacks:
                return
        raise AssertionError(f"{type(self.app.screen).__name__} never came to rest")

    async def _until_nothing_can_go_on(self) -> None:
        """Wait until everything there is waits for a thread, for a clock, or for a hand."""
        for _ in range(10_000):
            if not self._ready:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"{type(self.app.screen).__name__} never came to rest")

    @property
    def _ready(self) -> Sized:
        """What the loop would do next, but for this task."""
        ready: Sized = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        return ready

    @property
    def is_quiet(self) -> bool:
        """Whether every widget waits for a message, and none is left."""
        nodes = [self.app, *self.app.screen.walk_children(with_self=True)]
        return all(is_at_rest(node) for node in nodes)

    async def resize_terminal(self, width: int, height: int) -> None:
        """Give the terminal another size, at once: Textual lets a moment pass, in case that it goes on changing."""
        await super().resize_terminal(width, height)
        self.app._check_resize()
        await self.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            driver = self.app._driver
            assert driver is not None
            driver.send_message(key_event(self.app, key))
            await self.pause()


def key_event(app: KioskApp, key: str) -> events.Key:
    """Return what the terminal reports for a key."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    event = events.Key(name, key if len(key) == 1 else {"space": " "}.get(key))
    event.set_sender(app)
    return event


@dataclass
class Stage:
    """The running application, and hands to use it with."""

    app: KioskApp
    pilot: QuickPilot
    clock: HandClock
    demo: DemoInfo
    looks: bool = True
    """Whether every moment of the test is looked at: contrast, size of what can be touched, nothing cut off."""
    looked_at: int = -1
    """How often anything had been painted when this was looked at last."""

    @property
    def clinic(self) -> Clinic:
        """The clinic behind it."""
        return self.app.clinic

    @property
    def screen(self) -> str:
        """The kind of screen in view."""
        return type(self.app.screen).__name__

    @property
    def text(self) -> str:
        """All that can be read on the screen."""
        return "\n".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """What stands in each row."""
        return ["".join(part.text for part in strip).rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def beside(self) -> str:
        """What is painted where a screen says what is wrong; empty if nothing is."""
        for said in self.app.screen.query(InlineMessage):
            if said.display:
                area, rows = said.region, self.lines[said.region.y : said.region.bottom]
                return " ".join(" ".join(row[area.x + 1 : area.right] for row in rows).split())
        return ""

    async def settle(self) -> None:
        """Let everything that is under way come to rest, and the guard of a new screen pass."""
        await self.pilot.pause()
        if self.looks and self.looked_at != Painted.times:
            self.look()
            self.looked_at = Painted.times
        self.clock.move(BEYOND_GUARD)

    def look(self) -> None:
        """Fail if anything in view is hard to read, hard to touch, cut off or not clean."""
        check(self.app)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, as slowly as a person."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type on a real keyboard."""
        await self.pilot.press(*text)
        await self.settle()

    async def burst(self, *keys: str) -> None:
        """Press keys faster than the screen works them off, as a scanner does."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            driver.send_message(key_event(self.app, key))
        await self.settle()

    async def drum(self, *widgets: Widget) -> None:
        """Touch one widget after the other faster than the screen works them off, as the terminal tells it."""
        driver = self.app._driver
        assert driver is not None
        for widget in widgets:
            x, y = widget.region.x + widget.region.width // 2, widget.region.y + widget.region.height // 2
            for kind in (events.MouseDown, events.MouseUp):
                event = kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
                event.set_sender(self.app)
                driver.send_message(event)
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste, as a terminal hands it on."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def tap(self, target: str | Widget) -> None:
        """Touch a widget, by selector or by the words on it; it must be there and not covered."""
        widget = self.find(target) if isinstance(target, str) else target
        assert await self.pilot.click(widget), f"{target} is covered on {self.screen}:\n{self.text}"
        await self.settle()

    async def tap_twice(self, target: str | Widget, at: tuple[int, int] | None = None) -> None:
        """Touch a widget, and at once once more, as who is used to a mouse does."""
        widget = self.find(target) if isinstance(target, str) else target
        for _ in range(2):
            assert await self.pilot.click(widget, offset=at or (widget.size.width // 2, widget.size.height // 2))
        await self.settle()

    def find(self, target: str) -> Widget:
        """Return the widget in view with this selector, or with exactly or at least these words."""
        screen = self.app.screen
        if target[:1] in "#.":
            return screen.query_one(target)
        actions = [action for action in screen.query(Action) if is_in_view(action)]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for action in actions:
                label = str(getattr(action, "label", ""))
                if fits(label, target):
                    return action
        raise AssertionError(f"nothing on {self.screen} says {target!r}:\n{self.text}")

    async def wait(self, holds: Callable[[], Any], what: str) -> None:
        """Wait for something that a thread or another message brings about."""
        for _ in range(400):
            if holds():
                await self.settle()
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"never saw {what}; the screen was {self.screen}:\n{self.text}")

    async def rest(self, seconds: float) -> None:
        """Let seconds pass without a touch, and what waits for them happen."""
        self.clock.move(seconds)
        left = [(wait - seconds, act) for wait, act in self.clock.waiting]
        self.clock.waiting = [(wait, act) for wait, act in left if wait > _A_HAIR]
        for wait, act in left:
            if wait <= _A_HAIR:
                act()
        await self.settle()

    async def tick(self, seconds: float) -> None:
        """Let seconds pass without a touch."""
        self.clock.move(seconds)
        self.app.tick()
        await self.settle()


def is_in_view(widget: Widget) -> bool:
    """Tell whether a widget is drawn."""
    return bool(
        widget.is_on_screen
        and widget.region.area
        and all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))
    )


def make_template(folder: Path) -> Path:
    """Make the demo clinic once; stages take copies of it."""
    demo_clinic(folder, HandClock(), time_zone="Europe/London")
    return folder


@asynccontextmanager
async def staged(
    template: Path,
    tmp_path: Path,
    *,
    size: tuple[int, int] = (80, 24),
    role: Role | None = "client",
    looks: bool = True,
    depth: Depth = Depth.ALL,
    look: Look | None = None,
    scale_file: str = "",
    language: str = ENGLISH,
) -> AsyncIterator[Stage]:
    """Open a copy of the clinic on a stage of `size` columns and rows."""
    folder = tmp_path / "clinic"
    shutil.copytree(template, folder)
    clock = HandClock()
    with Clinic.open(folder, clock=clock, terminal="Kiosk 1") as clinic:
        demo = demo_info(clinic)
        assert demo is not None
        app = KioskApp(clinic, role, demo, depth=depth, greys=False, scale_file=scale_file, after=clock.after)
        # As `App.run` has it: from Python 3.12 on, a screen is composed the moment it is named.
        asyncio.get_running_loop().set_task_factory(getattr(asyncio, "eager_task_factory", None))
        with unpainted():
            async with app.run_test(size=size):
                stage = Stage(app, QuickPilot(app), clock, demo, looks)
                if look is not None:
                    app.appearance.choose(look)
                await stage.settle()
                if language != ENGLISH:
                    app.choose_language(language)
                    await stage.settle()
                yield stage
