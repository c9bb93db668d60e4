"""What the doctor makes of each fact about a machine, good and bad, and that what is wrong says what to do."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk.operations.check import Check, State
from kiosk.operations.machine_facts import LocaleSeen, Machine, UnitSeen, VersionsSeen
from kiosk.operations.machine_looks import forced_write, look_at_machine, printer_trouble
from tests.kiosk.operations.machines import TERMINAL, WELL


def told(machine: Machine) -> dict[str, Check]:
    return {check.name: check for check in look_at_machine(machine)}


def test_a_machine_on_which_all_is_well_asks_for_nothing() -> None:
    found = told(WELL)
    assert {check.state for check in found.values()} == {"well"}
    assert list(found) == [
        "terminal",
        "colours",
        "mouse",
        "size",
        "locale",
        "clock synchronisation",
        "versions",
        "units",
    ]


@pytest.mark.parametrize(
    ("changed", "name", "state", "says"),
    [
        ({"term": "dumb"}, "terminal", "warning", "set TERM"),
        ({"term": ""}, "terminal", "warning", "does not say what it is: set TERM"),
        ({"term": "vt220", "colour_term": ""}, "colours", "warning", "no colours. If it does, set TERM"),
        ({"term": "linux", "colour_term": ""}, "colours", "warning", "16 colours. If it shows all, set COLORTERM"),
        ({"term": "xterm-256color", "colour_term": ""}, "colours", "well", "256 colours"),
        ({"no_colour": True}, "colours", "well", "NO_COLOR is set"),
        ({"reports_touches": False}, "mouse", "warning", "use another, such as foot"),
        ({"reports_touches": None}, "mouse", "unknown", "touch an answer and see"),
        ({"columns": 39}, "size", "warning", "39 x 24, and no screen fits in less than 40 x 12: choose a smaller font"),
        ({"rows": 11}, "size", "warning", "choose a smaller font"),
        ({"columns": 40, "rows": 12}, "size", "well", "in pages"),
    ],
)
def test_a_terminal_is_judged_by_what_it_says_of_itself(
    changed: dict[str, Any], name: str, state: State, says: str
) -> None:
    check = told(replace(WELL, terminal=replace(TERMINAL, **changed)))[name]
    assert check.state == state
    assert says in check.says


def test_without_a_terminal_it_is_said_where_to_look() -> None:
    found = told(replace(WELL, terminal=None))
    for name in ("terminal", "colours", "mouse", "size"):
        assert found[name].state == "unknown"
        assert "run `kiosk doctor` in the terminal that shows the kiosk" in found[name].says
        assert not found[name].asks


@pytest.mark.parametrize(
    ("changed", "name", "state", "says"),
    [
        ({"locale": LocaleSeen("", is_installed=True)}, "locale", "warning", "not set, in which names may be"),
        ({"locale": LocaleSeen("de_DE.ISO-8859-1", is_installed=True)}, "locale", "warning", "set LANG=C.UTF-8"),
        ({"locale": LocaleSeen("xx_YY.UTF-8", is_installed=False)}, "locale", "warning", "xx_YY.UTF-8 is not installed"),
        ({"is_synchronised": False}, "clock synchronisation", "warning", "timedatectl set-ntp true"),
        ({"is_synchronised": None}, "clock synchronisation", "unknown", "see that one does"),
        ({"units": (UnitSeen("kiosk-desk.service", "failed"),)}, "units", "warning", "`journalctl -u kiosk-desk.service`"),
        ({"units": (UnitSeen("kiosk-schedule.service", "auto-restart"),)}, "units", "warning", "waits to be started again"),
        ({"units": ()}, "units", "unknown", "nothing of it starts at boot"),
        ({"units": None}, "units", "unknown", "systemd does not answer"),
        ({"versions": None}, "versions", "unknown", "not installed as a package"),
        (
            {"versions": VersionsSeen("0.2.0", "3.11.2", "8.2.7", ("textual is 8.2.7 and should be 8.2.8",))},
            "versions", "warning", "Install the kiosk again: textual is 8.2.7",
        ),
    ],
)  # fmt: skip
def test_the_machine_is_judged_by_what_it_says(changed: dict[str, Any], name: str, state: State, says: str) -> None:
    check = told(replace(WELL, **changed))[name]
    assert check.state == state
    assert says in check.says


@pytest.mark.parametrize(
    ("seconds", "state", "says"),
    [
        (0.0002, "well", "takes less than 1 ms"),
        (0.02, "well", "takes 20 ms"),
        (0.4, "warning", "takes 400 ms, and everybody waits for it: look for what else writes there"),
    ],
)
def test_a_disk_is_judged_by_how_long_a_forced_write_takes(seconds: float, state: State, says: str) -> None:
    check = forced_write(seconds)
    assert check.state == state
    assert says in check.says


@pytest.mark.parametrize(
    ("known", "state", "accepts", "says"),
    [
        (None, "", "", "Install CUPS"),
        (("hall",), "", "", "Correct printing.printer"),
        (("desk",), "printer desk disabled since Mon -", "", "run `cupsenable desk`"),
        (("desk",), "printer desk is idle.", "desk not accepting requests since Mon -", "run `cupsaccept desk`"),
        (("desk",), "printer desk is idle.  enabled since Mon", "desk accepting requests since Mon", ""),
    ],
)
def test_a_printer_is_judged_by_what_cups_says(
    known: tuple[str, ...] | None, state: str, accepts: str, says: str
) -> None:
    said = printer_trouble("desk", known, lambda _program, how, _name: {"-p": state, "-a": accepts}[how])
    assert (says in said) if says else said == ""
