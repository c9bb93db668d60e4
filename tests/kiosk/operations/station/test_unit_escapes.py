"""Whatever a folder, a terminal or a command is called: a unit and a shell read the very same."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.operations.station.unit_escapes import as_argument, as_command, as_path, in_environment, in_shell
from tests.kiosk.operations.station.unit_reading import UnitRead, command_read, specified

HARD = [
    "/srv/cl inic",
    "100%",
    "%n %i %%",
    '"quoted"',
    "back\\slash\\",
    "$HOME ${HOME} $$",
    "it's",
    "a;b|c",
    "é 指",
    "",
]
LINES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")))


@pytest.mark.parametrize("value", HARD)
def test_a_hard_value_comes_back_from_each_kind_of_setting(value: str) -> None:
    same(value)


@given(LINES)
def test_any_value_comes_back_from_each_kind_of_setting(value: str) -> None:
    same(value)


def same(value: str) -> None:
    assert specified(as_path(value)) == value
    assert command_read(f"/bin/true {as_argument(value)}") == ["/bin/true", value]
    assert command_read(as_command([value, "--", value])) == [value, "--", value]
    assert UnitRead.of(f'Environment="A=b" "NAME={in_environment(value)}"').environment() == {"A": "b", "NAME": value}
    assert shlex.split(in_shell([value, "last"])) == [value, "last"]
