"""What a consent says, and that it says each thing once."""

from datetime import date
from itertools import combinations

import pytest

import rules
from kiosk.visits.consent import ConsentText, consent_text
from tests.kiosk.conftest import FACIAL, GOOD, PEEL

TODAY = date(2026, 11, 30)
HEADINGS = (
    "What is done",
    "What it is for",
    "What you may gain",
    "What you may feel",
    "What can go wrong",
    "What it can't do",
    "Other choices",
    "What to do after",
    "",
    "Today",
    "",
)
FACTS = {
    PEEL: (
        *(
            "crystals",
            "acne scars",
            "smoother",
            "4 to 6 sessions",
            "promise",
            "pink or red",
            "dry",
            "bruises",
            "scrapes",
        ),
        *("patches", "cold sore", "infection", "sore eyes", "eczema", "rosacea", "do nothing", "sunscreen", "cleanser"),
        *("goes wrong,", "call a doctor", "stop at any time", "in the room", "I have read this"),
    ),
    FACIAL: (
        *("professional", "serums", "clogged pores", "smoother", "4 to 6 weeks", "promise", "red or sore", "bruises"),
        *("small wounds", "patches that", "rash", "cold sore", "infection", "sore eyes", "burns", "2 to 4 weeks"),
        *("fewer steps", "do nothing", "leave the sunblock", "goes wrong,", "call a doctor", "stop at any time"),
        *("in the room", "I have read this"),
    ),
}
both = pytest.mark.parametrize("treatment", [PEEL, FACIAL])


def text_of(treatment: str, *, looked_at_first: bool = False, **changes: object) -> ConsentText:
    protocol = rules.protocol(treatment)
    answers = rules.resolve(protocol, {**GOOD[treatment], **changes}, answered_on=TODAY)
    return consent_text("V-1", protocol, answers, looked_at_first=looked_at_first)


@both
def test_what_is_done_felt_risked_and_not_done_other_choices_and_what_to_do_after_stand_in_this_order(
    treatment: str,
) -> None:
    assert tuple(part.heading for part in text_of(treatment).parts) == HEADINGS


@both
def test_each_fact_stands_there_once(treatment: str) -> None:
    parts = [part.text.casefold() for part in text_of(treatment).parts]
    assert {fact: sum(part.count(fact.casefold()) for part in parts) for fact in FACTS[treatment]} == dict.fromkeys(
        FACTS[treatment], 1
    )


@both
def test_no_four_words_in_a_row_are_said_twice(treatment: str) -> None:
    said = [part.text.casefold().split() for part in text_of(treatment, looked_at_first=True).parts]
    runs = [tuple(words[at : at + 4]) for words in said for at in range(len(words) - 3)]
    assert not [one for one, other in combinations(runs, 2) if one == other]


def test_a_protocol_that_only_has_paragraphs_still_says_all_it_has() -> None:
    protocol = rules.protocol(PEEL)
    written = protocol.model_dump(mode="json")
    written["consent"] = {"title": "Yes", "paragraphs": ["It may sting.", "I have read this."]}
    written["feelings"] = []
    own = type(protocol).model_validate(written)
    answers = rules.resolve(own, GOOD[PEEL], answered_on=TODAY)
    parts = consent_text("V-1", own, answers, looked_at_first=False).parts
    assert [part.text for part in parts if not part.heading] == ["It may sting.", "I have read this."]
    assert "What can go wrong" in {part.heading for part in parts}
