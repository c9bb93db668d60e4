"""Who is checked in when the rules change, and not yet treated, is judged by them, or the practitioner is told."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.checkin.screen_data import Step
from kiosk.commands.rules.review_text import review_in_words
from kiosk.core.errors import NotAllowed
from kiosk.desk.board import todays_board
from kiosk.governance import protocol_files, set_number, sign_offs
from kiosk.replay.impact import waiting_visits
from kiosk.replay.sign_off_review import review
from kiosk.room.override import REASONS, Override
from kiosk.visits.rejudge import as_due
from kiosk.visits.visit import Visit
from rules import Period
from rules.model import canonical
from tests.kiosk.conftest import FACIAL, GOOD, PEEL, House
from tests.kiosk.governance.test_library import template, write

SEVEN_MONTHS_AGO = {"isotretinoin": "stopped", "isotretinoin_last": "2025-12-30"}
OWN = "own-parisian-peel"


def longer(house: House, period: str = "12 months") -> str:
    """Make the rest after isotretinoin longer, as `kiosk rules set` does; return what the lead reads before."""
    library = house.clinic.library
    change = set_number.longer(
        library, library.drafted(PEEL).protocol, "PP-ACCUTANE-6M", Period.of(period), house.clinic.today()
    )
    reviewed = review(house.clinic, PEEL, change.changed, change.own_text)
    protocol_files.write_protocol(change.path, change.text)
    house.clock.forward(minutes=5)
    house.clinic.sign_protocols([reviewed.proven(None)], house.lead, {OWN: "adopt"})
    return said(reviewed)


def said(reviewed: Any) -> str:
    return " ".join(" ".join(review_in_words(reviewed)).split())


def refuse(house: House, overlay: str = OWN) -> str:
    reviewed = review(house.clinic, PEEL, {overlay: None})
    house.clock.forward(minutes=5)
    house.clinic.sign_protocols([reviewed.proven("The source says six.")], house.lead, {overlay: "refuse"})
    return said(reviewed)


def rules_of(visit: Visit) -> list[str]:
    assert visit.verdict is not None
    return [finding.rule for finding in visit.verdict.findings]


def mark(house: House) -> str:
    (row,) = todays_board(house.clinic).rows
    return str(row.mark)


class TestStricter:
    def test_is_drawn_at_once_and_stands_on_the_board(self, house: House) -> None:
        visit = house.screened(house.client(), **SEVEN_MONTHS_AGO)
        assert mark(house) == "● to the room"
        told = longer(house)
        assert (
            f"Checked in today and not yet treated: 1. Signing judges them again, at once and at every terminal: - {visit.id}"
            in told
        )
        assert f"{visit.id} at 10:30: eligible -> deferred until 30 December 2026" in told
        assert rules_of(house.visit(visit)) == ["PP-ACCUTANE-6M"]
        assert mark(house) == "▲ book from 30 December"

    def test_is_told_on_the_summary(self, house: House) -> None:
        visit = house.confirmed(house.client(), **SEVEN_MONTHS_AGO)
        assert house.room().summary(visit).notes == ()
        longer(house)
        shown = house.room().summary(house.visit(visit))
        (note,) = shown.notes
        assert note.startswith("The rules changed after this check-in. Its answers are judged by version ")
        assert shown.band.word == "NOT TODAY"

    def test_nobody_decides_on_the_verdict_of_before(self, house: House) -> None:
        seen = house.confirmed(house.client(), **SEVEN_MONTHS_AGO)
        longer(house)
        with pytest.raises(NotAllowed, match="rules have changed since this visit was judged"):
            house.room().decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)

    def test_a_decision_on_the_verdict_of_before_ends_no_session(self, house: House) -> None:
        seen = house.confirmed(house.client(), **SEVEN_MONTHS_AGO)
        room = house.room()
        decided = room.decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha)
        longer(house)
        now = house.visit(decided)
        with pytest.raises(NotAllowed, match="did not when you decided"):
            room.finish(now, ["face"], [], pin_checked=house.dr_roca)
        why = Override(REASONS[-1], "It is done already.")
        again = room.decide(now, "go_ahead", pin_checked=house.dr_roca, seen_sha=now.content_sha, override=why)
        assert room.finish(again, ["face"], [], pin_checked=house.dr_roca).session is not None

    def test_a_visit_that_the_change_leaves_as_it_is_is_listed_too(self, house: House) -> None:
        visit = house.screened(house.client())
        assert f"{visit.id} at 10:30: as it stands" in longer(house)

    def test_who_was_treated_or_has_not_checked_in_is_not_touched(self, house: House) -> None:
        left = house.desk().left(house.screened(house.client(), **SEVEN_MONTHS_AGO))
        house.book(house.client("Berta", "Soler"))
        assert "Nobody is checked in for it and not yet treated." in longer(house)
        assert house.visit(left).judgement == left.judgement


class TestLessStrict:
    def test_is_looked_at_first_and_says_what_the_rules_said_before(self, house: House) -> None:
        longer(house)
        visit = house.screened(house.client(), **SEVEN_MONTHS_AGO)
        assert rules_of(visit) == ["PP-ACCUTANE-6M"]
        told = refuse(house)
        assert f"{visit.id} at 10:30: deferred until 30 December 2026 -> review (HOUSE-MILDER-RULES)" in told
        now = house.visit(visit)
        assert rules_of(now) == ["HOUSE-MILDER-RULES"]
        assert mark(house) == "◆ practitioner looks first"
        (found,) = house.room().summary(now).findings
        assert found.title == "The rules say less than at the check-in"
        assert "12 months must have fully passed." in found.reason
        assert "(deferred)" in found.reason

    def test_what_was_only_a_caution_comes_back_as_a_caution(self, house: House) -> None:
        visit = house.screened(house.client(), strong_sun="yes")
        protocol = house.clinic.protocols[PEEL].model_dump(mode="json")
        sun = next(each for each in protocol["rules"] if each["id"] == "PP-SUN")
        sun["when"] = {"all": [sun["when"], {"question": "rash", "is": "yes"}]}
        newer = type(house.clinic.protocols[PEEL]).model_validate({**protocol, "version": protocol["version"] + 1})
        house.rules_become({**house.clinic.protocols, PEEL: newer})
        again = as_due(house.clinic, visit)
        assert [rule for rule in rules_of(again) if rule != "HOUSE-UNSIGNED"] == ["HOUSE-MILDER-RULES"]
        assert again.verdict is not None
        assert str(again.verdict.findings[-1].outcome) == "caution"

    def test_an_answer_settled_since_is_not_taken_for_milder_rules(self, house: House) -> None:
        visit = house.confirmed(house.client(), rosacea="not_sure")
        house.room().settle(visit, "rosacea", "no", pin_checked=house.dr_roca)
        longer(house)
        assert rules_of(house.visit(visit)) == []


class TestAskingMore:
    def test_is_flagged_at_once(self, house: House) -> None:
        visit = house.screened(house.client())
        data = protocol_files.read_bytes(house.clinic.library.overlay_path("extended-screening"))
        changed = {"extended-screening": data}
        reviewed = review(house.clinic, PEEL, changed)
        assert f"{visit.id} at 10:30: eligible -> review (HOUSE-OLDER-RULES)" in said(reviewed)
        drafts = [reviewed.proven(None), house.clinic.library.drafted(FACIAL, changed)]
        house.clinic.sign_protocols(drafts, house.lead, {"extended-screening": "adopt"})
        assert rules_of(house.visit(visit)) == ["HOUSE-OLDER-RULES"]
        assert mark(house) == "◆ practitioner looks first"
        (found,) = house.room().summary(house.visit(visit)).findings
        assert found.title == "The rules ask for something else now"
        assert house.desk().open(visit.id).judgement == house.visit(visit).judgement

    def test_an_answer_corrected_to_what_is_no_answer_any_more_is_judged_by_the_rules_it_was_given_for(
        self, house: House
    ) -> None:
        visit = house.confirmed(house.client())
        house.room().change_areas(visit, ["face", "hands"], "hands too", pin_checked=house.dr_roca)
        protocol = house.clinic.protocols[PEEL].model_dump(mode="json")
        for question in protocol["questions"]:
            if question["id"] in ("area", "rash_where"):
                question["options"] = [each for each in question["options"] if each["id"] != "hands"]
        newer = type(house.clinic.protocols[PEEL]).model_validate({**protocol, "version": protocol["version"] + 1})
        house.rules_become({**house.clinic.protocols, PEEL: newer})
        again = as_due(house.clinic, house.visit(visit))
        assert [rule for rule in rules_of(again) if rule != "HOUSE-UNSIGNED"] == ["HOUSE-OLDER-RULES"]


class TestHoweverTheRulesChange:
    def unnoticed(self, house: House) -> None:
        """Put longer rules in force as if the terminal that signed them had died right after."""
        library = house.clinic.library
        change = set_number.longer(
            library, library.drafted(PEEL).protocol, "PP-ACCUTANE-6M", Period.of("12 months"), house.clinic.today()
        )
        signing = library.drafted(PEEL, change.changed, change.own_text)
        protocol_files.write_protocol(change.path, change.text)
        with house.clinic.records.write(house.lead.actor("desk")) as writer:
            sign_offs.decide(writer, OWN, "adopt", house.lead, house.clock.now())
            sign_offs.keep_sign_off(writer, signing, house.lead, house.clock.now())

    def test_the_board_shows_the_verdict_by_the_rules_in_force(self, house: House) -> None:
        house.screened(house.client(), **SEVEN_MONTHS_AGO)
        self.unnoticed(house)
        assert mark(house) == "▲ book from 30 December"

    def test_opening_draws_it_again(self, house: House) -> None:
        visit = house.screened(house.client(), **SEVEN_MONTHS_AGO)
        self.unnoticed(house)
        with pytest.raises(NotAllowed, match="judged by them"):
            house.desk().confirm(visit)
        opened = house.desk().open(visit.id)
        assert rules_of(opened) == ["PP-ACCUTANE-6M"]
        assert rules_of(house.desk().confirm(opened)) == ["PP-ACCUTANE-6M"]

    def test_what_was_not_signed_at_the_check_in_is_signed_for_who_waits(self, house: House) -> None:
        write(house, "new-one", template("new-one"))
        anna = house.client()
        booked = house.book(anna, "new-one")
        check_in = house.at_questions(anna)
        house.answer_all(check_in, {"new-one": {"area": ["face"], "cold_sore": "no", "scrub": "no"}})
        check_in.finish()
        check_in.give("Anna Ferrer")
        assert rules_of(house.visit(booked)) == ["HOUSE-UNSIGNED"]
        house.clinic.sign_protocols([replace(house.clinic.library.drafted("new-one"))], house.lead)
        assert rules_of(house.visit(booked)) == []

    def test_rules_of_a_later_day_touch_nobody_today(self, house: House) -> None:
        house.screened(house.client())
        later = canonical.as_version(house.clinic.protocols[PEEL], 9).model_copy(
            update={"valid_from": house.clinic.today().replace(year=2027)}
        )
        assert waiting_visits(house.clinic, later) == ()


class TestInTheMiddleOfACheckIn:
    """The client goes on with the questions they began, and is judged by the rules that are in force at the end."""

    @pytest.mark.parametrize("signed_at", ["a question", "the review", "the consent"])
    def test_the_client_ends_as_ever_and_the_new_rules_count(self, house: House, signed_at: str) -> None:
        anna = house.client()
        visit = house.book(anna)
        answers = {PEEL: {**GOOD[PEEL], **SEVEN_MONTHS_AGO}}
        check_in = house.at_questions(anna)
        if signed_at == "a question":
            longer(house)
        house.answer_all(check_in, answers)
        if signed_at == "the review":
            longer(house)
        check_in.finish()
        if signed_at == "the consent":
            assert check_in.step is Step.CONSENT
            longer(house)
        while check_in.step is Step.CONSENT:
            check_in.give(anna.full_name)
        assert check_in.step is Step.DONE
        assert rules_of(as_due(house.clinic, house.visit(visit))) == ["PP-ACCUTANE-6M"]
        assert mark(house) == "▲ book from 30 December"
