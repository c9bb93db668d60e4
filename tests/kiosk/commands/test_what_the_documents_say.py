"""What the documents say of every command, compared with the parser itself, in both directions."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import _GROUPS, front_door
from tests import reference

DOCS = Path(__file__).parents[3] / "docs"
HELP = {"-h", "--help"}
Command = tuple[str, ...]


def walk(parser: argparse.ArgumentParser, path: Command = ()) -> Iterator[tuple[Command, set[str]]]:
    """Return every command that does something, with its options."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below or not path:
        options = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
        yield path, options - HELP
    for action in below:
        for name, each in action.choices.items():
            yield from walk(each, (*path, name))


PARSED = dict(walk(front_door(list(_GROUPS))))


def usages(text: str) -> Iterator[str]:
    """Return every `kiosk ...` of a document: in a block of code, where an indented line goes on, or between backticks."""
    prose = []
    for number, part in enumerate(text.split("```")):
        if number % 2 == 0:
            prose.append(part)
            continue
        for line in re.sub(r"(?: \\)?\n {8,}", " ", part).splitlines():
            yield from re.findall(r"\bkiosk .*?(?=\bkiosk |#|$)", line)
    yield from re.findall(r"`(kiosk [^`]*)`", "".join(prose))


def command(usage: str) -> tuple[Command, set[str]]:
    """Return the command that a usage is of, and the options it shows."""
    usage, *_ = re.split(r" \| (?=[a-z])", usage)  # what it is piped into is another program
    before, *words = re.sub(r"^kiosk( \[?--data \S+)?( --terminal (\"[^\"]*\"|\S+))?(?= [a-z])", "kiosk", usage).split()
    assert before == "kiosk"
    named: Command = ()
    while words and any(each[: len(named) + 1] == (*named, words[0]) for each in PARSED):
        named = (*named, words.pop(0))
    shown = usage if not named else " ".join(words)
    return named, set(re.findall(r"--[a-z][a-z-]*", shown))


def told(*names: str) -> Iterator[tuple[Command, set[str]]]:
    for name in names:
        for usage in usages((DOCS / name).read_text(encoding="utf-8")):
            yield command(usage)


def test_the_page_of_commands_is_what_the_parser_gives() -> None:
    text = reference.PAGE.read_text(encoding="utf-8")
    assert sorted(reference.named(text)) == sorted(_GROUPS)
    assert text == reference.page(text), "run make commands"


@pytest.mark.parametrize("path", [each for each in PARSED if each], ids=" ".join)
def test_every_command_and_argument_says_what_it_is(path: Command) -> None:
    parser: argparse.ArgumentParser = front_door(list(_GROUPS))
    for name in path:
        parser = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction)).choices[name]
    assert parser.description
    assert [action.dest for action in parser._actions if not action.help] == []


@pytest.mark.parametrize("path", PARSED, ids=lambda path: " ".join(("kiosk", *path)))
def test_every_command_and_option_is_told(path: Command) -> None:
    found = [options for named, options in told("commands.md") if named == path]
    assert found
    assert PARSED[path] <= set().union(*found)


@pytest.mark.parametrize("name", sorted(str(file.relative_to(DOCS)) for file in DOCS.rglob("*.md")))
def test_no_document_tells_of_a_command_or_an_option_that_there_is_not(name: str) -> None:
    for named, options in told(name):
        known = PARSED.get(named)
        if known is None:  # a whole group, such as `kiosk rules`
            assert any(each[: len(named)] == named for each in PARSED)
            assert not options
        else:
            assert options <= known | HELP, named


def test_a_usage_with_a_folder_before_it_or_on_two_lines_is_understood() -> None:
    text = "```\nkiosk --data DIR visits list [--day D]\n         [--json]    kiosk doctor --json   # tells\n```\n`kiosk`\n"
    assert [command(each) for each in usages(text)] == [
        (("visits", "list"), {"--day", "--json"}),
        (("doctor",), {"--json"}),
    ]
