"""What a client, a desk and a practitioner do in their terminals: each key is pressed once, when what it is for is in view."""

from __future__ import annotations

import re
from typing import Final

from tests.end_to_end.conftest import PINS
from tests.end_to_end.terminal import Terminal

ANSWERS: Final = {"Which areas": "1", "Accutane": "1", "help with": "2"}
"""What is pressed where a question holds these words; "No" everywhere else."""
HARMLESS: Final = "2"
CARD: Final = re.compile(r"▌[ ▸✓]*2 +\S")
"""The second answer of a question."""
PAGE: Final = re.compile(r"More +(\d+)/(\d+) ›")


def sign_in(terminal: Terminal, number: str, name: str) -> None:
    terminal.see("Who are you?", name)
    terminal.choose(number, "Your PIN", name)
    sign(terminal, name)


def sign(terminal: Terminal, name: str, *words: str) -> None:
    terminal.write(PINS[name], "••••••")
    terminal.go("\r", *words)


def identify(kiosk: Terminal, code: str, initials: str) -> None:
    kiosk.see("Check in here")
    kiosk.go("\r", "How would you like to check in?")
    kiosk.choose("2", "What is your booking code?")
    kiosk.write(code)
    kiosk.go("\r", "Is this your visit today?", initials)
    kiosk.choose("1", "How shall we call you?", "Not now ›")
    kiosk.go("\r", "Your answers are private", "Continue ›")
    kiosk.go("\r")
    question(kiosk, 1)


def question(kiosk: Terminal, number: int) -> int:
    """Wait for a question, with its answers or a field for them; return how many there are."""
    count = re.compile(rf"(?<!\d){number} of (\d+)\b")
    text = kiosk.wait(
        lambda text: bool(count.search(text)) and bool(CARD.search(text) or "Your note" in text) and "✓" not in text,
        what=f"question {number}",
    )
    found = count.search(text)
    assert found is not None
    return int(found[1])


def answer(kiosk: Terminal) -> None:
    """Answer the question in view, but for one that may stay empty."""
    asked = kiosk.text
    if "practitioner should know" not in asked:
        kiosk.choose(next((key for words, key in ANSWERS.items() if words in asked), HARMLESS))


def answer_everything(kiosk: Terminal, note: str = "") -> None:
    """Answer every question, and write a note where there is room for one."""
    number, total = 1, question(kiosk, 1)
    while True:
        answer(kiosk)
        if note and "practitioner should know" in kiosk.text:
            kiosk.write(note)
        kiosk.press("\r")
        if number == total:
            break
        number += 1
        total = question(kiosk, number)
    kiosk.see("Is everything right?")


def agree(kiosk: Terminal, name: str) -> None:
    """Read the consent to its end, and sign it by name."""
    kiosk.go("\r", "Your consent")
    while page := PAGE.search(
        kiosk.wait(lambda text: "I have read this ›" in text or bool(PAGE.search(text)), what="a page")
    ):
        kiosk.press("\r")
        read = page[0]
        kiosk.wait(lambda text, read=read: read not in text, what="the next page")
    kiosk.press("\r")
    if "Did we explain this well?" in kiosk.wait(
        lambda text: "Did we explain this well?" in text or "type your full name" in text, what="what follows the text"
    ):
        kiosk.choose("4", "type your full name")
    kiosk.write(name)
    kiosk.go("\r", "Thank you.", "We will call you.")


def pass_on(desk: Terminal) -> None:
    """Check who the client on top of the board is, and pass them to the practitioner."""
    desk.see("Waiting for you", "practitioner looks first")
    desk.go("\r", "Check who it is", "31 July 1985", "Confirm ›")
    assert "Accutane" not in desk.text
    desk.go("\r", "Passed to Dr Moss")


def treat(room: Terminal, name: str, note: str) -> None:
    """Go ahead, treat, write a note for the next session and hand out the after-care."""
    room.see("Go ahead")
    room.press("g")
    if "Read first" in room.wait(
        lambda text: "PIN" in text or "I have read it ›" in text, what="what comes before the PIN"
    ):
        room.go("\r", "PIN")
    sign(room, name, "Signed: go ahead.", "Finish ›")
    room.go("f", "Session done", "which were treated?")
    room.go("p", "Session done", "3 steps")
    room.go("6", "Note for next time")
    room.write(note)
    room.go("\r", "Session done", note)
    room.go("\r", "Session done", "PIN")
    sign(room, name, "Next session")
    room.go("1", "After your treatment")
