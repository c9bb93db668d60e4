"""Where the clinic asks both parents, each reads the consent and signs; one alone does not count before it is on paper."""

from datetime import date

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.checkin.signing import OtherName
from kiosk.core.errors import NotAllowed
from kiosk.desk.board import todays_board
from kiosk.desk.visit_page import VisitPage, visit_page
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.take_away import TakeAway, paper_of
from kiosk.privacy.export import export_visit
from kiosk.visits.visit import ConsentRecord, Visit, VisitState
from tests.kiosk.checkin.test_signing import DRAWN, at_consent, signed
from tests.kiosk.conftest import House
from tests.kiosk.handouts.test_visit_on_paper import CLERK, text_of


def asked_both(house: House) -> tuple[CheckIn, Visit]:
    settings = house.clinic.settings.model_copy(update={"both_parents": True})
    house.clinic.__dict__["settings"] = settings
    check_in, visit = at_consent(house, born=date(2010, 1, 1))
    check_in.young_person(wants=True)
    return check_in, visit


def page_of(house: House, visit: Visit) -> VisitPage:
    return visit_page(house.clinic, house.desk(), visit, house.clinic.clients.get(visit.client_id))


def test_the_second_parent_signs_the_same_text_and_both_are_on_record(house: House) -> None:
    check_in, visit = asked_both(house)
    text = check_in.consent
    assert check_in.give("Marta Mas", relation="mother") is Step.CONSENT
    assert check_in.signs_second
    assert check_in.consent.sha == text.sha
    assert check_in.give(drawn=DRAWN, relation="father") is Step.DONE
    given = signed(house, visit)
    assert (given.name, given.relation) == ("Marta Mas", "mother")
    assert given.second is not None
    assert (given.second.relation, given.second.drawn) == ("father", DRAWN)
    seen = house.desk().saw_guardian(house.desk().confirm(house.visit(visit)), "mother", "passport")
    summary = house.room().summary(seen)
    assert "by the mother and the father" in summary.consent
    assert summary.signatures == page_of(house, seen).signatures == (DRAWN,)
    after = house.room().decide(seen, "go_ahead", seen_sha=seen.content_sha, pin_checked=house.dr_roca)
    assert after.state is VisitState.in_progress
    assert "Second signature by father" in text_of(to_pdf(export_visit(house.clinic, visit.id, CLERK)))
    assert "And by father" in text_of(to_pdf(paper_of(house.clinic, house.visit(visit), TakeAway.CONSENT)))


def test_where_only_one_is_here_the_consent_does_not_count_before_it_is_on_paper(house: House) -> None:
    check_in, visit = asked_both(house)
    with pytest.raises(NotAllowed, match="One parent has to sign first"):
        check_in.only_one_here()
    check_in.give("Marta Mas", relation="mother")
    assert check_in.only_one_here() is Step.DONE
    seen = house.desk().saw_guardian(house.desk().confirm(house.visit(visit)), "mother", "passport")
    room = house.room()
    assert room.summary(seen).lacks_consent
    with pytest.raises(NotAllowed, match="Only one parent has signed"):
        room.decide(seen, "go_ahead", seen_sha=seen.content_sha, pin_checked=house.dr_roca)
    paper = room.saw_guardian(room.paper_consent(seen, "yes", "Marta Mas, Joan Mas"), "both parents", "passports")
    after = room.decide(paper, "go_ahead", seen_sha=paper.content_sha, pin_checked=house.dr_roca)
    assert after.state is VisitState.in_progress


def test_another_name_of_the_second_is_marked_too(house: House) -> None:
    check_in, visit = asked_both(house)
    check_in.give("Marta Mas", relation="mother")
    with pytest.raises(OtherName):
        check_in.give("J", relation="father")
    check_in.give("J", relation="father")
    given = signed(house, visit)
    assert given.second is not None
    assert given.second.other_name
    assert [call.words for call in todays_board(house.clinic).calls] == ["a consent signed in another name"]
    here = house.visit(visit)
    page = page_of(house, here)
    assert any("signed as “J”" in line for part in page.sections for line in part.lines)
    assert "in the name “J”: ask who signed" in house.room().summary(here).consent
    assert "not the one that was expected" in text_of(to_pdf(export_visit(house.clinic, visit.id, CLERK)))


def test_a_consent_of_one_parent_from_before_reads_as_it_did() -> None:
    old = {"text_sha": "0", "given": True, "at": "2026-07-30T10:00Z", "by": "guardian", "name": "Marta Mas"}
    assert ConsentRecord.model_validate(old).second is None
