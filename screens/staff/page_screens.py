"""Screens with something to read: before a yes, or just to read."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from screens.staff.form_filling import FormPart
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import StaffScreen


class SureScreen(FormPart[bool]):
    """Say what will happen, and ask for a yes."""

    def __init__(self, title: str, lines: Iterable[str], *, go: str) -> None:
        super().__init__()
        self.heading = title
        self._lines = tuple(lines)
        self._go = go

    @property
    def asked(self) -> str:
        return f"sure {self.heading} {self._lines}"

    def stood(self) -> object:
        return None

    def stand(self, stood: object) -> None:
        """Ask again: nothing is chosen here."""

    def compose_body(self) -> ComposeResult:
        with PullScroll():
            for line in self._lines:
                yield Static(line, classes="line", markup=False)

    def compose_foot(self) -> ComposeResult:
        """Give Back, and the action."""
        yield self.foot(go=self._go)

    def action_go(self) -> None:
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(None)


class PageScreen(StaffScreen[None]):
    """Something to read."""

    def __init__(self, title: str, lines: Iterable[str | Content], *, section: str = "") -> None:
        super().__init__()
        self.heading = title
        self.section = section
        self._lines = tuple(lines)

    def compose_body(self) -> ComposeResult:
        with PullScroll(can_focus=True):
            for line in self._lines:
                yield Static(line, classes="line", markup=False)

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go=None, help=None)

    def on_mount(self) -> None:
        self.query_one(PullScroll).focus()

    def action_help(self) -> None:
        """Help has no help of its own."""

    def action_back(self) -> None:
        self.dismiss(None)
