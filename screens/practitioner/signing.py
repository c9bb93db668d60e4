"""What every decision of a practitioner needs: the visit as it is shown, and a PIN that signs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from kiosk.people.staff import StaffMember
from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.visits.consent import ConsentCompletion
from kiosk.visits.visit import Visit
from screens.staff.pin_screen import PinScreen
from screens.staff.staff_screen import StaffScreen


class SigningScreen(StaffScreen[None]):
    """The screen that shows the visit is built on it."""

    @property
    @abstractmethod
    def room(self) -> Room:
        """What this practitioner may do."""

    @property
    @abstractmethod
    def visit(self) -> Visit:
        """The visit as it is shown."""

    @property
    @abstractmethod
    def told(self) -> Summary:
        """The summary as it is shown."""

    @property
    @abstractmethod
    def note_seen(self) -> bool:
        """Whether the note as it is now has been shown."""

    @abstractmethod
    def saw_note(self) -> None:
        """Note that the client's note was shown."""

    @abstractmethod
    async def show_visit(self, visit: Visit) -> None:
        """Show what was just written."""

    async def signed(
        self, what: str, write: Callable[[StaffMember], Visit], said: str, *, confirms: ConsentCompletion | None = None
    ) -> bool:
        """Ask the PIN, write, show; False if nobody signed. `confirms` is what the same PIN says besides."""
        lead, brief = (f"{what}. {confirms.said}", confirms.brief) if confirms else (what, what)
        member = await self.ask(PinScreen(self.member.name, title="Sign", lead=lead, brief=brief, go="Sign ›"))
        if member is None:
            return False
        visit = write(member)
        await self.show_visit(visit)
        self.say(said, good=True)
        return True
