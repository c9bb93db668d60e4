"""Staff at their terminals, by keys alone or by touch alone. Each key is pressed, each place touched, once it is in view."""

from __future__ import annotations

import contextlib
import re
from abc import ABC, abstractmethod
from typing import Final

from tests.end_to_end.at_the_kiosk import ByKeys, ByTouch
from tests.end_to_end.terminal import TOO_EARLY, Terminal

PINS: Final = {"Nadia Petrov": "264817", "Dr Moss": "482957", "Ines Duarte": "736492", "R. Adeyemi": "591738"}

ESCAPE: Final = "\x1b[27u"
"""The key as terminals send it that tell it from the beginning of another."""
_TRIES: Final = 6
_A_MOMENT: Final = 3.0
"""Seconds after which a line that is not in view is looked for further down."""
_MIDDLE, _HEAD, _FOOT = 20, 6, 6
"""Where a finger pulls the list: a column, and so many rows from above and from below."""


class Staff(ABC):
    """Somebody at a terminal of staff."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        self.terminal = terminal
        self.name = name

    @abstractmethod
    def act(self, label: str, key: str, *words: str) -> str:
        """Do what a button says, and wait until all of `words` are in view."""

    @abstractmethod
    def pick(self, label: str, *words: str) -> str:
        """Choose a card, and wait."""

    @abstractmethod
    def write(self, text: str, shown: str = "") -> str:
        """Type into the field in front."""

    @abstractmethod
    def open(self, name: str, *words: str) -> str:
        """Open the visit of a client of the day, and wait."""

    def go(self, label: str, *words: str) -> str:
        """Go on by the button at the right of the foot."""
        return self.act(label, "\r", *words)

    @abstractmethod
    def back_to_day(self, *words: str) -> None:
        """Leave the visit, and see the whole day again."""

    def back(self, *words: str) -> str:
        """Go back by the button at the left of the foot."""
        return self.act("‹", ESCAPE, *words)

    def sign(self, go: str, *words: str, name: str = "") -> str:
        """Type a PIN, and go on."""
        self.terminal.see("PIN", go)
        self.write(PINS[name or self.name], "••••••")
        return self.go(go, *words)

    def sign_in(self, *words: str) -> None:
        """Choose one's name, and type the PIN."""
        self.terminal.see("Who are you?")
        self.pick(self.name, "Your PIN")
        self.sign("Sign in ›", *words)


class StaffByKeys(Staff):
    """Has a keyboard, and touches nothing."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        super().__init__(terminal, name)
        self._hands = ByKeys(terminal, waits="")

    def act(self, label: str, key: str, *words: str) -> str:
        self.terminal.see(label)
        return self.terminal.go(key, *words)

    def pick(self, label: str, *words: str) -> str:
        return self._hands.choose(label, *words)

    def write(self, text: str, shown: str = "") -> str:
        return self._hands.write(text, shown)

    def open(self, name: str, *words: str) -> str:
        self.terminal.go("/", "Find a name")
        self.terminal.write(name)
        self.terminal.wait(lambda text: bool(_chosen(name).search(text)), what=f"the line of {name}")
        return self.terminal.go("\r", *words)

    def back_to_day(self, *words: str) -> None:
        self.back(*words)
        self.terminal.press(ESCAPE)
        self.terminal.wait(lambda text: "Find a name" not in text, what="the whole day")


class StaffByTouch(Staff):
    """Has one finger, and no keyboard."""

    def __init__(self, terminal: Terminal, name: str) -> None:
        super().__init__(terminal, name)
        self._hands = ByTouch(terminal, waits="")

    def act(self, label: str, key: str, *words: str) -> str:  # noqa: ARG002 - has no keys
        text = self.terminal.see(label)
        lines = text.split("\n")
        row = max(number for number, line in enumerate(lines) if label in line)
        return self._hands.tap(lines[row].rindex(label), row, *words)

    def pick(self, label: str, *words: str) -> str:
        return self._hands.choose(label, *words)

    def write(self, text: str, shown: str = "") -> str:
        return self._hands.write(text, shown)

    def open(self, name: str, *words: str) -> str:
        """Touch the line, and once it is chosen touch it again. Where it moved away before it was touched, begin anew, as a person would."""
        self._pull_into_view(name)
        for _ in range(_TRIES):
            self.terminal.catch_up()
            was_chosen = bool(_chosen(name).search(self.terminal.text))
            self._hands.touch(name)
            with contextlib.suppress(AssertionError):
                text = self.terminal.wait(
                    lambda text, was_chosen=was_chosen: (
                        all(word in text for word in words) or (not was_chosen and bool(_chosen(name).search(text)))
                    ),
                    what=f"{name} chosen, or {words}",
                    patience=TOO_EARLY,
                )
                if all(word in text for word in words):
                    return text
        return self.terminal.see(*words)

    def _pull_into_view(self, name: str) -> None:
        """Pull the list up until the line comes into view, if it is further down."""
        self.terminal.catch_up()
        with contextlib.suppress(AssertionError):
            self.terminal.wait(
                lambda text: bool(_line(name).search(text)), what=f"the line of {name}", patience=_A_MOMENT
            )
        while not _line(name).search(before := self.terminal.text):
            self._hands.pull(_MIDDLE, self.terminal.rows - _FOOT, _HEAD)
            self.terminal.wait(lambda text, before=before: text != before, what=f"lines further down, to {name}")

    def back_to_day(self, *words: str) -> None:
        self.back(*words)


def _line(name: str) -> re.Pattern[str]:
    return re.compile(rf"\d\d:\d\d (≡ )?{re.escape(name)}")


def _chosen(name: str) -> re.Pattern[str]:
    return re.compile(rf"▸ \d\d:\d\d (≡ )?{re.escape(name)}")
