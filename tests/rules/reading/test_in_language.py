"""A protocol in another language has every word that clients read at its place, and nothing else is another."""

import pytest

from rules import protocol, shipped
from rules.lint.protocol_texts import texts
from rules.reading.in_language import in_language
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of


@pytest.mark.parametrize("treatment", shipped())
@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_text_for_clients_is_the_translations_and_every_other_is_english(treatment: str, language: str) -> None:
    english = protocol(treatment)
    words = translations_of(english, shipped_file(treatment))[language]
    found = {each.place: each for each in texts(in_language(english, words))}
    assert list(found) == [each.place for each in texts(english)]
    for each in texts(english):
        assert found[each.place].words == (words[each.place] if each.is_translated else each.words)


def test_it_is_another_content_and_the_english_stays_as_it_was() -> None:
    english = protocol("parisian-peel")
    before = english.sha256, english.question("rash").ask
    spanish = in_language(english, {"questions.rash.ask": "¿Tiene un sarpullido?"})
    assert spanish.question("rash").ask == "¿Tiene un sarpullido?"
    assert spanish.question("rash").why == english.question("rash").why
    assert spanish.sha256 != english.sha256
    assert (english.sha256, english.question("rash").ask) == before
