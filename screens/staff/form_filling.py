"""A form asks screen by screen and writes at its end. What is given is kept, Back goes to the question before, F6 puts it aside.

A form is a coroutine. Going back and going on later both run it again: what was given already is answered without showing the
screen, and the first open question stands as it stood.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar, Final, Generic, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import Screen, ScreenResultType

from kiosk.core.errors import KioskError
from kiosk.desk.half_filled import Given, HalfFilled
from screens.staff.staff_screen import StaffScreen, act
from screens.widgets import Action
from screens.widgets.foot import Foot

Answer = TypeVar("Answer")

PUT_ASIDE_KEY: Final = "F6"
_WORTH_KEEPING: Final = 2
"""Answers from which on a refused form is kept: a single one is as quickly given again."""
_KEPT: Final = f"Put aside for 30 minutes. {PUT_ASIDE_KEY} goes on with it."
_KEPT_AFTER_REFUSAL: Final = f" What you filled in is kept: {PUT_ASIDE_KEY} goes on with it."


class SteppedBack(Exception):  # noqa: N818 - named by what happened
    """Somebody went back to the question before."""


class WasPutAside(Exception):  # noqa: N818
    """Somebody put the form aside."""


class FormFilling:
    """One run through a form: what was given so far, and what each screen held."""

    def __init__(self, start: HalfFilled, put: Callable[[HalfFilled], None]) -> None:
        self._start = start
        self._put = put
        self.given: list[Given] = list(start.given)
        self.stood: dict[str, object] = dict(start.stood)
        self.is_over = False
        """Whether it is written: what is asked then is no part of it."""
        self._is_put_aside = False
        self._next = 0

    def known(self, screen: FormPart[Any]) -> Given | None:
        """Return what was given to this question; from the first that is not known, or can't be given any more, all is asked."""
        if self._next < len(self.given):
            known = self.given[self._next]
            if known.asked == screen.asked and screen.takes(known.answer):
                self._next += 1
                return known
            del self.given[self._next :]
        if screen.asked in self.stood:
            screen.stand(self.stood[screen.asked])
        screen.form = self
        return None

    def left(self, screen: FormPart[Any], answer: object) -> None:
        """Keep what was answered, and what the screen held; without an answer go to the question before, or put the form aside."""
        self.stood[screen.asked] = screen.left_with
        if self._is_put_aside:
            raise WasPutAside
        if answer is not None:
            self.given.append(Given(screen.asked, answer))
            self._next = len(self.given)
        elif self.given:
            self.given.pop()
            self._next = 0
            raise SteppedBack

    def put_aside(self, screen: FormPart[Any]) -> None:
        """Keep the form as it stands, with what is on the screen in view."""
        self.stood[screen.asked] = screen.stood()
        self._is_put_aside = True
        self._keep()

    def keep_after_refusal(self) -> bool:
        """Keep the form, so that its last question is asked again; False where there is hardly anything to keep."""
        if self.is_over or len(self.given) < _WORTH_KEEPING:
            return False
        self.given.pop()
        self._keep()
        return True

    def _keep(self) -> None:
        start = self._start
        stood = MappingProxyType(dict(self.stood))
        self._put(
            HalfFilled(start.owner_id, start.name, start.title, start.visit_id, start.whom, tuple(self.given), stood)
        )


class FormPart(StaffScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen that can be a part of a form."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(PUT_ASIDE_KEY.casefold(), "put_aside", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.form: FormFilling | None = None
        self.left_with: object = None
        """What this screen held when it was left."""

    @property
    def asked(self) -> str:
        """What this screen asks, in words that no other screen of a form has."""
        raise NotImplementedError

    def takes(self, answer: object) -> bool:  # noqa: ARG002
        """Tell whether this answer can still be given here."""
        return True

    def stood(self) -> object:
        """Return what is on this screen, answered or not."""
        raise NotImplementedError

    def stand(self, stood: object) -> None:
        """Show this again, once the screen is shown."""
        raise NotImplementedError

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close this screen; what it held is kept with its form."""
        self.left_with = self.stood()
        return super().dismiss(result)

    def keep_half_done(self) -> None:
        """Put the form aside."""
        if self.form is not None:
            self.form.put_aside(self)

    def action_put_aside(self) -> None:
        """Put the form aside, and go back to where it was begun."""
        if self.form is not None:
            self.form.put_aside(self)
            self.dismiss(None)

    async def do_put_aside(self) -> None:
        """Put the form aside by a touch."""
        self.call_later(self.action_put_aside)

    def foot(self, *, left: tuple[Action, ...] = (), **parts: Any) -> Foot:
        """Return a foot on which a form can be put aside."""
        if self.form is not None:
            self.add_class("-in-form")
            left = (*left, act("put_aside", "Later", PUT_ASIDE_KEY, "-plain"))
        return super().foot(left=left, **parts)


class FormsScreen(StaffScreen[ScreenResultType], Generic[ScreenResultType]):
    """A screen on which forms are begun and gone on with."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(PUT_ASIDE_KEY.casefold(), "go_on", show=False)]
    forms: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """By name, the title under which each is put aside: coroutines that write nothing before their end."""

    def __init__(self) -> None:
        super().__init__()
        self._begins: HalfFilled | None = None
        self._filling: FormFilling | None = None

    def form_of(self, name: str) -> tuple[str, str]:  # noqa: ARG002
        """Return the id of the visit that a form of this screen belongs to, and whose it is; nothing where it belongs to none."""
        return "", ""

    def do(self, name: str) -> None:
        """Run `do_<name>`; a form from its beginning."""
        if name in self.forms and not self.is_busy:
            self._begins = HalfFilled(self.member.id, name, self.forms[name], *self.form_of(name), (), {})
        super().do(name)

    def go_on(self, form: HalfFilled) -> None:
        """Go on with a form that was put aside."""
        if not self.is_busy:
            self.kiosk.half_filled.take(form)
            self._begins = form
            super().do(form.name)

    def form_is_over(self) -> None:
        """Say that the form is written: what is asked now is no part of it."""
        if self._filling is not None:
            self._filling.is_over = True

    async def ask(self, screen: Screen[Answer]) -> Answer | None:
        """Show a screen that answers something, unless what it asks was given already, and wait for the answer."""
        filling = self._filling
        if filling is None or filling.is_over or not isinstance(screen, FormPart):
            return await super().ask(screen)
        if (known := filling.known(screen)) is not None:
            return cast("Answer", known.answer)
        answer = await super().ask(screen)
        filling.left(screen, answer)
        return cast("Answer | None", answer)

    async def _run(self, doing: Callable[[], Awaitable[None]]) -> None:
        begins, self._begins = self._begins, None
        if begins is None:
            await super()._run(doing)
            return
        self._filling = filling = FormFilling(begins, self.kiosk.half_filled.put)
        try:
            await super()._run(partial(self._fill, doing, filling))
        finally:
            self._filling = None

    async def _fill(self, doing: Callable[[], Awaitable[None]], filling: FormFilling) -> None:
        """Run a form, again after each step back, until it is through or put aside."""
        while True:
            try:
                await doing()
            except SteppedBack:
                continue
            except WasPutAside:
                self.say(_KEPT, good=True)
                self.forms_changed()
            except KioskError as error:
                if filling.keep_after_refusal():
                    error.sentence += _KEPT_AFTER_REFUSAL
                    self.forms_changed()
                raise
            return

    def forms_changed(self) -> None:
        """Show that a form was put aside, or is gone on with."""

    def action_go_on(self) -> None:
        """Go on with what was put aside."""
        self.do("go_on")
