"""What a practitioner does on the simulated Saturday."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.end_to_end.saturday_clients import ClientOfTheDay
from tests.end_to_end.staff_hands import Staff

_DAY: Final = "booked ·"
WHY_OVERRIDE: Final = "It is not in the area to be treated"
DECLINED: Final = "This treatment does not suit this skin"
CARE: Final = "Gentler setting"
OVERRIDING: Final = "Only one spot on the neck"
NOTE: Final = "Less on the nose"
SKIN_AFTER: Final = "Pink"
SUCTION, PASSES, TIP = "High", 2, "Fine tip"


class InTheRoom:
    """A practitioner, who has the visit in view as long as somebody is treated, and then their day."""

    def __init__(self, hands: Staff) -> None:
        self.hands = hands

    def decide(self, who: ClientOfTheDay) -> None:
        """Open the visit, and decide as the table says."""
        deeds: dict[str, Callable[[], None]] = {
            "go ahead": self._go_ahead,
            "with care": self._with_care,
            "put off": self._put_off,
            "decline": self._decline,
            "settle": self._settle,
            "override": self._override,
        }
        self.hands.open(who.full_name, "‹ Day", "Call in")
        deeds[who.does]()
        if who.ends != "finished":
            self.hands.back_to_day(_DAY)

    def finish(self, who: ClientOfTheDay) -> None:
        """Record that all was done as planned, book no other session yet, and hand out the after-care."""
        self.hands.act("Finish ›", "f", "As planned")
        self.hands.act("As planned", "p", "✓")
        if who.happens == "is noted":
            self._note_all()
        elif who.happens == "as before":
            self.hands.pick("Machine", "How was the machine set?")
            self.hands.pick(f"Suction {SUCTION}, {PASSES} passes, {TIP}", "As planned")
        self.hands.go("Sign ›", "PIN")
        self.hands.sign("Sign ›", "Not now")
        self.hands.pick("Not now", "Handed out ›")
        self.hands.go("Handed out ›", "The session is recorded.")
        self.hands.back_to_day(_DAY)

    def _note_all(self) -> None:
        """Note how the machine was set, how the skin was afterwards, and what the next session should know."""
        self.hands.pick("Machine", SUCTION)
        self.hands.pick(SUCTION, "Passes")
        self.hands.pick(str(PASSES), TIP)
        self.hands.pick(TIP, "Device")
        self.hands.pick("Not noted", "As planned")
        self.hands.pick("Skin after", "How was the skin?")
        self.hands.pick(SKIN_AFTER, "✓")
        self.hands.go("Continue ›", "As planned")
        self.hands.pick("Note for next time", "What should the next session know?")
        self.hands.write(NOTE)
        self.hands.go("Continue ›", "As planned")

    def _go_ahead(self) -> None:
        self.hands.act("Go ahead", "g", "PIN")
        self.hands.sign("Sign ›", "Signed: go ahead.")

    def _with_care(self) -> None:
        self.hands.act("With care", "c", "What care will you take?")
        self.hands.pick(CARE, "✓")
        self.hands.go("Continue ›", "PIN")
        self.hands.sign("Sign ›", "Signed: go ahead with care.")

    def _put_off(self) -> None:
        """Put off until the first day that the rules allow, or with no day where they name none."""
        text = self.hands.act("Put off", "o", "Put off until", "No day yet")
        self.hands.pick("No day yet" if "the first possible day" not in text else "Saturday 12 December 2026", "PIN")
        self.hands.sign("Sign ›", "Signed: put off")

    def _decline(self) -> None:
        self.hands.act("Decline", "d", DECLINED)
        self.hands.pick(DECLINED, "PIN")
        self.hands.sign("Sign ›", "Signed: declined.")

    def _settle(self) -> None:
        """Settle the one answer that is unsure; the same PIN signs that and the decision."""
        self.hands.act("I looked: settle one", "u", "I looked or asked")
        self.hands.pick("No", "Not signed yet")
        self._go_ahead()

    def _override(self) -> None:
        """Go ahead although the rules say not today; the kiosk asked for no consent then, so it is taken on paper first."""
        self.hands.act("Go ahead", "g", "No consent yet: take")
        self.hands.act("No consent yet: take", "p", "Signed by")
        self.hands.go("Continue ›", "The consent is saved.")
        self.hands.act("Go ahead", "g", "why go ahead?")
        self.hands.pick(WHY_OVERRIDE, "What did you see?")
        self.hands.write(OVERRIDING)
        self.hands.go("Continue ›", "PIN", "Overrides")
        self.hands.sign("Sign ›", "Signed: go ahead.")
