"""A lead reads who opened private records, until it is noted."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.core.phrases import clock_time
from kiosk.people.client_book import Client
from kiosk.visits.private_record import OPENING_REASONS, PrivateOpening
from rules import day_in_words
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import StaffScreen

SeenOpenings = tuple[tuple[Client, PrivateOpening], ...]


class PrivateOpeningsScreen(StaffScreen[bool]):
    """A line for each opening. Answers whether the lead has noted them."""

    heading = "Private records"

    def __init__(self, seen: SeenOpenings) -> None:
        super().__init__()
        self._seen = seen

    def compose_body(self) -> ComposeResult:
        """Show who opened whose record, when, where and why."""
        with PullScroll(can_focus=True):
            if not self._seen:
                yield Static(
                    "Nobody has opened a private record since a lead looked here.", classes="line", markup=False
                )
            for client, opening in self._seen:
                at = self.clinic.local(opening.at)
                reason = OPENING_REASONS.get(opening.reason.picked, opening.reason.picked)
                where = f" at {opening.terminal}" if opening.terminal else ""
                yield Static(
                    f"{day_in_words(at.date())}, {clock_time(at)}: {opening.by} opened {client.full_name}{where}. "
                    f"{reason}: “{opening.reason.line}”",
                    classes="line",
                    markup=False,
                )

    def compose_foot(self) -> ComposeResult:
        yield self.foot(go="Noted ›" if self._seen else None, help=None)

    def action_go(self) -> None:
        """Note that all of these were read."""
        self.dismiss(bool(self._seen))

    def action_back(self) -> None:
        """Leave them to be seen again."""
        self.dismiss(False)
