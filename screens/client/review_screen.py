"""All answers once more; each can be changed, and leads back here."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kiosk.checkin.texts import answering_texts, client_texts, part_texts
from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.client.review_answers import Direction, ReviewAnswers, ReviewTile
from screens.widgets.action import Action
from screens.widgets.foot import GO


class ReviewScreen(ClientScreen):
    """One screen where it fits, else pages with a heading each; "All right" only once all of them were seen."""

    CSS_PATH = "review_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"move('{key}')", show=False) for key in ("up", "down", "left", "right")
    ]

    def compose_answers(self) -> ComposeResult:
        """Give the answers, as many on a page as fit."""
        yield ReviewAnswers(self.check_in.rows, self.way.reviewed, self._above)

    @property
    def answers(self) -> ReviewAnswers:
        return self.query_one(ReviewAnswers)

    @on(ReviewAnswers.PageTurned)
    def _say_where(self) -> None:
        answers = self.answers
        self.query_one("#ask", Static).update(self._above(*answers.place))
        self.query_one(f"#{GO}", Action).label = tr(answering_texts.ALL_RIGHT if answers.at_end else part_texts.MORE)

    def _above(self, page: int, pages: int) -> str:
        by_keys = self.kiosk.keys_used and not self.has_class("-narrow")
        return client_texts.review_heading(page, pages, by_keys=by_keys)

    def go(self) -> None:
        """Turn to the next page; on the last one all is right."""
        if not self._turn(1):
            self.attempt(self.check_in.finish)

    def back(self) -> None:
        """Turn a page back, or go to the last question."""
        if not self._turn(-1):
            super().back()

    def _turn(self, by: int) -> bool:
        """Turn a page, if there is one; the other half of a double tap goes on from none that nobody has looked at."""
        turned = self.answers.turn(by)
        if turned:
            self.appeared()
        return turned

    def action_move(self, direction: str) -> None:
        """Go from one answer to another with the arrows."""
        self.answers.move(cast("Direction", direction))

    @on(Action.Pressed)
    def _change(self, event: Action.Pressed) -> None:
        if not isinstance(event.action, ReviewTile):
            return
        row = event.action.row
        if row.changeable:
            self.attempt(lambda: self.check_in.change(row.question_id, row.treatment))
        else:
            self.say(tr(client_texts.BOOKED))
