"""What is mistyped in a clinic's own rules, or is no file of rules at all, is named and nothing comes of it."""

import os
from pathlib import Path

import pytest

from kiosk.commands.rules import review_text
from kiosk.replay.impact import BookedVisits
from tests.kiosk.commands.conftest import Shell, made

LEAD = ("--by", "Lena Lead")
PIN = "736492"
OVERLAY = """\
overlay: ours
title: Ours
version: 1
valid_from: 2026-01-01
status: active
summary: What we do besides.
protocols: [{protocols}]
stricter:
  - {{rule: {rule}, outcome: review, why: Burns.}}
"""


def led(kiosk: Shell) -> None:
    """Make a clinic with a lead, and with nothing of its own yet."""
    setup = ("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC")
    assert kiosk(*setup, data=kiosk.home / "clinic", pin=PIN).status == 0


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "led", led)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


@pytest.fixture
def ours(folder: Path) -> Path:
    """The folder of the clinic's own overlay, empty."""
    ours = folder / "protocols" / "ours"
    ours.mkdir(parents=True)
    return ours


def write(ours: Path, protocols: str, rule: str) -> None:
    (ours / "overlay.yaml").write_text(OVERLAY.format(protocols=protocols, rule=rule), encoding="utf-8")


EVERY = (
    ("check", "ours"),
    ("test", "ours"),
    ("show", "parisian-peel+ours"),
    ("evaluate", "parisian-peel+ours", "-", "--on", "2026-09-15"),
    ("explain", "parisian-peel+ours", "-", "--on", "2026-09-15"),
    ("diff", "parisian-peel", "ours"),
    ("adopt", "ours", *LEAD),
)


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command[0])
def test_an_overlay_for_a_protocol_that_is_not_there_is_refused_wherever_it_is_named(
    kiosk: Shell, folder: Path, ours: Path, command: tuple[str, ...]
) -> None:
    write(ours, "parisian-pel", "PP-SUN")
    complaint = kiosk("rules", *command, data=folder, stdin="{}", pin=PIN if "adopt" in command else None).complaint
    assert f"{ours / 'overlay.yaml'}, line 7," in complaint
    assert "There is no protocol parisian-pel; did you mean parisian-peel" in complaint
    assert "ours" not in kiosk("rules", "list", "--json", data=folder).json[0]["overlays"]


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command[0])
def test_a_slip_in_a_tightened_rule_is_refused_though_the_overlay_is_for_two_protocols(
    kiosk: Shell, folder: Path, ours: Path, command: tuple[str, ...]
) -> None:
    write(ours, "parisian-peel, medical-facial", "PP-SUNN")
    complaint = kiosk("rules", *command, data=folder, stdin="{}", pin=PIN if "adopt" in command else None).complaint
    assert f"{ours / 'overlay.yaml'}, line 9," in complaint
    assert "have no rule PP-SUNN; did you mean PP-SUN" in complaint


@pytest.mark.parametrize("name", ["overlay.yaml", "protocol.yaml"])
def test_a_pipe_in_the_place_of_rules_is_named_and_holds_nobody_up(
    kiosk: Shell, folder: Path, ours: Path, name: str
) -> None:
    os.mkfifo(ours / name)
    assert "is a pipe or a device and no file" in kiosk("rules", "check", "ours", data=folder).complaint
    assert kiosk("rules", "list", data=folder).status == 0


def test_a_device_or_a_huge_file_is_no_protocol(kiosk: Shell, tmp_path: Path) -> None:
    assert "is a pipe or a device and no file" in kiosk("rules", "check", "/dev/zero").complaint
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(2**30)
    assert "larger than any rules are" in kiosk("rules", "check", huge).complaint


def test_the_list_names_what_lies_among_the_rules_and_counts_for_nothing(kiosk: Shell, folder: Path) -> None:
    rules = folder / "protocols"
    said = {
        "Our-Rules/overlay.yaml": "the folder's name has to be small letters, digits and hyphens.",
        "parisian-peel/protocol.yaml": "parisian-peel comes with the kiosk; give yours a name of its own, ",
        "sun/overlay.yml": "name it overlay.yaml.",
        "loose.yaml": "rules belong in a folder of their own name, ",
    }
    assert "is ignored" not in kiosk("rules", "list", data=folder).out
    for name in said:
        (rules / name).parent.mkdir(parents=True, exist_ok=True)
        (rules / name).write_text("x: y\n", encoding="utf-8")
    listed = kiosk("rules", "list", data=folder)
    assert listed.status == 0
    for name, why in said.items():
        assert f"{rules / name} is ignored: {why}" in listed.out
        (rules / name).unlink()


def test_a_name_that_nobody_has_hints_at_the_clinic_that_may_have_it(kiosk: Shell) -> None:
    complaint = kiosk("rules", "check", "glycolic-peel").complaint
    assert complaint.startswith("There is no protocol glycolic-peel; there are parisian-peel, medical-facial.")
    assert complaint.endswith("name its folder before the command: kiosk --data DIR rules ...")


def test_so_does_an_overlay(kiosk: Shell) -> None:
    complaint = kiosk("rules", "check", "parisian-peel+ours").complaint
    assert complaint.startswith("There is no overlay ours; there are ")
    assert complaint.endswith("kiosk --data DIR rules ...")


def test_in_a_clinic_it_hints_at_nothing(kiosk: Shell, folder: Path) -> None:
    assert "--data" not in kiosk("rules", "check", "glycolic-peel", data=folder).complaint


def test_all_slips_of_a_file_are_told_in_one_run(kiosk: Shell, folder: Path) -> None:
    file = folder / "protocols" / "mine" / "protocol.yaml"
    assert kiosk("rules", "new", "mine", data=folder).status == 0
    text = (
        file.read_text("utf-8").replace("type: yes_no", "type: yes", 1).replace("outcome: deferred", "outcome: off", 1)
    )
    file.write_text(text, "utf-8")
    ran = kiosk("rules", "check", "mine", data=folder)
    assert ran.status == 2
    assert [line.partition("line ")[0] for line in ran.err.splitlines()] == [f"kiosk: {file}, "] * 2


def test_where_no_visit_would_come_out_otherwise_nothing_is_announced() -> None:
    nobody = BookedVisits(booked=3, unknown=1, touched=())
    assert list(review_text._touched(nobody)) == [
        "",
        "3 booked visits; the client's last answers are known for 2, and none would come out differently.",
    ]
