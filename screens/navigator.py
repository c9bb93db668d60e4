"""Shows a client the screen that belongs to the check-in's step, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from textual.app import App
from textual.screen import Screen

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import ReviewRow, Step
from kiosk.checkin.texts import help_texts
from kiosk.core.errors import KioskError
from kiosk.core.language import tr
from kiosk.visits.visit_parts import Json
from rules import UNKNOWNS
from screens.kept_screens import KeptScreens
from screens.minimum_size_screen import SHORT_BELOW
from screens.screen_names import ScreenFinder, ScreenMaker, ScreenName
from screens.terminal_language import TerminalLanguage

Why = Literal["timeout", "client", "staff", "desk"]

_SCREENS = {
    Step.WHO: ScreenName.CHECK_IN_METHOD,
    Step.FIRST_NAME: ScreenName.FIRST_NAME,
    Step.PROOF: ScreenName.PROOF,
    Step.VISIT: ScreenName.YOUR_VISIT,
    Step.NOTICE: ScreenName.NOTICE,
    Step.WALK_IN: ScreenName.WALK_IN,
    Step.GUARDIAN: ScreenName.GUARDIAN,
    Step.WISHES: ScreenName.CALLING,
    Step.PRIVACY: ScreenName.PRIVACY,
    Step.UNSURE_HELP: ScreenName.UNSURE_HELP,
    Step.REVIEW: ScreenName.REVIEW,
    Step.CONSENT: ScreenName.CONSENT,
    Step.DONE: ScreenName.DONE,
}
_QUESTIONS = {
    "yes_no": ScreenName.ONE_ANSWER,
    "one_of": ScreenName.ONE_ANSWER,
    "any_of": ScreenName.SEVERAL_ANSWERS,
    "areas": ScreenName.AREAS,
    "last_time": ScreenName.LAST_TIME,
    "note": ScreenName.NOTE,
}


DRAWN, NAME_UNDER_CONSENT = "drawn_signature", "signature"
"""Under which names a signature by hand and a typed one are kept until the consents are given."""
_MADE_READY = (ScreenName.ONE_ANSWER, ScreenName.SEVERAL_ANSWERS, ScreenName.LAST_TIME_DAY, ScreenName.NOTE)
"""The screens of nearly every check-in, in the order in which they are wanted."""


class Navigator:
    """Leads one client through the kiosk. `typed` holds what was typed on a step of several screens, until it is over."""

    def __init__(
        self, check_in: CheckIn, app: App[Any], find: ScreenFinder, kept: KeptScreens, language: TerminalLanguage
    ) -> None:
        self.check_in = check_in
        self._app = app
        self._find = find
        self._kept = kept
        self._language = language
        self.typed: dict[str, str] = {}
        self._read = ""
        """Which words of a consent were shown last."""
        self.notice = ""
        """What the next screen on which something is typed says at once."""
        self.reviewed: set[ReviewRow] = set()
        """The answers that were in view in the review, as they were then."""

    def attempt(self, act: Callable[[], object]) -> KioskError | None:
        """Do something to the check-in and show where that leads; return the error if it was refused."""
        try:
            act()
        except KioskError as refused:
            return refused
        self.show()
        return None

    def show(self) -> None:
        """Show the screen of the present step."""
        self._follow()
        step, notice = self.check_in.step, self.check_in.notice
        if notice is not None and notice.kind == "language":
            self.open(ScreenName.LANGUAGE_NOTICE)
            return
        if step is not Step.QUESTION:
            self.open(_SCREENS[step])
            return
        self.check_in.in_view()
        asked = self.check_in.asked
        if asked.last is not None and asked.value is None:
            self.open(ScreenName.LAST_ANSWER)
        else:
            self.ask_afresh()
        # Later, while this question takes no keys yet.
        self._app.screen.call_after_refresh(self._make_ready)

    def screen_of_step(self) -> Screen[Any]:
        """Return the screen with which the present step begins."""
        return self._find(_SCREENS[self.check_in.step])()

    def speak(self, language: str) -> bool:
        """Speak another language from here on; return whether the place stays: where it is not in force, that is said first."""
        before = self.check_in.step
        stays = self.check_in.choose_language(language) is before
        self._follow()
        return stays

    def _follow(self) -> None:
        """Speak what the check-in does: the client's own language may be on record. What was signed with under other words goes."""
        if self.check_in.language != self._language.code:
            self._language.choose(self.check_in.language)
        if self.check_in.step is Step.CONSENT and self.check_in.consent.sha != self._read:
            self._read = self.check_in.consent.sha
            for key in (DRAWN, NAME_UNDER_CONSENT):
                self.typed.pop(key, None)

    def _make_ready(self) -> None:
        """Make a screen for a question to come, unless the client has left the questions meanwhile."""
        if self.check_in.step is Step.QUESTION:
            self._kept.make_ready([self._find(name) for name in _MADE_READY])

    def ask_afresh(self) -> None:
        """Show the question itself, also where "Is this still so?" was answered with no."""
        asked = self.check_in.asked
        screen = _QUESTIONS[asked.question.type]
        if asked.question.type == "last_time":
            roomy = self._app.size.height >= SHORT_BELOW
            screen = last_time_screen(asked.value) or (ScreenName.LAST_TIME_DAY if roomy else screen)
        self.open(screen)

    def open(self, screen: ScreenName | ScreenMaker) -> None:
        """Show another screen of the same step."""
        self._kept.show(self.maker(screen))

    def maker(self, screen: ScreenName | ScreenMaker) -> ScreenMaker:
        return self._find(screen) if isinstance(screen, ScreenName) else screen

    def forget_typed(self, *, only: str = "") -> bool:
        """Forget a half-typed name, and what was typed with it unless it is the `only` thing; return whether there was any."""
        if not (self.typed.get(only) if only else any(self.typed.values())):
            return False
        if only:
            self.typed[only] = ""  # nor what is on record
        else:
            self.typed.clear()
        if self.check_in.step is Step.FIRST_NAME:
            self.check_in.back()
        self.notice = tr(help_texts.TYPED_NAME_GONE)
        return True

    def leave(self, why: Why) -> None:
        """Seal what was answered and forget everything."""
        self.check_in.leave(why)
        self.typed.clear()
        self.reviewed.clear()


def last_time_screen(value: Json | None) -> ScreenName | None:
    """Return the screen on which a last time was answered; None where it was not, or by one of the quiet answers."""
    if not isinstance(value, str) or value in UNKNOWNS:
        return None
    by_length = {len("2026-06-01"): ScreenName.LAST_TIME_DAY, len("2026-06"): ScreenName.LAST_TIME_MONTH}
    return by_length.get(len(value) if value[:1].isdigit() else 0, ScreenName.LAST_TIME_ROUGHLY)
