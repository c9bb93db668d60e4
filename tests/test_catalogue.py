"""What clients read is in one catalogue: screens and the check-in that spell out words of their own would be missed by a translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "kiosk/checkin/texts"
READ_BY_STAFF = {
    "kiosk/checkin/blank_form.py": "the form on paper: what staff print for a language is a form of that language",
    "kiosk/checkin/paper_entry.py": "the desk enters a paper form",
    "kiosk/checkin/paper_form.py": "the desk enters a paper form",
    "screens/help/demo_screen.py": "whoever shows the demo reads it",
    "screens/help/staff_at_kiosk_screens.py": "behind a PIN",
}
EXCEPTIONS = {
    ("kiosk/checkin/understanding.py", "12 months"): "a period, as the rules read it",
    ("kiosk/checkin/check_in.py", "proof 0"): "a key in the records",
    ("kiosk/checkin/completion.py", "consent 0"): "a key in the records",
    (
        "kiosk/checkin/drafts.py",
        "There is no draft of this visit. The client can check in at a kiosk from the start.",
    ): ("the desk hands a draft back"),
    (
        "kiosk/checkin/drafts.py",
        (
            "These answers are from another day and were thrown away. Book the client for today; then they can check in "
            "from the start."
        ),
    ): "the desk hands a draft back",
}
FILES = sorted(
    path
    for path in (
        *ROOT.glob("screens/client/*.py"),
        *ROOT.glob("screens/help/*.py"),
        *ROOT.glob("screens/widgets/*.py"),
        *ROOT.glob("kiosk/checkin/*.py"),
        ROOT / "screens/kiosk_screen.py",
        ROOT / "screens/navigator.py",
        ROOT / "screens/overlay_screen.py",
    )
    if str(path.relative_to(ROOT)) not in READ_BY_STAFF
)
_WORDS = re.compile(r"[A-Za-z']{2,}[,.;:]? +\S|\S +[A-Za-z']{2,}|(?<![A-Za-z])[A-Z][a-z]+|[‹›]")
"""Words beside each other, a word that begins with a capital, or the marks of back and on."""
_STYLE = re.compile(r"(CSS|CSS_PATH|_?classes|__all__|AUTO_FOCUS)$")
_NO_TEXT = frozenset({"cast", "stylize", "query", "query_one", "remove_class", "add_class", "set_class"})
"""Calls whose strings name types, styles and widgets."""
_NO_TEXT_BY_NAME = frozenset({"classes", "id", "key", "name"})


def spelled_out(source: str) -> list[str]:
    """Return the words in the code of a module; a value put into a text counts as 0."""
    return list(_texts(ast.parse(source)))


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if _STYLE.search(name):
            return
        case ast.AnnAssign(value=value):
            yield from _texts(value) if value else ()
        case ast.FunctionDef(args=parameters, body=body) | ast.AsyncFunctionDef(args=parameters, body=body):
            for each in (*parameters.defaults, *filter(None, parameters.kw_defaults), *body):
                yield from _texts(each)
        case ast.JoinedStr() | ast.Constant():
            text = _said(node)
            if text and _WORDS.search(text):
                yield text
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in _NO_TEXT:
            yield from _texts(node.func)
        case ast.keyword(arg=name) if name in _NO_TEXT_BY_NAME:
            return
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _texts(child)


def _said(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_said(each) if isinstance(each, ast.Constant) else "0" for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_spells_out_no_words_for_clients(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    found = [text for text in spelled_out(path.read_text()) if (name, text) not in EXCEPTIONS]
    assert found == [], "put these into kiosk/checkin/texts"


def test_each_exception_is_still_needed() -> None:
    assert all((ROOT / name).exists() for name in READ_BY_STAFF)
    assert all(text in spelled_out((ROOT / name).read_text()) for name, text in EXCEPTIONS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('self.say("Please choose.")', ["Please choose."]),
        ('yield Action("Skip ›", id="skip", classes="-card left")', ["Skip ›"]),
        ('ask = "Clear"', ["Clear"]),
        ('raise BadInput("so it is")', ["so it is"]),
        ('label: str = f"{number} of {total}"', ["0 of 0"]),
        ('"""A docstring."""\nDEFAULT_CSS = """Foot { width: 1fr; }"""', []),
        ('cast("CallBy", self.query_one("Cards Choice"))', []),
        ('def go(self) -> "Foot":\n    """Go on."""', []),
        ('typed["family_name"], "-broad", "#ask"', []),
    ],
)
def test_words_are_told_from_names(source: str, found: list[str]) -> None:
    assert spelled_out(source) == found
