"""JSON Schema of protocol and overlay files, so that an editor can complete them and mark what is wrong while one types.

The schema says how a file is written (all values of YAML are texts to the strict reader); names that must exist and gates that
must open are the loader's.
"""

from typing import Any, Final

from rules.model.protocol import Protocol
from rules.reading.overlays import OverlayFile

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_PERIOD: Final = {
    "type": "string",
    "pattern": "^[1-9][0-9]{0,3} (day|week|month)s?$",
    "description": 'A period, written like "3 days", "4 weeks" or "6 months".',
}
_SOURCE: Final = {
    "type": "string",
    "description": 'A place in a source: "section item", or "document section item".',
}
_SHORT: Final = {"Period": _PERIOD, "SourceRef": _SOURCE}
_OPTIONS: Final = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "The options: the name each has in rules, and its label.",
}
_NO_BRACES: Final = r"^[^{}]*$"
_NO_BRACES_BUT_RULES: Final = r"^([^{}]|\{[A-Z][A-Z0-9]*(-[A-Z0-9]+)+\})*$"
_QUOTED: Final = {
    "integer": {"type": "string", "pattern": "^[1-9][0-9]{0,3}$"},
    "boolean": {"enum": ["true", "false"]},
}


def protocol_schema() -> dict[str, Any]:
    """Return the schema of a protocol file."""
    return _as_written(Protocol.model_json_schema(by_alias=True), "A treatment's protocol")


def overlay_schema() -> dict[str, Any]:
    """Return the schema of an overlay file."""
    return _as_written(OverlayFile.model_json_schema(by_alias=True), "An overlay: a clinic's additions to protocols")


def _as_written(schema: dict[str, Any], title: str) -> dict[str, Any]:
    """Turn the schema of the model into that of the file, where short forms are written."""
    written: dict[str, Any] = _loosened(schema)
    _let_name_rules(written)
    definitions = written["$defs"]
    definitions |= {name: short for name, short in _SHORT.items() if name in definitions}
    for name in ("Question", "AddedQuestion", "TeachBack"):
        if name in definitions:
            definitions[name]["properties"]["options"] = _OPTIONS
    for name in ("Rule", "AddedRule"):
        for text in ("client", "staff") if name in definitions else ():
            definitions[name]["properties"][text].pop("pattern")  # a rule's texts may say {period}
    if "OpenPoint" in definitions:
        definitions["OpenPoint"] = {"anyOf": [definitions["OpenPoint"]["properties"]["text"], definitions["OpenPoint"]]}
    written["properties"].pop("overlays", None)  # never written in a file
    return {"$schema": _DIALECT, **written, "title": title}


def _let_name_rules(node: Any) -> None:
    """Let a text name a rule in braces, for its period."""
    if isinstance(node, dict) and node.get("pattern") == _NO_BRACES:
        node["pattern"] = _NO_BRACES_BUT_RULES
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _let_name_rules(part)


def _loosened(node: Any) -> Any:
    """Let a number or a flag be written in quotes too: the strict reader reads all of YAML as texts."""
    if isinstance(node, list):
        return [_loosened(part) for part in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("type")
    if isinstance(kind, str) and kind in _QUOTED:
        # pydantic writes the least value of a field that is read from text by its own name for it
        plain = {("minimum" if key == "ge" else key): value for key, value in node.items()}
        return {"anyOf": [plain, _QUOTED[kind]]}
    return {key: part if key in ("const", "enum", "default") else _loosened(part) for key, part in node.items()}
