"""Signing a consent: by hand, or by a typed name. A guardian says first how they are related; another name is asked about once."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.signing import NOTHING, OtherName
from kiosk.checkin.texts import signing_texts
from kiosk.core.errors import KioskError
from kiosk.core.language import tr
from kiosk.visits.drawing import Drawing
from kiosk.visits.visit_parts import Relation
from screens.client.client_screen import ClientScreen
from screens.client.typing_screen import TypingScreen
from screens.navigator import DRAWN, NAME_UNDER_CONSENT, Navigator
from screens.widgets.action import Action
from screens.widgets.aside_row import AsideRow
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.signature_pad import SignaturePad

_RELATION = "relation"
"""Under which name the relation is kept until the consents are given, beside what it is signed with."""


def begin_signing(way: Navigator, *, by_touch: bool) -> None:
    """Show where it is signed: by hand, or by name where keys are used. Before a guardian signs, the young person is asked."""
    if way.check_in.asks_young_person:
        way.open(lambda: AssentScreen(by_touch=by_touch))
    elif way.check_in.consent.by == "guardian" and _RELATION not in way.typed:
        way.open(lambda: RelationScreen(by_touch=by_touch))
    else:
        way.open(SignatureScreen if by_touch else ConsentNameScreen)


class AssentScreen(ClientScreen):
    """What a young person wants themselves, before the guardian signs: no is a way out, and stands."""

    is_under_words = True
    ask = signing_texts.ASK_YOUNG_PERSON

    def __init__(self, *, by_touch: bool) -> None:
        super().__init__()
        self._by_touch = by_touch

    def compose_answers(self) -> ComposeResult:
        yield Cards([Choice(tr(words), value=wants) for wants, words in signing_texts.YOUNG_PERSON_ANSWERS.items()])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        if not self.is_current:
            return
        if event.choice.value:
            self.check_in.young_person(wants=True)
            begin_signing(self.way, by_touch=self._by_touch)
        else:
            self.attempt(lambda: self.check_in.young_person(wants=False))

    def back(self) -> None:
        self.way.show()


class RelationScreen(ClientScreen):
    """How whoever signs for a young person is related; a card goes on by itself."""

    is_under_words = True
    ask = signing_texts.ASK_RELATION

    def __init__(self, *, by_touch: bool) -> None:
        super().__init__()
        self._by_touch = by_touch

    @property
    def asking(self) -> str:
        """The same of the other parent, where both sign."""
        return tr(signing_texts.ASK_OTHER_RELATION) if self.check_in.signs_second else super().asking

    def compose_answers(self) -> ComposeResult:
        yield Cards(
            [Choice(tr(words), value=relation) for relation, words in signing_texts.RELATIONS.items()], most_columns=2
        )

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself. Where the other parent is not here, that is the way on."""
        yield self.foot(go=tr(signing_texts.ONLY_ONE_HERE) if self.check_in.signs_second else None)

    def go(self) -> None:
        """Go on with one parent's signature."""
        if self.check_in.signs_second:
            self.attempt(self.check_in.only_one_here)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        self.way.typed[_RELATION] = str(event.choice.value)
        begin_signing(self.way, by_touch=self._by_touch)

    def back(self) -> None:
        self.way.show()


class SignatureScreen(ClientScreen):
    """A pad to sign on; a name can be typed instead."""

    is_under_words = True
    ask = signing_texts.ASK_TO_SIGN
    CSS_PATH = "signing_screens.tcss"

    def compose_answers(self) -> ComposeResult:
        """Give the pad, with what was drawn on it before, and below it the ways aside."""
        drawn = self.way.typed.get(DRAWN)
        yield SignaturePad(tr(signing_texts.PAD), Drawing.model_validate_json(drawn) if drawn else None)
        yield AsideRow(
            Action(tr(signing_texts.TYPE_MY_NAME), id="type", classes="-card", key="1"),
            Action(tr(signing_texts.CLEAR), id="clear", classes="-card", key="2"),
            id="below",
        )

    def compose_foot(self) -> ComposeResult:
        """Let the main action say what it does."""
        yield self.foot(go=tr(signing_texts.SIGN))

    def remember(self) -> None:
        """Keep what is drawn for coming back."""
        drawing = self.query_one(SignaturePad).drawing
        if drawing is None:
            self.way.typed.pop(DRAWN, None)
        else:
            self.way.typed[DRAWN] = drawing.model_dump_json()

    def go(self) -> None:
        self.attempt(self._sign)

    def _sign(self) -> None:
        self.check_in.give(drawn=self.query_one(SignaturePad).drawing or NOTHING, relation=relation_of(self.way))
        signed(self.way)

    @on(SignaturePad.Drawn)
    def _drawn(self) -> None:
        pad = self.query_one(SignaturePad)
        self.hush()
        if pad.is_full:
            self.say(tr(signing_texts.PAD_IS_FULL))

    @on(Action.Pressed, "#clear")
    def _clear(self, event: Action.Pressed) -> None:
        event.stop()
        self.query_one(SignaturePad).clear()

    @on(Action.Pressed, "#type")
    def _type(self, event: Action.Pressed) -> None:
        event.stop()
        self.remember()
        self.way.open(ConsentNameScreen)

    def choose(self, digit: int) -> None:
        for action in self.query("#below Action").results(Action):
            if action.key == str(digit):
                action.press()

    def back(self) -> None:
        self.way.show()


class ConsentNameScreen(TypingScreen):
    """The name, typed, says that the text was read; the practitioner completes the consent in the room."""

    is_under_words = True
    ask = signing_texts.ASK_NAME
    key = NAME_UNDER_CONSENT

    def compose_body(self) -> ComposeResult:
        guardian = self.check_in.consent.by == "guardian"
        self.label = signing_texts.GUARDIANS_NAME if guardian else signing_texts.NAME
        yield from super().compose_body()

    def compose_foot(self) -> ComposeResult:
        """Let the main action say what it does."""
        yield self.foot(go=tr(signing_texts.SIGN))

    def go(self) -> None:
        self.attempt(lambda: give_name(self.way))

    def refuse(self, refused: KioskError) -> None:
        """Ask about a name that was not expected on a screen of its own: a double tap says yes to nothing."""
        if isinstance(refused, OtherName):
            self.way.open(lambda: OtherNameScreen(refused.sentence))
        else:
            super().refuse(refused)

    def forget_name(self) -> None:
        """Ask for it again; who signs, and as what, is still so."""
        self.forget_typed(ConsentNameScreen, only=NAME_UNDER_CONSENT)

    def back(self) -> None:
        self.way.open(SignatureScreen)


class OtherNameScreen(ClientScreen):
    """Is this name right? Asked once; no leads back to it."""

    is_under_words = True

    def __init__(self, asking: str) -> None:
        super().__init__()
        self._asking = asking

    @property
    def asking(self) -> str:
        return self._asking

    def compose_answers(self) -> ComposeResult:
        yield Static(self.way.typed[NAME_UNDER_CONSENT], id="last", markup=False)
        yield Cards([Choice(tr(words), value=right) for right, words in signing_texts.OTHER_NAME_ANSWERS.items()])

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        if event.choice.value:
            self.attempt(lambda: give_name(self.way))
        else:
            self.back()

    def forget_name(self) -> None:
        """Take the name away: it is in view here, too."""
        self.forget_typed(ConsentNameScreen, only=NAME_UNDER_CONSENT)
        self.query_one("#last", Static).update(self.way.typed.get(NAME_UNDER_CONSENT, ""))

    def back(self) -> None:
        self.way.open(ConsentNameScreen)


def give_name(way: Navigator) -> None:
    """Sign with the name that was typed; a second consent is signed again."""
    way.check_in.give(way.typed[NAME_UNDER_CONSENT], relation=relation_of(way))
    signed(way)


def signed(way: Navigator) -> None:
    """Forget what was signed with: whoever signs next, or the next consent, begins again."""
    for key in (NAME_UNDER_CONSENT, DRAWN, *([_RELATION] if way.check_in.is_second_asked else [])):
        way.typed.pop(key, None)


def relation_of(way: Navigator) -> Relation | None:
    """Return what a guardian said about how they are related."""
    return cast("Relation | None", way.typed.get(_RELATION))
