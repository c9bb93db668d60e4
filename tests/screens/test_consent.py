"""Consent at the kiosk: how much there is to read, and every way out of it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

import rules
from kiosk.visits.consent import consent_text
from screens.widgets.pages import Pages, Passage, broken
from tests.kiosk.conftest import GOOD
from tests.screens.conftest import Open
from tests.screens.leading import admit, answer, set_out, show
from tests.screens.stage import Stage

SMALL_AND_USUAL = pytest.mark.parametrize(("size", "most"), [((40, 12), 5), ((80, 24), 2)], ids=["40x12", "80x24"])
TWO_TREATMENTS = "LU108"


async def to_consent(stage: Stage, code: str, **answers: str) -> None:
    """Be where the first consent is read."""
    check_in = await set_out(stage)
    admit(check_in, code)
    while check_in.step == "question":
        answer(check_in, answers)
    check_in.finish()
    await show(stage)
    assert stage.screen == "ConsentScreen"


async def read_through(stage: Stage) -> list[list[str]]:
    """Turn the pages to the last one; return what stood on each above the foot."""
    pages = []
    while True:
        pages.append([line.strip() for line in stage.lines[:-3]])
        if stage.app.screen.query_one(Pages).at_end:
            return pages
        await stage.press("enter")


@SMALL_AND_USUAL
async def test_both_consents_of_a_visit_for_two_treatments_are_short_and_no_heading_stands_alone(
    open_stage: Open, size: tuple[int, int], most: int
) -> None:
    async with open_stage(size=size) as stage:
        await to_consent(stage, TWO_TREATMENTS)
        titles = []
        for _ in range(2):
            text = stage.app.way.check_in.consent
            pages = await read_through(stage)
            assert len(pages) <= most
            said = " ".join(" ".join(page) for page in pages)
            for part in text.parts:
                assert " ".join(part.text.split()) in " ".join(said.split())
            headings = {f"{part.heading}." for part in text.parts if part.heading}
            assert not [line for page in pages for line in page if line in headings]
            titles.append(pages[0][0] or pages[0][1])
            stage.app.way.check_in.give("Grace Taylor")
            if stage.app.way.check_in.step == "consent":
                await show(stage)
        assert sorted(titles) == ["Your consent to the Parisian Peel", "Your consent to the medical facial"]


@pytest.mark.parametrize("treatment", sorted(GOOD))
def test_whatever_was_answered_a_consent_takes_five_screens_at_most_and_two_on_the_usual_one(treatment: str) -> None:
    protocol = rules.protocol(treatment)
    areas = [option.id for option in protocol.question("area").options]
    for extraction, area in product(("yes", "no", "not_sure", "prefer_not"), (areas, areas[:1], "not_sure")):
        changes = {"area": area, **({"extraction_ok": extraction} if protocol.has_question("extraction_ok") else {})}
        answers = rules.resolve(protocol, GOOD[treatment] | changes, answered_on=date(2026, 11, 30))
        text = consent_text("V-1", protocol, answers, looked_at_first=True)
        parts = [Passage(part.heading, part.text) if part.heading else part.text for part in text.parts]
        assert len(broken((f"# {text.title}", *parts), 38, 9, 3)) <= 5, changes
        assert len(broken((f"# {text.title}", *parts), 74, 19)) <= 2, changes
