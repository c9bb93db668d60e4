"""Every list that staff read says "to finish" and OVERRIDDEN of a visit, in the same words."""

from datetime import time

import pytest

from kiosk.desk.visit_changes import changes
from kiosk.desk.visit_page import visit_page
from kiosk.handouts.visit_file import sections_of, visit_file
from kiosk.lead.inspection import visits_between
from kiosk.room.finish_form import SessionDraft
from kiosk.room.override import REASONS, Override
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import FACIAL, TODAY, House

TO_FINISH = "treated, the record is to finish, OVERRIDDEN"


@pytest.fixture
def gone(house: House) -> Visit:
    """Return a visit that went ahead against the rules, beside another of the client's."""
    anna = house.client()
    visit = house.confirmed(anna, herpes_active="yes")
    house.book(anna, FACIAL, start=time(17))
    visit = house.room().paper_consent(visit, "yes", "Anna Ferrer")
    why = Override(REASONS[0], "An old scar, not a sore.")
    done: Visit = house.room().decide(
        visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, override=why
    )
    return done


def test_every_list_says_to_finish_and_overridden(house: House, gone: Visit) -> None:
    visit = house.room().finish_later(gone, SessionDraft(areas=("face",)))
    assert standing(visit) == TO_FINISH
    anna = house.clinic.clients.get(visit.client_id)
    other = next(each for each in house.clinic.visits.of_client(anna.id) if each.id != visit.id)
    also = next(each for each in visit_page(house.clinic, house.desk(), other, anna).sections if each.title == "Also")
    assert f"10:30 Parisian Peel   {TO_FINISH}" in also.lines
    listed = [each.line for each in visits_between(house.clinic, house.lead, TODAY, TODAY)]
    assert any(each.endswith(f"Dr Roca · {TO_FINISH}") for each in listed)
    assert any(each.endswith(TO_FINISH) for each in house.room().summary(other).also_today)
    assert f"Now: {TO_FINISH}, was with the practitioner, OVERRIDDEN" in changes(
        house.clinic, (gone, anna), (visit, anna)
    )
    with house.clinic.records.read() as reader:
        paper = str(visit_file(house.clinic, reader, visit, ()))
    assert f"'{TO_FINISH}'" in paper
    copy = str(sections_of(house.clinic, visit, for_client=True))
    assert "the record is to finish" in copy
    assert "OVERRIDDEN" not in copy


def test_one_that_goes_on_against_the_rules_is_marked_beside_the_others_of_the_day(house: House, gone: Visit) -> None:
    anna = house.clinic.clients.get(gone.client_id)
    other = next(each for each in house.clinic.visits.of_client(anna.id) if each.id != gone.id)
    page = visit_page(house.clinic, house.desk(), other, anna)
    assert "10:30 Parisian Peel   with the practitioner, OVERRIDDEN" in str(page.sections)
