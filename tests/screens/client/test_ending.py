"""The last screen in a public room: who stands behind the client learns nothing from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.checkin.screen_data import Step
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage, staged

HARMLESS = {"area": ["face"], "concerns": ["none"], "isotretinoin": "never", "note": None}
FOUND = {
    "eligible": {},
    "review": {"lesion": "not_sure"},
    "deferred with a date": {"isotretinoin": "stopped", "isotretinoin_last": "2026-06"},
    "deferred without a date": {"herpes_active": "yes"},
    "contraindicated": {"rosacea": "yes"},
}


async def last_screen(stage: Stage, found: str) -> str:
    """Check a client in for a peel with answers that lead there; return what the last screen says."""
    way = stage.app.begin_way()
    check_in = way.check_in
    check_in.identify_code("LU101")
    check_in.yes()
    check_in.accept()
    answers = HARMLESS | FOUND[found]
    while check_in.step is Step.QUESTION:
        raw = answers.get(check_in.asked.question.id, "no")
        if raw is not None:
            check_in.answer(raw)
        check_in.next()
    check_in.finish()
    if check_in.step is Step.CONSENT:
        check_in.give("Tomasz Luczak")
    way.show()
    await stage.settle()
    assert stage.screen == "DoneScreen"
    return stage.text


BEHIND_SHOW = {
    "contraindicated": "no other date yet",
    "deferred with a date": "30 December 2026. With the exact day it may be sooner.",
}


@pytest.mark.thorough
@AT_TWO_SIZES
async def test_the_last_screen_looks_the_same_whatever_was_found_and_behind_show_stands_a_date_or_that_there_is_none(
    demo_template: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    seen = {}
    for found in FOUND:
        async with staged(demo_template, tmp_path / found, size=size) as stage:
            seen[found] = await last_screen(stage, found)
            if found in BEHIND_SHOW:
                await stage.tap("What comes next?")
                assert BEHIND_SHOW[found] in " ".join(stage.text.split())
                assert not any(word in stage.text for word in ("Accutane", "osacea", "Peel"))
    assert len(set(seen.values())) == 1, seen
