"""A language whose texts nobody has signed: said in it, that staff will help, and asked before anybody is called."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult

from screens.client.notice_screen import NoticeScreen
from screens.widgets.action import Action
from screens.widgets.aside_row import AsideRow
from screens.widgets.wrapping import wrap

_BESIDE, _BELOW = 4, 6
"""Columns beside the words on a small screen, and rows of the ways on with the foot."""


class LanguageNoticeScreen(NoticeScreen):
    """Call somebody, or go on in English: neither happens by itself, and Enter alone does nothing."""

    def compose_body(self) -> ComposeResult:
        """Give what is said, and below it the ways on."""
        yield from super().compose_body()
        notice = self.check_in.notice
        ways = []
        if notice and notice.call:
            ways.append(Action(notice.call, id="call", classes="-card", key="1"))
        if notice and notice.go_on:
            ways.append(Action(notice.go_on, id="in-english", classes="-card", key="2"))
        yield AsideRow(*ways, id="below")

    @on(events.Resize)
    def _make_room(self, event: events.Resize) -> None:
        """Give up the air, and let both ways on be alike, where the words are long for a small screen."""
        notice = self.check_in.notice
        said = [notice.title, notice.text, notice.next_step_text] if notice else []
        lines = sum(len(wrap(each, event.size.width - _BESIDE)) for each in said)
        self.set_class(lines > event.size.height - _BELOW - 1, "-crowded")

    def compose_foot(self) -> ComposeResult:
        """Back is to the language before; there is nothing else to go on to."""
        yield self.foot(go=None)

    def go(self) -> None:
        """Leave it to the two ways on."""

    def back(self) -> None:
        self.attempt(self.check_in.back)

    def choose(self, digit: int) -> None:
        for action in self.query("#below Action").results(Action):
            if action.key == str(digit):
                action.press()

    @on(Action.Pressed, "#call")
    def _call(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(lambda: self.check_in.language_help(wanted=True))

    @on(Action.Pressed, "#in-english")
    def _in_english(self, event: Action.Pressed) -> None:
        event.stop()
        self.attempt(lambda: self.check_in.language_help(wanted=False))
