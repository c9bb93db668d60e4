"""The application: wiring only. What is shown is decided by screens, what is true by the clinic."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.base import KioskScreen
from screens.lockdown import LockedApp, install_quiet_excepthook, refuse_without_terminal
from screens.themes import porcelain, theme_variables

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.demo import DemoInfo

    from kiosk.staff import StaffMember

Role = Literal["client", "reception", "practitioner"]

# By name, so that a terminal loads only the screens of its own role: start-up is what a person waits for.
_OPENING = "screens.client.opening:OpeningScreen"
_SIGN_IN = "screens.staff.signin:SignInScreen"
_HELP = "screens.help.help:HelpScreen"
_STAFF_HOME = {
    "receptionist": "screens.reception.board:BoardScreen",
    "practitioner": "screens.practitioner.day:DayScreen",
    "lead": "screens.reception.board:BoardScreen",
}


class KioskApp(LockedApp[int]):
    """One terminal of a clinic.

    `role` is what this terminal is for: a client's kiosk, a desk, a room; None begins at the opening screen and lets staff
    sign in from there. `staff` is who is signed in, None on a client's terminal.
    """

    CSS_PATH = Path(__file__).with_name("base.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave_demo", show=False, priority=True)]

    def __init__(self, clinic: Clinic, role: Role | None = None, demo: DemoInfo | None = None) -> None:
        super().__init__(clinic.clock)
        self.clinic = clinic
        self.role = role
        self.demo = demo
        self.staff: StaffMember | None = None
        self.keys_used = False
        self._touched = clinic.clock.monotonic()
        self.register_theme(porcelain(clinic.settings.accent))
        self.theme = "porcelain"

    # -- beginning -------------------------------------------------------------------------------------------------

    @property
    def is_demo(self) -> bool:
        """True in a demo clinic: every screen says so."""
        return bool(self.clinic.demo)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names, known before the theme is."""
        return theme_variables()

    def on_mount(self) -> None:
        """Show where this terminal begins."""
        if self.clinic.settings.reduced_motion:
            self.animation_level = "none"
        self.set_interval(1.0, self.tick, name="tick")
        self._begin()

    def _begin(self) -> None:
        if self.role in (None, "client"):
            self.push_screen(_load(_OPENING))
        else:
            self.push_screen(cast("Screen[StaffMember]", _load(_SIGN_IN)), self._signed_in)

    # -- where to go -----------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """Leaves everything that is open and begins again; nothing of before is kept."""
        self.staff = None
        self.keys_used = False
        self.call_later(self._go_home)

    async def _go_home(self) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.touch()
        self._begin()

    def open_staff_home(self, member: StaffMember) -> None:
        """Show a member of staff what is theirs; never on a client's terminal."""
        self.staff = member
        self.call_later(self._open_staff_home, _STAFF_HOME[member.role])

    async def _open_staff_home(self, name: str) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self.touch()
        await self.push_screen(_load(name))

    def _signed_in(self, member: StaffMember | None) -> None:
        if member is None:
            self.go_home()
        else:
            self.open_staff_home(member)

    def sign_in(self) -> None:
        """Asks staff for name and PIN; on any terminal but a client's it leads to their home."""
        self.push_screen(cast("Screen[StaffMember]", _load(_SIGN_IN)), self._signed_in)

    def open_help(self) -> None:
        """Show help over the present screen."""
        self.push_screen(_load(_HELP))

    def action_leave_demo(self) -> None:
        """Ctrl+Q leaves, in a demo only."""
        if self.is_demo:
            self.leaving()
            self.exit(0)

    # -- time and touch --------------------------------------------------------------------------------------------

    def touch(self) -> None:
        """Somebody is here."""
        self._touched = self.clock.monotonic()

    def note_keyboard(self) -> None:
        """From now on names of keys are shown."""
        self.touch()
        if not self.keys_used:
            self.keys_used = True
            self.screen.add_class("-keys")

    def idle_seconds(self) -> float:
        """Seconds since the last tap or key."""
        return self.clock.monotonic() - self._touched

    def tick(self) -> None:
        """Once a second: clocks go on, countdowns count."""
        screen = self.screen
        if isinstance(screen, KioskScreen):
            screen.tick(self.idle_seconds())


def _load(name: str) -> Screen[object]:
    """Return a new screen by `module:Class`."""
    module, _, kind = name.partition(":")
    return cast("Screen[object]", getattr(importlib.import_module(module), kind)())


def run(clinic: Clinic, role: Role | None = None, demo: DemoInfo | None = None) -> int:
    """Run the screens of one terminal until they are left; returns the exit status."""
    if sentence := refuse_without_terminal(sys.__stdin__, sys.__stderr__):
        sys.stdout.write(sentence + "\n")
        return 2
    install_quiet_excepthook()
    app = KioskApp(clinic, role, demo)
    app.run()
    return app.return_code or 0
