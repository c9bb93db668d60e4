"""What the client does after the session, on a page that can be handed out, and when to come again."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from rules import AfterCare, When
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import StaffScreen

WHEN_WORDS = {
    When.AT_ONCE: "Now",
    When.TONIGHT: "Tonight",
    When.UNTIL_NEXT_MORNING: "Until tomorrow morning",
    When.NEXT_MORNING: "Tomorrow morning",
    When.IN_SUN: "In the sun",
    When.ANY_TIME: "At any time",
}


class AfterCareScreen(StaffScreen[None]):
    """After-care in order of time. It names the treatment and nobody."""

    heading = "After your treatment"

    def __init__(self, treatment: str, items: Sequence[AfterCare], again: str) -> None:
        super().__init__()
        self.section = treatment
        self._items = tuple(items)
        self._again = again

    def compose_body(self) -> ComposeResult:
        """Show each time with what to do then."""
        with PullScroll(can_focus=True):
            for when, words in WHEN_WORDS.items():
                texts = [item.text for item in self._items if item.when is when]
                if texts:
                    content = Content.assemble((words, "bold $primary"), "\n", "\n".join(texts))
                    yield Static(content, classes="line", markup=False)
            if not self._items:
                yield Static("There is nothing special to do at home.", classes="line", markup=False)
            if self._again:
                yield Static(Content.styled(self._again, "bold"), classes="line", markup=False)

    def compose_foot(self) -> ComposeResult:
        """Show that it was handed out."""
        yield self.foot(back=None, go="Handed out ›", help=None)

    def on_mount(self) -> None:
        self.query_one(PullScroll).focus()

    def action_go(self) -> None:
        self.dismiss(None)

    def action_back(self) -> None:
        self.dismiss(None)
