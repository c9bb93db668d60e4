"""A keyboard to touch: whole where there is room, in two steps (group, then letter) where there is not."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Grid
from textual.reactive import reactive
from textual.screen import Screen

from kiosk.checkin.texts.part_texts import LESS, SPACE
from kiosk.core.language import tr
from screens.widgets.action import Action
from screens.widgets.keyboard_letters import LETTERS, letters_now
from screens.widgets.number_pad import RUB_OUT, Key, KeyTyped

WHOLE_FROM = 70
"""From this many columns on, all letters are shown at once, if there are rows for that, too."""
_ROWS_OF_WHOLE = 19
"""Rows of a screen that has room for all letters, for what is typed, and for its foot."""

_AIR_FROM = 76
"""From this many columns on, there is air beside a whole row, and its keys are still wide enough to touch."""

_BACK, _MORE, _ACCENT, _DIGIT, _LETTER = "\0back", "\0more", "\0accent", "\0digit", "\0letter"
_BESIDE_A_GROUP = (("-", "-"), (RUB_OUT, RUB_OUT), (LESS, _BACK))
"""Keys beside the letters of a group, after the space: nobody has to go back for it."""
_ON_A_SMALL_KEY = 6


class Keyboard(Grid):
    """Posts `KeyTyped`. Capitals come by themselves at the start of a name; `small` turns letters small after the first."""

    DEFAULT_CSS = """
    Keyboard { grid-size: 10 4; height: 12; width: 100%; padding: 0 3; background: $panel; }
    Keyboard.-close { padding: 0; }
    Keyboard .wide { column-span: 4; }
    Keyboard .half { column-span: 2; }
    Keyboard.-steps { grid-size: 5 2; height: 6; padding: 0; }
    Keyboard.-steps .wide, Keyboard.-steps .half { column-span: 1; }
    """

    capitals: reactive[bool] = reactive(True)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._letters = letters_now()
        self._layer = "letters"
        self._group: str | None = None
        self._page = 0
        self._steps: bool | None = None
        """Whether letters come in two steps; None until the screen is known."""

    def fits(self, fresh: Keyboard) -> bool:
        """Tell whether this can show what another one would: the keys that it begins with."""
        return self._begins_with == fresh._begins_with

    @property
    def _begins_with(self) -> tuple[object, ...]:
        return self._letters.own, self._layer, self._group, self._page

    def take_over(self, fresh: Keyboard) -> None:
        """Change nothing: what fits looks the same."""

    def compose(self) -> ComposeResult:
        if self._steps is None:
            self._steps = self._size_up()
        if self._steps:
            yield from self._step_keys()
        else:
            yield from self._whole_keys()

    def on_mount(self) -> None:
        """Change between whole and two steps with the screen: it may get lower, and this stay as large as it is."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._change)

    async def _change(self, _: Screen[object]) -> None:
        steps = self._size_up()
        if steps != self._steps:
            self._steps = steps
            self._group, self._page, self._layer = None, 0, "letters"
            await self.recompose()

    def _size_up(self) -> bool:
        """Take up the room that there is; return whether letters come in two steps in it."""
        width, height = self.app.size
        steps = width < WHOLE_FROM or height < _ROWS_OF_WHOLE
        self.set_class(width < _AIR_FROM, "-close")
        self.set_class(steps, "-steps")
        return steps

    # -- layers ----------------------------------------------------------------------------------------------------

    def _whole_keys(self) -> ComposeResult:
        rows = {"letters": LETTERS, "accents": self._letters.accents, "digits": self._letters.digits}[self._layer]
        for row in rows:
            for letter in row:
                yield Key(self._cased(letter))
        yield self._wide(
            "ABC" if self._layer == "accents" else self._letters.lead,
            _LETTER if self._layer == "accents" else _ACCENT,
            "half",
        )
        yield self._wide(
            "ABC" if self._layer == "digits" else "1 2 3", _LETTER if self._layer == "digits" else _DIGIT, "half"
        )
        yield self._wide(tr(SPACE), " ", "wide")
        yield self._wide(RUB_OUT, RUB_OUT, "half")

    def _step_keys(self) -> ComposeResult:
        if self._group is not None:
            for letter in self._group:
                yield Key(self._cased(letter))
            beside = ((self._space, " "), *_BESIDE_A_GROUP)
            yield from (self._wide(label, value, "half") for label, value in beside if value not in self._group)
            return
        groups = self._letters.groups
        for group in groups[:5] if self._page == 0 else groups[5:]:
            yield Key(group, value=group)
        yield self._wide(f"123 {self._letters.sample}" if self._page == 0 else "ABC", _MORE, "half")
        yield self._wide(self._space, " ", "wide")
        yield self._wide("-", "-", "half")
        if self._page == 0:
            yield self._wide("'", "'", "half")
        yield self._wide(RUB_OUT, RUB_OUT, "half")

    @property
    def _space(self) -> str:
        """Return what the space bar says on a small key: its sign, where the word is too long."""
        word = tr(SPACE)
        return word if cell_len(word) <= _ON_A_SMALL_KEY else "␣"

    @staticmethod
    def _wide(label: str, value: str, kind: str) -> Key:
        key = Key(label, value=value, soft=True)
        key.add_class(kind)
        return key

    def _cased(self, letter: str) -> str:
        return letter if self.capitals or letter == "ß" else letter.lower()

    # -- typing ----------------------------------------------------------------------------------------------------

    async def on_action_pressed(self, event: Action.Pressed) -> None:
        """Type a letter, or show a group or a layer."""
        event.stop()
        if not isinstance(event.action, Key):
            return
        value = event.action.value
        if value in (_ACCENT, _DIGIT, _LETTER):
            self._layer = {_ACCENT: "accents", _DIGIT: "digits", _LETTER: "letters"}[value]
        elif value == _MORE:
            self._page = 1 - self._page
        elif value == _BACK:
            self._group = None
        elif self._steps and self._group is None and value in self._letters.groups:
            self._group = value
        else:
            self._group = None
            self.post_message(KeyTyped(value))
            if not self._steps and self._layer != "accents":
                return
            self._layer = "letters" if self._layer == "accents" else self._layer
        await self.recompose()

    async def watch_capitals(self) -> None:
        """Redraws the keys in the other case."""
        if self._steps is False:
            for key in self.query(Key):
                if len(key.value) == 1 and key.value.isalpha():
                    key.value = self._cased(key.value.upper())
                    key.label = key.value
