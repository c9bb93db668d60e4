"""A set of cards that always fits where it stands; what doesn't fit comes on a further page, one touch away."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size

from screens.widgets.card_layout import CardArea, Plan, places, plan
from screens.widgets.choice import Choice

COMPACT_ROW = 60
BROAD = 90
_DIGITS = 10
MORE = "\0more"


class Cards(Container):
    """Lays its cards out for the size it has, numbers them, and turns pages. Choosing is left to the screen."""

    DEFAULT_CSS = """
    Cards { width: 1fr; height: 1fr; layout: vertical; overflow: hidden hidden; }
    Cards > Choice { position: absolute; display: none; }
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
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`soft` cards (quieter, in one row of their own) stand on every page; `spares_details` shows none before it turns pages."""
        super().__init__(id=id)
        self.cards = list(cards)
        self.soft = list(soft)
        self.most_columns = most_columns
        self.dense = dense
        self.spares_details = spares_details
        self._more = Choice("More ›", value=MORE, soft=True, id="more")
        self._page = 0
        self._pages = 1

    def compose(self) -> ComposeResult:
        """All cards, in order; those not on this page are not displayed."""
        yield from self.cards
        yield from self.soft
        yield self._more

    @property
    def shown(self) -> list[Choice]:
        """The cards in view, in the order of their numbers."""
        return [card for card in (*self.cards, *self.soft, self._more) if card.has_class("-shown")]

    @property
    def by_value(self) -> dict[object, Choice]:
        """All cards by what they mean."""
        return {card.value: card for card in (*self.cards, *self.soft)}

    def on_resize(self, event: events.Resize) -> None:
        """Lay out again; the page stays the one with the first chosen card, if there is one."""
        self.lay_out(event.size)

    def lay_out(self, size: Size) -> None:
        """Give every card its place in `size`."""
        width, height = size
        if not width or not height:
            return
        layout = self._planned(width, height, details=True)
        is_bare = self.spares_details and layout.pages > 1
        if is_bare:
            layout = self._planned(width, height, details=False)
        for card in self.cards:
            card.is_bare = is_bare
        self._pages = layout.pages
        self._page = min(self._page, self._pages - 1)
        first = self._page * layout.per_page
        on_page = self.cards[first : first + layout.per_page]
        last_row = [*self.soft, *([self._more] if self._pages > 1 else [])]
        above, below = places(layout, width, len(on_page), len(last_row))
        rows = -(-len(on_page) // layout.columns)
        for number, card in enumerate(on_page):
            # Rows without air between them take turns in colour; the last one differs from the quiet ones below it.
            card.set_class(layout.tight and (rows - 1 - number // layout.columns) % 2 == 1, "-alt")
        for card in (*self.cards, *self.soft, self._more):
            card.set_class(card in on_page or card in last_row, "-shown")
        self._more.label = (
            f"More ›  {self._page + 1} of {self._pages}"
            if width >= COMPACT_ROW
            else f"{self._page + 1}/{self._pages} More"
        )
        for number, (card, place) in enumerate(zip([*on_page, *last_row], [*above, *below], strict=True), start=1):
            card.number = number if number <= _DIGITS else 0
            _put(card, place)

    def _planned(self, width: int, height: int, *, details: bool) -> Plan:
        return plan(
            width,
            height,
            [card.label for card in self.cards],
            [card.label for card in self.soft],
            most_columns=min(self.most_columns, 2) if self.dense and width < BROAD else self.most_columns,
            details=[card.detail for card in self.cards] if details else (),
            dense=self.dense,
        )

    def choose(self, digit: int) -> bool:
        """Press the card with this number; False if there is none."""
        for card in self.shown:
            if card.number and card.number % _DIGITS == digit:
                card.focus(scroll_visible=False)
                card.press()
                return True
        return False

    @on(Choice.Chosen, "#more")
    def _turn(self, event: Choice.Chosen) -> None:
        event.stop()
        self._page = (self._page + 1) % self._pages
        self.lay_out(self.size)

    def show_page_of(self, card: Choice) -> None:
        """Turn to the page that holds a card."""
        per_page = max(1, -(-len(self.cards) // self._pages))
        self._page = self.cards.index(card) // per_page if card in self.cards else self._page
        self.lay_out(self.size)


def _put(card: Choice, place: CardArea) -> None:
    card.styles.offset = (place.x, place.y)
    card.styles.width = place.width
    card.styles.height = place.height
