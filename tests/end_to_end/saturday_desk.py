"""What the desk does on the simulated Saturday."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from tests.end_to_end.saturday_clients import ClientOfTheDay
from tests.end_to_end.saturday_kiosk import TITLES, questions
from tests.end_to_end.staff_hands import Staff

_DAY: Final = "booked ·"
"""What stands above the day."""
F8: Final = "\x1b[19~"
RAISED: Final = "The client would like to talk first"
REPORTED: Final = "Redness that stays"
MOVED_TO: Final = "Monday 30 November, 09:00"
"""The first time that is free."""
_PAGE: Final = re.compile(r"Page \d+ of \d+")


class AtTheDesk:
    """The receptionist, who has the day in view between one thing and the next."""

    def __init__(self, hands: Staff) -> None:
        self.hands = hands

    def pass_on(self, who: ClientOfTheDay) -> None:
        """Check who it is, and pass them to the practitioner; ask to look first, where that is wanted.

        By then all who came have left the kiosk, and no line moves any more.
        """
        self.hands.terminal.catch_up()
        self.hands.terminal.wait(lambda text: "At the kiosk" not in text, what="a kiosk that is free")
        self.hands.open(who.full_name, "Check who it is", "Confirm ›")
        if who.happens == "raise":
            self.hands.act("Look first", "r", "Do not name a condition")
            self.hands.pick(RAISED, "The practitioner will look first.")
        self.hands.go("Confirm ›", f"Passed to {who.room}.")
        self._back()

    def no_show(self, who: ClientOfTheDay) -> None:
        """Note that the client did not come."""
        self._do(who, "Did not come", "n", "Noted: did not come.")

    def has_left(self, who: ClientOfTheDay) -> None:
        """Note that the client has left before anything was done."""
        self._do(who, "Has left", "x", "Noted: has left.")

    def cancel(self, who: ClientOfTheDay) -> None:
        """Cancel the visit of somebody who calls."""
        self.hands.open(who.full_name, "Cancel")
        self.hands.act("Cancel", "x", "Cancel it ›")
        self.hands.go("Cancel it ›", "Cancelled.")
        self._back()

    def move(self, who: ClientOfTheDay) -> None:
        """Move the visit of somebody who calls to the first time that is proposed."""
        self.hands.open(who.full_name, "Another day")
        self.hands.act("Another day", "b", "Free times, the next ones first.")
        self.hands.pick(MOVED_TO, "Done ›")
        self.hands.go("Done ›", "New appointment: Monday")
        self._back()

    def hand_back(self, who: ClientOfTheDay) -> None:
        """Bring the answers of somebody who stopped back to the kiosk."""
        self.hands.open(who.full_name, "Hand back")
        self.hands.act("Hand back", "h", "To which kiosk?")
        self.hands.pick("Kiosk 1", "Kiosk 1 goes on where the client stopped.")
        self._back()

    def open_for_a_while(self, who: ClientOfTheDay) -> None:
        """Open a visit, and look at it."""
        self.hands.open(who.full_name, "Another day")

    def take_the_call(self, who: ClientOfTheDay) -> None:
        """Say that one is going, from the visit that is open; it stays open."""
        self.hands.terminal.see("Kiosk 1 asks for help")
        self.hands.act("I am going", F8)
        self.hands.terminal.wait(lambda text: "asks for help" not in text and who.full_name in text, what="the visit")
        self._back()

    def take_in(self, who: ClientOfTheDay) -> None:
        """Give a time to somebody who asked for one at the kiosk."""
        self.hands.act("Walk-in", "w", "Asked for at a kiosk:")
        self.hands.pick(who.full_name, "Take in ›")
        self.hands.go("Take in ›", "Which practitioner?")
        self.hands.pick(who.room, "At what time?")
        now = self._now()
        self.hands.pick(now, f"Taken in for {now} with {who.room}.")
        self._back()

    def walks_in(self, who: ClientOfTheDay) -> None:
        """Note somebody who comes to the desk without an appointment."""
        year, month, day = who.born.split("-")
        hands = self.hands
        hands.act("Walk-in", "w", "Given name")
        hands.write(who.given)
        hands.go("Continue ›", "Family name")
        hands.write(who.family)
        hands.go("Continue ›", "Date of birth")
        hands.write(f"{day}{month}{year}", year)
        hands.go("Continue ›", "Telephone")
        hands.write(who.phone)
        hands.go("Continue ›", "Which treatment?")
        hands.pick(TITLES[who.treatment], "Which practitioner?")
        hands.pick(who.room, "At what time?")
        hands.pick(self._now(), who.full_name, "‹ Board")
        self._back()

    def _now(self) -> str:
        """Return the time that is offered as now."""
        now = re.search(r"(\d\d:\d\d)[^:]*\bnow\b", self.hands.terminal.see("At what time?"))
        assert now is not None
        return now[1]

    def enter_paper(self, who: ClientOfTheDay) -> None:
        """Enter what somebody filled in on paper, and what the consent on paper says."""
        hands = self.hands
        hands.open(who.full_name, "Paper form")
        asked = questions(who)
        hands.act("Paper form", "f", asked[0][0])
        for (asks, said), following in zip(
            asked, [*(asks for asks, _ in asked[1:]), "When was it filled in?"], strict=True
        ):
            text = hands.terminal.see(asks)
            if said is None:
                hands.go("Continue ›", following)
            elif isinstance(said, str):
                hands.pick(said, following)
            else:
                assert not isinstance(said, date)
                if "Choose from the list" in text:
                    hands.pick("Choose from the list", "Continue ›")
                for each in said:
                    hands.pick(each, "✓")
                hands.go("Continue ›", following)
        hands.pick("Just now", "What does the consent on paper say?")
        hands.pick("It is signed", "Check the paper form")
        while "Enter it ›" not in hands.terminal.wait(lambda text: "More ›" in text or "Enter it ›" in text, what="on"):
            page = _PAGE.findall(hands.terminal.text)
            hands.go("More ›")
            hands.terminal.wait(lambda text, page=page: _PAGE.findall(text) != page, what="the next page")
        hands.go("Enter it ›", "The paper form is entered.")
        self._back()

    def note_reaction(self, who: ClientOfTheDay) -> None:
        """Note what somebody reports who was treated today, and by when they are called back."""
        self.hands.open(who.full_name, "Reaction")
        self.hands.act("Reaction", "r", "What does the client report?")
        self.hands.pick(REPORTED, "By when is the client called back?")
        self.hands.pick("Tomorrow", "Noted. Call back by Sunday 29 November")
        self._back()

    def _do(self, who: ClientOfTheDay, label: str, key: str, done: str) -> None:
        self.hands.open(who.full_name, label)
        self.hands.act(label, key, done)
        self._back()

    def _back(self) -> None:
        self.hands.back_to_day(_DAY)
