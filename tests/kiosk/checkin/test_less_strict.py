"""An answer that became less strict is a caution for the practitioner to ask again, and never told to the client."""

from datetime import time, timedelta
from typing import Any

import pytest

from kiosk.desk.advice import advice, advice_for_client
from kiosk.visits.visit import Visit
from rules import NextStep
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, House

RULE = "HOUSE-LESS-STRICT"


def said(visit: Visit) -> list[str]:
    assert visit.verdict is not None
    return [finding.staff for finding in visit.verdict.findings if finding.rule == RULE]


def next_day(house: House, client: Any, treatment: str = PEEL, **changes: Any) -> Visit:
    """Let the client come again on the next day."""
    house.clock.forward(days=1)
    visit = house.book(client, treatment, start=time(10, 30))
    house.check_in(client, **changes)
    return house.visit(visit)


def test_what_was_said_on_an_earlier_visit_is_asked_about_again_and_never_told_to_the_client(house: House) -> None:
    anna = house.client()
    house.screened(anna, keratosis="yes")
    visit = next_day(house, anna)
    verdict = visit.verdict
    assert verdict is not None
    (finding,) = verdict.findings
    assert (finding.rule, str(finding.outcome), finding.because) == (RULE, "caution", "yes")
    assert finding.staff == "Keratosis: said yes on 30 July, and no now. Ask again."
    assert verdict.next_step is NextStep.ROOM
    assert finding.client == ""
    assert advice_for_client(verdict) == ()
    settings = house.clinic.settings.model_copy(update={"desk_sees_conditions": True})
    assert not any("eratosis" in each or not each for each in advice(visit, settings, house.clinic.today()).say)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"autoimmune": "not_sure"}, {}, ["Autoimmune disease: said not sure on 30 July, and no now. Ask again."]),
        (
            {"isotretinoin": "now"},
            {"isotretinoin": "stopped", "isotretinoin_last": "2025-06-01"},
            ["Accutane (isotretinoin): said yes, I take it now on 30 July, and yes, but I stopped now. Ask again."],
        ),
        (
            {"isotretinoin": "stopped", "isotretinoin_last": "2026-06-01"},
            {"isotretinoin": "stopped", "isotretinoin_last": "2025-06-01"},
            ["Last Accutane: said 1 June on 30 July, and 1 June 2025 now. Ask again."],
        ),
        # Stopped since: both are true.
        ({"isotretinoin": "now"}, {"isotretinoin": "stopped", "isotretinoin_last": "2026-07-30"}, []),
        # Stricter, or as strict.
        ({}, {"keratosis": "yes"}, []),
        ({"keratosis": "yes"}, {"keratosis": "yes"}, []),
        # About one day, and that day has gone.
        ({"herpes_active": "yes", "strong_sun": "yes"}, {}, []),
        ({"retinoid": "yes", "retinoid_last": "2026-07-29"}, {}, []),
        # What is wished, and what decides nothing.
        ({"area": ["face", "other"], "note": "Hello."}, {}, []),
    ],
)  # fmt: skip
def test_what_counts_as_less_strict(
    house: House, before: dict[str, Any], after: dict[str, Any], words: list[str]
) -> None:
    anna = house.client()
    house.screened(anna, **before)
    assert said(next_day(house, anna, **after)) == words


def test_an_answer_changed_within_the_day_is_told_with_both(house: House) -> None:
    anna = house.client()
    visit = house.screened(anna, herpes_active="yes", rash="yes", rash_where=["face"])
    house.clock.forward(minutes=5)
    house.desk().reopen(visit)
    house.check_in(anna)
    assert said(house.visit(visit)) == [
        "Cold sore: said yes earlier today, and no now. Ask again.",
        "Rash or wound: said yes earlier today, and no now. Ask again.",
    ]


def test_what_was_said_for_another_treatment_counts_where_the_question_is_the_same(house: House) -> None:
    anna = house.client()
    house.screened(anna, isotretinoin="now", keratosis="yes")
    visit = next_day(house, anna, FACIAL)
    assert said(visit) == ["Accutane (isotretinoin): said yes, I take it now on 30 July, and no, never now. Ask again."]


def test_what_a_practitioner_corrected_then_is_what_counted_then(house: House) -> None:
    anna = house.client()
    visit = house.confirmed(anna, keratosis="yes")
    house.room().correct(visit, "keratosis", "no", "it was eczema", pin_checked=house.dr_roca)
    assert said(next_day(house, anna)) == []


def test_once_a_practitioner_went_ahead_on_it_it_is_not_asked_again(house: House) -> None:
    anna = house.client()
    house.screened(anna, keratosis="yes")
    visit = house.desk().confirm(next_day(house, anna))
    assert said(visit)
    house.room().decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    assert said(next_day(house, anna)) == []


def test_until_then_it_stands_at_every_visit(house: House) -> None:
    anna = house.client()
    house.screened(anna, keratosis="yes")
    assert said(next_day(house, anna))
    assert said(next_day(house, anna)) == ["Keratosis: said yes on 30 July, and no now. Ask again."]
    assert house.clinic.today() == TODAY + timedelta(days=2)
