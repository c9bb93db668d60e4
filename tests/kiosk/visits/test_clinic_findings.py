"""The clinic's own findings, and what the records say beside the answers."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from kiosk.checkin import paper_form
from kiosk.core.errors import NotAllowed
from kiosk.records import Kind
from kiosk.room.finding_words import finding_note
from kiosk.visits import clinic_findings
from kiosk.visits.visit import CheckInRecord, Session, Visit, VisitState
from rules import Finding, protocol
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, SYSTEM, TODAY, House, sign


def rules_of(visit: Visit) -> list[str]:
    assert visit.verdict is not None
    return [finding.rule for finding in visit.verdict.findings]


def two(house: House, peel: dict[str, Any], facial: dict[str, Any]) -> tuple[Visit, Visit]:
    """Check a client in for both treatments at once."""
    anna = house.client()
    first, second = house.book(anna), house.book(anna, FACIAL, time(11))
    check_in = house.answer_all(
        house.at_questions(anna), {PEEL: {**GOOD[PEEL], **peel}, FACIAL: {**GOOD[FACIAL], **facial}}
    )
    check_in.finish()
    while check_in.step == "consent":
        check_in.give("Anna Ferrer")
    return house.visit(first), house.visit(second)


def test_the_same_area_in_two_treatments_of_a_day_is_looked_at_first(house: House) -> None:
    peel, facial = two(house, {"area": ["face", "hands"]}, {"area": ["face"]})
    for visit, title in ((peel, "Medical facial"), (facial, "Parisian Peel")):
        assert visit.verdict is not None
        (finding,) = visit.verdict.findings
        assert (finding.rule, str(finding.outcome)) == ("HOUSE-TWO-TREATMENTS", "review")
        assert title.casefold() in finding.staff.casefold()
        assert "face" in finding.staff


def test_two_treatments_on_different_areas_go_their_ways(house: House) -> None:
    peel, facial = two(house, {"area": ["hands"]}, {"area": ["face"]})
    assert rules_of(peel) == rules_of(facial) == []


def test_a_treatment_that_is_ruled_out_today_has_the_other_looked_at_first(house: House) -> None:
    peel, facial = two(house, {"area": ["hands"], "rosacea": "yes"}, {"area": ["face"]})
    assert rules_of(peel) == ["PP-ROSACEA"]
    assert rules_of(facial) == ["HOUSE-OTHER-TREATMENT"]


def test_cancelling_one_of_two_treatments_judges_the_other_again(house: House) -> None:
    peel, facial = two(house, {}, {})
    assert rules_of(facial) == ["HOUSE-TWO-TREATMENTS"]
    cancelled = house.desk().cancel(peel)
    assert rules_of(house.visit(facial)) == []
    house.desk().undo(cancelled)
    assert rules_of(house.visit(facial)) == ["HOUSE-TWO-TREATMENTS"]


def test_checking_in_for_a_second_treatment_later_judges_the_first_again(house: House) -> None:
    anna = house.client()
    peel = house.screened(anna)
    assert rules_of(peel) == []
    facial = house.book(anna, FACIAL)
    paper_form.enter(house.clinic, facial.id, GOOD[FACIAL], staff=house.rita, consent="paper")
    assert rules_of(house.visit(peel)) == ["HOUSE-TWO-TREATMENTS"]


def test_declining_one_of_two_consents_leaves_the_other_alone(house: House) -> None:
    anna = house.client()
    peel, facial = house.book(anna), house.book(anna, FACIAL, time(11))
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    check_in.decline()
    check_in.give("Anna Ferrer")
    assert house.visit(peel).state is VisitState.declined
    assert rules_of(house.visit(facial)) == []


def later(house: House, days: int, treatment: str = FACIAL, **changes: Any) -> Visit:
    """Come back after some days for another treatment."""
    (entry,) = house.clinic.daybook(TODAY).entries()
    house.clock.forward(days=days)
    house.clinic.confirm_date(house.rita.actor("desk"))
    visit = house.book(entry.client, treatment, let_in=True)
    house.check_in(entry.client, **changes)
    return house.visit(visit)


def test_a_deferral_of_another_treatment_counts_for_90_days(house: House) -> None:
    house.screened(house.client(), herpes_active="yes")
    assert rules_of(later(house, 90)) == ["HOUSE-OTHER-TREATMENT"]


def test_a_deferral_of_another_treatment_is_forgotten_on_the_91st_day(house: House) -> None:
    house.screened(house.client(), herpes_active="yes")
    assert rules_of(later(house, 91)) == []


def test_a_contraindication_of_another_treatment_counts_for_ever(house: House) -> None:
    house.screened(house.client(), keratosis="yes")
    visit = later(house, 2000)
    assert rules_of(visit) == ["HOUSE-OTHER-TREATMENT"]
    assert visit.verdict is not None
    assert "Keratosis" in visit.verdict.findings[0].staff


def test_a_review_of_another_treatment_says_nothing_here(house: House) -> None:
    house.screened(house.client(), eczema="yes")
    assert rules_of(later(house, 1)) == []


def test_an_earlier_deferral_of_the_same_treatment_says_nothing_here(house: House) -> None:
    house.screened(house.client(), herpes_active="yes")
    assert rules_of(later(house, 1, PEEL)) == []


def test_a_protocol_that_nobody_signed_has_every_visit_looked_at_first(house: House) -> None:
    with house.clinic.records.write(SYSTEM) as writer:
        for kept in writer.find(Kind.SIGNOFF, subject=PEEL):
            writer.remove(Kind.SIGNOFF, kept["id"], expect=kept["revision"])
    assert not house.clinic.library.is_signed(PEEL)
    visit = house.screened(house.client())
    assert rules_of(visit) == ["HOUSE-UNSIGNED"]
    assert str(visit.next_step) == "practitioner_first"
    assert visit.checkin is not None
    assert visit.checkin.verdict["findings"] == []  # the rules' own verdict stays as it was

    sign(house.clinic, PEEL, house.lead)
    house.clock.forward(minutes=1)
    assert rules_of(house.screened(house.client("Berta", "Soler"))) == []


def test_only_a_lead_signs_a_protocol(house: House) -> None:
    with pytest.raises(NotAllowed, match="lead"):
        sign(house.clinic, PEEL, house.dr_roca)
    signed = house.clinic.library.in_force(PEEL).signed
    assert signed is not None
    assert (signed.by, signed.sha256) == ("Lena Lead", house.clinic.protocols[PEEL].sha256)


# Sessions on record


def had_session(house: House, visit: Visit, days_ago: int, treatment: str = PEEL) -> None:
    """Put a finished session of this client on record."""
    day = TODAY - timedelta(days=days_ago)
    done = Visit(
        id=house.clinic.visits.new_id(),
        client_id=visit.client_id,
        day=day,
        start=time(10),
        treatment=treatment,
        state=VisitState.finished,
        session=Session(areas=("face",), steps=(), done_at=house.clock.now() - timedelta(days=days_ago)),
    )
    house.clinic.visits.save(done, SYSTEM, "visit.test")


def with_session(house: House, days_ago: int, **changes: Any) -> Visit:
    anna = house.client()
    visit = house.book(anna)
    had_session(house, visit, days_ago)
    house.check_in(anna, **changes)
    return house.visit(visit)


def test_a_session_on_record_counts_against_a_no_and_the_contradiction_is_shown(house: House) -> None:
    visit = with_session(house, 10, had_before="no")
    assert rules_of(visit) == ["PP-SPACING-3W"]
    assert visit.judgement is not None
    assert visit.judgement.notes == (
        "The client says this would be the first session; a session on 20 July 2026 is on record.",
    )


def test_of_two_last_sessions_the_later_one_wins(house: House) -> None:
    visit = with_session(house, 10, had_before="yes", session_last="2026-06-01")
    assert visit.verdict is not None
    (finding,) = visit.verdict.findings
    assert (finding.rule, finding.until) == ("PP-SPACING-3W", date(2026, 8, 10))
    assert visit.judgement is not None
    assert "1 June 2026" in visit.judgement.notes[0]


def test_a_session_elsewhere_since_wins_over_an_older_one_on_record(house: House) -> None:
    visit = with_session(house, 40, had_before="yes", session_last="2026-07-25")
    assert visit.verdict is not None
    (finding,) = visit.verdict.findings
    assert finding.until == date(2026, 8, 15)


def test_longer_ago_against_a_session_of_last_week_is_a_contradiction(house: House) -> None:
    visit = with_session(house, 7, had_before="yes", session_last="longer_ago")
    assert rules_of(visit) == ["PP-SPACING-3W"]
    assert visit.judgement is not None
    assert "longer ago than 3 weeks" in visit.judgement.notes[0]


def test_longer_ago_fits_a_session_of_two_months_ago(house: House) -> None:
    visit = with_session(house, 60, had_before="yes", session_last="longer_ago")
    assert rules_of(visit) == []
    assert visit.judgement is not None
    assert visit.judgement.notes == ()


def test_an_exact_fit_is_no_contradiction(house: House) -> None:
    visit = with_session(house, 30, had_before="yes", session_last="2026-06-30")
    assert visit.judgement is not None
    assert visit.judgement.notes == ()


def test_an_unsure_answer_stays_unsure_beside_what_the_record_makes_certain(house: House) -> None:
    visit = with_session(house, 10, had_before="not_sure")
    assert visit.verdict is not None
    reasons = sorted((finding.rule, finding.because) for finding in visit.verdict.findings)
    assert reasons == [("PP-SPACING-3W", "unknown"), ("PP-SPACING-3W", "yes")]


def test_a_session_of_another_treatment_is_none_of_this_course(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    had_session(house, visit, 5, FACIAL)
    house.check_in(anna)
    assert rules_of(house.visit(visit)) == []


def test_an_answer_that_shows_an_earlier_session_in_a_forbidden_period_is_told(house: House) -> None:
    visit = with_session(
        house, 40, had_before="yes", session_last="2026-06-20", isotretinoin="stopped", isotretinoin_last="2026-03-01"
    )
    assert visit.judgement is not None
    told = [note for note in visit.judgement.notes if "fell inside" in note]
    assert len(told) == 1
    assert "Last Accutane, 1 March 2026" in told[0]
    assert "20 June 2026" in told[0]


def test_an_earlier_session_after_the_forbidden_period_is_not_told(house: House) -> None:
    visit = with_session(
        house, 40, had_before="yes", session_last="2026-06-20", isotretinoin="stopped", isotretinoin_last="2025-11-01"
    )
    assert visit.judgement is not None
    assert visit.judgement.notes == ()


def test_every_clinic_finding_has_a_text_for_each_reader_and_its_source(house: House) -> None:
    peel, facial = two(house, {"keratosis": "yes"}, {})
    found = [finding for visit in (peel, facial) for finding in (visit.verdict.findings if visit.verdict else ())]
    own = [finding for finding in found if finding.rule.startswith("HOUSE-")]
    assert len(own) >= 3
    for finding in own:
        assert finding.source == ("house rule",)
        assert finding.client.endswith(".")
        assert "keratosis" not in finding.client.casefold()
        assert finding.staff


def test_a_record_keeps_what_is_needed_to_judge_it_again(house: House) -> None:
    visit = house.screened(house.client(), isotretinoin="stopped", isotretinoin_last="2026-02")
    record = visit.checkin
    assert isinstance(record, CheckInRecord)
    protocol = house.clinic.protocols[PEEL]
    assert (record.protocol, record.version, record.sha256) == (PEEL, protocol.version, protocol.sha256)
    assert record.answers["raw"]["isotretinoin_last"] == "2026-02"
    assert record.answers["resolved"]["isotretinoin_last"]["day"] == "2026-02-28"


@pytest.mark.parametrize(
    "finding",
    [
        clinic_findings.unsigned("The peel"),
        clinic_findings.undecided("The peel", ["allergy"]),
        clinic_findings.older_rules("The peel"),
        clinic_findings.no_rules("The peel"),
        clinic_findings.other_day(["Cold sore"], TODAY, TODAY),
        clinic_findings.milder_rules("The peel", [clinic_findings.unsigned("The peel")]),
        clinic_findings.two_treatments(["face"], "The facial"),
        clinic_findings.other_treatment(clinic_findings.unsigned("The peel"), "The facial", TODAY),
    ],
    ids=lambda finding: finding.rule,
)
def test_each_has_a_headline_in_words(finding: Finding) -> None:
    headline = finding_note(protocol(PEEL), finding, GOOD[PEEL], frozenset(), TODAY).title
    assert headline
    assert "HOUSE" not in headline
