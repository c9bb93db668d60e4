"""A scanner answers nothing; a hand's keys all count."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.lockdown.scanner_filter import Strokes, settle, weigh

LATER = 10.0


def acted(*reads: tuple[float, bytes], writing: bool = False) -> bytes:
    """Return what acts of what was read at these times, and of what still waited a while later."""
    strokes, acting = Strokes(), b""
    for now, keys in reads:
        strokes, more = weigh(strokes, keys, now, writing=writing)
        acting += more
    return acting + settle(strokes, LATER)[1]


@pytest.mark.parametrize("scan", [b"AB417\r", b"AB417", b"4171\r", b"12\r", b"1\r", b"\r1", "é417".encode(), b"12"])
def test_a_scan_acts_nowhere_but_where_something_is_written(scan: bytes) -> None:
    assert acted((1.0, scan)) == b""
    assert acted(*((1.0 + place * 0.004, bytes([byte])) for place, byte in enumerate(b"AB417\r"))) == b""
    assert acted((1.0, scan), writing=True) == scan


@given(st.binary(max_size=8).map(lambda data: bytes(byte % 95 + 32 for byte in data)), st.lists(st.integers(0, 8)))
def test_in_whatever_portions_it_is_read_the_same_acts(keys: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(keys), *(cut for cut in cuts if cut < len(keys))})
    portions = [(1.0, keys[start:end]) for start, end in itertools.pairwise(places)]
    assert acted(*portions) == acted((1.0, keys))


def test_a_digit_acts_after_a_moment_of_quiet_and_not_before() -> None:
    strokes, acting = weigh(Strokes(), b"1", 1.0, writing=False)
    assert acting == b""
    strokes, acting = settle(strokes, 1.029)
    assert acting == b""
    assert settle(strokes, 1.031)[1] == b"1"


def test_enter_acts_at_once_but_not_right_after_another_key() -> None:
    assert weigh(Strokes(), b"\r", 1.0, writing=False)[1] == b"\r"
    assert acted((1.0, b"1"), (1.029, b"\r")) == b""
    assert acted((1.0, b"1"), (1.031, b"\r")) == b"1\r"


def test_a_hand_that_types_fast_is_no_scanner() -> None:
    assert acted(*((1.0 + place * 0.04, bytes([byte])) for place, byte in enumerate(b"12345"))) == b"12345"


def test_after_a_scan_the_next_key_counts() -> None:
    assert acted((1.0, b"AB417\r"), (1.05, b"2")) == b"2"


@pytest.mark.parametrize("repeated", [b"1", b"\r", b" "])
def test_a_key_held_down_is_no_scan(repeated: bytes) -> None:
    assert acted((1.0, repeated * 6)) == repeated * 6
    assert acted(*((1.0 + place * 0.01, repeated) for place in range(6))) == repeated * 6


def test_touches_arrows_and_pastes_are_no_scan() -> None:
    for keys in (
        b"\x1b[<0;51;12M\x1b[<0;51;12m",
        b"\x1b[A\x1b[B\x1b[C\x1b[D",
        b"\x1b[200~LU1\x1b[201~",
        b"\t\t\x1b[Z\x7f",
    ):
        assert acted((1.0, keys)) == keys
    assert acted((1.0, b"\x1b[<35;51;12M1"), (1.01, b"\x1b[<35;52;12M")) == b"\x1b[<35;51;12M\x1b[<35;52;12M1"


def test_what_follows_writing_at_once_acts_no_more_than_any_scan() -> None:
    strokes, acting = weigh(Strokes(), b"LU102\r", 1.0, writing=True)
    assert acting == b"LU102\r"
    assert settle(weigh(strokes, b"34", 1.01, writing=False)[0], LATER)[1] == b""
