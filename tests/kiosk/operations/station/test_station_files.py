"""What is written for a machine: which files, what is in them, and that nothing else is overwritten."""

from __future__ import annotations

import re
import shlex
import stat
from dataclasses import replace
from math import ceil
from pathlib import Path

import pytest

from kiosk.core.errors import BadInput
from kiosk.operations.paper import INK, PAPER
from kiosk.operations.station import this_machine
from kiosk.operations.station.foot_bindings import no_bindings
from kiosk.operations.station.station_files import (
    CELLS,
    MARK,
    ROLES,
    Station,
    files,
    letter_size,
    switched_on,
    write_files,
)
from screens.palettes import PORCELAIN
from tests.kiosk.operations.station.unit_reading import UnitRead

HARD = Path("/srv/cl inic 100%")
STATION = Station(
    Path("/etc/ki osk%n"), "kiosk", "sway", "/usr/bin/sway", HARD, ("/opt/kio sk/bin/kiosk",), "kiosk", "Win'dow $1"
)
FULL = replace(
    STATION,
    backups=Path("/mnt/b 1"),
    copies=Path("/mnt/c%2"),
    schedules=Path("/srv/sched ules $x%"),
    shout="mail -s 'A b' it@example.org",
)


def text(station: Station, name: str) -> str:
    (found,) = (each.text for each in files(station) if each.name == name)
    return found


@pytest.mark.parametrize("place", ROLES)
@pytest.mark.parametrize("compositor", ["cage", "sway"])
def test_each_place_and_compositor_has_a_session_of_its_own(place: str, compositor: str) -> None:
    station = replace(FULL, place=place, compositor=compositor, compositor_program=f"/usr/bin/{compositor}")  # type: ignore[arg-type]
    written = files(station)
    assert all(each.text.startswith(MARK) and not re.search(r"@[A-Z_]+@", each.text) for each in written)
    unit = UnitRead.of(text(station, "kiosk-session.service"))
    assert unit.settings["User"] == "kiosk"
    assert unit.settings["Restart"] == "on-failure"
    assert unit.path("WorkingDirectory") == "/etc/ki osk%n"
    assert unit.environment()["XKB_DEFAULT_OPTIONS"] == "srvrkeys:none"
    assert (
        unit.command()
        == {
            "cage": ["/usr/bin/cage", "-d", "--", "/bin/sh", "./session.sh"],
            "sway": ["/usr/bin/sway", "--config", "/etc/ki osk%n/sway.conf"],
        }[compositor]
    )
    (start,) = re.findall(r"until (foot .*); do", text(station, "session.sh"))
    assert shlex.split(start) == [
        *("foot", "--config", "/etc/ki osk%n/foot.ini", "/opt/kio sk/bin/kiosk", "--data", str(HARD)),
        *("--terminal=Win'dow $1", "supervise", "--role", ROLES[place]),  # type: ignore[index]
    ]
    assert ("KIOSK_SCALE_FILE" in text(station, "session.sh")) == (compositor == "sway")


def test_the_units_that_are_switched_on_are_the_session_the_timers_and_the_watched_folder() -> None:
    names = [each.name for each in files(FULL)]
    assert switched_on(files(FULL)) == [
        "kiosk-purge.timer",
        "kiosk-doctor.timer",
        "kiosk-backup.timer",
        "kiosk-schedule.service",
        "kiosk-session.service",
    ]
    assert "kiosk-backup.service" not in [each.name for each in files(STATION)]
    for name in names:
        if name.endswith(".timer"):
            assert name.replace(".timer", ".service") in names
    for name in ("kiosk-backup", "kiosk-purge", "kiosk-doctor"):
        assert "OnFailure=kiosk-shout@%n.service" in text(FULL, f"{name}.service")
    purge = UnitRead.of(text(FULL, "kiosk-purge.service")).command()
    assert purge == ["/opt/kio sk/bin/kiosk", "--data", str(HARD), "purge"]


def test_a_folder_of_schedules_is_watched_for_good_if_one_is_named() -> None:
    assert "kiosk-schedule.service" not in [each.name for each in files(STATION)]
    unit = UnitRead.of(text(FULL, "kiosk-schedule.service"))
    assert unit.command() == [
        *("/opt/kio sk/bin/kiosk", "--data", str(HARD), "schedule", "watch", "--", "/srv/sched ules $x%"),
    ]
    assert (unit.settings["User"], unit.settings["Restart"]) == ("kiosk", "always")
    assert unit.settings["StartLimitIntervalSec"] == "0", "so it is never given up"
    assert unit.path("WorkingDirectory") == "/etc/ki osk%n"


def test_sway_has_no_binding_and_no_dialog_of_its_own() -> None:
    said = [line.split()[0] for line in text(STATION, "sway.conf").splitlines() if line and not line.startswith("#")]
    assert not {"bindsym", "bindcode", "bindswitch", "bindgesture", "floating_modifier", "bar", "include"} & set(said)
    assert "swaynag_command -" in text(STATION, "sway.conf")


def test_the_terminal_keeps_no_line_and_its_margins_are_paper() -> None:
    said = text(STATION, "foot.ini")
    assert "[scrollback]\nlines=0" in said
    assert "pad=0x0center" in said
    assert f"background={PAPER}" in said
    assert (f"#{PAPER}", f"#{INK}") == (PORCELAIN.paper, PORCELAIN.ink)


def test_each_version_of_the_terminal_gets_the_bindings_it_knows() -> None:
    assert "spawn-terminal=none" in no_bindings((1, 13))
    assert "select-quote" not in no_bindings((1, 13))
    assert "select-quote=none" in no_bindings((1, 16))
    mouse = no_bindings((1, 21)).partition("[mouse-bindings]")[2]
    assert "font-increase=none" in mouse
    assert all(line.endswith("=none") for line in no_bindings((1, 21)).splitlines() if line and line[0] != "[")


@pytest.mark.parametrize(
    "screen", [(1280, 800), (1280, 720), (1024, 600), (1366, 768), (1920, 1200), (2560, 1600), (800, 480)]
)
@pytest.mark.parametrize("cells", set(CELLS.values()))
def test_the_letters_are_as_large_as_leaves_room_for_all_columns_and_rows(
    screen: tuple[int, int], cells: tuple[int, int]
) -> None:
    pixels = round(letter_size(screen, cells) / 0.75)

    def takes(pixels: int) -> tuple[int, int]:
        return cells[0] * ceil(pixels * 0.6021), cells[1] * (ceil(pixels * 0.9283) + ceil(pixels * 0.2363))

    assert takes(pixels) <= screen
    assert takes(pixels)[1] <= screen[1]
    assert takes(pixels + 1)[0] > screen[0] or takes(pixels + 1)[1] > screen[1]


def test_files_are_whole_and_readable_and_what_the_clinic_shouts_with_is_not(tmp_path: Path) -> None:
    here = tmp_path / "station"
    became = write_files(here, files(FULL))
    assert set(became.values()) == {"new"}
    modes = {each.name: stat.S_IMODE((here / each.name).stat().st_mode) for each in files(FULL)}
    assert modes.pop("shout.sh") == 0o600
    assert set(modes.values()) == {0o644}
    assert sorted(file.name for file in here.iterdir()) == sorted(became)
    assert write_files(here, files(FULL))["session.sh"] == "same"
    assert write_files(here, files(STATION))["shout.sh"] == "changed"


@pytest.mark.parametrize("kind", ["file", "bytes", "link", "folder"])
def test_no_other_file_is_overwritten_and_then_nothing_is_written(tmp_path: Path, kind: str) -> None:
    other = tmp_path / "foot.ini"
    if kind == "folder":
        other.mkdir()
    elif kind == "link":
        (tmp_path / "elsewhere").write_text(MARK)
        other.symlink_to(tmp_path / "elsewhere")
    else:
        other.write_bytes(b"\xff" if kind == "bytes" else b"[main]\n")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(BadInput, match=r"foot\.ini is there and is no file of a station"):
        write_files(tmp_path, files(STATION))
    assert sorted(tmp_path.iterdir()) == before


def test_the_machine_says_its_screen_its_keyboard_and_its_terminal(tmp_path: Path) -> None:
    assert this_machine.screen(tmp_path) == this_machine.USUAL_SCREEN
    for card, modes in (("card0-HDMI-A-1", ""), ("card1-DSI-1", "1200x1920\n1200x1920\n")):
        (tmp_path / card).mkdir()
        (tmp_path / card / "modes").write_text(modes)
    assert this_machine.screen(tmp_path) == (1200, 1920)
    assert this_machine.keyboard(tmp_path / "none") == "us"
    (tmp_path / "keyboard").write_text('XKBMODEL="pc105"\nXKBLAYOUT="es,us"\n')
    assert this_machine.keyboard(tmp_path / "keyboard") == "es,us"
    assert this_machine.foot_version("foot version: 1.21.0 +pgo -ime") == (1, 21)
    assert this_machine.foot_version("") == (1, 13)
