"""How this screen looks: light, dark, high contrast, larger text; and back as it was, with every answer kept."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.texts import client_texts, first_texts
from kiosk.core.language import tr
from screens.looks import Look
from screens.overlay_screen import OverlayScreen
from screens.widgets.action import Action
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice

_LARGER = "larger"


class LooksScreen(OverlayScreen):
    """Each card changes the screen at once; Back leads to where one was, with nothing lost."""

    def compose_body(self) -> ComposeResult:
        """Give the looks that this terminal has, and larger text where letters can grow."""
        appearance = self.kiosk.appearance
        looks = list(appearance.looks) if len(appearance.looks) > 1 else []
        cards = [Choice(tr(client_texts.LOOKS[look]), value=look) for look in looks]
        if appearance.can_enlarge(*self.app.size):
            cards.append(Choice(tr(first_texts.LARGER), value=_LARGER))
        yield Static(tr(client_texts.HOW_IT_LOOKS if cards else client_texts.ONE_LOOK), id="ask", markup=False)
        if cards:
            yield Cards(cards, most_columns=2)

    def compose_foot(self) -> ComposeResult:
        """Back, and the way back to what the screen was like; it says that it takes no answer away."""
        label = tr(client_texts.AS_BEFORE)
        if self.kiosk.way is not None:
            label = f"{label},\n{tr(client_texts.KEEP_ANSWERS)}"
        yield self.foot(go=None, help=None, right=(Action(label, id="reset", classes="-plain"),))

    def on_mount(self) -> None:
        self._tick()

    @on(Choice.Chosen)
    def _chosen(self, event: Choice.Chosen) -> None:
        event.stop()
        appearance = self.kiosk.appearance
        match event.choice.value:
            case Look() as look:
                appearance.choose(look)
            case "larger":
                appearance.enlarge(large=not appearance.is_large)
                self.appeared()  # something else is under the finger in a moment
        self._tick()

    @on(Action.Pressed, "#reset")
    def _put_back(self, event: Action.Pressed) -> None:
        event.stop()
        self.kiosk.appearance.reset()
        self._tick()

    def _tick(self) -> None:
        appearance = self.kiosk.appearance
        for card in self.query(Choice):
            card.chosen = card.value == appearance.look or (card.value == _LARGER and appearance.is_large)

    def action_go(self) -> None:
        """Back to where one was: what was chosen counts already."""
        self.action_back()

    def action_looks(self) -> None:
        """F3 closes what F3 has opened."""
        self.action_back()

    def tick(self, idle: float) -> None:
        """Make way, where nobody is there, for what asks a client or locks a screen of staff."""
        super().tick(idle)
        if self.kiosk.staff and idle >= self.kiosk.clinic.settings.staff_idle_seconds:
            self.action_back()
