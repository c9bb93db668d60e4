"""What every screen has: a title, a body, a foot, the same keys everywhere, and size classes."""

from __future__ import annotations

from typing import ClassVar, Final, Generic, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ScreenResultType
from textual.widgets import Static

from kiosk.checkin.texts import first_texts
from kiosk.core.language import tr
from screens.host import Host
from screens.lockdown import SurvivesRecordFailures
from screens.minimum_size_screen import SHORT_BELOW, MinimumSizeScreen
from screens.widgets.action import Action
from screens.widgets.card_layout import LEAST_HEIGHT
from screens.widgets.field import Field
from screens.widgets.foot import Foot
from screens.widgets.inline_message import InlineMessage, fitting
from screens.widgets.wrapping import wrap

_BELOW_TROUBLE = 2
"""Rows of the foot below the one that holds nothing."""
USUAL: Final = ""
"""The usual word of an action on the foot, in the language that is spoken when the foot is made."""
FAILURE_SECONDS = 6.0
"""How long the top says that the records failed once, where nobody tells when they are back."""


class KioskScreen(SurvivesRecordFailures, MinimumSizeScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen of the product.

    A subclass gives `compose_body` and, where the usual one is not right, `compose_foot`; it answers `action_go`,
    `action_back` and `choose(digit)`. Size classes: `-narrow` below 70 columns, `-wide`, `-broad` from 100; `-short` below
    24 rows, `-tall`, `-high` from 32. `-keys` is set once a keyboard was used: then names of keys are shown.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide"), (100, "-broad")]  # noqa: RUF012 - an attribute of the instance in Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SHORT_BELOW, "-tall"), (32, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", show=False),
        Binding("escape", "back", show=False),
        Binding("f1", "help", show=False),
        Binding("f3", "looks", show=False),
    ]

    names_clinic: ClassVar[bool] = False
    """Whether the clinic's name is at the top where the screen has no title: the treatment is nobody's business there."""
    heading: str = ""
    """The top on the left, in the accent."""
    section: str = ""
    """The top on the right, quieter."""
    counts_down = False
    """Whether this screen is the one that asks if somebody is still there."""

    touch_rows: ClassVar[int] = 3
    """Rows of an answer and of the foot where there is room: clients touch, and a row may be as little as 5.6 mm."""

    speaks_to_clients = False
    """Whether a client reads this screen, in their language; staff read English."""

    kind: ClassVar[str] = ""
    """A class for the style sheets that all screens of one kind bear."""

    def __init__(self) -> None:
        self._failure: tuple[str | None, float] = (None, 0.0)
        self.kiosk.language.speak_to(client=self.speaks_to_clients)
        # Classes that are set before the first layout: set later, each would lay the whole screen out once more.
        width, height = self.app.size
        sizes = (
            *self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS),
        )
        super().__init__(classes=" ".join((*sizes, self.kind, self._finger, "-keys" if self.kiosk.keys_used else "")))

    @property
    def _finger(self) -> str:
        return "-fingers" if self.touch_rows > LEAST_HEIGHT else ""

    @property
    def least_rows(self) -> int:
        """Rows that an answer has at least, unless there are too many for it."""
        return self.touch_rows if self.app.size.height >= SHORT_BELOW else LEAST_HEIGHT

    @property
    def kiosk(self) -> Host:
        """The application, as a screen sees it."""
        return cast("Host", self.app)

    # -- what a screen shows ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield from self.compose_bar()
        with Vertical(id="body"):
            yield from self.compose_body()
        yield from self.compose_below()
        yield from self.compose_foot()

    def compose_bar(self) -> ComposeResult:
        """Give the title line; hidden where the screen is short."""
        if self.names_clinic:
            self.heading = self.heading or self.kiosk.clinic.settings.clinic_name
        with Horizontal(id="bar"):
            yield Static(self.heading, id="heading", classes="brand", markup=False)
            yield Static("", classes="spacer", markup=False)
            yield Static(self.section, id="section", classes="quiet", markup=False)

    def compose_body(self) -> ComposeResult:
        """Give what is this screen's own."""
        yield from ()

    def compose_below(self) -> ComposeResult:
        """Give what is between the body and the foot over the whole width: a keyboard."""
        yield from ()

    def compose_foot(self) -> ComposeResult:
        yield self.foot()

    def foot(
        self,
        *,
        back: str | None = USUAL,
        go: str | None = USUAL,
        help: str | None = USUAL,  # noqa: A002
        left: tuple[Action, ...] = (),
        right: tuple[Action, ...] = (),
    ) -> Foot:
        """Return a foot that says DEMO in a demo."""
        return Foot(
            back=tr(first_texts.BACK) if back == USUAL else back,
            go=tr(first_texts.CONTINUE) if go == USUAL else go,
            help=tr(first_texts.HELP) if help == USUAL else help,
            left=left,
            right=right,
            demo=self.kiosk.is_demo,
        )

    # -- what a screen does ----------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Goes on; the main action and Enter."""

    def action_back(self) -> None:
        """Goes back; the action on the left and Escape."""

    def action_help(self) -> None:
        self.kiosk.open_help()

    def action_looks(self) -> None:
        """Open what the screen can look like, and larger text."""
        self.kiosk.open_looks()

    def choose(self, digit: int) -> None:
        """Take a digit that was pressed outside a field."""

    def tick(self, idle: float) -> None:
        """Update clocks, countdowns and locks; called about once a second with the seconds since the last touch."""

    def forget_name(self) -> None:
        """Forget a name that a client left half-typed here, also while something covers it."""

    def keep_half_done(self) -> None:
        """Keep what is half done here, before everything that is open is closed."""

    # -- when the records cannot be reached ------------------------------------------------------------------------

    @on(events.Mount)
    def _follow_connection(self) -> None:
        """Follow the connection to the records, where there is one that can break."""
        if self.kiosk.clinic.settings.store != "embedded":
            self.set_interval(1.0, self.tell_trouble, name="trouble")

    async def tell_trouble(self) -> None:
        """Say that the records cannot be reached, for as long as it lasts: at the top, or over the empty rows above a short foot."""
        failure, until = self._failure
        failed = failure if self.kiosk.clock.monotonic() < until else None
        sentence, shown = self.kiosk.clinic.records.trouble() or failed, self.query("#trouble")
        if sentence is None:
            await shown.remove()
            return
        sentence = self.kiosk.in_words(sentence)
        width, height = self.app.size
        rows = 0
        if height < SHORT_BELOW:
            sentence = fitting(sentence, width - 3)
            rows = len(wrap(sentence, width - 3))
        if not shown and self.is_attached:
            await self.mount(Static("", id="trouble", markup=False), before=0 if self.children else None)
        for line in self.query("#trouble").results(Static):
            line.update(sentence)
            line.styles.offset = (0, height - _BELOW_TROUBLE - rows if rows else 0)

    def tell_unreachable(self, sentence: str) -> None:
        """Say at the top what went wrong with the records, at whatever was being done."""
        self._failure = sentence, self.kiosk.clock.monotonic() + FAILURE_SECONDS
        self.call_later(self.tell_trouble)
        self.set_timer(FAILURE_SECONDS + 1, self.tell_trouble)

    # -- wiring ----------------------------------------------------------------------------------------------------

    def noticed(self) -> None:
        self.kiosk.touch()

    def on_screen_resume(self) -> None:
        """Speak to whom this screen is for; show the names of keys if this person uses keys."""
        self.kiosk.language.speak_to(client=self.speaks_to_clients)
        self.set_class(self.kiosk.keys_used, "-keys")

    def on_key(self, event: events.Key) -> None:
        """Digits choose, on every screen."""
        if event.character is not None and event.character in "0123456789":
            event.stop()
            self.choose(int(event.character))

    @on(Field.Changed)
    def _hush(self) -> None:
        for beside in self.query(InlineMessage):
            beside.hush_if_changed()

    @on(Action.Pressed, "#go")
    async def _go_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        await self.run_action("go")

    @on(Action.Pressed, "#back")
    async def _back_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        await self.run_action("back")

    @on(Action.Pressed, "#help")
    async def _help_pressed(self, event: Action.Pressed) -> None:
        event.stop()
        await self.run_action("help")
