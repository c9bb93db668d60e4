"""Units as systemd reads them: settings, commands and environment, with quotes, specifiers and variables undone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class UnitRead:
    """The settings of a unit; the last of those that are given twice counts."""

    settings: dict[str, str]

    @classmethod
    def of(cls, text: str) -> UnitRead:
        lines = [line for line in text.splitlines() if "=" in line and not line.startswith(("#", "["))]
        return cls(dict(line.split("=", 1) for line in lines))

    @classmethod
    def at(cls, file: Path) -> UnitRead:
        return cls.of(file.read_text("utf-8"))

    def path(self, name: str) -> str:
        return specified(self.settings[name])

    def command(self, instance: str = "") -> list[str]:
        return command_read(self.settings["ExecStart"], instance)

    def environment(self) -> dict[str, str]:
        return dict(word.split("=", 1) for word in words(self.settings.get("Environment", "")))


def words(line: str, instance: str = "") -> list[str]:
    """Return the words of a line: https://www.freedesktop.org/software/systemd/man/252/systemd.syntax.html#Quoting."""
    found = (_ESCAPED.sub(r"\1", match[1]) if match[1] is not None else match[2] for match in _WORD.finditer(line))
    return [specified(word, instance) for word in found]


def command_read(line: str, instance: str = "") -> list[str]:
    """Return a command; a single dollar would begin a variable, but not in the name of the program."""
    program, *arguments = words(line, instance)
    assert not any("$" in word.replace("$$", "") for word in arguments)
    return [program, *(word.replace("$$", "$") for word in arguments)]


def specified(value: str, instance: str = "") -> str:
    """Return a value with its specifiers replaced; only that of an instance may be used."""
    assert re.fullmatch(r"(?:[^%]|%%|%i)*", value, re.DOTALL), value
    return value.replace("%%", "\0").replace("%i", instance).replace("\0", "%")
