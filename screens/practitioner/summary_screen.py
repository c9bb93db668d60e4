"""A visit on one screen, like a note from a good colleague: who, may we, why, what changed; then the decision."""

from __future__ import annotations

from typing import ClassVar

from textual._path import CSSPathType
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.errors import NoWidget
from textual.widget import Widget
from textual.widgets import Static

from kiosk.core.errors import RecordsUnavailable
from kiosk.core.phrases import Tone, short_day
from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.visits import rejudge
from kiosk.visits.visit import Visit, VisitState
from screens.practitioner.deciding import Deciding
from screens.practitioner.finding_blocks import finding_block, panel, unsure_block
from screens.staff.pull_scroll import PullScroll
from screens.staff.staff_screen import STAFF_CSS, act, twice
from screens.widgets import Action
from screens.widgets.body_map import BodyMap

_OPEN = (VisitState.screened, VisitState.confirmed, VisitState.in_progress)


_DECISIONS = (
    ("start", "Call in", "S", "-plain"),
    ("go_ahead", "Go ahead", "1", "-card"),
    ("with_care", "With care", "2", "-card"),
    ("put_off", "Put off", "3", "-card"),
    ("decline", "Decline", "4", "-card"),
    ("finish", "Finish ›", "5", "-card"),
    ("aftercare", "After-care", "5", "-card"),
)


class SummaryScreen(Deciding):
    """The visit; it follows the records, so that what the desk does appears by itself."""

    CSS_PATH: ClassVar[CSSPathType | None] = [STAFF_CSS, "summary_screen.tcss"]
    live = True

    def __init__(self, visit: Visit) -> None:
        """`visit` as `Room.open` returned it, so that the look is in the audit trail."""
        super().__init__()
        self._visit = visit
        self._shown: Summary | None = None
        self._note_seen = ""

    @property
    def room(self) -> Room:
        """What this practitioner may do."""
        return self.clinic.room(self.member)

    @property
    def visit(self) -> Visit:
        """The visit as it is shown."""
        return self._visit

    @property
    def told(self) -> Summary:
        """The summary as it is shown."""
        if self._shown is None:
            raise RecordsUnavailable("This visit could not be read yet: try again in a moment; nothing was lost.")
        return self._shown

    # -- what it shows ---------------------------------------------------------------------------------------------

    def compose_bar(self) -> ComposeResult:
        """Show who, and since when."""
        with Vertical(id="head"):
            with Horizontal():
                yield Static("", id="heading", classes="strong", markup=False)
                yield Static("", id="age", classes="quiet", markup=False)
                yield Static("", classes="spacer", markup=False)
                yield Static("", id="section", classes="quiet", markup=False)
            with Horizontal():
                yield Static("", id="treatment", classes="quiet", markup=False)
                yield Static("", classes="spacer", markup=False)
                yield Static("", id="answered", classes="quiet", markup=False)

    def compose_body(self) -> ComposeResult:
        """Show the verdict as one band, the findings, and what is beside them."""
        yield Static("", id="band", markup=False)
        with Horizontal(id="grid"):
            yield PullScroll(id="findings")
            yield PullScroll(id="panel")
        yield from twice(*_DECISIONS)[1]

    def compose_foot(self) -> ComposeResult:
        """Show the decisions."""
        decisions, _ = twice(*_DECISIONS)
        yield self.foot(back="‹ Day", go=None, help=None, left=decisions)

    async def on_mount(self) -> None:
        """Show the visit at once."""
        await self.look()

    async def draw_facts(self) -> None:
        """Show the visit as the records have it now."""
        self._visit = rejudge.as_due(self.clinic, self.clinic.visits.get(self._visit.id))
        await self._show()

    async def show_visit(self, visit: Visit) -> None:
        """Show what was just written."""
        self._visit = visit
        await self.refresh_facts()

    async def _show(self) -> None:
        told = self.room.summary(self.visit)
        self._show_actions(told)
        if told == self._shown:
            return
        self._shown = told
        session = " · ".join(filter(None, (told.treatment, told.areas, told.session, told.since_last)))
        texts = {
            "heading": told.name,
            "age": f"   {told.age} · {told.language}",
            "section": f"{told.start}   {told.state}",
            "treatment": session,
            "answered": told.answered,
        }
        for name, text in texts.items():
            self.query_one(f"#{name}", Static).update(text)
        self._show_band(told)
        with self.app.batch_update():
            await self._refill("#findings", self._blocks(told))
            await self._refill("#panel", panel(told))
        self.call_after_refresh(self._notice_note)

    async def _refill(self, selector: str, widgets: list[Widget]) -> None:
        place = self.query_one(selector, PullScroll)
        await place.remove_children()
        await place.mount_all(widgets)

    def _show_band(self, told: Summary) -> None:
        band = self.query_one("#band", Static)
        band.update(f"{told.band.word}   {told.band.detail}" if not told.decided else told.decided)
        tone = told.band.tone if not told.decided else Tone.QUIET
        for each in Tone:
            band.set_class(each is tone, f"-{each}")

    def _blocks(self, told: Summary) -> list[Widget]:
        blocks: list[Widget] = []
        if told.decided:
            blocks.append(finding_block(f"{told.band.word}: {told.band.detail}", "", "", told.band.tone))
        if told.asked_by_desk:
            blocks.append(finding_block("The desk", told.asked_by_desk, "", Tone.LOOK))
        blocks += [
            finding_block(each.title, each.reason, each.source, each.tone, new=each.new) for each in told.findings
        ]
        if told.unsure:
            blocks.append(unsure_block(told.unsure))
            if self.visit.state in _OPEN and any(each.question for each in told.unsure):
                blocks.append(act("settle", "I looked: settle one ›", "U", "-card wide"))
        if told.to_advise:
            blocks.append(act("advise", "Advised to see a doctor, slip given ›", "V", "-card wide"))
        if told.to_bring_back:
            blocks.append(finding_block("Bring back", _bring_back(told), "", Tone.LOOK))
            blocks.append(act("doctor_saw", "A doctor has looked ›", "L", "-card wide"))
        if told.kinds and self.visit.state in _OPEN:
            blocks.append(act("kind", "Name the kind ›", "K", "-card wide"))
        blocks += [finding_block("Look at this", each, "", Tone.LOOK) for each in told.notes]
        blocks += [finding_block("Settled", each, "", Tone.GO) for each in told.settled]
        blocks += [finding_block("Corrected", each, "", Tone.LOOK) for each in told.corrected]
        if self.visit.checkin is not None:
            rest = f"{told.rest}, nothing else to see: show all ›" if told.rest else "All answers ›"
            blocks.append(act("answers", rest, "A", "-card wide"))
        if self.visit.state in _OPEN and self.visit.checkin is not None and told.lacks_consent:
            blocks.append(act("consent", f"{told.consent}: take it on paper ›", "P", "-card wide"))
        if told.area_ids:
            blocks.append(BodyMap(told.area_ids, chosen=frozenset(told.area_ids)))
        return blocks

    def _show_actions(self, told: Summary) -> None:
        visit = self.visit
        deciding = visit.state in _OPEN and visit.checkin is not None
        going = visit.decision is not None and visit.decision.decision in ("go_ahead", "with_care")
        shown = {
            "start": visit.state is VisitState.confirmed,
            "go_ahead": deciding and not going,
            "with_care": deciding and not going,
            "put_off": deciding,
            "decline": deciding,
            "finish": visit.state is VisitState.in_progress and going,
            "aftercare": visit.state is VisitState.finished,
        }
        for name, display in shown.items():
            for action in (self.query_one(f"#do-{name}", Action), self.query_one(f"#also-{name}", Action)):
                action.set_class(not display, "-gone")
                action.set_class(name == self._advised(told), "-main")
        broad = self.size.width >= 100  # noqa: PLR2004 - as `-broad`
        until = f" to {short_day(told.earliest, self.clinic.today())}" if told.earliest and broad else ""
        self.query_one("#do-put_off", Action).label = f"Put off{until}"

    def _advised(self, told: Summary) -> str:
        """Return the decision that follows from the verdict as it is; the practitioner takes it or not."""
        if self.visit.state is VisitState.finished:
            return "aftercare"
        if self.visit.decision is not None and self.visit.state is VisitState.in_progress:
            return "finish"
        return {Tone.GO: "go_ahead", Tone.STOP: "put_off"}.get(told.band.tone, "with_care") if told.verdict else ""

    # -- the note --------------------------------------------------------------------------------------------------

    def _notice_note(self) -> None:
        """Note that the client's note stood on the screen as a whole."""
        found = self.query("#note")
        if found and self.app.screen is self and _is_wholly_in_view(self, found.first()):
            self._note_seen = self.told.note

    def tick(self, idle: float) -> None:
        """Notice when the note has been scrolled into view; lock after idling."""
        super().tick(idle)
        if self.app.screen is self and self._shown is not None:
            self._notice_note()

    @property
    def note_seen(self) -> bool:
        """Whether the note as it is now has been shown."""
        return self._note_seen == self.told.note

    def saw_note(self) -> None:
        """Note that the client's note was shown on a page of its own."""
        self._note_seen = self.told.note

    def action_back(self) -> None:
        """Go back to my day."""
        self.dismiss(None)


def _bring_back(told: Summary) -> str:
    days = " and ".join(short_day(each.day) for each in told.to_bring_back)
    return (
        f"On {days} the client mentioned a spot that no doctor had looked at, and was advised to see one. Ask about it."
    )


def _is_wholly_in_view(screen: SummaryScreen, widget: Widget) -> bool:
    """Tell whether all of a widget stands on the screen, nothing of it scrolled away."""
    try:
        drawn = screen.find_widget(widget)
    except NoWidget:
        return False
    return bool(drawn.region.area) and drawn.region.intersection(drawn.clip) == drawn.region
