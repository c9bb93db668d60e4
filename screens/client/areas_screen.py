"""Areas: a list, and where there is room a drawing of face, neck, upper chest and hands."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from screens.client.question_screens import SeveralAnswersScreen
from screens.widgets.body_map import BodyMap
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.why import Why


class AreasScreen(SeveralAnswersScreen):
    """The drawing and the list show the same; either can be touched."""

    aside_classes = "yields"
    most_columns = 3

    def compose_aside(self) -> ComposeResult:
        yield BodyMap(tuple(option.id for option in self.asked.options), chosen=self._given())
        yield Why(self.asked.question.why, self.asked.question.help)

    def _given(self) -> frozenset[str]:
        value = self.asked.value
        return frozenset(str(area) for area in value) if isinstance(value, list | tuple) else frozenset()

    @on(BodyMap.AreaTouched)
    def _touched(self, event: BodyMap.AreaTouched) -> None:
        card = self.query_one(Cards).by_value.get(event.area)
        if card is not None and self.is_current:
            self.hush()
            self.query_one(Cards).show_page_of(card)
            self.toggle(card)

    def toggle(self, choice: Choice) -> None:
        """Let the drawing follow the list."""
        super().toggle(choice)
        self.query_one(BodyMap).chosen = frozenset(self.chosen)
