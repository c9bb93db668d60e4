"""Clients at the kiosk of the simulated Saturday, by keys alone or by touch alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from tests.end_to_end.at_the_kiosk import REVIEW, ByKeys, ByTouch, Client, Said
from tests.end_to_end.day_clock import DayClock
from tests.end_to_end.saturday_clients import FACIAL, PEEL, ClientOfTheDay
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.what_is_asked import FACIAL as ASKED_BEFORE_A_FACIAL
from tests.end_to_end.what_is_asked import PEEL as ASKED_BEFORE_A_PEEL

A_QUESTION: Final = 6
"""Seconds that each client looks at each question."""
ASKED: Final = {PEEL: ASKED_BEFORE_A_PEEL, FACIAL: ASKED_BEFORE_A_FACIAL}
_FOLLOWS: Final = {
    "Do you have a rash": "Where is the rash",
    "Have you used a retinol": "When did you last use that cream",
    "Have you had a": "When was your last",
    "Have you ever taken Accutane": "When did you last take it",
}
"""What is asked besides, where that is answered with yes."""
TITLES: Final = {PEEL: "Parisian Peel", FACIAL: "Medical facial"}
_STILL_THERE, _GONE, _LOOKS_AGAIN = 75, 30, 10
"""Seconds until a kiosk asks whether somebody is there, until it clears, and until it looks for what is brought back."""
_MINE, _STILL_SO, _THANKS = "Is this your visit today?", "Yes, this is", "Thank you."


def questions(who: ClientOfTheDay) -> list[tuple[str, Said | date]]:
    """Return what this client is asked, in order, and what they say."""
    found: list[tuple[str, Said | date]] = []
    for asks, usual in ASKED[who.treatment]:
        found.append((asks, next((said for word, said in who.asked.items() if word in asks), usual)))
        follows = next((after for before, after in _FOLLOWS.items() if before in asks), "")
        if follows in who.asked:
            found.append((follows, who.asked[follows]))
    return found


class AtTheKiosk:
    """One client, with hands of their own."""

    def __init__(self, kiosk: Terminal, clock: DayClock, who: ClientOfTheDay, *, touch: bool) -> None:
        self.kiosk, self.clock, self.who = kiosk, clock, who
        self.hands: Client = (ByTouch if touch else ByKeys)(kiosk)
        self.touches = touch
        self.asked = questions(who)

    def check_in(self) -> None:
        """Say who one is, answer all that is asked, read and sign."""
        self.come()
        self.answer(self.asked, REVIEW)
        self.sign()

    def come(self) -> None:
        """Say who one is, up to the first question."""
        who, hands = self.who, self.hands
        if who.comes == "scan":
            self.kiosk.go(f"{who.code}\r", _MINE)
        elif who.comes == "code":
            self._begin("With my booking code", "With my booking code", "What is your booking code?")
            hands.write(who.code.lower())
            hands.go(_MINE)
        else:
            self._begin("With my name", "With my name and date of birth", "What is your family name?")
            hands.write(who.typed or who.family)
            hands.go("When were you born?")
            self._write_birth()
            hands.go("telephone number?")
            hands.write(who.phone[-4:])
            hands.go(_MINE)
        hands.choose("Yes, this is my visit", "›")
        private = "Your answers are private"
        text = self.kiosk.wait(lambda text: "How shall we call you?" in text or private in text, what="what follows")
        if private not in text:
            hands.go(private)
        hands.go(self.asked[0][0])

    def _begin(self, place: str, card: str, asked: str) -> None:
        if isinstance(self.hands, ByTouch):
            self.hands.touch(place, asked)
        else:
            self.hands.go("How would you like to check in?")
            self.hands.choose(card, asked)

    def _write_birth(self) -> None:
        year, month, day = self.who.born.split("-")
        self.hands.write(f"{day}{month}{year}", year)

    def answer(self, asked: Sequence[tuple[str, Said | date]], then: str) -> None:
        """Answer exactly this, in this order; where it is asked whether what was said last time is still so, it is."""
        for (asks, said), following in zip(asked, [*(asks for asks, _ in asked[1:]), then], strict=True):
            text = self.kiosk.wait(lambda text, asks=asks: asks in text and "✓" not in text, what=asks)
            self.clock.spend(A_QUESTION)
            hands = self.hands
            if isinstance(said, date):
                hands.write(f"{said:%d%m%Y}", f"{said:%Y}")
                hands.go(following)
            elif isinstance(said, str) and "Your note" in text:
                hands.write(said)
                hands.go(following)
            elif said is not None and "Last time" in text:
                hands.answer(_STILL_SO, following)
            elif isinstance(said, str):
                hands.answer(said, following)
            else:
                for each in said or ():
                    hands.choose(each, "✓")
                hands.go(following)

    def answer_half(self) -> None:
        """Answer some questions, and walk away without a word."""
        half = self.asked[: len(self.asked) // 2]
        self.answer(half, self.asked[len(half)][0])
        self.clock.spend(_STILL_THERE)
        self.kiosk.see("Are you still there?")
        self.clock.spend(_GONE)
        self.kiosk.see("Check in here")

    def go_on(self) -> None:
        """Go on where one stopped, once the answers are brought back."""
        rest = self.asked[len(self.asked) // 2 :]
        self.clock.spend(_LOOKS_AGAIN)
        self.kiosk.see(rest[0][0])
        self.answer(rest, REVIEW)
        self.sign()

    def call_for_help(self) -> None:
        """Ask for somebody from the question in view."""
        self.hands.help_me("What would help you?")
        self.hands.choose("Call staff", "The desk knows.")

    def is_helped(self, asks: str) -> None:
        """See that somebody comes, and go on."""
        self.kiosk.see("Somebody is on the way to you.")
        self.hands.go(asks)

    def ask_for_a_time(self) -> None:
        """Come without an appointment, say who one is, and be sent to the desk."""
        hands, who = self.hands, self.who
        self._begin("I have no appointment", "I have no appointment", "What is your first name?")
        hands.write(who.given)
        hands.go("What is your family name?")
        hands.write(who.family)
        hands.go("When were you born?")
        self._write_birth()
        hands.go("What is your telephone number?")
        hands.write(who.phone)
        hands.go("Which treatment would you like?")
        hands.choose(TITLES[who.treatment], "The desk has your details", "Continue ›")
        hands.go("Finish ›")
        hands.go("Check in here")

    def sign(self) -> None:
        """Find everything right; read and sign the consent, where one is asked for; make room for the next."""
        self.hands.go()
        text = self.kiosk.wait(lambda text: "Your consent" in text or _THANKS in text, what="a consent, or the end")
        if "Your consent" in text:
            pad = "Sign here with your finger" if self.touches else "Please type your full name"
            self.hands.read_until(lambda text: "Did we explain" in text or pad in text)
            if "Did we explain" in self.kiosk.text:
                self.hands.choose("Ask me in the room", pad)
            self.hands.sign(self.who.full_name, _THANKS)
        self.kiosk.see(_THANKS)
        self.hands.go("Check in here")
