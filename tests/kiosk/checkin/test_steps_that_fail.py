"""Whatever step can't be kept, the client stays where they were, and the same touch works once it can be."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from typing import Any

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.core.errors import RecordsUnavailable
from kiosk.governance.library import Library
from tests.kiosk.checkin.test_signing import DRAWN
from tests.kiosk.checkin.test_spoken_language import identified
from tests.kiosk.conftest import FACIAL, GOOD, House

Tried = Callable[[CheckIn, Callable[[], object]], None]


def standing(check_in: CheckIn) -> dict[str, Any]:
    """Return all that a check-in knows, and where the client is in its questions."""
    draft = check_in._draft
    known = {name: value for name, value in vars(draft).items() if name != "questionnaire"}
    return {**known, "at": draft.questionnaire and draft.questionnaire.standing}


@pytest.fixture
def twice(house: House, monkeypatch: pytest.MonkeyPatch) -> Tried:
    """Return what takes a step while the disk is full, finds everything as it was, and takes it again with room on it."""

    def full(*_: object) -> None:
        raise RecordsUnavailable("The disk is full: make room and try again; nothing was lost.")

    def tried(check_in: CheckIn, step: Callable[[], object]) -> None:
        before = standing(check_in)
        with monkeypatch.context() as disk:
            disk.setattr(type(house.clinic.records), "_commit", full)
            with pytest.raises(RecordsUnavailable):
                step()
        assert standing(check_in) == before
        step()

    return tried


def test_who_signed_one_consent_that_was_not_kept_signs_no_other_by_signing_again(house: House, twice: Tried) -> None:
    anna = house.client()
    house.book(anna)
    house.book(anna, FACIAL, start=time(10, 45))
    check_in = house.answer_all(house.at_questions(anna), GOOD)
    twice(check_in, check_in.finish)
    first = check_in.consent
    twice(check_in, lambda: check_in.give(drawn=DRAWN))
    assert (check_in.step, check_in.consent.treatment == first.treatment) == (Step.CONSENT, False)
    twice(check_in, check_in.decline)
    assert check_in.step is Step.DONE


def test_a_notice_of_a_language_stands_until_what_follows_is_kept(
    house: House, twice: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "translations", lambda *_: {})
    anna = house.client()
    house.book(anna)
    check_in = house.at_questions(anna)
    for goes_on in (
        lambda: check_in.choose_language("en"),
        lambda: check_in.language_help(wanted=False),
        check_in.back,
    ):
        check_in.choose_language("fr")
        assert (check_in.language, check_in.step) == ("fr", Step.NOTICE)
        twice(check_in, lambda: check_in.language_help(wanted=True))
        assert check_in.step is Step.NOTICE
        twice(check_in, goes_on)
        assert (check_in.language, check_in.step) == ("en", Step.QUESTION)


def test_a_draft_is_taken_up_and_kept_at_once_or_still_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = house.client()
    visit = house.book(anna)
    check_in = house.at_questions(anna)
    check_in.leave("timeout")
    house.desk().hand_back_draft(visit.id, house.clinic.terminal)
    for room_for in range(2):
        left, commit = [None] * room_for, type(house.clinic.records)._commit

        def soon_full(*given: Any, left: list[None] = left, commit: Callable[..., None] = commit) -> None:
            if not left:
                raise RecordsUnavailable("The disk is full: make room and try again; nothing was lost.")
            left.pop()
            commit(*given)

        with monkeypatch.context() as disk, suppress(RecordsUnavailable):
            disk.setattr(type(house.clinic.records), "_commit", soon_full)
            check_in.resume()
        taken = room_for == 1
        assert (check_in.step is Step.QUESTION, check_in.handed_back, house.visit(visit).stopped) == (
            taken,
            not taken,
            not taken,
        )
        assert (house.clinic.terminals.me().state == "busy") is taken


def test_each_step_of_a_young_persons_way_can_be_taken_again(house: House, twice: Tried) -> None:
    young = house.client(born=date(2010, 1, 1), phone="600123456", wishes=None)
    house.book(young)
    check_in = identified(house, young)
    check_in.prove("3456")
    twice(check_in, check_in.yes)
    twice(check_in, lambda: check_in.guardian(present=True))
    twice(check_in, lambda: check_in.wish("name", "Nina"))
    twice(check_in, check_in.accept)
    check_in.answer(GOOD[check_in.asked.treatment][check_in.asked.question.id])
    twice(check_in, check_in.next)
    twice(check_in, check_in.back)
    house.answer_all(check_in, GOOD)
    twice(check_in, check_in.back)
    house.answer_all(check_in, GOOD)
    twice(check_in, check_in.finish)
    twice(check_in, lambda: check_in.young_person(wants=False))
    assert check_in.step is Step.DONE


def test_who_is_told_something_can_ask_again_where_the_desk_was_not_told(house: House, twice: Tried) -> None:
    anna = house.client()
    house.book(anna, start=time(18, 0))
    check_in = CheckIn(house.clinic)
    twice(check_in, lambda: check_in.identify("Ferrer", 5, 3, 1984))
    assert check_in.notice
    assert check_in.notice.kind == "too_early"
