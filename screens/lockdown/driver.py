"""The terminal's driver: what is read passes through `input_filter` and `scanner_filter` before Textual's parser sees a byte of it."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from typing import Any, Protocol, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from kiosk.core.clock import Clock
from screens.lockdown.input_filter import Held, Size, filter_input, give_up
from screens.lockdown.scanner_filter import QUIET_SECONDS, Strokes, settle, weigh

_READ = 1 << 16
_LOOK_FOR_END = 0.1
_NOBODY_SAID = Size(80, 24)
_CLEAR = "\x1b[0m\x1b[H\x1b[2J"


FAULTS = frozenset({signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGTRAP, signal.SIGSYS})
"""Signals of a fault in the process itself, which ends it at once; but anybody may send them."""


class Listener(Protocol):
    """What an application gives its driver, and is told by it."""

    clock: Clock

    def takes_text(self) -> bool:
        """Tell whether what is typed is being written somewhere."""

    def lose_input(self) -> None:
        """End: nobody can be there any more."""

    def fail(self, error: Exception) -> None:
        """End, as after any error."""


class KioskDriver(LinuxDriver):
    """Reads what a hand makes, and nothing else; says that the terminal is gone as soon as it is."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._listener = cast("Listener", app)

    # -- input -----------------------------------------------------------------------------------------------------

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._tell(self._listener.lose_input)
        except Exception as error:  # noqa: BLE001
            self._tell(self._listener.fail, error)

    def run_input_thread(self) -> None:
        """Read until the application ends, or until there is nothing more to read from."""
        parser = XTermParser(self._debug)
        clock, held, strokes, read_at = self._listener.clock, Held(), Strokes(), 0.0
        while not self.exit_event.is_set():
            waits = [_LOOK_FOR_END, held.patience or _LOOK_FOR_END, QUIET_SECONDS if strokes.waiting else _LOOK_FOR_END]
            readable = select.select([self.fileno], [], [], min(waits))[0]
            now, passed = clock.monotonic(), b""
            if held.patience is not None and now - read_at >= held.patience:
                held, passed = give_up(held)
            if readable:
                data = os.read(self.fileno, _READ)
                if not data:
                    self._tell(self._listener.lose_input)
                    return
                read_at = now
                held, more = filter_input(held, data, self.terminal_size())
                passed += more
            strokes, acting = (
                weigh(strokes, passed, now, writing=self._listener.takes_text()) if passed else settle(strokes, now)
            )
            for message in parser.feed(acting.decode()) if acting else ():
                self.process_message(message)

    def _tell(self, call: Callable[..., None], *given: object) -> None:
        if not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(call, *given)

    # -- the terminal ----------------------------------------------------------------------------------------------

    def terminal_size(self) -> Size:
        """Return the size by the terminal's own word, which is the only one that counts."""
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            return _NOBODY_SAID
        return Size(columns, rows) if columns and rows else _NOBODY_SAID

    def _get_terminal_size(self) -> tuple[int, int]:
        size = self.terminal_size()
        return size.columns, size.rows

    def _query_in_band_window_resize(self) -> None:
        """Ask for no size in the input: one that is typed would count as well, and would switch touch to pixels."""

    def start_application_mode(self) -> None:
        """Take the terminal; what it would tell of its window's focus is of no use here."""
        # Before the first thread starts, so that none of them is ended by these; see `LockedApp`.
        signal.pthread_sigmask(signal.SIG_BLOCK, FAULTS)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.write("\x1b[?1004l")

    def stop_application_mode(self) -> None:
        """Give the terminal back with nothing on it: not every one has a second screen to leave."""
        self.write(_CLEAR)
        super().stop_application_mode()
