"""One question: what is asked, its answers as cards, why we ask, how far one is."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.widgets import Static

from kiosk.checkin.screen_data import Asked
from kiosk.checkin.texts import answering_texts, client_texts, part_texts
from kiosk.core.language import tr
from rules import UNKNOWNS
from screens.client.client_screen import ClientScreen
from screens.looks import Look
from screens.minimum_size_screen import SHORT_BELOW
from screens.widgets.action import Action
from screens.widgets.bar import Bar
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice
from screens.widgets.why import Why
from screens.widgets.wrapping import wrap

_ALONE = (*UNKNOWNS, "none")
_MOST_LINES_BESIDE_PROGRESS = 2
_MOST_LINES_ABOVE_TWO_ROWS = 3
REST_SECONDS = 0.7
"""How long an answer stays in view before the next question comes by itself."""
MOST_ANSWERS = 12
"""Cards that a question's screen has ready; for more, another screen is made."""


class QuestionScreen(ClientScreen):
    """What all questions share. A tap chooses, Continue goes on; nothing is chosen beforehand.

    Where a tap on one answer goes on by itself, the answer stays in view for a moment, and the next question repeats it.
    """

    is_kept = True
    aside_classes: ClassVar[str] = "yields"
    """Classes of what is beside the answers; `-broad-only` leaves them all the room where there is less."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._resting: object | None = None

    @property
    def asked(self) -> Asked:
        """The question, as it stood when this screen came."""
        if self._asked is None:
            self._asked = self.check_in.asked
        return self._asked

    @property
    def asking(self) -> str:
        return self.asked.question.ask

    def made_ahead(self) -> None:
        """Take the question as it stands now."""
        super().made_ahead()
        self._asked = self.check_in.asked

    def compose(self) -> ComposeResult:
        asked = self.asked
        self.heading, self.section = self._title(), asked.section
        self._find_room(self.app.size)
        before = asked.before if self.goes_on_by_itself else ""
        with Horizontal(id="bar", classes="-touched" if before else ""):
            yield Static(self.heading, id="heading", classes="brand", markup=False)
            yield Static("", classes="spacer", markup=False)
            yield AnswerBefore(before)
        with Horizontal(id="progress"):
            yield Static(part_texts.how_far(asked.number, asked.total), id="count", markup=False)
            yield Bar(asked.number, asked.total)
            yield Static(self.section, id="section", classes="quiet", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield from self.compose_body()
            with Vertical(id="aside", classes=self.aside_classes):
                yield from self.compose_aside()
        yield from self.compose_below()
        yield from self.compose_foot()

    def _title(self) -> str:
        """Return the clinic's name, as on every screen; the treatment only where two could be mixed up."""
        titles = self.asked.treatment_titles
        if len(titles) < len(self.check_in.appointments):
            return ", ".join(titles)
        return self.kiosk.clinic.settings.clinic_name

    def compose_aside(self) -> ComposeResult:
        """Why we ask, and what the words mean."""
        yield Why(self.asked.question.why, self.asked.question.help)

    def lines_above_answers(self, width: int) -> int:
        return len(wrap(self.asking, width))

    def on_resize(self, event: events.Resize) -> None:
        """Find room for a long question."""
        self._find_room(event.size)

    def _find_room(self, size: Size) -> None:
        """Give up the progress line where a long question needs its place, and the air at the sides where all answers share a row."""
        lines = self.lines_above_answers(size.width - 2) if size.height < SHORT_BELOW else 0
        self.set_class(lines > _MOST_LINES_BESIDE_PROGRESS, "-crowded")
        self.set_class(lines > _MOST_LINES_ABOVE_TWO_ROWS, "-full")

    def go(self) -> None:
        self.attempt(self.check_in.next)

    def on_key(self, event: events.Key) -> None:
        """Take the keys that "I'm not sure" and "Rather not say" have on every question."""
        sign = (event.character or "").upper()
        if any(cards.choose_by_sign(sign) for cards in self.query(Cards) if cards.display):
            event.stop()

    # -- by itself -------------------------------------------------------------------------------------------------

    @property
    def goes_on_by_itself(self) -> bool:
        """Whether a tap on one answer leads to the next question: not in large print, nor in high contrast."""
        is_large = self.app.size.height < SHORT_BELOW or self.kiosk.appearance.is_large
        is_usual = self.kiosk.appearance.look is not Look.CONTRAST
        return self.kiosk.clinic.settings.continue_at_once and is_usual and not is_large

    def rest(self) -> None:
        """Leave the answer in view for a moment, then go on, unless anything else happens before."""
        if self.goes_on_by_itself:
            self._resting = resting = object()
            self.kiosk.after(REST_SECONDS, lambda: self._rested(resting))

    def _rested(self, resting: object) -> None:
        if resting is self._resting:
            self.action_go()

    @on(Action.Pressed, "#before")
    def _change_before(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(self.check_in.back)


class AnswerBefore(Action, can_focus=False):
    """The answer before, in the top line; one touch leads back to it, as Back does."""

    def __init__(self, before: str) -> None:
        super().__init__(client_texts.change(before), id="before", classes="-plain" if before else "-plain -empty")


class ChoiceScreen(QuestionScreen):
    """Yes or no, or one of several."""

    def compose_answers(self) -> ComposeResult:
        yield answer_cards(self.asked)

    @on(Choice.Chosen)
    def _choose(self, event: Choice.Chosen) -> None:
        if not self.is_current:
            return
        for card in self.query(Choice):
            card.chosen = card is event.choice
        self.check_in.answer(event.choice.value)
        self.rest()


class SeveralAnswersScreen(QuestionScreen):
    """Any of several: a tap adds, a second tap takes away. Some answers stand alone."""

    aside_classes = "yields -broad-only"
    most_columns: ClassVar[int] = 4

    def compose_answers(self) -> ComposeResult:
        yield answer_cards(self.asked, most_columns=self.most_columns)

    @property
    def chosen(self) -> list[str]:
        """What is chosen, in the order of the cards."""
        return [str(card.value) for card in self.query_one(Cards).by_value.values() if card.chosen]

    @on(Choice.Chosen)
    def _toggle(self, event: Choice.Chosen) -> None:
        if self.is_current:
            self.toggle(event.choice)

    def toggle(self, choice: Choice) -> None:
        if self.is_second_tap(choice):
            return
        choice.chosen = not choice.chosen
        if choice.chosen:
            for card in self.query_one(Cards).by_value.values():
                if card is not choice and (choice.value in _ALONE or card.value in _ALONE):
                    card.chosen = False
        chosen = self.chosen
        if chosen:
            self.check_in.answer(chosen[0] if chosen[0] in UNKNOWNS else chosen)
        elif self.asked.may_be_left:
            self.check_in.take_back()

    def go(self) -> None:
        """On, if something is chosen, or nothing need be."""
        if self.chosen or self.asked.may_be_left:
            super().go()
        else:
            self.say(tr(answering_texts.CHOOSE_FIRST))


def answer_cards(asked: Asked, *, most_columns: int = 3) -> Cards:
    """Return the cards of a question's answers.

    A screen that is made ahead is composed with the question in view then, whatever kind that is, and is answered with.
    """
    value = asked.value
    chosen = set(value) if isinstance(value, list | tuple) else {value}
    cards = [
        Choice(option.label, value=option.id, sign=option.key, soft=option.id in UNKNOWNS, chosen=option.id in chosen)
        for option in asked.options
    ]
    answers, soft = [card for card in cards if not card.soft], [card for card in cards if card.soft]
    return Cards(answers, soft, most_columns=most_columns, spare=max(0, MOST_ANSWERS - len(cards)))
