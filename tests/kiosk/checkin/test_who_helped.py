"""Who interpreted or helped is asked of those who say so, kept, and told to the practitioner: family gives a caution at consent."""

from datetime import date

import pytest

from kiosk.core.errors import BadInput
from kiosk.handouts.page import plain
from kiosk.handouts.take_away import TakeAway, paper_of
from kiosk.privacy.export import export_visit
from kiosk.visits.visit_parts import AnsweredBy, HelpedBy
from tests.kiosk.conftest import GOOD, LEAD, House


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
