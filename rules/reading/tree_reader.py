"""Reading a strict YAML tree step by step: each step knows its place, so that a refusal can name it."""

from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from rules.model.period import read_day
from rules.model.rules_errors import ProtocolError
from rules.reading.strict_yaml import Loc, Tree


class TreeReader:
    """Takes groups, lists, texts and days out of a tree; ProtocolError with line and column for anything else."""

    def __init__(self, tree: Tree, file: Path) -> None:
        self.tree, self.file = tree, file

    def group(self, loc: Loc, known: tuple[str, ...] | None = None, needs: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the mapping at a place; `known` are the keys it may have, `needs` those it must have."""
        value = self.value(loc)
        if not isinstance(value, dict):
            self.refuse(loc, f"{self.tree.place(loc)} is not a group of entries.")
        for key in value:
            if known is not None and key not in known:
                self.refuse((*loc, key), f'"{key}" is not known here; there are {", ".join(known)}.', key=True)
        for key in needs:
            if key not in value:
                self.refuse(loc, f'{self.tree.place(loc)} lacks "{key}".')
        return value

    def entries(self, loc: Loc) -> list[Any]:
        value = self.value(loc)
        if not isinstance(value, list):
            self.refuse(loc, f"{self.tree.place(loc)} is not a list.")
        return value

    def texts(self, loc: Loc) -> tuple[str, ...]:
        """Return the list of texts at a place."""
        return tuple(self.text((*loc, number)) for number in range(len(self.entries(loc))))

    def text(self, loc: Loc) -> str:
        value = self.value(loc)
        if not isinstance(value, str):
            self.refuse(loc, f"{self.tree.place(loc)} is not a text.")
        return value

    def one_of(self, loc: Loc, words: tuple[str, ...]) -> str:
        """Return the text at a place, one of these words."""
        text = self.text(loc)
        if text not in words:
            self.refuse(loc, f'This can\'t be "{text}"; it is one of {", ".join(words)}.')
        return text

    def day(self, loc: Loc) -> date:
        return self.as_day(loc, self.text(loc))

    def as_day(self, loc: Loc, text: str) -> date:
        """Return a text taken from a place as the day it names."""
        try:
            day = read_day(text)
        except ValueError:
            day = None
        if day is None:
            self.refuse(loc, f'"{text}" is not a date; a date is written like 2027-03-01.')
        return day

    def value(self, loc: Loc) -> Any:
        """Return whatever is at a place, which must be there."""
        value = self.tree.data
        for step in loc:
            value = value[step]
        return value

    def refuse(self, loc: Loc, sentence: str, *, key: bool = False) -> NoReturn:
        """Raise the error that names this place, or its key."""
        raise ProtocolError(self.file, *self.tree.at(loc, key=key), sentence)
