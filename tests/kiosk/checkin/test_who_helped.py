"""Who interpreted or helped is asked of those who say so, kept, and told to the practitioner: family gives a caution at consent."""

from datetime import date

import pytest

from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput
from kiosk.handouts.page import plain
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.take_away import TakeAway, paper_of
from kiosk.privacy.export import export_visit
from kiosk.visits.visit_parts import AnsweredBy, HelpedBy
from tests.kiosk.conftest import GOOD, LEAD, PEEL, House
from tests.kiosk.handouts.test_visit_on_paper import text_of


@pytest.mark.parametrize(
    ("who", "helper"),
    [
        ("client", None),
        ("guardian", None),
        ("staff", None),
        ("helper", "staff"),
        ("interpreter", "professional"),
        ("interpreter", "family"),
    ],
)
def test_who_answered_and_who_helped_is_kept(house: House, who: AnsweredBy, helper: HelpedBy | None) -> None:
    visit = house.book(house.client())
    answered_with(house, who, helper)
    record = house.visit(visit).checkin
    assert record is not None
    assert (record.answered_by, record.helped_by) == (who, helper)


def answered_with(house: House, who: AnsweredBy, helper: HelpedBy | None) -> None:
    """Check Anna in, who says who answers, and who helps."""
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.yes()
    if helper is not None:
        with pytest.raises(BadInput, match="Please say who helps you"):
            check_in.accept(who)
        assert set(check_in.who_may_help(who)) == {"professional", "staff", "family"}
    check_in.accept(who, helper)
    house.answer_all(check_in, GOOD)
    check_in.finish()
    check_in.give("Anna Ferrer")


def test_who_answers_alone_is_not_asked_who_helps(house: House) -> None:
    house.book(house.client())
    check_in = house.at_questions(house.clinic.clients.find("Ferrer", date(1984, 3, 5))[0])
    assert [who for who in check_in.who_may_answer if check_in.who_may_help(who)] == ["helper", "interpreter"]


@pytest.mark.parametrize(
    ("who", "helper", "checks"),
    [
        ("interpreter", "family", True),
        ("interpreter", "professional", False),
        ("interpreter", "staff", False),
        ("helper", "family", False),
        ("client", None, False),
    ],
)
def test_a_consent_that_the_family_interpreted_is_checked_in_the_room_and_no_client_reads_so(
    house: House, who: AnsweredBy, helper: HelpedBy | None, checks: bool
) -> None:
    visit = house.book(house.client())
    answered_with(house, who, helper)
    visit = house.desk().confirm(house.visit(visit))
    summary = house.room().summary(visit)
    assert ("professional interpreter" in summary.interpreted) is checks
    words = {"professional": "as a job", "staff": "a member of staff", "family": "family or a friend"}
    assert summary.answered.endswith(f"({words[helper]})" if helper else "by the client")
    file = plain(export_visit(house.clinic, visit.id, LEAD))
    assert f"Answered by: {who}{f' ({words[helper]})' if helper else ''}" in file
    assert "professional interpreter" not in plain(paper_of(house.clinic, visit, TakeAway.CONSENT))


def test_family_that_helps_who_was_not_spoken_to_in_their_own_language_interprets(house: House) -> None:
    visit = house.book(house.client())
    answered_with(house, "helper", "family")
    visit = house.desk().confirm(house.visit(visit))
    assert house.room().summary(visit).interpreted == ""
    house.note_language(visit, "fr")
    assert "professional interpreter" in house.room().summary(visit).interpreted


@pytest.mark.parametrize(
    ("at_the_note", "at_the_end", "said"),
    [("es", "es", ", in Spanish"), ("es", "en", ", in Spanish"), ("en", "es", "")],
)
def test_a_note_is_marked_with_the_language_in_which_it_was_written(
    house: House, at_the_note: str, at_the_end: str, said: str
) -> None:
    house.sign_translation("es", PEEL)
    visit = house.book(house.client())
    check_in = house.clinic.check_in()
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.yes()
    check_in.accept()
    while check_in.step is Step.QUESTION:
        if check_in.asked.question.id == "note":
            check_in.choose_language(at_the_note)
            check_in.answer("Me duele aquí.")
            check_in.next()
            check_in.choose_language(at_the_end)
        else:
            if (raw := GOOD[PEEL].get(check_in.asked.question.id)) is not None:
                check_in.answer(raw)
            check_in.next()
    check_in.finish()
    check_in.give("Anna Ferrer")
    visit = house.desk().confirm(house.visit(visit))
    summary = house.room().summary(visit)
    assert (summary.note, summary.note_title) == ("Me duele aquí.", f"The client's note{said}")
    paper = export_visit(house.clinic, visit.id, LEAD)
    for read in (plain(paper), text_of(to_pdf(paper))):
        assert f"“Me duele aquí.”{said}" in " ".join(read.split())


def test_no_language_is_kept_of_a_note_that_was_taken_back(house: House) -> None:
    visit = house.book(house.client())
    house.check_in(house.clinic.clients.get(visit.client_id), note="")
    record = house.visit(visit).checkin
    assert record is not None
    assert record.note_language is None
