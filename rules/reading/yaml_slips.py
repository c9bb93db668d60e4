"""Errors of YAML in words for whoever writes rules, and where to look for each."""

from typing import Final

from ruamel.yaml.error import MarkedYAMLError, StringMark

_UNKNOWN: Final = (
    "something is out of place here; look for a colon, a quotation mark, a bracket or the blanks before the line"
)
_INDENT: Final = "this line is not indented like the lines it belongs to; give it as many blanks"
_OPENED: Final = (
    ("quoted scalar", "a quotation mark is opened here and never closed"),
    ("flow mapping", 'a "{" is opened here, and a comma or its "}" is missing'),
    ("flow sequence", 'a "[" is opened here, and a comma or its "]" is missing'),
    (
        "block scalar",
        "nothing but a line break may follow the sign for a long text; the text goes on the lines below it",
    ),
    ("alias", 'a text that begins with "*" needs quotes'),
    ("anchor", 'a text that begins with "&" needs quotes'),
)
"""What the parser was reading, and what is wrong with it; that is where it began."""
_MET: Final = (
    ("unknown escape", "a backslash means something in double quotes; use single quotes, or write it twice"),
    (
        "mapping values",
        'this line has a second colon, or the line above lacks its own; a text with ": " needs quotes',
    ),
    (
        "could not find expected ':'",
        'a key lacks its colon and a blank (or a list its "- ") here or in the line before',
    ),
    ("character '\\t'", "this line begins with a tab; use blanks"),
    ("cannot start any token", "a text that begins with this sign needs quotes"),
    ("'<scalar>'", "something follows the quotation mark that closes the text; put the whole text in quotes"),
    ("expected <block end>", _INDENT),
    ("expected the node content", "there is a bracket or a comma where a value is expected"),
)
"""What the parser met."""


NO_TEXT: Final = "this line has a sign that no text can hold; it can't be seen, so write the line again"
_SIGNS: Final = frozenset("\t\n\r\x85")


def no_text(text: str) -> tuple[int, int]:
    """Return line and column of the first sign that YAML allows in no text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for column, sign in enumerate(line, start=1):
            if not sign.isprintable() and sign not in _SIGNS and not sign.isspace():
                return number, column
    return 1, 1


def slip(error: MarkedYAMLError) -> tuple[int, int, str]:
    """Return line and column, from 1, of where to look, and what is wrong there."""
    context, problem = str(error.context or ""), str(error.problem or "")
    for met, words in _MET:
        if met in problem:
            return (*_place(error.problem_mark or error.context_mark), words)
    for opened, words in _OPENED:
        if opened in context.replace("double-", "").replace("single-", ""):
            return (*_place(error.context_mark or error.problem_mark), words)
    return (*_place(error.problem_mark or error.context_mark), _UNKNOWN)


def _place(mark: StringMark | None) -> tuple[int, int]:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
