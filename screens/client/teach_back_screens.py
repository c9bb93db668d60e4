"""Did we explain this well? One question about the consent; whatever is answered, the client goes on."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.checkin.understanding import Explanation
from screens.client.client_screen import ClientScreen
from screens.client.reading_screen import ReadingScreen
from screens.client.signing_screens import begin_signing
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class TeachBackScreen(ClientScreen):
    """The answers as cards, and to ask in the room as large as they are; a card goes on by itself."""

    is_under_words = True

    def __init__(self, *, by_touch: bool) -> None:
        super().__init__()
        self._by_touch = by_touch

    @property
    def asking(self) -> str:
        """Whether we did well, never whether the client did."""
        asking = self.check_in.asked_back
        return f"{asking.heading}\n{asking.ask}" if asking is not None else ""

    def compose_answers(self) -> ComposeResult:
        if (asking := self.check_in.asked_back) is not None:
            yield Cards([Choice(words, value=answer) for answer, words in asking.answers], most_columns=2)

    def compose_foot(self) -> ComposeResult:
        """Leave Continue out: a card goes on by itself."""
        yield self.foot(go=None)

    @on(Choice.Chosen)
    def _answer(self, event: Choice.Chosen) -> None:
        if not self.is_current or self.check_in.asked_back is None:
            return
        by_touch, explanation = self._by_touch, self.check_in.understood(str(event.choice.value))
        if explanation is None:
            begin_signing(self.way, by_touch=by_touch)
        else:
            self.way.open(lambda: ExplanationScreen(explanation, by_touch=by_touch))

    def back(self) -> None:
        self.way.show()


class ExplanationScreen(ReadingScreen):
    """What the consent says, once more in other words; then on to the signature."""

    is_under_words = True

    def __init__(self, explanation: Explanation, *, by_touch: bool) -> None:
        super().__init__()
        self._explanation = explanation
        self._by_touch = by_touch

    def paragraphs(self) -> tuple[str, ...]:
        return (f"# {self._explanation.heading}", *self._explanation.paragraphs)

    def done(self) -> None:
        begin_signing(self.way, by_touch=self._by_touch)

    def back(self) -> None:
        self.way.show()
