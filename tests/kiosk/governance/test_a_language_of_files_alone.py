"""A fourth language is adding files: a catalogue, and a file for each protocol and each overlay. No line of code knows of it."""

import os
from pathlib import Path

import pytest

from kiosk.checkin.texts import answering_texts
from kiosk.core import language
from kiosk.core.language import languages, speaking, tr
from kiosk.core.language_names import english_name, named_language
from kiosk.governance.protocol_files import FOLDER
from rules import protocol, shipped
from rules.lint.one_language import faults
from rules.lint.protocol_texts import texts
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays
from rules.reading.translations import translations_of
from tests.fourth_language import CODE, NAME, longer, put_in_force, write_catalogue, write_rules
from tests.kiosk.conftest import FACIAL, PEEL, House
from tests.kiosk.governance.test_library import adopt
from tests.running import run


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a clinic's rules that has the language of everything that ships."""
    folder = tmp_path_factory.mktemp("clinic")
    write_rules(folder)
    return folder / FOLDER


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_folder", write_catalogue(tmp_path / "catalogues"))


@pytest.mark.parametrize(
    "words", ["Yes", "No", "Continue ›", "How long, in weeks?", "Interpreter", "{count} of them, or less"]
)
def test_it_is_longer_whatever_is_said_and_keeps_what_is_put_in(words: str) -> None:
    said, put_in = longer(words), "{count}" if "{count}" in words else ""
    assert put_in in said
    assert len(said) - len(put_in) >= 1.4 * (len(words) - len(put_in))
    assert not {*words.replace(put_in, "").split()} & {*said.replace(put_in, "").split()} - {"›"}


@pytest.mark.usefixtures("spoken")
def test_its_catalogue_makes_the_kiosk_speak_it_and_a_schedule_may_name_it() -> None:
    assert {"en", CODE, "es", "fr"} <= set(languages())
    assert english_name(CODE) == NAME
    assert named_language(NAME) == named_language("epo") == CODE
    with speaking(CODE):
        assert tr(answering_texts.STILL_SO) == longer(answering_texts.STILL_SO)


@pytest.mark.parametrize("treatment", shipped())
def test_every_check_of_a_language_passes_it_and_says_what_it_cannot_judge(own: Path, treatment: str) -> None:
    written = protocol(treatment)
    words = translations_of(written, shipped_file(treatment), own=own)[CODE]
    assert faults(written, CODE, words) == ()
    english = {each.place: each.words for each in texts(written) if each.is_translated}
    assert all(len(words[place]) >= 1.3 * len(said) for place, said in english.items())
    assert all(words[place] != said for place, said in english.items())


@pytest.mark.parametrize("name", shipped_overlays())
def test_it_has_the_overlays_too(own: Path, name: str) -> None:
    overlay = load_overlay(shipped_overlay(name))
    for treatment in overlay.says.protocols:
        file = shipped_file(treatment)
        made = combined(read_text(file), file, overlay)
        assert faults(made, CODE, translations_of(made, file, [overlay], own)[CODE]) == ()


def test_it_is_for_clients_once_the_lead_signed_it(house: House) -> None:
    adopt(house, "pregnancy", PEEL, FACIAL)
    assert CODE not in house.clinic.library.written_translations(PEEL)
    put_in_force(house.clinic, house.lead)
    for treatment in (PEEL, FACIAL):
        assert list(house.clinic.library.translations(treatment)) == [CODE]
    assert house.clinic.library.translations(PEEL)[CODE]["questions.pregnant.ask"] == longer("Are you pregnant?")


@pytest.mark.thorough
def test_rules_check_proves_it_where_the_clinic_has_its_files(house: House) -> None:
    write_rules(house.folder)
    ran = run(["--data", house.folder, "rules", "check", PEEL], os.environ, clock=house.clock)
    assert ran.status == 0, ran.err
    said = " ".join(ran.out.split())
    for unjudged in (
        "its number words are not",
        "how hard it is to read has no measure",
        "which words harm is not known",
    ):
        assert unjudged in said.partition(f"except {CODE}: ")[2]
