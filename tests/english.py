"""`python -m tests.english` (part of `make lint`): phrases that read as translated, counts that would say "1 lines", and
docstrings that only repeat their signature.

It reads the documents, and every string, docstring and comment of the product. It leaves protocols out: a lead signs their words.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from tests.sources import FLOORS, ROOT, modules, named, nodes

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

NOWHERE = {
    r"be it|be they": "if it is, whether it is",
    r"of which an?|of which it speaks": "that a",
    r"thereof|thereby|wherein|hereby|whilst|heretofore": "say it plainly",
    r"without its being|without their being": "unnoticed",
    r"for its sake|for their sake": "for it",
    r"is no hindrance": "does not help",
    r"(?:starts?|opens?(?: \w+)?|holds?|counts?|warns?|says?|asks?(?: for it)?|sign in|signs in) no more(?! than)": "no longer",
    r"should have it no more|has it no more": "no longer has it",
    r"patients?|customers?(?!\" before)": "client",
    r"but what (?:is|has)": "only what",
    r"ha(?:s|ve|d) had (?:its|their) time": "need not be kept any longer",
    r"outlived its time": "is kept too long",
    r"(?:is|are) in force no longer": "no longer in force",
    r"says? otherwise than|(?:judge[ds]?|asked|comes? out|written|named?) otherwise": "differently",
    r", for (?:arguments|nobody|they|there|a clock|the lead|its import|the records kept)": "because",
    r"more mildly": "milder",
    r"(?:with|of) another content": "with different content",
    r"is none, and|is none: give": "is not one",
    r"(?<!there )is no (?:lead|backup|date of birth|checkpoint|address|header row|demo clinic)": "is not a",
    r"confirmed to hold": "confirmed holding",
    r"the day on which it was": "the day it was",
    r"(?:has|have) not come yet": "is in the future",
    r"counts? for nothing": "is ignored",
    r"l(?:ies?|ay) aside": "is put aside, was put aside",
    r"what stands (?:in|behind|beside|between|above|below|at|there|under|before|here|for)|nothing stands on": "what is",
    r"told of (?:a|no) spot": "mentioned a spot",
    r"not belong together": "do not match",
    r"stands? by itself again": "is separate again",
    r"found by that": "found",
    r"how-manieth": "which",
    r"(?<!`)anew": "again",
    r"(?:stands?|stood|lies?|lay) (?:in(?! the order)|on|at|under|beside|below|above|behind|before|over|between|there|here|outside)": "is",
    r"otherwise than": "differently than",
    r"(?:for|to|by|with) whom? (?:has|had|is|was|can't|can|would|does|do|did|uses|fills|made|gave|touched|called|saw|changed|offers)": "for those who, for a client who",
    r"of before only|of who (?:made|would|gave)": "say who",
    r"(?:read|meant|held|counted) (?:is|are) the": "it reads, it means",
    r"in which tampering": "tampering with it shows",
    r"F1 helps": "F1 opens Help",
    r"(?:booked|came) or not, (?:booked|came) or not": "whether or not they",
    r"no yes of": "a yes can't",
    r"rules? (?:that )?spoke": "fired",
    r"since when the": "when the ... began",
    r"clients? of one name": "clients with the same name",
    r"the other way round": "swapped",
    r"takes? no touch": "ignores touches",
    r"nobody is judged": "no answers are judged",
    r"it is none|they are none|that are none|if it is none": "is not one",
}
"""Words by which a sentence gives itself away, and what a native would say."""
NAMED = r"Never patient, user or customer\.|\"client\" or \"customer\" before"
"""Where a page may name them: the glossary of words that are not used, and what a schedule calls somebody."""
HELD = frozenset({"rules/engine/explain.py", "kiosk/visits/clinic_findings.py"})
"""Sentences that enter a verdict: stored verdicts hold them, so they stay as they are."""


COUNTS = re.compile(
    r"(?:.*_)?(?:count|number|total|cases|days|weeks|months|years|hours|minutes|seconds|visits|verdicts|lines)"
)
"""What a number is called that may be one."""
MANY = re.compile(r" (?:more |other |new )?(?!is|was|has|does)[a-z-]+s\b")
"""How a text goes on that takes it for more than one."""


def bans(listed: dict[str, str]) -> re.Pattern[str]:
    """Return what finds every phrase of a list."""
    return re.compile("|".join(rf"(?:(?<![\w-])|(?=,))(?:{each})(?![\w-])" for each in listed), re.IGNORECASE)


BANNED = bans(NOWHERE)


def prose(page: Path) -> str:
    """Return the text of a page, without code."""
    text = re.sub(r"```.*?```|<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(NAMED, "", re.sub(r"\s+", " ", text))


def said(source: str) -> Iterator[tuple[int, str]]:
    """Return every string, docstring and comment of a module with its line, each without its line breaks."""
    for each in ast.walk(ast.parse(source)):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.lineno, re.sub(r"\s+", " ", each.value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def unable_to_say_one(source: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Return every count of a module that is followed by a plural whatever it is, or by an ending that is put on here."""
    for each in source:
        if isinstance(each, ast.JoinedStr):
            for value, after in pairwise(each.values):
                match = MANY.match(str(after.value)) if isinstance(after, ast.Constant) else None
                if match and isinstance(value, ast.FormattedValue) and _is_count(value.value):
                    yield each.lineno, f"{{{ast.unparse(value.value)}}}{match.group()}"
        elif isinstance(each, ast.IfExp) and {"'s'", "'es'"} & {ast.unparse(each.body), ast.unparse(each.orelse)}:
            yield each.lineno, ast.unparse(each)


LITTLE = frozenset(
    [
        "return",
        "give",
        "show",
        "tell",
        "say",
        "let",
        "the",
        "a",
        "an",
        "of",
        "with",
        "that",
        "this",
        "these",
        "those",
        "whether",
        "it",
        "its",
        "to",
        "from",
        "for",
        "in",
        "on",
        "by",
        "at",
        "as",
        "is",
        "are",
        "be",
        "and",
        "or",
        "if",
        "there",
        "one",
        "ones",
        "who",
        "what",
        "which",
        "all",
        "each",
        "every",
        "none",
        "do",
        "does",
        "has",
        "have",
        "not",
        "no",
        "only",
        "else",
        "same",
        "where",
        "here",
        "now",
    ]
)
"""Words that add nothing to a signature."""


def repeats(source: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Return every docstring that says nothing but what the name, the class, the parameters and the types say."""
    for kind in source:
        for each in getattr(kind, "body", ()) if isinstance(kind, ast.Module | ast.ClassDef) else ():
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and (told := ast.get_docstring(each)):
                signature = f"{each.name} {ast.unparse(each.args)} {ast.unparse(each.returns) if each.returns else ''}"
                name = kind.name if isinstance(kind, ast.ClassDef) else ""
                if "`" not in told and not _stems(told) - _stems(f"{signature} {name}"):
                    yield each.lineno, f"{each.name}: {told}"


def _stems(words: str) -> set[str]:
    parts = re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", words).lower())
    return {re.sub(r"(?<=..)(?:ies|es|ed|ing|s|e|y)$", "", part) for part in parts if part not in LITTLE}


def _is_count(what: ast.expr) -> bool:
    """Tell whether a number that may be one is written here: a length, a sum, or what is called a count; not a constant."""
    names = [each.id for each in ast.walk(what) if isinstance(each, ast.Name)]
    if all(name.isupper() for name in names) or (isinstance(what, ast.BinOp) and isinstance(what.op, ast.Div)):
        return False
    if isinstance(what, ast.Call):
        return isinstance(what.func, ast.Name) and what.func.id in ("len", "sum", "round")
    name = what.attr if isinstance(what, ast.Attribute) else what.id if isinstance(what, ast.Name) else ""
    return isinstance(what, ast.BinOp) or COUNTS.fullmatch(name) is not None


def found_in_pages() -> Iterator[str]:
    """Name each phrase in a document."""
    for page in PAGES:
        for each in BANNED.findall(prose(page)):
            yield f"{page.relative_to(ROOT)}: {each}"


def found_in_code(floor: str) -> Iterator[str]:
    """Name each phrase in a module of a floor."""
    for path in modules(floor):
        for line, text in () if named(path) in HELD else said(path.read_text(encoding="utf-8")):
            if " " in text and (match := BANNED.search(text)):
                yield f"{named(path)}:{line}: {match.group()}"


def found_by(look: Callable[[Iterable[ast.AST]], Iterable[tuple[int, str]]], floor: str) -> Iterator[str]:
    """Name each place in the modules of a floor that a look finds."""
    for path in modules(floor):
        for line, text in look(nodes(path)):
            yield f"{named(path)}:{line}: {text}"


def main() -> int:
    """Print what was found; return 1 if there is anything."""
    found = [*found_in_pages(), *(each for floor in FLOORS for each in found_in_code(floor))]
    for each in found:
        phrase = each.rpartition(": ")[2]
        better = next(says for words, says in NOWHERE.items() if bans({words: says}).search(phrase))
        print(f"{each}   (say: {better})")
    counts = [f"{each}   (say: several(...))" for floor in FLOORS for each in found_by(unable_to_say_one, floor)]
    empty = [f"{each}   (say more, or nothing)" for floor in FLOORS for each in found_by(repeats, floor)]
    print(*counts, *empty, sep="\n", end="\n" if counts or empty else "")
    return 1 if found or counts or empty else 0


if __name__ == "__main__":
    sys.exit(main())
