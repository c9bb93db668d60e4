"""The opening screen while nobody is there: it keeps the time, and is otherwise left alone."""

from __future__ import annotations

import itertools

from screens.widgets.tone_band import ToneBand
from tests.screens.conftest import Open
from tests.screens.stage import Stage
from tests.screens.unpainted import Painted


async def seconds(stage: Stage, count: int) -> int:
    """Let seconds pass one by one, and return in how many of them anything was painted."""
    painted = 0
    for _ in range(count):
        before = Painted.times
        await stage.tick(1)
        painted += Painted.times != before
    return painted


async def test_after_a_minute_without_a_touch_only_the_minutes_are_painted(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        assert await seconds(stage, 5) == 5
        stage.clock.move(60)
        await stage.tick(1)
        drift, told = stage.app.screen.query_one(ToneBand).drift, stage.lines[1]
        # The stage's clock moves a second for each tick, and one more to settle.
        assert await seconds(stage, 28) == 1
        assert stage.app.screen.query_one(ToneBand).drift > drift
        assert stage.lines[1] != told
        stage.app.touch()
        assert await seconds(stage, 5) == 5


async def test_however_calm_it_is_answers_that_staff_bring_back_are_found(open_stage: Open) -> None:
    async with open_stage(looks=False) as stage:
        stage.clock.move(3600)
        looked: list[float] = []
        read, records = stage.clinic.records.read, stage.clinic.records

        def noted() -> object:
            looked.append(stage.clock.monotonic())
            return read()

        records.read = noted  # type: ignore[method-assign, assignment]
        await seconds(stage, 12)
        gaps = [later - earlier for earlier, later in itertools.pairwise(looked) if later > earlier]
        assert len(gaps) >= 3
        assert max(gaps) <= 4
