"""What the screens of the client's way share: the question on top, words for what is wrong, and the clock that wipes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.texts.client_texts import told_to_client
from kiosk.core.errors import BadInput, KioskError
from kiosk.core.language import tr
from screens.keys_to_come import KeysToCome
from screens.navigator import Navigator
from screens.screen_names import ScreenMaker, ScreenName
from screens.spoken_screen import SpokenScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.inline_message import InlineMessage


class ClientScreen(KeysToCome):
    """One thing on a screen: `ask` says which. Subclasses answer `go` and `back`."""

    names_clinic = True
    ask: str = ""
    """What is asked, in words for the catalogues: `asking` says them in the client's language."""
    touch_rows = 4
    forgets_to: ClassVar[ScreenName | None] = None
    """Where the client starts over if a name, or what goes with it, was left half-typed for too long."""

    is_under_words: ClassVar[bool] = False
    """Whether what is done here is done under words that were read before: in another language they have to be read first."""

    _begin_at: ScreenName | ScreenMaker | None = None
    """Where the client starts over as soon as nothing covers this screen: what was typed here is gone."""

    _made_for: Navigator | None = None
    """The way of the client this screen was made ahead for: it may be composed when they are gone."""

    @property
    def way(self) -> Navigator:
        """The way of the client who is here; nothing is asked of another one."""
        way = self.kiosk.way or self._made_for
        assert way is not None  # noqa: S101 - no client screen is shown without one
        return way

    def made_ahead(self) -> None:
        self._made_for = self.kiosk.way

    @property
    def check_in(self) -> CheckIn:
        return self.way.check_in

    def again(self) -> SpokenScreen:
        if self.is_under_words:
            return cast("SpokenScreen", self.way.screen_of_step())
        return super().again() if self._begin_at is None else cast("SpokenScreen", self.way.maker(self._begin_at)())

    def compose_body(self) -> ComposeResult:
        """Give what is asked, what can be answered, and a place for what is wrong."""
        yield Static(self.asking, id="ask", markup=False)
        yield from self.compose_answers()
        yield InlineMessage(classes="-foot")

    @property
    def asking(self) -> str:
        """What is asked, as the client reads it."""
        return tr(self.ask)

    def compose_answers(self) -> ComposeResult:
        """Give the answers: cards, or fields."""
        yield from ()

    # -- going on and back -----------------------------------------------------------------------------------------

    def go(self) -> None:
        """Do what Continue and Enter mean on this screen."""

    def back(self) -> None:
        """Go one step back in the check-in."""
        self.attempt(self.check_in.back)

    def action_go(self) -> None:
        if self.is_current:
            self.hush()
            self.remember()
            self.go()

    def action_back(self) -> None:
        if self.is_current:
            self.hush()
            self.remember()
            self.back()

    def remember(self) -> None:
        """Keep what is typed here for coming back; called whenever the client goes on or back."""

    def attempt(self, act: Callable[[], object]) -> None:
        """Do something to the check-in; say so if it is refused. A second press while the next screen comes is nothing."""
        if not self.is_current:
            return
        refused = self.way.attempt(act)
        if refused is not None:
            self.refuse(refused)

    def refuse(self, refused: KioskError) -> None:
        """Say what is wrong, and lead to the field it is about."""
        self.say(told_to_client(refused), refused.part if isinstance(refused, BadInput) else "")

    # -- what is wrong ---------------------------------------------------------------------------------------------

    def say(self, sentence: str, part: str = "") -> None:  # noqa: ARG002 - of a date, on screens that ask for one
        """Say what is wrong, beside what it is about."""
        self.query_one(InlineMessage).show(sentence)

    def hush(self) -> None:
        """Take the words away: something was changed."""
        for beside in self.query(InlineMessage):
            beside.show("")

    @on(Choice.Chosen)
    def _chosen(self) -> None:
        self.hush()

    # -- digits and time -------------------------------------------------------------------------------------------

    def choose(self, digit: int) -> None:
        for cards in self.query(Cards):
            if cards.display and cards.choose(digit):
                return

    def tick(self, idle: float) -> None:
        """Ask whether somebody is still there, after the clinic's time without a touch."""
        if idle >= self.kiosk.patience():
            self.kiosk.count_down()

    def forget_name(self) -> None:
        if self.forgets_to is not None:
            self.forget_typed(self.forgets_to)

    def forget_typed(self, begin: ScreenName | ScreenMaker, *, only: str = "") -> None:
        """Forget what is typed, or the `only` thing that goes, and ask again: now, or as soon as nothing covers this."""
        self.remember()
        if self.way.forget_typed(only=only):
            for field in self.query(Field):
                field.set("")
            self._begin_at = begin
            self._start_over()

    @on(events.ScreenResume)
    def _start_over(self) -> None:
        if self._begin_at is not None and self.app.screen is self:
            self.way.open(self._begin_at)
