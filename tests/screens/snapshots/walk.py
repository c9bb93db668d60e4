"""A walk through the product on the demo clinic's day that keeps, in passing, the text of each screen it comes to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.terminal import disable_color
from textual.screen import Screen
from textual.widget import Widget

from kiosk.clinic import Clinic
from kiosk.commands.parser import Role
from kiosk.demo import demo_info
from screens.app import KioskApp
from screens.looks import Look
from screens.palettes import Depth
from screens.staff.day_list import DayList
from screens.staff.staff_screen import StaffScreen
from screens.widgets import Action
from screens.widgets.pages import Pages
from tests.screens.looking import cut_details, out_of_reach
from tests.screens.staff.terminal import StaffStage
from tests.screens.stage import HandClock, QuickPilot, Stage
from tests.screens.unpainted import unpainted

Begin = Callable[[Role, tuple[int, int]], AbstractAsyncContextManager["Walk"]]
SIZES = pytest.mark.parametrize(
    "size", [pytest.param((40, 12), marks=pytest.mark.thorough), (80, 24)], ids=["40x12", "80x24"]
)
FOLDER = "/demo/folder"


class StillClock(HandClock):
    """A day on which it stays 10:24, whatever the seconds are that somebody waits."""

    def move(self, seconds: float) -> None:
        """Let somebody wait."""
        self._seconds += seconds

    def jump(self, **span: int) -> None:
        """Go on to another time."""
        monotonic = self._seconds
        super().move(timedelta(**span).total_seconds())
        self._seconds = monotonic


@dataclass
class Walk(StaffStage):
    """A terminal with somebody at it."""

    snapshot: SnapshotAssertion | None = None
    differences: list[str] = field(default_factory=list)

    async def settle(self) -> None:
        """Let what is under way come to rest, and the guard of a new screen pass."""
        await self.pilot.pause()
        self.clock.move(1.0)

    # -- keeping what is seen ----------------------------------------------------------------------------------------

    async def see(self, screen: str, state: str = "", *, said: bool = False) -> None:
        """Wait for a screen, one that says something if `said`, and keep its text under its name and the state it is in."""

        def is_there() -> bool:
            is_busy = getattr(self.app.screen, "_busy", False)
            return self.screen == screen and not is_busy and (self._is_said or not said)

        await self.wait(is_there, f"{screen} {state}{' say something' if said else ''}")
        await self.keep(state)
        self.clock.move(1.0)

    async def keep(self, state: str) -> None:
        """Compare the text of the screen with what is kept of it."""
        text = await self.at_rest()
        assert self.snapshot is not None
        name = f"{screen_name(type(self.app.screen))}{state and f', {state}'}"
        kept = self.snapshot(name=name)
        if text != kept:
            with disable_color():
                self.differences.append("\n".join((name, *kept.get_assert_diff())))
        if problems := [*out_of_reach(self.app), *cut_details(self.app)]:
            self.differences.append("\n".join((name, *problems)))

    @property
    def _is_said(self) -> bool:
        return bool(self.beside or self.app.screen.query("#say.-shown, #trouble, #enlarge"))

    async def at_rest(self) -> str:
        """Return the text once it stays as it is."""
        text = ""
        await self.pilot.pause()
        while text != (text := self.text):
            screen = self.app.screen
            if isinstance(screen, StaffScreen) and screen.live:
                await screen.refresh_facts()
            self.app.tick()
            await self.pilot.pause()
        return text.replace(str(self.clinic.folder), FOLDER)

    def compare(self) -> None:
        """Fail if any text differs from what is kept, or anything is out of reach or cut, and name its screen."""
        if self.differences:
            pytest.fail("\n\n".join(self.differences), pytrace=False)

    # -- hands -------------------------------------------------------------------------------------------------------

    async def tap(self, target: str | Widget) -> None:
        """Press what says this; that it can be reached with a finger is shown elsewhere."""
        action = self.find(target) if isinstance(target, str) else target
        assert isinstance(action, Action)
        action.press()
        await self.settle()

    async def turn(self, state: str) -> None:
        """Turn to the next page where there is one, and keep its text."""
        is_read = all(text.at_end for text in self.app.screen.query(Pages))
        further = self.app.screen.query("#more.-shown" if is_read else "#go")
        if further:
            await self.tap(further.first())
            await self.see(self.screen, state)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, on a screen that was seen."""
        await Stage.press(self, *keys)

    async def type(self, text: str) -> None:
        """Type in one go."""
        await self.burst(*text)

    async def retype(self, text: str) -> None:
        """Type, in the place of what stands there."""
        fields = self.app.screen.query("DateFields") or self.app.screen.query("Field")
        fields.first().clear()  # type: ignore[attr-defined]
        await self.type(text)

    async def sign(self, who: str = "") -> None:
        """Type the PIN of a member of staff and wait until it has been checked."""
        await self.wait(lambda: self.screen == "PinScreen", "the PIN pad")
        pad = self.app.screen
        if pad.has_class("-short") and pad.has_class("-reads"):
            await self.press("enter")
        await self.type(self.demo.pins[who])
        await self.press("enter")
        await self.wait(lambda: self.app.screen is not pad, "the PIN checked")
        await self.settle()

    async def sign_in(self, who: str) -> None:
        """Sign in at a terminal of staff."""
        member = self.clinic.staff.check_pin(who, self.demo.pins[who], terminal=self.clinic.terminal)
        self.app.open_staff_home(member)
        await self.wait(lambda: self.screen in ("BoardScreen", "DayScreen"), "the home of staff")
        await self.settle()

    async def open(self, name: str) -> None:
        """Open a client's visit from the list of the day."""
        day = self.app.screen
        lines = day.query_one(DayList).options
        visit_id = next(line.id for line in lines if line.id and name in str(line.prompt))
        await day.open_visit(visit_id)  # type: ignore[attr-defined]
        await self.wait(lambda: self.app.screen is not day, name)
        await self.settle()

    async def back(self, home: str) -> None:
        """Press Escape until this screen is in view."""
        while self.screen != home:
            screen = self.app.screen
            await self.press("escape")
            await self.wait(lambda screen=screen: self.app.screen is not screen, home)  # type: ignore[misc]
            await self.wait(lambda: not (self.screen == home and getattr(self.app.screen, "is_busy", False)), home)


def screen_name(kind: type[Screen[Any]]) -> str:
    """Return what a screen's texts are kept under: its part of the product, and its class."""
    return f"{kind.__module__.split('.')[1]} {kind.__name__}"


@asynccontextmanager
async def walked(
    template: Path,
    tmp_path: Path,
    snapshot: SnapshotAssertion | None,
    role: Role,
    size: tuple[int, int],
    *,
    kind: type[Walk] | None = None,
    look: Look | None = None,
    depth: Depth = Depth.ALL,
) -> AsyncIterator[Walk]:
    """Open a terminal of the demo clinic, and compare at the end what was seen on it."""
    folder, clock = Path(copytree(template, tmp_path / "clinic")), StillClock()
    with Clinic.open(folder, clock=clock, terminal="Kiosk 1") as clinic:
        app = KioskApp(clinic, role, demo_info(clinic), depth=depth, after=clock.after)
        app.animation_level = "none"
        with unpainted():
            async with app.run_test(size=size):
                if look is not None:
                    app.appearance.choose(look)
                walk = (kind or Walk)(app, QuickPilot(app), clock, app.demo, looks=False, snapshot=snapshot)
                await walk.settle()
                yield walk
    walk.compare()
