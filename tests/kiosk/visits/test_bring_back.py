"""A spot that no doctor has looked at: closed only by "advised to see a doctor, slip given", and brought back until one has looked."""

from typing import Any

import pytest

from kiosk.core.errors import BadInput, NotAllowed
from kiosk.room.override import REASONS, Override
from kiosk.visits import bring_back
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import FACIAL, PEEL, SYSTEM, House


def listed(house: House) -> list[str]:
    with house.clinic.records.read() as reader:
        return [visit.id for visit in house.clinic.visits.to_bring_back(reader)]


def decide(house: House, visit: Visit, decision: str, **more: Any) -> Visit:
    decided: Visit = house.room().decide(visit, decision, pin_checked=house.dr_roca, seen_sha=visit.content_sha, **more)
    return decided


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        ("put_off", {"until": None}),
        ("decline", {"reason": "no"}),
        ("go_ahead", {"override": Override(REASONS[1], "On the back.")}),
    ],
)
def test_nothing_is_decided_before_the_client_was_advised(house: House, decision: str, more: dict[str, Any]) -> None:
    visit = house.confirmed(house.client(), lesion="yes")
    visit = house.room().paper_consent(visit, "yes", "Anna Ferrer")
    with pytest.raises(NotAllowed, match="Advise to see a doctor, give the slip, and note it first"):
        decide(house, visit, decision, **more)
    advised = house.room().advise(visit, pin_checked=house.dr_roca)
    signed = advised.signoffs[-1]
    assert (signed.decision, signed.by, signed.at) == ("advised", "Dr Roca", house.clock.now())
    assert decide(house, advised, decision, **more).state in {
        VisitState.put_off, VisitState.declined, VisitState.in_progress,
    }  # fmt: skip
    assert listed(house) == [visit.id]  # until a doctor has looked


def test_the_answer_can_not_be_corrected_away_either(house: House) -> None:
    visit = house.confirmed(house.client(), FACIAL, lesion="yes")
    with pytest.raises(NotAllowed, match="Advise to see a doctor"):
        house.room().correct(visit, "lesion", "no", "it is a freckle", pin_checked=house.dr_roca)
    advised = house.room().advise(visit, pin_checked=house.dr_roca)
    corrected = house.room().correct(advised, "lesion", "no", "it is a freckle", pin_checked=house.dr_roca)
    assert not bring_back.mentions_lesion(corrected)
    assert listed(house) == [visit.id]


def test_who_left_without_a_word_is_brought_back_too(house: House) -> None:
    visit = house.screened(house.client(), lesion="yes")
    house.desk().left(visit)
    assert listed(house) == [visit.id]


def test_it_stays_until_somebody_notes_that_a_doctor_has_looked(house: House) -> None:
    anna = house.client()
    first = house.confirmed(anna, lesion="yes")
    room = house.room()
    with pytest.raises(NotAllowed, match="Note first that the client was advised"):
        room.doctor_saw(first, "Dr Pla: harmless", pin_checked=house.dr_roca)
    decide(house, room.advise(first, pin_checked=house.dr_roca), "put_off")
    house.clock.forward(days=1)
    again = house.confirmed(anna)  # says that a doctor has looked
    told = room.summary(again)
    assert [each.id for each in told.to_bring_back] == [first.id]
    assert told.to_advise == ()
    with pytest.raises(BadInput, match="Write who looked"):
        room.doctor_saw(house.visit(first), " ", pin_checked=house.dr_roca)
    seen = room.doctor_saw(house.visit(first), "Dr Pla: harmless", pin_checked=house.dr_roca)
    assert (seen.signoffs[-1].decision, seen.signoffs[-1].reason) == ("doctor_saw", "Dr Pla: harmless")
    assert listed(house) == []
    assert room.summary(house.visit(again)).to_bring_back == ()


@pytest.mark.parametrize("said", ["no", "not_sure"])
def test_nobody_else_is_on_the_list(house: House, said: str) -> None:
    visit = house.confirmed(house.client(), lesion=said)
    assert listed(house) == []
    with pytest.raises(NotAllowed, match="no spot"):
        house.room().advise(visit, pin_checked=house.dr_roca)


def test_that_an_answer_became_less_strict_is_no_spot_of_its_own(house: House) -> None:
    visit = house.screened(house.client(), PEEL, lesion="yes")
    house.clock.forward(minutes=5)
    house.desk().reopen(visit)
    house.check_in(house.clinic.clients.get(visit.client_id))
    again = house.visit(visit)
    assert again.verdict is not None
    assert [finding.rule for finding in again.verdict.findings] == ["HOUSE-LESS-STRICT"]
    assert not bring_back.mentions_lesion(again)
    assert listed(house) == [visit.id]  # it was said, and nobody has advised
    assert [each.id for each in house.room().summary(again).to_advise] == [visit.id]


def test_who_was_erased_is_on_no_list(house: House) -> None:
    anna = house.client()
    visit = house.screened(anna, lesion="yes")
    house.desk().left(visit)
    with house.clinic.records.write(SYSTEM) as writer:
        document = writer.get("visit", visit.id)
        assert document is not None
        writer.remove("visit", visit.id, expect=document["revision"])
    assert listed(house) == []
