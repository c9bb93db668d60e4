"""The privacy notice: short, before the first question; the whole text and who answers are one touch away."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.texts import answering_texts, helping_texts
from kiosk.core.language import tr
from kiosk.visits.visit_parts import AnsweredBy, HelpedBy
from screens.client.client_screen import ClientScreen
from screens.client.reading_screen import ReadingScreen
from screens.widgets.action import Action
from screens.widgets.aside_row import AsideRow
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class PrivacyScreen(ReadingScreen):
    """Continue means that the client answers; somebody else is one touch away."""

    def paragraphs(self) -> tuple[str, ...]:
        text, note = self.check_in.privacy, self.check_in.answering_note
        return (f"# {text.title}", text.short, *([note] if note else []))

    def compose_answers(self) -> ComposeResult:
        """Give the text, and two quiet ways aside."""
        yield from super().compose_answers()
        yield AsideRow(
            Action(tr(answering_texts.READ_IT_ALL), id="whole", classes="-card"),
            Action(tr(answering_texts.SOMEBODY_HELPS), id="helper", classes="-card"),
        )

    def done(self) -> None:
        self.attempt(self.check_in.accept)

    @on(Action.Pressed, "#whole")
    def _whole(self, event: Action.Pressed) -> None:
        event.stop()
        self.way.open(WholePrivacyScreen)

    @on(Action.Pressed, "#helper")
    def _helper(self, event: Action.Pressed) -> None:
        event.stop()
        self.way.open(WhoAnswersScreen)


class WholePrivacyScreen(ReadingScreen):
    """The whole notice, page by page."""

    def paragraphs(self) -> tuple[str, ...]:
        text = self.check_in.privacy
        return (f"# {text.title}", *text.full.split("\n\n"))

    def done(self) -> None:
        self.way.show()

    def back(self) -> None:
        """Turn a page back, or go to the short form."""
        if not self.turn(-1):
            self.way.show()


class WhoAnswersScreen(ClientScreen):
    """Who answers is kept with the answers."""

    ask = answering_texts.ASK_WHO_ANSWERS

    def compose_answers(self) -> ComposeResult:
        yield Cards([Choice(words, value=who) for who, words in self.check_in.who_may_answer.items()], most_columns=2)

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        who = cast("AnsweredBy", event.choice.value)
        if self.check_in.who_may_help(who):
            self.way.open(lambda: WhoHelpsScreen(who))
        else:
            self.attempt(lambda: self.check_in.accept(who))

    def back(self) -> None:
        self.way.show()


class WhoHelpsScreen(ClientScreen):
    """Who interprets or helps is kept, too: a consent that the family interpreted is checked in the room."""

    def __init__(self, who: AnsweredBy) -> None:
        super().__init__()
        self.ask = helping_texts.ASK[who]
        self._who: AnsweredBy = who

    def again(self) -> WhoHelpsScreen:
        return WhoHelpsScreen(self._who)

    def compose_answers(self) -> ComposeResult:
        helpers = self.check_in.who_may_help(self._who)
        yield Cards([Choice(words, value=helper) for helper, words in helpers.items()], most_columns=2)

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        helper = cast("HelpedBy", event.choice.value)
        self.attempt(lambda: self.check_in.accept(self._who, helper))

    def back(self) -> None:
        self.way.open(WhoAnswersScreen)
