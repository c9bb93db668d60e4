"""All that was entered from a paper form, once more before it counts; a touch on an answer changes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kiosk.checkin.screen_data import ReviewRow
from screens.client.review_answers import Direction, ReviewAnswers, ReviewTile
from screens.staff.form_filling import FormPart
from screens.widgets import Action
from screens.widgets.foot import GO

ENTERED = "\0entered"
"""That all is as the paper says."""


class PaperCheckScreen(FormPart[str]):
    """One page where it fits, else several; it is entered from the last one only. Answers what is to be changed, or `ENTERED`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"move('{key}')", show=False) for key in ("up", "down", "left", "right")
    ]
    heading = "Check the paper form"

    def __init__(self, rows: Sequence[ReviewRow]) -> None:
        super().__init__()
        self._rows = tuple(rows)
        self._seen: set[ReviewRow] = set()

    @property
    def asked(self) -> str:
        return f"check {self._rows}"

    def stood(self) -> object:
        return None

    def stand(self, stood: object) -> None:
        """Show all again: nothing is chosen here."""

    def compose_body(self) -> ComposeResult:
        """Show what to compare, then the answers."""
        yield Static("", id="page", classes="line", markup=False)
        yield ReviewAnswers(self._rows, self._seen, self._above)

    @property
    def _answers(self) -> ReviewAnswers:
        return self.query_one(ReviewAnswers)

    @on(ReviewAnswers.PageTurned)
    def _say_where(self) -> None:
        self.query_one("#page", Static).update(self._above(*self._answers.place))
        self.query_one(f"#{GO}", Action).label = "Enter it ›" if self._answers.at_end else "More ›"

    @staticmethod
    def _above(page: int, pages: int) -> str:
        where = f" Page {page} of {pages}." if pages > 1 else ""
        return f"Compare with the paper. Touch an answer to change it.{where}"

    def action_move(self, direction: str) -> None:
        """Go from one answer to another with the arrows."""
        self._answers.move(cast("Direction", direction))

    def action_go(self) -> None:
        """Turn to the next page; on the last one all is right."""
        if not self._answers.turn():
            self.dismiss(ENTERED)

    def action_back(self) -> None:
        """Turn a page back, or go to the last question."""
        if not self._answers.turn(-1):
            self.dismiss(None)

    @on(Action.Pressed)
    def _change(self, event: Action.Pressed) -> None:
        if not isinstance(event.action, ReviewTile):
            return
        event.stop()
        if event.action.row.changeable:
            self.dismiss(event.action.row.question_id)
        else:
            self.say("The booking says so. It is changed in the schedule.")
