"""Settling a kind: a practitioner who names one that the lead signed settles the answer, named and dated, and overrides nothing."""

from datetime import time

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.governance import protocol_files
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import PEEL, House

OURS = """\
overlay: our-kinds
title: Kinds that do not count here
version: {version}
valid_from: 2026-01-01
status: active
summary: Which kinds of keratosis do not count in this clinic.
protocols: [parisian-peel]
kinds:
  - question: keratosis
    kinds: [{kinds}]
    why: Our dermatologist says so.
"""
KIND = "seborrhoeic keratosis"


def listed(house: House, kinds: str, version: int = 1) -> None:
    """Let the lead sign a list of kinds."""
    path = house.folder / protocol_files.FOLDER / "our-kinds" / protocol_files.OVERLAY
    protocol_files.write_protocol(path, OURS.format(kinds=kinds, version=version))
    signing = house.clinic.library.drafted(PEEL, {"our-kinds": protocol_files.read_bytes(path)})
    house.clinic.sign_protocols([signing], house.lead, {"our-kinds": "adopt"})


def settle(house: House, visit: Visit, kind: str = KIND) -> Visit:
    settled: Visit = house.room().settle_kind(visit, "keratosis", kind, pin_checked=house.dr_roca)
    return settled


def outcome(visit: Visit) -> str:
    assert visit.verdict is not None
    return str(visit.verdict.outcome)


def test_without_a_list_there_is_no_kind_to_name(house: House) -> None:
    visit = house.confirmed(house.client(), keratosis="yes")
    assert house.room().kinds(visit) == {}
    with pytest.raises(NotAllowed, match="not on a list that the lead has signed"):
        settle(house, visit)
    assert outcome(house.visit(visit)) == "contraindicated"


@pytest.mark.parametrize("said", ["yes", "not_sure"])
def test_naming_a_kind_from_the_list_settles_the_answer_and_overrides_nothing(house: House, said: str) -> None:
    listed(house, f"{KIND}, keratosis pilaris")
    visit = house.confirmed(house.client(), keratosis=said)
    assert outcome(visit) == ("contraindicated" if said == "yes" else "review")
    assert house.room().kinds(visit) == {"keratosis": (KIND, "keratosis pilaris")}
    settled = settle(house, visit)
    assert outcome(settled) == "eligible"
    (told,) = house.room().summary(settled).settled
    assert told == f"Keratosis: {KIND}, named by Dr Roca, 10:00 (was: {said.replace('_', ' ')})"
    assert settled.signoffs[-1].decision == "settle"
    assert house.room().kinds(settled) == {}
    consented = house.room().paper_consent(settled, "yes", "Anna Ferrer")
    gone = house.room().decide(
        consented, "go_ahead", pin_checked=house.dr_roca, seen_sha=consented.content_sha
    )  # no reason: nothing is overridden
    assert (gone.state, gone.signoffs[-1].reason) == (VisitState.in_progress, "")


def test_a_kind_that_is_not_on_the_list_settles_nothing(house: House) -> None:
    listed(house, KIND)
    visit = house.confirmed(house.client(), keratosis="yes")
    for kind in ("actinic keratosis", "keratosis pilaris", ""):
        with pytest.raises(NotAllowed, match="not on a list"):
            settle(house, visit, kind)
    with pytest.raises(NotAllowed, match="not on a list"):
        house.room().settle_kind(visit, "rosacea", KIND, pin_checked=house.dr_roca)


def test_it_holds_at_the_next_visit_for_as_long_as_the_kind_is_on_the_list(house: House) -> None:
    listed(house, f"{KIND}, keratosis pilaris")
    anna = house.client()
    settle(house, house.confirmed(anna, keratosis="yes"))
    house.clock.forward(days=1)
    day = house.clinic.today()
    visit = house.book(anna, start=time(10, 30), day=day)
    house.check_in(anna, keratosis="yes")
    later = house.visit(visit)
    assert outcome(later) == "eligible"
    listed(house, "keratosis pilaris", version=2)
    again = house.clinic.judge.judge(later, house.clinic.visits.of_client(anna.id), on=day, at=house.clock.now())
    assert again.verdict["outcome"] == "contraindicated"


def test_a_list_that_nobody_signed_settles_nothing(house: House) -> None:
    listed(house, KIND)
    visit = house.confirmed(house.client(), keratosis="yes")
    path = house.folder / protocol_files.FOLDER / "our-kinds" / protocol_files.OVERLAY
    protocol_files.write_protocol(path, OURS.format(kinds=f"{KIND}, keratosis pilaris", version=2))
    assert not house.clinic.library.is_signed(PEEL)
    with pytest.raises(NotAllowed, match="not on a list"):
        settle(house, visit, "keratosis pilaris")
