"""The application: wiring only. Screens decide what is shown, the clinic what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from kiosk.checkin.texts import first_texts
from kiosk.core.errors import KioskError
from kiosk.core.language import tr
from kiosk.core.put_aside import PutAside
from kiosk.desk.half_filled import HalfFilledForms
from screens.appearance import Appearance
from screens.environment import NO_COLOUR, SCALE_FILE, TERM
from screens.glyph_scale import GlyphScale
from screens.kept_screens import KeptScreens
from screens.kiosk_screen import KioskScreen
from screens.lockdown import LockedApp, SurvivesRecordFailures, unreachable
from screens.looks import depth_of, looks_at
from screens.palettes import Depth
from screens.registry import screen_class
from screens.screen_names import ScreenName
from screens.sparing_stylesheet import SparingStylesheet
from screens.spoken_screen import SpokenScreen
from screens.terminal_language import TerminalLanguage
from screens.themes import theme_variables, themed
from screens.without_bold import WITHOUT_BOLD
from screens.without_colour import WITHOUT_COLOUR

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.commands.parser import Role
    from kiosk.demo import DemoInfo
    from kiosk.people.staff import StaffMember
    from kiosk.room.unsigned_visit import UnsignedVisit
    from kiosk.visits.closing import ClosingWatch
    from screens.host import Host
    from screens.navigator import Navigator, Why
    from screens.staff.call_watch import CallWatch

_HERE = Path(__file__).parent
_LOOK_FOR_NIGHT, _LOOK_FOR_OPENING = 600.0, 60.0
_STAFF_HOME = {
    "receptionist": ScreenName.BOARD,
    "practitioner": ScreenName.PRACTITIONER_DAY,
    "lead": ScreenName.BOARD,
}


class KioskApp(SurvivesRecordFailures, LockedApp[int]):
    """One terminal of a clinic.

    `role` is what this terminal is for: a client's kiosk, a desk, a room; None begins at the opening screen and lets staff
    sign in from there. `staff` is who is signed in, None on a client's terminal.
    """

    # The first screen's sheet is among them: brought later, all of them would be read once more.
    CSS_PATH: ClassVar[list[str | PurePath]] = [_HERE / "app.tcss", _HERE / "client" / "opening_screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave_demo", show=False, priority=True)]

    def __init__(
        self,
        clinic: Clinic,
        role: Role | None = None,
        demo: DemoInfo | None = None,
        *,
        depth: Depth | None = None,
        greys: bool = NO_COLOUR,
        scale_file: str = SCALE_FILE,
        after: Callable[[float, Callable[[], object]], object] | None = None,
    ) -> None:
        """`depth` follows from what the terminal says it can show, and `after` is a timer, unless one is given."""
        super().__init__(clinic.clock)
        self.clinic = clinic
        self.role = role
        self.demo = demo
        self.staff: StaffMember | None = None
        self.way: Navigator | None = None
        self.kept_screens = KeptScreens(self)
        self.language = TerminalLanguage()
        self.half_filled = HalfFilledForms(clinic.clock)
        self.unsigned: PutAside[UnsignedVisit] = PutAside(clinic.clock)
        self.keys_used = False
        self._is_starting_over = False
        self._after = after or self.set_timer
        self._touched = clinic.clock.monotonic()
        self._calls: CallWatch | None = None
        self._close_watch: ClosingWatch | None = None
        self._followed = -1
        depth = depth or depth_of(self.console.color_system, TERM)
        looks = looks_at(depth, greys=greys)
        self.appearance = Appearance(looks, GlyphScale(scale_file), lambda look: setattr(self, "theme", look))
        for look, palette in looks.items():
            self.register_theme(themed(palette, clinic.settings.accent, name=look))
        self.theme = self.appearance.look
        self.stylesheet = SparingStylesheet(variables=self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return the filters that leave out bold where it would change the colour, and colour where there is none."""
        ours = {Depth.SIXTEEN: (WITHOUT_BOLD,), Depth.NONE: (WITHOUT_COLOUR,)}.get(self.appearance.palette.depth, ())
        return [*super().get_line_filters(), *ours]

    # -- beginning -------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the clinic is: a terminal may show its first screen before."""
        return True

    @property
    def is_demo(self) -> bool:
        """True in a demo clinic: every screen says so."""
        return bool(self.clinic.demo)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colour names, known before the theme is."""
        return theme_variables()

    def on_mount(self) -> None:
        """Show where this terminal begins."""
        if self.clinic.settings.reduced_motion:
            self.animation_level = "none"
        self.appearance.reset()
        self.set_interval(1.0, self.tick, name="tick")
        if self.is_open:
            self.look_now_and_then()
        if self.role in ("reception", "practitioner"):
            from screens.staff.call_watch import CallWatch  # noqa: PLC0415 - loaded when first needed

            self._calls = CallWatch(self, self, self.role)
        self._begin()

    def _begin(self) -> None:
        if self.role in (None, "client"):
            self.push_screen(screen_class(ScreenName.OPENING)())
        else:
            self.sign_in()

    def look_now_and_then(self) -> None:
        """Begin to look for what a desk does by itself; only an open clinic says whether it does."""
        if self.role in (None, "reception") and not self.is_demo:
            self.set_interval(_LOOK_FOR_NIGHT, self.look_for_night, name="night")
            if self.clinic.settings.printing.at_opening:
                self.set_interval(_LOOK_FOR_OPENING, self.look_for_opening, name="opening")

    def look_for_night(self) -> None:
        """Remove what need not be kept any longer, once a night, while everything else goes on."""
        self.run_worker(self._purge, name="purge", group="purge", exclusive=True, thread=True)

    def _purge(self) -> None:
        from kiosk.privacy.purge import purge_nightly  # noqa: PLC0415 - loaded when first needed

        with suppress(KioskError):  # records that can't be reached now are tried again the next time
            purge_nightly(self.clinic, self.clinic.actor_system())

    def look_for_settings(self) -> None:
        """Take over, behind what is in view, what a lead decided at another machine; where there is none, do nothing."""
        records = self.clinic.records
        if not records.is_embedded and (version := records.data_version()) != self._followed:
            self._followed = version
            self.run_worker(self._follow_settings, name="settings", group="settings", exclusive=True, thread=True)

    def _follow_settings(self) -> None:
        with suppress(KioskError):  # the version changes when the records can be reached again
            self.clinic.follow_settings()

    def look_for_opening(self) -> None:
        """Print what this machine prints by itself at opening, once a day, while everything else goes on."""
        self.run_worker(self._print_opening_papers, name="opening", group="opening", exclusive=True, thread=True)

    def _print_opening_papers(self) -> None:
        from kiosk.desk.opening_papers import print_at_opening  # noqa: PLC0415 - loaded when first needed

        with suppress(KioskError):  # records that can't be reached now are tried again the next time
            print_at_opening(self.clinic, self.clinic.actor_system())

    # -- where to go -----------------------------------------------------------------------------------------------

    def go_home(self) -> None:
        """Leave everything that is open and begin again; only half-filled forms and what is unsigned are kept, for whose they are."""
        for screen in self.screen_stack:
            if isinstance(screen, KioskScreen):
                screen.keep_half_done()
        self.staff = None
        self.way = None
        self.keys_used = False
        self.appearance.reset()
        self.call_later(self._start_over, self._begin)

    def open_staff_home(self, member: StaffMember) -> None:
        """Show a member of staff what is theirs; never on a client's terminal."""
        self.staff = member
        home = _STAFF_HOME[member.role]
        self.call_later(self._start_over, lambda: self.push_screen(screen_class(home)()))

    async def _start_over(self, begin: Callable[[], object]) -> None:
        self._is_starting_over = True  # what comes into view while the others go is of nobody any more
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self._is_starting_over = False
        self.kept_screens.forget()
        self.language.reset()
        self.touch()
        begin()

    def sign_in(self) -> None:
        """Ask staff for name and PIN; on a client's terminal it leads to what may be done there, else to their home."""
        # Later, so that the answer comes to the application and not to a screen that is gone by then.
        if self.role in (None, "client"):
            self.call_later(self.push_screen, screen_class(ScreenName.STAFF_NAME)(), self._named)
        else:
            self.call_later(self.push_screen, screen_class(ScreenName.SIGN_IN)(), self._signed_in)

    def _named(self, name: str | None) -> None:
        if name is None:
            self._signed_in(None)
        else:
            self.call_later(self.push_screen, screen_class(ScreenName.PIN)(name), self._signed_in)

    def _signed_in(self, member: StaffMember | None) -> None:
        if member is None:
            if self.role not in (None, "client"):
                self.go_home()
        elif self.role == "client":
            # The sign-in screen is still on top while it answers.
            self.call_later(self.push_screen, screen_class(ScreenName.STAFF_AT_KIOSK)(member))
        else:
            self.put_away("staff")
            self._warn(member)

    def _warn(self, member: StaffMember) -> None:
        """Say what has to be said before somebody goes on at this terminal; who then leaves is signed out."""
        from kiosk.room.terminal_warning import terminal_warning  # noqa: PLC0415 - loaded when first needed

        lines = terminal_warning(self.role, member)
        if not lines:
            self.open_staff_home(member)
            return
        self.staff = member
        screen = screen_class(ScreenName.SURE)("At the desk", lines, go="Go on here ›")
        self.call_later(self.push_screen, screen, lambda on: self.open_staff_home(member) if on else self.go_home())

    def clean_screen(self) -> None:
        self.push_screen(screen_class(ScreenName.CLEANING)())

    def close_kiosk(self, member: StaffMember) -> None:
        """End this terminal, and write down who did."""
        self.put_away("staff")
        with self.clinic.records.write(member.actor(self.clinic.terminal)) as writer:
            writer.audit("kiosk.close", subject=self.clinic.terminal)
        self.leave()

    def _close_if_asked(self) -> None:
        """End this terminal if somebody asked for it from a command line; what is half done is sealed."""
        from kiosk.visits.closing import ClosingWatch, say_closed  # noqa: PLC0415 - loaded when first needed

        if self._close_watch is None:
            self._close_watch = ClosingWatch(self.clinic)
        if self._close_watch.is_asked():
            self.put_away("staff")
            say_closed(self.clinic, self.clinic.actor_system())
            self.leave()

    def open_help(self) -> None:
        self.push_screen(screen_class(ScreenName.HELP)(self.screen))

    def open_looks(self) -> None:
        self.push_screen(screen_class(ScreenName.LOOKS)())

    def open_languages(self) -> None:
        if self.is_open:
            self.push_screen(screen_class(ScreenName.LANGUAGES)())

    def choose_language(self, code: str) -> None:
        """Speak another language to the client; before anybody has begun, only one that is in force for something."""
        from kiosk.checkin.client_languages import in_force_for_any  # noqa: PLC0415 - loaded when first needed
        from screens.overlay_screen import OverlayScreen  # noqa: PLC0415

        if self.way is not None or not in_force_for_any(self.clinic, code):
            way = self.way or self.begin_way()
            try:
                stays = way.speak(code)
            except KioskError as refused:
                self.tell_unreachable(refused.sentence)
                return
            if not stays:
                while isinstance(self.screen, OverlayScreen):  # else this one makes way, and what it covers stays below
                    self.pop_screen()
                way.show()
        else:
            self.language.wish(code)
        self.say_again(self.screen)

    def say_again(self, screen: Screen[Any]) -> None:
        """Make the screen in view again in the language that is spoken now; what is below all others is never there to be read."""
        is_in_view = screen is self.screen and len(self.screen_stack) > 1 and not self._is_starting_over
        if is_in_view and isinstance(screen, SpokenScreen) and not screen.is_of_now:
            self.kept_screens.show_instead(screen.made_again())

    def lock(self) -> None:
        self.push_screen(screen_class(ScreenName.LOCK)())

    def show_page(self, title: str, lines: Iterable[str]) -> None:
        self.push_screen(screen_class(ScreenName.PAGE)(title, lines))

    def open_demo(self) -> None:
        self.push_screen(screen_class(ScreenName.DEMO)())

    def action_leave_demo(self) -> None:
        """Leave by Ctrl+Q, in a demo only."""
        if self.is_demo:
            self.put_away("staff")
            self.leave()

    # -- the client at this terminal -------------------------------------------------------------------------------

    def begin_way(self) -> Navigator:
        """Begin with a client."""
        from screens.navigator import Navigator  # noqa: PLC0415 - with it comes all that a check-in needs

        check_in = self.clinic.check_in()
        if self.language.wished is not None:
            check_in.choose_language(self.language.wished)
        self.way = Navigator(check_in, self, screen_class, self.kept_screens, self.language)
        return self.way

    def bring_back(self, visit_id: str, member: StaffMember) -> None:
        """Let the client of a visit go on with what was answered, after what was open here is put away."""
        self.put_away("staff")
        self.call_later(self._start_over, lambda: self._resume(visit_id, member))

    def _resume(self, visit_id: str, member: StaffMember) -> None:
        self._begin()
        way = self.begin_way()
        refused = way.attempt(lambda: way.check_in.resume(visit_id, member))
        if refused is not None:
            self.way = None
            self.tell_unreachable(refused.sentence)

    def leave_way(self, why: Why) -> None:
        self.put_away(why)
        self.go_home()

    def put_away(self, why: Why) -> None:
        """Seal what was answered so far. Records that can't be reached must not keep the screen from being wiped."""
        way, self.way = self.way, None
        if way is not None:
            with suppress(KioskError):
                way.leave(why)

    def leaving(self) -> None:
        """Put away what is open before a signal ends this terminal."""
        self.put_away("staff")

    def call_staff(self, *, private: bool = False) -> None:
        """Call staff to this terminal, and say that they know; if they cannot be told, where to go."""
        try:
            self.clinic.terminals.call_help(self.clinic.actor_client(), "private" if private else "help")
        except KioskError:
            self.show_called(known=False)
        else:
            self.show_called(private=private)

    def show_called(self, *, known: bool = True, private: bool = False) -> None:
        self.push_screen(screen_class(ScreenName.CALLED)(known=known, private=private))

    def count_down(self) -> None:
        """Ask whether somebody is still there, once."""
        if isinstance(self.screen, KioskScreen) and not self.screen.counts_down:
            self.push_screen(screen_class(ScreenName.COUNTDOWN)())

    # -- time and touch --------------------------------------------------------------------------------------------

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        self._after(seconds, act)

    def touch(self) -> None:
        self._touched = self.clock.monotonic()
        if self.way is not None:
            with suppress(KioskError):  # the touch itself must get through; the next one tells the board
                self.way.check_in.touch()

    def note_keyboard(self) -> None:
        """Show the names of keys from now on."""
        self.touch()
        if not self.keys_used:
            self.keys_used = True
            self.screen.add_class("-keys")

    def idle_seconds(self) -> float:
        return self.clock.monotonic() - self._touched

    def patience(self) -> int:
        return self.clinic.settings.idle_seconds if self.way is None else self.way.check_in.patience

    def tick(self) -> None:
        """Let clocks go on and countdowns count, once a second; wipe a client's way even under a screen that does not."""
        if not self.is_running:
            return  # it is being closed, and its screen loses one part after the other
        self.notice_hang_up()
        self.half_filled.sweep()
        self.unsigned.sweep()
        with suppress(KioskError):  # records that can't be reached say nothing of it, and are told of elsewhere
            self._close_if_asked()
        self.look_for_settings()
        idle = self.idle_seconds()
        if self.way is not None and idle >= self.patience() + self.clinic.settings.countdown_seconds:
            self.leave_way("timeout")
            return
        if self.way is None and self.staff is None and idle >= self.clinic.settings.idle_seconds:
            self.appearance.reset()
        if self.way is not None and idle >= self.clinic.settings.typed_name_seconds:
            for screen in tuple(self.screen_stack):
                if isinstance(screen, KioskScreen) and screen.is_whole:
                    screen.forget_name()
        if self.screen_stack and isinstance(self.screen, KioskScreen) and self.screen.is_whole:
            self.screen.tick(idle)
            if self._calls is not None:
                self._calls.tick()

    # -- records that cannot be reached ----------------------------------------------------------------------------

    def in_words(self, sentence: str) -> str:
        """Return what is said of records that don't answer: to clients where to go, to staff what is the matter."""
        if self.role in (None, "client") and self.staff is None:
            return tr(first_texts.NOT_JUST_NOW)
        return sentence

    def tell_unreachable(self, sentence: str) -> None:
        """Say it on the screen in view."""
        screen = self.screen
        if isinstance(screen, KioskScreen):
            screen.tell_unreachable(sentence)

    def _handle_exception(self, error: Exception) -> None:
        reason = unreachable(error)
        if reason is None:
            super()._handle_exception(error)
        else:
            self.tell_unreachable(reason.sentence)


if TYPE_CHECKING:
    _AS_HOST: type[Host] = KioskApp  # held by the type checker: the application is what its screens need
