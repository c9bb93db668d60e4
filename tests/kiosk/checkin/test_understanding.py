"""Did we explain this well? Asked at the first reading of a text and then once a year; told to the practitioner; never a trap."""

from datetime import date
from typing import cast

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput
from kiosk.handouts.pdf import to_pdf
from kiosk.people.client_book import Client
from kiosk.privacy.export import export_visit
from kiosk.visits.visit import ConsentRecord, Visit
from kiosk.visits.visit_parts import AskedBack
from rules.reading.loader import shipped_file
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, House
from tests.kiosk.governance.test_library import sign, write
from tests.kiosk.handouts.test_visit_on_paper import CLERK, text_of

PATCHES = "Darker or lighter patches that may last, more so after sun"


def at_consent(house: House, *treatments: str, anna: Client | None = None) -> tuple[CheckIn, list[Visit]]:
    """Walk Anna to her consents."""
    anna = anna or house.client()
    visits = [house.book(anna, treatment) for treatment in treatments or (PEEL,)]
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    return check_in, visits


def kept(house: House, visit: Visit) -> ConsentRecord:
    record = house.visit(visit).checkin
    assert record is not None
    return cast("ConsentRecord", record.consent)


def told(house: House, visit: Visit) -> str:
    """Return what the practitioner is told to go through again."""
    return house.room().summary(house.desk().confirm(house.visit(visit))).go_through


def test_one_question_is_asked_about_the_text_and_to_ask_in_the_room_is_among_its_answers(house: House) -> None:
    check_in, _ = at_consent(house)
    asking = check_in.asked_back
    assert asking is not None
    assert asking.heading == "Did we explain this well?"
    assert asking.ask == "What makes dark patches after a peel more likely?"
    assert asking.answers[-1] == ("ask", "Ask me in the room")
    assert len(asking.answers) == 4


def test_the_right_answer_goes_on_and_leaves_the_practitioner_nothing_to_go_through(house: House) -> None:
    check_in, (visit,) = at_consent(house)
    assert check_in.understood("sun") is None
    assert check_in.asked_back is None
    check_in.give("Anna Ferrer")
    assert kept(house, visit).asked_back is not None
    assert told(house, visit) == ""


def test_a_wrong_answer_is_explained_goes_on_and_the_practitioner_is_told_which_risk(house: House) -> None:
    check_in, (visit,) = at_consent(house)
    explanation = check_in.understood("wash")
    assert explanation is not None
    assert explanation.heading == "Let us say it again"
    assert explanation.paragraphs[0].startswith("It is the sun.")
    assert check_in.asked_back is None, "it is asked once: never a trap"
    assert check_in.give("Anna Ferrer") is Step.DONE
    assert told(house, visit) == f"{PATCHES}: the client did not know it after reading the consent."


def test_what_is_to_be_gone_through_stays_so_when_they_sign_again_at_the_kiosk_or_on_paper(house: House) -> None:
    check_in, (visit,) = at_consent(house)
    check_in.understood("wash")
    check_in.give("Anna Ferrer")
    house.desk().reopen(house.visit(visit))
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.yes()
    check_in.accept()
    house.answer_all(check_in, GOOD)
    check_in.finish()
    assert check_in.asked_back is None, "it is not asked again"
    check_in.give("Anna Ferrer")
    assert told(house, visit).startswith(PATCHES)
    paper = house.room().paper_consent(house.visit(visit), "yes", "Anna Ferrer")
    assert house.room().summary(paper).go_through.startswith(PATCHES)


def test_asking_in_the_room_goes_on_and_the_practitioner_is_told(house: House) -> None:
    check_in, (visit,) = at_consent(house)
    assert check_in.understood("ask") is None
    check_in.give("Anna Ferrer")
    assert told(house, visit) == f"{PATCHES}: the client would like to ask about it."
    text = text_of(to_pdf(export_visit(house.clinic, visit.id, CLERK)))
    assert f"to be gone through again in the room: {PATCHES}" in text


def test_what_was_answered_is_kept_with_a_no_as_well_and_no_answer_keeps_nobody_from_one(house: House) -> None:
    check_in, (visit,) = at_consent(house)
    check_in.understood("wash")
    check_in.decline()
    asked = kept(house, visit).asked_back
    assert asked is not None
    assert not asked.right


def test_an_answer_that_is_none_is_refused(house: House) -> None:
    check_in, _ = at_consent(house)
    for nothing in ("", "SUN", "moon"):
        with pytest.raises(BadInput):
            check_in.understood(nothing)
    assert check_in.asked_back is not None


def test_it_is_asked_again_after_a_year_and_not_before_and_for_each_treatment_by_itself(house: House) -> None:
    anna = house.client()
    check_in, _ = at_consent(house, anna=anna)
    check_in.understood("sun")
    check_in.give("Anna Ferrer")
    for days, asked in ((30, False), (334, False), (1, True)):
        house.clock.forward(days=days)
        check_in, _ = at_consent(house, anna=anna)
        assert (check_in.asked_back is not None) is asked, days
        check_in.give("Anna Ferrer")
    check_in, _ = at_consent(house, FACIAL, anna=anna)
    assert check_in.asked_back is not None


def test_two_treatments_ask_one_question_each(house: House) -> None:
    check_in, _ = at_consent(house, PEEL, FACIAL)
    asks = []
    while check_in.step is Step.CONSENT:
        assert check_in.asked_back is not None
        asks.append(check_in.asked_back.ask)
        check_in.understood("ask")
        check_in.give("Anna Ferrer")
    assert len(set(asks)) == 2


def test_another_wording_is_asked_about_anew_but_other_areas_are_not(house: House) -> None:
    check_in, _ = at_consent(house)
    before = check_in.consent
    check_in.back()
    check_in.change("area", PEEL)
    check_in.answer(["neck", "hands"])
    check_in.next()
    check_in.finish()
    after = check_in.consent
    assert (before.sha != after.sha, before.wording) == (True, after.wording)


def test_a_consent_from_before_it_was_asked_reads_as_it_did() -> None:
    old = {"text_sha": "0", "given": True, "at": "2026-07-30T10:00Z", "name": "Anna Ferrer"}
    assert ConsentRecord.model_validate(old).asked_back is None
    assert AskedBack.model_fields.keys() == {"wording", "answer", "right", "risk", "at"}


def test_the_guardian_is_asked_in_the_place_of_a_young_person(house: House) -> None:
    anna = house.client(born=date(2010, 1, 1))
    visit = house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    assert check_in.asked_back is not None
    check_in.understood("ask")
    check_in.give("Marta Mas", relation="mother")
    assert kept(house, visit).asked_back is not None


def test_what_was_answered_about_other_words_is_asked_again(house: House) -> None:
    text = shipped_file(PEEL).read_text("utf-8").replace(f"id: {PEEL}", "id: our-peel", 1)
    write(house, "our-peel", text)
    sign(house, "our-peel")
    anna = house.client()
    visit = house.book(anna, "our-peel")
    check_in = house.answer_all(house.at_questions(anna), {"our-peel": GOOD[PEEL]})
    check_in.finish()
    check_in.understood("cream")
    check_in.back()
    check_in.finish()
    assert check_in.asked_back is None
    check_in.back()
    write(house, "our-peel", text.replace("We ask you again", "We ask again").replace("version: 3", "version: 4", 1))
    sign(house, "our-peel")
    check_in.finish()
    assert check_in.asked_back is not None
    check_in.understood("sun")
    check_in.give("Anna Ferrer")
    asked_back = kept(house, visit).asked_back
    assert asked_back is not None
    assert asked_back.right
