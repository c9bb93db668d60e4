"""English that reads as translated, and where it stands: in the documents, and in what the product says to people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = sorted(each for floor in ("rules", "kiosk", "screens") for each in (ROOT / floor).rglob("*.py"))

NOWHERE = {
    r"be it|be they": "if it is, whether it is",
    r"of which an?": "that a",
    r"thereof|thereby|wherein|hereby|whilst|heretofore": "say it plainly",
    r"without its being|without their being": "unnoticed",
    r"for its sake|for their sake that": "for it",
    r"is no hindrance": "does not help",
    r"starts? no more|opens? no more|holds? no more": "does not ... any more",
    r"patients?|customers?(?!\" before)": "client",
}
"""Words by which a sentence gives itself away, and what a native would say."""
NOT_IN_DOCUMENTS = {
    r"but what (?:is|has)": "only what",
    r"ha(?:s|ve|d) had (?:its|their) time": "need not be kept any longer",
    r"in force no longer": "no longer in force",
    r"says? otherwise than|judged otherwise": "differs from",
    r", for (?:arguments|it|nobody|they|there|a clock|the lead)": "because",
    r"is none, and": "is not one",
}


def bans(listed: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![\w-])(?:{each})(?![\w-])" for each in listed), re.IGNORECASE)


def prose(page: Path) -> str:
    text = re.sub(r"```.*?```|<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def strings(tree: ast.AST) -> Iterator[str]:
    """Return every string of a module, without those that are no value of anything: its docstrings."""
    documents = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in documents:
            yield each.value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_a_phrase_that_nobody_says(page: Path) -> None:
    # The glossary of words that are not used names them, and what a schedule may call somebody is not ours.
    text = re.sub(r"Never patient, user or customer\.|\"client\" or \"customer\" before", "", prose(page))
    assert bans(NOWHERE | NOT_IN_DOCUMENTS).findall(text) == []


@pytest.mark.parametrize("floor", ["rules", "kiosk", "screens"])
def test_nothing_that_the_product_says_has_one(floor: str) -> None:
    found = [
        (file.name, each)
        for file in CODE
        if file.is_relative_to(ROOT / floor)
        for each in strings(ast.parse(file.read_text(encoding="utf-8")))
        if " " in each and bans(NOWHERE).search(each)
    ]
    assert found == []


def test_a_banned_phrase_is_found_in_a_string_and_not_in_a_docstring() -> None:
    tree = ast.parse('"""Be it here."""\nSAID = f"{1} be it there"\n')
    assert [bool(bans(NOWHERE).search(each)) for each in strings(tree)] == [True]
