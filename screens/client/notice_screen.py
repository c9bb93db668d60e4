"""A plain screen that says what is and what to do next."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.checkin.texts import help_texts
from kiosk.core.language import tr
from screens.client.client_screen import ClientScreen
from screens.widgets.inline_message import InlineMessage


class NoticeScreen(ClientScreen):
    """Too early, too late, moved, not found, and what else keeps a client from checking in: all look alike, each with a next step."""

    CSS_PATH = "notice_screen.tcss"

    def compose_body(self) -> ComposeResult:
        notice = self.check_in.notice
        with Vertical(id="notice"):
            yield Static(notice.title if notice else "", id="title", markup=False)
            yield Static(notice.text if notice else "", id="text", markup=False)
            yield Static(notice.next_step_text if notice else "", id="next-step", markup=False)
        yield InlineMessage(classes="-foot")

    def compose_foot(self) -> ComposeResult:
        """Try again where that helps; else only on."""
        notice = self.check_in.notice
        retry = notice is not None and notice.may_retry
        yield self.foot(back=None, go=tr(help_texts.TRY_AGAIN if retry else help_texts.CONTINUE))

    def go(self) -> None:
        self.attempt(self.check_in.acknowledge)

    def forget_name(self) -> None:
        """Forget what was typed before this: who tries again may be somebody else."""
        self.way.typed.clear()

    def back(self) -> None:
        """There is only one way on."""
        self.go()
