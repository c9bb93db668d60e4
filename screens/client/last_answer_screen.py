"""Is this still so: the last answer, for a client who has proven that it is theirs."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.texts import answering_texts
from kiosk.core.language import tr
from rules import UNKNOWNS
from screens.client.question_screens import QuestionScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.wrapping import wrap

_SAME, _CHANGED = "same", "changed"


class LastAnswerScreen(QuestionScreen):
    """Yes keeps the answer; no asks the question afresh."""

    def __init__(self) -> None:
        super().__init__()
        self._now: str | None = None

    def again(self) -> LastAnswerScreen:
        """Ask again about the last answer, which the question itself no longer tells once there is a new one."""
        fresh, now = LastAnswerScreen(), self.check_in.asked.value
        fresh._now = self._now
        if now is not None:
            self.check_in.take_back()
            fresh._asked = self.check_in.asked
            self.check_in.answer(now)
        return fresh

    def compose_answers(self) -> ComposeResult:
        """Give the last answer, then what it is now."""
        yield Static(self._said(), id="last", markup=False)
        soft = [
            Choice(option.label, value=option.id, sign=option.key, soft=True)
            for option in self.asked.options
            if option.id in UNKNOWNS
        ]
        yield Cards(
            [
                Choice(tr(answering_texts.STILL_SO), value=_SAME),
                Choice(tr(answering_texts.HAS_CHANGED), value=_CHANGED),
            ],
            soft,
        )

    def _said(self) -> str:
        return answering_texts.said_last_time(self.asked.last_text)

    def lines_above_answers(self, width: int) -> int:
        return super().lines_above_answers(width) + len(wrap(self._said(), width - 1))

    @on(Choice.Chosen)
    def _choose(self, event: Choice.Chosen) -> None:
        if not self.is_current:
            return
        for card in self.query(Choice):
            card.chosen = card is event.choice
        self._now = str(event.choice.value)
        match self._now:
            case "same":
                self.check_in.still_so()
            case "changed":
                self.check_in.take_back()
            case unknown:
                self.check_in.answer(unknown)
        self.rest()

    def go(self) -> None:
        match self._now:
            case None:
                self.say(tr(answering_texts.CHOOSE_FIRST))
            case "changed":
                self.way.ask_afresh()
            case _:
                super().go()
