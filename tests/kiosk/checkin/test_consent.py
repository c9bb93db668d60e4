"""Consent: only where the treatment may be given today, bound to its text, and declining is a way out."""

from datetime import date

import pytest

import rules
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.visits import consent
from kiosk.visits.consent import ConsentText
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, TODAY, House


def under(text: ConsentText, heading: str) -> str:
    """Return what stands under one heading of a consent."""
    (part,) = [part for part in text.parts if part.heading == heading]
    return part.text


def words(text: ConsentText) -> str:
    """Return all that is read of a consent."""
    return " ".join((text.title, *(f"{part.heading} {part.text}" for part in text.parts)))


def reviewed(house: House, born: date = date(1984, 3, 5), **changes: object) -> CheckIn:
    """Walk a client to the review."""
    anna = house.client(born=born)
    house.book(anna)
    answers = {treatment: {**good, **changes} for treatment, good in GOOD.items()}
    return house.answer_all(house.at_questions(anna), answers)


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, True),
        ({"strong_sun": "yes"}, True),
        ({"eczema": "yes"}, True),
        ({"herpes_active": "yes"}, False),
        ({"retinoid": "yes", "retinoid_last": "2026-07-29"}, False),
        ({"rosacea": "yes"}, False),
    ],
    ids=["eligible", "caution", "review", "deferred without a day", "deferred", "contraindicated"],
)
def test_consent_is_asked_only_where_the_treatment_may_be_given(
    house: House, changes: dict[str, object], asked: bool
) -> None:
    check_in = reviewed(house, **changes)
    assert check_in.finish() is (Step.CONSENT if asked else Step.DONE)


def test_a_consent_is_bound_to_its_text_which_is_kept(house: House) -> None:
    check_in = reviewed(house)
    check_in.finish()
    text = check_in.consent
    check_in.give("Anna  Ferrer")
    (entry,) = house.clinic.daybook().entries()
    assert entry.visit.checkin is not None
    given = entry.visit.checkin.consent
    assert given is not None
    assert (given.given, given.name, given.by, given.how) == (True, "Anna Ferrer", "client", "typed")
    assert given.text_sha == text.sha
    kept = house.clinic.text(text.sha)
    assert kept is not None
    assert kept["content"]["title"] == text.title
    assert [(part["heading"], part["text"]) for part in kept["content"]["parts"]] == [
        (part.heading, part.text) for part in text.parts
    ]
    risks = under(text, "What can go wrong")
    assert all(risk.text.removesuffix(".") in risks for risk in house.clinic.protocols[PEEL].risks)


def test_the_privacy_notice_that_was_read_is_kept_too(house: House) -> None:
    check_in = reviewed(house)
    full = check_in.privacy.full
    check_in.finish()
    check_in.give("Anna Ferrer")
    (entry,) = house.clinic.daybook().entries()
    assert entry.visit.checkin is not None
    assert entry.visit.checkin.privacy_sha is not None
    kept = house.clinic.text(entry.visit.checkin.privacy_sha)
    assert kept is not None
    assert kept["content"]["full"] == full


def test_one_character_more_is_another_text(house: House) -> None:
    protocol = house.clinic.protocols[PEEL]
    document = protocol.model_dump(mode="json")
    document["consent"]["title"] += "!"
    other = type(protocol).model_validate(document)
    answers = rules.resolve(protocol, GOOD[PEEL], answered_on=TODAY)
    one, two = (consent.consent_text("V-1", each, answers, looked_at_first=False) for each in (protocol, other))
    assert one.sha != two.sha


def test_a_claim_that_its_source_qualifies_is_shown_with_what_qualifies_it(house: House) -> None:
    protocol = house.clinic.protocols[PEEL]
    answers = rules.resolve(protocol, GOOD[PEEL], answered_on=TODAY)
    text = consent.consent_text("V-1", protocol, answers, looked_at_first=False)
    qualified = [each for each in (*protocol.results, *protocol.feelings, *protocol.cons) if each.but]
    assert qualified
    shown = words(text)
    assert all(each.text in shown for each in qualified)


def test_a_yes_needs_a_typed_name(house: House) -> None:
    check_in = reviewed(house)
    check_in.finish()
    for nothing in ("", "  ", "123", "\u202e"):
        with pytest.raises(BadInput, match="full name"):
            check_in.give(nothing)
    assert check_in.step is Step.CONSENT


def test_back_from_the_consent_leads_to_the_review_and_changed_answers_ask_for_consent_again(house: House) -> None:
    check_in = reviewed(house)
    check_in.finish()
    assert check_in.back() is Step.REVIEW
    check_in.change("rosacea", PEEL)
    check_in.answer("yes")
    check_in.next()
    assert check_in.finish() is Step.DONE


def test_declining_is_a_way_out_and_keeps_the_answers(house: House) -> None:
    check_in = reviewed(house)
    check_in.finish()
    check_in.decline()
    (entry,) = house.clinic.daybook().entries()
    assert entry.visit.state is VisitState.declined
    assert entry.visit.checkin is not None
    assert entry.visit.checkin.consent is not None
    assert not entry.visit.checkin.consent.given
    assert entry.visit.verdict is not None
    reopened = house.desk().reopen(entry.visit)
    assert reopened.state is VisitState.arrived


def test_each_treatment_has_a_consent_of_its_own_and_one_may_be_declined(house: House) -> None:
    anna = house.client()
    peel, facial = house.book(anna), house.book(anna, FACIAL)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    assert len(check_in._draft.consent_texts) == 2
    first = check_in.consent
    check_in.decline()
    assert check_in.step is Step.CONSENT
    assert check_in.consent.visit_id != first.visit_id
    check_in.give("Anna Ferrer")
    states = {house.visit(visit).state for visit in (peel, facial)}
    assert states == {VisitState.declined, VisitState.screened}
    (other,) = house.room().summary(house.visit(peel if first.visit_id == facial.id else facial)).also_today
    assert other.endswith(", declined"), "who gives the one treatment reads that the other one is not wanted"


def test_a_guardian_consents_for_a_young_person_and_never_sees_the_answers(house: House) -> None:
    check_in = reviewed(house, born=date(2010, 1, 1))
    check_in.finish()
    assert check_in.consent.by == "guardian"
    with pytest.raises(NotAllowed, match="closed"):
        check_in.back()
    with pytest.raises(BadInput, match="how you are related"):
        check_in.give("Anna Ferrer")
    assert check_in.give("Marta Mas", relation="mother") is Step.DONE
    (entry,) = house.clinic.daybook().entries()
    assert entry.visit.checkin is not None
    assert entry.visit.checkin.guardian_present is True
    assert entry.visit.checkin.consent is not None
    assert (entry.visit.checkin.consent.by, entry.visit.checkin.consent.name) == ("guardian", "Marta Mas")


def test_a_consent_names_treatment_areas_extraction_and_laser(house: House) -> None:
    anna = house.client()
    house.book(anna, FACIAL)
    answers = {FACIAL: {**GOOD[FACIAL], "area": ["face", "neck"], "extraction_ok": "no"}}
    check_in = house.answer_all(house.at_questions(anna), answers)
    check_in.finish()
    text = check_in.consent
    assert text.title == "Your consent to the medical facial"
    assert under(text, "Today") == "Areas: face, neck. Clearing pores by hand is fine: no. Laser planned: no."
    assert text.parts[-1].text.startswith("I have read this.")
    assert text.parts[-1].text.endswith("I would like the medical facial today.")
    check_in.give("Anna Ferrer")
    (entry,) = house.clinic.daybook().entries()
    assert entry.visit.checkin is not None
    assert entry.visit.checkin.consent is not None
    assert entry.visit.checkin.consent.named == {"area": ["face", "neck"], "extraction_ok": "no", "laser_planned": "no"}


@pytest.mark.parametrize(("changes", "says"), [({}, False), ({"strong_sun": "yes"}, False), ({"eczema": "yes"}, True)])
def test_what_is_signed_says_that_the_practitioner_looks_first_where_it_is_so(
    house: House, changes: dict[str, object], says: bool
) -> None:
    check_in = reviewed(house, **changes)
    check_in.finish()
    assert ("Your practitioner looks first." in under(check_in.consent, "Today")) is says


def test_what_the_clinic_itself_finds_makes_it_say_so_too(house: House) -> None:
    anna = house.client()
    house.book(anna)
    house.book(anna, FACIAL)
    check_in = house.answer_all(house.at_questions(anna), GOOD)  # both on the face
    check_in.finish()
    for text in check_in._draft.consent_texts:
        assert "Your practitioner looks first." in under(text, "Today")
