"""The PIN pad: to sign in, to unlock, to sign a decision. Digits show as dots; the check never freezes the screen."""

from __future__ import annotations

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.core.errors import KioskError, LockedOut
from kiosk.people.staff import StaffMember
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen, act, leave_if_idle
from screens.staff.text_screens import type_into
from screens.widgets import RUB_OUT, Action, Field, InlineMessage, KeyTyped, NumberPad

LEAST, MOST = 6, 12
UNLOCKS = "A lead unlocks ›"
_SHORT = 20


class PinScreen(StaffScreen[StaffMember]):
    """Asks one person's PIN; answers that person, or None if it was left."""

    def __init__(
        self, name: str, *, title: str = "Your PIN", lead: str = "", brief: str = "", go: str = "Sign in ›"
    ) -> None:
        """`lead` says what the PIN is for; `brief` says it where a line is all the room there is."""
        super().__init__()
        self.heading = title
        self._who = name
        self._lead, self._brief = lead, brief or lead or name
        self._go = go
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
                yield Field(self._label(), limit=MOST, digits=True, secret=True, id="pin")
                yield InlineMessage()
                if pin := self._demo_pin():
                    yield Static(f"Demo: the PIN is {pin}", classes="lead", markup=False)
            yield NumberPad()

    def compose_below(self) -> ComposeResult:
        """Give nothing: messages are beside the dots."""
        yield from ()

    def compose_foot(self) -> ComposeResult:
        """Back, a rub-out for where the pad has none, and on."""
        yield self.foot(go=self._go, help=None, left=(act("rub", RUB_OUT, look="-plain rub-out"),))

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.query_one(Field).focus()

    def _demo_pin(self) -> str:
        demo = self.kiosk.demo
        pins = {member.name: member.pin for member in demo.staff} if demo else {}
        return pins.get(self.clinic.staff.meant(self._who), "") if pins else ""

    def _label(self) -> str:
        """Return `PIN`; where the screen is too short for more, what is above the dots on others, too."""
        if self.app.size.height >= _SHORT:
            return "PIN"
        demo = f" (demo: {self._demo_pin()})" if self._demo_pin() else ""
        return f"{self._brief}: PIN{demo}"

    @on(KeyTyped)
    def _typed(self, event: KeyTyped) -> None:
        event.stop()
        type_into(self.query_one(Field), event.text)

    def choose(self, digit: int) -> None:
        """Type a digit wherever the focus is."""
        self.query_one(Field).type(str(digit))

    async def do_rub(self) -> None:
        """Take the last digit away."""
        self.query_one(Field).rub_out()

    def action_go(self) -> None:
        """Check the PIN; where there were too many wrong ones and none is typed, let a lead unlock."""
        self.do("unlock" if self._offers_unlocking() else "check")

    def _offers_unlocking(self) -> bool:
        return self._locked and not self.query_one(Field).value

    @on(Field.Changed)
    def _changed(self) -> None:
        self._name_go()

    def _name_go(self) -> None:
        self.query_one("#go", Action).label = UNLOCKS if self._offers_unlocking() else self._go

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
        """Leave unsigned."""
        self.dismiss(None)
