"""Which languages a client may be spoken to in: those with a catalogue, each in force for the treatments whose words are signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from kiosk.checkin.client_languages import in_force_for, in_force_for_any
from kiosk.core.language import languages
from kiosk.governance import library, protocol_files, signed_translations
from rules.reading.loader import shipped_file
from tests.kiosk.conftest import FACIAL, PEEL, House


@contextmanager
def nothing_read() -> Iterator[None]:
    """Let nothing be read of the translations' files and sign-offs."""
    with (
        patch.object(library, "translations_of", side_effect=AssertionError),
        patch.object(signed_translations, "of_treatment", side_effect=AssertionError),
    ):
        yield


def offered(house: House) -> dict[str, bool]:
    return {each: in_force_for_any(house.clinic, each) for each in languages()}


def test_english_always_is_in_force(house: House) -> None:
    assert offered(house) == {"en": True, "es": False, "fr": False}
    assert in_force_for(house.clinic, "en", (PEEL, "no-such-treatment"))


def test_a_language_is_in_force_for_the_treatments_whose_words_are_signed(house: House) -> None:
    house.sign_translation("es", PEEL)
    assert offered(house) == {"en": True, "es": True, "fr": False}
    assert in_force_for(house.clinic, "es", (PEEL,))
    assert not in_force_for(house.clinic, "es", (PEEL, FACIAL))
    assert not in_force_for(house.clinic, "de", (PEEL,))


def test_nothing_is_read_again_until_something_changes(house: House) -> None:
    house.sign_translation("es", PEEL)
    offered(house)
    with nothing_read():
        house.client()  # another write is no change of the words
        assert offered(house)["es"]
    own = house.folder / protocol_files.FOLDER / PEEL
    own.mkdir(parents=True)
    words = shipped_file(PEEL).with_name("es.yaml").read_text("utf-8").replace("Use crema solar", "Póngase crema solar")
    (own / "es.yaml").write_text(words, encoding="utf-8")
    assert not offered(house)["es"]
    house.sign_translation("es", PEEL)
    assert offered(house)["es"]
