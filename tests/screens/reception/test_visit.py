"""A visit at the desk: confirm, raise, take back, move, and what happens when somebody else was faster."""

from __future__ import annotations

from datetime import time, timedelta

from kiosk.core.settings import Settings, load, save
from kiosk.desk.open_at_desks import note_closed, note_open, open_elsewhere
from kiosk.room.finish_form import SessionDraft
from kiosk.room.override import REASONS, Override
from kiosk.visits.visit import VisitState
from rules import NextStep
from tests.kiosk.conftest import PEEL, House
from tests.screens.staff.terminal import BIG, StaffStage, staff_stage


async def opened(stage: StaffStage) -> None:
    """Open the first line of the board."""
    await stage.press("enter")
    await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
    await stage.settle()


async def test_the_desk_reads_who_to_check_what_to_say_and_what_to_do(house: House) -> None:
    house.screened(house.client(phone="600 123 456"), rosacea="yes")
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        assert "■ Practitioner talks, book nothing yet" in stage.text
        assert "Anna Ferrer, born 5 March 1984 (42)" in stage.text
        assert "Telephone ends in 3456" in stage.text
        assert stage.text.index("“Would you like to talk somewhere more private?”") > stage.text.index("Say")
        assert "osacea" not in stage.text


async def test_the_desk_confirms_and_takes_it_back(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.tap("#go")
        await stage.until("Passed to Dr Roca. You can undo this until they start.")
        assert house.visit(visit).state is VisitState.confirmed
        await stage.press("u")
        await stage.until("Undone.")
        assert house.visit(visit).state is VisitState.screened


async def test_a_raise_needs_a_reason_keeps_the_verdict_and_only_its_maker_takes_it_back(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.tap("Look first")
        await stage.pick("The client would like to talk first")
        await stage.until("◆ Practitioner looks first")
        kept = house.visit(visit)
        assert kept.raised is not None
        assert kept.raised.reason == "The client would like to talk first"
        assert kept.next_step is NextStep.PRACTITIONER_FIRST
        assert kept.verdict is not None
        assert kept.verdict.next_step is NextStep.ROOM
        await stage.tap("Take back")
        await stage.until("● To the room")
        assert house.visit(visit).raised is None
    house.desk(house.bea).raise_(house.visit(visit), "Looks unwell")
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        assert "Bea Ortiz asks the practitioner to look first: Looks unwell" in " ".join(stage.text.split())
        assert "Take back" not in stage.text


async def test_a_reason_can_be_typed_on_the_screen_keyboard(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.tap("Look first")
        await stage.pick("Something else")
        await stage.wait(lambda: stage.screen == "TextScreen", "the keyboard")
        await stage.settle()
        await stage.tap("#go")
        assert "A reason is needed" in stage.text
        for letter in "Hm":
            await stage.tap(letter)
        await stage.tap("#go")
        await stage.wait(lambda: house.visit(visit).raised is not None, "the raise")
        raised = house.visit(visit).raised
        assert raised is not None
        assert raised.reason == "Hm"


async def test_who_was_faster_is_named_and_the_newer_visit_is_shown(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        screen = stage.app.screen
        house.desk(house.bea).left(visit)
        screen.do("confirm")  # type: ignore[attr-defined] # pressed before the next look at the records
        await stage.until("Bea Ortiz changed this visit")
        assert "Left" in stage.text or "Marked as left" in stage.text
        assert house.visit(visit).state is VisitState.left


async def test_another_desks_change_shows_by_itself(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        house.desk(house.bea).confirm(visit)
        await stage.until("passed to the practitioner since")
        assert "Bea Ortiz: passed to the practitioner" in stage.text


async def test_late_let_in_left_no_show_and_cancel_each_take_one_touch(house: House) -> None:
    for deed, check in (
        ("Late", lambda visit: visit.late),
        ("Let in", lambda visit: visit.let_in),
        ("Did not come", lambda visit: visit.state is VisitState.no_show),
    ):
        visit = house.book(house.client("Client", deed), start=time(9, 30))
        async with staff_stage(house, house.rita) as stage:
            await stage.open_line(f"Client {deed}")
            await stage.until("Check who it is")
            await stage.tap(deed)
            await stage.wait(lambda visit=visit, check=check: check(house.visit(visit)), deed)  # type: ignore[misc]
        house.desk().undo(house.visit(visit))
        house.desk().cancel(house.visit(visit))


async def test_a_mistyped_name_is_corrected(house: House) -> None:
    client = house.client("Ana", "Ferer")
    house.screened(client)
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.press("e")
        await stage.wait(lambda: stage.screen == "TextScreen", "the given name")
        await stage.press("enter")
        await stage.wait(lambda: "Family name" in stage.text, "the family name")
        await stage.settle()
        await stage.press("backspace", "backspace", "backspace")
        await stage.type("rrer")
        await stage.press("enter")
        await stage.until("The name is corrected.")
        assert house.clinic.clients.get(client.id).family_name == "Ferrer"


async def test_a_deferred_visit_moves_to_the_first_possible_day_if_the_clinic_lets_the_desk(house: House) -> None:
    settings = load(house.folder)
    save(house.folder, Settings.model_validate({**settings.model_dump(), "desk_may_rebook": True}))
    today = house.clinic.today()
    visit = house.screened(house.client(), retinoid="yes", retinoid_last=(today - timedelta(days=1)).isoformat())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.press("b")
        await stage.until("The first possible day is")
        await stage.press("1")
        await stage.wait(lambda: stage.screen == "PaperScreen", "the slip")
        await stage.press("enter")
        await stage.until("New appointment:")
        old = house.visit(visit)
        assert old.state is VisitState.put_off
        assert old.moved_to is not None
        assert house.clinic.visits.get(old.moved_to).day >= today + timedelta(days=2)


async def test_without_that_setting_the_desk_is_not_offered_another_day(house: House) -> None:
    today = house.clinic.today()
    house.screened(house.client(), retinoid="yes", retinoid_last=(today - timedelta(days=1)).isoformat())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        assert "▲ Book from" in stage.text
        assert "Another day" not in stage.text


async def test_a_walk_in_asked_for_at_a_kiosk_is_taken_in(house: House) -> None:
    way = house.clinic.check_in()
    way.no_appointment()
    way.request_walk_in("Will", "Walker", 3, 4, 1990, "600 100 200", PEEL)
    async with staff_stage(house, house.rita) as stage:
        await stage.press("w")
        await stage.pick("Will Walker")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        await stage.settle()
        await stage.tap("#go")
        await stage.pick("Dr Roca")
        await stage.press("1")
        await stage.until("Taken in for 10:")
        visits = [entry.visit for entry in house.clinic.daybook().entries()]
        assert [visit.state for visit in visits] == [VisitState.booked]
        assert visits[0].practitioner == "Dr Roca"


async def test_the_client_answers_again_and_both_versions_stay(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.press("a")
        await stage.until("kept beside the new ones")
        await stage.tap("#go")
        await stage.until("The client can answer again")
        kept = house.visit(visit)
        assert kept.state is VisitState.arrived
        assert len(kept.checkins) == 1


async def test_two_treatments_of_a_day_name_each_other(house: House) -> None:
    client = house.client()
    house.book(client, PEEL, start=time(10, 30))
    house.book(client, "medical-facial", start=time(11))
    house.check_in(client)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        assert "11:00 Medical facial" in stage.text


async def test_a_decision_of_the_practitioner_says_until_when_and_is_not_undone_at_the_desk(house: House) -> None:
    visit = house.confirmed(house.client())
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        assert stage.app.screen.query("#do-undo")
        assert "Pass the visit to the practitioner." not in stage.text
        house.room().decide(
            visit,
            "put_off",
            pin_checked=house.dr_roca,
            seen_sha=visit.content_sha,
            until=visit.day + timedelta(days=14),
        )
        await stage.until("Put off to 13 August")
        assert not stage.app.screen.query("#do-undo")
        assert "passed to the practitioner" in stage.text, "what the desk did stays to be read"


async def test_the_desk_notes_how_a_client_is_called_and_what_they_need(house: House) -> None:
    anna = house.client()
    house.screened(anna)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        await stage.press("w")
        await stage.pick("By a number")
        await stage.pick("Hard of hearing")
        await stage.pick("No stairs")
        await stage.tap("#go")
        await stage.until("Noted: how to call the client, and what they need.")
        assert "Call by a number: 1" in stage.text
        assert "Needs: hard of hearing, no stairs" in stage.text
        await stage.press("w", "escape")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
    wishes = house.clinic.clients.get(anna.id).wishes
    assert wishes is not None
    assert wishes.needs == ("hearing", "stairs")


async def test_the_main_action_has_a_letter_beside_enter(house: House) -> None:
    visit = house.screened(house.client())
    async with staff_stage(house, house.rita) as stage:
        await stage.press("enter")
        await stage.until("Check who it is")
        await stage.press("c")
        await stage.wait(lambda: house.visit(visit).state is VisitState.confirmed, "the visit confirmed")


async def test_the_second_desk_that_opens_a_visit_is_told_who_has_it_open(house: House) -> None:
    visit = house.screened(house.client())
    note_open(house.clinic, visit.id, house.bea)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        await stage.until("Bea Ortiz has this visit open, too, at kiosk-1.")
        assert open_elsewhere(house.clinic, visit.id) == ("Rita Roy has this visit open, too, at desk",)
        note_closed(house.clinic, visit.id, house.bea)
        await stage.press("escape")
        await stage.wait(lambda: stage.screen == "BoardScreen", "the board")
        assert open_elsewhere(house.clinic, visit.id) == ()
        await opened(stage)
        assert "has this visit open" not in stage.text


async def test_a_search_says_of_a_visit_that_it_went_on_against_the_rules_and_is_to_finish(house: House) -> None:
    visit = house.room().paper_consent(house.confirmed(house.client(), herpes_active="yes"), "yes", "Anna Ferrer")
    why = Override(REASONS[0], "An old scar, not a sore.")
    gone = house.room().decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, override=why)
    house.room().finish_later(gone, SessionDraft(areas=("face",)))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("a")
        await stage.pick("By name or telephone")
        await stage.wait(lambda: stage.screen == "TextScreen", "the name")
        await stage.type("ferrer")
        await stage.press("enter")
        await stage.until_choice("Anna Ferrer")
        assert "the record is to finish, OVERRIDDEN" in " ".join(stage.text.split())
