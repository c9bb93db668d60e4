"""Paper, ink and one accent: every pair that is used is readable, whatever accent a clinic chooses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens import themes
from screens.themes import MAIN_RATIO, TEXT_RATIO, contrast, legible, porcelain, rgb


@pytest.mark.parametrize("ink", [themes.INK, themes.QUIET, themes.TEAL])
@pytest.mark.parametrize("ground", [themes.PAPER, themes.WHITE, themes.PANEL])
def test_what_a_client_reads_is_ten_to_one(ink: str, ground: str) -> None:
    assert contrast(rgb(ink), rgb(ground)) >= MAIN_RATIO


@pytest.mark.parametrize("ink", [themes.GOOD, themes.CARE, themes.STOP])
@pytest.mark.parametrize("ground", [themes.PAPER, themes.WHITE, themes.PANEL])
def test_the_colours_of_outcomes_are_seven_to_one(ink: str, ground: str) -> None:
    assert contrast(rgb(ink), rgb(ground)) >= TEXT_RATIO


def test_ink_is_readable_on_the_quiet_keys() -> None:
    assert contrast(rgb(themes.INK), rgb(themes.EDGE)) >= MAIN_RATIO


@given(parts=st.tuples(*[st.integers(0, 255)] * 3))
def test_any_accent_a_clinic_chooses_is_made_readable(parts: tuple[int, int, int]) -> None:
    accent = legible("#" + "".join(f"{part:02x}" for part in parts))
    for ground in (themes.PAPER, themes.WHITE, themes.PANEL):
        assert contrast(rgb(accent), rgb(ground)) >= MAIN_RATIO


def test_a_readable_accent_is_left_as_it_is() -> None:
    assert porcelain("#083c38").primary == "#083c38"


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
