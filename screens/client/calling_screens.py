"""How shall we call you, and what do you need: asked once, kept with the client, and changed under Help."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.screen_data import Step
from kiosk.checkin.texts import calling_texts
from kiosk.core.language import tr
from kiosk.people.wishes import CallBy, Need
from screens.client.client_screen import ClientScreen
from screens.client.typing_screen import TypingScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice

_BY, _NAME = "call_by", "call_name"


class CallingScreen(ClientScreen):
    """One touch says it; "Not now" is asked again at the next visit."""

    ask = calling_texts.ASK_CALL

    def compose_answers(self) -> ComposeResult:
        """Give the ways to be called; what was said before is ticked."""
        wishes = self.check_in.wishes
        said = self.way.typed.get(_BY) or (wishes.call_by if wishes else "")
        yield Cards(
            [Choice(tr(words), value=by, chosen=by == said) for by, words in calling_texts.CALL.items()], most_columns=2
        )

    def compose_foot(self) -> ComposeResult:
        """Leave it for another time, where it is asked."""
        yield self.foot(go=tr(calling_texts.NOT_NOW) if self.check_in.step is Step.WISHES else None)

    @on(Choice.Chosen)
    def _said(self, event: Choice.Chosen) -> None:
        if self.is_current:
            self.way.typed[_BY] = event.choice.value
            self.way.open(CallingNameScreen if event.choice.value == "name" else NeedsScreen)

    def go(self) -> None:
        if self.check_in.step is Step.WISHES:
            self.attempt(self.check_in.no_wish)

    def back(self) -> None:
        """To the appointment, or to where Help was asked for."""
        if self.check_in.step is Step.WISHES:
            super().back()
        else:
            self.way.show()


class CallingNameScreen(TypingScreen):
    """The name somebody uses; an empty field means the one on record, which is not shown."""

    ask = calling_texts.ASK_NAME
    label = calling_texts.NAME_LABEL
    key = _NAME
    limit = 40

    def typed_before(self) -> str:
        """Return what was typed, or said at an earlier time."""
        wishes = self.check_in.wishes
        return self.way.typed.get(_NAME, wishes.name if wishes else "")

    def forget_name(self) -> None:
        """Ask for it again: nor is one that was known before shown to whoever comes."""
        self.forget_typed(CallingNameScreen, only=_NAME)

    def go(self) -> None:
        self.way.open(NeedsScreen)

    def back(self) -> None:
        self.way.open(CallingScreen)


class NeedsScreen(ClientScreen):
    """What helps at every visit: any of these, or none."""

    ask = calling_texts.ASK_NEEDS

    def compose_answers(self) -> ComposeResult:
        """Give the needs; those said before are ticked."""
        wishes = self.check_in.wishes
        needs = wishes.needs if wishes else ()
        yield Cards(
            [Choice(tr(words), value=need, chosen=need in needs) for need, words in calling_texts.NEEDS.items()],
            most_columns=2,
            dense=True,
        )

    @on(Choice.Chosen)
    def _toggle(self, event: Choice.Chosen) -> None:
        if not self.is_second_tap(event.choice):
            event.choice.chosen = not event.choice.chosen

    def go(self) -> None:
        typed, cards = self.way.typed, self.query_one(Cards).cards
        call_by = cast("CallBy", typed.get(_BY, "name"))
        name = typed.get(_NAME, "")
        needs = tuple(cast("Need", card.value) for card in cards if card.chosen)
        self.attempt(lambda: self.check_in.wish(call_by, name, needs))

    def back(self) -> None:
        self.way.open(CallingNameScreen if self.way.typed.get(_BY) == "name" else CallingScreen)
