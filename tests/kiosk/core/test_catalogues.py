"""Each language says all that clients read: whole, with what is put in, plain to read, and with no words that harm."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from rules.lint.harmful_words import HARM
from rules.lint.reading_grade import FILE_GRADE, FRAME, LINE_GRADE, grade
from tests.words import language_of, marked, sources, taken_in

PUT_IN = re.compile(r"\{(\w+)\}")
SENTENCE = re.compile(r".*[.?!:]\s?»?$")
BUTTONS = {
    "“I'm not sure”": "I'm not sure",
    "“Rather not say”": "Rather not say",
    "touch Continue": "Continue ›",
    "touch Help": "Help",
    "Touch Help": "Help",
    "touch Back": "‹ Back",
    "Touch Sign": "Sign ›",
    "or Clear": "Clear",
}
"""How sentences name what can be touched, and what stands on it."""
FEWEST = 5
"""Words of a sentence that is long enough for the formula; a shorter one is graded as the end of a short sentence."""


@cache
def asked() -> set[str | tuple[str, ...]]:
    """Return all words that the code marks."""
    return {message.id for message in marked() if message.id}


def catalogues() -> list[tuple[str, Catalog]]:
    found = []
    for source in sources():
        with source.open("rb") as written:
            found.append((language_of(source), read_po(written, locale=language_of(source))))
    return found


LANGUAGES = [pytest.param(*each, id=each[0]) for each in catalogues()]
MEASURED = [each for each in LANGUAGES if each.values[0] in FRAME and each.values[0] in HARM]
"""Those whose reading grade can be measured, and whose words that harm are known."""


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the words of a message, each with its English: of a count, the one and the many."""
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    for number, words in enumerate(said):
        yield english[min(number, len(english) - 1)], words


@pytest.mark.parametrize(("language", "catalogue"), LANGUAGES)
def test_every_word_is_translated_and_none_besides(language: str, catalogue: Catalog) -> None:
    there = {message.id for message in catalogue if message.id}
    assert there == asked(), f"{language}: run `make words`"
    unsaid = [message.id for message in catalogue if message.id and not all(words for _, words in pairs(message))]
    assert unsaid == []
    assert not any(message.fuzzy for message in catalogue if message.id)


@pytest.mark.parametrize(("language", "catalogue"), LANGUAGES)
def test_a_translation_puts_in_what_the_english_does(language: str, catalogue: Catalog) -> None:
    for message in catalogue:
        for english, words in pairs(message) if message.id else ():
            put_in, own = (set(PUT_IN.findall(each)) for each in (english, words))
            one = isinstance(message.id, tuple) and words == message.string[0]
            assert own in ((put_in, put_in - {"count"}) if one else (put_in,)), (language, words)
            assert set("{}").isdisjoint(PUT_IN.sub("", words)), (language, words)


@pytest.mark.parametrize("source", sources(), ids=language_of)
def test_taking_the_words_in_changes_nothing_that_is_up_to_date(source: Path) -> None:
    written = source.read_text(encoding="utf-8")
    assert taken_in(written, language_of(source), marked()) == written, "run `make words`"


def test_a_translation_goes_with_its_words_and_stays_with_them() -> None:
    written = '# Of somebody.\nmsgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "Gone"\nmsgstr "Parti"\n\nmsgid "Stays"\nmsgstr "Reste"\n'
    words = Catalog()
    words.add("Stays")
    words.add("Comes")
    head, _, _ = written.partition('\n\nmsgid "Gone"')
    assert taken_in(f"{head}\n", "fr", words) == f'{head}\n\nmsgid "Comes"\nmsgstr ""\n\nmsgid "Stays"\nmsgstr ""\n'
    now = taken_in(written, "fr", words)
    assert now == (
        '# Of somebody.\nmsgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "Comes"\nmsgstr ""\n\nmsgid "Stays"\nmsgstr "Reste"\n'
    )


@pytest.mark.parametrize(("language", "catalogue"), LANGUAGES)
def test_a_translation_keeps_the_signs_of_its_language(language: str, catalogue: Catalog) -> None:
    """What leads on or back keeps its arrow; a Spanish question is opened, and a French one has its space before the mark."""
    for message in catalogue:
        for english, words in pairs(message) if message.id else ():
            assert [words.count(sign) for sign in "‹›\n"] == [english.count(sign) for sign in "‹›\n"], words
            assert "'" not in words, f"{words}: an apostrophe is written ’"
            assert words == words.strip(), words
            if language == "es" and " " in words:
                assert (words.count("?"), words.count("!")) == (words.count("¿"), words.count("¡")), words
            if language == "fr":
                assert not re.search(r"[^\xa0][?!:;»]|«[^\xa0]", words), words


@pytest.mark.parametrize(("language", "catalogue"), LANGUAGES)
def test_a_sentence_calls_a_button_what_the_button_says(language: str, catalogue: Catalog) -> None:
    labels = {message.id: str(message.string).strip("‹ ›") for message in catalogue if isinstance(message.id, str)}
    seen = set()
    for english, words in labels.items():
        for called, label in BUTTONS.items():
            if called in english:
                assert labels[label] in words, (language, words, labels[label])
                seen.add(label)
    assert seen == set(BUTTONS.values())


@pytest.mark.parametrize(("language", "catalogue"), MEASURED)
def test_a_translation_is_plain_to_read(language: str, catalogue: Catalog) -> None:
    sentences = [
        PUT_IN.sub("3", words)
        for message in catalogue
        for _, words in (pairs(message) if message.id else ())
        if SENTENCE.fullmatch(words)
    ]
    graded = {each: each if len(each.split()) >= FEWEST else f"{FRAME[language]} {each}" for each in sentences}
    hard = {
        each: round(reached, 1) for each, whole in graded.items() if (reached := grade([whole], language)) > LINE_GRADE
    }
    assert hard == {}
    assert grade(sentences, language) <= FILE_GRADE


def harms(language: str, words: str) -> Iterator[str]:
    harm = HARM[language]
    for found in harm.stop.finditer(words):
        if not harm.not_before.search(words[: found.start()]):
            yield found[0]
    yield from (found[0] for found in harm.never.finditer(words))
    having = re.compile(rf"{harm.having}(?:\w+\s+){{0,4}}?(?:{'|'.join(harm.conditions)})\b", re.IGNORECASE)
    yield from (found[0] for found in having.finditer(words))


@pytest.mark.parametrize(("language", "catalogue"), MEASURED)
def test_no_translation_harms(language: str, catalogue: Catalog) -> None:
    said = [words for message in catalogue if message.id for _, words in pairs(message)]
    assert [(words, found) for words in said for found in harms(language, words)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Deje de tomar su medicamento."), ("fr", "Vous avez un eczéma."), ("es", "Nunca podrá volver.")],
)
def test_words_that_harm_are_found(language: str, words: str) -> None:
    assert list(harms(language, words))
