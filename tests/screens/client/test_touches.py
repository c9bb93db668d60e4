"""How often a client touches the screen from the opening screen to "Thank you": few times, and no question is left out for it."""

from __future__ import annotations

import pytest

from rules import Answers, asked, protocol
from tests.screens.conftest import Open
from tests.screens.stage import Stage
from tests.screens.touching import MOST_FIRST, MOST_RETURNING, Finger, first_peel, returning


def every_question_was_asked(stage: Stage, given: str) -> list[str]:
    """Return the ids of all that the rules ask under the answers on record."""
    entry = next(entry for entry in stage.clinic.daybook().entries() if entry.client.given_name == given)
    record = entry.visit.checkin
    assert record is not None
    rules_of = protocol(entry.visit.treatment)
    assert record.sha256 == rules_of.sha256
    return [question.id for question in asked(rules_of, Answers.from_json(rules_of, record.answers))]


async def test_a_first_peel_takes_few_touches_and_asks_everything(open_stage: Open) -> None:
    async with open_stage(size=(80, 24), looks=False) as stage:
        finger = await first_peel(stage)
        assert finger.touches <= MOST_FIRST, finger.screens
        assert sorted(finger.asked) == sorted(every_question_was_asked(stage, "Ada"))
        assert "SignatureScreen" in finger.screens
        assert "TeachBackScreen" in finger.screens
        assert "ProofScreen" not in finger.screens


@pytest.mark.thorough
async def test_a_returning_client_with_a_code_takes_fewer(open_stage: Open) -> None:
    async with open_stage(size=(80, 24), looks=False) as stage:
        finger: Finger = await returning(stage)
        assert finger.touches <= MOST_RETURNING, finger.screens
        assert "LastAnswerScreen" in finger.screens
