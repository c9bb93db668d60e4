"""Who one can be in the demo: a few people, each with what their way shows; and the staff with their PINs."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from kiosk.core.phrases import clock_time, dotted_day
from screens.overlay_screen import OverlayScreen
from screens.widgets.action import Action
from screens.widgets.pages import Pages


class DemoScreen(OverlayScreen):
    """Only in a demo: nobody here is real."""

    speaks_to_clients = False

    def compose_body(self) -> ComposeResult:
        """Give staff first, then clients, a page at a time."""
        yield Pages(self._paragraphs())

    @on(Pages.Turned)
    def _tell_the_page(self) -> None:
        number, total = self.query_one(Pages).place
        self.query_one("#go", Action).label = f"{'Read' if number < total else 'Go'} on  {number}/{total} ›"

    def compose_foot(self) -> ComposeResult:
        """Back; and on, where there is a further page."""
        yield self.foot(help=None, go="Read on ›")

    def _paragraphs(self) -> list[str]:
        demo = self.kiosk.demo
        if demo is None:
            return []
        lines = ["# Staff", "\n".join(f"{member.name}, {member.role}: PIN {member.pin}" for member in demo.staff)]
        lines.append("# Clients")
        for client in demo.clients:
            born = dotted_day(client.date_of_birth)
            lines.append(
                f"{client.name}, born {born}, phone …{client.phone_last4}, code {client.booking_code}\n"
                f"{clock_time(client.start)}  {client.shows}"
            )
        return [*lines, "# Another terminal", f"{demo.join} --role reception"]

    def action_go(self) -> None:
        """Turn the page; from the last one back."""
        if not self.query_one(Pages).turn():
            self.action_back()
