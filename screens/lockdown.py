"""Every override of Textual's internals, in one place: what a kiosk in a public room must not do.

Each of these leans on how Textual 8.2.8 works inside, which is why that version is pinned exactly and each has a test.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePath
from types import FrameType, TracebackType
from typing import Any, ClassVar, Generic

from rich.segment import Segment, Segments
from textual import events
from textual.app import App, ReturnType
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen, ScreenResultType

from kiosk.clock import Clock
from kiosk.quiet import tell_by
from screens.terminal import paint_nowhere, wipe

GUARD_SECONDS = 0.4
"""How long a screen ignores taps and keys after it appeared: the second half of a double tap is for nobody."""

SWITCHED_OFF = frozenset(
    {
        "add_class",
        "bell",
        "change_theme",
        "command_palette",
        "copy",
        "copy_text",
        "cut",
        "dismiss",
        "help_quit",
        "hide_help_panel",
        "maximize",
        "minimize",
        "notify",
        "open_url",
        "paste",
        "pop_screen",
        "push_screen",
        "quit",
        "remove_class",
        "screenshot",
        "set_theme",
        "show_help_panel",
        "simulate_key",
        "suspend_process",
        "switch_mode",
        "switch_screen",
        "toggle_class",
        "toggle_dark",
        "toggle_maximize",
    }
)
"""Names of actions that no key, no markup and no link may run, on whatever they are called."""

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
_IGNORED = (signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2)
_INPUT = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseUp,
    events.MouseScrollDown,
    events.MouseScrollUp,
    events.Click,
)


class LockedScreen(Screen[ScreenResultType], Generic[ScreenResultType], inherit_bindings=False):
    """A screen that can't be left, copied from or answered by accident."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down,right", "app.focus_next", show=False),
        Binding("shift+tab,up,left", "app.focus_previous", show=False),
    ]
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    AUTO_FOCUS = ""

    _appeared: float | None = None

    def appeared(self) -> None:
        """Begins the time in which taps and keys are ignored; also called when a screen shows something new."""
        self._appeared = None
        self.call_after_refresh(self._note_appearance)

    def accepts_input(self) -> bool:
        """Tell whether the screen accepts taps and keys: once it has been in view for `GUARD_SECONDS`."""
        return self._appeared is not None and self._clock().monotonic() - self._appeared >= GUARD_SECONDS

    def _clock(self) -> Clock:
        app = self.app
        assert isinstance(app, LockedApp)  # noqa: S101
        return app.clock

    def _note_appearance(self) -> None:
        self._appeared = self._clock().monotonic()

    def on_screen_resume(self) -> None:
        """Every way to come into view begins the guard: pushed, uncovered, switched to."""
        self.appeared()

    def _forward_event(self, event: events.Event) -> None:
        if isinstance(event, _INPUT) and not self.accepts_input():
            return
        if isinstance(event, events.MouseDown | events.Click):
            self.noticed()
        super()._forward_event(event)

    def noticed(self) -> None:
        """Be called at each tap that is let through."""


class LockedApp(App[ReturnType], Generic[ReturnType], inherit_bindings=False):
    """An application without a way out but the one we give it."""

    BINDINGS: ClassVar[list[BindingType]] = []
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = set()
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    ENABLE_SELECT_AUTO_SCROLL = False
    TITLE = ""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        super().__init__(watch_css=False)

    # -- keys and actions ------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Lets keys and pastes through to a screen only once it accepts them; a focused widget would get them first."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            screen = self.screen
            if isinstance(screen, LockedScreen) and not screen.accepts_input():
                return
            self.note_keyboard()
        await super().on_event(event)

    def note_keyboard(self) -> None:
        """Be called at each key that is let through."""

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        if action_name in SWITCHED_OFF:
            return False
        return await super()._dispatch_action(namespace, action_name, params)

    async def action_quit(self) -> None:
        """Do nothing: a kiosk is left through staff sign-in."""

    async def action_back(self) -> None:
        """Do nothing: which screen comes back is for our screens to say."""

    def action_help_quit(self) -> None:
        """Do nothing."""

    def action_suspend_process(self) -> None:
        """Do nothing."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Do nothing."""

    def action_command_palette(self) -> None:
        """Do nothing."""

    # -- ways out of the process -----------------------------------------------------------------------------------

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Never hands the terminal over."""
        yield

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Write no file; `export_screenshot` still gives the picture to a caller in this process."""
        return ""

    def deliver_screenshot(self, *_: object, **__: object) -> str | None:
        """Deliver nothing."""
        return None

    def deliver_text(self, *_: object, **__: object) -> str | None:
        """Deliver nothing."""
        return None

    def deliver_binary(self, *_: object, **__: object) -> str | None:
        """Deliver nothing."""
        return None

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: no OSC 52 reaches the terminal."""

    @property
    def clipboard(self) -> str:
        """Always empty."""
        return ""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open nothing."""

    def bell(self) -> None:
        """Stays silent: a bell in a waiting room points at somebody."""

    # -- the end ---------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Take the signals over once the driver has set its own."""
        if not self.is_headless:
            self._take_signals()

    def _take_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self._end_by_signal, number)
        for number in _IGNORED:
            signal.signal(number, signal.SIG_IGN)

    def _end_by_signal(self, number: int) -> None:
        if number == signal.SIGHUP:
            self._let_go_of_terminal()
        self.leaving()
        self.exit(return_code=128 + number)

    def notice_hang_up(self) -> None:
        """End if the terminal went away without a word: what paints to it has stopped, and would soon block everything."""
        writer = getattr(self._driver, "_writer_thread", None)
        if writer is not None and not writer.is_alive():
            self._end_by_signal(signal.SIGHUP)

    def _let_go_of_terminal(self) -> None:
        """Wipe the screen if there still is one, and paint nothing more.

        A queue that nobody empties would hold the process, and what is on its screens, for ever.
        """
        driver: Any = self._driver
        if driver is None or self.is_headless:
            return
        driver.write = _nothing
        driver._writer_thread = None  # noqa: SLF001
        with suppress(OSError, ValueError, AttributeError):
            terminal = os.dup(sys.__stderr__.fileno())  # type: ignore[union-attr]
            paint_nowhere()
            wipe(terminal, driver.attrs_before)

    def leaving(self) -> None:
        """Be called once before a signal ends the application, to put away what is open."""

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End with the kind and the place of the error: no local variables, no message, nobody's data."""
        self._exit_renderables.clear()
        self._exit_renderables.append(Segments([Segment(describe(self._exception or sys.exc_info()[1]))]))
        self._close_messages_no_wait()


def _nothing(_data: str) -> None:
    """Paint nowhere."""


def describe(error: BaseException | None) -> str:
    """Return an error as kind and places, one a line, innermost first; never its message, which may hold personal data."""
    if error is None:
        return "The kiosk stopped.\n"
    lines = [f"The kiosk stopped: {type(error).__name__}"]
    trace: TracebackType | None = error.__traceback__
    places: list[str] = []
    while trace is not None:
        frame: FrameType = trace.tb_frame
        places.append(f"  at {PurePath(frame.f_code.co_filename).name}:{trace.tb_lineno} in {frame.f_code.co_name}")
        trace = trace.tb_next
    return "\n".join([*lines, *reversed(places)]) + "\n"


def install_quiet_excepthook() -> None:
    """Tell an error outside the application as `describe` does, too."""

    def tell(error: BaseException) -> None:
        sys.stderr.write(describe(error))

    tell_by(tell)
