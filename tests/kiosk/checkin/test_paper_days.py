"""A paper form: the day it was filled in, the day the visit is judged for, and that nobody reads a verdict of another day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from kiosk.checkin import paper_form
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.replay.replay import replay
from kiosk.visits.visit import Visit
from rules import Answers, evaluate
from tests.kiosk.conftest import FACIAL, GOOD_FACIAL, GOOD_PEEL, PEEL, TODAY, House

RETINOID = {**GOOD_PEEL, "retinoid": "yes", "retinoid_last": "within"}


def enter(house: House, visit: Visit, raw: dict[str, Any] = GOOD_PEEL, **how: Any) -> Visit:
    return paper_form.enter(house.clinic, visit.id, raw, staff=house.rita, consent="paper", **how)


def outcome(visit: Visit) -> str:
    assert visit.verdict is not None
    return str(visit.verdict.outcome)


def listed(house: House, visit: Visit) -> Visit:
    return house.clinic.daybook(visit.day).entry(visit.id).visit


def test_a_form_is_judged_for_the_visits_own_day_whenever_it_was_filled_in(house: House) -> None:
    visit = house.book(house.client())
    entered = enter(house, visit, RETINOID, on=TODAY - timedelta(days=2))
    assert entered.verdict is not None
    assert (entered.verdict.on, outcome(entered)) == (TODAY, "deferred")
    assert entered.verdict.earliest == TODAY + timedelta(days=1), "the answers count from the day of the form"
    later = enter(house, house.book(house.client("Berta", "Soler")), RETINOID, on=TODAY - timedelta(days=3))
    assert outcome(later) == "caution", "the cream is out of the way; what was said of that day's skin is asked again"


def test_what_was_said_of_another_days_skin_is_asked_again(house: House) -> None:
    visit = enter(house, house.book(house.client()), RETINOID, on=TODAY - timedelta(days=90))
    assert visit.verdict is not None
    (finding,) = visit.verdict.findings
    assert (finding.rule, outcome(visit), finding.client) == ("HOUSE-OTHER-DAY", "caution", "")
    assert finding.staff.startswith("Answered on 1 May and of that day: ")
    for short in ("Cold sore", "Rash"):
        assert short in finding.staff
    for short in ("Rosacea", "Last retinoid"):
        assert short not in finding.staff
    assert enter(house, house.book(house.client("Berta", "Soler")), on=TODAY).verdict.findings == ()  # type: ignore[union-attr]


def test_what_was_asked_again_since_is_not_asked_once_more(house: House) -> None:
    visit = enter(
        house, house.book(house.client()), {**GOOD_PEEL, "herpes_active": "not_sure"}, on=TODAY - timedelta(days=1)
    )
    settled = house.room().settle(house.desk().confirm(visit), "herpes_active", "no", pin_checked=house.dr_roca)
    (finding,) = settled.verdict.findings
    assert finding.rule == "HOUSE-OTHER-DAY"
    assert "Cold sore" not in finding.staff
    assert "Rash" in finding.staff


def test_the_day_the_form_was_filled_in_is_kept_and_told(house: House) -> None:
    on = TODAY - timedelta(days=20)
    entered = enter(house, house.book(house.client()), on=on)
    record = entered.checkin
    assert record is not None
    assert (record.filled_on, record.filled_at, record.answers["answered_on"]) == (on, None, "2026-07-10")
    told = house.room().summary(entered)
    assert told.answered == "paper form of 10 July, entered by Rita Roy"


def test_a_form_of_this_morning_is_told_by_its_time(house: House) -> None:
    at = house.clock.now() - timedelta(minutes=15)
    entered = enter(house, house.book(house.client()), filled_at=at)
    assert entered.checkin is not None
    assert (entered.checkin.filled_at, entered.checkin.filled_on) == (at, TODAY)
    told = house.room().summary(entered)
    assert told.answered == "paper form of 09:45, entered by Rita Roy"


@pytest.mark.parametrize("days", [1, 2, 365, 519])
def test_a_form_cannot_have_been_filled_in_after_today(house: House, days: int) -> None:
    visit = house.book(house.client())
    with pytest.raises(BadInput, match="after today"):
        enter(house, visit, on=TODAY + timedelta(days=days))
    with pytest.raises(BadInput, match="after today"):
        enter(house, visit, filled_at=house.clock.now() + timedelta(days=days))
    assert house.visit(visit) == visit


def test_a_form_of_before_the_client_was_born_or_too_old_to_count_is_refused(house: House) -> None:
    child = house.book(house.client("Berta", "Soler", TODAY - timedelta(days=30)))
    with pytest.raises(BadInput, match="before the client was born"):
        enter(house, child, on=TODAY - timedelta(days=31))
    visit = house.book(house.client())
    for on in (TODAY - timedelta(days=91), date(2016, 7, 30), date(202, 7, 30)):
        with pytest.raises(BadInput, match="Answers count for 90 days"):
            enter(house, visit, RETINOID, on=on)
    assert outcome(enter(house, visit, on=TODAY - timedelta(days=90))) == "caution"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("0202-06-01", "needs a year of four digits"),
        ("1984-03-04", "before the client was born"),
        ("1950-01", "before the client was born"),
        ("2026-07-30", "after the day of answering, 28 July 2026"),
        ("1900-01-01", "more than 120 years ago"),
    ],
)
def test_a_date_of_use_on_a_form_lies_between_birth_and_the_day_it_was_filled_in(
    house: House, raw: str, says: str
) -> None:
    visit = house.book(house.client())
    form = {**GOOD_PEEL, "isotretinoin": "stopped", "isotretinoin_last": raw}
    with pytest.raises(BadInput, match=f'^"isotretinoin_last".*{says}'):
        enter(house, visit, form, on=TODAY - timedelta(days=2))
    assert house.visit(visit) == visit


def test_no_form_is_entered_while_the_date_is_in_doubt_and_no_day_named_helps(house: House) -> None:
    visit = house.book(house.client())
    house.clock.forward(days=9)
    for on in (None, TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(NotAllowed, match="Confirm the date") as refused:
            enter(house, visit, on=on)
        assert "--on" not in refused.value.sentence


def test_a_form_for_a_visit_to_come_is_judged_for_its_day_and_again_on_it(house: House) -> None:
    anna = house.client()
    day = TODAY + timedelta(days=5)
    facial = house.book(anna, FACIAL, day=day)
    entered = enter(house, facial, GOOD_FACIAL)
    assert entered.verdict is not None
    assert (entered.verdict.on, outcome(entered)) == (day, "caution")
    assert house.desk().open(facial.id).judgement == entered.judgement, "before its day once is enough"
    peel = house.book(anna, start=time(12))
    enter(house, peel, {**GOOD_PEEL, "rosacea": "yes"})
    assert outcome(house.visit(facial)) == "caution", "the day is still to come"
    house.clock.forward(days=5)
    assert outcome(listed(house, facial)) == "review", "what the peel's form said is seen in the day's list"
    assert outcome(house.visit(facial)) == "caution", "a list writes nothing"
    with pytest.raises(NotAllowed, match="Open it again"):
        house.desk().confirm(house.visit(facial))
    assert outcome(house.desk().open(facial.id)) == "review"
    assert outcome(house.visit(facial)) == "review"


def test_what_a_form_for_a_visit_to_come_rules_out_is_known_today(house: House) -> None:
    anna = house.client()
    to_come = house.book(anna, day=TODAY + timedelta(days=7))
    enter(house, to_come, {**GOOD_PEEL, "rosacea": "yes"})
    facial = enter(house, house.book(anna, FACIAL), GOOD_FACIAL)
    assert facial.verdict is not None
    (finding,) = [each for each in facial.verdict.findings if each.rule == "HOUSE-OTHER-TREATMENT"]
    assert finding.staff.startswith("On 30 July 2026 an answer was given that rules out Parisian Peel")
    assert outcome(facial) == "review"


def judged_for(house: House, visit: Visit, on: date) -> Visit:
    """Store a visit whose verdict is of another day, as an earlier version of the kiosk could leave it."""
    judged = house.clinic.judge.judge(visit, [], on=on, at=house.clock.now())
    return house.clinic.visits.save(visit.judged(judged), house.clinic.actor_system(), "visit.judge")


def test_a_verdict_of_a_later_day_is_drawn_again_before_anyone_sees_it(house: House) -> None:
    deferred = {"isotretinoin": "stopped", "isotretinoin_last": "2026-07-01"}
    visit = house.screened(house.client(), **deferred)
    assert outcome(visit) == "deferred"
    ahead = judged_for(house, visit, date(2027, 12, 31))
    assert outcome(ahead) == "caution"
    assert outcome(listed(house, ahead)) == "deferred"
    (mine,) = [entry.visit for entry in house.room().my_day()]
    assert outcome(mine) == "deferred"
    with pytest.raises(NotAllowed, match="Open it again"):
        house.desk().confirm(ahead)
    assert outcome(house.room().open(visit.id)) == "deferred"


def test_the_other_visit_of_the_day_is_shown_as_it_stands_today(house: House) -> None:
    anna = house.client()
    peel = house.book(anna)
    facial = house.book(anna, FACIAL, start=time(12))
    enter(house, peel, {**GOOD_PEEL, "isotretinoin": "stopped", "isotretinoin_last": "2026-07-01"})
    enter(house, facial, GOOD_FACIAL)
    judged_for(house, house.visit(peel), date(2027, 12, 31))
    told = house.room().summary(house.visit(facial))
    assert [line.rpartition(": ")[2] for line in told.also_today] == ["not today"]


def test_a_clock_put_back_draws_again_what_was_judged_for_a_later_day(house: House) -> None:
    visit = house.screened(house.client(), retinoid="yes", retinoid_last="2026-07-28")
    house.clock.forward(days=1)
    assert outcome(house.desk().open(visit.id)) == "caution"
    house.clock.forward(days=-1)
    house.clinic.confirm_date(house.rita.actor("desk"))
    assert outcome(listed(house, visit)) == "deferred"
    assert outcome(house.desk().open(visit.id)) == "deferred"


def test_answers_corrected_or_settled_in_the_room_obey_the_same_days(house: House) -> None:
    visit = house.confirmed(house.client(), isotretinoin="stopped", isotretinoin_last="not_sure")
    room = house.room()
    for raw, says in (
        ("0202-06-01", "year with four digits"),
        ("1984-03-04", "the date of birth, or before it"),
        ("2026-07-31", "is in the future"),
        ("longer ago", "choose one of the answers"),
    ):
        with pytest.raises(BadInput, match=says):
            room.settle(visit, "isotretinoin_last", raw, pin_checked=house.dr_roca)
        with pytest.raises(BadInput, match=says):
            room.correct(visit, "retinoid", "yes", "I asked", pin_checked=house.dr_roca, also={"retinoid_last": raw})
    settled = room.settle(visit, "isotretinoin_last", "2020-06-01", pin_checked=house.dr_roca)
    assert outcome(settled) == "eligible"


def test_a_visit_whose_other_treatment_is_given_no_more_is_entered_all_the_same(house: House) -> None:
    anna = house.client()
    facial = house.book(anna, FACIAL)
    enter(house, facial, GOOD_FACIAL)
    peel = house.book(anna, start=time(12))
    without = {PEEL: house.clinic.protocols[PEEL]}
    house.rules_become(without)
    assert outcome(enter(house, peel)) == "review", "two treatments on the same area, as ever"


def test_moments_are_days_of_the_clinics_zone(house: House) -> None:
    evening = datetime.combine(TODAY, time(23, 30), house.clinic.settings.zone)
    house.clock.at = evening.astimezone(house.clock.at.tzinfo)
    entered = enter(house, house.book(house.client()), filled_at=evening)
    assert entered.checkin is not None
    assert entered.checkin.filled_on == TODAY


def test_a_date_on_record_that_would_be_refused_today_is_replayed_and_opened(house: House) -> None:
    visit = house.screened(house.client(), isotretinoin="stopped", isotretinoin_last="2020-01-01")
    record = visit.checkin
    assert record is not None
    protocol = house.clinic.protocols[PEEL]
    for day in ("0202-06-01", "1950-01-01", "1899-12-31"):
        answers = Answers.from_json(protocol, record.answers).with_kept("isotretinoin_last", day, answered_on=TODAY)
        verdict = evaluate(protocol, answers, on=TODAY)
        kept = record.model_copy(update={"answers": answers.to_json(), "verdict": verdict.to_record()})
        old = house.visit(visit).model_copy(update={"checkins": (kept,)})
        house.clinic.visits.save(old, house.clinic.actor_system(), "visit.check_in")
        assert replay(house.clinic, TODAY, TODAY).differences == ()
        opened = house.desk().open(visit.id)
        last = house.room().answers(opened).last_time("isotretinoin_last")
        assert last.day == date.fromisoformat(day)
