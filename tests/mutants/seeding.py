"""A mutant: one fault, as a change of text in a block of a file, applied to a copy of the project."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PEEL = "rules/protocols/parisian_peel/protocol.yaml"
FACIAL = "rules/protocols/medical_facial/protocol.yaml"

_ENTRY_ENDS = re.compile(r"\n(?=  - id: |\S|  # )")
_METHOD_ENDS = re.compile(r"\n(?=    (?:def |@)|\S)")
_FUNCTION_ENDS = re.compile(r"\n(?=\n\n\S|[^\s)])")


class NotSeededError(Exception):
    """The text that a mutant changes is not there, or is there twice: the catalogue no longer fits the project."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Within the block of a file that begins with `block`: `old` becomes `new`. Without `old` the block goes."""

    file: str
    block: str
    old: str = ""
    new: str = ""

    def applied(self, text: str) -> str:
        """Return the text of the file with the change made."""
        if text.count(self.block) != 1:
            message = f'{self.file}: "{self.block.strip()}" is there {text.count(self.block)} times, not once'
            raise NotSeededError(message)
        start = text.index(self.block)
        end = self._ends().search(text, start + len(self.block))
        stop = end.start() if end else len(text)
        block = text[start:stop]
        if not self.old:
            return text[:start] + text[stop + 1 :]
        if block.count(self.old) != 1:
            message = (
                f'{self.file}, {self.block.strip()}: "{self.old}" is there {block.count(self.old)} times, not once'
            )
            raise NotSeededError(message)
        return text[:start] + block.replace(self.old, self.new) + text[stop:]

    def _ends(self) -> re.Pattern[str]:
        if self.file.endswith(".yaml"):
            return _ENTRY_ENDS
        return _METHOD_ENDS if self.block.startswith(" ") else _FUNCTION_ENDS


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault. `survives` says why nothing can notice it, where nothing can."""

    name: str
    edits: tuple[Edit, ...]
    survives: str | None = None

    @property
    def protocols(self) -> tuple[str, ...]:
        """The protocols to check: the one that is changed, or both if the engine is."""
        files = {edit.file for edit in self.edits}
        if files == {PEEL}:
            return ("parisian-peel",)
        return ("medical-facial",) if files == {FACIAL} else ("parisian-peel", "medical-facial")


def seeded(mutant: Mutant, root: Path) -> dict[str, str]:
    """Return the files of a project as the mutant has them; NotSeededError if it can't be made."""
    files: dict[str, str] = {}
    for edit in mutant.edits:
        text = files.get(edit.file) or (root / edit.file).read_text(encoding="utf-8")
        files[edit.file] = edit.applied(text)
    return files


def of_protocol(name: str, file: str, *changes: tuple[str, str, str], survives: str | None = None) -> Mutant:
    """A mutant of a protocol: (the id of a question or rule, old, new) for each change."""
    return Mutant(name, tuple(Edit(file, f"- id: {block}\n", old, new) for block, old, new in changes), survives)


def dropped(file: str, rule: str) -> Mutant:
    """A mutant of a protocol that lacks a rule."""
    return Mutant(f"{rule} is dropped", (Edit(file, f"  - id: {rule}\n"),))


def of_engine(name: str, file: str, *changes: tuple[str, str, str], survives: str | None = None) -> Mutant:
    """A mutant of the engine: (how the block begins, old, new) for each change."""
    return Mutant(name, tuple(Edit(f"rules/{file}.py", *change) for change in changes), survives)


def chosen(mutants: Iterable[Mutant], words: Iterable[str]) -> list[Mutant]:
    """Return the mutants in whose name all the words stand; all of them without words."""
    wanted = [word.lower() for word in words]
    return [mutant for mutant in mutants if all(word in mutant.name.lower() for word in wanted)]
