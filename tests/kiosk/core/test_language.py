"""A language is spoken at a terminal, or for a while; what its catalogue does not have stays English."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.core import language
from tests.kiosk.conftest import House
from tests.words import sources

WORDS = b"""
msgid ""
msgstr ""
"Language: xx\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Help"
msgstr "Hilf"

msgid "{given} {family}"
msgstr "{family} {given}"

msgid "{count} minute"
msgid_plural "{count} minutes"
msgstr[0] "{count} Minut"
msgstr[1] "{count} Minuten"
"""


@pytest.fixture
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    source = tmp_path / "xx/LC_MESSAGES/kiosk.po"
    source.parent.mkdir(parents=True)
    source.write_bytes(WORDS)
    with source.open("rb") as read, source.with_suffix(".mo").open("wb") as made:
        write_mo(made, read_po(read))
    monkeypatch.setattr(language, "_folder", tmp_path)
    return "xx"


def test_a_language_is_a_folder(invented: str) -> None:
    assert language.languages() == ("en", invented)


def test_what_a_terminal_speaks_is_spoken_until_it_speaks_another(invented: str) -> None:
    language.speak(invented)
    assert language.tr("Help") == "Hilf"
    language.speak("en")
    assert language.tr("Help") == "Help"


def test_words_that_a_catalogue_lacks_stay_english(invented: str) -> None:
    with language.speaking(invented):
        assert language.tr("Something else") == "Something else"
        assert language.tr("") == ""


def test_a_count_takes_its_own_words(invented: str) -> None:
    assert [language.ntr("{count} minute", "{count} minutes", count) for count in (1, 4)] == ["1 minute", "4 minutes"]
    with language.speaking(invented):
        said = [language.ntr("{count} minute", "{count} minutes", count) for count in (1, 4)]
    assert said == ["1 Minut", "4 Minuten"]


def test_a_language_may_put_the_family_name_first(invented: str, house: House) -> None:
    anna = house.client("Anna", "Ferrer Vidal")
    whole = house.client("", "Anna Ferrer")
    assert (anna.local_name, anna.initials, whole.initials) == ("Anna Ferrer Vidal", "A. F.", "A. F.")
    with language.speaking(invented):
        assert (anna.local_name, anna.initials) == ("Ferrer Vidal Anna", "F. A.")
        assert (whole.local_name, whole.initials) == ("Anna Ferrer", "A. F."), "it is known as a whole only"
        assert anna.full_name == "Anna Ferrer Vidal", "as staff read it"


def test_a_language_for_a_while_ends_where_its_block_ends(invented: str) -> None:
    language.speak("en")
    with language.speaking(invented):
        assert language.spoken() == invented
    assert language.spoken() == "en"


def test_the_languages_that_ship() -> None:
    assert language.languages() == ("en", *(each.parents[1].name for each in sources()))
    assert {"es", "fr"} <= set(language.languages())


@pytest.mark.parametrize("data", [b"", b"This is no catalogue at all.", b"\xde\x12\x04\x95"])
def test_a_catalogue_that_is_broken_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    broken = tmp_path / "xx/LC_MESSAGES/kiosk.mo"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(data)
    monkeypatch.setattr(language, "_folder", tmp_path)
    assert language.languages() == ("en",)
    with language.speaking("xx"):
        assert language.tr("Help") == "Help"
