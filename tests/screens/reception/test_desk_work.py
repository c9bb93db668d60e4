"""What else the desk does: find, read the schedule, take in, paper forms, drafts, other days, and the slip."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from kiosk.checkin import paper_form
from kiosk.core.settings import Settings, load, save
from kiosk.visits.visit import VisitState
from rules import Protocol, Question, QuestionType, asked, resolve
from tests.kiosk.conftest import GOOD_PEEL, PEEL, TODAY, House
from tests.screens.staff.terminal import BIG, StaffStage, staff_stage

SCHEDULE = """start,client,date of birth,treatment,practitioner,phone,booking code
2026-07-30 11:00,Ana Prieto,14/03/1990,Parisian Peel,Dr Roca,600 111 222,AAA111
2026-07-30 11:30,Nobody,31/02/1990,Parisian Peel,Dr Roca,600 111 223,AAA112
"""


async def opened(stage: StaffStage) -> None:
    """Open the first line of the board."""
    await stage.press("enter")
    await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
    await stage.settle()


async def typed(stage: StaffStage, label: str, text: str) -> None:
    """Type into the field that asks for this, and go on."""
    await stage.wait(lambda: stage.screen == "TextScreen" and label in stage.text, label)
    await stage.type(text)
    await stage.press("enter")


async def answer(stage: StaffStage, question: Question) -> None:
    """Give a harmless answer to the question that is asked."""
    if question.type is QuestionType.NOTE:
        await stage.wait(lambda: stage.screen == "TextScreen", "the note")
        await stage.press("enter")
        return
    raw = GOOD_PEEL[question.id]
    if isinstance(raw, list):
        await stage.pick("Choose from the list")
        await stage.wait(lambda: stage.screen == "PickManyScreen", "the list")
        for option in raw:
            await stage.pick(question.label(option))
        await stage.tap("#go")
    else:
        await stage.pick(question.label(raw))


async def paper_form_filled(stage: StaffStage, protocol: Protocol, language: str = "") -> None:
    """Open the first visit and enter a paper form against which nothing speaks, up to its check page; `language` if it is asked."""
    await opened(stage)
    await stage.press("f")
    for question in asked(protocol, resolve(protocol, GOOD_PEEL, answered_on=TODAY)):
        words = " ".join(question.ask.split())
        await stage.wait(lambda words=words: words in " ".join(stage.text.split()), words)  # type: ignore[misc]
        await answer(stage, question)
    await stage.pick("An hour ago")
    if language:
        await stage.pick(language)
    await stage.pick("It is signed")
    await stage.until("Compare with the paper.")


async def test_a_client_is_found_by_a_part_of_the_name(house: House) -> None:
    client = house.client("Amélie", "Fontaine de la Tour")
    house.book(client)
    async with staff_stage(house, house.rita) as stage:
        await stage.press("a")
        await stage.pick("By name or telephone")
        await typed(stage, "Name or telephone", "fontaine")
        await stage.pick("Amélie Fontaine de la Tour, 5 March 1984")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
    assert "client.found" in house.trail(client.id)


@pytest.mark.thorough
async def test_a_client_is_found_by_date_of_birth_on_the_number_pad(house: House) -> None:
    house.book(house.client(born=date(1984, 3, 5)))
    async with staff_stage(house, house.rita) as stage:
        await stage.press("a")
        await stage.pick("By date of birth")
        await stage.wait(lambda: stage.screen == "DateScreen", "the date")
        await stage.settle()
        for digit in "05031984":
            await stage.tap(digit)
        await stage.tap("#go")
        await stage.pick("Anna Ferrer")


async def test_a_date_that_does_not_exist_is_refused_in_words(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("a")
        await stage.pick("By date of birth")
        await stage.wait(lambda: stage.screen == "DateScreen", "the date")
        await stage.type("31021984")
        await stage.press("enter")
        assert stage.beside == "There is no 31 February. Please check the day."


async def test_the_schedule_is_read_after_a_preview_that_changes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / "thursday.csv").write_text(SCHEDULE, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.press("s")
        await stage.pick("thursday.csv")
        await stage.until("Not taken")
        assert "Line 3:" in stage.text
        assert "1 new, 1 refused" in stage.text
        assert house.clinic.daybook().entries() == ()
        await stage.tap("#go")
        await stage.until("The schedule has been read:")
        assert [entry.client.full_name for entry in house.clinic.daybook().entries()] == ["Ana Prieto"]
        assert "schedule just read" in stage.text


@pytest.mark.thorough
async def test_a_walk_in_is_taken_in_at_the_desk(house: House) -> None:
    async with staff_stage(house, house.rita) as stage:
        await stage.press("w")
        await typed(stage, "Given name", "will")
        await typed(stage, "Family name", "walker")
        await stage.wait(lambda: stage.screen == "DateScreen", "the date of birth")
        await stage.type("03041990")
        await stage.press("enter")
        await typed(stage, "Telephone", "600100200")
        await stage.pick("Parisian Peel")
        await stage.pick("Dr Roca")
        await stage.until_choice("10:")
        await stage.press("1")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit")
        (entry,) = house.clinic.daybook().entries()
        assert entry.visit.state is VisitState.booked
        assert entry.visit.source == "walk_in"
        assert entry.client.date_of_birth == date(1990, 4, 3)


async def test_a_paper_form_gives_the_same_record_with_the_time_it_was_filled_in(house: House) -> None:
    visit = house.book(house.client())
    protocol = house.clinic.protocols[PEEL]
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await paper_form_filled(stage, protocol)
        await stage.tap("#go")
        await stage.until("The paper form is entered.")
        kept = house.visit(visit)
        assert kept.state is VisitState.screened
        assert kept.checkin is not None
        assert kept.checkin.entered_by == "Rita Roy"
        assert kept.checkin.filled_at is not None
        assert house.clinic.local(kept.checkin.filled_at).time().hour == 9
        assert kept.checkin.consent is not None
        assert kept.checkin.consent.how == "paper"


@pytest.mark.thorough
async def test_a_paper_form_in_another_language_is_entered_as_that(house: House) -> None:
    visit = house.book(house.client(language="es"))
    house.sign_translation("es", PEEL)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await paper_form_filled(stage, house.clinic.protocols[PEEL], language="In Spanish")
        assert "In Spanish" in stage.text
        await stage.tap("#go")
        await stage.until("The paper form is entered.")
    kept = house.visit(visit).checkin
    assert kept is not None
    assert kept.consent is not None
    assert kept.consent.language == "es"


async def test_a_consent_that_is_refused_on_paper_is_kept_in_the_language_of_the_paper(house: House) -> None:
    house.sign_translation("es", PEEL)
    visit = house.book(house.client(language="es"))
    paper_form.enter(house.clinic, visit.id, GOOD_PEEL, staff=house.rita)
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.open_line("Anna Ferrer")
        await stage.press("g")
        await stage.pick("It was refused")
        await stage.pick("In Spanish")
        await stage.until("Saved: the consent was refused.")
    kept = house.visit(visit).checkin
    assert kept is not None
    assert kept.consent is not None
    assert (kept.consent.given, kept.consent.language) == (False, "es")


async def test_a_draft_is_handed_back_to_a_kiosk_and_never_read_at_the_desk(house: House) -> None:
    client = house.client()
    visit = house.book(client)
    way = house.at_questions(client)
    way.answer(["face"])
    way.next()
    way.leave("timeout")
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        assert "stopped half-way" in stage.text
        assert "The answers so far are kept." in stage.text
        assert "face" not in stage.text
        await stage.tap("Hand back")
        await stage.pick("kiosk-1")
        await stage.until("kiosk-1 goes on where the client stopped.")
    assert house.clinic.check_in().handed_back
    assert house.visit(visit).state is VisitState.arrived


async def test_another_practitioner_is_chosen_from_those_who_give_the_treatment(house: House) -> None:
    visit = house.book(house.client(), practitioner="Dr Gone")
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.press("p")
        await stage.pick("Dr Roca")
        await stage.until("Now with Dr Roca.")
        assert house.visit(visit).practitioner == "Dr Roca"


async def test_moving_shows_a_slip_with_the_time_and_never_the_treatment(house: House) -> None:
    visit = house.book(house.client(), start=time(10, 30))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        await stage.press("b")
        await stage.until("Free times, the next ones first.")
        await stage.press("2")
        await stage.wait(lambda: stage.screen == "PaperScreen", "the slip")
        assert "Piel Clara" in stage.text
        assert "Peel" not in stage.text
        assert "▄" in stage.text
        await stage.press("enter")
        await stage.until("New appointment:")
        old = house.visit(visit)
        assert old.moved_to is not None
        new = house.clinic.visits.get(old.moved_to)
        assert (new.state, new.treatment) == (VisitState.booked, PEEL)


async def test_condition_words_reach_the_desk_only_if_a_setting_says_so(house: House) -> None:
    house.screened(house.client(), rosacea="yes")
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        before = stage.text
    settings = load(house.folder)
    save(house.folder, Settings.model_validate({**settings.model_dump(), "desk_sees_conditions": True}))
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await opened(stage)
        assert len(stage.text.split()) > len(before.split())
