import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput
from kiosk.records import Records
from kiosk.records.keys import recovery_words

KEY = bytes(range(100, 132))


@given(st.binary(min_size=32, max_size=32))
def test_a_key_comes_back_from_its_words(key: bytes) -> None:
    words = recovery_words.to_words(key)
    assert len(words) == 18
    assert recovery_words.from_words(" ".join(words)) == key
    assert recovery_words.from_words("\n".join(words).upper()) == key
    assert recovery_words.from_words("-".join(words)) == key


def test_the_word_that_cannot_be_right_is_named() -> None:
    words = list(recovery_words.to_words(KEY))
    words[4] = "hello"
    with pytest.raises(BadInput, match="Word 5 cannot be right"):
        recovery_words.from_words(" ".join(words))


def test_missing_words_and_exchanged_words_are_told() -> None:
    words = list(recovery_words.to_words(KEY))
    with pytest.raises(BadInput, match="has 18 words, these are 17"):
        recovery_words.from_words(" ".join(words[1:]))
    words[0], words[1] = words[1], words[0]
    with pytest.raises(BadInput, match="not the one on the sheet"):
        recovery_words.from_words(" ".join(words))


@given(st.integers(0, 17), st.integers(0, 65535))
def test_no_single_wrong_word_is_taken(place: int, other: int) -> None:
    words = list(recovery_words.to_words(KEY))
    wrong = recovery_words.to_words(other.to_bytes(2, "big") + bytes(30))[0]
    if wrong != words[place]:
        words[place] = wrong
        with pytest.raises(BadInput):
            recovery_words.from_words(" ".join(words))


def test_the_sheet_shows_every_word_and_a_code_that_holds_them() -> None:
    sheet = recovery_words.sheet("Clínica Alba", "C-23456789AB", KEY)
    assert all(f"{number:2} {word}" in sheet for number, word in enumerate(recovery_words.to_words(KEY), start=1))
    assert "Clínica Alba" in sheet
    lines = sheet.splitlines()
    assert max(len(line) for line in lines) <= 96
    # On paper the three large squares in the corners are dark: their upper edges are seven full modules.
    top = next(line for line in lines if "█▀▀▀▀▀█" in line)
    assert top.strip().startswith("█▀▀▀▀▀█")
    assert top.strip().endswith("█▀▀▀▀▀█")
    on_screen = recovery_words.sheet("Clínica Alba", "C-23456789AB", KEY, on_paper=False)
    assert "█ ▄▄▄▄▄ █" in on_screen


def test_what_the_code_says_gives_the_key_back() -> None:
    said = f"CLINIC-KIOSK-KEY:C-23456789AB:{' '.join(recovery_words.to_words(KEY))}".upper()
    assert recovery_words.from_words(said) == KEY
    assert recovery_words.qr("C-23456789AB", KEY).mode == "alphanumeric"


def test_a_sheet_counts_as_kept_once_somebody_says_so_and_a_new_key_needs_a_new_one(
    records: Records, key: bytes, desk: Actor
) -> None:
    assert not recovery_words.has_recovery_words(records, key)
    recovery_words.confirm_recovery_words(records, key, desk)
    recovery_words.confirm_recovery_words(records, key, desk)
    assert recovery_words.has_recovery_words(records, key)
    assert not recovery_words.has_recovery_words(records, KEY)
    with records.read() as reader:
        assert [entry.event for entry in reader.trail()] == ["recovery_sheet_confirmed"] * 2
        assert key.hex() not in str(reader.all("meta"))
