"""What comes in by a descriptor, what everybody knows, what is too long, and what nobody foresaw: a sentence, and a status."""

import json
from pathlib import Path

import pytest

from kiosk import commands
from kiosk.core.clean import MOST_IN_NOTE, clean_note
from kiosk.core.errors import BadInput
from kiosk.demo.people import STAFF
from kiosk.people.staff.pins import PRINTED
from tests.kiosk.commands.conftest import PEEL
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401
from tests.kiosk.conftest import PINS
from tests.running import pin_by_pipe


@pytest.mark.parametrize("number", ["99999999999", "99999999999999999999999", "77"])
def test_a_descriptor_that_cannot_be_is_a_sentence(kiosk: Kiosk, number: str, tmp_path: Path) -> None:
    told = kiosk("staff", "add", "Nia Moss", "--role", "lead", "--pin-fd", number).complaint
    assert told == f"No PIN can be read from file descriptor {number}; is it open for reading?"
    new = kiosk("setup", "--lead", "Lena", "--pin-fd", number, data=tmp_path / "new").complaint
    assert new.startswith("No PIN can be read from file descriptor")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("number", ["99999999999", "9" * 5000, "77"])
def test_so_is_one_for_the_key(kiosk: Kiosk, number: str) -> None:
    kiosk.patch.setenv("KIOSK_KEY_FD", number)
    assert "KIOSK_KEY_FD" in kiosk("visits", "list").complaint


def test_an_error_of_our_own_has_a_status_of_its_own(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise OverflowError("Anna Ferrer")

    monkeypatch.setattr(commands, "_run", broken)
    ran = kiosk("visits", "list")
    assert (ran.status, ran.out) == (70, "")
    assert ran.err.startswith("kiosk: Something went wrong inside the kiosk (OverflowError in ")
    assert "Anna" not in ran.err


def test_the_demos_pins_open_no_clinic_of_somebodys_own(kiosk: Kiosk, tmp_path: Path) -> None:
    assert {each.pin for each in STAFF} == set(PRINTED)
    for pin in PRINTED:
        for words, data in (
            (("setup", "--lead", "Lena"), tmp_path / "new"),
            (("staff", "add", "Nia Moss", "--role", "lead"), None),
            (("staff", "reset-pin", "Rita Roy"), None),
        ):
            with pin_by_pipe(pin) as given:
                told = kiosk(*words, *given, data=data).complaint
            assert told == "This PIN is one of the demo's, which everybody knows: choose another."


def test_a_paper_form_is_entered_with_the_pin_of_who_enters_it(kiosk: Kiosk) -> None:
    visits = kiosk("visits", "list", "--day", "2026-07-30", "--json").json
    (visit,) = [each["id"] for each in visits if each["state"] == "booked"]
    words = ("checkin", visit, "-", "--staff", "Rita Roy")
    assert "There is no terminal to ask for the PIN at" in kiosk(*words, stdin=json.dumps(PEEL)).complaint
    with pin_by_pipe("111222") as given:
        told = kiosk(*words, *given, stdin=json.dumps(PEEL)).complaint
    assert "The name and PIN do not match" in told
    with pin_by_pipe(PINS["rita"]) as given:
        told = kiosk(*words, *given, stdin=json.dumps({**PEEL, "note": "x" * 1_000_000})).complaint
    assert (
        told == "A text here has at most 2,000 characters, and this one has 1,000,000: shorten it; nothing was saved."
    )
    noted = json.dumps({**PEEL, "note": "allergic\x1b]52;c;aGk=\x07 to\n latex"})
    with pin_by_pipe(PINS["rita"]) as given:
        kept = kiosk(*words, *given, "--on", "2026-07-30", "--json", stdin=noted)
    assert kept.status in {0, 2}, kept.err
    if kept.status == 0:
        assert kept.json["visit"]["checkins"][0]["answers"]["raw"]["note"] == "allergic]52;c;aGk= to latex"


def test_a_note_is_kept_whole_or_not_at_all() -> None:
    assert clean_note("é" * MOST_IN_NOTE) == "é" * MOST_IN_NOTE
    with pytest.raises(BadInput, match=r"at most 2,000 characters, and this one has 2,001"):
        clean_note("é" * (MOST_IN_NOTE + 1))
