"""Strict YAML 1.2: mappings, lists and texts, and the place of each. Whatever guesses or hides is refused."""

from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from rules.model.rules_errors import ProtocolError
from rules.reading.yaml_slips import NO_TEXT, no_text, slip

Loc = tuple[int | str, ...]
_DEEPEST: Final = 12


@dataclass(frozen=True, slots=True)
class Tree:
    """What a file says, as dicts, lists and texts, and the line and column (from 1) of each value and key."""

    data: Any
    values: dict[Loc, tuple[int, int]]
    keys: dict[Loc, tuple[int, int]]

    def _known(self, loc: Loc) -> Loc:
        """Follow a place as far as the file has it; steps the model added on its way are passed over."""
        here = self.data
        found: Loc = ()
        for number, step in enumerate(loc, start=1):
            if isinstance(here, dict) and isinstance(step, int) and step < len(here):
                step = list(here)[step]  # noqa: PLW2901
            inside = here[step] if _leads_on(here, step) else None
            # The name of a condition's kind is both a step of the model and a key with a text: that key leads nowhere.
            if inside is not None and (number == len(loc) or not isinstance(inside, str)):
                here, found = inside, (*found, step)
        return found

    def at(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Return the line and column of a place, or of the nearest one around it; of its key rather than its value."""
        found = self._known(loc)
        return self.keys.get(found, self.values[found]) if key else self.values[found]

    def place(self, loc: Loc) -> str:
        """Name a place: 'rules, "PP-SUN", outcome'; entries of a list go by their id where they have one."""
        here, names = self.data, []
        for step in self._known(loc):
            here = here[step]
            if isinstance(step, str):
                names.append(step)
            else:
                named = here.get("id") if isinstance(here, dict) else None
                names.append(f'"{named}"' if isinstance(named, str) else f"entry {step + 1}")
        return ", ".join(names) or "The file"


def _leads_on(here: Any, step: int | str) -> bool:
    if isinstance(here, dict):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and step < len(here)


def read_tree(text: str, file: Path | str) -> Tree:
    """Read YAML text; ProtocolError for broken YAML, anchors, aliases, tags, duplicate keys, more than one document."""
    read = _read(text, file)
    return replace(read, data=deepcopy(read.data))


@lru_cache(maxsize=32)
def _read(text: str, file: Path | str) -> Tree:
    # Signing one overlay reads its protocol five times, and YAML is slow to read.
    return _Reader(text, file).tree()


class _Reader:
    def __init__(self, text: str, file: Path | str) -> None:
        self._file, self._text_read = file, text
        self._events = YAML(typ="safe", pure=True).parse(text)
        self._values: dict[Loc, tuple[int, int]] = {}
        self._keys: dict[Loc, tuple[int, int]] = {}

    def tree(self) -> Tree:
        try:
            return self._document()
        except MarkedYAMLError as error:
            line, column, says = slip(error)
            raise ProtocolError(self._file, line, column, f"This is not YAML: {says}.") from None
        except YAMLError:
            sentence = f"This is not YAML: {NO_TEXT}."
            raise ProtocolError(self._file, *no_text(self._text_read), sentence) from None

    def _document(self) -> Tree:
        event = self._next()
        while isinstance(event, StreamStartEvent):
            event = self._next()
        if isinstance(event, StreamEndEvent):
            raise ProtocolError(self._file, 1, 1, "The file is empty.")
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            self._refuse(event, "Directives (%) are not allowed here; leave the line out.")
        data = self._value(self._next(), ())
        self._next()
        event = self._next()
        if not isinstance(event, StreamEndEvent):
            self._refuse(event, "Such a file is one document; leave out the second ---.")
        return Tree(data, self._values, self._keys)

    def _value(self, event: Any, loc: Loc) -> Any:
        self._check(event)
        self._values[loc] = self._mark(event)
        if len(loc) > _DEEPEST:
            self._refuse(event, "This nests deeper than anything here needs.")
        if isinstance(event, MappingStartEvent):
            return self._mapping(loc)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(loc)
        return self._text(event)

    def _mapping(self, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            self._check(event)
            if not isinstance(event, ScalarEvent):
                self._refuse(event, "A key is a single word here, not a list or a group.")
            key = self._text(event)
            if key in found:
                self._refuse(event, f'"{key}" occurs twice here; keep one.')
            self._keys[(*loc, key)] = self._mark(event)
            found[key] = self._value(self._next(), (*loc, key))
        return found

    def _sequence(self, loc: Loc) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            found.append(self._value(event, (*loc, len(found))))
        return found

    def _text(self, event: ScalarEvent) -> str:
        text = str(event.value)
        if event.style in ("'", '"'):
            return text
        if not text.strip():
            self._refuse(event, "Nothing is written here; write a value, or leave the key out.")
        return text.strip()

    def _check(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            self._refuse(event, "Aliases (*) are not allowed here; write the value out.")
        if event.anchor is not None:
            self._refuse(event, "Anchors (&) are not allowed here; write the value out.")
        if event.tag is not None:
            self._refuse(event, "Tags (!) are not allowed here; leave it out.")

    def _next(self) -> Any:
        return next(self._events)

    def _mark(self, event: Any) -> tuple[int, int]:
        return event.start_mark.line + 1, event.start_mark.column + 1

    def _refuse(self, event: Any, sentence: str) -> NoReturn:
        raise ProtocolError(self._file, *self._mark(event), sentence)
