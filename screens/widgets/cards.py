"""A set of cards that always fits where it stands; what doesn't fit comes on a further page, one touch away."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import Layout, WidgetPlacement
from textual.widget import Widget

from kiosk.checkin.texts import part_texts
from kiosk.core.language import tr
from screens.lockdown import LockedScreen
from screens.widgets.card_layout import LEAST_HEIGHT, CardArea, Plan, places, plan
from screens.widgets.choice import ALTERNATE, BESIDE, SHOWN, Choice

COMPACT_ROW = 60
BROAD = 90
_DIGITS = 10
MORE = "\0more"
_OF_WHAT_IS_CHOSEN = -1
"""The page on which cards open: that of the first one that is chosen."""


class InPlaces(Layout):
    """Puts cards where they go in the very layout that gives them their room: later, each would be painted twice."""

    name = "in-places"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> list[WidgetPlacement]:  # noqa: ARG002
        """Return the place of every card in view."""
        return [
            WidgetPlacement(Region(place.x, place.y, place.width, place.height), NULL_OFFSET, NULL_SPACING, card)
            for card, place in (parent.places(size) if isinstance(parent, Cards) else ())
        ]


_IN_PLACES = InPlaces()


class Cards(Container):
    """Lays its cards out for the size it has, numbers them, and turns pages. Choosing is left to the screen.

    It can show what other cards would, if it has enough: `spare` ones wait for that.
    """

    DEFAULT_CSS = """
    Cards { width: 1fr; height: 1fr; overflow: hidden hidden; }
    Cards > Choice { display: none; }
    Cards > Choice.-shown { display: block; }
    Cards > Choice.-alt { background: $panel; }
    Cards > Choice.-alt.-on { background: $primary; }
    """

    def __init__(
        self,
        cards: Sequence[Choice],
        soft: Sequence[Choice] = (),
        *,
        most_columns: int = 3,
        dense: bool = False,
        spares_details: bool = False,
        spare: int = 0,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`soft` cards (quieter, in one row of their own) are on every page; `spares_details` shows none before it turns pages."""
        super().__init__(id=id)
        self.cards = list(cards)
        self.soft = list(soft)
        self.most_columns = most_columns
        self.dense = dense
        self.spares_details = spares_details
        for card in (*self.cards, *self.soft):
            card.add_class(SHOWN)
        self._spare = [Choice("") for _ in range(spare)]
        self._more = Choice(tr(part_texts.MORE), value=MORE, soft=True, id="more")
        self._page = _OF_WHAT_IS_CHOSEN
        self._pages = 1

    def compose(self) -> ComposeResult:
        """All cards, in order; those not on this page are not displayed."""
        yield from self.cards
        yield from self.soft
        yield from self._spare
        yield self._more

    @property
    def layout(self) -> Layout:
        """Where cards go is their own affair."""
        return _IN_PLACES

    @property
    def shown(self) -> list[Choice]:
        """The cards in view, in the order of their numbers."""
        return [card for card in (*self.cards, *self.soft, self._more) if card.has_class(SHOWN)]

    @property
    def by_value(self) -> dict[object, Choice]:
        """All cards by what they mean."""
        return {card.value: card for card in (*self.cards, *self.soft)}

    # -- other cards -----------------------------------------------------------------------------------------------

    def fits(self, fresh: Cards) -> bool:
        """Tell whether this can show what another one would: there must be as many cards."""
        return len(fresh.cards) + len(fresh.soft) <= len(self.cards) + len(self.soft) + len(self._spare)

    def take_over(self, fresh: Cards) -> None:
        mine, new = [*self.cards, *self.soft, *self._spare], [*fresh.cards, *fresh.soft]
        for card, other in zip(mine, [*new, *fresh.blanks(len(mine) - len(new))], strict=True):
            card.take_over(other)
            card.set_class(other in new, SHOWN)
        self.cards, self.soft = mine[: len(fresh.cards)], mine[len(fresh.cards) : len(new)]
        self._spare = mine[len(new) :]
        self.most_columns, self.dense, self.spares_details = fresh.most_columns, fresh.dense, fresh.spares_details
        self._page = _OF_WHAT_IS_CHOSEN
        self._place_anew()

    def go_on_from(self, before: Cards) -> None:
        """Show the page that was shown on a screen that said the same in other words."""
        self._page = before._page
        self._place_anew()

    @staticmethod
    def blanks(count: int) -> list[Choice]:
        """Return cards that say nothing: so that none keeps what it said."""
        return [Choice("")] * count

    def _place_anew(self) -> None:
        """Ask for a layout: Textual forgets where parts go if one of them wants another place."""
        self._more.refresh(layout=True)

    # -- places ----------------------------------------------------------------------------------------------------

    def places(self, size: Size) -> list[tuple[Choice, CardArea]]:
        """Return the cards in view, numbered, each with its place in `size`."""
        width, height = size
        if not width or not height:
            return []
        layout = self._planned(width, height, details=True)
        is_bare = self.spares_details and layout.pages > 1
        if is_bare:
            layout = self._planned(width, height, details=False)
        self._pages = layout.pages
        if self._page == _OF_WHAT_IS_CHOSEN:
            chosen = [index for index, card in enumerate(self.cards) if card.chosen]
            self._page = min(chosen, default=0) // max(1, layout.per_page)
        self._page = min(self._page, self._pages - 1)
        first = self._page * layout.per_page
        on_page = self.cards[first : first + layout.per_page]
        last_row = [*self.soft, *([self._more] if self._pages > 1 else [])]
        above, below = places(layout, width, len(on_page), len(last_row), self._page)
        lines = sorted({area.y for area in above})
        if self._pages > 1:
            self._more.label = part_texts.more_cards(self._page + 1, self._pages, short=width < COMPACT_ROW)
        for card in (*self.cards, *self.soft, self._more):
            number = on_page.index(card) if card in on_page else -1
            # Rows without air between them take turns in colour; the last one differs from the quiet ones below it.
            alternate = number >= 0 and layout.tight and (len(lines) - 1 - lines.index(above[number].y)) % 2 == 1
            card.set_class(alternate, ALTERNATE)
            # Quiet ones right below others, and beside some, are painted as those beside them.
            card.set_class(card in last_row and bool(layout.rows) and layout.tight, BESIDE)
            card.set_class(number >= 0 or card in last_row, SHOWN)
            if card.is_bare != is_bare:
                card.is_bare = is_bare
                card.refresh()
        counted = [card for card in (*on_page, *last_row) if not card.sign]
        for card in (*on_page, *last_row):
            number = counted.index(card) + 1 if card in counted else 0
            card.number = number if number <= _DIGITS else 0
        placed = list(zip((*on_page, *last_row), (*above, *below), strict=True))
        most: dict[int, int] = {}
        for card, area in placed:
            most[area.y] = max(most.get(area.y, 1), card.lines_at(area.width, area.height))
        for card, area in placed:
            card.begin_at((area.height - most[area.y] + area.height % 2) // 2)
        return placed

    def _planned(self, width: int, height: int, *, details: bool) -> Plan:
        return plan(
            width,
            height,
            [card.label for card in self.cards],
            [card.label for card in self.soft],
            most_columns=min(self.most_columns, 2) if self.dense and width < BROAD else self.most_columns,
            details=[card.detail for card in self.cards] if details else (),
            dense=self.dense,
            least=getattr(self.screen, "least_rows", LEAST_HEIGHT),
        )

    def choose(self, digit: int) -> bool:
        """Press the card with this number; False if there is none."""
        for card in self.shown:
            if card.number and card.number % _DIGITS == digit:
                self.screen.set_focus(card, scroll_visible=False)  # at once: later, another question may be here
                card.press()
                return True
        return False

    def choose_by_sign(self, sign: str) -> bool:
        """Press the card with a key of its own; False if there is none."""
        for card in self.shown:
            if card.sign and card.sign == sign:
                self.screen.set_focus(card, scroll_visible=False)
                card.press()
                return True
        return False

    @on(Choice.Chosen, "#more")
    def _turn(self, event: Choice.Chosen) -> None:
        event.stop()
        self._page = (self._page + 1) % self._pages
        self._place_anew()
        if isinstance(self.screen, LockedScreen):
            self.screen.appeared()  # the other half of a double tap chooses nothing that nobody has read, and turns no further

    def show_page_of(self, card: Choice) -> None:
        """Turn to the page that holds a card."""
        per_page = max(1, -(-len(self.cards) // self._pages))
        self._page = self.cards.index(card) // per_page if card in self.cards else self._page
        self._place_anew()
