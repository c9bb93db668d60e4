"""With a clinic at hand an id means what is in force there; what else there is has a name of its own, and the output says which."""

from pathlib import Path

import pytest

from tests.kiosk.commands.conftest import Shell, made

LEAD = ("--by", "Lena Lead")
PIN = "736492"
PEEL = "parisian-peel"
STOPPED = '{"area": ["face"], "isotretinoin": "stopped", "isotretinoin_last": "2026-01-31"}'
ON = ("-", "--on", "2026-09-15")  # seven months and a half after


def tightened(kiosk: Shell) -> None:
    """Make a clinic that signed the peel as it comes, and then asks for twelve months instead of six."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC", data=folder, pin=PIN).status == 0
    assert kiosk("rules", "sign", PEEL, *LEAD, data=folder, pin=PIN).status == 0
    assert kiosk("rules", "set", PEEL, "PP-ACCUTANE-6M", "12 months", *LEAD, data=folder, pin=PIN).status == 0


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "tightened", tightened)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


@pytest.mark.thorough
def test_an_id_is_what_is_in_force_and_the_output_says_so(kiosk: Shell, folder: Path) -> None:
    shown = kiosk("rules", "show", PEEL, data=folder)
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.splitlines()[1].startswith("version 4, ")
    assert "\nin force in this clinic, signed by Lena Lead on " in shown.out
    assert "Last Accutane: less than 12 months ago" in shown.out
    told = kiosk("rules", "explain", PEEL, *ON, data=folder, stdin=STOPPED)
    assert "Deferred by PP-ACCUTANE-6M" in told.out
    assert "\nThese rules are in force in this clinic, signed by Lena Lead on " in told.out
    verdict = kiosk("rules", "evaluate", PEEL, *ON, data=folder, stdin=STOPPED).json
    assert [finding["rule"] for finding in verdict["findings"]] == ["PP-ACCUTANE-6M"]
    assert verdict["version"] == 4


@pytest.mark.thorough
def test_it_says_which_steps_are_optional(kiosk: Shell, folder: Path) -> None:
    shown = kiosk("rules", "show", "medical-facial", data=folder)
    assert "Extraction (optional): Clear blackheads" in shown.out
    assert "Serums: Serums for what concerns the skin." in shown.out


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("parisian-peel@base", "as its file says it, without what a clinic adds"),
        ("parisian-peel@3", "as Lena Lead signed it on "),
    ],
)
def test_the_base_and_what_was_signed_before_have_names_of_their_own(
    kiosk: Shell, folder: Path, name: str, says: str
) -> None:
    shown = kiosk("rules", "show", name, data=folder)
    assert shown.out.splitlines()[1].startswith("version 3, ")
    assert f"\n{says}" in shown.out
    assert "Last Accutane: less than 6 months ago" in shown.out
    told = kiosk("rules", "explain", name, *ON, data=folder, stdin=STOPPED)
    assert "PP-ACCUTANE-6M" not in told.out
    assert f"\nThese rules are {says}" in told.out
    assert kiosk("rules", "evaluate", name, *ON, data=folder, stdin=STOPPED).json["version"] == 3


def test_a_version_that_nobody_signed_and_a_version_without_a_clinic_are_refused(kiosk: Shell, folder: Path) -> None:
    assert "No version 7 of parisian-peel was signed" in kiosk("rules", "show", f"{PEEL}@7", data=folder).complaint
    assert "name its folder with --data DIR" in kiosk("rules", "show", f"{PEEL}@2").complaint


def test_without_a_clinic_an_id_is_what_the_file_says(kiosk: Shell) -> None:
    shown = kiosk("rules", "show", PEEL)
    assert shown.out.splitlines()[1:3] == ["version 3, valid from 1 January 2026, active", "as its file says it"]
    assert kiosk("rules", "show", f"{PEEL}@base").status == 0


@pytest.mark.thorough
def test_check_proves_the_combinations_in_force_too(kiosk: Shell, folder: Path) -> None:
    found = kiosk("rules", "check", "--json", data=folder).json
    assert found["proven"]
    proven = [(each["protocol"], each["version"], each["overlays"]) for each in found["protocols"]]
    assert (PEEL, 4, ["own-parisian-peel 1"]) in proven
    assert (PEEL, 3, []) in proven
    assert len({each["sha256"] for each in found["protocols"]}) == len(proven) == 9
    (named,) = kiosk("rules", "check", PEEL, "--json", data=folder).json["protocols"]
    assert (named["version"], named["overlays"]) == (4, ["own-parisian-peel 1"])


def test_a_mistyped_folder_is_named_before_anything_is_told_without_a_clinic(kiosk: Shell, folder: Path) -> None:
    nowhere = folder.with_name("clinc")
    for command in (("list",), ("show", PEEL), ("evaluate", PEEL, *ON), ("diff", PEEL, PEEL)):
        ran = kiosk("rules", *command, data=nowhere, stdin=STOPPED)
        assert (ran.status, ran.err) == (
            0,
            f"kiosk: There is no clinic in {nowhere}; what follows is said without one.\n",
        )


def test_without_the_key_the_files_are_told_and_that_is_said(kiosk: Shell, folder: Path) -> None:
    ran = kiosk("rules", "show", PEEL, data=folder, env={"XDG_CONFIG_HOME": str(kiosk.home / "elsewhere")})
    assert ran.status == 0
    assert ran.err.endswith("What follows is what the files say.\n")
    assert ran.out.splitlines()[2] == "as its file says it"
