"""A terminal paints its first screen before the clinic is open, and tells what is wrong with the clinic once it is gone."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from kiosk.commands.demo_command import NAME
from kiosk.commands.front import ClinicToOpen, Front, front_of
from kiosk.commands.parser import Role
from kiosk.core.errors import BadInput, RecordsUnavailable
from kiosk.core.printer_settings import Printing
from kiosk.core.settings import load, save
from kiosk.demo import DemoInfo, demo_info
from kiosk.demo.people import CLINIC
from screens.start import StartingApp, start
from tests.end_to_end.terminal import Terminal
from tests.screens.stage import HandClock, QuickPilot
from tests.screens.unpainted import unpainted

HEAVY = ("babel", "pydantic", "rules", "sqlcipher3", "tinydb", "kiosk.clinic", "kiosk.records", "kiosk.demo")


class Door:
    """Holds a clinic back until it is let in."""

    def __init__(self, make: Callable[[], tuple[Clinic, DemoInfo | None]]) -> None:
        self._make = make
        self._let_in = threading.Event()
        self.clock = HandClock()
        self.opening = ClinicToOpen(Front("Lumen Skin Clinic"), self.clock, self._wait)

    def _wait(self) -> tuple[Clinic, DemoInfo | None]:
        self._let_in.wait()
        return self._make()

    def let_in(self) -> None:
        self._let_in.set()


@contextmanager
def starting(
    make: Callable[[], tuple[Clinic, DemoInfo | None]], role: Role | None = "client"
) -> Iterator[tuple[Door, StartingApp]]:
    door = Door(make)
    with unpainted():
        try:
            yield door, StartingApp(door.opening, role)
        finally:
            door.let_in()
            door.opening.close()


def text(app: StartingApp) -> str:
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


async def see(app: StartingApp, words: str) -> str:
    pilot = QuickPilot(app)
    for _ in range(2000):
        await pilot.pause(0.005)
        if words in text(app):
            return text(app)
    raise AssertionError(f"never saw {words!r}:\n{text(app)}")


async def test_the_first_screen_is_there_before_the_clinic_and_takes_nothing_until_it_is_open(
    demo_folder: Path,
) -> None:
    def make() -> tuple[Clinic, DemoInfo | None]:
        clinic = Clinic.open(demo_folder, clock=door.clock, terminal="Kiosk 1")
        return clinic, demo_info(clinic)

    with starting(make) as (door, app):
        async with app.run_test(size=(80, 24)):
            shown = await see(app, "One moment, please.")
            assert "L U M E N" in shown
            assert "With my name" in shown
            door.clock.move(1)
            pilot = QuickPilot(app)
            await pilot.press("enter", "f1", "ctrl+q")
            await pilot.click("#by-name")
            app.tick()
            assert text(app) == shown
            door.let_in()
            shown = await see(app, "Check in here")
            assert "Monday 23 November" in shown
            door.clock.move(1)
            await pilot.click("#by-name")
            assert type(app.screen).__name__ == "NameScreen"


async def test_a_client_who_leaves_in_another_language_leaves_a_kiosk_that_speaks_english(demo_folder: Path) -> None:
    """What is below all screens was made before the clinic was open, in English: it was to be made again, and can't be."""

    def make() -> tuple[Clinic, DemoInfo | None]:
        return Clinic.open(demo_folder, clock=door.clock, terminal="Kiosk 1"), None

    with starting(make) as (door, app):
        door.let_in()
        async with app.run_test(size=(80, 24)):
            await see(app, "Check in here")
            pilot = QuickPilot(app)
            for key, words in (("f2", "Idioma"), ("2", "Con mi código"), ("enter", "¿Cómo quiere")):
                door.clock.move(1)
                await pilot.press(key)
                await see(app, words)
            app.leave_way("client")
            await see(app, "With my booking code")
            assert not app._exit


async def test_a_terminal_of_no_role_begins_to_look_for_what_it_prints_once_its_clinic_is_open(
    demo_folder: Path,
) -> None:
    prints = Printing(printer="desk", at_opening=("forms",))
    save(demo_folder, load(demo_folder).model_copy(update={"printing": prints}))

    def make() -> tuple[Clinic, DemoInfo | None]:
        clinic = Clinic.open(demo_folder, clock=door.clock, terminal="Kiosk 1")
        clinic.__dict__["demo"] = False
        return clinic, None

    with starting(make, None) as (door, app):
        async with app.run_test(size=(80, 24)):
            await see(app, "One moment, please.")
            assert not {timer.name for timer in app._timers} & {"night", "opening"}
            door.let_in()
            await see(app, "Check in here")
            assert {timer.name for timer in app._timers} >= {"night", "opening"}


async def test_what_a_lead_decided_at_another_machine_is_taken_over_while_the_terminal_goes_on(
    demo_folder: Path,
) -> None:
    decided: list[str] = []

    def make() -> tuple[Clinic, DemoInfo | None]:
        clinic = Clinic.open(demo_folder, clock=door.clock, terminal="Kiosk 1")
        clinic.records.is_embedded = False  # as far as the terminal can tell, others may change it
        clinic.__dict__["follow_settings"] = lambda: decided.append("looked")
        return clinic, demo_info(clinic)

    with starting(make) as (door, app):
        async with app.run_test(size=(80, 24)):
            door.let_in()
            await see(app, "Check in here")
            assert [timer._interval for timer in app._timers if timer.name == "tick"] == [1.0]
            app.tick()
            await app.workers.wait_for_complete()
            before = len(decided)
            app.tick()
            await app.workers.wait_for_complete()
            assert len(decided) == before
            with app.clinic.records.write(app.clinic.actor_system()) as writer:
                writer.audit("something")
            app.tick()
            await app.workers.wait_for_complete()
            assert len(decided) == before + 1


async def test_a_clinic_that_cannot_be_opened_ends_the_terminal_with_its_reason() -> None:
    reason = BadInput("clinic.toml: there is no such time zone.")

    def make() -> tuple[Clinic, DemoInfo | None]:
        raise reason

    with starting(make) as (door, app):
        async with app.run_test(size=(80, 24)):
            await see(app, "One moment, please.")
            door.let_in()
            for _ in range(2000):
                if app.failure is not None:
                    break
                await QuickPilot(app).pause(0.005)
        assert app.failure is reason


async def test_records_that_do_not_answer_are_waited_for_on_the_opening_screen(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    monkeypatch.setattr("screens.start.tell_journal", lambda line, **_: noted.append(line))
    monkeypatch.setattr("screens.start.LOOK_AGAIN", 0.001)
    down = threading.Event()
    down.set()

    def make() -> tuple[Clinic, DemoInfo | None]:
        if down.is_set():
            raise RecordsUnavailable("The PostgreSQL server db.example cannot be reached: have it checked.")
        clinic = Clinic.open(demo_folder, clock=door.clock, terminal="Kiosk 1")
        return clinic, demo_info(clinic)

    with starting(make) as (door, app):
        async with app.run_test(size=(40, 12)):
            await see(app, "One moment, please.")
            door.let_in()
            shown = await see(app, "Please go to the desk.")
            assert "server" not in shown
            door.clock.move(1)
            await QuickPilot(app).press("enter", "f1")
            assert type(app.screen).__name__ == "OpeningScreen"
            down.clear()
            assert "Please go to the desk." not in await see(app, "Check in here")
    assert noted == ["The kiosk (client) waits: the clinic's records do not answer; `kiosk doctor` says why."]


@pytest.mark.thorough
@pytest.mark.process
def test_what_is_wrong_with_a_clinic_is_told_in_a_sentence_after_its_first_screen(demo_folder: Path) -> None:
    settings = demo_folder / "clinic.toml"
    settings.write_text('clinic_name = "Lumen"\ntime_zone = "UTC"\nkeep_years = "long"\n', "utf-8")
    terminal = Terminal([sys.executable, "-m", "screens", "--data", str(demo_folder), "--role", "client"])
    try:
        assert terminal.wait_for_end() == 2
    finally:
        terminal.close()
    before, _, after = terminal.raw.decode(errors="replace").partition("\x1b[?1049l")
    assert "One moment, please." in before
    assert "keep_years" not in before
    assert "kiosk: " in after
    assert "keep_years" in after
    assert "Traceback" not in after


@pytest.mark.process
def test_nothing_that_takes_long_is_imported_for_the_first_screen() -> None:
    asked = f"import sys, screens.__main__, screens.start, screens.client.opening_screen; print([n for n in {HEAVY} if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_first_screen_shows_of_the_settings_what_can_be_shown(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('clinic_name = "Łuna"\naccent = "#204060"\nreduced_motion = true\n', "utf-8")
    assert front_of(tmp_path) == Front("Łuna", "#204060", is_still=True)
    (tmp_path / "demo.key").touch()
    assert front_of(tmp_path).is_demo


@pytest.mark.parametrize(
    "settings", [b"", b"clinic_name = 3", b'clinic_name = "a\\u202eb"\naccent = "red"', b"\xff", b"clinic_name = ["]
)
def test_settings_that_cannot_be_read_show_nothing(tmp_path: Path, settings: bytes) -> None:
    assert front_of(tmp_path) == Front()
    (tmp_path / "clinic.toml").write_bytes(settings)
    assert front_of(tmp_path) == Front()


def test_the_demo_says_its_clinics_name_before_it_is_made() -> None:
    assert NAME == CLINIC


class Ended:
    """Stands for a terminal that ran and ended, by an error in which a client is named."""

    status, failure = 1, None

    def __init__(self, *_: object, **__: object) -> None:
        try:
            raise KeyError("Łuczak")  # noqa: TRY301
        except KeyError as error:
            self.error = error

    def run(self) -> None: ...

    def wait_for_opening(self) -> None: ...


def never() -> tuple[Clinic, DemoInfo | None]:
    raise BadInput("Łuczak has no such time zone.")


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("client", "ended by an error: KeyError in test_start.py, line "),
        ("reception", "it can't open the clinic (BadInput)"),
    ],
)
def test_the_systems_log_says_that_a_kiosk_ended_and_names_nobody(
    role: Role, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.start.refuse_without_terminal", lambda *_: None)
    monkeypatch.setattr("screens.start.install_sparing_excepthook", lambda: None)
    monkeypatch.setattr("screens.start.StartingApp", Ended)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as journal:
        journal.bind(str(tmp_path / "log"))
        for is_demo in (True, False):  # a demo tells nobody
            opening = ClinicToOpen(Front("Lumen", is_demo=is_demo), HandClock(), never)
            with suppress(BadInput):
                assert start(opening, role, log=tmp_path / "log") == 1
        told = journal.recv(1000).decode()
        journal.setblocking(False)
        with pytest.raises(BlockingIOError):
            journal.recv(1000)
    assert says in told
    assert "Łuczak" not in told
