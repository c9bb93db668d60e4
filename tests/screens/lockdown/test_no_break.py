"""A question mark stays on the line of its word, though a space is before it."""

import pytest
from textual.content import Content

from screens.lockdown.no_break import keep_no_break_spaces
from screens.widgets.wrapping import wrap

keep_no_break_spaces()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Voulez-vous le soin aujourd’hui\u00a0?", ["Voulez-vous le soin", "aujourd’hui\u00a0?"]),
        ("Il manque une réponse\u202f: ceci", ["Il manque une", "réponse\u202f: ceci"]),
        ("spaces break any other line", ["spaces break any", "other line"]),
        ("Cela est\n\nainsi\u00a0:", ["Cela est", "", "ainsi\u00a0:"]),
    ],
)
def test_a_line_does_not_break_at_a_space_that_says_so(text: str, lines: list[str]) -> None:
    painted = [line.plain.strip(" ") for line in Content(text).wrap(19)]
    assert painted == lines
    assert wrap(text, 19) == lines
