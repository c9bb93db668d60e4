"""Where cards go, for any number of them in any room: always large enough to touch, never over one another, none left out."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.checkin.texts.help_texts import OFFERS
from screens.widgets import card_layout
from screens.widgets.card_layout import LEAST_HEIGHT, LEAST_WIDTH, CardArea, places, plan, room_for_label
from screens.widgets.pages import broken
from screens.widgets.wrapping import wrap

WORDS = st.lists(
    st.sampled_from(["Yes", "No", "Somewhere", "else", "never", "stopped", "skin", "I"]), min_size=1, max_size=4
)
LABELS = st.lists(WORDS.map(" ".join), min_size=1, max_size=12)


def overlap(one: CardArea, other: CardArea) -> bool:
    return not (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


@given(
    labels=LABELS,
    soft=st.booleans(),
    room=st.tuples(st.integers(38, 194), st.integers(6, 50)),
    dense=st.booleans(),
    least=st.sampled_from([LEAST_HEIGHT, 4]),
)
def test_cards_are_large_enough_whole_and_apart(
    labels: list[str], soft: bool, room: tuple[int, int], dense: bool, least: int
) -> None:
    width, height = room
    quiet = ["I'm not sure", "Rather not say"] if soft else []
    layout = plan(width, height, labels, quiet, dense=dense, least=least)
    assert layout.pages * layout.per_page >= len(labels)
    for page in range(layout.pages):
        on_page = len(labels[page * layout.per_page : (page + 1) * layout.per_page])
        above, below = places(layout, width, on_page, len(quiet) + (layout.pages > 1), page)
        everything = [*above, *below]
        assert len(everything) == on_page + len(quiet) + (layout.pages > 1)
        for number, place in enumerate(everything):
            assert place.width >= LEAST_WIDTH
            assert place.height >= LEAST_HEIGHT
            assert place.x >= 0
            assert place.x + place.width <= width
            assert place.y + place.height <= height
            assert not any(overlap(place, other) for other in everything[number + 1 :])


@given(labels=LABELS, width=st.integers(38, 194), height=st.integers(LEAST_HEIGHT, 2 * LEAST_HEIGHT - 1))
def test_where_there_is_one_row_the_way_to_further_cards_stands_in_it(
    labels: list[str], width: int, height: int
) -> None:
    layout = plan(width, height, labels, [])
    on_page = min(len(labels), layout.per_page)
    above, below = places(layout, width, on_page, int(layout.pages > 1))
    assert layout.pages * layout.per_page >= len(labels)
    assert len(below) == (layout.pages > 1)
    for number, place in enumerate(everything := [*above, *below]):
        assert place.width >= LEAST_WIDTH
        assert (place.y, place.height) == (0, LEAST_HEIGHT) or place.height <= height
        assert place.y + place.height <= height
        assert not any(overlap(place, other) for other in everything[number + 1 :])


@example(labels=["Somewhere Somewhere Somewhere Somewhere"], width=38, height=6)
@example(labels=["Yes"] * 7 + ["Somewhere Somewhere Somewhere"], width=38, height=35)
@given(labels=LABELS, width=st.integers(38, 194), height=st.integers(6, 50))
def test_what_stands_below_a_label_is_whole_unless_a_line_of_it_saves_pages(
    labels: list[str], width: int, height: int
) -> None:
    details = [f"{label}, {label}" for label in labels]
    layout = plan(width, height, labels, [], details=details)
    above, _ = places(layout, width, len(labels), 0) if layout.pages == 1 else ([], [])
    rooms = [(room_for_label(place.width), place.height) for place in above]
    if not all(
        len(wrap(label, room)) + len(wrap(detail, room)) <= tall
        for room, tall in rooms
        for label, detail in zip(labels, details, strict=True)
    ):
        whole = card_layout._paged(width, height, labels, 3, details=details, dense=False, soft=False)
        assert whole is None or whole.pages > 1


@example(labels=["Yes", "Yes", "Somewhere Somewhere Somewhere never"], width=58, height=6)
@given(labels=LABELS, width=st.integers(38, 194), height=st.integers(6, 50))
def test_every_label_has_room_for_all_its_words(labels: list[str], width: int, height: int) -> None:
    layout = plan(width, height, labels, ["I'm not sure", "Rather not say"])
    for page in range(layout.pages):
        on_page = labels[page * layout.per_page : (page + 1) * layout.per_page]
        above, below = places(layout, width, len(on_page), 2 + (layout.pages > 1), page)
        for place, label in zip(above, on_page, strict=True):
            room = room_for_label(place.width)
            assert len(wrap(label, room)) <= place.height
            assert all(len(word) <= room for word in label.split())
        for place, label in zip(below, ["I'm not sure", "Rather not say", "More 1/3"], strict=False):
            assert len(wrap(label, room_for_label(place.width, soft=True))) <= place.height


def test_four_answers_stand_two_by_two_where_it_is_small() -> None:
    layout = plan(38, 6, ["Yes", "No"], ["I'm not sure", "Rather not say"])
    above, below = places(layout, 38, 2, 2)
    assert [(place.y, place.height) for place in above] == [(0, 3), (0, 3)]
    assert [(place.y, place.height) for place in below] == [(3, 3), (3, 3)]


AREAS = ["Face", "Neck", "Upper chest", "Hands", "Somewhere else"]
QUIET = ["I'm not sure", "Rather not say"]


def test_all_areas_stand_on_one_page_where_it_is_small() -> None:
    layout = plan(38, 6, AREAS, QUIET)
    assert layout.pages == 1
    above, below = places(layout, 38, len(AREAS), len(QUIET))
    assert [place.y for place in above] == [0, 0, 0, 0, 3]
    assert [place.y for place in below] == [3, 3]


WISHES = [
    "Oily skin", "Dull skin", "Large pores", "Clogged pores", "Fine lines", "Mild acne scars",
    "Rough or uneven skin", "Uneven skin tone", "None of these",
]  # fmt: skip


def test_nine_wishes_stand_on_two_pages_where_it_is_small() -> None:
    layout = plan(38, 7, WISHES, QUIET)
    assert (layout.pages, layout.per_page, layout.gap) == (2, 5, 1)
    for page, in_first_row in enumerate((4, 3)):
        above, below = places(layout, 38, in_first_row + 1, 3, page)
        assert [place.y for place in (*above, *below)] == [0] * in_first_row + [4] * 4


def test_all_kinds_of_help_stand_on_one_page_where_it_is_small() -> None:
    offers = ["What is this? Why do you ask?", *(words for name, words in OFFERS.items() if name != "why")]
    layout = plan(38, 9, offers, [], most_columns=2, dense=True)
    assert layout.pages == 1
    above, _ = places(layout, 38, len(offers), 0)
    assert [place.y for place in above] == [0, 0, 0, 3, 3, 3, 6, 6, 6]


def test_nine_wishes_have_air_between_their_rows() -> None:
    layout = plan(74, 12, WISHES, QUIET, most_columns=4)
    assert (layout.pages, layout.gap) == (1, 1)
    above, below = places(layout, 74, len(WISHES), len(QUIET))
    assert [len([place for place in above if place.y == y]) for y in (0, 4, 8)] == [4, 4, 1]
    assert {place.width for place in above[:8]} <= {17, 18}
    assert [place.y for place in below] == [8, 8]


def test_nine_wishes_give_their_air_up_before_they_are_too_small_to_touch() -> None:
    layout = plan(74, 12, WISHES, QUIET, most_columns=4, least=4)
    assert (layout.pages, layout.height, layout.gap) == (1, 4, 0)
    above, below = places(layout, 74, len(WISHES), len(QUIET))
    assert [place.y for place in (*above, *below)] == [0] * 4 + [4] * 4 + [8] * 3


def test_two_answers_are_five_rows_high_where_there_is_room() -> None:
    layout = plan(74, 20, ["Yes", "No"], ["I'm not sure", "Rather not say"])
    assert (layout.columns, layout.height, layout.gap) == (1, 5, 1)


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=60),
    width=st.integers(2, 30),
)
def test_words_are_never_lost_in_wrapping(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@pytest.mark.parametrize("height", range(3, 30))
def test_no_page_ends_with_a_heading(height: int) -> None:
    about = " ".join(["word"] * 30)
    for paragraphs in (("# What is this?", about, about, "# Why we ask", about), ("# Why we ask", about)):
        pages = broken(paragraphs, 38, height)
        ends = [next(line for line, _ in reversed(page) if line) for page in pages]
        assert not {"What is this?", "Why we ask"} & set(ends)


def test_a_paragraph_is_parted_only_where_that_saves_a_page() -> None:
    paragraphs = [" ".join([word] * 20) for word in ("one", "two", "three")]
    begins = {height: [page[0][0].split()[0] for page in broken(paragraphs, 38, height)] for height in (4, 5, 6)}
    assert begins == {4: ["one", "two", "three"], 5: ["one", "two"], 6: ["one", "three"]}
