import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.clean import clean, clean_note
from kiosk.core.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   María ", "Ana María"),
        ("A\u0301lvarez", "Álvarez"),
        ("Jo\x1b[31m", "Jo[31m"),
        ("O\u202eReilly", "OReilly"),
        ("O\u2019Reilly", "O\u2019Reilly"),
        ("नमस्\u200dते", "नमस्\u200dते"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "a\u200db"),
        ("\u200d\u200c", ""),
        ("Ana\u2028María\u2029!", "Ana María !"),
        ("Ana\tMaría\r\n", "Ana María"),
        ("Ana\u00a0María", "Ana María"),
        ("\ue000\U000f0000\ud800x", "x"),
        ("[@click=app.quit]Jo[/]", "[@click=app.quit]Jo[/]"),
    ],
)
def test_what_cannot_be_seen_is_dropped_and_what_spells_a_name_is_kept(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_text_is_cut_at_its_limit() -> None:
    assert clean("a" * 300) == "a" * 200
    assert clean("Ana María", limit=4) == "Ana"
    with pytest.raises(BadInput, match=r"at most 2,000 characters, and this one has 4,999"):
        clean_note("word " * 1000)  # what somebody wrote is kept whole or not at all


def test_a_notes_line_ends_become_spaces() -> None:
    assert clean_note("one\ntwo\r\n\n three") == "one two three"


@given(st.text(st.characters(codec=None)), st.integers(0, 50))
def test_clean_text_stays_as_it_is_and_holds_no_control(text: str, limit: int) -> None:
    kept = clean(text, limit)
    assert len(kept) <= limit
    assert clean(kept, limit) == kept
    assert not [c for c in kept if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}]
    assert not [c for c in kept if unicodedata.category(c) == "Cf" and c not in "\u200c\u200d"]
