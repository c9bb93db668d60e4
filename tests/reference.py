"""`python -m tests.reference` (`make commands`): write what the parser says of each command into docs/commands.md.

The page is its own template. Between `<!-- kiosk NAME -->` and `<!-- end -->` is what the parser gives; the rest is prose.
"""

import argparse
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from kiosk.commands import _GROUPS, front_door

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
_BLOCK = re.compile(r"(<!-- kiosk ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_WIDTH = 110


def page(text: str) -> str:
    """Return the page with what the parser gives in every block."""
    parser = front_door(list(_GROUPS))
    groups = dict(_below(parser))
    return _BLOCK.sub(lambda found: found[1] + "\n".join(_told(groups[found[2]], (found[2],))) + "\n" + found[3], text)


def named(text: str) -> list[str]:
    """Return the commands that have a block, in order."""
    return [found[2] for found in _BLOCK.finditer(text)]


def _below(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _told(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[str]:
    """Return the lines of a command, or of all below it: usage, description, a row an argument, and what comes last."""
    below = list(_below(parser))
    if below:
        yield f"{parser.description}"
        for name, each in below:
            yield f"\n### {' '.join((*path, name))}\n"
            yield from _told(each, (*path, name))
        return
    shown = sorted(
        (each for each in parser._actions if each.dest != "help"), key=lambda each: bool(each.option_strings)
    )
    yield "```"
    yield from textwrap.wrap(" ".join(("kiosk", *path, *_usage(parser, shown))), _WIDTH, subsequent_indent=" " * 8)
    yield f"```\n\n{parser.description}"
    if shown:
        yield "\n| argument | what it is |\n| --- | --- |"
        for action in shown:
            name = f"{action.option_strings[0]} {_value(action)}" if action.option_strings else _value(action)
            yield f"| `{_cell(name.strip())}` | {_cell(_help(action))} |"
    if parser.epilog:
        yield f"\n{parser.epilog}"


def _usage(parser: argparse.ArgumentParser, shown: list[argparse.Action]) -> Iterator[str]:
    """Return what a call is made of; of arguments that exclude each other all in one."""
    seen: set[str] = set()
    for action in shown:
        if action.dest in seen:
            continue
        several = next((group for group in parser._mutually_exclusive_groups if action in group._group_actions), None)
        together = [action] if several is None else several._group_actions
        seen |= {each.dest for each in together}
        words = " | ".join(" ".join((*each.option_strings[:1], _value(each))).strip() for each in together)
        if (several or action).required:
            yield f"({words})" if len(together) > 1 else words
        else:
            yield words if words.startswith("[") else f"[{words}]"


def _value(action: argparse.Action) -> str:
    """Return how the value of an argument is named; empty for one that takes none."""
    if action.nargs == 0:
        return ""
    name = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    word = str(name).strip("{}").replace(",", "|")
    return {"*": f"[{word} ...]", "+": f"{word} ...", "?": word}.get(str(action.nargs), word)


def _help(action: argparse.Action) -> str:
    return (action.help or "") % {**vars(action), "prog": "kiosk"}


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
