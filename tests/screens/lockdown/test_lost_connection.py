"""The server of the records dies under a running terminal."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.clinic import DEMO_KEY
from kiosk.core.actor import Actor
from kiosk.records.keys.key_files import read_key
from kiosk.records.move_to_server import move_to_server
from screens.widgets import Action
from tests.kiosk.records.postgresql.server import Server
from tests.screens.help.test_leaving import answer_some
from tests.screens.leading import pick
from tests.screens.stage import HandClock, Stage, staged

pytestmark = pytest.mark.system
PATIENCE_SECONDS = 60
SYSTEM = Actor(name="tests", role="system")


@pytest.fixture
def server() -> Iterator[Server]:
    started = Server()
    try:
        started.start()
        yield started
    finally:
        started.end()


@pytest.fixture
def template(demo_template: Path, tmp_path: Path, server: Server) -> Path:
    """Return the folder of a demo clinic whose records are on the server."""
    folder = Path(shutil.copytree(demo_template, tmp_path / "moved"))
    move_to_server(
        folder, read_key(folder / DEMO_KEY), server.url(server.empty_database()), actor=SYSTEM, clock=HandClock()
    )
    return folder


async def until(stage: Stage, true: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, stage.text
        await asyncio.sleep(0.05)
        await stage.app.screen.tell_trouble()  # type: ignore[attr-defined]
        await stage.pilot.pause()


async def test_every_screen_says_so_while_it_lasts_and_no_longer(
    template: Path, tmp_path: Path, server: Server
) -> None:
    async with staged(template, tmp_path) as stage:
        opening = stage.text
        assert FOR_CLIENTS not in opening
        server.kill()
        await told(stage)
        assert "server" not in stage.text
        server.start()
        await until(stage, lambda: FOR_CLIENTS not in words(stage))
        assert stage.text == opening


async def test_a_client_who_presses_on_meanwhile_loses_nothing_and_goes_on(
    template: Path, tmp_path: Path, server: Server
) -> None:
    async with staged(template, tmp_path, looks=False) as stage:
        server.kill()
        await stage.press("enter")
        server.start()
        await until(stage, lambda: stage.clinic.records.trouble() is None)
        await stage.press("enter")
        assert stage.app.is_running
        assert stage.text.strip()


FOR_CLIENTS, FOR_STAFF = "This screen can't go on just now.", "cannot be reached just now"


def banner(stage: Stage) -> str:
    """Return what is said to whoever is here: to a client where to go, and nothing of a server."""
    return FOR_CLIENTS if stage.app.role == "client" else FOR_STAFF


async def told(stage: Stage) -> None:
    """Check that the terminal still runs and says what is the matter."""
    await until(stage, lambda: banner(stage) in words(stage))
    assert stage.app.is_running
    assert stage.app._exception is None


def words(stage: Stage) -> str:
    return " ".join(stage.text.split())


async def everything(stage: Stage, back: str) -> set[str]:
    """Try every action and card of the screen in view, coming back in between; return the screens that came."""
    seen = set()
    count = len(pressable(stage))
    for number in range(count):
        found = pressable(stage)
        if number < len(found):
            found[number].press()
            await stage.settle()
            await told(stage)
            seen.add(stage.screen)
            await home(stage, back)
    return seen


def pressable(stage: Stage) -> list[Action]:
    closes = {"close", "back", "out", "do-lock"}
    return [
        each
        for each in stage.app.screen.query(Action)
        if each.display and not each.disabled and str(getattr(each, "value", each.id)) not in closes
    ]


async def home(stage: Stage, back: str) -> None:
    """Press Escape until this screen is in view again."""
    for _ in range(6):
        await stage.pilot.pause()
        if stage.screen == back:
            return
        await stage.press("escape")
    assert stage.screen == back


async def test_a_client_half_way_loses_nothing_and_is_never_thrown_out(
    template: Path, tmp_path: Path, server: Server
) -> None:
    async with staged(template, tmp_path, looks=False) as stage:
        await answer_some(stage)
        asked = stage.app.screen.asked.question.id  # type: ignore[attr-defined]
        server.kill()
        await told(stage)
        await stage.tick(20)
        await stage.press("1", "enter")
        await told(stage)
        await stage.press("f1")
        await pick(stage, "Call staff")
        assert "Please come to the desk. This kiosk can't reach the desk just now." in words(stage)
        await stage.tick(61)
        await told(stage)
        await stage.press("escape")
        await stage.press("f1")
        await pick(stage, "For staff")
        await told(stage)
        await stage.press("escape")
        server.start()
        await until(stage, lambda: stage.clinic.records.trouble() is None)
        await until(stage, lambda: banner(stage) not in words(stage))
        assert stage.app.screen.asked.question.id == asked  # type: ignore[attr-defined]
        await stage.press("1", "enter")
        assert stage.app.screen.asked.question.id != asked  # type: ignore[attr-defined]


async def test_a_client_who_went_away_meanwhile_is_wiped_all_the_same_and_the_answers_are_kept(
    template: Path, tmp_path: Path, server: Server
) -> None:
    async with staged(template, tmp_path, looks=False) as stage:
        await answer_some(stage)
        server.kill()
        await stage.tick(76)
        assert stage.screen == "CountdownScreen"
        await stage.tick(31)
        await until(stage, lambda: stage.screen == "OpeningScreen")
        await told(stage)
        assert stage.app.way is None
        server.start()
        await until(stage, lambda: stage.clinic.records.trouble() is None)
        visit = next(entry.visit for entry in stage.clinic.daybook().entries() if entry.client.given_name == "Tomasz")
        stage.app.begin_way().check_in.resume(visit.id, stage.clinic.staff.by_name("Nadia Petrov"))


async def test_the_desk_can_touch_anything_meanwhile(template: Path, tmp_path: Path, server: Server) -> None:
    async with staged(template, tmp_path, looks=False, role="reception", size=(120, 40)) as stage:
        await stand(stage, server, "Nadia Petrov", {"BoardScreen", "VisitScreen"})


async def test_a_practitioner_can_touch_anything_meanwhile(template: Path, tmp_path: Path, server: Server) -> None:
    async with staged(template, tmp_path, looks=False, role="practitioner", size=(120, 40)) as stage:
        name = next(each.name for each in stage.clinic.staff.all() if each.role == "practitioner")
        await stand(stage, server, name, {"DayScreen", "SummaryScreen"})


async def stand(stage: Stage, server: Server, name: str, screens: set[str]) -> None:
    stage.app.open_staff_home(stage.clinic.staff.by_name(name))
    await stage.wait(lambda: stage.screen in screens, "the home of staff")
    first = stage.screen
    before = [line[:30] for line in stage.lines]
    server.kill()
    await told(stage)
    await everything(stage, first)
    await stage.tick(1)
    server.start()
    await until(stage, lambda: stage.clinic.records.trouble() is None)
    stage.clock.move(5)
    await until(stage, lambda: banner(stage) not in words(stage))
    await stage.press("escape")  # what was touched may have narrowed the day, or covered it
    if stage.app.screen.has_class("-covered"):
        await stage.press("h")
    await until(stage, lambda: "Find a name" not in stage.text)
    assert [line[:30] for line in stage.lines] == before  # times went on
    await stage.press("enter")
    await stage.wait(lambda: stage.screen in screens - {first}, "a visit")
    second = stage.screen
    server.kill()
    await told(stage)
    await everything(stage, second)
    await stage.tick(stage.clinic.settings.staff_idle_seconds + 5)
    await stage.wait(lambda: stage.screen == "LockScreen", "the lock")
    await told(stage)
    stage.app.go_home()
    await stage.wait(lambda: stage.screen == "SignInScreen", "the sign-in")
    await told(stage)
    server.start()
    await until(stage, lambda: stage.clinic.records.trouble() is None)
    await stage.tick(10)
    await stage.wait(lambda: name in stage.text, "the names of staff again")
