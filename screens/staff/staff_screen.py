"""What every staff screen shares: actions with keys, a line that says what happened, live records, the lock after idling."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import events, on
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.screen import Screen, ScreenResultType
from textual.widgets import Static

from kiosk.core.errors import KioskError, StaleWrite
from screens.staff.call_shown import CallShown
from screens.widgets import RUB_OUT, Action, InlineMessage

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.people.staff import StaffMember

STAFF_CSS = Path(__file__).with_name("staff_screen.tcss")
LOOK_EVERY = 0.05
"""Seconds between two looks at whether the records changed; a look takes microseconds."""

AGAIN_SECONDS = 1.0
"""Seconds between two looks at records that could not be read."""

Answer = TypeVar("Answer")
_PREFIX = "do-"


def act(name: str, label: str, key: str = "", look: str = "-card") -> Action:
    """Return an action tile that calls the screen's `do_<name>`; `key` is a letter or digit that does the same."""
    return Action(label, id=f"{_PREFIX}{name}", key=key, classes=look)


class StaffScreen(CallShown[ScreenResultType], Generic[ScreenResultType]):
    """A screen for staff. Each action `name` has a coroutine `do_<name>`; a sentence says what goes wrong in it."""

    CSS_PATH: ClassVar[CSSPathType | None] = STAFF_CSS

    live = False
    """Whether the screen follows the records: then `draw_facts` is called when any process changed them."""
    locks = True
    """Whether idling locks this screen."""

    def __init__(self) -> None:
        super().__init__()
        self._busy = False
        self._drawing = asyncio.Lock()
        self._seen_version: int | None = None
        self._failed_at = 0.0

    @property
    def clinic(self) -> Clinic:
        return self.kiosk.clinic

    @property
    def member(self) -> StaffMember:
        member = self.kiosk.staff
        assert member is not None  # noqa: S101 - staff screens open after sign-in only
        return member

    def compose_below(self) -> ComposeResult:
        """Leave a line between body and foot for what is to be said."""
        yield Static("", id="say", markup=False)

    @on(events.Mount)
    def _follow(self) -> None:
        if self.live:
            self.set_interval(LOOK_EVERY, self.look)

    # -- saying ----------------------------------------------------------------------------------------------------

    def say(self, sentence: str, *, good: bool = False) -> None:
        """Say one sentence above the foot, until the next; or beside what is typed, until something else is."""
        for beside in self.query(InlineMessage):
            beside.show(sentence, good=good)
            return
        line = self.query_one("#say", Static)
        line.update(sentence)
        line.set_class(bool(sentence), "-shown")
        line.set_class(good, "-good")

    # -- doing -----------------------------------------------------------------------------------------------------

    def actions(self) -> Iterable[Action]:
        """Return the actions that can be pressed now."""
        return (action for action in self.query(Action) if action.display and not action.disabled)

    def actions_with_keys(self) -> Iterable[Action]:
        """Return the actions whose keys work: those that can be pressed, then those that a narrow foot has no room for."""
        yield from self.actions()
        if self.has_class("-narrow"):
            yield from (each for each in self.query(Action).filter(".roomy").exclude(".-gone") if not each.disabled)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._busy

    def do(self, name: str) -> None:
        """Run `do_<name>`, unless something is being done already."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._run(self.doing(name)), name=name, group="do")

    def doing(self, name: str) -> Callable[[], Awaitable[None]]:
        """Return what an action does: `do_<name>`."""
        return cast("Callable[[], Awaitable[None]]", getattr(self, f"do_{name}"))

    async def _run(self, doing: Callable[[], Awaitable[None]]) -> None:
        try:
            self.say("")
            await doing()
        except StaleWrite as error:
            await self.refresh_facts()
            self.say(error.sentence)
        except KioskError as error:
            self.say(error.sentence)
        finally:
            self._busy = False

    async def ask(self, screen: Screen[Answer]) -> Answer | None:
        """Show a screen that answers something, and wait for the answer; None if it was left."""
        return await self.app.push_screen_wait(screen)

    @on(Action.Pressed)
    def _act_pressed(self, event: Action.Pressed) -> None:
        bears = event.action.id or ""
        if bears.startswith(_PREFIX):
            event.stop()
            self.do(bears.removeprefix(_PREFIX))

    def choose(self, digit: int) -> None:
        """Press the action that bears the digit."""
        self._press(str(digit))

    def on_key(self, event: events.Key) -> None:
        """Press the action that bears the letter."""
        if event.character and not event.character.isdigit() and self._press(event.character):
            event.stop()

    def _press(self, character: str) -> bool:
        for action in self.actions_with_keys():
            if action.key and action.key.casefold() == character.casefold():
                if action.display:
                    action.press()
                else:
                    self.do((action.id or "").removeprefix(_PREFIX))
                return True
        return False

    # -- following the records -------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Show newer facts if the records changed since the last look."""
        now = self.kiosk.clock.monotonic()
        if self.app.screen is not self or self._busy or (self._failed_at and now - self._failed_at < AGAIN_SECONDS):
            return
        try:
            version = self.clinic.daybook().version()
        except KioskError as error:
            self.say(error.sentence)
            return
        if version != self._seen_version:
            self._seen_version = version
            await self._refresh_safely()

    @on(events.ScreenResume)
    async def _look_at_once(self) -> None:
        if self.live and self.is_mounted:
            await self.look()

    async def _refresh_safely(self) -> None:
        if self.kiosk.staff is None:
            return  # signed out: this screen is on its way out, too
        try:
            await self.refresh_facts()
        except KioskError as error:
            self._seen_version, self._failed_at = None, self.kiosk.clock.monotonic()
            self.say(error.sentence)
        else:
            if self._failed_at:
                self._failed_at = 0.0
                self.say("")

    async def refresh_facts(self) -> None:
        """Show the facts as they are in the records now; one drawing at a time, whoever asks for it."""
        async with self._drawing:
            await self.draw_facts()

    async def draw_facts(self) -> None:
        """Read the records and show them; answered by screens that follow the records."""

    # -- locking ---------------------------------------------------------------------------------------------------

    def tick(self, idle: float) -> None:
        """Lock after idling."""
        if self.locks and self.kiosk.staff and idle >= self.clinic.settings.staff_idle_seconds:
            self.lock_now()

    def lock_now(self) -> None:
        """Cover everything until the same person's PIN is typed, or they sign out."""
        self.kiosk.lock()

    async def do_lock(self) -> None:
        self.lock_now()

    def action_help(self) -> None:
        """Say what can be done here."""
        self.kiosk.show_page("Help", self.help_lines())

    def help_lines(self) -> list[str]:
        """Return what this screen is for and which keys work on it."""
        keys = dict.fromkeys(f"{action.key}   {action.label}" for action in self.actions_with_keys() if action.key)
        return [
            "Everything can be touched, clicked, or done by keyboard: Tab and the arrows move, Enter opens, Escape goes back.",
            *keys,
        ]


class PadScreen(StaffScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen with a number pad: messages are beside what is typed, and the foot rubs out where the pad has no key for it."""

    go_label = "Continue ›"

    def compose_below(self) -> ComposeResult:
        """Give nothing: messages are beside what is typed."""
        yield from ()

    def compose_foot(self) -> ComposeResult:
        """Give Back, the rub-out, and on."""
        yield self.foot(go=self.go_label, help=None, left=(act("rub", RUB_OUT, look="-plain rub-out"),))

    def rub_out(self) -> None:
        """Take the last digit away."""
        raise NotImplementedError

    async def do_rub(self) -> None:
        """Take the last digit away."""
        self.rub_out()


def doubt_now(clinic: Clinic) -> str | None:
    """Return the doubt about the date, or None while the records cannot be asked."""
    try:
        return clinic.clock_doubt()
    except KioskError:
        return None


def leave_if_idle(screen: StaffScreen[Any], idle: float) -> None:
    """Close a sign-in that was left open where clients come: a client below it is asked then whether they are still there."""
    kiosk = screen.kiosk
    if kiosk.staff is None and kiosk.role in (None, "client") and idle >= kiosk.patience():
        screen.dismiss(None)
