"""Making a clinic: its folder, its key, its lead; all of it or nothing, and never somebody else's."""

import re
import shlex
import stat
import tomllib
from pathlib import Path

import pytest

from kiosk.commands import _GROUPS, front_door, setup_command
from kiosk.core.errors import BadInput
from kiosk.core.settings import load
from tests.end_to_end.terminal import Terminal
from tests.kiosk.commands.conftest import Shell

LEAD = ("setup", "--lead", "Lena Lead")


@pytest.fixture
def kiosk(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_a_clinic_is_made_from_options_alone(kiosk: Shell) -> None:
    folder = kiosk.home / "a" / "clinic"
    ran = kiosk(*LEAD, "--name", "Piel Clara", "--time-zone", "Europe/Madrid", data=folder, pin="736492")
    assert (ran.status, ran.err) == (0, "")
    settings = tomllib.loads((folder / "clinic.toml").read_text(encoding="utf-8"))
    assert (settings["clinic_name"], settings["time_zone"]) == ("Piel Clara", "Europe/Madrid")
    (lead,) = kiosk("staff", "list", "--json", data=folder).json
    assert (lead["name"], lead["role"], lead["active"]) == ("Lena Lead", "lead", True)


def test_the_languages_that_a_lead_may_sign_are_named(kiosk: Shell) -> None:
    made = kiosk(*LEAD, data=kiosk.home / "clinic", pin="736492")
    assert "rules sign PROTOCOL --language CODE --by 'Lena Lead'   (es for Spanish, fr for French;" in made.out


def test_the_commands_that_setup_and_the_doctor_name_lack_nothing(kiosk: Shell) -> None:
    """Who typed them as they were printed was asked which clinic, and who the lead is."""
    folder = kiosk.home / "clinic"
    made = kiosk(*LEAD, "--pregnancy", "refuse", "--because", "We ask in the room.", data=folder, pin="736492")
    named = re.findall(r"`(kiosk [^`]+)`", made.out + kiosk("doctor", data=folder).out)
    assert len(named) >= 8
    parser = front_door(list(_GROUPS))
    for command in (each for each in named if each != "kiosk doctor"):  # in another terminal
        assert parser.parse_args(shlex.split(command)[1:]).data == str(folder), command


def test_a_sheet_that_cannot_be_written_is_told_and_the_clinic_stays(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, _: bytes) -> None:
        raise BadInput(f"{file} cannot be written: no space left on device.")

    folder = kiosk.home / "clinic"
    with monkeypatch.context() as patched:
        patched.setattr(setup_command, "write_output", full)
        ran = kiosk(*LEAD, data=folder, pin="736492")
    assert (ran.status, ran.err) == (1, "")
    assert f"is ready in {folder}." in ran.out
    assert "Its recovery sheet is missing" in ran.out
    assert "cannot be written: no space left on device. Mend that" in ran.out
    command = shlex.split(re.findall(r"`kiosk ([^`]+ recovery sheet --pdf) FILE`", ran.out)[0])
    sheet = kiosk.home / "sheet.pdf"
    assert kiosk(*command, sheet).status == 0
    assert sheet.read_bytes().startswith(b"%PDF")


def test_the_key_lies_apart_under_the_clinics_id_and_all_is_private(kiosk: Shell) -> None:
    folder = kiosk.home / "clinic"
    kiosk(*LEAD, data=folder, pin="736492")
    key, sheet = sorted(kiosk.config.iterdir())
    assert sheet.name == f"{key.stem}.recovery-sheet.pdf"
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert key.stem == (folder / "clinic.id").read_text(encoding="ascii").strip()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    written = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"Lena" not in written
    assert bytes.fromhex(key.read_text(encoding="ascii")) not in written


def test_a_second_clinic_has_its_own_key_and_the_first_stays_as_it_was(kiosk: Shell) -> None:
    kiosk(*LEAD, data=kiosk.home / "one", pin="736492")
    before = {file: file.read_bytes() for file in kiosk.config.iterdir()}
    kiosk(*LEAD, data=kiosk.home / "two", pin="736492")
    after = {file: file.read_bytes() for file in kiosk.config.iterdir()}
    assert sorted(file.suffix for file in after) == [".key", ".key", ".pdf", ".pdf"]
    assert before.items() <= after.items()


def test_a_folder_that_holds_anything_is_left_as_it_is(kiosk: Shell) -> None:
    folder = kiosk.home / "clinic"
    kiosk(*LEAD, data=folder, pin="736492")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    assert "There is a clinic in" in kiosk(*LEAD, data=folder, pin="736492").complaint
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    assert len(list(kiosk.config.glob("*.key"))) == 1
    other = kiosk.home / "other"
    other.mkdir()
    (other / "letter.txt").write_text("mine", encoding="utf-8")
    assert "There are other files in" in kiosk(*LEAD, data=other, pin="736492").complaint
    assert [file.name for file in other.iterdir()] == ["letter.txt"]
    assert "is not a folder" in kiosk(*LEAD, data=other / "letter.txt", pin="736492").complaint
    assert "cannot be used" in kiosk(*LEAD, data=other / "letter.txt" / "c", pin="736492").complaint


def test_an_empty_folder_becomes_the_clinics_and_private(kiosk: Shell) -> None:
    folder = kiosk.home / "empty"
    folder.mkdir(mode=0o755)
    assert kiosk(*LEAD, data=folder, pin="736492").status == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("options", "pin", "says"),
    [
        ((), "123456", "This PIN counts up or down"),
        ((), "4829", "A PIN has 6 to 12 digits"),
        ((), "pin", "digits only"),
        ((), "", "gave no PIN"),
        (("--time-zone", "Europe/Atlantis"), "736492", "time_zone"),
        (("--name", "x" * 81), "736492", "clinic_name"),
        (("--lead", "\u200b"), "736492", "needs a name"),
    ],
)
def test_what_will_not_do_leaves_nothing_behind(kiosk: Shell, options: tuple[str, ...], pin: str, says: str) -> None:
    folder = kiosk.home / "clinic"
    assert says in kiosk(*LEAD, *options, data=folder, pin=pin).complaint
    assert not folder.exists()
    assert not kiosk.config.exists() or not list(kiosk.config.iterdir())


def test_a_descriptor_that_gives_nothing_is_told(kiosk: Shell) -> None:
    assert (
        "No PIN can be read from file descriptor 99" in kiosk(*LEAD, "--pin-fd", "99", data=kiosk.home / "c").complaint
    )


def test_a_pin_from_a_descriptor_needs_to_know_whose(kiosk: Shell) -> None:
    assert "needs --lead NAME" in kiosk("setup", data=kiosk.home / "c", pin="736492").complaint


def test_without_a_terminal_nothing_can_be_asked(kiosk: Shell) -> None:
    assert "There is no terminal to ask" in kiosk("setup", data=kiosk.home / "c").complaint


@pytest.mark.process
def test_at_a_terminal_all_is_asked_and_the_pin_never_shown(kiosk: Shell) -> None:
    folder = kiosk.home / "clinic"
    terminal = Terminal(kiosk.command("--data", folder, "setup"), rows=60, environment=kiosk.environment())
    try:
        terminal.see("Name of the clinic")
        terminal.press("Piel Clara\n")
        terminal.see("Time zone [")
        terminal.press("Europe/Atlantis\n")
        terminal.wait(lambda text: text.count("Time zone [") == 2, what="the question again")
        terminal.press("Europe/Madrid\n")
        terminal.see("Date order: dmy (31.07.2026), mdy (07/31/2026), ymd (2026-07-31) [dmy]")
        terminal.press("mdy\n")
        terminal.see("Years to keep records after a client's last visit [10]")
        terminal.press("12\n")
        terminal.see("Name of the first lead")
        terminal.press("Lena Lead\n")
        terminal.see("Adopt allergies? yes, no or later")
        terminal.press("no\n")
        terminal.see("Why is it refused")
        terminal.press("We ask in the room.\n")
        terminal.see("Adopt extended screening? yes, no or later")
        terminal.press("yes\n")
        terminal.see("Adopt pregnancy? yes, no or later")
        terminal.press("later\n")
        terminal.see("PIN for Lena Lead")
        terminal.press("736492\n")
        terminal.see("The same PIN again")
        terminal.press("736493\n")
        terminal.see("The two PINs are not the same.")
        terminal.wait(lambda text: text.count("PIN for Lena Lead") == 2, what="the first question again")
        terminal.press("736492\n")
        terminal.wait(lambda text: text.count("The same PIN again") == 2, what="the second question again")
        terminal.press("736492\n")
        terminal.see("Piel Clara is ready")
        assert terminal.wait_for_end() == 0
        assert b"7364" not in terminal.raw
    finally:
        terminal.close()
    assert kiosk("staff", "list", "--json", data=folder).json[0]["name"] == "Lena Lead"
    settings = load(folder)
    assert (settings.clinic_name, settings.keep_years) == ("Piel Clara", 12)
    assert (settings.time_zone, settings.date_order) == ("Europe/Madrid", "mdy")
    assert {tuple(each["overlays"]) for each in kiosk("rules", "list", "--json", data=folder).json} == {
        ("extended-screening 2",)
    }


@pytest.mark.parametrize(
    ("options", "carries", "undecided"),
    [
        ((), [], ["allergy", "extended-screening", "pregnancy"]),
        (("--extended-screening", "refuse", "--because", "Too long."), [], ["allergy", "pregnancy"]),
        (("--extended-screening", "adopt"), ["extended-screening 2"], ["allergy", "pregnancy"]),
        (
            (
                "--extended-screening",
                "adopt",
                "--pregnancy",
                "adopt",
                "--allergy",
                "refuse",
                "--because",
                "In the room.",
            ),
            ["extended-screening 2", "pregnancy 1"],
            [],
        ),
    ],
)
def test_what_is_asked_beyond_the_sources_is_decided_singly_or_told_as_undecided(
    kiosk: Shell, options: tuple[str, ...], carries: list[str], undecided: list[str]
) -> None:
    folder = kiosk.home / "clinic"
    ran = kiosk(*LEAD, *options, data=folder, pin="736492")
    assert (ran.status, ran.err) == (0, "")
    for overlay in ("allergy", "extended-screening", "pregnancy"):
        assert (f"Nobody has decided on {overlay} yet" in ran.out) is (overlay in undecided)
    for protocol in kiosk("rules", "list", "--json", data=folder).json:
        assert protocol["overlays"] == carries
        assert protocol["signed"] is None  # deciding is not signing
    checks = kiosk("doctor", "--json", data=folder).out
    for overlay in ("allergy", "extended-screening", "pregnancy"):
        assert (f"No lead has adopted or refused {overlay} yet" in checks) is (overlay in undecided)


def test_a_refusal_needs_its_reason(kiosk: Shell) -> None:
    folder = kiosk.home / "clinic"
    assert "Say why pregnancy is refused" in kiosk(*LEAD, "--pregnancy", "refuse", data=folder, pin="736492").complaint
    assert not folder.exists()


@pytest.mark.parametrize(
    ("options", "years", "remark"),
    [
        ((), 10, "Nobody was asked: see what your law and your insurer ask for"),
        (("--keep-years", "15"), 15, "See what your law and your insurer ask for"),
    ],
)
def test_how_long_records_are_kept_is_said_where_nobody_is_asked(
    kiosk: Shell, options: tuple[str, ...], years: int, remark: str
) -> None:
    folder = kiosk.home / "clinic"
    ran = kiosk("setup", "--lead", "Lena Lead", *options, data=folder, pin="736492")
    assert f"Records are kept for {years} calendar years after a client's last visit. {remark}" in ran.out
    assert load(folder).keep_years == years


@pytest.mark.parametrize("years", ["0", "101", "-3"])
def test_a_number_of_years_that_will_not_do_makes_no_clinic(kiosk: Shell, years: str) -> None:
    ran = kiosk("setup", "--lead", "L", f"--keep-years={years}", data=kiosk.home / "clinic", pin="736492")
    assert "keep_years" in ran.complaint
    assert not (kiosk.home / "clinic").exists()
