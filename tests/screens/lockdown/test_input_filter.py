"""Whatever bytes come, what passes can be decoded, is whole, and means what a hand could have done."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from screens.lockdown.input_filter import ESCAPE, Held, Size, filter_input, give_up

SIZE = Size(80, 24)
PIECES = [
    *(bytes([byte]) for byte in range(256)),
    *(b"\x1b" + bytes([byte]) for byte in range(256)),
    *("é", "ł", "漢", "🙂", "\u202e", "\x9b", "\ue000", "\ud7ff", "\U0010ffff"),
    b"\x1b[200~", b"\x1b[201~", b"\x1b[<0;5;5M", b"\x1b[<0;5;5m", b"\x1b[<35;80;24M", b"\x1b[<0;81;5M", b"\x1b[<0;0;5M", b"\x1b[A",
    b"\x1b[1;5A", b"\x1b[97;;97u", b"\x1b[49u", b"\x1b[99999999u", b"\x1b[1:2;3:4u", b"\x1b[48;30;100;600;1000t", b"\x1b[?2026;2$y",
    b"\x1b[?2048;1$y", b"\x1b[5;5R", b"\x1b[?1;2c", b"\x1b[I", b"\x1b[O", b"\x1b]52;c;", b"\x1bP+q", b"\x1b\\", b"\x1b[M", b"\x1b[[A",
    b"\x1b[[", b"\x1bO", b"\x1bOP", b"\x1b[" + b"1" * 70,
]  # fmt: skip
INPUT = st.lists(
    st.one_of(
        st.sampled_from([piece.encode() if isinstance(piece, str) else piece for piece in PIECES]),
        st.binary(max_size=6),
        st.from_regex(rb"\x1b\[[0-?]{0,9}[ -/]{0,2}[@-~]", fullmatch=True),
    ),
    max_size=25,
).map(b"".join)


def sifted(*portions: bytes, size: Size = SIZE) -> bytes:
    """Return what passes of all portions once no more comes."""
    held, passed = Held(), b""
    for portion in portions:
        held, more = filter_input(held, portion, size)
        passed += more
    return passed + give_up(held)[1]


def parsed(passed: bytes) -> tuple[list[Message], bool]:
    """Return what Textual makes of bytes, and whether it waits for more of them."""
    parser = XTermParser()
    messages = list(parser.feed(passed.decode())) if passed else []
    return messages, parser._timeout_time is not None


@given(INPUT)
def test_what_passes_can_be_decoded_and_textual_waits_for_no_more(data: bytes) -> None:
    passed = sifted(data)
    passed.decode()
    _, waits = parsed(passed)
    assert not waits


@given(INPUT)
def test_what_passes_is_a_key_a_touch_a_paste_or_the_one_answer(data: bytes) -> None:
    messages, _ = parsed(sifted(data))
    for message in messages:
        assert isinstance(message, events.Key | events.MouseEvent | events.Paste | TerminalSupportsSynchronizedOutput)
        if isinstance(message, events.MouseEvent):
            assert 0 <= message.x < SIZE.columns
            assert 0 <= message.y < SIZE.rows
    answers = [message for message in messages if isinstance(message, TerminalSupportsSynchronizedOutput)]
    assert len(answers) <= 1


@given(INPUT, st.lists(st.integers(0, 400), max_size=12))
def test_in_whatever_portions_it_is_read_the_same_passes(data: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    portions = [data[start:end] for start, end in itertools.pairwise(places)]
    assert sifted(*portions) == sifted(data)
    assert sifted(*(bytes([byte]) for byte in data)) == sifted(data)


@given(INPUT)
def test_what_passed_once_passes_again(data: bytes) -> None:
    passed = sifted(data)
    assert sifted(passed) == passed


@given(st.text())
def test_typed_text_passes_without_what_cannot_be_seen(text: str) -> None:
    passed = sifted(text.encode()).decode()
    assert "\ufeff" not in passed
    visible = "".join(character for character in text if character.isprintable())
    assert [sign for sign in passed if sign.isprintable() and sign in visible] == [
        sign for sign in visible if sign in passed
    ]
    assert (
        sifted(b"Zo\xc3\xab O'Neil-\xc5\x81u\xc4\x87 \xe6\xbc\xa2")
        == b"Zo\xc3\xab O'Neil-\xc5\x81u\xc4\x87 \xe6\xbc\xa2"
    )


@pytest.mark.parametrize(
    ("data", "passed"),
    [
        (b"\xe9a", b"a"),  # an e with an accent, typed in a terminal of Western Europe
        (b"caf\xe9\r", b"caf\r"),
        (b"\xed\xa0\x80x", b"x"),
        (b"\xf4\x90\x80\x80x", b"x"),
        (b"\xc3", b""),
        ("\u202eabc\x9b1m\ufeff".encode(), b"abc1m"),
    ],
)
def test_bytes_that_are_no_text_are_left_out(data: bytes, passed: bytes) -> None:
    assert sifted(data) == passed


REPORTS = [
    b"\x1b[48;30;100;600;1000t", b"\x1b[48;24;80;480;800t", b"\x1b[8;30;100t", b"\x1b[4;600;1000t", b"\x1b[5;5R", b"\x1b[?5;5R",
    b"\x1b[?1;2c", b"\x1b[>41;354;0c", b"\x1b[?2048;1$y", b"\x1b[?1004;1$y", b"\x1b[0n", b"\x1b[I", b"\x1b[O", b"\x1b[?25u",
    b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\", b"\x1b]11;rgb:0/0/0\x07", b"\x1b]52;c;QUJDNA==\x07", b"\x1bP1$r0m\x1b\\", b"\x1bP>|foot\x1b\\",
    b"\x1b_Gi=1;OK\x1b\\", b"\x1b^1234\x1b\\", b"\x1bX1234\x1b\\", b"\x1b[0;5;5M", b"\x1b[M !!", b"\x1b[<0;5M", b"\x1b[<0;-5;5M",
]  # fmt: skip


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_nobody_asked_for_is_left_out_whole(report: bytes) -> None:
    assert sifted(b"a" + report + b"b") == b"ab"


def test_the_one_answer_that_was_asked_for_passes_once() -> None:
    assert sifted(b"\x1b[?2026;2$y" * 2) == b"\x1b[?2026;2$y"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (b"\x1b[A", "up"), (b"\x1bOA", "up"), (b"\x1b[1;129A", "up"), (b"\x1b[Z", "shift+tab"), (b"\x1b[9;2u", "shift+tab"),
        (b"\x1b[1;2Z", "shift+tab"), (b"\x1bOP", "f1"), (b"\x1b[11~", "f1"), (b"\x1b[[A", "f1"), (b"\x1b[P", "f1"), (b"\x1b[1;1P", "f1"),
        (b"\x1bOR", "f3"), (b"\x1b[R", "f3"), (b"\x1b[13~", "f3"), (b"\x1b[24~", "f12"), (b"\x1b[3~", "delete"), (b"\x1b[H", "home"), (b"\x1b[F", "end"),
        (b"\x1b[5~", "pageup"), (b"\r", "enter"), (b"\x1b[13u", "enter"), (b"\x1b[57414u", "enter"), (b"\x1b[9u", "tab"),
        (b"\x7f", "backspace"), (b"\x1b[127u", "backspace"), (b"\x1b[27u", "escape"), (b"\x1b", "escape"), (b"7", "7"),
        (b"\x1b[55;;55u", "7"), (b"\x1b[57406;;55u", "7"), (b"\x1b[55u", "7"), (b"\x1b[97;2;65u", "A"), (b"\x1b[113;5u", "ctrl+q"),
        (b"\x11", "ctrl+q"), (b"\x1b[233;;233u", "é"),
    ],
)  # fmt: skip
def test_a_key_is_the_same_key_from_every_kind_of_terminal(typed: bytes, key: str) -> None:
    messages, _ = parsed(sifted(typed))
    assert [message.key for message in messages if isinstance(message, events.Key)] == [key]


@pytest.mark.parametrize(
    "typed",
    [
        b"\x1b1", b"\x1b[49;3u", b"\x1b[49;5u", b"\x1b[1;3A", b"\x1b[1;5A", b"\x1b[99~", b"\x1b[49~", b"\x1b[57441u", b"\x1b[1114112u",
        b"\x1b[55296;;55296u", b"\x1b[97:65u", b"\x1b[97;1:3u", b"\x1b[97;;8238u", b"\x1bOq", b"\x1b[1;2R", b"\x00", b"\x1b\r", b"\x1b[E",
        b"\x1b[1;0A", b"\x1b[;;49~", b"\x1b[<64;5;5m", b"\x1b[<3;5;5M", b"\x1b[<128;5;5M", b"\x1b[<0;81;5M", b"\x1b[<0;5;25M",
        b"\x1b[<0;0;5M",
    ],
)  # fmt: skip
def test_what_is_no_key_and_no_touch_of_a_kiosk_is_left_out_whole(typed: bytes) -> None:
    assert sifted(typed) == b""


def test_a_touch_counts_within_the_screen_as_the_terminal_says_it_is() -> None:
    touch = b"\x1b[<0;100;30M\x1b[<0;100;30m"
    assert sifted(touch) == b""
    assert sifted(touch, size=Size(100, 30)) == touch


def test_a_paste_passes_whole_or_not_at_all() -> None:
    assert sifted(b"\x1b[200~LU1\x1b]0;x\x0701\x1b[31m\r\n\x11\x1b[201~") == b"\x1b[200~LU101\r\n\x1b[201~"
    assert sifted(b"\x1b[200~LU101") == b""
    assert sifted(b"\x1b[200~\x1b[201~") == b""
    long = sifted(b"\x1b[200~" + b"x" * 20_000 + b"\x1b[201~")
    assert re.fullmatch(rb"\x1b\[200~x{8192}\x1b\[201~", long)


def test_a_touch_or_a_key_ends_a_paste_that_never_ended() -> None:
    assert sifted(b"\x1b[200~abc\x1b[<0;5;5M\x1b[<0;5;5m1") == b"\x1b[<0;5;5M\x1b[<0;5;5m1"
    assert sifted(b"\x1b[200~abc\x1b[A1") == b"\x1b[A1"


def test_an_escape_alone_is_a_key_once_no_more_came() -> None:
    held, passed = filter_input(Held(), b"\x1b", SIZE)
    assert passed == b""
    assert held.patience
    assert give_up(held) == (Held(), ESCAPE)


@pytest.mark.parametrize(
    "begun", [b"\x1b[", b"\x1b[12", b"\x1bO", b"\x1b]0;title", b"\x1bP", b"\x1b[200~abc", b"\xe6\xbc", b"\x1b[M "]
)
def test_what_never_became_whole_is_left_out_and_holds_nothing_up(begun: bytes) -> None:
    held, passed = filter_input(Held(), begun, SIZE)
    assert held.patience
    held, more = give_up(held)
    assert (passed, more, held) == (b"", b"", Held())
    assert filter_input(held, b"1", SIZE) == (Held(), b"1")


def test_a_sequence_without_end_is_not_kept() -> None:
    held = Held()
    for _ in range(10_000):
        held, passed = filter_input(held, b"1;", SIZE) if held.rest else filter_input(held, b"\x1b[", SIZE)
        assert passed == b""
        assert len(held.rest) < 100
    assert filter_input(held, b"uabc", SIZE)[1] == b"abc"
