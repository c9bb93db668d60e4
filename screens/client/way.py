"""The one driver of the client's way: it shows the screen that belongs to the check-in's step, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from kiosk.checkin.check_in import CheckIn, Step
from kiosk.core.errors import KioskError
from screens.base import SHORT_BELOW
from screens.by_name import screen_class
from screens.client.time_screens import DAY, FIRST, time_screen

if TYPE_CHECKING:
    from screens.app import KioskApp

Why = Literal["timeout", "client", "staff"]

_SCREENS = {
    Step.WHO: "screens.client.how:HowScreen",
    Step.FIRST_NAME: "screens.client.names:FirstNameScreen",
    Step.PROOF: "screens.client.proof:ProofScreen",
    Step.VISIT: "screens.client.visit:VisitScreen",
    Step.NOTICE: "screens.client.notice:NoticeScreen",
    Step.WALK_IN: "screens.client.walkin:WalkInScreen",
    Step.GUARDIAN: "screens.client.guardian:GuardianScreen",
    Step.PRIVACY: "screens.client.privacy:PrivacyScreen",
    Step.UNSURE_HELP: "screens.client.unsure:UnsureScreen",
    Step.REVIEW: "screens.client.review:ReviewScreen",
    Step.CONSENT: "screens.client.consent:ConsentScreen",
    Step.DONE: "screens.client.done:DoneScreen",
}
_QUESTIONS = {
    "yes_no": "screens.client.question:ChoiceScreen",
    "one_of": "screens.client.question:ChoiceScreen",
    "any_of": "screens.client.question:ManyScreen",
    "areas": "screens.client.areas:AreasScreen",
    "last_time": FIRST,
    "note": "screens.client.note:NoteScreen",
}
_STILL_SO = "screens.client.still_so:StillSoScreen"


class Way:
    """One client's way through the kiosk. `typed` holds what was typed on a step of several screens, until it is over."""

    def __init__(self, app: KioskApp) -> None:
        self._app = app
        self.check_in: CheckIn = app.clinic.check_in()
        self.typed: dict[str, str] = {}

    def attempt(self, act: Callable[[], object]) -> KioskError | None:
        """Do something to the check-in and show where that leads; returns what was said against it if it was refused."""
        try:
            act()
        except KioskError as refused:
            return refused
        self.show()
        return None

    def show(self) -> None:
        """Show the screen of the present step."""
        step = self.check_in.step
        if step is not Step.QUESTION:
            self.open(_SCREENS[step])
            return
        asked = self.check_in.asked
        if asked.last is not None and asked.value is None:
            self.open(_STILL_SO)
        else:
            self.ask_afresh()

    def ask_afresh(self) -> None:
        """Show the question itself, also where "Is this still so?" was answered with no."""
        asked = self.check_in.asked
        screen = _QUESTIONS[asked.question.type]
        if asked.question.type == "last_time":
            roomy = self._app.size.height >= SHORT_BELOW
            screen = time_screen(asked.value) or (DAY if roomy else screen)
        self.open(screen)

    def open(self, name: str, **given: Any) -> None:
        """Show another screen of the same step."""
        self._app.switch_screen(screen_class(name)(**given))

    def leave(self, why: Why) -> None:
        """Seal what was answered and forget everything."""
        self.check_in.leave(why)
        self.typed.clear()
