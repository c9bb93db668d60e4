"""English that reads as translated is found: in the documents, and in what the product and its authors say."""

import ast

import pytest

from tests import english


def test_no_page_has_a_phrase_that_nobody_says() -> None:
    assert list(english.found_in_pages()) == []


@pytest.mark.parametrize("floor", english.FLOORS)
@pytest.mark.thorough
def test_no_module_has_one(floor: str) -> None:
    assert list(english.found_in_code(floor)) == []


@pytest.mark.parametrize("floor", english.FLOORS)
def test_every_count_can_be_one(floor: str) -> None:
    assert list(english.found_by(english.unable_to_say_one, floor)) == []


@pytest.mark.parametrize("floor", english.FLOORS)
def test_no_docstring_only_repeats_its_signature(floor: str) -> None:
    assert list(english.found_by(english.repeats, floor)) == []


def test_a_docstring_that_repeats_its_signature_is_found_and_one_that_says_more_is_not() -> None:
    method = 'class Engine:\n    def fetch_row(self, name: str) -> Row:\n        """{}"""'

    def found(told: str) -> list[tuple[int, str]]:
        return list(english.repeats(ast.walk(ast.parse(method.format(told)))))

    assert found("Fetch the row of that name.")
    assert not found("Return the row, sealed; KeyError if there is none.")


@pytest.mark.parametrize(
    "message",
    [
        'f"lack the last {seen - kept} changes that were made"',
        'f" and {len(bad) - 1} more places"',
        'f"has more than {len(questions)} lines"',
        'f"{days} days since the last session"',
        'f"of {cases.cases:,} cases"',
        """f"{count} come{'s' if count == 1 else ''} out differently\"""",
    ],
)
def test_a_count_that_would_say_1_lines_is_found(message: str) -> None:
    assert len(list(english.unable_to_say_one(ast.walk(ast.parse(f"SAID = {message}"))))) == 1


@pytest.mark.parametrize(
    "message",
    ['f"has {WORDS} words"', 'f"{several(count, one, many)} of it"', 'f"{count} is enough"', 'f"{name} asks for it"'],
)
def test_a_count_that_may_be_one_passes(message: str) -> None:
    assert list(english.unable_to_say_one(ast.walk(ast.parse(f"SAID = {message}")))) == []


def test_a_banned_phrase_is_found_in_a_string_a_docstring_and_a_comment() -> None:
    module = '"""Be it\nhere."""\nSAID = f"{1} be it there"  # be it anywhere\nWELL = "it may be, it may not"\n'
    found = [line for line, text in english.said(module) if english.BANNED.search(text)]
    assert sorted(found) == [1, 3, 3]


@pytest.mark.parametrize(
    "sentence",
    [
        "Drafts that have had their time are removed.",
        "A rule that is in force no longer is dropped.",
        "Two cases are judged otherwise.",
        "It is read from a file, for arguments can be seen.",
        "The copy in the records is none: give it anew.",
        "How the documents stand of which an entry speaks.",
        "Nobody has confirmed to hold the sheet.",
        "Older records lie aside in the folder.",
        "The screens lay themselves out anew.",
        "Everything stands in one file.",
        "All records lie in the clinic's folder.",
        "The key of the clinic lies outside it.",
        "It is judged otherwise than before.",
        "The last answer, for who has proven to be its owner.",
        "The board says since when the client waits.",
        "Read are the documents.",
        "The rules that spoke are counted.",
        "Until then nobody is judged.",
    ],
)
def test_what_was_once_written_here_is_found(sentence: str) -> None:
    assert english.BANNED.search(sentence)


def test_the_glossary_explains_each_word_once_in_order_and_in_a_sentence() -> None:
    page = (english.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    words = [word.lower().replace("-", " ") for word, _ in rows]
    assert words == sorted(set(words))
    assert len(words) > 80
    assert all(meaning.endswith(".") for _, meaning in rows)
