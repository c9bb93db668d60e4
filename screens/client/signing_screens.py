"""Signing a consent: by a typed name. A guardian says first how they are related; another name than expected is asked about once."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.signing import RELATIONS, OtherName
from kiosk.core.errors import KioskError
from kiosk.visits.visit_parts import Relation
from screens.client.client_screen import ClientScreen
from screens.client.typing_screen import TypingScreen
from screens.navigator import Navigator
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice

_RELATION, _NAME = "relation", "signature"
"""Under which names the relation and the typed name are kept until the consents are given."""


def begin_signing(way: Navigator) -> None:
    """Show where it is signed; a guardian says first how they are related."""
    is_asked = way.check_in.consent.by == "guardian" and _RELATION not in way.typed
    way.open(RelationScreen if is_asked else ConsentNameScreen)


class RelationScreen(ClientScreen):
    """How whoever signs for a young person is related; a card goes on by itself."""

    ask = "You sign for a young person. Who are you?"

    def compose_answers(self) -> ComposeResult:
        """Give who may sign."""
        yield Cards([Choice(words, value=relation) for relation, words in RELATIONS.items()], most_columns=2)

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        self.way.typed[_RELATION] = str(event.choice.value)
        begin_signing(self.way)

    def back(self) -> None:
        """To the text."""
        self.way.show()


class ConsentNameScreen(TypingScreen):
    """The name, typed, says that the text was read; the practitioner completes the consent in the room."""

    def __init__(self) -> None:
        super().__init__()
        self.ask = ""
        self.key = _NAME

    def compose_body(self) -> ComposeResult:
        """Say who signs."""
        guardian = self.check_in.consent.by == "guardian"
        self.label = "Guardian's full name" if guardian else "Your full name"
        self.ask = "Please type your full name. It says that you have read this."
        yield from super().compose_body()

    def compose_foot(self) -> ComposeResult:
        """Let the main action say what it does."""
        yield self.foot(go="Sign ›")

    def go(self) -> None:
        """Agree."""
        self.attempt(lambda: give_name(self.way))

    def refuse(self, refused: KioskError) -> None:
        """Ask about a name that was not expected on a screen of its own: a double tap says yes to nothing."""
        if isinstance(refused, OtherName):
            self.way.open(lambda: OtherNameScreen(refused.sentence))
        else:
            super().refuse(refused)

    def back(self) -> None:
        """To the text."""
        self.way.show()


class OtherNameScreen(ClientScreen):
    """Is this name right? Asked once; no leads back to it."""

    def __init__(self, ask: str) -> None:
        super().__init__()
        self.ask = ask

    def compose_answers(self) -> ComposeResult:
        """Give the name, yes and no."""
        yield Static(self.way.typed[_NAME], id="last", markup=False)
        yield Cards([Choice("Yes, it is right", value=True), Choice("No, change it", value=False)])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        if event.choice.value:
            self.attempt(lambda: give_name(self.way))
        else:
            self.back()

    def back(self) -> None:
        """To the name."""
        self.way.open(ConsentNameScreen)


def give_name(way: Navigator) -> None:
    """Sign with the name that was typed; a second consent is signed anew."""
    way.check_in.give(way.typed[_NAME], relation=relation_of(way))
    del way.typed[_NAME]


def relation_of(way: Navigator) -> Relation | None:
    """Return what a guardian said about how they are related."""
    return cast("Relation | None", way.typed.get(_RELATION))
