"""A second proof: the last digits of the telephone, or going on without."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kiosk.checkin.texts import arriving_texts
from kiosk.core.language import tr
from screens.client.number_screen import NumberScreen
from screens.widgets.action import Action
from screens.widgets.field import Field
from screens.widgets.number_pad import RUB_OUT, Key


class ProofScreen(NumberScreen):
    """With the digits, the last answers need only be confirmed; without, everything is asked in full."""

    ask = arriving_texts.ASK_LAST_DIGITS

    def compose_fields(self) -> ComposeResult:
        """Four digits, and the way without."""
        with Horizontal(id="proof-row"):
            yield Field(
                tr(arriving_texts.LAST_DIGITS), digits=True, limit=4, value=self.way.typed.get("last4", ""), id="field"
            )
            yield Action(tr(arriving_texts.SKIP), id="skip", classes="-card")
            rub = Key(RUB_OUT, soft=True)
            rub.add_class("rub")
            yield rub

    def compose_else(self) -> ComposeResult:
        """Say what it means to skip."""
        yield Static(tr(arriving_texts.PROOF_SKIPPED), id="proof-why", classes="quiet", markup=False)

    def remember(self) -> None:
        self.way.typed["last4"] = self.query_one("#field", Field).value

    def go(self) -> None:
        self.attempt(lambda: self.check_in.prove(self.query_one("#field", Field).value))

    @on(Action.Pressed, "#skip")
    def _skip(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(self.check_in.skip_proof)
