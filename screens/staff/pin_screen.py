"""The PIN pad: to sign in, to unlock, to sign a decision. Digits show as dots; the check never freezes the screen."""

from __future__ import annotations

import asyncio

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from kiosk.core.errors import KioskError, LockedOut
from kiosk.people.staff import StaffMember
from screens.staff.dots_screen import DotsScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import leave_if_idle
from screens.widgets import Action, Field, InlineMessage, NumberPad
from screens.widgets.wrapping import wrap

LEAST, MOST = 6, 12
UNLOCKS = "Lead unlocks ›"
_READ = "PIN ›"
_SIDES = 5
"""Columns beside what is read, of the body and the field."""
_BESIDE, _AROUND = 42, 15
"""Columns that the pad takes with what is around it, and rows that are not those of what is read."""
_ROWS = 2
"""Rows above the dots where the screen is short."""


class PinField(Field):
    """Dots for digits. Where the screen is short, what the PIN is for is above them, in as much as two rows hold."""

    def __init__(self, asks: str, demo_pin: str) -> None:
        super().__init__("PIN", limit=MOST, digits=True, secret=True, id="pin")
        self._asks = asks
        self._demo = f" (demo: {demo_pin})" if demo_pin else ""

    def ask(self, asks: str) -> None:
        """Say something else above the dots."""
        self._asks = asks
        self.refresh()

    def has_room(self, width: int) -> bool:
        """Tell whether two rows hold what the PIN is for."""
        return len(wrap(self._asks, width)) <= _ROWS

    def render(self) -> Content:
        """Give two rows of what it is for, then the dots."""
        if not self.screen.has_class("-short"):
            return super().render()
        width = self.content_size.width
        lines = wrap(self._asks, width)
        if len(lines) > _ROWS:
            lines[_ROWS - 1] = f"{lines[_ROWS - 1][: width - 2]} …"
        above = [Content(line) for line in [*lines, ""][:_ROWS]]
        label = f"{self.label}{self._demo} "
        dots = self._lines("•" * len(self.value), max(2, width - len(label)), 1)
        return Content("\n").join([*above, Content.assemble((label, "bold"), dots[0])])


class PinScreen(DotsScreen[StaffMember]):
    """Asks one person's PIN; answers that person, or None if it was left."""

    def __init__(self, name: str, *, title: str = "Your PIN", lead: str = "", go: str = "Sign in ›") -> None:
        """`lead` says what the PIN is for; where it is short and has no room beside the pad, it is read before."""
        super().__init__()
        self.heading = title
        self._who = name
        self._lead = lead
        self.go_label = go
        self._locked = False

    @property
    def asks_of_a_client_terminal(self) -> bool:
        """True where a PIN opens no records."""
        return self.kiosk.role == "client"

    def compose_body(self) -> ComposeResult:
        """Who, what for, the dots, the pad."""
        with Horizontal(classes="asked"):
            with Vertical(classes="who"):
                yield Static(self._who, classes="strong", id="name", markup=False)
                if self._lead:
                    yield Static(self._lead, classes="lead", markup=False)
                yield Static(self._lead, classes="signed", markup=False)
                yield PinField(self._lead or self._who, self._demo_pin())
                yield InlineMessage(below=1)
                if pin := self._demo_pin():
                    yield Static(f"Demo: the PIN is {pin}", classes="lead", markup=False)
            yield NumberPad()

    def on_mount(self) -> None:
        """Typing begins at once, unless there is something to read first."""
        self.query_one(Field).focus()
        if not self._has_room:
            self.add_class("-reads")
            self._name_go()

    @property
    def _has_room(self) -> bool:
        """Whether what the PIN is for has room beside the pad, or above the dots."""
        width, height = self.app.size
        if self.has_class("-short"):
            return self.query_one(PinField).has_room(width - _SIDES)
        return len(wrap(self._lead, width - _BESIDE)) <= height - _AROUND

    @property
    def _is_read(self) -> bool:
        return not self.has_class("-reads")

    def _demo_pin(self) -> str:
        demo = self.kiosk.demo
        pins = {member.name: member.pin for member in demo.staff} if demo else {}
        return pins.get(self.clinic.staff.meant(self._who), "") if pins else ""

    def action_go(self) -> None:
        """Check the PIN; where there were too many wrong ones and none is typed, let a lead unlock."""
        if not self._is_read:
            self.remove_class("-reads")
            self._name_go()
            self.query_one(Field).focus()
            return
        self.do("unlock" if self._offers_unlocking() else "check")

    def _offers_unlocking(self) -> bool:
        return self._locked and not self.query_one(Field).value

    @on(Field.Changed)
    @on(events.Resize)
    def _changed(self) -> None:
        if self._has_room:
            self.remove_class("-reads")
        self._name_go()

    def _name_go(self) -> None:
        go = UNLOCKS if self._offers_unlocking() else self.go_label
        self.query_one("#go", Action).label = go if self._is_read else _READ

    def _leads(self) -> list[StaffMember]:
        """Return who can unlock here: another lead, and nobody where clients come."""
        if self.asks_of_a_client_terminal:
            return []
        own = self._who.casefold()
        everybody = self.clinic.staff.all()
        return [each for each in everybody if each.role == "lead" and each.active and each.name.casefold() != own]

    async def do_unlock(self) -> None:
        """Let a lead type their PIN right here, and let the person try again."""
        leads = self._leads()
        name: str | None = leads[0].name
        if len(leads) > 1:
            name = await self.ask(PickScreen("Who unlocks?", [Pick(each.name, each.name) for each in leads]))
        if name is None:
            return
        lead = await self.ask(PinScreen(name, title="Unlock", lead=f"Lets {self._who} try again.", go="Unlock ›"))
        if lead is None:
            return
        self.clinic.staff.unlock(self._who, lead.actor(self.clinic.terminal))
        self._locked = False
        self._name_go()
        self.say(f"{self._who} may try again.", good=True)

    async def do_check(self) -> None:
        """Check in a thread; a wrong PIN, or too many, is said in words and the dots are cleared."""
        field = self.query_one(Field)
        if len(field.value) < LEAST:
            self.say(f"A PIN has at least {LEAST} digits.")
            return
        pin, clinic = field.value, self.clinic
        self.say("One moment…", good=True)
        try:
            member = await asyncio.to_thread(
                clinic.staff.check_pin,
                clinic.staff.meant(self._who),
                pin,
                terminal=clinic.terminal,
                client_terminal=self.asks_of_a_client_terminal,
            )
        except KioskError as error:
            self._locked = isinstance(error, LockedOut) and bool(self._leads())
            field.clear()
            self._name_go()
            self.say(error.sentence)
            return
        self.dismiss(member)

    def tick(self, idle: float) -> None:
        """Lock after idling; give a client's kiosk back to the clients."""
        super().tick(idle)
        leave_if_idle(self, idle)

    def action_help(self) -> None:
        """Nothing more can be done here."""

    def action_back(self) -> None:
        self.dismiss(None)
