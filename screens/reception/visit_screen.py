"""One visit at the desk: who to check, the next step, what to say, what to do. Never a condition."""

from __future__ import annotations

from typing import ClassVar

from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal
from textual.content import Content
from textual.widgets import Static

from kiosk.core.phrases import Tone, clock_time, next_step_mark, short_day, span
from kiosk.desk.advice import Advice
from kiosk.desk.board import put_off_words, since_when
from kiosk.desk.desk import Desk
from kiosk.people.client_book import Client
from kiosk.visits import rejudge
from kiosk.visits.visit import STATE_WORDS, Visit, VisitState
from rules import NextStep
from screens.reception.deeds import Deed, deeds
from screens.reception.visit_deeds import VisitDeeds
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import STAFF_CSS, act
from screens.widgets import Action

_S = VisitState
_MOST_IN_TWO_COLUMNS = 8
_PROOFS = {
    "name": "by name and date of birth only",
    "code": "by booking code",
    "phone": "by telephone number",
    "staff": "vouched for by staff",
}


class VisitScreen(VisitDeeds):
    """A visit as reception sees it; it follows the records while it is open."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, "visit_screen.tcss"]
    live = True

    def __init__(self, visit: Visit, client: Client) -> None:
        """`visit` as `Desk.open` returned it, so that the look is in the audit trail."""
        super().__init__()
        self._visit = visit
        self._client = client
        self._deeds: tuple[Deed, ...] = ()

    @property
    def desk(self) -> Desk:
        """What this member of staff may do at the desk."""
        return self.clinic.desk(self.member)

    @property
    def visit(self) -> Visit:
        """The visit as it is shown."""
        return self._visit

    @property
    def client(self) -> Client:
        """The client as shown."""
        return self._client

    # -- what it shows ---------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """Show the next step as a band; what to say and do; what can be done."""
        yield Static("", id="band", markup=False)
        with Horizontal(id="columns"):
            with PullScroll(id="words"):
                yield Static("", id="facts", markup=False)
            yield Grid(id="deeds")

    def compose_foot(self) -> ComposeResult:
        """Back to the board, and the one thing to do next."""
        yield self.foot(back="‹ Board", go="Confirm ›")

    async def on_mount(self) -> None:
        """Show the visit at once."""
        await self.look()

    async def draw_facts(self) -> None:
        """Show the visit as the records have it now."""
        self._visit = rejudge.as_due(self.clinic, self.clinic.visits.get(self._visit.id))
        self._client = self.clinic.clients.get(self._visit.client_id)
        await self._show()

    async def show_visit(self, visit: Visit) -> None:
        """Show what was just written."""
        self._visit = visit
        await self.refresh_facts()

    async def _show(self) -> None:
        visit, client = self.visit, self.client
        title = self.clinic.titles().get(visit.treatment, visit.treatment)
        self.query_one("#heading", Static).update(client.full_name)
        self.query_one("#section", Static).update(
            " · ".join(filter(None, (clock_time(visit.start), title, visit.practitioner)))
        )
        advice = self.desk.say(visit)
        words, tone = self._band()
        band = self.query_one("#band", Static)
        band.update(words)
        for each in Tone:
            band.set_class(each is tone, f"-{each}")
        self.query_one("#facts", Static).update(Content("\n\n").join(self._sections(advice)))
        await self._show_deeds()

    def _band(self) -> tuple[str, Tone]:
        visit = self.visit
        now = self.clinic.now()
        since = since_when(visit)
        state = STATE_WORDS[visit.state] + (f" since {clock_time(self.clinic.local(since))}" if since else "")
        mark = next_step_mark(visit.next_step, visit.earliest, now.date())
        if visit.state is _S.put_off:
            state = put_off_words(visit, now.date())
        if mark is None or visit.is_over:
            return f"{state[:1].upper()}{state[1:]}{_flags(visit)}", Tone.QUIET
        waiting = f"   waiting: {span(since, now)}" if since and visit.state is _S.screened else f"   {state}"
        return f"{mark.shape} {mark.words[:1].upper()}{mark.words[1:]}{waiting}{_flags(visit)}", mark.tone

    def _sections(self, advice: Advice) -> list[Content]:
        visit = self.visit
        is_known = visit.is_over or visit.state in (_S.confirmed, _S.in_progress)
        told = [("Who it is" if is_known else "Check who it is", self._identity())]
        if not visit.is_over and visit.state not in (_S.requested, _S.booked):
            told += [("Say", list(advice.say)), ("Do", list(advice.do))]
        told += [("Also", self._also()), ("So far", self._history())]
        return [_section(title, lines) for title, lines in told if lines]

    def _identity(self) -> list[str]:
        client, visit = self.client, self.visit
        lines = [f"{client.full_name}, born {short_day(client.date_of_birth)} ({client.age(visit.day)})"]
        if client.phone_last4:
            lines.append(f"Telephone ends in {client.phone_last4}")
        if visit.said_phone:
            lines.append(f"Telephone typed at the kiosk: {visit.said_phone}")
        if visit.proof:
            lines.append(f"Checked in {_PROOFS[visit.proof]}")
        return lines

    def _also(self) -> list[str]:
        visit, lines = self.visit, []
        if not visit.practitioner:
            lines.append("No practitioner is named yet")
        today = self.clinic.today()
        titles = self.clinic.titles()
        for entry in self.clinic.daybook(visit.day).entries():
            other = entry.visit
            if other.client_id == visit.client_id and other.id != visit.id:
                mark = next_step_mark(other.next_step, other.earliest, today)
                step = f"   {mark}" if mark and not other.is_over else f"   {STATE_WORDS[other.state]}"
                lines.append(f"{clock_time(other.start)} {titles.get(other.treatment, other.treatment)}{step}")
        if visit.called_off and visit.state is _S.booked:
            lines.append(_CALLED_OFF[visit.called_off])
        if visit.moved_to:
            new = self.clinic.visits.get(visit.moved_to)
            lines.append(f"New appointment: {short_day(new.day, today)}, {clock_time(new.start)}")
        if visit.state in (_S.booked, _S.arrived) and self.desk.has_draft(visit):
            lines.append("The answers so far are kept. You can hand them back to a kiosk; nobody can read them here.")
        if visit.checkin and visit.checkin.consent and not visit.checkin.consent.given:
            lines.append("The client did not consent. The practitioner will talk about it.")
        return lines

    def _history(self) -> list[str]:
        visit = self.visit
        lines = []
        if visit.raised:
            at = clock_time(self.clinic.local(visit.raised.at))
            lines.append(f"{at}  {visit.raised.by} asks the practitioner to look first: {visit.raised.reason}")
        lines += [
            f"{clock_time(self.clinic.local(step.at))}  {step.by}: {_STEPS.get(step.what, step.what)}"
            for step in reversed(visit.desk_steps)
        ]
        return lines

    async def _show_deeds(self) -> None:
        found = deeds(self.visit, self.member, self.clinic.settings, draft=self._draft())
        go = self.query_one("#go", Action)
        main = next((deed for deed in found if deed.main), None)
        go.display = main is not None
        if main is not None:
            go.label = f"{main.label} ›"
        if found == self._deeds:
            return
        self._deeds = found
        grid = self.query_one("#deeds", Grid)
        focused = self.focused.id if self.focused and self.focused.parent is grid else None
        await grid.remove_children()
        tiles = [act(deed.name, deed.label, deed.key) for deed in found if not deed.main]
        columns = 3 if len(tiles) > _MOST_IN_TWO_COLUMNS else 2
        grid.set_class(columns == 3, "-three")  # noqa: PLR2004 - columns
        for place, tile in enumerate(tiles):
            tile.set_class(place // columns % 2 == 1, "-odd")
        await grid.mount_all(tiles)
        if focused and (again := grid.query(f"#{focused}")):
            again.first().focus(scroll_visible=False)

    def _draft(self) -> bool:
        return self.visit.state in (_S.booked, _S.arrived) and self.desk.has_draft(self.visit)

    # -- what it does ----------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Do the one thing to do next."""
        main = next((deed for deed in self._deeds if deed.main), None)
        if main is not None:
            self.do(main.name)

    def choose(self, digit: int) -> None:
        """Digits do nothing here: letters name the deeds."""

    def action_back(self) -> None:
        """Back to the board."""
        self.dismiss(None)


_CALLED_OFF = {
    "cancelled": "The schedule says that this appointment is cancelled. It stays booked until you cancel it.",
    "no_show": "The schedule says that the client did not come. The visit stays booked until you confirm that.",
}
_STEPS = {
    "confirm": "passed to the practitioner",
    "arrive": "is here, with the desk's help",
    "mark_late": "marked as late",
    "let_in": "let in at the kiosk",
    "no_show": "did not come",
    "left": "has left",
    "cancelled": "cancelled",
    "reopen": "the client answers again",
    "reassign": "another practitioner",
    "prove": "vouched for",
    "accept_walk_in": "taken in",
    "move": "moved to another day",
}


def _flags(visit: Visit) -> str:
    flags = [words for said, words in ((visit.late, "late"), (visit.stopped, "stopped half-way")) if said]
    if visit.raised and visit.next_step is NextStep.PRACTITIONER_FIRST:
        flags.append("raised")
    return "".join(f" · {flag}" for flag in flags)


def _section(title: str, lines: list[str]) -> Content:
    return Content.assemble((title, "bold $primary"), "\n", Content("\n".join(lines)))
