"""What is personal or secret comes in by the terminal or standard input, because everybody can read arguments."""

import sys

from kiosk.core.errors import BadInput
from rules import several

_MOST = 64 * 1024


def at_terminal() -> bool:
    """Tell whether somebody sits at standard input."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask_each(*questions: str) -> tuple[str, ...]:
    """Return an answer to each question, asked one by one at a terminal or read from a line each of standard input."""
    if at_terminal():
        try:
            return tuple(input(f"{question}: ").strip() for question in questions)
        except EOFError:
            raise BadInput("The question was not answered; nothing was done.") from None
    lines = _standard_input().splitlines()
    if len([line for line in lines if line.strip()]) > len(questions):
        most = several(len(questions), "line", "lines")
        raise BadInput(f"Standard input has more than {most}; give one each: {'; '.join(questions)}.")
    return tuple((lines[number].strip() if number < len(lines) else "") for number in range(len(questions)))


def ask_lines(invitation: str) -> list[str]:
    """Return lines until an empty one at a terminal, or all of standard input."""
    if not at_terminal():
        return _standard_input().splitlines()
    print(f"{invitation}:")
    lines: list[str] = []
    try:
        while line := input().strip():
            lines.append(line)
    except EOFError:
        pass
    return lines


def _standard_input() -> str:
    if sys.stdin is None:
        raise BadInput("Standard input is empty, and there is no terminal to ask at.")
    data = sys.stdin.buffer.read(_MOST + 1)
    if len(data) > _MOST:
        raise BadInput("Standard input holds too much to be an answer.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("Standard input is not UTF-8 text: save it as UTF-8.") from None
