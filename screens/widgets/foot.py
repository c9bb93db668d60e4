"""The foot of every screen: back on the left, help, go on at the right. Always the same place."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from screens.widgets.action import Action

BACK, HELP, GO = "back", "help", "go"
"""Ids of the three actions every client screen has."""
_GO_WIDTH, _DEMO_WIDTH, _PADDING, _AIR = 22, 6, 2, 6
"""Columns of its parts, as the style sheet has them where a screen is wide."""


class Foot(Horizontal):
    """A row of actions. `left` and `right` are further actions; `back` and `go` are labels, None leaves them out.

    In a demo its middle says DEMO, so that it costs no screen a row.
    """

    DEFAULT_CSS = """
    Foot { dock: bottom; height: 3; padding: 0 3; background: $panel; }
    Foot Action { margin: 0; padding: 0 1; }
    Foot #go { width: 22; }
    Foot .between { width: 1fr; height: 3; content-align: center middle; color: $error; text-style: bold; background: $panel; }
    """

    def __init__(
        self,
        *,
        back: str | None,
        go: str | None,
        help: str | None,  # noqa: A002
        left: Sequence[Action] = (),
        right: Sequence[Action] = (),
        demo: bool = False,
    ) -> None:
        super().__init__()
        self._back, self._go, self._help = back, go, help
        self._left, self._right = left, right
        self._demo = demo

    @property
    def needed(self) -> int:
        """How many columns all of it takes, each action with its words in one line."""
        actions = [each for each in self.query(Action) if each.id != GO]
        words = sum(each.get_content_width(self.size, self.size) + _PADDING for each in actions)
        return words + (_GO_WIDTH if self._go is not None else 0) + _AIR + (_DEMO_WIDTH if self._demo else 0)

    def fits(self, fresh: Foot) -> bool:
        """Tell whether this can show what another one would: with the same actions."""
        same = (self._back, self._go, self._help, self._demo) == (fresh._back, fresh._go, fresh._help, fresh._demo)
        return same and not any((self._left, self._right, fresh._left, fresh._right))

    def take_over(self, fresh: Foot) -> None:
        """Change nothing: what fits looks the same."""

    def compose(self) -> ComposeResult:
        if self._back is not None:
            yield Action(self._back, id=BACK, classes="-plain", key="Esc")
        yield from self._left
        yield Static("DEMO" if self._demo else "", classes="between", markup=False)
        yield from self._right
        if self._help is not None:
            yield Action(self._help, id=HELP, classes="-plain", key="F1")
        if self._go is not None:
            yield Action(self._go, id=GO, classes="-main", key="Enter")
