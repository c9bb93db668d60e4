"""Every screen of a client in a language that is nothing but files, and 40 % longer: nothing is cut, and nothing stays English."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from textual.widget import Widget

from kiosk.clinic import Clinic
from kiosk.commands.parser import Role
from kiosk.core import language
from kiosk.core.actor import Actor
from kiosk.core.language import spoken
from kiosk.demo.people import CLINIC, LEAD, STAFF, people
from rules import protocol, shipped
from rules.lint.protocol_texts import texts
from screens.help.demo_screen import DemoScreen
from screens.help.staff_at_kiosk_screens import BringBackScreen, StaffAtKioskScreen
from screens.staff.staff_screen import StaffScreen
from screens.widgets import Field
from tests.fourth_language import CODE, NAME, longer, put_in_force, shipped_words, write_catalogue
from tests.once import of_this_run, once
from tests.screens.gallery import ways
from tests.screens.leading import each_screen
from tests.screens.looking import (
    cut_details,
    cut_fields,
    cut_labels,
    cut_off,
    glued,
    in_view,
    out_of_reach,
    small_targets,
    uneven,
)
from tests.screens.sizes import BIG, PROMISED, SMALLEST
from tests.screens.snapshots.walk import Begin, Walk, walked
from tests.screens.stage import MORNING, HandClock, is_in_view, staged

_WORD = re.compile(r"[^\W\d_]{3,}")
_KEYS = frozenset({"esc", "enter", "space", "tab", "demo", "language", "english"})
"""What is printed on the keys of a keyboard, says that this is a demo, or is said whatever is spoken."""
_SPANISH = "Español"


@cache
def english() -> frozenset[str]:
    """Return the words that only English has, of all that clients read; not those that somebody or something is called by."""
    said = [each for words in shipped_words() for each in (words if isinstance(words, tuple) else (words,))]
    said += [each.words for treatment in shipped() for each in texts(protocol(treatment)) if each.is_translated]
    called = [CLINIC, *(member.name for member in STAFF), *(each.full_name for each in people(MORNING.date()).values())]
    return frozenset(_words(*said)) - frozenset(_words(*called)) - _KEYS - frozenset(_words(*map(longer, said)))


def _words(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from (word.casefold() for word in _WORD.findall(re.sub(r"\{[^{}]*\}", " ", text)))


def spoken_in_this_clinic(folder: Path, template: Path) -> None:
    """Make a demo clinic whose lead signed the language, and whose clients speak it."""
    shutil.copytree(template, folder)
    with Clinic.open(folder, clock=HandClock(), terminal="Desk") as clinic:
        put_in_force(clinic, clinic.staff.by_name(LEAD.name))
        with clinic.records.write(Actor(name="tests", role="system")) as writer:
            for visit in clinic.visits.of_day(clinic.today(), writer):
                clinic.visits.write(writer, visit.model_copy(update={"language": CODE}), "visit.change")
                client = clinic.clients.get(visit.client_id, writer)
                if client.language != CODE:
                    clinic.clients.write(writer, client.model_copy(update={"language": CODE}), "client.correct")


@dataclass
class Speaking(Walk):
    """Goes where the kept texts come from, in the invented language, and looks at each screen."""

    found: list[str] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)

    async def settle(self) -> None:
        """Let what is under way come to rest; whoever comes chooses the language first."""
        await super().settle()
        if self.screen == "OpeningScreen" and self.app.language.code != CODE:
            self.app.choose_language(CODE)
            await super().settle()

    def find(self, target: str) -> Widget:
        """Return what says this in the language."""
        words = NAME if target == _SPANISH else longer(target)
        return super().find(target if target[:1] in "#." else words)

    async def tap(self, target: str | Widget) -> None:
        """Press what says this, on whichever page; for Spanish, the invented one."""
        if target == _SPANISH:
            self.app.language.reset()
            if not self._is_there(target):  # where the foot has no room for one more language
                await super().tap("#languages")
                await super().pick(NAME)
                return
        while isinstance(target, str) and not self._is_there(target) and self.app.screen.query("#more.-shown"):
            await super().tap("#more")
        await super().tap(target)

    def _is_there(self, target: str) -> bool:
        try:
            return is_in_view(self.find(target))
        except AssertionError:
            return False

    async def pick(self, words: str) -> None:
        await super().pick(longer(words))

    async def type(self, text: str) -> None:
        self.typed |= {*_words(text)}
        await super().type(text)

    async def keep(self, state: str) -> None:
        """Note what is cut, glued, out of reach or English."""
        await self.at_rest()
        screen = self.app.screen
        if (
            isinstance(screen, StaffScreen | DemoScreen | StaffAtKioskScreen | BringBackScreen)
            or self.app.size.height < 12
        ):
            return
        shown = in_view(self.app)
        drawn = screen._compositor.render_strips()
        wrong = [
            *out_of_reach(self.app),
            *cut_details(self.app),
            *small_targets(self.app, shown),
            *cut_off(self.app, shown),
            *cut_labels(shown),
            *cut_fields(shown),
            *uneven(shown),
            *([] if screen.query("#trouble") else glued(drawn, shown)),
            *self._broken_off(),
            *self._left_english(),
        ]
        self.found += [f"{self.screen} {state}: {each}" for each in wrong]
        if wrong:
            self.found.append(self.text)

    def _broken_off(self) -> Iterator[str]:
        """Yield the rows that end before what they say does."""
        yield from (f"breaks off: {line.strip()}" for line in self.lines if "…" in line)

    def _left_english(self) -> Iterator[str]:
        """Yield the words in view that are English."""
        typed = {*self.typed, *(word for each in self.app.screen.query(Field) for word in _words(each.value))}
        for line in self.lines:
            left = [word for word in _words(line) if word in english() and word not in typed]
            if left:
                yield f"English is left ({' '.join(left)}): {line.strip()}"


@pytest.fixture
def speaking_template(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(
        of_this_run(tmp_path_factory) / "demo-in-a-fourth-language",
        lambda folder: spoken_in_this_clinic(folder, demo_template),
    )


def cases() -> Iterator[object]:
    """Yield each way at each size; one of them with the quick tests, at the size that has least room."""
    for size, way in product((SMALLEST, PROMISED, BIG), ways()):
        is_quick = size == SMALLEST and way.__name__ == "test_first_questions"
        name = f"{size[0]}x{size[1]}-{way.__name__.removeprefix('test_')}"
        yield pytest.param(way, size, id=name, marks=() if is_quick else pytest.mark.thorough)


@pytest.mark.parametrize(("way", "size"), [*cases()])
async def test_every_screen_holds_a_longer_language_and_nothing_of_it_stays_english(
    speaking_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Begin, tuple[int, int]], Awaitable[None]],
    size: tuple[int, int],
) -> None:
    monkeypatch.setattr(language, "_folder", write_catalogue(tmp_path / "catalogues"))
    found: list[str] = []

    @asynccontextmanager
    async def begin(role: Role, size: tuple[int, int]) -> AsyncIterator[Walk]:
        async with walked(speaking_template, tmp_path, None, role, size, kind=Speaking) as walk:
            assert isinstance(walk, Speaking)
            walk.found = found
            choose = walk.app.choose_language
            monkeypatch.setattr(walk.app, "choose_language", lambda _: choose(CODE))  # whichever is chosen on the way
            yield walk

    await way(begin, size)
    assert not found, "\n".join(found)


@pytest.mark.thorough
@pytest.mark.parametrize("size", [SMALLEST, PROMISED, BIG], ids=str)
async def test_every_question_holds_it_before_and_after_its_answer(
    speaking_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(language, "_folder", write_catalogue(tmp_path / "catalogues"))
    async with staged(speaking_template, tmp_path, size=size, language=CODE) as stage:
        async for _ in each_screen(stage):
            assert spoken() == CODE
            assert out_of_reach(stage.app) == [], stage.text
