"""A paper for the client on the screen, with a code if one has room; printed or saved from here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.core.language_names import english_name
from kiosk.handouts import take_away
from kiosk.handouts.page import BlankLine, Line, Paper, Paragraph, Section
from kiosk.handouts.telephone_codes import Code
from kiosk.visits.visit import Visit
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import STAFF_CSS, StaffScreen, act
from screens.widgets.action import Action
from screens.widgets.qr_code import QrCode

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.core.actor import Actor

_BESIDE, _AROUND = 24, 7
"""Columns beside and rows around the code that the words need."""
_NOT_SHOWN = "It may name a condition or a medicine, so it is not shown at the desk."


class PaperScreen(StaffScreen[bool]):
    """Turned towards the client, or only handed out: with `shown` false, its words stay off this screen."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, Path(__file__).with_name("paper_screen.tcss")]

    def __init__(
        self,
        visit: Visit,
        paper: Paper,
        *,
        english: tuple[Paper, Sequence[Code]] | None = None,
        codes: Sequence[Code] = (),
        go: str = "Done ›",
        back: str | None = None,
        shown: bool = True,
    ) -> None:
        """`visit` is what the audit trail names when the paper is printed or saved; `english` is the same paper in English."""
        super().__init__()
        self.heading = paper.title
        self._visit, self._paper, self._codes = visit, paper, tuple(codes)
        self._other: tuple[Paper, Sequence[Code]] | None = english
        self._fits: int | None = None
        self._go, self._back, self._words_shown = go, back, shown

    def compose_body(self) -> ComposeResult:
        """Show the words on the left, the code on the right."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                with PullScroll(id="words", can_focus=True):
                    yield from self._lines()
                if self._other:
                    yield act("language", self._other_language, "E", "-card")
                yield Static("", id="hint", classes="quiet", markup=False)
            yield QrCode([each.data for each in self._codes] if self._words_shown else (), id="code")

    def _lines(self) -> Iterator[Static]:
        """Yield what staff are told of the paper, and its words if they may be shown."""
        if self._paper.told:
            yield Static(self._paper.told, classes="line quiet", markup=False)
        if not self._words_shown:
            yield Static(_NOT_SHOWN, classes="line", markup=False)
            return
        yield Static(self._paper.lead, classes="line quiet", markup=False)
        for part in filter(_is_read, self._paper.sections):
            yield Static(_painted(part), classes="line", markup=False)

    def compose_foot(self) -> ComposeResult:
        """Offer what this machine can do with a paper."""
        printing = self.clinic.settings.printing
        left = [act("print", "Print", "P", "-plain")] if printing.printer else []
        left += [act("save", "Save PDF", "S", "-plain")] if printing.folder else []
        yield self.foot(back=self._back, help=None, go=self._go, left=tuple(left))

    @property
    def _other_language(self) -> str:
        """Name the language that the paper is not in now."""
        return f"In {english_name(self._other[0].language)}" if self._other else ""

    async def do_language(self) -> None:
        """Show, print or save it in the other of its two languages."""
        if self._other is None:
            return
        self._other, (self._paper, self._codes) = (self._paper, self._codes), self._other
        for heading in self.query("#heading").results(Static):
            heading.update(self._paper.title)
        words = self.query_one(PullScroll)
        await words.remove_children()
        await words.mount(*self._lines())
        self.query_one("#do-language", Action).label = self._other_language
        self._show_hint()

    def on_mount(self) -> None:
        self.query_one(PullScroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw a code only if all of it fits; a part of it is of no use."""
        self._fits = self.query_one(QrCode).fit(event.size.width - _BESIDE, event.size.height - _AROUND)
        self._show_hint()

    def _show_hint(self) -> None:
        """Say beside a code what it is for."""
        hint = self.query_one("#hint", Static)
        hint.display = self._fits is not None
        hint.update("" if self._fits is None else self._codes[self._fits].hint)

    async def do_print(self) -> None:
        """Send it to the printer; a printer that is slow keeps nothing on this terminal waiting."""
        self.say("Printing…", good=True)
        await self._hand_out(take_away.hand_out)

    async def do_save(self) -> None:
        await self._hand_out(take_away.save_paper)

    async def _hand_out(self, how: Callable[[Clinic, Actor, Visit, Paper], str]) -> None:
        actor = self.member.actor(self.clinic.terminal)
        self.say(await asyncio.to_thread(how, self.clinic, actor, self._visit, self._paper), good=True)

    def action_go(self) -> None:
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)


def _is_read(part: Section) -> bool:
    """Tell whether a part is to be read: lines to write on are of no use on a screen."""
    return not any(isinstance(line, BlankLine) for line in part.lines)


def _painted(part: Section) -> Content:
    return Content.assemble((part.title, "bold $primary"), *(f"\n{_words(line)}" for line in part.lines))


def _words(line: Line) -> str:
    return line.text if isinstance(line, Paragraph) else f"{line.label}: {line.text}"
