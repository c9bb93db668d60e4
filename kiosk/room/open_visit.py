"""A visit that is open before a practitioner: as it was read, and with what they found and have not signed yet."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from kiosk.people.staff import StaffMember
from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.room.unsigned import to_sign
from kiosk.visits import rejudge
from kiosk.visits.books import Books
from kiosk.visits.visit import Visit
from kiosk.visits.visit_parts import DECISION_WORDS
from rules import day_in_words

DROPPED = "The client answered again, or the visit ended: what you had not signed was dropped. Look once more."


class OpenVisit:
    """What one summary shows, and what one PIN signs. Nothing of it is in a record before."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        """The visit with what was settled, corrected and noted."""
        self.stored = visit
        """The visit as it was read."""
        self._beside: dict[str, Visit] = {}

    @property
    def is_unsigned(self) -> bool:
        """Whether something waits for a signature."""
        return bool(to_sign(self.visit, self.stored) or self._beside)

    def summary(self, room: Room) -> Summary:
        """Return what is to be shown."""
        told = room.summary(self.visit, stored=self.stored, beside=tuple(self._beside.values()))
        days = [(day_in_words(each.day), DECISION_WORDS[each.signoffs[-1].decision]) for each in self._beside.values()]
        return replace(told, unsigned=(*told.unsigned, *(f"Visit of {day}: {words}" for day, words in days)))

    def follow(self, books: Books, room: Room, fresh: Visit) -> str:
        """Take in what others did meanwhile, and carry over what is not signed yet; say it if that had to be dropped."""
        said = ""
        if fresh.revision != self.stored.revision:
            found = room.carry(self.visit, self.stored, fresh) if self.is_unsigned else fresh
            said = "" if found else DROPPED
            self.visit = found or fresh
        self.visit, self.stored = rejudge.as_due(books, self.visit), fresh
        return said

    def find(self, visits: Iterable[Visit]) -> None:
        """Take in what was found on this visit, and on others of the client."""
        for visit in visits:
            if visit.id == self.visit.id:
                self.visit = visit
            else:
                self._beside[visit.id] = visit

    def take_back(self, room: Room) -> None:
        """Take back what was found last and is not signed yet."""
        if to_sign(self.visit, self.stored):
            self.visit = room.take_back(self.visit, self.stored)
        else:
            self._beside.clear()

    def sign(self, room: Room, member: StaffMember, write: Callable[[StaffMember], Visit] | None = None) -> None:
        """Keep all that was found; `write` keeps a decision with what was found on this visit."""
        if write is not None:
            self.visit = self.stored = write(member)
        elif to_sign(self.visit, self.stored):
            self.visit = self.stored = room.sign(self.visit, pin_checked=member)
        for visit in self._beside.values():
            room.sign(visit, pin_checked=member)
        self._beside.clear()
