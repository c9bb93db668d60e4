"""What reads differently in two versions of a protocol: every text and every other part, with old and new words.

Parts that have an id are compared with the part of that id, others with what is now in their place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from pydantic import BaseModel

from rules.engine.explain import condition_in_words
from rules.model.fields import ProtocolPart, SourceRef
from rules.model.protocol import Protocol

_NOTHING: Final = "nothing"
_AS_WORDS: Final = {
    "ask": "its words",
    "why": "its why",
    "help": "its help",
    "short": "its short name",
    "topic": "its topic",
    "client": "what it says to the client",
    "staff": "what it says to staff",
    "but": "what qualifies it",
    "says": "what it says",
    "only_if": "for whom",
}
_ONE_OF: Final = {
    "steps": "step",
    "aftercare": "after-care",
    "prepare": "preparation",
    "indications": "indication",
    "results": "result",
    "feelings": "feeling",
    "cons": "con",
    "risks": "risk",
    "open_points": "open point",
    "sources": "source",
    "names": "name",
    "paragraphs": "paragraph",
    "intervals": "interval",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Two versions of one protocol, read side by side."""

    old: Protocol
    new: Protocol

    def parts(self, where: str, old: Any, new: Any, but: frozenset[str] = frozenset()) -> Iterator[str]:
        """Say what differs between two parts of one kind, field by field, except some fields."""
        for name in type(new).model_fields:
            if name not in but:
                yield from self.values(_join(where, name), getattr(old, name), getattr(new, name), name)

    def values(self, where: str, old: Any, new: Any, name: str = "") -> Iterator[str]:
        """Say what differs between two values that are in the same place."""
        if old == new:
            return
        if _is_part(old) and _is_part(new):
            yield from self.parts(where, old, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            for key in dict.fromkeys((*old, *new)):
                yield from self.values(f"{where}, {key}", old.get(key), new.get(key))
        elif _is_list(old) and _is_list(new):
            yield from self._lists(where, old, new, name)
        else:
            yield self._both(where, old, new)

    def _lists(self, where: str, old: tuple[Any, ...], new: tuple[Any, ...], name: str) -> Iterator[str]:
        if name not in _ONE_OF and not any(_is_part(each) for each in (*old, *new)):
            yield self._both(where, old, new)
            return
        one = f"{where.rpartition(', ')[0]}, {_ONE_OF[name]}".lstrip(", ") if name in _ONE_OF else where
        if all(hasattr(each, "id") for each in (*old, *new)):
            yield from self._by_id(one, old, new)
            return
        for tag, start, end, first, last in SequenceMatcher(None, _keys(old), _keys(new), autojunk=False).get_opcodes():
            if tag != "equal":
                yield from self._run(one, old[start:end], new[first:last], first)

    def _by_id(self, one: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[str]:
        before, after = ({each.id: each for each in parts} for parts in (old, new))
        for key in dict.fromkeys((*before, *after)):
            yield from self.values(f'{one} "{key}"', before.get(key), after.get(key))
        shared = [key for key in after if key in before]
        if shared != [key for key in before if key in after]:
            yield f"{one}: in another order ({', '.join(after)}); before, {', '.join(before)}."

    def _run(self, one: str, old: tuple[Any, ...], new: tuple[Any, ...], first: int) -> Iterator[str]:
        """Compare what is between two parts that are the same: pair by pair, and what is left over singly."""
        for number in range(max(len(old), len(new))):
            before = old[number] if number < len(old) else None
            after = new[number] if number < len(new) else None
            yield from self.values(f"{one} {first + number + 1}", before, after)

    def _both(self, where: str, old: Any, new: Any) -> str:
        return f"{where}: {_quoted(self.new, new)}; before, {_quoted(self.old, old)}."


def _quoted(protocol: Protocol, value: Any) -> str:
    if value is None or value == ():
        return _NOTHING
    if _is_part(value):
        said = ((name, getattr(value, name)) for name in type(value).model_fields if name != "id")
        return ", ".join(f"{_in_words(name)} {_quoted(protocol, part)}" for name, part in said if _says(part))
    if _is_list(value):
        return ", ".join(_quoted(protocol, each) for each in value)
    if _is_condition(value):
        return f"if {condition_in_words(protocol, value)}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _is_condition(value: Any) -> bool:
    return isinstance(value, BaseModel) and hasattr(value, "kind")


def _is_part(value: Any) -> bool:
    return isinstance(value, ProtocolPart) and not isinstance(value, SourceRef)


def _is_list(value: Any) -> bool:
    return isinstance(value, tuple | list)


def _says(value: Any) -> bool:
    return value is not None and value is not False and value != ()


def _keys(values: tuple[Any, ...]) -> list[str]:
    return [repr(each) for each in values]


def _join(where: str, name: str) -> str:
    return f"{where}, {_in_words(name)}" if where else _in_words(name)


def _in_words(name: str) -> str:
    return _AS_WORDS.get(name, name.replace("_", " "))
