"""What clients read is in one catalogue, and each use of it says `tr`: a translation would miss words that are spelled out or shown as they are."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.sources import modules, named, nodes
from tests.words import MARKS

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "kiosk/checkin/texts"
READ_BY_STAFF = {
    "kiosk/checkin/blank_form.py": "staff print it; its own test says that no word on the form is left in English",
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
SHOWN_AS_THEY_ARE = {
    ("kiosk/checkin/texts/client_texts.py", "_DESK"): "a part of notices",
    ("kiosk/checkin/texts/client_texts.py", "answering_texts.CHOOSE"): "one of the refusals",
    ("kiosk/checkin/texts/client_texts.py", "_NOTICES"): "each of its parts is said by itself",
    ("kiosk/checkin/texts/language_texts.py", "GO_ON"): "also in English, for who came by mistake",
    ("kiosk/visits/consent.py", "RELATION_WORDS"): "as staff read it; on a paper, as the client does",
    **{
        ("kiosk/desk/desk_first.py", missing): "as staff read it; what they say is said in `advice`"
        for missing in ("_REFUSED", "_NO_CONSENT", "_OTHER_PARENT", "_GUARDIAN")
    },
}
TRANSLATED = sorted(
    {
        *FILES,
        *(
            path
            for floor in ("kiosk", "screens")
            for path in ROOT.glob(f"{floor}/**/*.py")
            if re.search(r"^from kiosk\.core\.language import .*\btr", path.read_text(), re.MULTILINE)
        ),
    }
)
"""What shows marked words to clients."""
SAID_LATER = frozenset({"ask", "label", "less", "missing", "go_label", "lead"})
"""Attributes and arguments that hold words for the catalogues: whoever shows one says `tr` of it."""
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


def as_they_are(source: str) -> list[str]:
    """Return the marked words that a module uses without saying `tr` of them."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    modules, names = set[str](), set(_holding_marked(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("kiosk.checkin.texts", "kiosk.visits"):
            modules |= {each.name for each in node.names if each.name.endswith("_texts")}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kiosk.checkin.texts."):
            names |= {each.name for each in node.names if each.name in _marked_in(str(node.module).rpartition(".")[2])}
    uses = [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names)
        or (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
            and node.attr in _marked_in(node.value.id)
        )
    ]
    return [ast.unparse(use) for use in uses if not any(map(_is_said, *_around(use, above)))]


def _around(node: ast.AST, above: dict[ast.AST, ast.AST]) -> tuple[list[ast.AST], list[ast.AST]]:
    """Return what is around a part of a module, each with the part of it that leads there."""
    outer, inner = [], []
    while node in above:
        outer.append(above[node])
        inner.append(node)
        node = above[node]
    return outer, inner


def _is_said(node: ast.AST, inner: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="tr")) | ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="tr"), *_]):
            return inner is not node.func
        case (
            ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)]) | ast.AnnAssign(target=ast.Name(id=name))
        ):
            return name in SAID_LATER
        case ast.keyword(arg=str(name)):
            return name in SAID_LATER
        case ast.ListComp(generators=made) | ast.GeneratorExp(generators=made) | ast.DictComp(generators=made):
            return inner in made and bool(_targets(made[0].target) & _translated_names(node))
        case ast.Compare():
            return True
    return False


def _targets(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _translated_names(node: ast.AST) -> set[str]:
    return {
        each.args[0].id
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id == "tr"
        and isinstance(each.args[0], ast.Name)
    }


@cache
def _marked_in(module: str) -> frozenset[str]:
    """Return the constants of a module of texts that hold marked words."""
    path = next(path for path in (CATALOGUE / f"{module}.py", ROOT / f"kiosk/visits/{module}.py") if path.exists())
    return frozenset(_holding_marked(ast.parse(path.read_text())))


def _holding_marked(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and "tr_later(" in (
            ast.unparse(node.value) if node.value else ""
        ):
            yield from _targets(node.targets[0] if isinstance(node, ast.Assign) else node.target)


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_are_said_in_the_clients_language(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    found = [words for words in as_they_are(path.read_text()) if (name, words) not in SHOWN_AS_THEY_ARE]
    assert found == [], "say tr(...) of these where they are shown"


def test_each_that_is_shown_as_it_is_still_is() -> None:
    assert all(words in as_they_are((ROOT / name).read_text()) for name, words in SHOWN_AS_THEY_ARE)


_IMPORTS = (
    "from kiosk.checkin.texts import first_texts, help_texts, part_texts\n"
    "from kiosk.checkin.texts.part_texts import LESS, WHY\n"
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("yield Static(help_texts.ASK)", ["help_texts.ASK"]),
        ("yield Static(tr(help_texts.ASK))", []),
        ("yield tr(help_texts.CLEAR if stops else help_texts.GO_ON)", []),
        ("said, how = help_texts.HIDDEN", ["help_texts.HIDDEN"]),
        ("said, how = map(tr, help_texts.HIDDEN)", []),
        ("def foot(self, *, back=first_texts.BACK): ...", ["first_texts.BACK"]),
        ("class Here:\n    ask = help_texts.ASK", []),
        ("class Here:\n    said = help_texts.ASK", ["help_texts.ASK"]),
        ("[Choice(words, value=here) for here, words in help_texts.YES_OR_NO.items()]", ["help_texts.YES_OR_NO"]),
        ("[Choice(tr(words), value=here) for here, words in help_texts.YES_OR_NO.items()]", []),
        ("{here: words for here, words in help_texts.YES_OR_NO.items()}", ["help_texts.YES_OR_NO"]),
        ("[WHY, LESS, part_texts.LESS]", ["WHY"]),
        ("help_texts.cleared_in(3)", []),
        ('_SAID = tr_later("Go on.")\ndef say():\n    return _SAID', ["_SAID"]),
        ('_SAID = tr_later("Go on.")\ndef say():\n    return tr(_SAID)', []),
    ],
)
def test_words_shown_as_they_are_are_found(source: str, found: list[str]) -> None:
    assert as_they_are(_IMPORTS + source) == found


def test_no_words_are_marked_inside_a_text_with_fields() -> None:
    """Whoever collects the words for translators does not look in there: they were never translated."""
    hidden = [
        f"{named(path)}: {call.args[0].value}"
        for path in modules("kiosk", "screens")
        for text in nodes(path)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == [], "say them before, and put them in"
