"""What is asked beyond a treatment's source is decided, not skipped: until it is, the practitioner looks first at every visit."""

import pytest

from kiosk.core.errors import BadInput
from kiosk.desk.board import todays_board
from kiosk.governance.protocol_files import read_bytes
from kiosk.records import Kind
from rules import NextStep
from rules.reading.overlays import load_overlay, shipped_overlay, shipped_overlays
from tests.kiosk.conftest import FACIAL, PEEL, House


@pytest.fixture
def undecided(house: House) -> House:
    """A clinic whose lead has signed the rules, and has decided on nothing else."""
    with house.clinic.records.write(house.lead.actor("desk")) as writer:
        document = writer.get(Kind.META, "protocols")
        assert document is not None
        writer.put(Kind.META, {**document, "overlays": {}}, expect=document["revision"])
    return house


def refuse(house: House, *overlays: str) -> None:
    decisions = dict.fromkeys(overlays, "refuse")
    house.clinic.sign_protocols([], house.lead, decisions, dict.fromkeys(overlays, "Not here."))  # type: ignore[arg-type]


def found(house: House) -> list[tuple[str, str]]:
    verdict = house.screened(house.client()).verdict
    assert verdict is not None
    return [(finding.rule, finding.staff) for finding in verdict.findings]


def test_until_it_is_decided_the_practitioner_looks_first_and_reads_why(undecided: House) -> None:
    visit = undecided.screened(undecided.client())
    verdict = visit.verdict
    assert verdict is not None
    (finding,) = verdict.findings
    assert (finding.rule, verdict.next_step) == ("HOUSE-UNDECIDED", NextStep.PRACTITIONER_FIRST)
    assert "whether Parisian Peel asks for allergies, extended screening and pregnancy." in finding.staff
    refuse(undecided, "extended-screening", "allergy")
    again = undecided.clinic.judge.judge(visit, [], on=visit.day, at=undecided.clock.now())
    (finding,) = again.verdict["findings"]
    assert "asks for pregnancy." in finding["staff"]
    refuse(undecided, "pregnancy")
    assert undecided.clinic.judge.judge(visit, [], on=visit.day, at=undecided.clock.now()).verdict["findings"] == []


def test_the_board_says_why_and_no_longer_does_once_all_is_decided(undecided: House) -> None:
    remarks = todays_board(undecided.clinic).remarks
    assert len(remarks) == 2
    assert remarks[0] == (
        "Parisian Peel: the practitioner looks first at every visit, because the lead has not decided on allergies, extended "
        "screening and pregnancy."
    )
    refuse(undecided, *shipped_overlays())
    assert todays_board(undecided.clinic).remarks == ()


def test_the_board_says_that_rules_are_not_signed(house: House) -> None:
    house.clinic.sign_protocols([], house.lead, {"allergy": "adopt"})  # deciding alone is not signing
    assert [each.split(",")[1] for each in todays_board(house.clinic).remarks] == [
        " because the lead has not signed its rules."
    ] * 2


def test_what_ships_is_refused_only_with_a_reason_which_is_kept(undecided: House) -> None:
    with pytest.raises(BadInput, match="say why"):
        undecided.clinic.sign_protocols([], undecided.lead, {"pregnancy": "refuse"})
    assert undecided.clinic.library.undecided(PEEL) == ("allergy", "extended-screening", "pregnancy")
    refuse(undecided, "pregnancy")
    assert undecided.clinic.library.decided()["pregnancy"].because == "Not here."
    assert undecided.clinic.library.undecided(PEEL) == ("allergy", "extended-screening")


def test_one_may_be_adopted_without_the_others(undecided: House) -> None:
    data = read_bytes(undecided.clinic.library.overlay_path("pregnancy"))
    signings = [undecided.clinic.library.drafted(each, {"pregnancy": data}) for each in (PEEL, FACIAL)]
    undecided.clinic.sign_protocols(signings, undecided.lead, {"pregnancy": "adopt"})
    peel = undecided.clinic.protocols[PEEL]
    assert peel.has_question("pregnant")
    assert not peel.has_question("allergy")
    assert undecided.clinic.library.is_signed(PEEL)
    assert undecided.clinic.library.undecided(FACIAL) == ("allergy", "extended-screening")


@pytest.mark.parametrize("overlay", shipped_overlays())
def test_all_that_ships_is_for_the_treatments_that_ship(overlay: str, house: House) -> None:
    assert load_overlay(shipped_overlay(overlay)).says.protocols == (PEEL, FACIAL)
    assert house.clinic.library.undecided("glycolic-peel") == ()
