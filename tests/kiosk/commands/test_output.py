"""What commands print: nothing in it steers a terminal, and a program reads what is kept."""

import json

import pytest

from kiosk.commands.output import print_json, print_table, say

ODD = "a\x9b2Jb\x1b[31m\u202ec\x7fd\u2028e\u200dé 指 😀"


def test_a_document_for_programs_is_whole_and_steers_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    print_json({"what": ODD})
    told = capfd.readouterr().out
    assert json.loads(told) == {"what": ODD}
    assert not {"\x9b", "\x1b", "\u202e", "\x7f", "\u2028"} & set(told)


def test_lines_and_tables_steer_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    say(ODD)
    print_table(("what",), [(ODD,)])
    assert capfd.readouterr().out.splitlines() == [(same := "a2Jb[31mcde\u200dé 指 😀"), "what", same]
