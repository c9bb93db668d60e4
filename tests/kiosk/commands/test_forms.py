"""Blank forms and the morning list at the command line."""

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.core.printer_settings import Printing
from kiosk.core.settings import load, save
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401
from tests.kiosk.handouts.fake_lp import fake_lp


def pages(file: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read_bytes())).pages)


def test_a_blank_form_is_written_or_printed(kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    file = tmp_path / "form.pdf"
    assert kiosk("forms", "print", "parisian-peel", "--to", file).out == f"{file} holds it.\n"
    assert "Do you have eczema?" in pages(file)
    said = kiosk("forms", "print", "medical-facial", "--large-print", "--printer", "desk").out
    assert said == "Form Medical facial: sent to the printer “desk”.\n"
    assert queue.arguments == ["-s -d desk -t Form Medical facial -"]


def test_what_is_wrong_with_a_form_is_said_in_a_sentence(kiosk: Kiosk, tmp_path: Path) -> None:
    taken = tmp_path / "taken.pdf"
    taken.touch()
    for arguments, says in (
        (("peel",), "There are no rules for the treatment “peel”"),
        (
            ("parisian-peel", "--language", "es"),
            "Nobody has signed the Spanish words of Parisian Peel: let the lead sign",
        ),
        (("parisian-peel", "--language", "tlh"), "The kiosk has no words in “tlh”: it has en, es, fr."),
        (("parisian-peel", "--to", taken), "already exists"),
        (
            ("parisian-peel",),
            "No printer is set on this machine: write printing.printer in clinic.toml, or save the paper as PDF with --to FILE",
        ),
        (("parisian-peel", "--to", tmp_path / "x.pdf", "--printer", "desk"), "not allowed with argument"),
    ):
        assert says in kiosk("forms", "print", *arguments).complaint


def test_the_morning_list_of_a_day_is_written_and_in_the_trail(kiosk: Kiosk, tmp_path: Path) -> None:
    file = tmp_path / "list.pdf"
    assert kiosk("forms", "morning-list", "--day", "2026-07-30", "--to", file).out == f"{file} holds it.\n"
    assert "Bert Soler" in pages(file)
    assert kiosk.trail()[-1] == "desk.opening_paper"
    kiosk("forms", "morning-list", "--day", "2026-07-31", "--to", tmp_path / "other.pdf")
    assert "Nobody is booked." in pages(tmp_path / "other.pdf")


def test_the_doctor_says_whether_the_machine_knows_its_printer(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(**printing: str) -> tuple[str, str]:
        settings = load(kiosk.folder).model_copy(update={"printing": Printing.model_validate(printing)})
        save(kiosk.folder, settings)
        (check,) = [each for each in json.loads(kiosk("doctor", "--json").out) if each["name"] == "printing"]
        return check["state"], check["says"]

    assert told() == ("well", "No printer is set.")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told(printer="desk")[1].startswith("Nothing can be printed on “desk”: this machine has no `lp`.")
    fake_lp(tmp_path, monkeypatch)
    assert told(printer="desk", folder=str(tmp_path)) == (
        "well",
        f"Papers go to the printer “desk”. They are saved in {tmp_path}.",
    )
    assert told(printer="hall") == (
        "warning",
        "This machine knows no printer “hall”: `lpstat -e` lists those there are. Correct printing.printer.",
    )
    assert told(folder=str(tmp_path / "none"))[0] == "warning"
