"""`kiosk rules new` and `schema`: the first steps towards rules of your own."""

import argparse
import json
from pathlib import Path
from typing import Final

from kiosk.commands.input_files import folder_of
from kiosk.commands.output import print_json, say
from kiosk.core.settings import load
from kiosk.governance import protocol_files
from rules.reading.file_schema import overlay_schema, protocol_schema

_HERE: Final = Path(protocol_files.__file__).parent
_SCHEMAS: Final = {"protocol": protocol_schema, "overlay": overlay_schema}


def new(args: argparse.Namespace) -> int:
    """Begin a new protocol in the clinic's folder."""
    clinic = folder_of(args.data)
    load(clinic)  # says so if there is no clinic
    folder = protocol_files.new_name(clinic, args.name)
    title = args.name.replace("-", " ").capitalize()
    for source, name in (("template.yaml", protocol_files.PROTOCOL), ("template_cases.yaml", protocol_files.CASES)):
        text = (_HERE / source).read_text(encoding="utf-8")
        protocol_files.write_protocol(folder / name, text.replace("NAME", args.name).replace("TITLE", title))
    for what, make in _SCHEMAS.items():
        path = folder.parent / f"{what}.schema.json"
        path.unlink(missing_ok=True)
        path.write_text(json.dumps(make(), indent=1) + "\n", encoding="utf-8")
        path.chmod(0o600)
    say(
        f"A draft is in {folder / protocol_files.PROTOCOL}, its worked examples in {folder / protocol_files.CASES}.",
        f"Change them, then: kiosk rules check {args.name}, kiosk rules test {args.name}, and finally kiosk rules sign "
        f"{args.name} --by LEAD.",
    )
    return 0


def schema(args: argparse.Namespace) -> int:
    """Print the JSON Schema of protocol or overlay files."""
    print_json(_SCHEMAS[args.what]())
    return 0
