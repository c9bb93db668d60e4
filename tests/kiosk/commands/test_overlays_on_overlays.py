"""An overlay may tighten what another one in force adds: it is judged on top of that, and neither locks the other in."""

from pathlib import Path

import pytest

from tests.kiosk.commands.conftest import Ran, Shell, made

LEAD = ("--by", "Lena Lead")
PIN = "736492"
WHY = ("--weaker", "--because", "Tried out.")
PEEL, OWN, EXTENDED = "parisian-peel", "own-parisian-peel", "extended-screening"
OVERLAY = """\
overlay: {name}
title: Ours
version: 1
valid_from: 2026-01-01
status: active
summary: What we do besides.
protocols: [{protocols}]
stricter:
  - {{rule: {rule}, outcome: deferred, why: Burns.}}
"""


def extended(kiosk: Shell) -> None:
    """Make a clinic with extended screening adopted."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC", data=folder, pin=PIN).status == 0
    signs(kiosk, folder, "adopt", EXTENDED)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "extended", extended)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


def signs(kiosk: Shell, folder: Path, *words: str) -> Ran:
    ran = kiosk("rules", *words, *LEAD, data=folder, pin=PIN)
    assert (ran.status, ran.err) == (0, ""), ran.out + ran.err
    return ran


def overlays(kiosk: Shell, folder: Path) -> list[str]:
    found = {each["id"]: each["overlays"] for each in kiosk("rules", "list", "--json", data=folder).json}
    return [each.split()[0] for each in found[PEEL]]


def write(folder: Path, name: str, rule: str, protocols: str = PEEL) -> Path:
    file = folder / "protocols" / name / "overlay.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(OVERLAY.format(name=name, rule=rule, protocols=protocols), encoding="utf-8")
    return file


@pytest.fixture(params=["up", "a-first"])
def hand_written(folder: Path, request: pytest.FixtureRequest) -> str:
    """An overlay that tightens a rule of extended screening, by a name before or behind its name."""
    write(folder, request.param, "ES-SUNBURN")
    return str(request.param)


@pytest.mark.thorough
def test_a_rule_of_an_adopted_overlay_is_tightened_by_another(kiosk: Shell, folder: Path, hand_written: str) -> None:
    checked = kiosk("rules", "check", hand_written, data=folder)
    assert (checked.status, checked.err) == (0, ""), checked.out
    assert f"{PEEL} + {EXTENDED} " in checked.out
    assert "ES-SUNBURN is stricter: deferred" in signs(kiosk, folder, "adopt", hand_written).out
    assert overlays(kiosk, folder) == [EXTENDED, hand_written]
    assert kiosk("rules", "check", hand_written, data=folder).status == 0
    shown = kiosk("rules", "show", f"{PEEL}+{hand_written}", data=folder)
    assert (shown.status, shown.err) == (0, "")
    signs(kiosk, folder, "refuse", hand_written, *WHY)
    signs(kiosk, folder, "adopt", hand_written)
    blocked = kiosk("rules", "refuse", EXTENDED, *LEAD, *WHY, data=folder, pin=PIN).complaint
    assert f"{hand_written} is in force and builds on ES-SUNBURN of {EXTENDED}: refuse {hand_written} first" in blocked


@pytest.mark.thorough
def test_a_number_of_an_overlay_is_set_taken_back_and_never_stands_in_the_way(kiosk: Shell, folder: Path) -> None:
    signs(kiosk, folder, "set", PEEL, "ES-FILLER", "4 weeks")
    assert kiosk("rules", "check", OWN, data=folder).status == 0
    signs(kiosk, folder, "refuse", OWN, *WHY)
    assert kiosk("rules", "check", data=folder).status == 0
    signs(kiosk, folder, "adopt", OWN)
    blocked = kiosk("rules", "refuse", EXTENDED, *LEAD, *WHY, data=folder, pin=PIN).complaint
    assert f"builds on ES-FILLER of {EXTENDED}: refuse {OWN} first" in blocked
    signs(kiosk, folder, "refuse", OWN, *WHY)
    signs(kiosk, folder, "refuse", EXTENDED, *WHY)
    assert overlays(kiosk, folder) == []
    assert kiosk("rules", "check", data=folder).status == 0
    refused = kiosk("rules", "adopt", OWN, *LEAD, data=folder, pin=PIN).complaint
    assert f"ES-FILLER is a rule of {EXTENDED}, which does not count here; adopt {EXTENDED} first." in refused

    file = folder / "protocols" / OWN / "overlay.yaml"
    before = file.read_text("utf-8")
    told = kiosk("rules", "set", PEEL, "PP-RETINOID-3D", "5 days", *LEAD, data=folder, pin="000000")
    assert (told.status, file.read_text("utf-8")) == (2, before)
    told = signs(kiosk, folder, "set", PEEL, "PP-RETINOID-3D", "5 days")
    assert f"{OWN} tightened ES-FILLER, no longer in force: dropped from it." in told.out
    assert "ES-FILLER" not in file.read_text("utf-8")
    assert overlays(kiosk, folder) == [OWN]

    signs(kiosk, folder, "adopt", EXTENDED)
    signs(kiosk, folder, "set", PEEL, "ES-FILLER", "4 weeks")
    # An entry between two that stay, in force while its rule is gone: nothing else in the file is touched.
    text = file.read_text("utf-8")
    first = text.index("  - rule: PP-RETINOID-3D")
    gone = "  - rule: ES-GONE\n    period: 9 weeks\n    why: Long ago.\n"
    file.write_text(f"{text[:first]}{gone}  # Ours.\n{text[first:]}", encoding="utf-8")
    told = signs(kiosk, folder, "set", PEEL, "PP-RETINOID-3D", "6 days")
    assert "tightened ES-GONE" in told.out
    after = file.read_text("utf-8")
    assert "ES-GONE" not in after
    assert "  # Ours.\n  - rule: PP-RETINOID-3D\n    period: 6 days\n" in after
    assert "  - rule: ES-FILLER\n    period: 4 weeks\n" in after
    signs(kiosk, folder, "refuse", OWN, *WHY)


@pytest.mark.thorough
def test_the_only_entry_there_is_may_be_the_one_that_is_dropped(kiosk: Shell, folder: Path) -> None:
    file = folder / "protocols" / "own-medical-facial" / "overlay.yaml"
    rule = "MF-RETINOID-3D"
    signs(kiosk, folder, "set", "medical-facial", rule, "5 days")
    file.write_text(file.read_text("utf-8").replace(rule, "MF-GONE"), encoding="utf-8")
    assert "tightened MF-GONE" in signs(kiosk, folder, "set", "medical-facial", rule, "5 days").out
    assert "MF-GONE" not in file.read_text("utf-8")
    assert f"stricter:\n  - rule: {rule}\n    period: 5 days\n" in file.read_text("utf-8")


@pytest.mark.thorough
def test_a_rule_that_nobody_has_is_told_with_the_nearest_ones_and_not_with_all(kiosk: Shell, folder: Path) -> None:
    write(folder, "ours", "MF-LASR", "medical-facial")
    near = kiosk("rules", "check", "ours", data=folder).complaint
    assert "medical-facial has no rule MF-LASR; did you mean MF-LASER" in near
    assert near.count("MF-") <= 4
    write(folder, "ours", "QQ-XYZZY", "medical-facial")
    assert kiosk("rules", "adopt", "ours", *LEAD, data=folder, pin=PIN).complaint.endswith(
        "medical-facial has no rule QQ-XYZZY."
    )
