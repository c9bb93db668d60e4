"""Signing by hand: what is drawn with a finger or a mouse is seen, kept, shown to staff and drawn on paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from kiosk.desk.board import todays_board
from kiosk.visits.drawing import MOST_POINTS, MOST_STROKES, Drawing
from screens.lockdown.input_filter import Held, Size, filter_input
from screens.widgets.braille import rows_of
from screens.widgets.signature_pad import SignaturePad
from tests.screens.client.test_consent import consent_of, read_through, to_consent
from tests.screens.conftest import Open
from tests.screens.leading import show
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.stage import Stage

Cells = list[tuple[float, float]]
LETTER: Cells = [(2, 1), (4, 3), (6, 1), (8, 3), (10, 1), (14, 2)]


async def to_pad(stage: Stage, code: str = "LU101") -> SignaturePad:
    """Be where a consent is signed by hand, as somebody who touches the screen."""
    await to_consent(stage, code)
    await read_through(stage)
    await stage.tap("#go")
    assert stage.screen == "SignatureScreen"
    return stage.app.screen.query_one(SignaturePad)


def put(stage: Stage, kind: type[events.MouseEvent], x: float, y: float, button: int = 1) -> None:
    """Report the pointer as the terminal does."""
    driver = stage.app._driver
    assert driver is not None
    event = kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)
    event.set_sender(stage.app)
    driver.send_message(event)


async def draw(stage: Stage, cells: Cells, *, lift: bool = True) -> None:
    """Draw one stroke through cells of the pad, from its upper left."""
    pad = stage.app.screen.query_one(SignaturePad)
    at = [(pad.region.x + x, pad.region.y + y) for x, y in cells]
    put(stage, events.MouseDown, *at[0])
    for point in at[1:]:
        put(stage, events.MouseMove, *point)
    if lift:
        put(stage, events.MouseUp, *at[-1])
    await stage.settle()


def inks(stage: Stage) -> int:
    """Count the braille signs in view."""
    return sum(0x2800 < ord(sign) <= 0x28FF for sign in stage.text)


@AT_TWO_SIZES
async def test_a_signature_drawn_with_a_finger_is_seen_kept_and_ends_the_check_in(
    open_stage: Open, size: tuple[int, int]
) -> None:
    async with open_stage(size=size) as stage:
        pad = await to_pad(stage)
        assert pad.size.width >= 38
        assert pad.size.height >= 6
        assert "Sign here with your finger" in stage.text
        await draw(stage, LETTER)
        assert inks(stage) >= 12
        assert "Sign here" not in stage.text
        await draw(stage, [(16, 1), (18, 4)])
        await stage.tap("#go")
        assert stage.screen == "DoneScreen"
        given = consent_of(stage, "LU101")
        assert (given.given, given.how, given.name, given.other_name) == (True, "drawn", None, False)
        assert given.drawn is not None
        assert [len(stroke) for stroke in given.drawn.strokes] == [len(LETTER), 2]
        assert not todays_board(stage.clinic).calls


async def test_a_tap_is_no_signature_nor_is_an_empty_pad_and_both_are_said_in_words(open_stage: Open) -> None:
    async with open_stage(size=(40, 12)) as stage:
        await to_pad(stage)
        await stage.tap("#go")
        assert "write your name with your finger" in stage.beside
        await draw(stage, [(5, 2)])
        await draw(stage, [(5, 2)])
        await stage.tap("#go")
        assert stage.screen == "SignatureScreen"
        assert "write your name with your finger" in stage.beside


async def test_a_double_tap_that_opened_the_pad_draws_nothing_on_it(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_consent(stage, "LU101")
        await read_through(stage)
        go = stage.find("#go")
        await stage.pilot.click(go)
        put(stage, events.MouseDown, go.region.x + 1, 10)
        await stage.settle()
        assert stage.screen == "SignatureScreen"
        assert stage.app.screen.query_one(SignaturePad).drawing is None


async def test_clear_takes_all_ink_away_and_escape_leads_back_and_keeps_it(open_stage: Open) -> None:
    async with open_stage() as stage:
        pad = await to_pad(stage)
        await draw(stage, LETTER)
        await stage.tap("#back")
        assert stage.screen == "ConsentScreen"
        await read_through(stage)
        await stage.tap("#go")
        pad = stage.app.screen.query_one(SignaturePad)
        assert pad.drawing is not None
        assert inks(stage) >= 12
        await stage.tap("Clear")
        assert pad.drawing is None
        assert inks(stage) == 0
        await stage.press("escape")
        assert stage.screen == "ConsentScreen"


async def test_how_one_is_called_is_said_from_help_and_the_drawing_stays(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_pad(stage)
        await draw(stage, LETTER)
        await stage.tap("#help")
        await stage.tap("How you call me")
        assert stage.screen == "CallingScreen"
        await stage.tap("#back")
        await read_through(stage)
        await stage.tap("#go")
        assert stage.screen == "SignatureScreen"
        assert stage.app.screen.query_one(SignaturePad).drawing is not None
        assert inks(stage) >= 12


async def test_a_name_can_be_typed_instead_by_touch_or_by_key(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_pad(stage)
        await stage.press("1")
        assert stage.screen == "ConsentNameScreen"
        await stage.press("escape")
        assert stage.screen == "SignatureScreen"
        await stage.tap("Type my name")
        await stage.type("Tomasz Luczak")
        await stage.press("enter")
        assert stage.screen == "DoneScreen"
        assert consent_of(stage, "LU101").how == "typed"


async def test_who_uses_keys_alone_is_asked_for_a_name_at_once(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_consent(stage, "LU101")
        await read_through(stage)
        await stage.press("enter")
        assert stage.screen == "ConsentNameScreen"


async def test_a_pad_that_becomes_smaller_while_somebody_draws_keeps_the_drawing_in_view(open_stage: Open) -> None:
    async with open_stage(size=(100, 40)) as stage:
        pad = await to_pad(stage)
        await draw(stage, [(2, 2), (70, 12), (80, 2)], lift=False)
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        put(stage, events.MouseMove, 3, 3)
        await stage.settle()
        drawing = pad.drawing
        assert drawing is not None
        assert len(drawing.strokes) == 1
        assert len(drawing.strokes[0]) == 3  # the pen was lifted: the last move drew nothing
        assert drawing.width <= 40 * 8
        await stage.tap("#go")
        assert consent_of(stage, "LU101").drawn == drawing


async def test_a_pad_that_is_turned_and_turned_back_shows_what_was_drawn_as_it_was_drawn(open_stage: Open) -> None:
    async with open_stage() as stage:
        pad = await to_pad(stage)
        await draw(stage, LETTER)
        drawn, text = pad.drawing, stage.text
        for size in ((40, 12), (30, 10), (50, 40), (40, 12), (80, 24)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        assert (pad.drawing, stage.text) == (drawn, text)
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        smaller = pad.drawing
        assert smaller is not None
        await draw(stage, [(16, 1), (18, 4)])
        assert pad.drawing is not None
        assert pad.drawing.strokes[:-1] == smaller.strokes


async def test_what_was_drawn_under_a_consent_to_other_answers_is_no_signature_under_this_one(open_stage: Open) -> None:
    async with open_stage() as stage:
        await to_pad(stage)
        await draw(stage, LETTER)
        check_in = stage.app.way.check_in
        for areas, stays in ((["face"], True), (["neck"], False)):
            await stage.press("escape", "escape")
            while stage.screen == "ConsentScreen":
                await stage.press("escape")
            assert stage.screen == "ReviewScreen"
            check_in.change("area", "parisian-peel")
            check_in.answer(areas)
            check_in.next()
            await show(stage)
            await stage.tap("#go")
            await read_through(stage)
            await stage.tap("#go")
            pad = stage.app.screen.query_one(SignaturePad)
            assert (pad.drawing is not None) is stays


async def test_a_pen_whose_end_was_missed_draws_no_line_across_the_pad(open_stage: Open) -> None:
    async with open_stage() as stage:
        pad = await to_pad(stage)
        await draw(stage, LETTER, lift=False)
        put(stage, events.MouseMove, pad.region.x + 30, pad.region.y + 3, button=0)
        put(stage, events.MouseMove, pad.region.x + 40, pad.region.y + 5, button=0)
        await stage.settle()
        assert pad.drawing is not None
        assert [len(stroke) for stroke in pad.drawing.strokes] == [len(LETTER)]


async def test_the_bytes_that_a_terminal_sends_of_a_finger_draw_a_line(open_stage: Open) -> None:
    async with open_stage() as stage:
        pad = await to_pad(stage)
        x, y = pad.region.x + 3, pad.region.y + 2
        sent = f"\x1b[<0;{x};{y}M\x1b[<32;{x + 8};{y + 3}M\x1b[<32;{x + 16};{y}M\x1b[<0;{x + 16};{y}m\x1b[<35;{x + 30};{y}M"
        _, passed = filter_input(Held(), sent.encode(), Size(80, 24))
        assert passed == sent.encode()
        driver = stage.app._driver
        assert driver is not None
        for event in XTermParser().feed(passed.decode()):
            event.set_sender(stage.app)
            driver.send_message(event)
        await stage.settle()
        assert pad.drawing is not None
        assert [len(stroke) for stroke in pad.drawing.strokes] == [3]


async def test_scribbling_without_end_fills_no_disk(open_stage: Open) -> None:
    async with open_stage() as stage:
        pad = await to_pad(stage)
        for _ in range(MOST_STROKES + 10):
            await draw_at_once(stage, LETTER)
        await stage.settle()
        assert pad.is_full
        assert "no room for more" in stage.beside
        await stage.tap("#go")
        drawn = consent_of(stage, "LU101").drawn
        assert drawn is not None
        assert len(drawn.strokes) <= MOST_STROKES


async def draw_at_once(stage: Stage, cells: Cells) -> None:
    """Draw a stroke and wait for nothing."""
    pad = stage.app.screen.query_one(SignaturePad)
    at = [(pad.region.x + x, pad.region.y + y) for x, y in cells]
    put(stage, events.MouseDown, *at[0])
    for point in at[1:]:
        put(stage, events.MouseMove, *point)
    put(stage, events.MouseUp, *at[-1])


@pytest.mark.parametrize(
    "strokes",
    [
        (),
        (((0, 0),),) * (MOST_STROKES + 1),
        (((0, 0), (1, 1)) * MOST_POINTS,),
        (((-1, 0),),),
        (((0, 101),),),
        ((("a", 0),),),
    ],
    ids=["none", "too many strokes", "too many points", "left of the box", "below the box", "no number"],
)
def test_what_no_pad_draws_is_refused(strokes: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic's
        Drawing(width=100, height=100, strokes=strokes)  # type: ignore[arg-type]


@given(
    points=st.lists(st.tuples(st.integers(0, 800), st.integers(0, 400)), min_size=1, max_size=20),
    columns=st.integers(1, 60),
    rows=st.integers(1, 20),
)
def test_a_drawing_fits_into_any_room_and_something_of_it_is_always_seen(
    points: list[tuple[int, int]], columns: int, rows: int
) -> None:
    seen = rows_of(Drawing(width=800, height=400, strokes=(tuple(points),)), columns, rows)
    assert len(seen) <= rows
    assert all(len(row) <= columns for row in seen)
    assert any(0x2800 < ord(sign) <= 0x28FF for row in seen for sign in row)
