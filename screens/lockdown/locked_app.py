"""An application without a way out but the one we give it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Generic

from rich.console import RenderableType
from rich.segment import Segment, Segments
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, ReturnType
from textual.binding import BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import AwaitMount

from kiosk.core.clock import Clock
from kiosk.core.supervised import is_supervised
from screens.lockdown.driver import FAULTS, KioskDriver
from screens.lockdown.excepthook import describe
from screens.lockdown.locked_screen import LockedScreen
from screens.lockdown.no_break import keep_no_break_spaces
from screens.lockdown.one_tap_at_a_time import TurnsOfKeys, come_to_rest
from screens.terminal import paint_nowhere, wipe

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

IGNORED = frozenset(
    {
        signal.SIGTSTP,
        signal.SIGTTIN,
        signal.SIGTTOU,
        signal.SIGCONT,
        signal.SIGUSR1,
        signal.SIGUSR2,
        signal.SIGPIPE,
        signal.SIGXFSZ,
    }
)
OF_OTHERS = frozenset({signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH})
"""What can't be caught, and what means nothing to a kiosk or has its handler."""
ENDED_BY = signal.valid_signals() - FAULTS - IGNORED - OF_OTHERS


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
        self._was_left = self._has_painted = False
        keep_no_break_spaces()
        super().__init__(driver_class=KioskDriver, watch_css=False)
        self._turns = TurnsOfKeys(self)

    # -- input -----------------------------------------------------------------------------------------------------

    def takes_text(self) -> bool:
        """Tell whether a screen, or what has the focus on it, collects what is typed."""
        screen = self._screen_stack[-1] if self._screen_stack else None
        return any(getattr(place, "takes_text", False) for place in (screen, screen and screen.focused))

    def lose_input(self) -> None:
        """End: the terminal is gone, with or without a signal to say so."""
        self._end_by_signal(signal.SIGHUP)

    def fail(self, error: Exception) -> None:
        """End, as after any error: one in a thread would be lost."""
        self._handle_exception(error)

    # -- screens ---------------------------------------------------------------------------------------------------

    def screen_appeared(self) -> None:
        """Be called each time a screen has come into view, or shows something new; it takes no keys for a moment."""

    def painted(self) -> None:
        """Be called once a screen of ours has been painted for the first time."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        if not self._has_painted and isinstance(screen, LockedScreen) and screen.children:
            self._has_painted = True
            self.call_later(self.painted)

    def _get_screen(self, screen: Screen[Any] | str) -> tuple[Screen[Any], AwaitMount]:
        """Read its styles before its parts come: from Python 3.12 on they come at once, and would be styled without them."""
        self._load_screen_css(self.get_screen(screen))
        return super()._get_screen(screen)

    def put_in_view(self, screen: LockedScreen[Any]) -> None:
        """Show a screen that is whole already instead of the one in view; `switch_screen` paints it all once more, a moment later."""
        self.capture_mouse(None)
        left = self._screen_stack.pop()
        left._pop_result_callback()  # noqa: SLF001
        self._screen_stack.append(screen)
        screen._push_result_callback(screen, None)  # noqa: SLF001
        screen.stack_updates += 1
        self.screen_change_signal.publish(screen)
        left.post_message(events.ScreenSuspend())
        if not self.is_screen_installed(left):
            self.call_later(left.remove)

    def mount_unseen(self, screen: Screen[Any]) -> None:
        """Put on a screen everything it shows, each part in its place and painted to nowhere: its first frame costs what all others do."""
        self._get_screen(screen)
        screen.call_later(self._lay_out_unseen, screen)

    def _lay_out_unseen(self, screen: Screen[Any]) -> None:
        if screen.is_attached and not screen.is_current:
            screen._refresh_layout(self.size)  # noqa: SLF001
            screen.call_later(self._paint_unseen, screen)

    def _paint_unseen(self, screen: Screen[Any]) -> None:
        if screen.is_attached and not screen.is_current:
            update = screen._compositor.render_update(full=True)  # noqa: SLF001
            if isinstance(update, CompositorUpdate):
                update.render_segments(self.console)

    # -- keys and actions ------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Lets keys and pastes through to a screen only once it accepts them; a focused widget would get them first.

        A key that no widget took comes back to act on the screen in view, which may be another one by then. One tap, and one
        key, is worked off before the next.
        """
        used: DOMNode | None = None
        if isinstance(event, events.MouseEvent) and self._turns.are_taken and self._turns.waits(event):
            return
        if isinstance(event, events.Key | events.Paste):
            if not event.is_forwarded and self._turns.waits(event):
                return
            screen = self.screen
            if isinstance(screen, LockedScreen) and not screen.accepts_input():
                return
            if not event.is_forwarded:
                self.note_keyboard()
                used = self.focused or screen
        await super().on_event(event)
        if isinstance(event, events.MouseUp):
            used = self._mouse_down_widget
        if used is not None:
            # What a touched key types goes to the field with the focus, which tells it on by itself.
            told = dict.fromkeys([*used.ancestors_with_self, *(self.focused or used).ancestors_with_self])
            await come_to_rest(node for node in told if node is not self)

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
        return None

    def deliver_text(self, *_: object, **__: object) -> str | None:
        return None

    def deliver_binary(self, *_: object, **__: object) -> str | None:
        return None

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: no OSC 52 reaches the terminal."""

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the pointer as it is: one command less that a terminal may take for another."""

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
        for number in ENDED_BY:
            loop.add_signal_handler(number, self._end_by_signal, number)
        for number in IGNORED:
            signal.signal(number, signal.SIG_IGN)

        def wait_for_fault() -> None:
            # A handler would return to the fault and run into it again, for ever. Blocked, a real fault ends the process
            # at once, and one that was sent arrives here.
            number = signal.sigwait(FAULTS)
            loop.call_soon_threadsafe(self._end_by_signal, number)

        threading.Thread(target=wait_for_fault, name="faults", daemon=True).start()

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

    def leave(self) -> None:
        """End because somebody who may said so: the one end that is no failure."""
        self._was_left = True
        self.exit()

    @property
    def status(self) -> int:
        """The exit status: 0 if the application was left, and nothing else."""
        return 0 if self._was_left and not self._return_code else self._return_code or 1

    @property
    def error(self) -> BaseException | None:
        """What nobody foresaw and ended the application, if anything did."""
        return self._exception

    def panic(self, *_: RenderableType) -> None:
        """End as after any error, and print nothing of it."""
        self._return_code = 1
        self._fatal_error()

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
        if not is_supervised():
            self._exit_renderables.append(Segments([Segment(describe(self._exception or sys.exc_info()[1]))]))
        self._close_messages_no_wait()


def _nothing(_data: str) -> None:
    """Paint nowhere."""
