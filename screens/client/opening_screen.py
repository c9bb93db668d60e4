"""The opening screen: the clinic, the time, what it is for, and the ways in. Nothing about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.checkin.texts import first_texts
from kiosk.core.language import tr
from screens.client.holding import Holding
from screens.client.language_actions import LANGUAGES, LanguageAction, language_actions, widen
from screens.keys_to_come import KeysToCome
from screens.screen_names import ScreenName
from screens.widgets.action import Action
from screens.widgets.foot import Foot
from screens.widgets.inline_message import InlineMessage
from screens.widgets.tone_band import ToneBand

if TYPE_CHECKING:
    from screens.navigator import Navigator

_DRIFT = 0.03
_CALM_AFTER = 60.0
_LOOK_WHEN_CALM = 3.0
"""Seconds without a touch after which a terminal is left alone, and how often it then looks for what staff bring back."""
_LETTERSPACED_BELOW = 34
_SHORTEST_CODE = 4
_LONGEST_CODE = 80
_ONE_SCAN = 2.0
"""Seconds after which what was typed belongs to no scan that comes."""


class OpeningScreen(KeysToCome):
    """Begins a check-in. A booking code may be scanned here at any time: a scanner types it and ends the line."""

    takes_text = True
    touch_rows = 4

    def __init__(self) -> None:
        super().__init__()
        self._scanned = ""
        self._scanned_at = 0.0
        self._looked_at = 0.0
        self._holding = Holding()

    def compose_bar(self) -> ComposeResult:
        self.heading, self.section = self._day_and_time()
        yield from super().compose_bar()

    def compose(self) -> ComposeResult:
        settings = self.kiosk.clinic.settings
        name = settings.clinic_name
        spaced = " ".join(name.upper()).replace("   ", "   ") if len(name) < _LETTERSPACED_BELOW else name
        first, *more = self._welcome()
        closed = not self.kiosk.is_open
        yield from self.compose_bar()
        with Vertical(id="middle"):
            yield Static(spaced, id="name", markup=False)
            yield Static(name, id="name-plain", markup=False)
            yield Static(first, id="welcome", markup=False)
            if more:
                yield Static(" ".join(more), id="returning", markup=False)
            with Horizontal(id="ways"):
                yield Action(tr(first_texts.BY_NAME), id="by-name", classes="-main", disabled=closed)
                yield Action(tr(first_texts.BY_CODE), id="by-code", classes="-main", disabled=closed)
            with Horizontal(id="other-ways"):
                yield Action(tr(first_texts.NO_APPOINTMENT), id="no-appointment", classes="-card", disabled=closed)
                if self.kiosk.appearance.can_enlarge(*self.app.size):
                    yield Action(self._other_size(), id="larger", classes="-card")
                if self.kiosk.demo:  # where the foot has no room for it beside the languages
                    yield Action(tr(first_texts.WHO_TO_BE), classes="-card demo narrow")
        yield ToneBand()
        yield InlineMessage(classes="-foot")
        demo = (Action(tr(first_texts.WHO_TO_BE), classes="-plain demo wide"),) if self.kiosk.demo else ()
        yield self.foot(back=None, go=None, left=(*demo, *(() if closed else self._languages())))

    def _languages(self) -> tuple[Action, ...]:
        """Return the languages with the width they have here from the first frame on."""
        *each, together = language_actions()
        self._fit([action for action in each if isinstance(action, LanguageAction)], together, self.app.size.width)
        return *each, together

    def on_resize(self, event: events.Resize) -> None:
        for together in self.query(f"#{LANGUAGES}").results(Action):
            self._fit(list(self.query(LanguageAction)), together, event.size.width)

    def _fit(self, each: Sequence[LanguageAction], together: Action, columns: int) -> None:
        """Name each language on the foot, if there is room for all of them beside what else is there."""
        self.set_class(not widen(each, together, columns), "-many-languages")

    def _other_size(self) -> str:
        return tr(first_texts.USUAL_SIZE if self.kiosk.appearance.is_large else first_texts.LARGER)

    def _welcome(self) -> tuple[str, ...]:
        if not self.kiosk.is_open:
            return (tr(first_texts.ONE_MOMENT),)
        from kiosk.checkin.welcome import welcome  # noqa: PLC0415 - the clinic is opened behind this screen, and with it this

        return welcome(self.kiosk.clinic)

    def send_to_desk(self) -> None:
        """Say where to go while the clinic can't be opened."""
        self.query_one("#welcome", Static).update(tr(first_texts.AT_THE_DESK))

    def _day_and_time(self) -> tuple[str, str]:
        if not self.kiosk.is_open:
            return "", ""
        from kiosk.checkin.welcome import day_and_time_now  # noqa: PLC0415

        return day_and_time_now(self.kiosk.clinic)

    def tick(self, idle: float) -> None:
        """Keep the time, drift a little, and go on with answers that staff have brought back to this kiosk.

        While nobody is there for long, the band moves with the minute and the records are looked at less often: a terminal
        stands like this for most of a day, and neither warms the room nor fills a line for it.
        """
        if self._holding.is_held(self.kiosk.clock.monotonic()):
            self._clean()
            return
        self._name_other_size()
        self.take_away_told(idle)
        calm = idle >= _CALM_AFTER
        if calm and self.kiosk.language.wished is not None:
            self.kiosk.language.reset()
            self.kiosk.say_again(self)
            return
        if (self._keep_time() or not calm) and not self.kiosk.clinic.settings.reduced_motion:
            self.query_one(ToneBand).drift += _DRIFT
        now = self.kiosk.clock.monotonic()
        if not self.is_current or (calm and now - self._looked_at < _LOOK_WHEN_CALM):
            return
        self._looked_at = now
        if self.kiosk.clinic.check_in().handed_back:
            way = self._begin()
            way.attempt(way.check_in.resume)

    def _keep_time(self) -> bool:
        """Show day and time; return whether another minute has come."""
        before = self.heading, self.section
        self.heading, self.section = self._day_and_time()
        if (self.heading, self.section) == before:
            return False
        self.query_one("#heading", Static).update(self.heading)
        self.query_one("#section", Static).update(self.section)
        return True

    def on_key(self, event: events.Key) -> None:
        """Collect what a scanner types; a space that is held down is no code."""
        if event.key == "space" and self._holding.key(self.kiosk.clock.monotonic()):
            self._clean()
            event.stop()
            return
        if event.character is not None and event.is_printable:
            self._scanned = (self._of_now() + event.character)[:_LONGEST_CODE]
            self._scanned_at = self.kiosk.clock.monotonic()
            event.stop()
            event.prevent_default()

    def _of_now(self) -> str:
        """Return what is being scanned, without what somebody typed in passing."""
        return self._scanned if self.kiosk.clock.monotonic() - self._scanned_at < _ONE_SCAN else ""

    def action_go(self) -> None:
        """Begin; with a scanned code, begin with that."""
        if not self.is_current or not self.kiosk.is_open:
            return
        code, self._scanned = self._of_now().strip(), ""
        way = self._begin()
        if len(code) >= _SHORTEST_CODE and way.attempt(lambda: way.check_in.identify_code(code)) is None:
            return
        way.show()

    def _begin(self) -> Navigator:
        return self.kiosk.begin_way()

    @on(Action.Pressed, "#by-name")
    def _by_name(self, event: Action.Pressed) -> None:
        event.stop()
        self._open(ScreenName.FAMILY_NAME)

    @on(Action.Pressed, "#by-code")
    def _by_code(self, event: Action.Pressed) -> None:
        event.stop()
        self._open(ScreenName.BOOKING_CODE)

    @on(Action.Pressed, "#no-appointment")
    def _no_appointment(self, event: Action.Pressed) -> None:
        event.stop()
        if self.is_current:
            way = self._begin()
            way.attempt(way.check_in.no_appointment)

    @on(Action.Pressed, "#larger")
    def _larger(self, event: Action.Pressed) -> None:
        event.stop()
        self.kiosk.appearance.enlarge(large=not self.kiosk.appearance.is_large)
        self.appeared()  # something else is under the finger in a moment
        self._name_other_size()

    def _name_other_size(self) -> None:
        for action in self.query("#larger").results(Action):
            action.label = self._other_size()

    def _open(self, screen: ScreenName) -> None:
        if self.is_current:
            self._begin().open(screen)

    @on(Action.Pressed, ".language")
    def _speak_language(self, event: Action.Pressed) -> None:
        event.stop()
        if self.is_current and isinstance(event.action, LanguageAction):
            self.kiosk.choose_language(event.action.code)

    @on(Action.Pressed, f"#{LANGUAGES}")
    def _open_languages(self, event: Action.Pressed) -> None:
        event.stop()
        self.action_languages()

    @on(Action.Pressed, ".demo")
    def _demo(self, event: Action.Pressed) -> None:
        event.stop()
        self.kiosk.open_demo()

    @on(events.MouseDown)
    def _pressed(self) -> None:
        self._holding.press(self.kiosk.clock.monotonic())

    @on(events.MouseUp)
    def _released(self) -> None:
        """Clean after a long press: what it was on does not count then."""
        if self._holding.release(self.kiosk.clock.monotonic()):
            self._clean()

    @on(events.ScreenSuspend)
    def _let_go(self) -> None:
        self._holding.forget()

    def _clean(self) -> None:
        """Let the screen be cleaned: whoever does it holds a finger, a button or the space bar for three seconds."""
        if self.is_current and self.kiosk.is_open:
            self._holding.forget()
            self._scanned = ""
            self.kiosk.clean_screen()

    @on(events.Click)
    def _anywhere(self, event: events.Click) -> None:
        """Ask how to check in: the whole screen can be touched; only the foot has other things."""
        if event.screen_y < self.query_one(Foot).region.y:
            self._scanned = ""
            self.action_go()
