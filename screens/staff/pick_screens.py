"""Picking one of several, or several of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, cast

from textual import events, on
from textual.app import ComposeResult
from textual.screen import ScreenResultType
from textual.widgets import Static

from screens.staff.form_filling import FormPart
from screens.staff.staff_screen import act
from screens.widgets import Choice, InlineMessage
from screens.widgets.cards import Cards
from screens.widgets.wrapping import wrap

OTHER = "\0other"
_MOST_IN_TWO_COLUMNS = 4
_LINES_BELOW_A_TITLE = 2
"""Lines of what is asked that leave room for a title and two rows of cards in twelve rows."""


@dataclass(frozen=True)
class Pick:
    """One thing that can be picked: what it means, its words, a quieter second line."""

    value: str
    label: str
    detail: str = ""


def pick_cards(picks: Iterable[Pick], chosen: Iterable[str] = (), *, spares_details: bool = False) -> Cards:
    """Return a card for each pick, laid out for the room there is."""
    picks, chosen = tuple(picks), set(chosen)
    return Cards(
        [Choice(pick.label, value=pick.value, detail=pick.detail, chosen=pick.value in chosen) for pick in picks],
        most_columns=3 if len(picks) > _MOST_IN_TWO_COLUMNS else 2,
        spares_details=spares_details,
    )


class AskingScreen(FormPart[ScreenResultType], Generic[ScreenResultType]):
    """What is asked, above cards: where it is short and takes more than two lines, it takes the title's place."""

    _lead = ""

    @on(events.Resize)
    def _make_room(self, event: events.Resize) -> None:
        self.set_class(len(wrap(self._lead, event.size.width - 2)) > _LINES_BELOW_A_TITLE, "-asks-long")

    def compose_lead(self) -> ComposeResult:
        if self._lead:
            yield Static(self._lead, classes="lead", markup=False)


class PickScreen(AskingScreen[str]):
    """Pick one of several. A tap or a digit picks and goes on."""

    def __init__(
        self, title: str, picks: Iterable[Pick], *, lead: str = "", chosen: str | None = None, lasts: bool = False
    ) -> None:
        """`lasts`: what was picked counts, also where a form that is gone on with offers something else by then."""
        super().__init__()
        self._lasts = lasts
        self.heading = title
        self._picks = tuple(picks)
        self._lead = lead
        self._chosen = chosen
        self._picked_value: str | None = None

    @property
    def asked(self) -> str:
        return f"one {_title_of(self)} {self._lead}"

    def takes(self, answer: object) -> bool:
        """Tell whether this can still be picked."""
        return self._lasts or any(pick.value == answer for pick in self._picks)

    def stand(self, stood: object) -> None:
        """Tick what was picked."""
        self._chosen = cast("str | None", stood) or self._chosen

    def stood(self) -> object:
        return self._picked_value

    def compose_body(self) -> ComposeResult:
        """Show what it is about, then the cards."""
        yield from self.compose_lead()
        yield pick_cards(self._picks, (self._chosen,) if self._chosen else ())

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=None)

    def choose(self, digit: int) -> None:
        self.query_one(Cards).choose(digit)

    @on(Choice.Chosen)
    def _picked(self, event: Choice.Chosen) -> None:
        event.stop()
        self._picked_value = event.choice.value
        self.dismiss(event.choice.value)

    def action_back(self) -> None:
        self.dismiss(None)


class PickManyScreen(AskingScreen[tuple[str, ...]]):
    """Pick any number, then go on."""

    def __init__(
        self,
        title: str,
        picks: Iterable[Pick],
        *,
        lead: str = "",
        chosen: Sequence[str] = (),
        go: str = "Continue ›",
        least: int = 0,
        all_of: Sequence[str] = (),
    ) -> None:
        """`all_of` are the values that one touch picks together."""
        super().__init__()
        self.heading = title
        self._picks = tuple(picks)
        self._lead = lead
        self._chosen = set(chosen)
        self._go = go
        self._least = least
        self._all_of = tuple(all_of)

    @property
    def asked(self) -> str:
        return f"many {_title_of(self)} {self._lead}"

    def takes(self, answer: object) -> bool:
        """Tell whether all of these can still be picked."""
        return set(cast("tuple[str, ...]", answer)) <= {pick.value for pick in self._picks}

    def stood(self) -> object:
        return self._ticked

    def stand(self, stood: object) -> None:
        """Tick what was ticked."""
        self._chosen = set(cast("tuple[str, ...]", stood))

    @property
    def _ticked(self) -> tuple[str, ...]:
        return tuple(card.value for card in self.query_one(Cards).cards if card.chosen)

    def compose_body(self) -> ComposeResult:
        """Show what it is about, then the cards."""
        yield from self.compose_lead()
        yield pick_cards(self._picks, self._chosen)
        yield InlineMessage(classes="-foot")

    def compose_foot(self) -> ComposeResult:
        all_of_them = (act("all", "All of these", "A"),) if self._all_of else ()
        yield self.foot(go=self._go, left=all_of_them, help=None if self._all_of else "Help")

    async def do_all(self) -> None:
        self.dismiss(self._all_of)

    def choose(self, digit: int) -> None:
        """Pick, or take back, by digit."""
        self.query_one(Cards).choose(digit)

    @on(Choice.Chosen)
    def _picked(self, event: Choice.Chosen) -> None:
        event.stop()
        if not self.is_second_tap(event.choice):
            event.choice.chosen = not event.choice.chosen

    def action_go(self) -> None:
        picked = self._ticked
        if len(picked) < self._least:
            self.say("Nothing is chosen: touch at least one.")
        else:
            self.dismiss(picked)

    def action_back(self) -> None:
        self.dismiss(None)


def _title_of(screen: FormPart[Any]) -> str:
    """Return a title without its numbers: how many questions there are changes with the answers."""
    return "".join(sign for sign in screen.heading if not sign.isdigit())
