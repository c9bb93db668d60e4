"""What every screen of the desk from which something is begun can do: take in, find, book, and go on with what was put aside."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from textual.binding import Binding, BindingType

from kiosk.core.phrases import clock_time, long_day
from kiosk.desk.desk import Desk
from kiosk.desk.half_filled import HalfFilled
from screens.registry import screen_class
from screens.screen_names import ScreenName
from screens.staff.form_filling import PUT_ASIDE_KEY, FormsScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.private_asking import open_with_reason
from screens.staff.staff_screen import act
from screens.widgets import Action

CALLER_KEY = "F7"
DESK_FORMS: Mapping[str, str] = MappingProxyType(
    {"walk_in": "Walk-in", "clients": "Find a client", "book": "Book a visit"}
)
"""The forms that belong to no visit."""


class DeskScreen(FormsScreen[None]):
    """A screen of the desk. What is begun here leaves everything that is open below as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(CALLER_KEY.casefold(), "caller", show=False)]
    forms: ClassVar[Mapping[str, str]] = DESK_FORMS

    @property
    def desk(self) -> Desk:
        """What this member of staff may do at the desk."""
        return self.clinic.desk(self.member)

    async def open_visit(self, visit_id: str) -> None:
        """Show a visit over this screen; the look is in the audit trail."""
        self.form_is_over()
        visit = await open_with_reason(self, self.desk.open, visit_id)
        if visit is None:
            return
        await self.app.push_screen(screen_class(ScreenName.VISIT)(visit, self.clinic.clients.get(visit.client_id)))

    # -- forms that belong to no visit -----------------------------------------------------------------------------

    async def do_walk_in(self) -> None:
        """Take in somebody without an appointment."""
        from screens.reception.walk_in_at_desk import take_in  # noqa: PLC0415 - loaded when first needed

        visit_id = await take_in(self)
        if visit_id:
            await self.open_visit(visit_id)

    async def do_clients(self) -> None:
        """Find a client among all there are, by name or date of birth."""
        from screens.reception.find_visit import find_visit  # noqa: PLC0415 - loaded when first needed

        visit_id = await find_visit(self)
        if visit_id:
            await self.open_visit(visit_id)

    async def do_book(self) -> None:
        """Book a visit for somebody who calls or comes by."""
        from screens.reception.book_at_desk import book_visit  # noqa: PLC0415 - loaded when first needed

        visit = await book_visit(self)
        if visit is not None:
            self.form_is_over()
            when = f"{long_day(visit.day)}, {clock_time(visit.start)}"
            self.say(f"Booked: {when} with {visit.practitioner}.", good=True)

    def action_caller(self) -> None:
        """Find or book for somebody who calls, over what is open."""
        self.app.push_screen(screen_class(ScreenName.CALLER)())

    async def do_caller(self) -> None:
        """Do so by a touch."""
        self.action_caller()

    # -- what was put aside ----------------------------------------------------------------------------------------

    def go_on_action(self) -> Action:
        """Return the action that goes on with what was put aside, in view only where there is something."""
        action = act("go_on", "Go on", PUT_ASIDE_KEY, "-plain")
        action.display = False
        return action

    def forms_changed(self) -> None:
        """Show whether there is something to go on with."""
        forms = self.kiosk.half_filled.of(self.member.id) if self.kiosk.staff else ()
        self.set_class(bool(forms), "-in-form")
        for action in self.query("#do-go_on").results(Action):
            action.display = bool(forms)
            self.name_go_on(action, forms)

    def name_go_on(self, action: Action, forms: tuple[HalfFilled, ...]) -> None:
        """Say what is put aside, where there is room for it."""

    def tick(self, idle: float) -> None:
        """Take away what is gone after half an hour."""
        super().tick(idle)
        self.forms_changed()

    async def do_go_on(self) -> None:
        """Go on with what was put aside; with several, ask which."""
        forms = self.kiosk.half_filled.of(self.member.id)
        form = forms[0] if len(forms) == 1 else None
        if not forms:
            self.say("Nothing is put aside.")
        elif form is None:
            picks = [Pick(str(number), each.title, each.whom) for number, each in enumerate(forms)]
            picked = await self.ask(PickScreen("Put aside", picks, lead="What do you go on with?"))
            form = forms[int(picked)] if picked else None
        if form is None:
            return
        if form.visit_id == self.form_of(form.name)[0] and form.name in self.forms:
            self.call_later(self._go_on_here, form)
            return
        if not form.visit_id and form.name not in DESK_FORMS:
            home = next(
                each for each in self.app.screen_stack if isinstance(each, DeskScreen) and form.name in each.forms
            )
            self.app.call_later(home.come_back_for, form)
            return
        if form.visit_id:
            await self.open_visit(form.visit_id)
        else:
            await self.app.push_screen(screen_class(ScreenName.CALLER)())
        screen = self.app.screen
        if isinstance(screen, DeskScreen):
            screen.go_on(form)

    async def come_back_for(self, form: HalfFilled) -> None:
        """Close what is open above, and go on with a form that is filled in here alone."""
        while self.app.screen is not self:
            await self.app.pop_screen()
        self._go_on_here(form)

    def _go_on_here(self, form: HalfFilled) -> None:
        self.go_on(form)
        self.forms_changed()
