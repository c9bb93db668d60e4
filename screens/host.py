"""What a screen needs of its application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

from kiosk.core.clock import Clock
from kiosk.core.put_aside import PutAside
from screens.appearance import Appearance
from screens.terminal_language import TerminalLanguage

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.commands.parser import Role
    from kiosk.demo import DemoInfo
    from kiosk.desk.half_filled import HalfFilledForms
    from kiosk.people.staff import StaffMember
    from kiosk.room.unsigned_visit import UnsignedVisit
    from screens.navigator import Navigator, Why


class Host(Protocol):
    """One terminal of a clinic: who is at it, and where its screens can lead."""

    @property
    def clinic(self) -> Clinic:
        """The opened clinic."""

    @property
    def clock(self) -> Clock:
        """The clinic's clock."""

    @property
    def role(self) -> Role | None:
        """What this terminal is for; None where staff may sign in from the opening screen."""

    @property
    def demo(self) -> DemoInfo | None:
        """Who one can be, in a demo."""

    @property
    def is_open(self) -> bool:
        """Whether the clinic is open already."""

    @property
    def is_demo(self) -> bool:
        """True in a demo clinic."""

    @property
    def appearance(self) -> Appearance:
        """How this terminal looks to whoever is before it."""

    @property
    def language(self) -> TerminalLanguage:
        """What is spoken to the client at this terminal."""

    @property
    def staff(self) -> StaffMember | None:
        """Who is signed in; None on a client's terminal."""

    @property
    def half_filled(self) -> HalfFilledForms:
        """The forms that were put aside at this terminal."""

    @property
    def unsigned(self) -> PutAside[UnsignedVisit]:
        """The visits that practitioners left at this terminal with something unsigned."""

    @property
    def way(self) -> Navigator | None:
        """What leads the client at this terminal; None where there is none."""

    @property
    def keys_used(self) -> bool:
        """Whether this person uses a keyboard."""

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something once, when so many seconds have passed."""

    def in_words(self, sentence: str) -> str:
        """Return what is said to whoever is here of records that don't answer."""

    def touch(self) -> None:
        """Somebody is here."""

    def idle_seconds(self) -> float:
        """Return the seconds since the last tap or key."""

    def patience(self) -> int:
        """Return the seconds without a touch after which a client is asked whether they are still there."""

    def go_home(self) -> None:
        """Leave everything that is open and begin again."""

    def sign_in(self) -> None:
        """Ask staff for name and PIN."""

    def lock(self) -> None:
        """Cover the present screen until its owner's PIN is typed."""

    def clean_screen(self) -> None:
        """Ignore touches for a while, so that the screen can be cleaned."""

    def close_kiosk(self, member: StaffMember) -> None:
        """End this terminal."""

    def show_page(self, title: str, lines: Iterable[str]) -> None:
        """Show staff something to read."""

    def open_help(self) -> None:
        """Show help over the present screen."""

    def open_looks(self) -> None:
        """Show how this screen can look, over the present one."""

    def open_languages(self) -> None:
        """Show which languages there are, over the present screen."""

    def choose_language(self, code: str) -> None:
        """Speak another language to the client, from the screen in view on."""

    def say_again(self, screen: Screen[Any]) -> None:
        """Show a screen in view in the language that is spoken now: at the same place, with what was done on it."""

    def open_demo(self) -> None:
        """Show who one can be in the demo."""

    def begin_way(self) -> Navigator:
        """Begin with a client."""

    def bring_back(self, visit_id: str, member: StaffMember) -> None:
        """Let the client of a visit go on with what was answered."""

    def leave_way(self, why: Why) -> None:
        """Put away what the client answered and clear everything for the next one."""

    def call_staff(self, *, private: bool = False) -> None:
        """Call staff to this terminal, or somebody to talk to in private."""

    def show_called(self, *, known: bool = True, private: bool = False) -> None:
        """Say that the desk knows, or that it does not."""

    def count_down(self) -> None:
        """Ask whether somebody is still there."""
