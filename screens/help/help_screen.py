"""Help: everything that helps, one touch each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from kiosk.checkin.texts import help_texts, language_texts
from kiosk.checkin.texts.help_texts import HelpOffer
from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.client.question_screens import QuestionScreen
from screens.help.hidden_screen import HiddenScreen
from screens.help.reason_screen import ReasonScreen
from screens.help.stop_screen import StopScreen
from screens.minimum_size_screen import SHORT_BELOW
from screens.overlay_screen import OverlayScreen
from screens.screen_names import ScreenName
from screens.widgets.action import Action
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class HelpScreen(OverlayScreen):
    """What helps depends on where one is: a question has a reason, a way that has begun can be stopped."""

    CSS_PATH = "help_screen.tcss"

    def __init__(self, over: Screen[Any]) -> None:
        super().__init__()
        self._over = over

    def again(self) -> HelpScreen:
        return HelpScreen(self._over)

    def compose_body(self) -> ComposeResult:
        """One card for each kind of help; where the screen is short, the cards say it alone."""
        yield Static(tr(help_texts.ASK), id="ask", markup=False)
        yield Cards(
            [Choice(label, value=value) for label, value in self._offers()], dense=self.app.size.height < SHORT_BELOW
        )

    def compose_foot(self) -> ComposeResult:
        """Back; and the languages, said in each: who looks for theirs may read no other."""
        languages = Action("", id="languages", classes="-plain", key="F2")
        yield self.foot(go=None, help=None, right=(languages,) if self.speaks_to_clients else ())

    def on_resize(self, event: events.Resize) -> None:
        for action in self.query("#languages").results(Action):
            action.label = language_texts.language_in_all(event.size.width // 2)

    @on(Action.Pressed, "#languages")
    def _languages(self, event: Action.Pressed) -> None:
        event.stop()
        if self.is_current:
            kiosk = self.kiosk
            self.dismiss(None)
            kiosk.open_languages()

    def _offers(self) -> Iterator[tuple[str, HelpOffer]]:
        if isinstance(self._over, QuestionScreen):
            explains = bool(self._over.asked.question.help)
            yield tr(help_texts.WHAT_AND_WHY if explains else help_texts.OFFERS["why"]), "why"
        names: list[HelpOffer] = ["call", "private"]
        way = self.kiosk.way
        if way is not None:
            names += ["desk", "hide"]
        names += ["looks"]
        if way is not None:
            names += [*(("calling",) if way.check_in.may_wish else ()), "stop"]
        for name in (*names, "staff"):
            yield tr(help_texts.OFFERS[name]), name

    @on(Choice.Chosen)
    def _help(self, event: Choice.Chosen) -> None:
        event.stop()
        if not self.is_current:
            return
        app, kiosk, over = self.app, self.kiosk, self._over
        self.dismiss(None)
        match event.choice.value:
            case "call" | "private" as kind:
                kiosk.call_staff(private=kind == "private")
            case "why" if isinstance(over, QuestionScreen):
                app.push_screen(ReasonScreen())
            case "desk" | "stop" as how:
                app.push_screen(StopScreen(to_desk=how == "desk"))
            case "looks":
                kiosk.open_looks()
            case "calling" if kiosk.way is not None:
                if isinstance(over, ClientScreen):
                    over.remember()  # it does not stay below, as it does below what covers it
                kiosk.way.open(ScreenName.CALLING)
            case "hide":
                app.push_screen(HiddenScreen())
            case "staff":
                kiosk.sign_in()
