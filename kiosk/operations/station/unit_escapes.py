"""Values as a unit of systemd and a shell read them back: whatever is in them, they stay one value."""

import shlex
from collections.abc import Sequence


def as_path(value: str) -> str:
    """Return a path for a setting that takes the whole line: only specifiers, and a backslash at its end, mean something there."""
    return value.replace("%", "%%")


def as_argument(value: str) -> str:
    """Return one argument of `ExecStart=`, in quotes: no specifier, no variable, no escape."""
    return f'"{_quoted(value).replace("$", "$$")}"'


def as_command(arguments: Sequence[str]) -> str:
    """Return a whole command for `ExecStart=`. No variable is replaced in the program's own name, and no doubled dollar."""
    program, *others = arguments
    return " ".join((f'"{_quoted(program)}"', *map(as_argument, others)))


def in_environment(value: str) -> str:
    """Return a value inside the quotes of `Environment="NAME=..."`."""
    return _quoted(value)


def in_shell(arguments: Sequence[str]) -> str:
    """Return words for a shell."""
    return shlex.join(arguments)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
