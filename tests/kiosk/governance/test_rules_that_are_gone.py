"""A treatment is taken out of force while somebody is checked in for it: nobody is treated by rules that are gone."""

import re

import pytest

from kiosk.checkin import paper_form
from kiosk.core.errors import NotAllowed
from kiosk.desk.board import todays_board
from kiosk.governance import protocol_files
from kiosk.visits.rejudge import as_due
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import FACIAL, GOOD, LEAD, PEEL, House
from tests.kiosk.governance.test_library import sign, template, write

NEW = "new-one"
GOOD_NEW = {"area": ["face"], "cold_sore": "no", "scrub": "no"}


@pytest.fixture
def visit(house: House, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Return the visit of a client who came out eligible, and was passed on."""
    monkeypatch.setitem(GOOD, NEW, GOOD_NEW)
    house.dr_roca = house.clinic.staff.add(
        "Dr Neu", "practitioner", "618342", treatments=(PEEL, FACIAL, NEW), actor=LEAD
    )
    write(house, NEW, template(NEW))
    sign(house, NEW)
    visit = house.confirmed(house.client(), NEW)
    assert visit.verdict is not None
    assert visit.verdict.findings == ()
    return visit


def retire(house: House, *, gone: bool) -> None:
    path = house.folder / protocol_files.FOLDER / NEW / protocol_files.PROTOCOL
    if gone:
        path.unlink()
    else:
        protocol_files.write_protocol(path, template(NEW, status="retired"))
    assert NEW not in house.clinic.protocols


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("days", [0, 1])
def test_is_looked_at_first_and_not_treated(house: House, visit: Visit, gone: bool, days: int) -> None:
    retire(house, gone=gone)
    house.clock.forward(days=days)
    room = house.room()
    if not days:
        assert [row.mark.words for row in todays_board(house.clinic).rows if row.mark] == ["practitioner looks first"]
    assert as_due(house.clinic, house.visit(visit)).next_step == "practitioner_first"
    house.desk().open(visit.id)
    seen = room.open(visit.id)
    told = room.summary(seen)
    assert [(each.title, each.reason) for each in told.findings if each.rule == "HOUSE-NO-RULES"] == [
        (
            "The treatment has no rules any more",
            "New one has no rules in force any more, so it can't be given. Ask the lead.",
        )
    ]
    with pytest.raises(NotAllowed, match="no rules"):
        room.decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
    ended = room.decide(seen, "put_off", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
    assert ended.state is VisitState.put_off
    assert room.summary(ended).treatment == "New one"


def test_is_judged_as_before_once_the_rules_are_back(house: House, visit: Visit) -> None:
    retire(house, gone=False)
    house.room().open(visit.id)
    write(house, NEW, template(NEW))
    again = house.room().open(visit.id)
    assert again.verdict is not None
    assert again.verdict.findings == ()


def test_a_paper_form_for_it_is_refused_in_words(house: House) -> None:
    write(house, NEW, template(NEW))
    booked = house.book(house.client("Bob", "Bau"), NEW)
    retire(house, gone=True)
    with pytest.raises(NotAllowed, match="no rules"):
        paper_form.enter(house.clinic, booked.id, GOOD_NEW, staff=house.rita)


@pytest.mark.parametrize("answered", [0, 2])
def test_who_is_answering_by_then_ends_the_check_in_and_is_looked_at_first(
    house: House, monkeypatch: pytest.MonkeyPatch, answered: int
) -> None:
    monkeypatch.setitem(GOOD, NEW, GOOD_NEW)
    write(house, NEW, template(NEW))
    sign(house, NEW)
    client = house.client()
    visit = house.book(client, NEW)
    check_in = house.at_questions(client)
    for _ in range(answered):
        check_in.answer(GOOD_NEW[check_in.asked.question.id])
        check_in.next()
    retire(house, gone=True)
    house.answer_all(check_in, GOOD)
    check_in.finish()
    check_in.give(client.full_name)
    kept = house.visit(visit)
    assert kept.verdict is not None
    assert [finding.rule for finding in kept.verdict.findings] == ["HOUSE-NO-RULES"]


def test_who_has_not_begun_to_answer_is_sent_to_the_desk(house: House) -> None:
    write(house, NEW, template(NEW))
    sign(house, NEW)
    client = house.client()
    house.book(client, NEW)
    check_in = house.clinic.check_in()
    check_in.identify(client.family_name, 5, 3, 1984)
    check_in.yes()
    retire(house, gone=True)
    with pytest.raises(NotAllowed, match="come to the desk"):
        check_in.accept()


def without(text: str, *gone: str) -> str:
    """Return a protocol's text without some of its questions and rules, as version 2."""
    parts = re.split(r"(?m)^(?=  - id: |[a-z]+:)", text.replace("version: 1 ", "version: 2 "))
    return "".join(part for part in parts if not part.startswith(tuple(f"  - id: {each}\n" for each in gone)))


@pytest.mark.parametrize(
    ("gone", "corrected"),
    [
        (("cold_sore", "NEW-COLD-SORE", "scrub", "scrub_last", "NEW-SCRUB"), True),
        (("scrub", "scrub_last", "NEW-SCRUB"), True),
        (("scrub", "scrub_last", "NEW-SCRUB"), False),
    ],
)
def test_a_question_that_the_lead_takes_out_ends_no_practitioners_screen(
    house: House, monkeypatch: pytest.MonkeyPatch, gone: tuple[str, ...], corrected: bool
) -> None:
    monkeypatch.setitem(GOOD, NEW, GOOD_NEW)
    house.dr_roca = house.clinic.staff.add("Dr Neu", "practitioner", "618342", treatments=(NEW,), actor=LEAD)
    write(house, NEW, template(NEW))
    sign(house, NEW)
    room = house.room()
    visit = house.confirmed(house.client(), NEW, cold_sore="not_sure")
    visit = room.settle(visit, "cold_sore", "no", pin_checked=house.dr_roca)
    if corrected:
        last = {"scrub_last": "2026-07-01"}
        visit = room.correct(visit, "scrub", "yes", "I asked", pin_checked=house.dr_roca, also=last)
    house.clock.forward(minutes=2)
    write(house, NEW, without(template(NEW), *gone))
    sign(house, NEW)
    seen = room.open(visit.id)
    told = room.summary(seen)
    assert told.protocol.startswith("Rules: version 2, signed")
    assert told.settled == () or told.settled[0].startswith("Cold sore: no, Dr Neu looked")
    decided = room.decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
    finished = room.finish(decided, ["face"], ["treat"], pin_checked=house.dr_roca)
    assert room.aftercare(finished)
    assert room.summary(finished).areas == "face"
