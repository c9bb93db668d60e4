"""Python looks for what nobody needs while nobody waits, and nowhere else."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from kiosk.clinic import Clinic
from kiosk.commands.front import ClinicToOpen
from screens.__main__ import open_app
from screens.start import TidyApp
from screens.tidying import Tidying, hold_off
from tests.screens.leading import admit, answer
from tests.screens.stage import HandClock, QuickPilot
from tests.screens.unpainted import unpainted


class Knot:
    """Refers to itself, so that only a search finds that nobody needs it."""

    def __init__(self) -> None:
        self.itself = self


def knot() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


@pytest.fixture
def tidying() -> Iterator[Tidying]:
    tidying = Tidying()
    tidying.begin()
    try:
        yield tidying
    finally:
        tidying.end()
        assert gc.isenabled()
        assert gc.get_freeze_count() == 0


@pytest.mark.thorough
def test_nothing_is_looked_through_but_when_it_is_told(tidying: Tidying) -> None:
    assert not gc.isenabled()
    left = knot()
    assert left() is not None
    tidying.while_nobody_waits()
    assert left() is not None
    tidying.now()
    assert left() is None
    young = knot()
    tidying.after_a_step()
    assert young() is None


@pytest.mark.thorough
def test_much_of_it_is_looked_through_while_nobody_waits(tidying: Tidying) -> None:
    left, kept = knot(), [[] for _ in range(30_000)]
    tidying.while_nobody_waits()
    assert left() is None
    assert len(kept) == 30_000


async def test_a_terminal_tidies_up_after_each_screen_and_when_nobody_touches_it(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("begin", "now", "after_a_step", "while_nobody_waits"):
        monkeypatch.setattr(Tidying, name, lambda _self, name=name: done.append(name))
    monkeypatch.setattr("screens.start.AFTER_PAINT", 0.001)
    monkeypatch.setattr("screens.start._QUIET", 0.001)
    clock = HandClock()
    with Clinic.open(demo_folder, clock=clock, terminal="Kiosk 1") as clinic, unpainted():
        app = TidyApp(clinic, "client")
        async with app.run_test(size=(80, 24)):
            pilot = QuickPilot(app)

            async def until(name: str) -> None:
                for _ in range(2000):
                    await pilot.pause(0.005)
                    if name in done:
                        return
                raise AssertionError(f"never {name}: {done}")

            await until("begin")
            await until("now")
            check_in = app.begin_way().check_in
            admit(check_in, "LU101")
            assert app.way is not None
            app.way.show()
            await pilot.pause()
            for _ in range(2):  # the second question is on a new screen, the third one on the same
                answer(check_in, {})
                done.clear()
                app.way.show()
                await until("after_a_step")
            done.clear()
            app.tick()
            assert "while_nobody_waits" not in done
            clock.move(3)
            app.tick()
            assert "while_nobody_waits" in done


def test_nothing_is_looked_through_until_the_first_screen_is_painted(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through = []

    def start(*_: object) -> int:
        looked_through.append(gc.isenabled())
        with Clinic.open(demo_folder, clock=HandClock(), terminal="Kiosk 1") as clinic:
            TidyApp(clinic, "client").painted()
        looked_through.append(gc.isenabled())
        hold_off()  # as if it ended before that
        return 0

    monkeypatch.setattr("screens.start.start", start)
    assert open_app(cast("ClinicToOpen", None), "client") == 0
    assert looked_through == [False, True]
    assert gc.isenabled()
