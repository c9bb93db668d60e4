"""Overriding: a reason from the list and a line, a second PIN against a contraindication, and a mark that stays."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from kiosk.clinic import Clinic
from kiosk.commands.visit_output import lines_of
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.phrases import Tone
from kiosk.desk.board import todays_board
from kiosk.desk.visit_page import visit_page
from kiosk.handouts.take_away import TakeAway, paper_of, possible
from kiosk.people.staff import StaffMember
from kiosk.records import Kind
from kiosk.room.override import REASONS, Override, signers_line
from kiosk.visits.day_book import DayEntry
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_parts import OVERRIDDEN
from tests.kiosk.conftest import FACIAL, LEAD, House

WHY = Override(REASONS[0], "An old scar, not a sore.")
SORE = {"herpes_active": "yes"}
NEVER = {"rosacea": "yes"}


def consented(house: House, answers: Mapping[str, str]) -> Visit:
    """Return a visit that the rules speak against, with a consent on paper."""
    visit = house.confirmed(house.client(), **answers)
    kept: Visit = house.room().paper_consent(visit, "yes", "Anna Ferrer")
    return kept


def go(house: House, visit: Visit, override: Override | None, **more: Any) -> Visit:
    """Go ahead, signed by Dr Roca."""
    gone: Visit = house.room().decide(
        visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, override=override, **more
    )
    return gone


def prescriber(clinic: Clinic) -> StaffMember:
    """Return another practitioner, whom the lead named."""
    clinic.staff.add("Dr Gil", "practitioner", "470916", treatments=(FACIAL,), actor=LEAD)
    return clinic.staff.name_prescriber("Dr Gil", LEAD)


@pytest.mark.parametrize(
    ("override", "says"),
    [
        (None, "Choose why"),
        (Override("Because I can", "It is fine."), "Choose why"),
        (Override(REASONS[0], "  "), "in a line"),
    ],
)
def test_a_deferral_is_overridden_by_a_reason_from_the_list_and_a_line(
    house: House, override: Override | None, says: str
) -> None:
    visit = consented(house, SORE)
    with pytest.raises(BadInput, match=says):
        go(house, visit, override)
    signed = go(house, visit, WHY).signoffs[-1]
    assert (signed.reason, signed.line, signed.overrides) == (WHY.reason, WHY.line, "deferred")
    assert (signed.overridden, signed.second) == (("PP-HERPES",), None)


def test_a_contraindication_takes_a_second_pin_of_the_lead_or_of_a_prescriber_the_lead_named(
    house: House, clinic: Clinic
) -> None:
    visit = consented(house, NEVER)
    gil = prescriber(clinic)
    nobody = clinic.staff.add("Dr Sol", "practitioner", "831047", actor=LEAD)
    for second in (None, house.dr_roca, house.rita, nobody, gil.model_copy(update={"active": False})):
        with pytest.raises(NotAllowed, match="signs besides you"):
            go(house, visit, Override(WHY.reason, WHY.line, second))
    assert [each.name for each in house.room().second_signers(visit)] == ["Lena Lead", "Dr Gil"]
    signed = go(house, visit, Override(WHY.reason, WHY.line, gil)).signoffs[-1]
    assert signed.overrides == "contraindicated"
    assert signed.second is not None
    assert (signed.second.by, signed.second.role) == ("Dr Gil", "practitioner")


def test_where_nobody_could_sign_besides_it_is_refused_before_anything_is_asked(house: House, clinic: Clinic) -> None:
    visit, sore = consented(house, NEVER), {"given": "Berta", "family": "Soler"}
    assert signers_line(house.room().second_signers(visit)).startswith("Lena Lead (lead) signs besides you")
    with clinic.records.write(LEAD) as writer:  # of records that were mended by hand
        (lead,) = writer.find(Kind.STAFF, role="lead")
        writer.put(Kind.STAFF, {**lead, "active": False}, expect=lead["revision"])
    with pytest.raises(NotAllowed, match="nobody who can"):
        house.room().require_possible(visit, "go_ahead", note_shown=True)
    house.room().require_possible(visit, "decline", note_shown=True)
    deferred = house.room().paper_consent(house.confirmed(house.client(**sore), **SORE), "yes", "Berta Soler")
    house.room().require_possible(deferred, "go_ahead", note_shown=True)
    prescriber(clinic)
    house.room().require_possible(visit, "go_ahead", note_shown=True)
    assert "Dr Gil (prescriber)" in signers_line(house.room().second_signers(visit))


def test_a_clinic_may_do_without_the_second_pin(house: House, clinic: Clinic) -> None:
    visit = consented(house, NEVER)
    clinic.__dict__["settings"] = clinic.settings.model_copy(update={"second_pin": False})
    assert house.room().second_signers(visit) == ()
    assert go(house, visit, WHY).signoffs[-1].overrides == "contraindicated"


def test_only_a_lead_names_prescribers_and_only_among_practitioners(house: House, clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Only a lead"):
        clinic.staff.name_prescriber("Dr Roca", house.rita.actor("desk"))
    with pytest.raises(BadInput, match="Rita Roy is a receptionist"):
        clinic.staff.name_prescriber("Rita Roy", LEAD)
    assert clinic.staff.name_prescriber("Dr Roca", LEAD).prescriber
    assert not clinic.staff.name_prescriber("Dr Roca", LEAD, named=False).prescriber
    assert house.trail(house.dr_roca.id)[-2:] == ["prescriber_named", "prescriber_no_more"]


def test_settling_a_review_is_no_override(house: House) -> None:
    visit = house.confirmed(house.client(), eczema="not_sure")
    visit = house.room().settle(visit, "eczema", "yes", pin_checked=house.dr_roca)
    assert house.room().summary(visit).overrides == ""
    gone = go(house, visit, None)
    assert gone.state is VisitState.in_progress
    assert gone.overrides == ()
    assert OVERRIDDEN not in house.room().summary(gone).decided


def test_overridden_stands_in_every_staff_view_whatever_is_settled_afterwards(house: House) -> None:
    gone = go(house, consented(house, SORE), WHY)
    room = house.room()
    told = room.summary(gone)
    assert told.decided.startswith(f"{OVERRIDDEN}   Go ahead, Dr Roca 10:00: {WHY.reason}. {WHY.line}")
    corrected = room.correct(gone, "herpes_active", "no", "It is a scar.", pin_checked=house.dr_roca)
    assert corrected.decision is None
    again = go(house, corrected, None)
    done = room.finish(again, ["face"], [], pin_checked=house.dr_roca)
    line = f"10:00: {OVERRIDDEN} NOT TODAY, Dr Roca: {WHY.reason}. {WHY.line}"
    assert room.summary(done).overridden == (line,)
    (row,) = todays_board(house.clinic).rows
    assert row.mark is not None
    assert (str(row.mark), row.mark.tone) == (f"■ {OVERRIDDEN} · finished", Tone.STOP)
    page = visit_page(house.clinic, house.desk(), done, house.clinic.clients.get(done.client_id))
    assert OVERRIDDEN in page.band
    assert standing(done) == f"finished, {OVERRIDDEN}"
    entry = DayEntry(done, house.clinic.clients.get(done.client_id))
    told = [each for each in lines_of(house.clinic, entry) if each.startswith(f"  {OVERRIDDEN} NOT TODAY")]
    assert len(told) == 1
    house.clock.forward(days=30)
    house.clinic.confirm_date(house.rita.actor("desk"))
    later = house.screened(house.clinic.clients.get(done.client_id), had_before="yes", session_last="2026-07-30")
    assert room.summary(later).overridden == (f"30 July, {line}",)


def test_nothing_that_the_client_is_given_says_so(house: House) -> None:
    visit = house.room().advise(consented(house, SORE | {"lesion": "yes"}), pin_checked=house.dr_roca)
    gone = go(house, visit, WHY)
    house.book(house.clinic.clients.get(gone.client_id), day=house.clinic.today() + timedelta(days=28))
    done = house.room().finish(gone, ["face"], [], pin_checked=house.dr_roca)
    given = {what: str(paper_of(house.clinic, done, what)) for what in possible(house.clinic, done)}
    assert set(given) == set(TakeAway)
    for words in (OVERRIDDEN, "verrid", WHY.line, WHY.reason, "PP-HERPES"):
        assert [what for what, paper in given.items() if words in paper] == []


def test_what_speaks_against_it_since_is_not_covered_by_an_override_of_something_else(house: House) -> None:
    gone = go(house, consented(house, SORE), WHY)
    kept = house.visit(gone).signoffs[-1].model_copy(update={"overridden": ("PP-ROSACEA",)})
    other = gone.model_copy(update={"signoffs": (*gone.signoffs[:-1], kept)})
    with pytest.raises(NotAllowed, match="Decide again"):
        house.room().finish(other, ["face"], [], pin_checked=house.dr_roca)


def test_one_from_before_overrides_were_kept_is_read_as_one(house: House) -> None:
    gone = go(house, consented(house, SORE), WHY)
    old = {"overrides": None, "overridden": (), "line": "", "reason": "seen, healed"}
    kept = gone.signoffs[-1].model_copy(update=old)
    before = gone.model_copy(update={"signoffs": (*gone.signoffs[:-1], kept)})
    assert house.room().summary(before).overridden == (f"10:00: {OVERRIDDEN}, Dr Roca: seen, healed",)
    done = house.room().finish(before, ["face"], [], pin_checked=house.dr_roca)
    assert done.state is VisitState.finished


def test_all_that_is_missing_is_said_at_once(house: House) -> None:
    visit = house.screened(house.client(), note="I flew in.", **SORE)
    with pytest.raises(NotAllowed) as refused:
        house.room().require_possible(visit, "go_ahead", note_shown=False)
    for words in ("has not passed this visit on", "wrote a note", "no consent to this treatment"):
        assert words in refused.value.sentence
