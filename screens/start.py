"""Starting a terminal: its first screen is painted, and the clinic is opened behind it.

ClinicToOpen a clinic, and importing all that it needs, takes longer than a whole program of Textual. So the opening screen is
painted with what can be known at once. What is wrong with the clinic is raised when the screen is gone, and the caller
tells it.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from kiosk.commands.front import AT_THE_OPENING_SCREEN, ClinicToOpen
from kiosk.core.errors import RecordsUnavailable
from kiosk.core.journal_line import SYSTEM_LOG, ending_line, tell_journal, waiting_line
from screens.app import KioskApp
from screens.client.opening_screen import OpeningScreen
from screens.lockdown import LockedScreen, install_sparing_excepthook
from screens.terminal import refuse_without_terminal
from screens.tidying import AFTER_PAINT, Tidying, leave_to_python

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.commands.parser import Role
    from kiosk.core.clock import Clock
    from kiosk.demo import DemoInfo

_QUIET = 2.0
"""Seconds without a touch after which nobody waits for anything."""
LOOK_AGAIN = 3.0
"""Seconds after which a terminal that waits for the records tries to open them again."""
_LEAVE_IT = 2.0
"""Seconds for which the end of a terminal waits for a clinic that is just being opened."""


@dataclass(frozen=True)
class _SettingsAtFirst:
    """What is known of the settings before they are read whole."""

    clinic_name: str
    accent: str | None
    reduced_motion: bool
    store: str = "embedded"


@dataclass(frozen=True)
class _ClinicAtFirst:
    """Stands for the clinic until it is open."""

    clock: Clock
    settings: _SettingsAtFirst
    demo: bool


class TidyApp(KioskApp):
    """A terminal in a program of its own: it tidies up when nobody waits for it."""

    _tidying: Tidying | None = None

    def on_mount(self) -> None:
        """Begin to tidy up, where the clinic is open from the beginning."""
        if self.is_open:
            self.tidy_from_now_on()

    def painted(self) -> None:
        """Nobody waits for the first screen any more."""
        leave_to_python()

    def tidy_from_now_on(self) -> None:
        """Set aside what there is once the first screen has come to rest."""
        self._tidying = Tidying()
        self.set_timer(_QUIET, self._tidying.begin, name="tidying")

    def screen_appeared(self) -> None:
        """Tidy up once a screen is painted, while it takes no keys."""
        if self._tidying is not None:
            is_kept = isinstance(self.screen, LockedScreen) and self.screen.is_kept
            tidy = self._tidying.after_a_step if is_kept else self._tidying.now
            self.set_timer(AFTER_PAINT, tidy, name="tidying")

    def tick(self) -> None:
        """Tidy up while nobody touches anything, too: staff stay on one screen for hours."""
        if self._tidying is not None and self.idle_seconds() >= _QUIET:
            self._tidying.while_nobody_waits()
        super().tick()


class StartingApp(TidyApp):
    """A terminal whose clinic opens behind its first screen."""

    def __init__(self, opening: ClinicToOpen, role: Role | None, *, log: Path = SYSTEM_LOG) -> None:
        front = opening.front
        settings = _SettingsAtFirst(front.name, front.accent, front.is_still)
        self._is_open = False
        super().__init__(cast("Clinic", _ClinicAtFirst(opening.clock, settings, front.is_demo)), role)
        self._opening = opening
        self._opener: threading.Thread | None = None
        self.failure: BaseException | None = None
        """Why the clinic could not be opened."""
        self._is_waiting = False
        self._system_log = log

    @property
    def is_open(self) -> bool:
        """Whether the clinic is open."""
        return self._is_open

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the first screen itself, where Textual has an empty one: that would be laid out and painted before it."""
        return OpeningScreen()

    def _begin(self) -> None:
        if self._is_open:
            super()._begin()

    def painted(self) -> None:
        """Open the clinic, now that something is in view; keys and touches are read meanwhile."""
        super().painted()
        loop = asyncio.get_running_loop()

        def tell(callback: Callable[..., None], *given: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self.call_later, callback, *given)

        def open_it() -> None:
            try:
                clinic, demo = self._opening.open()
            except BaseException as error:  # noqa: BLE001 - raised where whoever started this can tell it
                tell(self._fail, error)
            else:
                tell(self._go_on, clinic, demo)

        self._opener = threading.Thread(target=open_it, name="opening", daemon=True)
        self._opener.start()

    def _go_on(self, clinic: Clinic, demo: DemoInfo | None) -> None:
        self.clinic, self.demo, self._is_open = clinic, demo, True
        self.touch()
        self.look_now_and_then()
        self._begin()
        self.tidy_from_now_on()

    def _fail(self, error: BaseException) -> None:
        """End, unless it can heal by itself: a server that is down comes back, and nobody at the kiosk can do anything."""
        if not isinstance(error, RecordsUnavailable):
            self.failure = error
            self.exit()
            return
        if not self._is_waiting:
            self._is_waiting = True
            tell_journal(waiting_line(self.role), is_error=True, log=self._system_log)
        if isinstance(self.screen, OpeningScreen):
            self.screen.send_to_desk()
        self.set_timer(LOOK_AGAIN, self.painted, name="opening again")

    def wait_for_opening(self) -> None:
        """Wait a moment for a clinic that is being opened, so that it can be closed."""
        if self._opener is not None:
            self._opener.join(_LEAVE_IT)

    # -- until the clinic is open --------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Let nothing go on but the terminal itself."""
        if self._is_open:
            super().tick()
        else:
            self.notice_hang_up()

    def open_help(self) -> None:
        """Open nothing yet."""
        if self._is_open:
            super().open_help()


def start(opening: ClinicToOpen, role: Role | None, *, log: Path = SYSTEM_LOG) -> int:
    """Run the screens of one terminal until they are left; return the exit status, or raise why the clinic can't be opened.

    A line in the system's log says that it ended, and why.
    """
    if sentence := refuse_without_terminal(sys.__stdin__, sys.__stderr__):
        sys.stdout.write(sentence + "\n")
        return 2
    install_sparing_excepthook()
    try:
        app = _run(opening, role, log)
    except BaseException as error:
        _tell_end(opening, role, 1, error, log)
        raise
    _tell_end(opening, role, app.status, app.error, log)
    return app.status


def _run(opening: ClinicToOpen, role: Role | None, log: Path) -> TidyApp:
    if role not in AT_THE_OPENING_SCREEN:
        clinic, demo = opening.open()
        app = TidyApp(clinic, role, demo)
        app.run()
        return app
    starting = StartingApp(opening, role, log=log)
    starting.run()
    starting.wait_for_opening()
    if starting.failure is not None:
        raise starting.failure
    return starting


def _tell_end(opening: ClinicToOpen, role: Role | None, status: int, error: BaseException | None, log: Path) -> None:
    if not opening.front.is_demo:
        tell_journal(ending_line(role, status, error), is_error=status != 0, log=log)
