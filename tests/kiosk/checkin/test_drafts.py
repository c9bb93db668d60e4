"""What was answered so far survives, and only staff bring it back."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin import paper_form
from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import BadInput, NotAllowed, NotFound, RecordsUnavailable
from kiosk.records import Kind
from kiosk.visits.visit import Visit, VisitState
from tests.kiosk.conftest import GOOD, SYSTEM, House, open_clinic


def half_way(house: House, steps: int = 4, **changes: Any) -> tuple[CheckIn, Visit]:
    """Answer a few questions."""
    anna = house.client()
    visit = house.book(anna)
    check_in = house.at_questions(anna)
    for _ in range(steps):
        asked = check_in.asked
        check_in.answer({**GOOD[asked.treatment], **changes}[asked.question.id])
        check_in.next()
    return check_in, visit


def test_leaving_wipes_the_kiosk_and_the_board_shows_stopped_half_way(house: House) -> None:
    check_in, visit = half_way(house)
    assert check_in.leave("timeout") is Step.WHO
    assert check_in.appointments == ()
    with pytest.raises(NotAllowed):
        _ = check_in.asked
    assert (house.visit(visit).state, house.visit(visit).stopped) == (VisitState.arrived, True)
    terminal = house.clinic.terminals.me()
    assert (terminal.state, terminal.visit_ids, terminal.question) == ("idle", (), 0)


def test_the_next_client_and_the_same_client_see_nothing_of_a_draft(house: House) -> None:
    check_in, _ = half_way(house)
    check_in.leave("timeout")
    assert not check_in.handed_back
    with pytest.raises(NotAllowed, match="Only our staff"):
        check_in.resume()
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.yes()
    check_in.accept()
    assert (check_in.asked.number, check_in.asked.value) == (1, None)


def test_a_draft_that_an_earlier_version_kept_is_gone_on_with(house: House) -> None:
    """Field by field as version 0.1.0 wrote it."""
    anna = house.client()
    visit = house.book(anna)
    check_in = house.at_questions(anna)
    check_in.leave("timeout")
    sha = house.clinic.protocols["parisian-peel"].sha256
    raw = {"area": ["face"], "acne_inflamed": "no"}
    with house.clinic.records.write(SYSTEM) as writer:
        (now,) = writer.find(Kind.DRAFT, visit_id=visit.id)
        document = {
            "id": now["id"],
            "client_id": anna.id,
            "visit_ids": [visit.id],
            "terminal": "kiosk-1",
            "handed_to": "kiosk-1",
            "day": "2026-07-30",
            "step": "question",
            "proof": "name",
            "needs_guardian": False,
            "guardian_present": None,
            "answered_by": "helper",
            "privacy_sha": check_in.privacy.sha,
            "started_at": "2026-07-30T08:00:00Z",
            "saved_at": "2026-07-30T08:00:00Z",
            "unsure_offered": True,
            "protocols": {"parisian-peel": sha},
            "questions": {
                "answers": {
                    "parisian-peel": {"answered_on": "2026-07-30", "raw": raw, "resolved": {}},
                },
                "current": ["pimples_open", "parisian-peel"],
            },
            "consents": {},
        }
        came_later = {
            "seconds",
            "helped_by",
            "note_language",
            "language",
            "chosen_language",
            "privacy_language",
            "translations",
        }
        assert set(document) == set(now) - {"revision"} - came_later
        writer.put(Kind.DRAFT, document, expect=now["revision"], index={"visit_id": [visit.id]})
    assert check_in.resume() is Step.QUESTION
    assert check_in._draft.asked_questions.answers["parisian-peel"].raw == raw
    check_in = house.answer_all(check_in, GOOD)
    check_in.finish()
    while check_in.step is Step.CONSENT:
        check_in.give("Anna Ferrer")
    record = house.visit(visit).checkin
    assert record is not None
    assert (record.answered_by, record.answers["raw"]["area"]) == ("helper", ["face"])
    assert record.started_at == datetime(2026, 7, 30, 8, tzinfo=UTC)


def test_the_desk_hands_a_draft_to_a_kiosk_where_the_client_goes_on(house: House) -> None:
    check_in, visit = half_way(house, herpes_active="not_sure")
    at = check_in.asked
    check_in.leave("timeout")
    desk = house.desk()
    assert desk.has_draft(house.visit(visit))
    desk.hand_back_draft(visit.id, "kiosk-1")
    assert check_in.handed_back
    assert check_in.resume() is Step.QUESTION
    assert check_in.asked == at
    assert not check_in.handed_back
    assert not house.visit(visit).stopped
    for _ in range(3):
        check_in.back()
    assert check_in.asked.question.id == "acne_inflamed"
    house.answer_all(check_in, GOOD)
    check_in.finish()
    check_in.give("Anna Ferrer")
    assert house.visit(visit).state is VisitState.screened


def test_staff_bring_a_draft_back_on_the_kiosk_itself(house: House) -> None:
    check_in, visit = half_way(house)
    at = check_in.asked
    check_in.leave("client")
    check_in.resume(visit.id, house.rita)
    assert check_in.asked == at
    assert "draft.hand" in house.trail(visit.client_id)


def test_a_draft_for_another_kiosk_is_not_taken(house: House) -> None:
    check_in, visit = half_way(house)
    check_in.leave("timeout")
    house.desk().hand_back_draft(visit.id, "kiosk-9")
    assert not check_in.handed_back


def test_a_draft_that_is_closed_after_it_was_handed_over_keeps_no_other_one_from_this_kiosk(house: House) -> None:
    check_in, closed = half_way(house)
    check_in.leave("timeout")
    desk = house.desk()
    desk.hand_back_draft(closed.id, "kiosk-1")
    desk.left(house.visit(closed))
    assert not check_in.handed_back
    with pytest.raises(NotAllowed, match="not open"):
        desk.hand_back_draft(closed.id, "kiosk-1")
    berta = house.client("Berta", "Soler")
    visit = house.book(berta)
    house.at_questions(berta).leave("timeout")
    desk.hand_back_draft(visit.id, "kiosk-1")
    assert check_in.resume() is Step.QUESTION
    assert check_in._draft.visit_ids == (visit.id,)


def test_a_draft_comes_back_at_no_kiosk_once_its_client_has_begun_again(house: House) -> None:
    check_in, visit = half_way(house)
    check_in.leave("timeout")
    house.desk().hand_back_draft(visit.id, "kiosk-1")
    elsewhere = open_clinic(house.clinic.folder.parent, house.clock, "kiosk-2").check_in()
    elsewhere.identify("Ferrer", 5, 3, 1984)
    elsewhere.yes()
    assert not check_in.handed_back


def test_what_was_completed_at_another_kiosk_leaves_no_draft_at_this_one(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    house.desk().hand_back_draft(visit.id, "kiosk-2")
    elsewhere = open_clinic(house.clinic.folder.parent, house.clock, "kiosk-2").check_in()
    elsewhere.resume()
    elsewhere.finish()
    assert elsewhere.give("Anna Ferrer") is Step.DONE
    with pytest.raises(NotAllowed, match="desk has changed"):
        check_in.give("Anna Ferrer")
    check_in.leave("timeout")
    assert not house.desk().has_draft(visit)
    assert (house.visit(visit).state, house.visit(visit).stopped) == (VisitState.screened, False)


def test_a_visit_without_a_draft_has_none_to_hand_back(house: House) -> None:
    with pytest.raises(NotFound, match="no draft"):
        house.desk().hand_back_draft(house.book(house.client()).id, "kiosk-1")


def test_of_two_drafts_the_fuller_one_comes_back(house: House) -> None:
    check_in, visit = half_way(house, steps=6)
    check_in.leave("timeout")
    house.clock.forward(minutes=1)
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.yes()
    check_in.accept()
    check_in.answer(["neck"])
    check_in.next()
    check_in.leave("timeout")
    check_in.resume(visit.id, house.rita)
    assert check_in.asked.number == 7


def test_drafts_are_gone_after_the_check_in(house: House) -> None:
    check_in, visit = half_way(house)
    check_in.leave("timeout")
    (entry,) = house.clinic.daybook().entries()
    house.check_in(entry.client)
    assert not house.desk().has_draft(visit)


def test_drafts_are_thrown_away_at_the_end_of_the_day(house: House) -> None:
    check_in, visit = half_way(house)
    check_in.leave("timeout")
    house.clock.forward(days=1)
    with pytest.raises(NotAllowed, match="another day"):
        house.desk().hand_back_draft(visit.id, "kiosk-1")
    berta = house.client("Berta", "Soler")
    house.book(berta)
    house.at_questions(berta)
    assert not house.desk().has_draft(visit)


def test_a_draft_under_other_rules_begins_from_the_start(house: House) -> None:
    check_in, visit = half_way(house)
    check_in.leave("timeout")
    protocol = house.clinic.protocols[visit.treatment]
    newer = type(protocol).model_validate({**protocol.model_dump(mode="json"), "version": protocol.version + 1})
    house.rules_become({**house.clinic.protocols, visit.treatment: newer})
    assert check_in.resume(visit.id, house.rita) is Step.PRIVACY
    check_in.accept()
    assert (check_in.asked.number, check_in.asked.value) == (1, None)


def test_a_draft_of_a_closed_check_in_is_not_brought_back(house: House) -> None:
    check_in, visit = half_way(house)
    check_in.leave("timeout")
    house.desk().left(house.visit(visit))
    with pytest.raises(NotAllowed, match="not open"):
        check_in.resume(visit.id, house.rita)
    assert check_in.step is Step.WHO


def test_a_check_in_that_stopped_at_the_consent_comes_back_at_the_review(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    check_in.leave("timeout")
    assert check_in.resume(visit.id, house.rita) is Step.REVIEW
    assert all(row.answered for row in check_in.rows)


ENDED = 1 << 22
"""No process has this number: Linux counts them only so far."""


def test_whose_kiosk_died_stopped_half_way_as_soon_as_it_is_used_again(house: House) -> None:
    _, visit = half_way(house)
    terminals, client = house.clinic.terminals, house.clinic.actor_client()
    terminals.change(client, pid=ENDED)
    terminals.call_help(client)
    assert house.visit(visit).stopped
    assert (terminals.me().state, terminals.me().visit_ids) == ("idle", ())
    again = house.clinic.check_in()
    again.identify("Ferrer", 5, 3, 1984)
    again.yes()
    terminals.change(client, pid=ENDED)
    again.accept()  # who is here again has not stopped
    assert not house.visit(visit).stopped
    assert terminals.me().visit_ids == (visit.id,)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.kiosk.conftest import GOOD, FixedClock, open_clinic, people
base, steps = Path(sys.argv[1]), int(sys.argv[2])
clinic = open_clinic(base, FixedClock(), "kiosk-7")
house = people(clinic, FixedClock())
anna = house.client()
house.book(anna)
check_in = house.at_questions(anna)
for _ in range(steps):
    asked = check_in.asked
    check_in.answer(GOOD[asked.treatment][asked.question.id])
    check_in.next()
print(check_in.asked.question.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kiosk_that_is_killed_loses_no_answer_that_was_confirmed(house: House, base: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(base), "7"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    (entry,) = house.clinic.daybook().entries()
    assert not entry.visit.stopped
    assert house.clinic.terminals.sweep(house.rita.actor("desk")) == (entry.visit.id,)
    assert house.visit(entry.visit).stopped
    assert house.clinic.terminals.sweep(house.rita.actor("desk")) == ()
    check_in = house.clinic.check_in()
    check_in.resume(entry.visit.id, house.rita)
    assert check_in.asked.question.id == killed.stdout.strip()
    assert check_in.asked.number == 8


def test_a_silent_terminal_is_given_up_after_every_countdown(house: House, base: Path) -> None:
    _, visit = half_way(house)
    with open_clinic(base, house.clock, "desk") as elsewhere:  # type: ignore[arg-type]
        elsewhere.terminals.host = "another machine"
        assert elsewhere.terminals.sweep(elsewhere.actor_system()) == ()
        house.clock.forward(seconds=150 + 30 + 31)
        assert elsewhere.terminals.sweep(elsewhere.actor_system()) == (visit.id,)


def test_a_client_who_is_still_here_is_not_given_up(house: House, base: Path) -> None:
    check_in, _ = half_way(house)
    for _ in range(4):
        house.clock.forward(seconds=100)
        check_in.touch()
    with open_clinic(base, house.clock, "desk") as elsewhere:  # type: ignore[arg-type]
        elsewhere.terminals.host = "another machine"
        assert elsewhere.terminals.sweep(elsewhere.actor_system()) == ()


def test_a_step_that_cannot_be_kept_is_not_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    check_in, _ = half_way(house)
    asked = check_in.asked
    check_in.answer("yes")

    def full(*_: object) -> None:
        raise RecordsUnavailable("The disk is full: make room and try again; nothing was lost.")

    with monkeypatch.context() as disk:
        disk.setattr(type(house.clinic.records), "_commit", full)
        with pytest.raises(RecordsUnavailable):
            check_in.next()
        assert (check_in.asked.question.id, check_in.asked.value) == (asked.question.id, "yes")
    check_in.next()
    assert check_in.asked.number == asked.number + 1


# Paper forms


def test_a_paper_form_gives_the_same_verdict_and_record(house: House) -> None:
    anna, berta = house.client(), house.client("Berta", "Soler")
    answers = {**GOOD["parisian-peel"], "eczema": "yes", "note": "hurried"}
    typed = house.screened(anna, eczema="yes", note="hurried")
    visit = house.book(berta)
    entered = paper_form.enter(
        house.clinic,
        visit.id,
        answers,
        staff=house.rita,
        consent="paper",
        system_user="till",
        filled_at=house.clock.now(),
    )
    assert entered.verdict == typed.verdict
    assert entered.state is VisitState.screened
    assert entered.checkin is not None
    assert typed.checkin is not None
    assert entered.checkin.answers == typed.checkin.answers
    assert entered.checkin.entered_by == "system user till for Rita Roy"
    assert entered.checkin.filled_at == house.clock.now()
    assert entered.checkin.consent is not None
    assert entered.checkin.consent.how == "paper"
    with house.clinic.records.read() as reader:
        assert "system user till for Rita Roy" in [str(entry.actor) for entry in reader.trail(subject=berta.id)]


def test_a_declined_paper_form_declines_the_visit(house: House) -> None:
    visit = house.book(house.client())
    entered = paper_form.enter(house.clinic, visit.id, GOOD["parisian-peel"], staff=house.rita, consent="declined")
    assert entered.state is VisitState.declined


def test_an_incomplete_paper_form_is_refused_and_nothing_is_kept(house: House) -> None:
    visit = house.book(house.client())
    answers = {name: raw for name, raw in GOOD["parisian-peel"].items() if name not in ("rosacea", "lesion")}
    with pytest.raises(BadInput, match="lesion, rosacea"):
        paper_form.enter(house.clinic, visit.id, answers, staff=house.rita)
    with pytest.raises(BadInput, match="rosacea"):
        paper_form.enter(house.clinic, visit.id, {**answers, "rosacea": "maybe"}, staff=house.rita)
    assert house.visit(visit) == visit


def test_a_paper_form_for_a_visit_that_is_checked_in_is_refused(house: House) -> None:
    visit = house.screened(house.client())
    with pytest.raises(NotAllowed, match="Reopen"):
        paper_form.enter(house.clinic, visit.id, GOOD["parisian-peel"], staff=house.rita)


def test_the_booking_and_the_form_together_ask_for_more_care(house: House) -> None:
    for laser, said, outcome in (("yes", "no", "review"), ("no", "yes", "review"), ("no", "no", "eligible")):
        visit = house.book(house.client(), "medical-facial", laser=laser)
        answers = {**GOOD["medical-facial"], "laser_planned": said}
        entered = paper_form.enter(house.clinic, visit.id, answers, staff=house.rita)
        assert entered.verdict is not None
        assert str(entered.verdict.outcome) == outcome


def test_nothing_of_a_draft_is_in_the_audit_trail_or_on_the_board(house: House) -> None:
    check_in, visit = half_way(house, herpes_active="yes")
    check_in.leave("timeout")
    with house.clinic.records.read() as reader:
        trail = "".join(map(repr, reader.trail(subject=visit.client_id)))
        terminals = "".join(map(repr, reader.all(Kind.TERMINAL)))
    assert "herpes" not in trail + terminals
    assert "Ferrer" not in trail + terminals


def test_a_client_whose_kiosk_was_killed_may_begin_again_at_another_one_at_once(house: House, base: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", KILLED, str(base), "1"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."},
    )
    check_in = house.clinic.check_in()
    assert check_in.identify("Ferrer", 5, 3, 1984) is Step.VISIT


def test_the_desk_takes_nothing_back_under_the_hands_of_a_client_who_answers(house: House) -> None:
    anna = house.client()
    visit = house.desk().arrive(house.book(anna))
    house.at_questions(anna)
    with pytest.raises(NotAllowed, match="nothing"):
        house.desk().undo(house.visit(visit))


def test_a_visit_that_the_desk_ended_meanwhile_is_not_completed(house: House) -> None:
    anna = house.client()
    visit = house.book(anna)
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    check_in.finish()
    house.desk().left(house.visit(visit))
    with pytest.raises(NotAllowed, match="come to the desk"):
        check_in.give("Anna Ferrer")
    assert check_in.step is Step.CONSENT
    assert house.visit(visit).state is VisitState.left
