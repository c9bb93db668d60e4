"""Who signs a consent: the client's own name, or a guardian's with the relation. Any other is asked about once, then marked."""

import io
import re
from datetime import date
from typing import cast

import pytest
from pypdf import PdfReader

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.checkin.signing import NOTHING, OtherName
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.desk.board import todays_board
from kiosk.desk.visit_page import visit_page
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.take_away import TakeAway, paper_of
from kiosk.people.names import is_full_name
from kiosk.privacy.export import export_client, export_visit
from kiosk.visits.drawing import Drawing
from kiosk.visits.visit import ConsentRecord, Visit, VisitState
from tests.kiosk.conftest import FACIAL, GOOD, House
from tests.kiosk.handouts.test_visit_on_paper import CLERK, text_of


def at_consent(house: House, born: date = date(1984, 3, 5)) -> tuple[CheckIn, Visit]:
    """Walk Anna Ferrer to her consent; return the check-in, and her visit as it is booked."""
    anna = house.client(born=born)
    visit = house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    return check_in, visit


def signed(house: House, visit: Visit) -> ConsentRecord:
    record = house.visit(visit).checkin
    assert record is not None
    return cast("ConsentRecord", record.consent)


@pytest.mark.parametrize(
    ("typed", "given", "family", "fits"),
    [
        ("Anna Ferrer", "Anna", "Ferrer", True),
        ("ferrer ANNA", "Anna", "Ferrer", True),
        ("Tomasz Luczak", "Tomasz", "Łuczak", True),
        ("Anna Maria Ferrer", "Anna", "Ferrer", True),
        ("Ana García", "Ana María", "García López", True),
        ("Zoe ONeil", "Zoë", "O’Neil", True),
        ("王小明", "小明", "王", True),
        ("Sukarno", "", "Sukarno", True),
        ("A", "Anna", "Ferrer", False),
        ("Anna", "Anna", "Ferrer", False),
        ("Ferrer", "Anna", "Ferrer", False),
        ("A Ferrer", "Anna", "Ferrer", False),
        ("Marta Ferrer", "Anna", "Ferrer", False),
        ("Anna Ferrer and Bert Soler", "Anna", "Ferrer", False),
        ("[/x]", "Anna", "Ferrer", False),
    ],
)
def test_a_full_name_is_first_and_family_name_as_people_write_them(
    typed: str, given: str, family: str, fits: bool
) -> None:
    assert is_full_name(typed, given, family) is fits


def test_the_clients_own_name_is_taken_at_once_and_marks_nothing(house: House) -> None:
    check_in, visit = at_consent(house)
    assert check_in.give("anna ferrer") is Step.DONE
    assert not signed(house, visit).other_name
    assert not todays_board(house.clinic).calls


@pytest.mark.parametrize("name", ["B", "Bert Soler", "[/x]"])
def test_a_name_that_is_not_the_clients_is_asked_about_once_and_then_marked_for_the_desk(
    house: House, name: str
) -> None:
    check_in, visit = at_consent(house)
    with pytest.raises(OtherName, match="not the name that we have for you"):
        check_in.give(name)
    assert check_in.step is Step.CONSENT
    assert check_in.give(name) is Step.DONE
    given = signed(house, visit)
    assert (given.given, given.name, given.other_name) == (True, name, True)
    assert [call.words for call in todays_board(house.clinic).calls] == ["a consent signed in another name"]
    now = house.visit(visit)
    page = visit_page(house.clinic, house.desk(), now, house.clinic.clients.get(now.client_id))
    (who,) = [part.lines for part in page.sections if part.title == "Check who it is"]
    assert f"The consent is signed as “{name}”, which is not the name we expect: ask who signed" in who
    assert "consent" in [action.name for action in page.actions]
    summary = house.room().summary(house.desk().confirm(now))
    assert f"in the name “{name}”: ask who signed" in summary.consent


def test_a_name_corrected_when_asked_marks_nothing(house: House) -> None:
    check_in, visit = at_consent(house)
    with pytest.raises(OtherName):
        check_in.give("Anna Ferer")
    check_in.give("Anna Ferrer")
    assert not signed(house, visit).other_name


def test_a_second_consent_does_not_ask_about_the_same_name_again(house: House) -> None:
    anna = house.client()
    visits = [house.book(anna), house.book(anna, FACIAL)]
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    with pytest.raises(OtherName):
        check_in.give("Anna Soler")
    check_in.give("Anna Soler")
    assert check_in.give("Anna Soler") is Step.DONE
    assert all(signed(house, visit).other_name for visit in visits)


def test_each_other_name_is_asked_about_and_one_that_was_asked_is_not_again(house: House) -> None:
    anna = house.client()
    visits = [house.book(anna), house.book(anna, FACIAL)]
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    for name in ("Anna Soler", "Bert Soler"):
        with pytest.raises(OtherName):
            check_in.give(name)
    check_in.give("Bert Soler")
    with pytest.raises(OtherName):
        check_in.give("[/x]")
    assert check_in.give("Anna Soler") is Step.DONE
    assert {signed(house, visit).name for visit in visits} == {"Bert Soler", "Anna Soler"}


def test_a_guardian_signs_with_their_own_name_and_the_relation(house: House) -> None:
    check_in, visit = at_consent(house, born=date(2010, 1, 1))
    with pytest.raises(BadInput, match="how you are related"):
        check_in.give("Marta Mas")
    check_in.give("Marta Mas", relation="mother")
    given = signed(house, visit)
    assert (given.by, given.name, given.relation, given.other_name) == ("guardian", "Marta Mas", "mother", False)
    summary = house.room().summary(house.desk().confirm(house.visit(visit)))
    assert "by the mother, at the kiosk" in summary.consent


@pytest.mark.parametrize("name", ["Anna Ferrer", "M", "M F"])
def test_a_guardian_who_signs_as_the_young_person_or_with_a_letter_is_asked_once_and_marked(
    house: House, name: str
) -> None:
    check_in, visit = at_consent(house, born=date(2010, 1, 1))
    with pytest.raises(OtherName, match="their own first and family name"):
        check_in.give(name, relation="father")
    check_in.give(name, relation="father")
    assert signed(house, visit).other_name


def test_a_name_of_a_megabyte_is_cut_and_a_consent_from_before_reads_as_it_did(house: House) -> None:
    check_in, visit = at_consent(house)
    with pytest.raises(OtherName):
        check_in.give("x" * 1_000_000)
    check_in.give("x" * 1_000_000)
    given = signed(house, visit)
    assert len(given.name or "") <= 200
    old = given.model_dump(mode="json", exclude={"relation", "other_name", "drawn"})
    assert ConsentRecord.model_validate(old).relation is None


def test_the_visits_file_says_that_the_name_is_another(house: House) -> None:
    check_in, visit = at_consent(house)
    with pytest.raises(OtherName):
        check_in.give("Bert Soler")
    check_in.give("Bert Soler")
    text = text_of(to_pdf(export_visit(house.clinic, visit.id, CLERK)))
    assert "Bert Soler" in text
    assert "not the one that was expected" in text


DRAWN = Drawing(width=304, height=96, strokes=(((8, 8), (120, 80), (240, 8)), ((20, 40), (60, 44)), ((200, 20),)))


def test_a_drawn_signature_is_kept_as_strokes_exported_and_shown_to_staff(house: House) -> None:
    check_in, visit = at_consent(house)
    assert check_in.give(drawn=DRAWN) is Step.DONE
    given = signed(house, visit)
    assert (given.how, given.name, given.drawn) == ("drawn", None, DRAWN)
    now = house.visit(visit)
    client = house.clinic.clients.get(now.client_id)
    assert visit_page(house.clinic, house.desk(), now, client).signatures == (DRAWN,)
    summary = house.room().summary(house.desk().confirm(now))
    assert summary.signatures == (DRAWN,)
    assert "signed by hand at the kiosk" in summary.consent
    document, _ = export_client(house.clinic, client.id, CLERK)
    assert document["visits"][0]["checkins"][0]["consent"]["drawn"] == DRAWN.model_dump(mode="json")


def test_a_drawn_signature_is_drawn_as_lines_on_paper(house: House) -> None:
    check_in, visit = at_consent(house)
    check_in.give(drawn=DRAWN)
    pdf = to_pdf(export_visit(house.clinic, visit.id, CLERK))
    assert "drawn signature" in text_of(pdf)
    pages = [page.get_contents().get_data().decode("latin-1") for page in PdfReader(io.BytesIO(pdf)).pages]  # type: ignore[union-attr]
    lines = re.findall(r"0\.40? w|(?:[\d.]+ [\d.]+ m (?:[\d.]+ [\d.]+ l )+)", " ".join(" ".join(pages).split()) + " ")
    assert [line.count(" l") for line in lines if line.count(" l") == 2], "the first stroke has three points"


def test_a_guardian_may_sign_by_hand_and_says_the_relation_all_the_same(house: House) -> None:
    check_in, visit = at_consent(house, born=date(2010, 1, 1))
    with pytest.raises(BadInput, match="how you are related"):
        check_in.give(drawn=DRAWN)
    check_in.give(drawn=DRAWN, relation="guardian")
    assert (signed(house, visit).relation, signed(house, visit).how) == ("guardian", "drawn")


def test_nothing_and_a_dot_are_no_signature(house: House) -> None:
    check_in, _ = at_consent(house)
    for drawn in (NOTHING, Drawing(width=304, height=96, strokes=(((8, 8),), ((9, 9), (10, 9))))):
        with pytest.raises(BadInput, match="write your name with your finger"):
            check_in.give(drawn=drawn)
    assert check_in.step is Step.CONSENT


def test_no_consent_has_room_for_a_photograph() -> None:
    kinds = {name: str(field.annotation) for name, field in ConsentRecord.model_fields.items()}
    assert not [name for name, kind in kinds.items() if "bytes" in kind or "photo" in name or "image" in name]
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's
        ConsentRecord.model_validate({"text_sha": "0", "given": True, "at": "2026-07-30T10:00Z", "photo": "x"})


def signed_by_guardian(house: House) -> Visit:
    check_in, visit = at_consent(house, born=date(2010, 1, 1))
    assert check_in.asks_young_person
    assert check_in.young_person(wants=True) is Step.CONSENT
    check_in.give("Marta Mas", relation="mother")
    return house.desk().confirm(house.visit(visit))


def test_a_guardians_consent_counts_once_staff_have_seen_them_and_noted_relation_and_document(house: House) -> None:
    visit = signed_by_guardian(house)
    assert signed(house, visit).assent is True
    room = house.room()
    assert "nobody has seen them yet" in room.summary(visit).consent
    with pytest.raises(NotAllowed, match="Nobody has noted yet who the guardian is"):
        room.decide(visit, "go_ahead", seen_sha=visit.content_sha, pin_checked=house.dr_roca)
    desk = house.desk()
    page = visit_page(house.clinic, desk, visit, house.clinic.clients.get(visit.client_id))
    assert "guardian" in [action.name for action in page.actions]
    with pytest.raises(BadInput, match="which document"):
        desk.saw_guardian(visit, "mother", " ")
    seen = desk.saw_guardian(visit, "mother", "passport")
    noted = signed(house, seen).guardian_seen
    assert noted is not None
    assert (noted.relation, noted.document, noted.by) == ("mother", "passport", house.rita.name)
    assert (
        room.decide(seen, "go_ahead", seen_sha=seen.content_sha, pin_checked=house.dr_roca).state
        is VisitState.in_progress
    )
    with pytest.raises(NotAllowed):
        desk.saw_guardian(house.visit(visit), "mother", "passport")


def test_a_young_persons_own_no_stands_over_a_guardians_yes_until_they_answer_again(house: House) -> None:
    check_in, visit = at_consent(house, born=date(2010, 1, 1))
    assert check_in.young_person(wants=False) is Step.DONE
    now = house.visit(visit)
    assert (now.state, signed(house, visit).assent) == (VisitState.declined, False)
    page = visit_page(house.clinic, house.desk(), now, house.clinic.clients.get(now.client_id))
    assert any("The young person said no themselves" in line for part in page.sections for line in part.lines)
    with pytest.raises(NotAllowed):
        house.desk().paper_consent(now, "yes", "Marta Mas")
    reopened = house.desk().reopen(now)
    assert reopened.state is VisitState.arrived


def test_a_young_persons_no_is_not_overruled_on_paper_where_the_visit_is_still_open(house: House) -> None:
    visit = signed_by_guardian(house)
    record = house.visit(visit).checkin
    assert record is not None
    assert record.consent is not None
    no = record.consent.model_copy(update={"given": False, "assent": False})
    said_no = visit.model_copy(update={"checkins": (record.model_copy(update={"consent": no}),)})
    with pytest.raises(NotAllowed, match="that stands"):
        house.desk().paper_consent(said_no, "yes", "Marta Mas")


def test_a_grown_up_is_asked_nothing_of_this(house: House) -> None:
    check_in, _ = at_consent(house)
    assert not check_in.asks_young_person
    with pytest.raises(NotAllowed, match="client's own"):
        check_in.young_person(wants=True)


def test_a_copy_of_the_consent_holds_its_words_and_the_signature_and_nothing_of_the_answers(house: House) -> None:
    check_in, visit = at_consent(house)
    parts = check_in.consent.parts
    check_in.give(drawn=DRAWN)
    pdf = to_pdf(paper_of(house.clinic, house.visit(visit), TakeAway.CONSENT))
    text = text_of(pdf)
    for part in parts:
        assert part.text in text
    assert "A copy for Anna Ferrer" in text
    assert "eczema: no" not in text
    pages = [page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages]  # type: ignore[union-attr]
    assert b" l" in b" ".join(pages)


def test_there_is_no_copy_of_a_consent_that_nobody_gave(house: House) -> None:
    visit = house.book(house.client())
    with pytest.raises(NotAllowed, match="no consent on this visit to copy"):
        paper_of(house.clinic, house.visit(visit), TakeAway.CONSENT)


@pytest.mark.parametrize(
    ("born", "together", "note", "who"),
    [
        (date(2014, 7, 31), True, "Your parent or guardian answers with you.", "guardian"),
        (date(2012, 7, 30), False, "You may answer alone", "client"),
        (date(1984, 3, 5), False, "", "client"),
    ],
    ids=["twelve", "fourteen today", "grown up"],
)
def test_below_fourteen_the_guardian_answers_too_and_from_then_on_a_young_person_may_answer_alone(
    house: House, born: date, together: bool, note: str, who: str
) -> None:
    anna = house.client(born=born)
    visit = house.book(anna)
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", born.day, born.month, born.year)
    check_in.yes()
    if check_in.step is Step.GUARDIAN:
        check_in.guardian(present=True)
    assert check_in.answering_note.startswith(note)
    assert bool(check_in.answering_note) is bool(note)
    assert ("client" in check_in.who_may_answer) is not together
    if together:
        with pytest.raises(NotAllowed, match="answers with you"):
            check_in.accept("client")
    check_in.accept()
    house.answer_all(check_in, GOOD)
    check_in.finish()
    check_in.give("Marta Mas", relation="mother") if who == "guardian" or note else check_in.give("Anna Ferrer")
    record = house.visit(visit).checkin
    assert record is not None
    assert record.answered_by == who
