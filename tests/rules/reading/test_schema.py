"""The JSON Schema takes every file that ships, and marks what the strict reader refuses."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

import rules
from rules import shipped
from rules.reading.file_schema import overlay_schema, protocol_schema
from rules.reading.loader import shipped_file
from rules.reading.overlays import shipped_overlay
from rules.reading.strict_yaml import read_tree

PROTOCOL = jsonschema.Draft202012Validator(protocol_schema())
OVERLAY = jsonschema.Draft202012Validator(overlay_schema())
EXTENDED = shipped_overlay("extended-screening")


def as_an_editor_reads(file: Path) -> Any:
    """YAML 1.2 with its numbers and truth values; days as texts."""
    read = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    return json.loads(json.dumps(read, default=str))


@pytest.mark.parametrize("name", shipped())
def test_it_takes_the_shipped_protocols_as_editors_and_as_the_reader_read_them(name: str) -> None:
    file = shipped_file(name)
    for read in (as_an_editor_reads(file), read_tree(file.read_text("utf-8"), file).data):
        assert [error.message for error in PROTOCOL.iter_errors(read)] == []


def test_it_takes_the_shipped_overlay() -> None:
    assert [error.message for error in OVERLAY.iter_errors(as_an_editor_reads(EXTENDED))] == []


def test_it_is_a_schema_itself() -> None:
    for schema in (protocol_schema(), overlay_schema()):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("questions", 0, "type"), "yesno"),
        (("questions", 0, "horizon"), "someday"),
        (("questions", 0, "asks"), "What?"),
        (("rules", 0, "outcome"), "forbidden"),
        (("rules", 0, "id"), "lower-case"),
        (("rules", 1, "when", "less_than_ago"), "half a year"),
        (("rules", 0, "when"), {"question": "rosacea"}),
        (("version",), 0),
        (("id",), "Parisian Peel"),
        (("overlays",), ["extended-screening 1"]),
        (("status",), "ready"),
    ],
)
def test_it_marks_what_is_not_written_as_it_must_be(path: tuple[str | int, ...], value: Any) -> None:
    read = as_an_editor_reads(shipped_file("parisian-peel"))
    here = read
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    assert list(PROTOCOL.iter_errors(read))


def test_the_draft_of_a_new_protocol_fits_it() -> None:
    template = Path(rules.__file__).parents[1] / "kiosk" / "governance" / "template.yaml"
    text = template.read_text("utf-8").replace("NAME", "new-one").replace("TITLE", "New one")
    assert [error.message for error in PROTOCOL.iter_errors(read_tree(text, template).data)] == []
