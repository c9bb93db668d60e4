"""Consent at the kiosk: how much there is to read, and every way out of it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import product

import pytest

import rules
from kiosk.checkin.screen_data import Booked
from kiosk.core.language import ENGLISH
from kiosk.desk.board import todays_board
from kiosk.visits.consent import consent_text
from kiosk.visits.visit import ConsentRecord
from rules.reading.in_language import in_language
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from screens.palettes import Depth
from screens.widgets.pages import Pages, Passage, broken
from tests.kiosk.conftest import GOOD
from tests.screens.conftest import Open
from tests.screens.leading import admit, answer, set_out, show, to_code, to_review
from tests.screens.sizes import AT_TWO_SIZES, BIG
from tests.screens.stage import Stage
from tests.words import language_of, sources

SMALL_AND_USUAL = pytest.mark.parametrize(("size", "most"), [((40, 12), 5), ((80, 24), 2)], ids=["40x12", "80x24"])
TWO_TREATMENTS = "LU108"


async def to_consent(stage: Stage, code: str, *, asked: bool = False, **answers: str) -> None:
    """Be where the first consent is read; what it asks back is answered already, unless it is to be `asked`."""
    check_in = await set_out(stage)
    admit(check_in, code)
    while check_in.step == "question":
        answer(check_in, answers)
    check_in.finish()
    if not asked and check_in.consent.teach_back:
        check_in.understood(check_in.consent.teach_back.right)
    await show(stage)
    assert stage.screen == "ConsentScreen"


async def read_through(stage: Stage) -> list[list[str]]:
    """Turn the pages to the last one; return what stood on each above the foot."""
    pages = []
    while True:
        pages.append([line.strip() for line in stage.lines[:-3]])
        if stage.app.screen.query_one(Pages).at_end:
            return pages
        await stage.press("enter")


@SMALL_AND_USUAL
async def test_both_consents_of_a_visit_for_two_treatments_are_short_and_no_heading_stands_alone(
    open_stage: Open, size: tuple[int, int], most: int
) -> None:
    async with open_stage(size=size) as stage:
        await to_consent(stage, TWO_TREATMENTS)
        titles = []
        for _ in range(2):
            text = stage.app.way.check_in.consent
            pages = await read_through(stage)
            assert len(pages) <= most
            said = " ".join(" ".join(page) for page in pages)
            for part in text.parts:
                assert " ".join(part.text.split()) in " ".join(said.split())
            headings = {f"{part.heading}." for part in text.parts if part.heading}
            assert not [line for page in pages for line in page if line in headings]
            if size == (80, 24):
                begins = [f"{part.heading}. {part.text}" if part.heading else part.text for part in text.parts]
                firsts = [next(line for line in page if line) for page in pages[1:]]
                assert all(any(part.startswith(first) for part in begins) for first in firsts), "no part is parted"
            titles.append(pages[0][0] or pages[0][1])
            stage.app.way.check_in.give("Grace O'Connell")
            if stage.app.way.check_in.step == "consent":
                await show(stage)
        assert sorted(titles) == ["Your consent to the Parisian Peel", "Your consent to the medical facial"]


async def test_a_double_tap_turns_one_page_of_what_is_to_be_read(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_review(stage)
        for page in range(2, 6):
            await stage.tap_twice("#go")
            assert f"Page {page} of 5" in stage.text, "none goes by unseen"
        await stage.tap("#go")
        assert stage.screen == "ConsentScreen"
        pages = stage.app.screen.query_one(Pages)
        for page in range(2, pages.place[1] + 1):
            await stage.tap_twice("#go")
            assert pages.place[0] == page
        await stage.tap_twice("#back")
        assert pages.place[0] == pages.place[1] - 1


@pytest.mark.parametrize("language", [ENGLISH, *(language_of(each) for each in sources())])
@pytest.mark.parametrize("treatment", sorted(GOOD))
def test_whatever_was_answered_a_consent_takes_five_screens_at_most_and_two_on_the_usual_one(
    treatment: str, language: str
) -> None:
    protocol = rules.protocol(treatment)
    words = {} if language == ENGLISH else translations_of(protocol, shipped_file(treatment))[language]
    areas = [option.id for option in protocol.question("area").options]
    for extraction, area in product(("yes", "no", "not_sure", "prefer_not"), (areas, areas[:3], areas[:1], "not_sure")):
        changes = {"area": area, **({"extraction_ok": extraction} if protocol.has_question("extraction_ok") else {})}
        answers = rules.resolve(protocol, GOOD[treatment] | changes, answered_on=date(2026, 11, 30))
        text = consent_text(
            "V-1",
            protocol,
            answers,
            looked_at_first=True,
            language=language,
            shown=in_language(protocol, words) if words else None,
        )
        assert (text.title == protocol.consent.title) is (language == ENGLISH)
        parts = [Passage(part.heading, part.text) if part.heading else part.text for part in text.parts]
        assert len(broken((f"# {text.title}", *parts), 38, 9, 3)) <= 5, changes
        usual = broken((f"# {text.title}", *parts), 74, 19)
        assert len(usual) <= 2, changes
        begins = [f"{part.heading}. {part.text}" if part.heading else part.text for part in text.parts]
        assert all(any(part.startswith(page[0][0]) for part in begins) for page in usual[1:]), changes


async def test_where_the_screen_is_large_there_is_air_between_the_parts_of_a_consent(open_stage: Open) -> None:
    async with open_stage(size=BIG) as stage:
        await to_consent(stage, TWO_TREATMENTS)
        text = stage.app.way.check_in.consent
        (page,) = await read_through(stage)
        headings = [f"{part.heading}. " for part in text.parts if part.heading]
        for number, line in enumerate(page):
            if any(line.startswith(heading) for heading in headings):
                assert not page[number - 1], line


@pytest.mark.parametrize("depth", Depth)
async def test_the_headings_of_a_consent_are_told_from_its_text_at_each_depth(open_stage: Open, depth: Depth) -> None:
    async with open_stage(depth=depth) as stage:
        await to_consent(stage, TWO_TREATMENTS)
        drawn = [part for strip in stage.app.screen._compositor.render_strips() for part in strip]
        heading = next(style for text, style, _ in drawn if text.startswith("What is done."))
        words = next(style for text, style, _ in drawn if "A medical professional" in text)
        assert heading is not None
        assert words is not None
        assert (heading.bold or False, heading.underline or False) != (words.bold or False, words.underline or False)


async def to_signature(stage: Stage, code: str) -> None:
    """Be where the first consent is signed."""
    await to_consent(stage, code)
    await read_through(stage)
    await stage.press("enter")


def consent_of(stage: Stage, code: str) -> ConsentRecord:
    """Return what was signed on the visit with this booking code."""
    (visit,) = [visit for visit in stage.clinic.visits.by_code(code) if visit.checkin]
    assert visit.checkin is not None
    assert visit.checkin.consent is not None
    return visit.checkin.consent


@AT_TWO_SIZES
async def test_a_name_that_is_not_the_clients_is_asked_about_on_a_screen_of_its_own_and_can_be_changed(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_signature(stage, "LU101")
        await stage.type("[/x] Bold")
        await stage.press("enter", "enter")  # a double tap: the second half signs nothing
        assert stage.screen == "OtherNameScreen"
        assert "[/x] Bold" in stage.text
        await stage.tap("No, change it")
        assert stage.screen == "ConsentNameScreen"
        assert "[/x] Bold" in stage.text
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        assert consent_of(stage, "LU101").other_name


async def leave_alone(stage: Stage, *, helped: bool) -> None:
    """Touch nothing for half a minute; where they are `helped`, Help lies over it."""
    if helped:
        await stage.tap("#help")
    await stage.tick(30)
    if helped:
        assert stage.screen == "HelpScreen"
        await stage.press("escape")


@pytest.mark.parametrize("helped", [False, True])
async def test_a_name_under_a_consent_goes_after_half_a_minute_typed_or_asked_about(
    open_stage: Open, *, helped: bool
) -> None:
    async with open_stage(size=(80, 24)) as stage:
        await to_signature(stage, "LU101")
        await stage.type("Soph")
        await leave_alone(stage, helped=helped)
        assert stage.screen == "ConsentNameScreen"
        assert "Soph" not in stage.text
        assert "cleared what was typed" in stage.beside
        await stage.type("Bert Soler")
        await stage.press("enter")
        assert stage.screen == "OtherNameScreen"
        await leave_alone(stage, helped=helped)
        assert stage.screen == "ConsentNameScreen"
        assert "Bert" not in stage.text
        assert "cleared what was typed" in stage.beside
        await stage.tick(60)
        assert stage.screen == "ConsentNameScreen", "nothing more is forgotten"


async def test_a_guardian_says_who_they_are_and_signs_and_the_desk_sees_both(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        check_in = await to_code(stage, "LU109", yes=True)
        check_in.guardian(present=True)
        check_in.accept("guardian")
        while check_in.step == "question":
            answer(check_in, {})
        check_in.finish()
        await show(stage)
        await read_through(stage)
        await stage.press("enter")
        assert stage.screen == "TeachBackScreen"
        await stage.tap("They may last")
        assert stage.screen == "AssentScreen"
        assert "the young person" in stage.text
        await stage.tap("Yes, I do")
        assert stage.screen == "RelationScreen"
        await stage.tap("I am the father")
        assert stage.screen == "ConsentNameScreen"
        await stage.type("Paul Novak")
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        given = consent_of(stage, "LU109")
        assert (given.by, given.relation, given.name) == ("guardian", "father", "Paul Novak")


@AT_TWO_SIZES
async def test_a_no_is_one_touch_on_the_last_page_tells_the_desk_and_ends_like_a_yes(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        await to_consent(stage, "LU101")
        await read_through(stage)
        await stage.tap("I do not want this")
        assert stage.screen == "DoneScreen"
        assert "Please take a seat." in stage.text
        assert not consent_of(stage, "LU101").given
        assert [call.words for call in todays_board(stage.clinic).calls] == ["said no to the consent"]


async def test_the_second_of_two_consents_can_be_declined_after_the_first_was_signed(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_signature(stage, TWO_TREATMENTS)
        await stage.type("Grace O'Connell")
        await stage.press("enter")
        assert stage.screen == "ConsentScreen"
        await read_through(stage)
        await stage.tap("I do not want this")
        assert stage.screen == "DoneScreen"
        given = [
            entry.visit.checkin.consent.given
            for entry in stage.clinic.daybook().entries()
            if entry.client.given_name == "Grace" and entry.visit.checkin
        ]
        assert sorted(given) == [False, True]


async def test_a_young_person_says_no_themselves_and_no_guardian_is_asked_to_sign(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        check_in = await to_code(stage, "LU109", yes=True)
        check_in.guardian(present=True)
        check_in.accept()
        while check_in.step == "question":
            answer(check_in, {})
        check_in.finish()
        check_in.understood("last")
        await show(stage)
        await read_through(stage)
        await stage.press("enter")
        assert stage.screen == "AssentScreen"
        await stage.tap("No, I don't")
        assert stage.screen == "DoneScreen"
        assert "Please take a seat." in stage.text
        given = consent_of(stage, "LU109")
        assert (given.given, given.assent) == (False, False)


async def test_no_code_of_a_consent_is_shown_on_the_last_screen(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_signature(stage, "LU101")
        await stage.type("Tomasz Luczak")
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        assert not stage.app.screen.query("QrCode")
        booked = {field.name for field in fields(Booked)}
        assert booked == {"visit_id", "clinic", "day", "start"}, "what a code on a public screen may hold"


@AT_TWO_SIZES
async def test_the_other_parent_reads_and_signs_too_or_is_not_here(open_stage: Open, size: tuple[int, int]) -> None:
    async with open_stage(size=size) as stage:
        stage.clinic.__dict__["settings"] = stage.clinic.settings.model_copy(update={"both_parents": True})
        check_in = await to_code(stage, "LU109", yes=True)
        check_in.guardian(present=True)
        check_in.accept()
        while check_in.step == "question":
            answer(check_in, {})
        check_in.finish()
        check_in.understood("last")
        check_in.young_person(wants=True)
        await show(stage)
        await read_through(stage)
        await stage.press("enter", "1")
        await stage.type("Paula Novak")
        await stage.press("enter")
        assert stage.screen == "ConsentScreen"
        await read_through(stage)
        await stage.press("enter")
        assert "Now the other parent" in stage.text
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        given = consent_of(stage, "LU109")
        assert (given.name, given.relation, given.second) == ("Paula Novak", "mother", None)


async def test_a_huge_paste_signs_nothing_by_itself_and_breaks_nothing(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_signature(stage, "LU101")
        await stage.paste("[@click=app.quit]Jo[/] " * 50_000)
        assert stage.screen == "ConsentNameScreen"
        await stage.press("enter")
        assert stage.screen in {"ConsentNameScreen", "OtherNameScreen"}
        assert not [visit for visit in stage.clinic.visits.by_code("LU101") if visit.checkin]
