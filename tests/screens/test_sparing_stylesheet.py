"""Styles are read once for each set of colours."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.css import stylesheet
from textual.css.stylesheet import Stylesheet

from screens.sparing_stylesheet import SparingStylesheet

COLOURS = {"ground": "#ff0000"}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was read, in turn."""
    read = []
    parse = stylesheet.parse

    def note(scope: str, css: str, *given: object, **named: object) -> object:
        read.append(css)
        return parse(scope, css, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", note)
    return read


def grounds(sheet: Stylesheet) -> list[Color]:
    return [rule.styles.background for rule in sheet.rules]


def test_what_was_read_is_read_again_in_other_colours_alone(read: list[str]) -> None:
    sheet = SparingStylesheet(variables=COLOURS)
    one, other = "One { background: $ground; }", "Other { background: $ground; }"
    sheet.add_source(one, ("", "one"))
    sheet.reparse()
    sheet.set_variables(dict(COLOURS))
    sheet.reparse()
    sheet.add_source(other, ("", "other"))
    sheet.reparse()
    assert read == [one, other]
    assert grounds(sheet) == [Color(255, 0, 0)] * 2
    sheet.set_variables({"ground": "#0000ff"})
    sheet.reparse()
    assert read == [one, other] * 2
    assert grounds(sheet) == [Color(0, 0, 255)] * 2
