"""A reason that names a condition is noticed, whatever rule asks for it; what the desk says every day is not."""

import pytest

from kiosk.desk.condition_words import named_conditions
from kiosk.visits.private_record import OPENING_REASONS
from tests.kiosk.desk.rules_of_all import EVERYTHING, HARMLESS

CONDITIONS = sorted(
    {
        protocol.question(name).short
        for protocol in EVERYTHING
        for rule in protocol.rules
        for name in rule.questions_used
        if name not in HARMLESS
    }
)


def test_there_are_conditions_to_look_for() -> None:
    assert {"Rosacea", "Pregnancy", "Accutane (isotretinoin)"} <= set(CONDITIONS)


@pytest.mark.parametrize("short", CONDITIONS)
def test_the_name_of_every_condition_that_a_rule_asks_for_is_noticed(short: str) -> None:
    assert named_conditions(f"I think it is {short.lower()}.", EVERYTHING)


@pytest.mark.parametrize(
    "text",
    [
        "She has herpes",
        "he is pregnant?",
        "Takes Roaccutane",
        "had a MELANOMA",
        "looks like eczéma",
        "her psoriasis is back",
    ],
)
def test_a_condition_is_noticed_as_people_say_it(text: str) -> None:
    assert len(named_conditions(text, EVERYTHING)) == 1


@pytest.mark.parametrize(
    "text",
    [
        *OPENING_REASONS.values(),
        "Looks pale",
        "Would like to talk to you first, in private",
        "Is not sure about the last answer",
        "Came with her mother, who signs",
        "She is here for her facial and is in a hurry",
    ],
)
def test_what_the_desk_says_every_day_is_not(text: str) -> None:
    assert named_conditions(text, EVERYTHING) == ()
