"""A visit goes only where it may."""

from datetime import UTC, date, datetime, time

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.visits.visit import LEGAL, Raise, SignOff, Visit, VisitState

S = VisitState
AT = datetime(2026, 7, 30, 8, 0, tzinfo=UTC)

# From each state, all that may follow. Written out once more, apart from the product's own table.
MAY_FOLLOW = {
    "requested": "booked cancelled",
    "booked": "arrived put_off cancelled no_show",
    "arrived": "screened put_off left cancelled",
    "screened": "confirmed arrived put_off declined left cancelled",
    "confirmed": "in_progress arrived put_off declined left cancelled",
    "in_progress": "finished put_off declined left",
    "declined": "arrived",
    "finished": "",
    "put_off": "",
    "left": "arrived screened",
    "cancelled": "",
    "no_show": "booked",
}


def visit(state: VisitState = S.booked, **more: object) -> Visit:
    return Visit.model_validate(
        {
            "id": "V-1",
            "client_id": "C-1",
            "day": date(2026, 7, 30),
            "start": time(10),
            "treatment": "parisian-peel",
            "state": state,
        }
        | more
    )


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("onward", list(S))
def test_a_visit_goes_only_where_it_may(state: VisitState, onward: VisitState) -> None:
    if onward.value in MAY_FOLLOW[state.value].split():
        assert visit(state).to(onward).state is onward
    else:
        with pytest.raises(NotAllowed, match="This visit is"):
            visit(state).to(onward)


def test_every_state_has_its_line_in_the_table() -> None:
    assert set(LEGAL) == set(S)


def test_every_visit_can_come_to_an_end() -> None:
    ends = {state for state in S if not LEGAL[state]}
    reached = set(ends)
    for _ in S:
        reached |= {state for state in S if LEGAL[state] & reached}
    assert reached == set(S)


def test_a_raise_is_undone_only_by_who_made_it() -> None:
    raised = visit(S.screened).with_raise(Raise(by="Rita Roy", by_id="S-1", at=AT, reason="red cheeks"))
    with pytest.raises(NotAllowed, match="Rita Roy"):
        raised.without_raise("S-2")
    assert raised.without_raise("S-1").raised is None


def test_a_visit_is_raised_once_and_only_after_the_check_in() -> None:
    by = Raise(by="Rita Roy", by_id="S-1", at=AT, reason="red cheeks")
    with pytest.raises(NotAllowed):
        visit(S.booked).with_raise(by)
    with pytest.raises(NotAllowed, match="already"):
        visit(S.confirmed).with_raise(by).with_raise(by)


def test_the_desks_steps_are_taken_back_one_by_one() -> None:
    booked = visit()
    late = booked.by_desk("mark_late", "Rita", AT, booked.model_copy(update={"late": True}))
    gone = late.by_desk("no_show", "Rita", AT, late.end(S.no_show, AT))
    back = gone.undone()
    assert (back.state, back.late, back.ended_at) == (S.booked, True, None)
    assert back.undone().late is False
    with pytest.raises(NotAllowed, match="nothing"):
        back.undone().undone()


def test_nothing_is_taken_back_once_the_practitioner_has_started() -> None:
    screened = visit(S.screened)
    confirmed = screened.by_desk("confirm", "Rita", AT, screened.confirm(AT))
    with pytest.raises(NotAllowed, match="practitioner has started"):
        confirmed.begin(AT).undone()
    assert confirmed.undone().state is S.screened


@pytest.mark.parametrize(("decision", "state"), [("put_off", S.put_off), ("decline", S.declined)])
def test_no_step_of_the_desk_is_taken_back_from_under_a_decision(decision: str, state: S) -> None:
    seen = SignOff(by="Dr Roca", by_id="S-2", role="practitioner", at=AT, decision=decision, seen="abc")  # type: ignore[arg-type]
    screened = visit(S.screened).with_raise(Raise(by="Rita", by_id="S-1", at=AT, reason="red cheeks"))
    passed_on = screened.by_desk("confirm", "Rita", AT, screened.confirm(AT))
    decided = passed_on.end(state, AT).signed(seen)
    with pytest.raises(NotAllowed, match="practitioner has decided since"):
        decided.undone()
    with pytest.raises(NotAllowed, match="started or decided"):
        decided.without_raise("S-1")
    moved = decided.by_desk("move", "Rita", AT, decided.model_copy(update={"moved_to": "V-2"}))
    back = moved.undone()
    assert (back.state, back.moved_to) == (state, None), (
        "what the desk did after the decision is taken back, and no more"
    )
    with pytest.raises(NotAllowed, match="practitioner has decided since"):
        back.undone()


def test_an_answer_settled_before_the_start_keeps_nobody_from_undoing() -> None:
    seen = SignOff(by="Dr Roca", by_id="S-2", role="practitioner", at=AT, decision="settle", seen="abc")
    screened = visit(S.screened)
    passed_on = screened.by_desk("confirm", "Rita", AT, screened.confirm(AT)).signed(seen)
    assert passed_on.undone().state is S.screened


def test_the_hash_of_what_is_shown_changes_with_the_content_and_not_with_the_revision() -> None:
    one = visit(S.confirmed)
    assert one.content_sha == one.model_copy(update={"revision": 7}).content_sha
    assert one.content_sha != one.model_copy(update={"practitioner": "Dr Roca"}).content_sha


def test_a_visit_that_is_not_over_cannot_be_finished_by_a_way_out() -> None:
    with pytest.raises(NotAllowed):
        visit(S.in_progress).end(S.finished, AT)


def test_a_visit_without_answers_cannot_be_reopened() -> None:
    with pytest.raises(NotAllowed, match="no check-in"):
        visit(S.screened).reopen()
