"""Clients at a kiosk, each with hands of their own: by keys alone, by touch alone, or in a hurry. Each waits for what can be seen."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.told_clock import HELD_BACK, TAKEN, let_pass, moved_to

Said = str | Sequence[str] | None
"""One answer, several of several, or none where a question may be left."""
REVIEW: Final = "Is everything right?"
_GROUPS: Final = ("ABCDE", "FGHIJ", "KLMNO", "PQRST", "UVWXYZ")
_PLACE: Final = re.compile(r"Page \d+ of \d+|\S+ \S+ ›")
"""What tells one page of a text from another."""
_BEYOND_THE_GUARD: Final = 0.5
_COLUMNS: Final = 40


class Client(ABC):
    """Somebody in front of an open kiosk. With `by_itself`, it goes on after one answer; else Continue does."""

    def __init__(self, kiosk: Terminal, *, by_itself: bool = False, waits: str = "Check in here") -> None:
        kiosk.see(waits)
        self.kiosk = kiosk
        self.by_itself = by_itself

    @abstractmethod
    def go(self, *words: str) -> str:
        """Go on, and wait until all of `words` are in view."""

    @abstractmethod
    def choose(self, label: str, *words: str) -> str:
        """Choose a card, and wait."""

    @abstractmethod
    def write(self, text: str, shown: str = "") -> str:
        """Write into the field in front, and wait until it is there as `shown`."""

    @abstractmethod
    def sign(self, name: str, *words: str) -> str:
        """Sign a consent in one's own way, and wait."""

    @abstractmethod
    def help_me(self, *words: str) -> str:
        """Ask for help, and wait."""

    def answer(self, said: str, *words: str) -> str:
        """Give one answer."""
        if self.by_itself:
            return self.choose(said, *words)
        self.choose(said, "✓")
        return self.go(*words)

    def answer_all(self, answers: Sequence[tuple[str, Said]], then: str = REVIEW) -> None:
        """Answer what is asked, which is exactly this, in this order."""
        for (asks, said), following in zip(answers, [*(asks for asks, _ in answers[1:]), then], strict=True):
            self.kiosk.wait(lambda text, asks=asks: asks in text and "✓" not in text, what=asks)
            if isinstance(said, str):
                self.answer(said, following)
                continue
            for each in said or ():
                self.choose(each, "✓")
            self.go(following)

    def read(self, then: str) -> None:
        """Read page after page, until the next screen comes."""
        self.read_until(lambda text: then in text)

    def read_until(self, is_read: Callable[[str], bool]) -> None:
        """Read page after page, until what follows is in view."""
        while not is_read(page := self.kiosk.wait(lambda text: is_read(text) or "›" in text, what="a way on")):
            place = _PLACE.findall(page)
            self.go()
            self.kiosk.wait(lambda text, place=place: is_read(text) or _PLACE.findall(text) != place, what="a page")

    def _card(self, label: str) -> tuple[str, int, int]:
        """Wait for a card; return the key that chooses it, or nothing, and where its label begins."""
        card = re.compile(rf"▌[ ▸✓]*(?:([0-9A-Z]) +)?({re.escape(label)})(?=\s\s|\s*[▌✓]|\s*$)", re.MULTILINE)
        text = self.kiosk.wait(lambda text: bool(card.search(text)), what=f"a card {label!r}")
        found = card.search(text)
        assert found is not None
        before = text[: found.start(2)]
        return found[1] or "", found.start(2) - (before.rfind("\n") + 1), before.count("\n")


class ByKeys(Client):
    """Has a keyboard, and touches nothing."""

    def go(self, *words: str) -> str:
        return self.kiosk.go("\r", *words)

    def choose(self, label: str, *words: str) -> str:
        return self.kiosk.go(self._card(label)[0], *words)

    def write(self, text: str | bytes, shown: str = "") -> str:
        return self.kiosk.write(text, shown)

    def sign(self, name: str, *words: str) -> str:
        self.kiosk.see("Please type your full name")
        self.write(name)
        return self.go(*words)

    def help_me(self, *words: str) -> str:
        return self.kiosk.go("\x1bOP", *words)


class ByTouch(Client):
    """Has one finger, and no keyboard."""

    def go(self, *words: str) -> str:
        return self.tap(*self._way_on(), *words)

    def choose(self, label: str, *words: str) -> str:
        return self.tap(*self._card(label)[1:], *words)

    def touch(self, label: str, *words: str) -> str:
        """Touch the first place where this is written, and wait."""
        return self.tap(*self._place(label), *words)

    def tap(self, column: int, row: int, *words: str) -> str:
        """Touch a place, and wait."""
        self.kiosk.send(_touch(column, row))
        return self.kiosk.see(*words)

    def pull(self, column: int, row: int, to: int) -> None:
        """Press on a row, and pull it to another one."""
        self.kiosk.send(_report(0, column, row) + _report(32, column, to) + _report(0, column, to, up=True))

    def _place(self, label: str) -> tuple[int, int]:
        self.kiosk.see(label)
        place = self.kiosk.find(label)
        assert place is not None
        return place

    def _way_on(self) -> tuple[int, int]:
        lines = self.kiosk.wait(lambda text: "›" in text, what="a way on").split("\n")
        row = max(number for number, line in enumerate(lines) if "›" in line)
        return lines[row].rindex("›"), row

    def write(self, text: str, shown: str = "") -> str:
        """Touch one key after the other, and see each sign; first its group of letters, where those come in groups."""
        for sign in text:
            group = next((group for group in _GROUPS if sign.upper() in group), "")
            if group and self._shows_groups(self.kiosk.text):
                self._touch_key(group)
                self.kiosk.wait(lambda text: not self._shows_groups(text), what="the letters of a group")
                self._touch_key(sign)
                self.kiosk.wait(self._shows_groups, what="the groups")
            else:
                self._turn_to_digits(sign)
                before = self.kiosk.text
                self._touch_key("space" if sign == " " else sign)
                if sign != " ":  # of a space, the next sign is the first that can be read
                    self.kiosk.wait(lambda text, before=before: text != before, what=f"another {sign!r}")
        shown = shown or text
        return self.kiosk.wait(lambda seen: shown.casefold() in seen.casefold(), what=shown)

    def _turn_to_digits(self, sign: str) -> None:
        """Turn from letters to digits, where those share a keyboard."""
        text = self.kiosk.text
        if sign.isdigit() and "1 2 3" in text and not _key(sign).search(text):
            self._touch_key("1 2 3")
            self.kiosk.wait(lambda text: bool(_key(sign).search(text)), what="digits")

    @staticmethod
    def _shows_groups(text: str) -> bool:
        return f"▐{_GROUPS[0]}" in text.replace(" ", "")

    def _touch_key(self, sign: str) -> None:
        key = _key(sign)
        text = self.kiosk.wait(lambda text: bool(key.search(text)), what=f"a key {sign!r}")
        found = key.search(text)
        assert found is not None
        before = text[: found.start(1)]
        self.type_key(found.start(1) - (before.rfind("\n") + 1), before.count("\n"))

    def type_key(self, column: int, row: int) -> None:
        """Touch a key of the screen."""
        self.tap(column, row)

    def sign(self, name: str, *words: str) -> str:  # noqa: ARG002 - draws it
        """Draw something across the pad."""
        self.draw()
        return self.go(*words)

    def help_me(self, *words: str) -> str:
        return self.touch("Help  ", *words)

    def draw(self) -> None:
        """Draw two strokes, and see the ink."""
        pad = "Sign here with your finger"
        column, row = self._place(pad)
        for places in (((0, 1), (8, -1), (16, 1), (24, -1)), ((4, 0), (20, 0))):
            first, *others = [(column + x, row + y) for x, y in places]
            drawn = [_report(0, *first), *(_report(32, *each) for each in others), _report(0, *others[-1], up=True)]
            self.kiosk.send(b"".join(drawn))
        self.kiosk.wait(lambda text: sum("⠀" < sign <= "⣿" for sign in text) > len(pad), what="ink")


class Tapping(ByTouch):
    """Taps before anything can be read, and again until the kiosk takes it; where `twice`, once more when the next thing is in view.

    What the kiosk takes and what it holds back, it tells (`told_clock`); after taps that came too early half a second passes.
    """

    def __init__(self, kiosk: Terminal, passes: Path, *, twice: bool, by_itself: bool = False) -> None:
        super().__init__(kiosk, by_itself=by_itself)
        self._passes = passes
        self._twice = twice
        self._moves = 0
        self.too_early = 0
        """How often all of it came too early, and nothing happened."""
        self.second_halves = 0
        """How often the other half of a double tap was held back because the first one had led on."""

    def tap(self, column: int, row: int, *words: str) -> str:
        place = column, row
        self._until_taken([place] * (1 + self._twice))
        text = self.kiosk.see(*words)
        if self._twice and words:
            _, held_back = self._taps([place])
            self.second_halves += held_back
        return text

    def type_key(self, column: int, row: int) -> None:
        self._until_taken([(column, row)])

    def press_on(self, label: str) -> None:
        """Press on a place and stay there, until the kiosk has noticed."""
        marks = TAKEN.encode(), HELD_BACK.encode()
        noticed = sum(map(self.kiosk.raw.count, marks))
        self.kiosk.send(_report(0, *self._place(label)))
        self.kiosk.wait(lambda _: sum(map(self.kiosk.raw.count, marks)) > noticed, what="that the kiosk noticed")

    def lift(self, label: str) -> None:
        """Take the finger away from where it was."""
        self.kiosk.send(_report(0, *self._place(label), up=True))

    def draw(self) -> None:
        """Draw once the pad takes it, and let it be told of every stroke: the ink of the first one is seen before the last one is."""
        self.tap(*self._place("Please sign here"))
        super().draw()
        self._until_away(b"")

    def _until_taken(self, places: Sequence[tuple[int, int]]) -> None:
        while True:
            before = self.kiosk.text
            taken, _ = self._taps(places)
            if taken:
                return
            assert self.kiosk.text == before
            self.too_early += 1
            let_pass(self._passes, _BEYOND_THE_GUARD)

    def _taps(self, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Tap here and there at once, and take the finger away; return how many taps were taken, and how many held back."""
        marks = TAKEN.encode(), HELD_BACK.encode()
        told = [self.kiosk.raw.count(each) for each in marks]
        self._until_away(b"".join(_touch(*place) for place in places))
        taken, held_back = (self.kiosk.raw.count(each) - then for each, then in zip(marks, told, strict=True))
        assert 0 < taken + held_back <= len(places)
        return taken, held_back

    def _until_away(self, taps: bytes) -> None:
        """Send taps, take the finger away, and wait until that is told.

        What was on its way when another question came is forgotten with the one before, even that the finger went away.
        """
        self._moves += 1
        column = self._moves % _COLUMNS
        away, mark = _report(35, column, 0), moved_to(column).encode()
        told = self.kiosk.raw.count(mark)

        def is_away() -> bool:
            return self.kiosk.raw.count(mark) > told

        self.kiosk.send(taps + away)
        while not is_away():
            before = self.kiosk.text
            self.kiosk.wait(lambda text, before=before: is_away() or text != before, what="an answer")
            if not is_away():
                self.kiosk.send(away)


def _key(sign: str) -> re.Pattern[str]:
    """Return how a key of the screen looks."""
    return re.compile(rf"▐ *({re.escape(sign)}) *▌", re.IGNORECASE)


def _touch(column: int, row: int) -> bytes:
    return _report(0, column, row) + _report(0, column, row, up=True)


def _report(button: int, column: int, row: int, *, up: bool = False) -> bytes:
    return f"\x1b[<{button};{column + 1};{row + 1}{'m' if up else 'M'}".encode()
