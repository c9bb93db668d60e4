"""A version that was signed stands for one content for ever, versions only rise, and what is weaker is signed only on purpose."""

from pathlib import Path

import pytest

from rules.reading.overlay_file import load_overlay, shipped_overlay
from tests.kiosk.commands.conftest import Ran, Shell, made

LEAD = ("--by", "Lena Lead")
PIN = "736492"
WEAKER = ("--weaker", "--because", "The maker says so.")


def with_own(kiosk: Shell) -> None:
    """Make a clinic with a treatment of its own, active and not signed yet."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC", data=folder, pin=PIN).status == 0
    assert kiosk("rules", "new", "salt-peel", data=folder).status == 0
    change(folder / "protocols" / "salt-peel" / "protocol.yaml", "status: draft", "status: active")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "with-own", with_own)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def sign(kiosk: Shell, folder: Path, treatment: str, *more: str) -> Ran:
    return kiosk("rules", "sign", treatment, *LEAD, *more, data=folder, pin=PIN)


def version(kiosk: Shell, folder: Path, treatment: str) -> tuple[int, bool]:
    listed = kiosk("rules", "list", "--json", data=folder).json
    return next((each["version"], each["signed"] is not None) for each in listed if each["id"] == treatment)


def test_a_version_of_an_own_protocol_is_signed_for_one_content_only(kiosk: Shell, folder: Path) -> None:
    path = folder / "protocols" / "salt-peel" / "protocol.yaml"
    assert sign(kiosk, folder, "salt-peel").status == 0
    text = path.read_text(encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith("version:"))
    change(path, "A cold sore today.", "A cold sore today, look.")
    complaint = sign(kiosk, folder, "salt-peel").complaint
    assert (
        f'Version 1 of salt-peel, or a later one, was signed with different content: raise "version:" in {path}, line {line}, '
        in complaint
    )
    assert complaint.endswith("to at least 2.")
    change(path, "version: 1", "version: 5")
    assert sign(kiosk, folder, "salt-peel").status == 0
    path.write_text(text, encoding="utf-8")
    assert sign(kiosk, folder, "salt-peel").complaint.endswith("to at least 6.")


def test_an_own_protocol_is_not_weakened_by_mistake(kiosk: Shell, folder: Path) -> None:
    path = folder / "protocols" / "salt-peel" / "protocol.yaml"
    change(path, "version: 1", "version: 5")
    assert sign(kiosk, folder, "salt-peel").status == 0
    change(path, "version: 5", "version: 6")
    change(path, "outcome: review", "outcome: caution")
    ran = sign(kiosk, folder, "salt-peel")
    assert ran.status == 1
    assert "WEAKER than version 5, which Lena Lead signed: " in ran.out
    assert "NEW-AREA is WEAKER: caution instead of review." in ran.out
    assert version(kiosk, folder, "salt-peel") == (6, False)
    trail = kiosk("audit", "show", "--json", data=folder).json
    assert not any("because" in each["detail"] for each in trail)


@pytest.mark.thorough
def test_an_own_overlay_signed_at_twelve_months_does_not_come_down_to_seven_by_mistake(
    kiosk: Shell, folder: Path
) -> None:
    set_it = kiosk("rules", "set", "parisian-peel", "PP-ACCUTANE-6M", "12 months", *LEAD, data=folder, pin=PIN)
    assert set_it.status == 0
    path = folder / "protocols" / "own-parisian-peel" / "overlay.yaml"
    twelve = version(kiosk, folder, "parisian-peel")
    change(path, "12 months", "7 months")
    complaint = sign(kiosk, folder, "parisian-peel").complaint
    assert (
        f'Version 1 of own-parisian-peel, or a later one, was signed with different content: raise "version:" in {path}, '
        in complaint
    )
    change(path, "version: 1", "version: 2")
    ran = sign(kiosk, folder, "parisian-peel")
    assert ran.status == 1
    assert "PP-ACCUTANE-6M is WEAKER: 7 months instead of 12 months." in ran.out
    assert "Nothing was signed: Parisian Peel would be weaker than what was signed before." in ran.out
    ran = sign(kiosk, folder, "parisian-peel", *WEAKER)
    assert (ran.status, ran.err) == (0, "")
    assert version(kiosk, folder, "parisian-peel") == (twelve[0] + 1, True)
    (entry,) = [each for each in kiosk("audit", "show", "--json", data=folder).json if "because" in each["detail"]]
    assert (entry["what"], entry["detail"]["because"]) == ("protocol.sign", "The maker says so.")


@pytest.mark.thorough
def test_different_combinations_have_different_versions_and_each_is_found_again_by_its_own(
    kiosk: Shell, folder: Path
) -> None:
    set_it = kiosk("rules", "set", "parisian-peel", "PP-ACCUTANE-6M", "12 months", *LEAD, data=folder, pin=PIN)
    assert set_it.status == 0
    before, _ = version(kiosk, folder, "parisian-peel")
    assert kiosk("rules", "adopt", "extended-screening", *LEAD, data=folder, pin=PIN).status == 0
    together, signed = version(kiosk, folder, "parisian-peel")
    added = load_overlay(
        shipped_overlay("extended-screening")
    ).says.version  # a combination has the sum of its parts' versions
    assert (together, signed) == (before + added, True)
    gone = kiosk("rules", "refuse", "own-parisian-peel", *LEAD, *WEAKER, data=folder, pin=PIN)
    assert gone.status == 0, gone.out
    assert version(kiosk, folder, "parisian-peel") == (together + 1, True)
    said = kiosk("rules", "diff", f"parisian-peel@{before}", f"parisian-peel@{together}", "--json", data=folder).json
    assert "A new rule ES-KELOID: review if Thick scars (keloid): Yes." in said["changes"]
    said = kiosk("rules", "diff", f"parisian-peel@{together}", "parisian-peel", "--json", data=folder).json
    assert said["weaker"] == ["PP-ACCUTANE-6M is WEAKER: 6 months instead of 12 months."]
    assert said["cases_milder"] > 0
    same = kiosk("rules", "diff", "parisian-peel", f"parisian-peel@{together + 1}", "--json", data=folder).json
    assert (same["changes"], same["cases_differ"]) == ([], 0)
