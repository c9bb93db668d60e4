"""Protocol files: strict YAML 1.2 read into a Protocol, every error with file, line, column and a sentence."""

import os
import stat
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from rules.model.protocol import Protocol
from rules.model.rules_errors import ProtocolError, UnknownProtocolError
from rules.reading.consistency import inconsistencies
from rules.reading.strict_yaml import Tree, read_tree

MOST_BYTES: Final = 1024 * 1024
"""More than any file of rules holds."""

_FOLDER: Final = Path(__file__).parents[1] / "protocols"
_SHIPPED: Final = {"parisian-peel": "parisian_peel", "medical-facial": "medical_facial"}


def load_protocol(path: Path) -> Protocol:
    """Read a protocol file; ProtocolError if it can't be read or says something it may not."""
    return read_protocol(read_text(path), path)


def read_text(path: Path) -> str:
    """Return the text of a file; ProtocolError if it can't be read, is far too large for rules, or is not UTF-8."""
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(path, 1, 1, f"The file is not UTF-8 text (byte {error.start + 1}).") from None


def read_file(path: Path) -> bytes:
    """Return what a file of rules holds; ProtocolError if it can't be read, is a pipe or a device, or is too large."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ProtocolError(path, 1, 1, "This is a pipe or a device and no file; name a file of rules.")
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ProtocolError(path, 1, 1, f"The file can't be read: {error.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise ProtocolError(path, 1, 1, "The file is larger than any rules are (1 MiB); is it the right one?")
    return data


def _without_waiting(name: str, flags: int) -> int:
    # A pipe that nobody writes to would keep its reader for ever.
    return os.open(name, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def read_protocol(text: str, file: Path | str) -> Protocol:
    """Read the text of a protocol file; `file` is what errors name."""
    return protocol_of(read_tree(text, file), file)


def protocol_of(tree: Tree, file: Path | str) -> Protocol:
    """Read a tree as a protocol."""
    protocol = validated(Protocol, tree, file)
    if protocol.overlays:
        raise ProtocolError(
            file, *tree.at(("overlays",), key=True), '"overlays" is not written in a file; leave it out.'
        )
    raise_all(ProtocolError(file, *tree.at(problem.loc), problem.sentence) for problem in inconsistencies(protocol))
    return protocol


def raise_all(errors: Iterable[ProtocolError]) -> None:
    """Raise the first of these errors, with the others attached, if there are any."""
    found = list({str(error): error for error in errors}.values())
    if found:
        found[0].others = tuple(found[1:])
        raise found[0]


_Model = TypeVar("_Model", bound=BaseModel)


def validated(model: type[_Model], tree: Tree, file: Path | str) -> _Model:
    """Read a tree as a model; ProtocolError with line, column and a sentence for each thing that does not fit."""
    try:
        return model.model_validate(tree.data, context={"document": _first_document(tree.data)})
    except ValidationError as invalid:
        found = invalid.errors(include_url=False)
    raise_all(
        ProtocolError(file, *tree.at(each["loc"], key=each["type"] == "extra_forbidden"), _sentence(tree, each))
        for each in found
    )
    raise AssertionError  # what does not fit has errors


def _first_document(data: Any) -> str:
    sources = data.get("sources") if isinstance(data, dict) else None
    first = sources[0] if isinstance(sources, list) and sources else None
    named = first.get("id") if isinstance(first, dict) else None
    return named if isinstance(named, str) else ""


def shipped() -> tuple[str, ...]:
    """Return the ids of the protocols that come with the product."""
    return tuple(_SHIPPED)


def protocol(protocol_id: str) -> Protocol:
    """Return a shipped protocol; UnknownProtocolError, naming those there are, for any other id."""
    if protocol_id not in _SHIPPED:
        known = " and ".join(_SHIPPED)
        raise UnknownProtocolError(f'There is no protocol "{protocol_id}"; there are {known}.')
    return _loaded(protocol_id)


def shipped_file(protocol_id: str) -> Path:
    """Return the file of a shipped protocol; KeyError if there is none of that id."""
    return _FOLDER / _SHIPPED[protocol_id] / "protocol.yaml"


@cache
def _loaded(protocol_id: str) -> Protocol:
    return load_protocol(shipped_file(protocol_id))


_PLAIN: Final = {
    "string_too_short": "has no text",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
    "greater_than_equal": "is smaller than 1",
    "model_type": "is not a group of entries",
    "model_attributes_type": "is not a group of entries",
    "tuple_type": "is not a list",
    "dict_type": "is not a group of entries",
    "string_type": "is not a text",
}


def _sentence(tree: Tree, error: Any) -> str:
    place, last = tree.place(error["loc"]), error["loc"][-1] if error["loc"] else "the file"
    given, context = error["input"], error.get("ctx", {})
    sentences = {
        "missing": f'{place} lacks "{last}".',
        "extra_forbidden": f'{place}: "{last}" is not known here; look for a typing mistake.',
        "literal_error": f'{place} can\'t be "{given}"; it is {context.get("expected")}.',
        "enum": f'{place} can\'t be "{given}"; it is {context.get("expected")}.',
        "string_pattern_mismatch": f'{place}: "{given}" is not written as it must be here.',
        "value_error": f"{place}: {context.get('error')}.",
    }
    sentences |= {kind: f"{place} {says}." for kind, says in _PLAIN.items()}
    return sentences.get(error["type"], f"{place}: {error['msg']}.")
